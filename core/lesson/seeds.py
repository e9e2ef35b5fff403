"""Whose numbers does a lesson have? A seed: one a student and lesson, made of her name, or another one on request."""

from __future__ import annotations

import hashlib

from ..errors import GradstepError
from ..whole import whole
from ..words.controls import shortened

USUAL = 0
"""The seed with which every parameter has its usual value."""
LARGEST_SEED = 999_999_999


def seed_of(student: str, lesson: str) -> int:
    """The seed of a student in a lesson: from her name, however it is spaced and capitalised; never the usual one."""
    name = " ".join(student.casefold().split())
    digest = hashlib.blake2b(f"{name}\n{lesson}".encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % LARGEST_SEED + 1


def next_seed(seed: int) -> int:
    """The seed of other numbers than those of this one, the same each time; never the usual one."""
    return seed_of("once more", str(seed))


def read_seed(text: str) -> int:
    """The seed that was typed. Raises GradstepError."""
    seed = whole(text.strip())
    if seed is None or not USUAL <= seed <= LARGEST_SEED:
        raise GradstepError("parameter.not-a-seed", got=shortened(text), most=LARGEST_SEED)
    return seed
