"""What does code look like? Its lines with `►` at the current one, and at the right the variables after it."""

from __future__ import annotations

from ...core.pictures import CodePicture
from .amounts import quantity
from .graph.area import Area
from .graph.canvas import Canvas, Drawing, Role
from .labels import Words, bare, cut_sign, shortened

MARK = 3
"""Cells of the margin in which the current line is marked."""
GAP = 3
WIDEST_VALUE = 24


def draw_code(picture: CodePicture, width: int, height: int, *, ascii: bool = False, words: Words = bare) -> Drawing:
    """The picture in a window of `width` times `height` cells; without room at the right the variables stand below."""
    canvas = Canvas(Area(0, 0, width, height))
    lines = [words(line) for line in picture.lines]
    values = [(words(name), words(quantity(value, WIDEST_VALUE))) for name, value in picture.values]
    code, beside = _code_width(lines), _values_width(values)
    if values and code + GAP + beside <= width:
        _lines(canvas, picture, lines, width - GAP - beside, height, ascii)
        _values(canvas, values, code + GAP, (0, height), width, ascii)
    else:
        below = min(len(values), max(0, height - min(len(lines), max(1, height // 2))))
        _lines(canvas, picture, lines, width, height - below, ascii)
        _values(canvas, values, MARK, (height - below, height), width, ascii)
    return canvas.drawing()


def code_size(picture: CodePicture, words: Words = bare) -> tuple[int, int]:
    """The cells that the code takes alone, and those that it takes with its variables at the right."""
    lines = [words(line) for line in picture.lines]
    values = [(words(name), words(quantity(value, WIDEST_VALUE))) for name, value in picture.values]
    alone = _code_width(lines)
    return alone, alone + (GAP + max(12, _values_width(values)) if values else 0)


def _code_width(lines: list[str]) -> int:
    return MARK + max(map(len, lines), default=0)


def _values_width(values: list[tuple[str, str]]) -> int:
    """Names under each other, ` = `, and what they are."""
    return sum(max((len(pair[part]) for pair in values), default=0) for part in (0, 1)) + 3


def _lines(canvas: Canvas, picture: CodePicture, lines: list[str], width: int, height: int, ascii: bool) -> None:
    """The lines that fit, the current one among them."""
    current = picture.current
    first = max(0, min((current or 0) - max(0, height - 2), len(lines) - height))
    shown = range(first, min(len(lines), first + max(0, height)))
    for y, place in enumerate(shown):
        hidden = (y == 0 and place > 0) or (y == len(shown) - 1 and place < len(lines) - 1)
        here = place == current
        mark = (">" if ascii else "►") if here else cut_sign(ascii) if hidden else " "
        canvas.put(1, y, mark, "accent" if here else "dim")
        role: Role = "accent" if here else "dim"
        canvas.put(MARK, y, shortened(lines[place], width - MARK, ascii), role)


def _values(
    canvas: Canvas, values: list[tuple[str, str]], x: int, rows: tuple[int, int], width: int, ascii: bool
) -> None:
    top, bottom = rows
    names = max((len(name) for name, _ in values), default=0)
    kept = values[: bottom - top]
    for y, (name, text) in enumerate(kept, top):
        hidden = y == bottom - 1 and len(values) > len(kept)
        canvas.put(x, y, shortened(name.ljust(names), width - x, ascii), "title")
        room = max(0, width - x - names - 3)
        if hidden:
            canvas.put(x, y, cut_sign(ascii).ljust(names), "dim")
        else:
            canvas.put(x + names + 1, y, "="[:room], "dim")
            canvas.put(x + names + 3, y, shortened(text, room, ascii), "asked" if text == "?" else "value")
