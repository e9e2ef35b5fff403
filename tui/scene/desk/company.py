"""What is around a lesson that a class takes together? What the header says of it, and how the class answered."""

from __future__ import annotations

from dataclasses import dataclass

from ....core.teaching.poll import Tally
from ....core.words import Message


@dataclass(frozen=True)
class Company:
    """A class around a desk."""

    said: Message
    """Who follows whom, or how many."""
    situation: str = ""
    """Which footer fits; empty for the usual one."""
    tally: Tally | None = None
    """How the class answered, as far as it may be seen here."""
    is_whole: bool = False
    """Does the tally take the place of the picture? Otherwise it is for the teacher, below it."""
    is_guided: bool = False
    """Does somebody else move the desk?"""
