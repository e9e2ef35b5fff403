"""How does one row become what a terminal is sent? Codes stand only where the look changes, and cutting is slicing.

Textual's own strips measure every text and remember how they cut it, in caches that fill for as long as a program runs;
a row of this program is one letter a cell, so that cutting is slicing. Each run would be closed and opened again in
full; here only what differs is sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from ..drawing.graph.canvas import HALVES
from ..scene.cells import Row

MARKS = re.compile("[\u0300-\u036f]")
"""Marks above letters take no cell of their own."""
HALF = "▀"
"""Its upper half in the colour of letters, its lower half in that of the ground: two samples a cell."""
SHADED = frozenset(HALVES.values())


class Line(Strip):
    """A row in its colours, one letter a cell."""

    def crop(self, start: int, end: int | None = None) -> Strip:
        """The cells from one column to another."""
        width = self.cell_length
        if sum(len(segment.text) for segment in self) != width:
            return super().crop(start, end)
        end = width if end is None else min(end, width)
        if (start, end) == (0, width):
            return self
        kept: list[Segment] = []
        at = 0
        for text, style, _ in self:
            if at < end and (part := text[max(0, start - at) : end - at]):
                kept.append(Segment(part, style))
            at += len(text)
        return Line(kept, max(0, end - start))

    def render(self, console: Console) -> str:
        """The letters, and the codes where a colour begins; plain again at the end."""
        depth = console._color_system or ColorSystem.TRUECOLOR
        sent: list[str] = []
        before, open_codes = Style.null(), ""
        for text, style, _ in self:
            look = style or Style.null()
            codes = self.render_ansi(look, depth)
            if codes != open_codes:
                sent.append(f"\x1b[0;{codes}m" if codes and _stays(before, look) else f"\x1b[{codes or 0}m")
                before, open_codes = look, codes
            sent.append(text)
        return "".join(sent) + ("\x1b[0m" if open_codes else "")


def _stays(before: Style, now: Style) -> bool:
    """Would something of the look before be seen in the next one, unless it is closed? A colour replaces a colour."""
    closes = (before.color and not now.color) or (before.bgcolor and not now.bgcolor)
    return bool(before.bold or before.underline or before.reverse or closes)


def line(row: Row, styles: Mapping[str, Style], width: int) -> Line:
    """A row as a line of so many cells; neighbours that look the same are one, and blanks look like their neighbour."""
    segments: list[Segment] = []
    cells = 0
    for text, role in row:
        style = styles.get(role)
        cells += len(text) - (0 if text.isascii() else len(MARKS.findall(text)))
        if style is not None and style.bgcolor is not None and role in SHADED:
            text = (" " if style.color == style.bgcolor else HALF) * len(text)
        before = segments[-1] if segments else None
        if before is not None and (before.style == style or _is_blank(text, style, before.style)):
            segments[-1] = Segment(before.text + text, before.style)
        elif before is not None and _is_blank(before.text, style, before.style):
            segments[-1] = Segment(before.text + text, style)
        else:
            segments.append(Segment(text, style))
    if cells < width:
        segments.append(Segment(" " * (width - cells)))
    return Line(segments, max(cells, width))


def _is_blank(text: str, *styles: Style | None) -> bool:
    """Does a text look the same in these styles? Blanks do, unless they are underlined or filled."""
    return text.isspace() and not any(style and (style.underline or style.reverse or style.bgcolor) for style in styles)
