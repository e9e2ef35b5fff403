"""What does a plane look like in character cells? Points as their own labels, lines as strokes, axes at the edges.

The newest line is drawn with strokes along its direction, the one before with dots; the current point stands in
brackets. So no meaning needs a colour. Points are written over lines. The place of a point depends on the ranges alone,
which do not change during a run.
"""

from __future__ import annotations

from itertools import count
from math import ceil, floor

from ...core.pictures import PlaneLine, PlanePicture
from .graph.area import Area
from .graph.canvas import Canvas, Drawing, Role

LEFT, BELOW = 3, 1
"""Room for the numbers of the axes."""


def draw_plane(picture: PlanePicture, width: int, height: int, *, ascii: bool = False) -> Drawing:
    """The picture in a window of `width` times `height` cells."""
    canvas = Canvas(Area(0, 0, width, height))
    scale = _Scale(picture, width - LEFT, height - BELOW)
    for x, y in picture.dots:
        _dot(canvas, scale, scale.column(x), scale.row(y), "." if ascii else "·", "dim")
    for line in sorted(picture.lines, key=lambda line: not line.before):
        _stroke(canvas, scale, line, ascii)
    for point in (*picture.points, *(point for point in picture.path if scale.holds(point.x, point.y))):
        column, row = LEFT + scale.column(point.x), scale.row(point.y)
        text = f"[{point.text}]" if point.current else point.text
        canvas.put(column - (len(text) - 1) // 2, row, text, "accent" if point.current else "value")
    _axes(canvas, scale, picture)
    return canvas.drawing()


class _Scale:
    """From coordinates to cells."""

    def __init__(self, picture: PlanePicture, width: int, height: int) -> None:
        self.x, self.y = picture.x_range, picture.y_range
        self.width, self.height = width, height

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


def _stroke(canvas: Canvas, scale: _Scale, line: PlaneLine, ascii: bool) -> None:
    """A line cell by cell: one a column while it is flat, one a row while it is steep."""
    if line.a == 0.0 and line.b == 0.0:
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
        canvas.put(LEFT + column, row, glyph, role)


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


def _axes(canvas: Canvas, scale: _Scale, picture: PlanePicture) -> None:
    """Whole numbers at the left and below, as many as there is room for, and the names of the axes beside them."""
    rows = {scale.row(y): y for y in _ticks(picture.y_range, scale.height // 2)}
    columns = {scale.column(x): x for x in _ticks(picture.x_range, scale.width // 5)}
    for row, y in rows.items():
        canvas.put(0, row, f"{y:>2}", "dim")
    for column, x in columns.items():
        canvas.put(LEFT + column, scale.height, f"{x}", "dim")
    middle = scale.column((picture.x_range[0] + picture.x_range[1]) / 2)
    canvas.put(LEFT + middle + (3 if middle in columns else 0), scale.height, picture.x_name, "dim")
    middle = scale.row((picture.y_range[0] + picture.y_range[1]) / 2)
    canvas.put(0, middle - (middle in rows), picture.y_name, "dim")


def _ticks(range_: tuple[float, float], most: int) -> range:
    """The whole numbers of a range, by ones, twos, fives, tens, … so that there are at most `most` of them."""
    low, high = ceil(range_[0]), floor(range_[1])
    steps = (factor * 10**power for power in count() for factor in (1, 2, 5))
    step = next(step for step in steps if (high - low) // step < max(1, most))
    return range(-(-low // step) * step, high + 1, step)
