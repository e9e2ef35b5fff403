"""Where do the parts of a receipt stand? In columns that never move: label, upstream × local = downstream, mark."""

from __future__ import annotations

from dataclasses import dataclass

from ..cells import Role, Row, Run, column, fit
from ..look import Look


@dataclass(frozen=True)
class Columns:
    """The widths of the columns of an edge's receipt."""

    label: int
    upstream: int
    local: int
    downstream: int
    free: int
    """Where the text of a free-form row begins."""


NORMAL = Columns(13, 15, 15, 17, 17)
ENGLISH = Columns(13, 16, 15, 18, 17)
"""The same for longer words."""
WIDE = Columns(13, 23, 22, 24, 17)
NARROW = Columns(10, 11, 11, 12, 13)


def columns_for(look: Look) -> Columns:
    """The columns of a screen, by its width alone."""
    if look.is_wide or look.width < 78:
        return WIDE if look.is_wide else NARROW
    return ENGLISH if look.face.language == "en" else NORMAL


Cell = tuple[str, Role]


def product(label: str, upstream: Cell, local: Cell, downstream: Cell, look: Look, mark: Row = ()) -> Row:
    """A row `label  upstream × local = downstream  mark`."""
    at = columns_for(look)
    times = look.glyph("×")
    return fit((
        Run(f" {look.cut(label, at.label).ljust(at.label)}", "dim"),
        _right(upstream, at.upstream, look), Run(f"  {times}  ", "text"),
        _right(local, at.local, look), Run("  =  ", "text"),
        _right(downstream, at.downstream, look), Run("   "), *mark,
    ), look.width)  # fmt: skip


def joined(label: str, text: str, downstream: Cell, look: Look, mark: Row = ()) -> Row:
    """A row whose upstream and local columns hold one text: the formula of a finite difference."""
    at = columns_for(look)
    width = at.upstream + 5 + at.local
    return fit((
        Run(f" {look.cut(label, at.label).ljust(at.label)}", "dim"),
        Run(look.cut(text, width).rjust(width)), Run("  =  "),
        _right(downstream, at.downstream, look), Run("   "), *mark,
    ), look.width)  # fmt: skip


def room_for_free(look: Look) -> int:
    """How long the text of a row in free form may be."""
    return look.width - columns_for(look).free - 1


def room_for_titled(look: Look) -> int:
    """How long the text of such a row may be behind the kind of what it says."""
    return room_for_free(look) - _kind_width(look)


def _kind_width(look: Look) -> int:
    return 14 if look.width >= 78 else 9


def free(label: str, text: str | Row, look: Look, role: Role = "text") -> Row:
    """A row in free form: a label, and a text at the shared column; behind a longer label where both fit whole."""
    at = columns_for(look).free
    if isinstance(text, str) and len(label) > at - 2 and len(label) + len(text) <= look.width - 4:
        return fit((Run(f" {look.text(label)}  ", "dim"), Run(look.text(text), role)), look.width)
    said: Row = (Run(look.cut(text, room_for_free(look)), role),) if isinstance(text, str) else text
    return column([(0, (Run(f" {look.cut(label, at - 2)}", "dim"),)), (at, said)], look.width)


def titled(label: str, kind: str, text: str, look: Look) -> Row:
    """A row in free form with a label and the kind of what follows."""
    return free(label, f"{look.text(kind).ljust(_kind_width(look))}{look.text(text)}", look)


def mark(sign: bool | None, look: Look, word: str = "") -> Row:
    """`✓`, `✗`, or `…` while it is not known yet; wide screens add a word."""
    if sign is None:
        return (Run(look.glyph("…"), "asked"),)
    tail = f" {word}" if word and look.is_wide else ""
    return (Run(look.glyph("✓" if sign else "✗") + tail, "right" if sign else "wrong"),)


def _right(cell: Cell, width: int, look: Look) -> Run:
    text, role = cell
    return Run(look.cut(text, width).rjust(width), role)
