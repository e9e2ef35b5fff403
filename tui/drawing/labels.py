"""How do drawings get their words? They ask: a label is worded by whoever knows the language and the character set."""

from __future__ import annotations

from collections.abc import Callable

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
