"""What does a plane look like in character cells? Points as their own labels, lines as strokes, axes at the edges.

The newest line is drawn with strokes along its direction, the one before with dots; the current point stands in
brackets; the regions of a field are `+` and `-` with an empty channel between them, and on them points stand in
parentheses. So no meaning needs a colour. Points are written over lines. The place of a point depends on the ranges
alone, which do not change during a run.
"""

from __future__ import annotations

import math

import numpy as np

from ...core.pictures import PlaneArrow, PlaneField, PlaneLine, PlanePicture
from .axes import free_places, ticks
from .graph.area import Area
from .graph.canvas import Canvas, Drawing, Role
from .labels import Words, bare, shortened

LEFT, BELOW = 3, 1
"""Room for the numbers of the axes; at the left it grows with them."""
HEADS = "→↗↑↖←↙↓↘"
ASCII_HEADS = ">^^^<vvv"
STROKES = "─/│\\"
ASCII_STROKES = "-/|\\"


def draw_plane(picture: PlanePicture, width: int, height: int, *, ascii: bool = False, words: Words = bare) -> Drawing:
    """The picture in a window of `width` times `height` cells."""
    canvas = Canvas(Area(0, 0, width, height))
    title = words(picture.title)
    top = 1 if title and height > 4 else 0
    left = max(LEFT, *(len(mark.text) + 1 for mark in ticks(picture.y_range, max(1, height // 2))))
    scale = _Scale(picture, Area(left, top, width - left, height - BELOW - top))
    canvas.put(left, 0, shortened(title, width - left, ascii) if top else "", "title")
    if picture.field is not None:
        _field(canvas, scale, picture.field)
    for x, y in picture.dots:
        _dot(canvas, scale, scale.column(x), scale.row(y), "." if ascii else "·", "dim")
    for line in sorted(picture.lines, key=lambda line: not line.before):
        _stroke(canvas, scale, line, ascii)
    for arrow in picture.arrows:
        _arrow(canvas, scale, arrow, ascii)
    _points(canvas, scale, picture)
    _axes(canvas, scale, picture, words)
    return canvas.drawing()


class _Scale:
    """From coordinates to cells."""

    def __init__(self, picture: PlanePicture, area: Area) -> None:
        self.x, self.y = picture.x_range, picture.y_range
        self.area, self.width, self.height = area, max(2, area.width), max(2, area.height)

    def holds(self, x: float, y: float) -> bool:
        """Does this point lie in the picture?"""
        return self.x[0] <= x <= self.x[1] and self.y[0] <= y <= self.y[1]

    def column(self, x: float) -> int:
        return round((x - self.x[0]) / (self.x[1] - self.x[0]) * (self.width - 1))

    def row(self, y: float) -> int:
        return round((self.y[1] - y) / (self.y[1] - self.y[0]) * (self.height - 1))

    def x_at(self, column: int) -> float:
        return self.x[0] + column / (self.width - 1) * (self.x[1] - self.x[0])

    def y_at(self, row: int) -> float:
        return self.y[1] - row / (self.height - 1) * (self.y[1] - self.y[0])


def _field(canvas: Canvas, scale: _Scale, field: PlaneField) -> None:
    """The nearest number of the field in every cell, as its sign."""
    values = np.asarray(field.values, float)
    rows = np.rint(np.linspace(0, values.shape[0] - 1, scale.height)).astype(int)
    columns = np.rint(np.linspace(0, values.shape[1] - 1, scale.width)).astype(int)
    for row, numbers in enumerate(values[np.ix_(rows, columns)]):
        for column, number in enumerate(numbers):
            if number > field.margin:
                _dot(canvas, scale, column, row, "+", "value")
            elif number < -field.margin:
                _dot(canvas, scale, column, row, "-", "gradient")


def _stroke(canvas: Canvas, scale: _Scale, line: PlaneLine, ascii: bool) -> None:
    """A line cell by cell: one a column while it is flat, one a row while it is steep."""
    if not math.isfinite(line.a + line.b + line.c) or (line.a == 0.0 and line.b == 0.0):
        return
    per_column = (scale.x[1] - scale.x[0]) / (scale.width - 1)
    per_row = (scale.y[1] - scale.y[0]) / (scale.height - 1)
    steep = abs(line.a * per_column) > abs(line.b * per_row)
    glyph, role = _glyph(line, steep, ascii), "dim" if line.before else "gradient"
    if steep:
        for row in range(scale.height):
            column = scale.column(-(line.b * scale.y_at(row) + line.c) / line.a)
            _dot(canvas, scale, column, row, glyph, role)
    else:
        for column in range(scale.width):
            row = scale.row(-(line.a * scale.x_at(column) + line.c) / line.b)
            _dot(canvas, scale, column, row, glyph, role)


def _dot(canvas: Canvas, scale: _Scale, column: int, row: int, glyph: str, role: Role) -> None:
    if 0 <= column < scale.width and 0 <= row < scale.height:
        canvas.put(scale.area.x + column, scale.area.y + row, glyph, role)


def _glyph(line: PlaneLine, steep: bool, ascii: bool) -> str:
    if line.before:
        return "." if ascii else "·"
    if line.a == 0.0:
        return "-" if ascii else "─"
    if line.b == 0.0:
        return "|" if ascii else "│"
    falling = line.a * line.b > 0
    if steep or abs(line.a) > 0.2 * abs(line.b):
        return "\\" if falling else "/"
    return "-" if ascii else "─"


def _arrow(canvas: Canvas, scale: _Scale, arrow: PlaneArrow, ascii: bool) -> None:
    """A vector as strokes with a head at its end and its name beyond the head."""
    if not all(math.isfinite(number) for number in (*arrow.start, *arrow.end)):
        return
    (x0, y0), (x1, y1) = ((scale.column(x), scale.row(y)) for x, y in (arrow.start, arrow.end))
    steps = min(1000, max(abs(x1 - x0), abs(y1 - y0)))
    # A cell is about twice as high as it is wide.
    eighth = round(math.atan2(2 * (y0 - y1), x1 - x0) / (math.pi / 4)) % 8
    for step in range(steps):
        column, row = round(x0 + step / steps * (x1 - x0)), round(y0 + step / steps * (y1 - y0))
        _dot(canvas, scale, column, row, (ASCII_STROKES if ascii else STROKES)[eighth % 4], "accent")
    _dot(canvas, scale, x1, y1, (ASCII_HEADS if ascii else HEADS)[eighth], "accent")
    if scale.holds(*arrow.end) and arrow.name:
        column = x1 - len(arrow.name) - 1 if x1 < x0 else x1 + 2
        column = scale.area.x + max(0, min(column, scale.width - len(arrow.name)))
        row = y1 if column > scale.area.x + x1 or column + len(arrow.name) <= scale.area.x + x1 else y1 + 1
        canvas.put(column, scale.area.y + min(row, scale.height - 1), arrow.name, "accent")


def _points(canvas: Canvas, scale: _Scale, picture: PlanePicture) -> None:
    """Points and the path, the current ones last; what lies outside is not drawn."""
    shown = [point for point in (*picture.points, *picture.path) if scale.holds(point.x, point.y)]
    around = "()" if picture.field is not None else ""
    for point in sorted(shown, key=lambda point: point.current):
        opened, closed = "[]" if point.current else (around or ("", ""))
        text = f"{opened}{point.text}{closed}"
        column = max(0, min(scale.column(point.x) - (len(text) - 1) // 2, scale.width - len(text)))
        role: Role = "accent" if point.current else "value" if picture.field is None else "title"
        canvas.put(scale.area.x + column, scale.area.y + scale.row(point.y), text, role)


def _axes(canvas: Canvas, scale: _Scale, picture: PlanePicture, words: Words) -> None:
    """Round numbers at the left and below, as many as there is room for, and the names of the axes beside them."""
    area, name = scale.area, words(picture.y_name)
    rows = {scale.row(mark.value): mark.text for mark in ticks(picture.y_range, max(1, scale.height // 2))}
    for row, text in rows.items():
        canvas.put(0, area.y + row, text.rjust(area.x - 1), "dim")
    columns = [(area.x + scale.column(at), text) for at, text in ticks(picture.x_range, max(1, scale.width // 5))]
    middle = area.x + scale.column((picture.x_range[0] + picture.x_range[1]) / 2)
    beside = next((len(text) + 2 for column, text in columns if column == middle), 0)
    for column, text in free_places([*columns, (middle + beside, words(picture.x_name))], canvas.window.width):
        canvas.put(column, area.y + scale.height, text, "dim")
    middle = scale.row((picture.y_range[0] + picture.y_range[1]) / 2)
    free = next((row for row in (middle, middle - 1, middle + 1) if row not in rows), middle)
    if free not in rows:
        canvas.put(0, area.y + free, shortened(name, area.x, ascii=name.isascii()), "dim")
