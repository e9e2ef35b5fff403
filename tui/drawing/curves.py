"""What do curves look like as text? A chart with round numbers at its axes, bands below the curves, points on top.

Curves are strokes of braille dots: solid, dotted, dashed (rows of single signs in ASCII), and a legend names them where
there is more than one; a band is `░`, the place of the frame a line `┊`, the current point stands in brackets, the
newest value of a series at its end. So no meaning needs a colour. With fixed ranges nothing moves while curves grow.
"""

from __future__ import annotations

import math
from itertools import pairwise

from ...core.pictures import CurvesPicture
from ...core.words import message
from ...core.words.numbers import box
from .axes import Range, Tick, free_places, log_ticks, outwards, ticks
from .chart import Chart
from .dots import letter, strokes
from .graph.area import Area
from .graph.canvas import Canvas, Drawing, Role
from .labels import Mark, Words, apart, bare, shortened
from .strokes import DOT
from .tangent import draw_tangent, slope_told

MARKERS = ("⠤⠤⠤", "⠄⠄⠄", "⠤⠄⠤", "⠄ ⠄")
"""As the legend shows them: solid, dotted, dashed, sparse."""
ASCII_MARKERS = ("*", ".", "+", "x")
ROLES: tuple[Role, ...] = ("gradient", "value", "local", "title")
LARGEST = 1e12
"""What is further away would leave no room beside the numbers of its axis."""
NARROWEST_NUMBERS = 4


def draw_curves(
    picture: CurvesPicture, width: int, height: int, *, ascii: bool = False, words: Words = bare, numbers: int = 0
) -> Drawing:
    """The picture in a window of `width` times `height` cells; its vertical axis leaves at least `numbers` cells."""
    canvas = Canvas(Area(0, 0, width, height))
    head = _heading(picture, width, ascii, words)[: max(0, height - 3)]
    for y, line in enumerate(head):
        for x, text, role in line:
            canvas.put(x, y, text, role)
    chart, marks = _chart(picture, width, height, len(head), numbers)
    for mark in marks:
        canvas.put(0, chart.y + round(chart.row(mark.value)), mark.text.rjust(chart.x - 1), "dim")
    for y in range(chart.y, chart.y + chart.height):
        canvas.put(chart.x - 1, y, "|" if ascii else "│", "wire")
    _bands(canvas, chart, picture, ascii)
    if picture.now is not None and chart.across[0] <= picture.now <= chart.across[1]:
        for y in range(chart.y, chart.y + chart.height):
            canvas.put(chart.x + round(chart.column(picture.now)), y, "|" if ascii else "┊", "accent")
    _curves(canvas, chart, picture, ascii)
    if picture.tangent is not None and _fits(picture.tangent.x, picture.tangent.y, picture.log):
        draw_tangent(canvas, chart, picture.tangent, ascii)
    _points(canvas, chart, picture)
    _ends(canvas, chart, picture, words)
    _below(canvas, chart, picture, words)
    return canvas.drawing()


def numbers_width(picture: CurvesPicture, height: int) -> int:
    """How many cells the numbers of the vertical axis take, so that charts above each other can share a margin."""
    return _chart(picture, 1000, height, 1 if picture.title else 0, 0)[0].x - 1


def _heading(picture: CurvesPicture, width: int, ascii: bool, words: Words) -> list[list[tuple[int, str, Role]]]:
    """The title (or what the vertical axis is), and the names of the curves where there is more than one thing."""
    markers = [sign * 2 for sign in ASCII_MARKERS] if ascii else MARKERS
    title = words(picture.title) or words(picture.y_name)
    if picture.log:
        title = words(message("picture.log-scale", name=title))
    parts: list[tuple[str, Role]] = [(title, "title")]
    if len(picture.curves) + len(picture.bands) > 1:
        for at, curve in enumerate(picture.curves):
            parts.append((f"{markers[at % 4]} {words(curve.name)}", ROLES[at % 4]))
        for band in picture.bands:
            parts.append((f"{'::' if ascii else '░░'} {words(band.name)}", "dim"))
    lines: list[list[tuple[int, str, Role]]] = [[]]
    at = 1
    for text, role in parts:
        if lines[-1] and at + len(text) > width:
            lines.append([])
            at = 1
        lines[-1].append((at, shortened(text, width - at, ascii), role))
        at += len(text) + 3
    if picture.tangent is not None:
        lines[-1].append((at, slope_told(picture.tangent, width - at, words), "accent"))
    return lines if title or len(parts) > 1 else []


