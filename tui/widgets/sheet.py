"""How do rows get onto the terminal? A sheet shows them, and repaints the lines that have changed and no others.

The rows are made elsewhere, by pure functions; a sheet knows neither lessons nor keys. There are no child widgets and no
layout, so a step costs the bytes of what moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
        changed = [y for y, (old, new) in enumerate(zip(before, self._rows, strict=True)) if old != new]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        """A row in the colours of its roles."""
        if y >= len(self._rows):
            return Strip.blank(self.size.width)
        cells = self._rows[y]
        return Strip([Segment(run.text, self._styles.get(run.role)) for run in cells], sum(len(r.text) for r in cells))
