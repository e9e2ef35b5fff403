"""How does a line run through character cells? In pieces that touch: at the top, in the middle, at the foot, slanting.

A cell has three heights for a flat line (`▔─▁`), three places for a steep one (`▏│▕`), and two diagonals. The glyphs
are among the block and box elements that every common monospaced font has. Coordinates are cells: cell (2, 5) reaches
from x = 2 to 3 and from y = 5 to 6, y counts downwards.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from math import floor

Place = tuple[float, float]
Strokes = dict[tuple[int, int], str]
DOT = "•"
"""A line of one point."""
GENTLE = 0.4
"""Rows a column up to which a line is drawn by heights alone; a steeper one gets diagonals."""
_FLAT, _STEEP = "▔─▁", "▏│▕"
_TURNED: Mapping[str, str] = {**dict(zip(_FLAT, _STEEP, strict=True)), **dict(zip(_STEEP, _FLAT, strict=True))}
_ASCII: Mapping[str, str] = {
    **dict(zip(_FLAT, "'-_", strict=True)), **dict.fromkeys(_STEEP, "|"), "╲": "\\", "╱": "/", DOT: "*",
}  # fmt: skip


def segment(start: Place, stop: Place, ascii: bool = False) -> Strokes:
    """The cells of a straight line, and what each shows."""
    if abs(stop[0] - start[0]) >= abs(stop[1] - start[1]):
        return graph(sorted((start, stop)), ascii)
    turned = graph(sorted((place[1], place[0]) for place in (start, stop)))
    cells = {(column, row): _TURNED.get(glyph, glyph) for (row, column), glyph in turned.items()}
    return {place: in_ascii(glyph) for place, glyph in cells.items()} if ascii else cells


def graph(points: Sequence[Place], ascii: bool = False) -> Strokes:
    """The cells of a line through points in the order of x, at each column between the ends."""
    cells: Strokes = {}
    if not points:
        return cells
    xs = [x for x, _ in points]
    if xs[-1] - xs[0] < 1e-9:
        cells = _upright(xs[0], [y for _, y in points])
    else:
        for column in range(floor(xs[0]), floor(xs[-1] - 1e-9) + 1):
            cells |= _column(points, xs, column)
    return {place: in_ascii(glyph) for place, glyph in cells.items()} if ascii else cells


def in_ascii(glyph: str) -> str:
    """The nearest sign of ASCII."""
    return _ASCII.get(glyph, glyph)


def _upright(x: float, heights: list[float]) -> Strokes:
    """A single point, or points above each other."""
    top, foot = floor(min(heights)), floor(max(heights))
    if top == foot:
        return {(floor(x), top): DOT}
    return {(floor(x), row): _STEEP[1] for row in range(top, foot + 1)}


def _column(points: Sequence[Place], xs: list[float], column: int) -> Strokes:
    """What a line shows in one column: a height where it is gentle, a diagonal, or an upright stroke."""
    left, right = max(float(column), xs[0]), min(column + 1.0, xs[-1])
    first, last = _height(points, xs, left), _height(points, xs, right)
    inside = [y for _, y in points[bisect_right(xs, left) : bisect_left(xs, right)]]
    top, foot = min(first, last, *inside), max(first, last, *inside)
    if foot - top < GENTLE:
        middle = (top + foot) / 2
        part = middle - floor(middle)
        return {(column, floor(middle)): _FLAT[0 if part < 0.28 else 2 if part > 0.72 else 1]}
    start, stop = round(first), round(last)
    reaches = foot - top > abs(last - first) + 1.0
    if reaches or abs(stop - start) > 1:
        return _climb(column, (first, last), (round(top), round(foot)), reaches)
    if start == stop:
        # Between two rows: in that one in which more of the line lies.
        above = (first + last) / 2 < start
        return {(column, start - 1 if above else start): _FLAT[2 if above else 0]}
    return {(column, min(start, stop)): "╲" if stop > start else "╱"}


def _climb(column: int, ends: Place, rows: tuple[int, int], straight: bool) -> Strokes:
    """An upright stroke over several rows; it leans from one side of the column to the other."""
    first, last = ends
    cells: Strokes = {}
    for row in range(rows[0], max(rows[1], rows[0] + 1)):
        part = 0.5 if straight else (row + 0.5 - first) / (last - first)
        cells[column, row] = _STEEP[0 if part < 0.28 else 2 if part > 0.72 else 1]
    return cells


def _height(points: Sequence[Place], xs: list[float], x: float) -> float:
    """The line at x, straight from one point to the next."""
    after = min(max(1, bisect_left(xs, x)), len(points) - 1)
    (x0, y0), (x1, y1) = points[after - 1], points[after]
    return y1 if x1 - x0 < 1e-12 else y0 + (min(max(x, x0), x1) - x0) / (x1 - x0) * (y1 - y0)