def _chart(picture: CurvesPicture, width: int, height: int, head: int, numbers: int) -> tuple[Chart, list[Tick]]:
    """Where the curves are drawn, and the numbers at the left."""
    tall = max(1, height - head - 1)
    across, up = _ranges(picture)
    marks = (log_ticks if picture.log else ticks)(up, max(2, (tall + 1) // 3))
    left = max([numbers, NARROWEST_NUMBERS, *(len(mark.text) + 1 for mark in marks)]) + 1
    return Chart(left, head, max(1, width - left), tall, across, up, picture.log), marks


def _ranges(picture: CurvesPicture) -> tuple[Range, Range]:
    """The ends of the axes: those that the picture fixes, otherwise those of its numbers."""
    places = [point for at in range(len(picture.curves)) for point in _kept(picture, at) if point is not None]
    edges = [(x, y) for band in picture.bands for x, low, high in band.edges for y in (low, high)]
    edges += [(point.x, point.y) for point in picture.points]
    places += [place for place in edges if _fits(*place, picture.log)]
    across = picture.x_range or _spread([x for x, _ in places])
    inside = [y for x, y in places if across[0] <= x <= across[1]]
    if picture.y_range is not None:
        return across, picture.y_range
    if picture.log:
        return across, (min(inside, default=0.1), max(inside, default=1.0) * (1.0 if len(set(inside)) > 1 else 10.0))
    return across, outwards(_spread(inside), 4)


def _spread(values: list[float]) -> Range:
    """The smallest and the largest, never the same."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    # A range that is a few bits wide has no round numbers in it.
    if high - low <= 1e-9 * max(abs(low), abs(high), 1e-9):
        return low - max(1.0, abs(low)) / 2, high + max(1.0, abs(high)) / 2
    return low, high


def _kept(picture: CurvesPicture, place: int) -> list[tuple[float, float] | None]:
    """The points of a curve that have a place on the axes; None for a gap."""
    return [(x, y) if _fits(x, y, picture.log) else None for x, y in picture.curves[place].points]


def _fits(x: float, y: float, log: bool) -> bool:
    """NaN and infinities do not."""
    return abs(x) <= LARGEST and abs(y) <= LARGEST and (y > 0 or not log)


def _curves(canvas: Canvas, chart: Chart, picture: CurvesPicture, ascii: bool) -> None:
    """All curves, the first one on top; where two meet in a cell the dots of both are seen."""
    cells: dict[tuple[int, int], tuple[int, Role]] = {}
    for place in reversed(range(len(picture.curves))):
        role, kind = ROLES[place % len(ROLES)], place % len(MARKERS)
        for part in _parts(chart, _kept(picture, place)):
            if ascii:
                for (x, y), _ in _signs(part).items():
                    if 0 <= x < chart.width and 0 <= y < chart.height:
                        canvas.put(chart.x + x, chart.y + y, ASCII_MARKERS[kind], role)
            elif len(part) == 1:
                x, y = round(part[0][0]), round(part[0][1])
                if 0 <= x < chart.width and 0 <= y < chart.height:
                    canvas.put(chart.x + x, chart.y + y, DOT, role)
            else:
                middles = [(x + 0.5, y + 0.5) for x, y in part]
                for cell, bits in strokes(middles, kind, chart.width, chart.height).items():
                    below, other = cells.get(cell, (0, role))
                    # one dot alone may be a part of an envelope: the stroke of another curve is more
                    cells[cell] = (bits | below, role if bits.bit_count() > 1 else other)
    for (x, y), (bits, role) in cells.items():
        canvas.put(chart.x + x, chart.y + y, letter(bits), role)


def _parts(chart: Chart, points: list[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """A curve in cells of the chart; a gap parts it in two."""
    parts: list[list[tuple[float, float]]] = [[]]
    for at in points:
        if at is None:
            parts.append([])
        else:
            parts[-1].append((chart.column(at[0]), chart.row(at[1])))
    return [part for part in parts if part]


def _ends(canvas: Canvas, chart: Chart, picture: CurvesPicture, words: Words) -> None:
    """The newest value of each curve that has one, at its end; with the name where there is room, or not at all."""
    ends = [
        (at, [point for point in _kept(picture, at) if point is not None][-1:])
        for at, curve in enumerate(picture.curves)
        if curve.has_end
    ]
    for place, ((right, height),) in sorted(((at, end) for at, end in ends if end), key=lambda each: each[1][0][1]):
        curve, x, y = picture.curves[place], chart.column(right), round(chart.row(height))
        value = box(height)
        texts = (f"{words(curve.name)} {value}", value) if len(picture.curves) > 1 else (value,)
        spots = [
            (column, row, text)
            for text in texts
            for row in (y, y - 1, y + 1, y - 2, y + 2, y - 3, y + 3)
            for column in (round(x) + 2, round(x) - 1 - len(text))
        ]
        for column, row, text in spots:
            if _is_free(canvas, chart, column - 1, row, len(text) + 2):
                canvas.put(chart.x + column, chart.y + row, text, ROLES[place % len(ROLES)])
                break


def _is_free(canvas: Canvas, chart: Chart, column: int, row: int, width: int) -> bool:
    """Are these cells of the chart blank? One beyond its border is."""
    if column < -1 or column + width > chart.width + 1 or not 0 <= row < chart.height:
        return False
    cells = range(max(column, 0), min(column + width, chart.width))
    return all(canvas.letter(chart.x + at, chart.y + row) == " " for at in cells)


def _signs(points: list[tuple[float, float]]) -> dict[tuple[int, int], str]:
    """The cells that the segments touch."""
    pairs = list(pairwise(points)) or [(points[0], points[0])]
    return {cell: DOT for start, stop in pairs for cell in _segment(start, stop)}


def _segment(start: tuple[float, float], stop: tuple[float, float]) -> list[tuple[int, int]]:
    """The cells on a straight way, both ends included."""
    steps = max(1, math.ceil(max(abs(stop[0] - start[0]), abs(stop[1] - start[1]))))
    parts = [step / steps for step in range(steps + 1)]
    return [
        (round(start[0] + part * (stop[0] - start[0])), round(start[1] + part * (stop[1] - start[1]))) for part in parts
    ]


def _bands(canvas: Canvas, chart: Chart, picture: CurvesPicture, ascii: bool) -> None:
    """Every column from the low to the high edge."""
    for band in picture.bands:
        for column in range(chart.width):
            edge = _edge(band.edges, chart.x_at(column))
            if edge is None or not (_fits(0.0, edge[0], chart.log) and _fits(0.0, edge[1], chart.log)):
                continue
            for y in range(max(0, round(chart.row(edge[1]))), min(chart.height - 1, round(chart.row(edge[0]))) + 1):
                canvas.put(chart.x + column, chart.y + y, ":" if ascii else "░", "dim")


def _edge(edges: tuple[tuple[float, float, float], ...], x: float) -> tuple[float, float] | None:
    """What lies between the edges at x, straight from one place to the next; None outside of them."""
    for (left, low, high), (right, other_low, other_high) in pairwise(edges):
        if left <= x <= right and right > left:
            part = (x - left) / (right - left)
            return low + part * (other_low - low), high + part * (other_high - high)
    return None


def _points(canvas: Canvas, chart: Chart, picture: CurvesPicture) -> None:
    """Marked points as their own texts, the current one last."""
    marks: list[Mark] = []
    for point in picture.points:
        inside = chart.across[0] <= point.x <= chart.across[1] and _fits(point.x, point.y, picture.log)
        if inside and chart.up[0] <= point.y <= chart.up[1]:
            text = f"[{point.text}]" if point.current else point.text
            column = round(chart.column(point.x)) - (len(text) - 1) // 2
            column = max(0, min(column, chart.width - len(text)))
            marks.append(Mark(column, round(chart.row(point.y)), text, point.current))
    for mark in apart(marks):
        canvas.put(chart.x + mark.x, chart.y + mark.y, mark.text, "accent" if mark.current else "value")


def _below(canvas: Canvas, chart: Chart, picture: CurvesPicture, words: Words) -> None:
    """The numbers of the horizontal axis and its name; the place of the frame before all of them."""
    marks = ticks(chart.across, max(2, chart.width // 8))
    name, middle = words(picture.x_name), chart.x + chart.width // 2
    labels = [(chart.x + round(chart.column(mark.value)), mark.text) for mark in marks]
    if picture.now is not None and chart.across[0] <= picture.now <= chart.across[1]:
        now = f"{name}={picture.now:g}"
        labels.insert(0, (chart.x + round(chart.column(picture.now)), now))
    else:
        half = next((len(text) + 2 for column, text in labels if abs(column - middle) <= len(text) + 1), 0)
        labels.append((middle + half, name))
    for column, text in free_places(labels, canvas.window.width):
        canvas.put(column, chart.y + chart.height, text, "accent" if "=" in text else "dim")
