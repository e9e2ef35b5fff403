"""How do rows get onto the terminal? A sheet shows them, and repaints the lines that have changed and no others.

The rows are made elsewhere, by pure functions; a sheet knows neither lessons nor keys. There are no child widgets and
no layout, so a step costs the bytes of what moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from ..scene.cells import Row
from .line import line


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

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of a region as lines; a sheet has no border, no filter and no background of its own."""
        whole = crop.column_span == (0, self.size.width)
        lines = [self.render_line(y) for y in crop.line_range]
        return lines if whole else [strip.crop(*crop.column_span) for strip in lines]

    def render_line(self, y: int) -> Strip:
        """A row in the colours of its roles."""
        if y >= len(self._rows):
            return Strip.blank(self.size.width)
        return line(self._rows[y], self._styles, self.size.width)


def _changed(before: Row, now: Row, y: int) -> Region | None:
    """The cells of a row from the first to the last that differ, or None."""
    if before == now:
        return None
    old, new = ([(letter, run.role) for run in cells for letter in run.text] for cells in (before, now))
    differ = [x for x, (one, other) in enumerate(zip(old, new, strict=False)) if one != other]
    if not differ or len(old) != len(new):
        return Region(0, y, max(len(old), len(new)), 1)
    return Region(differ[0], y, differ[-1] - differ[0] + 1, 1)
