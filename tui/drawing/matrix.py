"""What does one grid look like? Numbers in a frame or between brackets, or shades; its window heavy or in brackets.

A cell has its place whatever is in it, and every cell is as wide as the widest. A part of a large grid says at its
edges that there is more, and below it which part it is, counted as NumPy does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isfinite
from typing import Any, Literal

from ...core.pictures import Grid, Window
from .graph.canvas import Canvas, Role
from .labels import Words, cut_sign, shortened

Style = Literal["spacious", "framed", "bracketed"]
RAMP = " .:-=+*#%@"
"""Shades from `low` to `high`."""
ASKED = "?"
LIGHT: dict[bool, str] = {False: "─│┌┬┐├┼┤└┴┘", True: "-|+++++++++"}
HEAVY: dict[bool, str] = {False: "━┃┏┓┗┛", True: "######"}
BRACKETS: dict[bool, str] = {False: "┌┐│└┘", True: "++|++"}
MOST_NAME = 9
"""Cells of the name of a row or a column."""


@dataclass(frozen=True, eq=False)
class Plate:
    """A grid whose texts and sizes are known, ready to be painted."""

    grid: Grid
    texts: tuple[tuple[str, ...], ...]
    cell: int
    """Cells of the screen for one text."""
    style: Style
    words: Words
    ascii: bool
    rows: range
    columns: range
    """What is shown of it."""

    @cached_property
    def name(self) -> str:
        """Its name and, where it is more than one number, its shape, unless the name says it already."""
        name, (rows, columns) = self.words(self.grid.name), self.shape
        sign = "x" if self.ascii else "×"
        if not name or rows * columns == 1 or any(f"{rows}{times}{columns}" in name for times in "×x*"):
            return name
        return f"{name} {rows}{sign}{columns}"

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the whole grid."""
        return len(self.texts), len(self.texts[0]) if self.texts else 0

    @cached_property
    def note(self) -> str:
        """What stands below it: its own note, and which part of it is shown."""
        note = self.words(self.grid.note)
        if self.is_whole:
            return note
        part = f"[{self.rows.start}:{self.rows.stop}, {self.columns.start}:{self.columns.stop}]"
        return f"{part} {note}".strip()

    @property
    def is_whole(self) -> bool:
        """Are all rows and columns shown?"""
        return len(self.rows) == len(self.texts) and (not self.texts or len(self.columns) == len(self.texts[0]))

    @property
    def is_framed(self) -> bool:
        """Are there lines around every cell?"""
        return self.style != "bracketed"

    @property
    def air(self) -> tuple[int, int]:
        """Blank cells at each side of a text, and blank rows above and below it."""
        return (2, 1) if self.style == "spacious" else (1, 0)

    @property
    def pitch(self) -> int:
        """From one cell to the next."""
        return self.cell + (2 * self.air[0] + 1 if self.is_framed else 1)

    @property
    def rise(self) -> int:
        """From one row to the next."""
        return 2 + 2 * self.air[1] if self.is_framed else 1

    @cached_property
    def row_names(self) -> tuple[str, ...]:
        return tuple(shortened(self.words(name), MOST_NAME, self.ascii) for name in self.grid.row_names)

    @property
    def left(self) -> int:
        """Cells of the names of the rows."""
        return max((len(name) + 1 for name in self.row_names), default=0)

    @property
    def body_width(self) -> int:
        return len(self.columns) * self.pitch + (1 if self.is_framed else 3)

    @property
    def body_height(self) -> int:
        return len(self.rows) * self.rise + self.is_framed

    @property
    def head(self) -> int:
        """Rows above the cells."""
        return bool(self.name) + bool(self.grid.column_names)

    @cached_property
    def width(self) -> int:
        return max(self.left + self.body_width, len(self.name), len(self.note))

    @property
    def height(self) -> int:
        return self.head + self.body_height + bool(self.note)

    @property
    def x_of_cells(self) -> int:
        """The column of the first text, counted from the left edge of the plate."""
        return self.left + (1 + self.air[0] if self.is_framed else 2)

    def limited(self, rows: int, columns: int) -> Plate:
        """The part with at most so many rows and columns in which the window lies; it moves by whole windows."""
        window = self.grid.window or Window(0, 0)
        wide = len(self.texts[0]) if self.texts else 0
        return replace(
            self,
            rows=_part(len(self.texts), rows, window.row, window.height),
            columns=_part(wide, columns, window.column, window.width),
        )


def plate_of(grid: Grid, texts: Sequence[Sequence[str]], style: Style, words: Words, ascii: bool) -> Plate:
    """A grid with the texts of its cells; images are always between brackets, one sign a cell."""
    if grid.shades:
        glyphs = tuple(tuple(shade(cell, grid.low, grid.high) for cell in row) for row in grid.cells)
        texts, style, cell = glyphs, "bracketed", 1
    else:
        named = (len(shortened(words(name), MOST_NAME, ascii)) for name in grid.column_names)
        cell = max([1 if style == "bracketed" else 2, *(len(text) for row in texts for text in row), *named])
    wide = len(texts[0]) if texts else 0
    return Plate(grid, tuple(map(tuple, texts)), cell, style, words, ascii, range(len(texts)), range(wide))


