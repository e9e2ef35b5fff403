"""How was an answer judged? The verdict says whether it is right, how it was read, and which mistake it was.

`diagnosis` names a misconception only if it is the only one that fits; `candidates` has all that fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..words import Message

Kind = Literal["right", "rounded", "wrong", "unreadable", "undecided"]
"""`rounded`: perhaps right, but with too few digits to tell. `undecided`: agrees wherever it is defined, but it is not
defined everywhere. Neither is accepted, and neither is wrong."""


@dataclass(frozen=True)
class Verdict:
    """What we think of an answer."""

    kind: Kind
    message: Message
    """What to tell the learner."""
    reading: str = ""
    """How the answer was read; empty if it could not be."""
    diagnosis: str | None = None
    candidates: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        """Is the answer accepted?"""
        return self.kind == "right"
