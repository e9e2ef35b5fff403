"""What is a finished screen? Its rows, and what a click needs to know of them.

Nothing of the engine is imported here: the catalogue is shown before a lesson needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .cells import Row, Run, fit, wrapped
from .look import Look

if TYPE_CHECKING:
    from ..drawing.graph.area import Area
    from .zones.picture import Placed


@dataclass(frozen=True)
class Page:
    """A finished screen, and what a click needs to know of it."""

    rows: tuple[Row, ...]
    situation: str
    placed: Placed | None = None
    window: Area | None = None
    timeline_row: int | None = None


def too_small(look: Look) -> Page:
    """A window in which no lesson fits: what is missing, and the twin that needs no room; as much as can be said."""
    width = max(1, min(76, look.width - 2))
    told: list[str] = []
    for id in ("screen.too-small", "screen.too-small-short", "screen.too-small-shortest"):
        told = wrapped(look.say(id, width=look.width, height=look.height), width)
        if len(told) <= look.height:
            break
    rows = [fit((Run(f" {line}"),), look.width) for line in told][: look.height]
    return Page((*rows, *[fit((), look.width)] * (look.height - len(rows))), "end")


def filled(rows: Sequence[Row], height: int, width: int) -> list[Row]:
    """So many rows of exactly this width: what is too long is cut, what is missing is blank."""
    kept = [fit(cells, width) for cells in rows[:height]]
    return [*kept, *[fit((), width)] * (height - len(kept))]


def shortened(rows: Sequence[Row], room: int, look: Look) -> list[Row]:
    """The rows that fit; when some do not, the last one says so."""
    if len(rows) <= room:
        return list(rows)
    return [*rows[: max(0, room - 1)], (Run(look.glyph("…"), "dim"),)][: max(0, room)]


def windowed(rows: Sequence[Row], at: int, room: int, look: Look, indent: int = 3) -> list[Row]:
    """The rows around the one `at`, as many as fit; where there are more, a row says how many.

    The window goes on by whole pages, so nothing moves while the choice stays on one of them.
    """
    if len(rows) <= room or room < 3:
        return list(rows[max(0, at - room + 1) :][:room] if room < 3 else rows)
    inner = room - 2
    start = 0 if at <= inner else 1 + inner * ((at - 1) // inner)
    start = min(start, len(rows) - inner - 1)
    stop = len(rows) if start + inner + 1 >= len(rows) else start + inner + (start == 0)
    shown = list(rows[start:stop])
    if start:
        shown.insert(0, _more(start, look, indent))
    return shown if stop == len(rows) else [*shown, _more(len(rows) - stop, look, indent)]


def _more(count: int, look: Look, indent: int) -> Row:
    return (Run(" " * indent), Run(look.say("screen.more-rows", count=count), "dim"))
