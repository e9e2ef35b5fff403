"""How do rows get onto the terminal? A sheet shows them, and repaints the lines that have changed and no others.

The rows are made elsewhere, by pure functions; a sheet knows neither lessons nor keys. There are no child widgets and
no layout, so a step costs the bytes of what moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from ..scene.cells import Row


class Sheet(Widget):
    """A screen full of rows."""

    DEFAULT_CSS = "Sheet { width: 1fr; height: 1fr; }"
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()
        self._styles: Mapping[str, Style] = {}

    def show(self, rows: Sequence[Row], styles: Mapping[str, Style]) -> None:
        """Shows these rows; only the lines that differ are painted."""
        before, self._rows = self._rows, tuple(rows)
        if styles is not self._styles or len(before) != len(self._rows):
            self._styles = styles
            self.refresh()
            return
        changed = [span for y in range(len(before)) if (span := _changed(before[y], self._rows[y], y)) is not None]
        if changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        """A row in the colours of its roles; neighbours that look the same are sent as one."""
        if y >= len(self._rows):
            return Strip.blank(self.size.width)
        painted = [(run.text, self._styles.get(run.role)) for run in self._rows[y]]
        segments = [
            Segment("".join(text for text, _ in group), style)
            for style, group in groupby(painted, key=lambda pair: pair[1])
        ]
        # Marks above letters take no cell of their own.
        missing = self.size.width - sum(segment.cell_length for segment in segments)
        return Strip([*segments, Segment(" " * missing)] if missing > 0 else segments)


def _changed(before: Row, now: Row, y: int) -> Region | None:
    """The cells of a row from the first to the last that differ, or None."""
    if before == now:
        return None
    old, new = ([(letter, run.role) for run in cells for letter in run.text] for cells in (before, now))
    differ = [x for x, (one, other) in enumerate(zip(old, new, strict=False)) if one != other]
    if not differ or len(old) != len(new):
        return Region(0, y, max(len(old), len(new)), 1)
    return Region(differ[0], y, differ[-1] - differ[0] + 1, 1)
