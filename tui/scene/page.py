"""What is a finished screen? Its rows, and what a click needs to know of them.

Nothing of the engine is imported here: the catalogue is shown before a lesson needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .cells import Row, Run, fit, wrapped
from .look import Look

if TYPE_CHECKING:
    from ..drawing.graph.area import Area
    from .picture import Placed


@dataclass(frozen=True)
class Page:
    """A finished screen, and what a click needs to know of it."""

    rows: tuple[Row, ...]
    situation: str
    placed: Placed | None = None
    window: Area | None = None
    timeline_row: int | None = None


def too_small(look: Look) -> Page:
    """A window in which no lesson fits: one sentence, and the twin that needs no room."""
    told = wrapped(look.say("screen.too-small", width=look.width, height=look.height), max(10, look.width - 2))
    rows = [fit((Run(f" {line}"),), look.width) for line in told][: look.height]
    return Page((*rows, *[fit((), look.width)] * (look.height - len(rows))), "end")
