"""How was an answer judged? A verdict: right or not, what was read, and which mistake it was.

`diagnosis` names a misconception only when exactly one fits; `candidates` holds all that fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..words import Message

Kind = Literal["right", "rounded", "wrong", "unreadable", "undecided"]
"""`rounded`: right, with too few digits to be told from others. `undecided`: agrees where it is defined, and is not
defined everywhere. Neither is accepted, and neither is wrong."""


@dataclass(frozen=True)
class Verdict:
    """What came of an answer."""

    kind: Kind
    message: Message
    """What to tell the learner."""
    reading: str = ""
    """How the answer was read; empty when it could not be."""
    diagnosis: str | None = None
    candidates: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        """Does the lesson go on?"""
        return self.kind == "right"
