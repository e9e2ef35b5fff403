"""What does a plane look like in character cells? Points by the shape of their class, lines as strokes, fields shaded.

The newest line is drawn with strokes along its direction, the one before with dots; a line that left the window is told
at the border nearest to it. A field has two shades a cell, and signs where there are no colours. A class has a shape,
hollow where it is held out; a wrong point has a `!` beside it, the current one stands in brackets. So no meaning needs
a colour. The place of a point depends on the ranges alone, which do not change during a run.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from ...core.pictures import PlaneArrow, PlaneLine, PlanePicture, PlanePoint
from ...core.words import message
from .axes import free_places, ticks
from .graph.area import Area
from .graph.canvas import Canvas, Drawing, Named
from .ground import Ground, Scale
from .labels import Mark, Words, apart, bare, shortened
from .shades import SOFT, levels
from .strokes import segment

LEFT, BELOW, LONGEST_NAME = 4, 1, 7
"""Room for the numbers of the axes; at the left it grows with them, and with the name of the axis up to a length."""
HEADS = "→↗↑↖←↙↓↘"
ASCII_HEADS = ">^^^<vvv"
SHAPES, HOLLOW = "▲●■◆", "△○□◇"
ASCII_SHAPES, ASCII_HOLLOW = "XOVH", "xovh"
"""Of the classes, in their order; the second one is the side above 0. More classes are drawn as their texts."""
KINDS: tuple[Named, ...] = ("gradient", "value", "local", "title")
WRONG = "!"


def draw_plane(picture: PlanePicture, width: int, height: int, *, ascii: bool = False, words: Words = bare) -> Drawing:
    """The picture in a window of `width` times `height` cells."""
    canvas = Canvas(Area(0, 0, width, height))
    title = words(picture.title)
    top = 1 if (title or picture.classes) and height > 4 else 0
    texts = [mark.text for mark in ticks(picture.y_range, max(1, height // 2))]
    left = max(LEFT, min(LONGEST_NAME, len(words(picture.y_name))) + 2, *(len(text) + 2 for text in texts))
    scale = Scale(picture, Area(left, top, width - left, height - BELOW - top))
    if top:
        _heading(canvas, picture, left, ascii, words)
    for y in range(top, height - BELOW):
        canvas.put(left - 1, y, "|" if ascii else "│", "wire")
    ground = Ground(canvas, scale, _levels(picture, scale), ascii)
    ground.paint()
    for x, y in picture.dots:
        ground.dot(scale.column(x), scale.row(y), "." if ascii else "·", "dim")
    for line in sorted(picture.lines, key=lambda line: not line.before):
        _stroke(ground, line, words)
    for arrow in picture.arrows:
        _arrow(ground, arrow)
    _points(ground, picture)
    _axes(canvas, scale, picture, words, ascii)
    return canvas.drawing()


def _heading(canvas: Canvas, picture: PlanePicture, left: int, ascii: bool, words: Words) -> None:
    """The title, then the classes with their shapes, as many as there is room for."""
    room = canvas.window.width
    title = shortened(words(picture.title), room - left, ascii)
    canvas.put(left, 0, title, "title")
    at = left + len(title) + 2 * bool(title)
    solid, hollow = _shapes(ascii)
    told: list[tuple[str, str, Named]] = [
        (solid[kind], words(name), KINDS[kind]) for kind, name in enumerate(picture.classes[: len(solid)])
    ]
    if any(point.is_held for point in picture.points):
        told.append((hollow[min(1, len(told) - 1)], words(message("picture.held-out")), "title"))
    for shape, name, role in told:
        if at + len(shape) + 1 + len(name) <= room:
            canvas.put(at, 0, shape, role)
            canvas.put(at + len(shape) + 1, 0, name, "dim")
            at += len(shape) + len(name) + 3


def _shapes(ascii: bool) -> tuple[str, str]:
    """The signs of the classes: of what is trained on, and of what is held out."""
    return (ASCII_SHAPES, ASCII_HOLLOW) if ascii else (SHAPES, HOLLOW)


def _head(across: float, up: float, ascii: bool) -> str:
    """The arrow head that points this way, of eight."""
    eighth = round(math.atan2(up, across) / (math.pi / 4)) % 8
    return (ASCII_HEADS if ascii else HEADS)[eighth]


def _levels(picture: PlanePicture, scale: Scale) -> npt.NDArray[np.int_] | None:
    """The shades of the plane, two a cell; None where nothing is shaded."""
    rows, columns = 2 * scale.height, scale.width
    if picture.field is not None:
        field = picture.field
        return levels(np.asarray(field.values, float), field.margin, field.full, rows, columns)
    sided = [line for line in picture.lines if line.has_sides and not line.before and _is_drawn(line)]
    if not sided:
        return None
    line = sided[0]
    x, y = np.linspace(*scale.x, columns), np.linspace(scale.y[1], scale.y[0], rows)
    return SOFT * np.sign(line.a * x[None, :] + line.b * y[:, None] + line.c).astype(int)


def _is_drawn(line: PlaneLine) -> bool:
    """Has it a direction?"""
    return math.isfinite(line.a + line.b + line.c) and (line.a != 0.0 or line.b != 0.0)


def _stroke(ground: Ground, line: PlaneLine, words: Words) -> None:
    """A line from border to border: strokes that touch, or dots for where it was before."""
    if not _is_drawn(line):
        return
    scale = ground.scale
    (left, right), (low, high) = scale.x, scale.y
    corners = [(line.a * x + line.b * y + line.c, x, y) for x in scale.x for y in scale.y]
    if min(corners)[0] > 0.0 or max(corners)[0] < 0.0:
        if not line.before:
            _line_gone(ground, line, corners, words)
        return
    if abs(line.a * (right - left) * scale.height) > abs(line.b * (high - low) * scale.width):
        ends = [(-(line.b * y + line.c) / line.a, y) for y in (low, high)]
    else:
        ends = [(x, -(line.a * x + line.c) / line.b) for x in (left, right)]
    for (column, row), glyph in segment(scale.place(*ends[0]), scale.place(*ends[1]), ground.ascii).items():
        shown = ("." if ground.ascii else "·") if line.before else glyph
        ground.dot(column, row, shown, "dim" if line.before else "title" if line.has_sides else "gradient")


def _line_gone(ground: Ground, line: PlaneLine, corners: list[tuple[float, float, float]], words: Words) -> None:
    """A line that does not cross the plane: which way it lies, at the corner nearest to it."""
    scale = ground.scale
    value, x, y = min(corners, key=lambda corner: abs(corner[0]))
    side = -1.0 if value > 0.0 else 1.0
    across, up = 2 * line.a * (scale.x[1] - scale.x[0]) * scale.height, line.b * (scale.y[1] - scale.y[0]) * scale.width
    told = f"{words(message('picture.line-outside'))} {_head(side * across, side * up, ground.ascii)}"
    told = shortened(told, scale.width - 2, ground.ascii)
    column = scale.width - len(told) - 1 if x == scale.x[1] else 1
    ground.dot(column, 0 if y == scale.y[1] else scale.height - 1, told, "title" if line.has_sides else "gradient")


def _arrow(ground: Ground, arrow: PlaneArrow) -> None:
    """A vector as strokes with a head at its end and its name beyond the head; what leaves the plane has it there."""
    scale = ground.scale
    if not all(math.isfinite(number) for number in (*arrow.start, *arrow.end)):
        return
    stop = _within(scale, arrow)
    (x0, y0), (x1, y1) = ((scale.column(x), scale.row(y)) for x, y in (arrow.start, stop))
    for (column, row), glyph in segment(scale.place(*arrow.start), scale.place(*stop), ground.ascii).items():
        ground.dot(column, row, glyph, "accent")
    # A cell is about twice as high as it is wide.
    ground.dot(x1, y1, _head(x1 - x0, 2 * (y0 - y1), ground.ascii), "accent")
    if scale.holds(*stop) and arrow.name:
        column = x1 - len(arrow.name) - 1 if x1 < x0 else x1 + 2
        column = max(0, min(column, scale.width - len(arrow.name)))
        row = y1 if column > x1 or column + len(arrow.name) <= x1 else y1 + 1
        ground.dot(column, row if row < scale.height else y1 - 1, arrow.name, "accent")


def _within(scale: Scale, arrow: PlaneArrow) -> tuple[float, float]:
    """The last point of an arrow in the plane: its end, or where it crosses the border."""
    if not scale.holds(*arrow.start) or scale.holds(*arrow.end):
        return arrow.end
    part = 1.0
    for begin, end, (low, high) in zip(arrow.start, arrow.end, (scale.x, scale.y), strict=True):
        limit = high if end > high else low if end < low else end
        part = min(part, (limit - begin) / (end - begin)) if end != limit else part
    x, y = (begin + part * (end - begin) for begin, end in zip(arrow.start, arrow.end, strict=True))
    return min(max(x, scale.x[0]), scale.x[1]), min(max(y, scale.y[0]), scale.y[1])


def _points(ground: Ground, picture: PlanePicture) -> None:
    """Points and the path, the current ones last; of what lies outside only a current point is told, at the border."""
    scale = ground.scale
    drawn = [point for point in picture.points if scale.holds(point.x, point.y)]
    taken = {(scale.column(point.x), scale.row(point.y)) for point in drawn}
    for column, row in taken:
        for beside in (column - 1, column + 1):
            if (beside, row) not in taken:
                ground.clear(beside, row)
    for point in sorted(drawn, key=lambda point: (point.current, point.is_wrong, not point.is_held)):
        _point(ground, picture, point, taken)
    path = apart([_mark(ground, picture, point) for point in picture.path if scale.holds(point.x, point.y)])
    gone = [_gone(ground, point) for point in picture.path if point.current and scale.misses(point.x, point.y)]
    for mark in sorted((*path, *gone), key=lambda mark: mark.current):
        ground.dot(mark.x, mark.y, mark.text, "accent" if mark.current else "value")


def _point(ground: Ground, picture: PlanePicture, point: PlanePoint, taken: set[tuple[int, int]]) -> None:
    """A point in the colour of its class; one that is wrong has a sign beside it, where no other point stands."""
    mark, shape = _mark(ground, picture, point), _shape(point, ground.ascii)
    around: Named = "accent" if point.current else "value" if picture.field is None else "title"
    ground.dot(mark.x, mark.y, mark.text, around)
    if point.kind is not None and shape:
        ground.dot(mark.x + mark.text.index(shape), mark.y, shape, KINDS[point.kind])
    if point.is_wrong:
        beside = (mark.x + len(mark.text), mark.x - 1)
        free = [at for at in beside if (at, mark.y) not in taken and 0 <= at < ground.scale.width]
        if free:
            ground.dot(free[0], mark.y, WRONG, "wrong")


def _shape(point: PlanePoint, ascii: bool) -> str:
    """The sign of its class; nothing for a point that has none."""
    solid, hollow = _shapes(ascii)
    if point.kind is None or point.kind >= len(solid):
        return ""
    return (hollow if point.is_held else solid)[point.kind]


def _mark(ground: Ground, picture: PlanePicture, point: PlanePoint) -> Mark:
    """A point as its shape or its text, in brackets when it is current."""
    scale, shape = ground.scale, _shape(point, ground.ascii)
    is_bare = picture.field is None or bool(shape)
    text = (shape or point.text).join(("[", "]") if point.current else ("", "") if is_bare else ("(", ")"))
    column = max(0, min(scale.column(point.x) - (len(text) - 1) // 2, scale.width - len(text)))
    return Mark(column, scale.row(point.y), text, point.current)


def _gone(ground: Ground, point: PlanePoint) -> Mark:
    """A point that left the picture: its text at the border nearest to it, and an arrow that says where it went."""
    scale = ground.scale
    x, y = min(max(point.x, scale.x[0]), scale.x[1]), min(max(point.y, scale.y[0]), scale.y[1])
    head = _head((point.x > x) - (point.x < x), (point.y > y) - (point.y < y), ground.ascii)
    text = f"[{point.text}]{head}"
    column = max(0, min(scale.column(x) - (len(text) - 1) // 2, scale.width - len(text)))
    return Mark(column, scale.row(y), text, True)


def _axes(canvas: Canvas, scale: Scale, picture: PlanePicture, words: Words, ascii: bool) -> None:
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