def shade(cell: Any, low: float, high: float) -> str:
    """A number as a sign of the ramp; `?` for what is asked or not a number, a blank for what is not known."""
    if cell is None:
        return " "
    if isinstance(cell, str) or not isfinite(float(cell)):
        return ASKED
    part = (float(cell) - low) / (high - low) if high > low else 0.0
    return RAMP[max(0, min(len(RAMP) - 1, int(part * len(RAMP))))]


def _part(length: int, most: int, start: int, size: int) -> range:
    """At most `most` of `length` places, those from `start` on among them."""
    shown = min(length, max(1, most))
    step = max(1, shown - size)
    first = max(0, min(start // step * step if start + size > shown else 0, length - shown))
    return range(first, first + shown)


def paint(plate: Plate, canvas: Canvas, x: int, y: int, head: int, body: int) -> None:
    """The plate with its left upper corner at a place; `head` and `body` are the rows that its neighbours take."""
    canvas.put(x, y, plate.name, "title")
    top = y + head + (body - plate.body_height) // 2
    if plate.grid.column_names:
        names = [plate.words(name) for name in plate.grid.column_names]
        for place, column in enumerate(plate.columns):
            name = shortened(names[column], plate.cell, plate.ascii) if column < len(names) else ""
            canvas.put(x + plate.x_of_cells + place * plate.pitch, top - 1, name.rjust(plate.cell), "dim")
    (_frame if plate.is_framed else _brackets)(plate, canvas, x + plate.left, top)
    for line, row in enumerate(plate.rows):
        at = top + line * plate.rise + (1 + plate.air[1] if plate.is_framed else 0)
        if row < len(plate.row_names):
            canvas.put(x, at, plate.row_names[row], "dim")
        for place, column in enumerate(plate.columns):
            _cell(plate, canvas, x + plate.x_of_cells + place * plate.pitch, at, (row, column))
    _window(plate, canvas, x + plate.left, top)
    canvas.put(x, top + plate.body_height, plate.note, "dim")


def _cell(plate: Plate, canvas: Canvas, x: int, y: int, place: tuple[int, int]) -> None:
    text = plate.texts[place[0]][place[1]]
    role: Role = "asked" if text.strip() == ASKED else "value"
    if plate.grid.shades:
        canvas.put(x - 1, y, text * 2, role)
    else:
        canvas.put(x, y, text.rjust(plate.cell), role)


def _frame(plate: Plate, canvas: Canvas, x: int, y: int) -> None:
    """Light lines around all cells, with `…` where the grid goes on."""
    flat, up, *corners = LIGHT[plate.ascii]
    more = cut_sign(plate.ascii)
    span, last, rise = plate.pitch - 1, len(plate.rows), plate.rise
    for line in range(last + 1):
        first, between, end = corners[0:3] if line == 0 else corners[6:9] if line == last else corners[3:6]
        hidden = (line == 0 and plate.rows.start > 0) or (line == last and plate.rows.stop < len(plate.texts))
        canvas.put(
            x,
            y + rise * line,
            first + between.join([(more if hidden else flat) * span] * len(plate.columns)) + end,
            "wire",
        )
    for line in (row for row in range(rise * last) if row % rise):
        for place in range(len(plate.columns) + 1):
            left, right = place == 0 and plate.columns.start > 0, _goes_on(plate) and place == len(plate.columns)
            canvas.put(x + place * plate.pitch, y + line, more if left or right else up, "wire")


def _goes_on(plate: Plate) -> bool:
    """Are there columns to the right of those shown?"""
    return bool(plate.texts) and plate.columns.stop < len(plate.texts[0])


def _brackets(plate: Plate, canvas: Canvas, x: int, y: int) -> None:
    """One bracket at each side, with `…` where the grid goes on."""
    open_top, close_top, up, open_end, close_end = BRACKETS[plate.ascii]
    more, last = cut_sign(plate.ascii), len(plate.rows) - 1
    for line in range(last + 1):
        left, right = (open_top, close_top) if line == 0 else (open_end, close_end) if line == last else (up, up)
        if last == 0:
            left, right = "[", "]"
        hidden = (line == 0 and plate.rows.start > 0) or (line == last and plate.rows.stop < len(plate.texts))
        canvas.put(x, y + line, more if hidden or plate.columns.start > 0 else left, "wire")
        canvas.put(x + plate.body_width - 1, y + line, more if hidden or _goes_on(plate) else right, "wire")


def _window(plate: Plate, canvas: Canvas, x: int, y: int) -> None:
    """The window as a heavy frame, or as brackets in every row of it."""
    window = plate.grid.window
    if window is None:
        return
    rows = [line for line, row in enumerate(plate.rows) if window.row <= row < window.row + window.height]
    columns = [at for at, c in enumerate(plate.columns) if window.column <= c < window.column + window.width]
    if not rows or not columns:
        return
    left, right = x + columns[0] * plate.pitch, x + (columns[-1] + 1) * plate.pitch
    if plate.style == "bracketed":
        for line in rows:
            canvas.put(left + 1, y + line, "[", "accent")
            canvas.put(right + 1, y + line, "]", "accent")
        return
    flat, up, *corners = HEAVY[plate.ascii]
    top, bottom = y + plate.rise * rows[0], y + plate.rise * (rows[-1] + 1)
    canvas.put(left, top, corners[0] + flat * (right - left - 1) + corners[1], "accent")
    canvas.put(left, bottom, corners[2] + flat * (right - left - 1) + corners[3], "accent")
    for at in range(top + 1, bottom):
        canvas.put(left, at, up, "accent")
        canvas.put(right, at, up, "accent")
