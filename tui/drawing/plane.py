"""What does a plane look like in character cells? Points as their own labels, lines as strokes, axes at the edges.

The newest line is drawn with strokes along its direction, the one before with dots; the current point stands in
brackets; the regions of a field are `+` and `-` with an empty channel between them, and on them points stand in
parentheses. So no meaning needs a colour. Points are written over lines. The place of a point depends on the ranges
alone, which do not change during a run.
"""

from __future__ import annotations

import math

import numpy as np

from ...core.pictures import PlaneArrow, PlaneField, PlaneLine, PlanePicture, PlanePoint
from .axes import free_places, ticks
from .graph.area import Area
from .graph.canvas import Canvas, Drawing, Role
from .labels import Mark, Words, apart, bare, shortened
from .strokes import segment

LEFT, BELOW, LONGEST_NAME = 4, 1, 7
"""Room for the numbers of the axes; at the left it grows with them, and with the name of the axis up to a length."""
HEADS = "→↗↑↖←↙↓↘"
ASCII_HEADS = ">^^^<vvv"


def draw_plane(picture: PlanePicture, width: int, height: int, *, ascii: bool = False, words: Words = bare) -> Drawing:
    """The picture in a window of `width` times `height` cells."""
    canvas = Canvas(Area(0, 0, width, height))
    title = words(picture.title)
    top = 1 if title and height > 4 else 0
    texts = [mark.text for mark in ticks(picture.y_range, max(1, height // 2))]
    left = max(LEFT, min(LONGEST_NAME, len(words(picture.y_name))) + 2, *(len(text) + 2 for text in texts))
    scale = _Scale(picture, Area(left, top, width - left, height - BELOW - top))
    canvas.put(left, 0, shortened(title, width - left, ascii) if top else "", "title")
    for y in range(top, height - BELOW):
        canvas.put(left - 1, y, "|" if ascii else "│", "wire")
    if picture.field is not None:
        _field(canvas, scale, picture.field)
    for x, y in picture.dots:
        _dot(canvas, scale, scale.column(x), scale.row(y), "." if ascii else "·", "dim")
    for line in sorted(picture.lines, key=lambda line: not line.before):
        _stroke(canvas, scale, line, ascii)
    for arrow in picture.arrows:
        _arrow(canvas, scale, arrow, ascii)
    _points(canvas, scale, picture, ascii)
    _axes(canvas, scale, picture, words, ascii)
    return canvas.drawing()


class _Scale:
    """From coordinates to cells."""

    def __init__(self, picture: PlanePicture, area: Area) -> None:
        self.x, self.y = picture.x_range, picture.y_range
        self.area, self.width, self.height = area, max(2, area.width), max(2, area.height)

    def holds(self, x: float, y: float) -> bool:
        """Does this point lie in the picture?"""
        return self.x[0] <= x <= self.x[1] and self.y[0] <= y <= self.y[1]

    def misses(self, x: float, y: float) -> bool:
        """Is this a point, and outside?"""
        return math.isfinite(x) and math.isfinite(y) and not self.holds(x, y)

    def column(self, x: float) -> int:
        return round((x - self.x[0]) / (self.x[1] - self.x[0]) * (self.width - 1))

    def row(self, y: float) -> int:
        return round((self.y[1] - y) / (self.y[1] - self.y[0]) * (self.height - 1))

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point lies, in cells; the middle of a cell is half a cell from its corner."""
        across, up = (x - self.x[0]) / (self.x[1] - self.x[0]), (self.y[1] - y) / (self.y[1] - self.y[0])
        far = 3.0 * max(self.width, self.height)
        column, row = across * (self.width - 1) + 0.5, up * (self.height - 1) + 0.5
        return max(-far, min(far, column)), max(-far, min(far, row))


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
    """A line from border to border: strokes that touch, or dots for where it was before."""
    if not math.isfinite(line.a + line.b + line.c) or (line.a == 0.0 and line.b == 0.0):
        return
    (left, right), (low, high) = scale.x, scale.y
    if abs(line.a * (right - left) * scale.height) > abs(line.b * (high - low) * scale.width):
        ends = [(-(line.b * y + line.c) / line.a, y) for y in (low, high)]
    else:
        ends = [(x, -(line.a * x + line.c) / line.b) for x in (left, right)]
    for (column, row), glyph in segment(scale.place(*ends[0]), scale.place(*ends[1]), ascii).items():
        shown = ("." if ascii else "·") if line.before else glyph
        _dot(canvas, scale, column, row, shown, "dim" if line.before else "gradient")


def _dot(canvas: Canvas, scale: _Scale, column: int, row: int, glyph: str, role: Role) -> None:
    if 0 <= column < scale.width and 0 <= row < scale.height:
        canvas.put(scale.area.x + column, scale.area.y + row, glyph, role)


def _arrow(canvas: Canvas, scale: _Scale, arrow: PlaneArrow, ascii: bool) -> None:
    """A vector as strokes with a head at its end and its name beyond the head."""
    if not all(math.isfinite(number) for number in (*arrow.start, *arrow.end)):
        return
    (x0, y0), (x1, y1) = ((scale.column(x), scale.row(y)) for x, y in (arrow.start, arrow.end))
    # A cell is about twice as high as it is wide.
    eighth = round(math.atan2(2 * (y0 - y1), x1 - x0) / (math.pi / 4)) % 8
    for (column, row), glyph in segment(scale.place(*arrow.start), scale.place(*arrow.end), ascii).items():
        _dot(canvas, scale, column, row, glyph, "accent")
    _dot(canvas, scale, x1, y1, (ASCII_HEADS if ascii else HEADS)[eighth], "accent")
    if scale.holds(*arrow.end) and arrow.name:
        column = x1 - len(arrow.name) - 1 if x1 < x0 else x1 + 2
        column = scale.area.x + max(0, min(column, scale.width - len(arrow.name)))
        row = y1 if column > scale.area.x + x1 or column + len(arrow.name) <= scale.area.x + x1 else y1 + 1
        canvas.put(column, scale.area.y + min(row, scale.height - 1), arrow.name, "accent")


def _points(canvas: Canvas, scale: _Scale, picture: PlanePicture, ascii: bool) -> None:
    """Points and the path, the current ones last; of what lies outside only a current point is told, at the border."""
    path = apart([_mark(scale, picture, point) for point in picture.path if scale.holds(point.x, point.y)])
    points = [_mark(scale, picture, point) for point in picture.points if scale.holds(point.x, point.y)]
    gone = [_gone(scale, point, ascii) for point in picture.path if point.current and scale.misses(point.x, point.y)]
    for mark in sorted((*points, *path, *gone), key=lambda mark: mark.current):
        role: Role = "accent" if mark.current else "value" if picture.field is None else "title"
        canvas.put(scale.area.x + mark.x, scale.area.y + mark.y, mark.text, role)


def _mark(scale: _Scale, picture: PlanePicture, point: PlanePoint) -> Mark:
    """A point as its text, in brackets when it is current."""
    around = ("[", "]") if point.current else ("(", ")") if picture.field is not None else ("", "")
    text = point.text.join(around)
    column = max(0, min(scale.column(point.x) - (len(text) - 1) // 2, scale.width - len(text)))
    return Mark(column, scale.row(point.y), text, point.current)


def _gone(scale: _Scale, point: PlanePoint, ascii: bool) -> Mark:
    """A point that left the picture: its text at the border nearest to it, and an arrow that says where it went."""
    x, y = min(max(point.x, scale.x[0]), scale.x[1]), min(max(point.y, scale.y[0]), scale.y[1])
    eighth = round(math.atan2((point.y > y) - (point.y < y), (point.x > x) - (point.x < x)) / (math.pi / 4)) % 8
    text = f"[{point.text}]{(ASCII_HEADS if ascii else HEADS)[eighth]}"
    column = max(0, min(scale.column(x) - (len(text) - 1) // 2, scale.width - len(text)))
    return Mark(column, scale.row(y), text, True)


def _axes(canvas: Canvas, scale: _Scale, picture: PlanePicture, words: Words, ascii: bool) -> None:
    """Round numbers at the left and below, as many as there is room for, and the names of the axes beside them."""
    area, left = scale.area, scale.area.x - 1
    rows = {scale.row(mark.value): mark.text for mark in ticks(picture.y_range, max(1, scale.height // 2))}
    for row, text in rows.items():
        canvas.put(left - len(text), area.y + row, text, "dim")
    columns = [(area.x + scale.column(at), text) for at, text in ticks(picture.x_range, max(1, scale.width // 5))]
    middle = area.x + scale.column((picture.x_range[0] + picture.x_range[1]) / 2)
    beside = next((len(text) + 2 for column, text in columns if column == middle), 0)
    for column, text in free_places([*columns, (middle + beside, words(picture.x_name))], canvas.window.width):
        canvas.put(column, area.y + scale.height, text, "dim")
    middle = scale.row((picture.y_range[0] + picture.y_range[1]) / 2)
    free = next((row for row in (middle, middle - 1, middle + 1) if row not in rows), middle)
    if free not in rows:
        name = shortened(words(picture.y_name), left - 1, ascii)
        canvas.put(left - len(name), area.y + free, name, "dim")
