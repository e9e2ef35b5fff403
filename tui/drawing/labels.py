"""How do drawings get their words? They ask: a label is worded by whoever knows the language and the character set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ...core.pictures import Label

Words = Callable[[Label], str]
"""A label as it is shown: in the language in use, in ASCII where that is all there is."""


def bare(label: Label) -> str:
    """A label without a catalogue: a text as it is, a message by its id."""
    return label if isinstance(label, str) else label.id


def shortened(text: str, width: int, ascii: bool) -> str:
    """As much of a text as fits, with a sign where it was cut."""
    if len(text) <= width:
        return text
    return text[: max(0, width - 1)] + cut_sign(ascii)[: max(0, width)]


def cut_sign(ascii: bool) -> str:
    """What stands where something goes on."""
    return "~" if ascii else "…"


class Mark(NamedTuple):
    """A text at a place, such as the number of a step on its way."""

    x: int
    y: int
    text: str
    current: bool = False


def apart(marks: Sequence[Mark]) -> list[Mark]:
    """The marks without older ones that would run into a newer one: `10` beside `8` would be read as 108.

    Single signs may stand side by side; the current mark stays, and it comes last.
    """
    kept: list[Mark] = []
    newest_first = list(reversed(marks))
    for mark in sorted(newest_first, key=lambda mark: not mark.current):
        stop = mark.x + len(mark.text)
        crowded = any(
            mark.y == other.y and mark.x <= other.x + len(other.text) and other.x <= stop
            for other in kept
            if len(mark.text) > 1 or len(other.text) > 1 or mark.x == other.x
        )
        if not crowded:
            kept.append(mark)
    return kept[::-1]
