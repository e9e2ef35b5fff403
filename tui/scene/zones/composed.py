"""Where do several pictures stand? The most important one first, the others beside it or below it where they fit.

Who stands where is decided by what the pictures are made of and by the room, never by what happens in a frame, so that
nothing jumps between steps. What is drawn stands at the left of what is written in rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ....core.pictures import (
    BarsPicture,
    CodePicture,
    CurvesPicture,
    GraphPicture,
    GridPicture,
    NetworkPicture,
    Picture,
    PlanePicture,
    TablePicture,
)
from ...drawing.bars import bars_width, draw_bars
from ...drawing.code import code_size, draw_code
from ...drawing.curves import draw_curves, numbers_width
from ...drawing.graph.canvas import Drawing
from ...drawing.grids import draw_grids, grids_size
from ...drawing.network import draw_network, network_width
from ...drawing.plane import draw_plane
from ..cells import Row, Run, fit
from ..look import Look
from .table import table_rows

NARROWEST_CHART, WIDEST_PLANE, WIDEST_CURVES, WIDEST_BARS = 22, 60, 76, 60
WIDER_PLANE, WIDER_CURVES = 3.2, 5.5
"""Cells a row from which on a chart in a large window would look stretched."""
LOWEST_CHART, LOWEST_PLANE, COMFORTABLE = 8, 9, 30
LONGER_BARS = 18
"""Cells by which bars grow beside a chart; a chart needs the rest more."""
BAR = 3
"""Cells of a bar between two pictures."""
CHARTS = 0.45
"""The part of a line that its charts have before tables get wider columns."""
WIDE = 100
"""Cells from which three pictures stand side by side."""

Draw = Callable[[Picture, int, int], list[Row]]


@dataclass(frozen=True, eq=False)
class Block:
    """Pictures that stand in one place (more than one: charts over one axis), and the room that they need."""

    pictures: tuple[Picture, ...]
    least: int
    """The narrowest and the widest that makes sense."""
    best: int
    low: int
    """The fewest and the most rows that make sense."""
    tall: int
    is_written: bool = False
    """Rows with a margin of their own."""
    later: TablePicture | None = None
    """For a table: a later frame of it, whose widths are kept free."""
    most: int = 0
    """What is good to have when all others have their best."""

    @property
    def comfortable(self) -> int:
        """The width below which two pictures in a line are better than three."""
        return max(self.least, COMFORTABLE) if self.is_elastic else self.least

    @property
    def is_elastic(self) -> bool:
        """Does it fill any width, as charts and bars do?"""
        return isinstance(self.pictures[0], PlanePicture | CurvesPicture | BarsPicture)


def measured(picture: Picture, look: Look, width: int, height: int) -> Block:
    """The room that a picture needs in a zone of this size."""
    match picture:
        case PlanePicture():
            return Block(
                (picture,), NARROWEST_CHART, max(WIDEST_PLANE, round(WIDER_PLANE * height)), LOWEST_PLANE, height
            )
        case CurvesPicture():
            return Block(
                (picture,), NARROWEST_CHART, max(WIDEST_CURVES, round(WIDER_CURVES * height)), LOWEST_CHART, height
            )
        case GridPicture():
            return _grids(picture, look, width, height)
        case BarsPicture():
            least, rows = bars_width(picture, look.label), len(picture.bars) + bool(picture.title)
            best = least + LONGER_BARS if width < WIDEST_BARS * 2 else WIDEST_BARS
            return Block((picture,), least, best, min(rows, 4), rows, is_written=True, most=max(least, WIDEST_BARS))
        case NetworkPicture():
            least, best = network_width(picture, look.label)
            tallest = max((len(layer.neurons) for layer in picture.layers), default=1)
            return Block((picture,), least, best, min(height, 3 * tallest + 1), height)
        case CodePicture():
            alone, whole = code_size(picture, look.label)
            rows = len(picture.lines)
            return Block((picture,), alone, whole, min(rows, 6), rows + len(picture.values), is_written=True)
        case GraphPicture() | TablePicture():
            return Block((picture,), width, width, height, height)


def _grids(picture: GridPicture, look: Look, width: int, height: int) -> Block:
    """As wide as they are in one line of frames; below that, parts of them can still be seen."""
    whole = grids_size(picture, 10 * width, height, look.label)
    wide, rows = whole if whole is not None else (width, LOWEST_CHART)
    return Block((picture,), min(NARROWEST_CHART, width), min(wide + 2, width), min(rows, LOWEST_CHART), height)


def joined(blocks: Sequence[Block]) -> list[Block]:
    """Charts over the same fixed axis share a place, one above the other."""
    found: list[Block] = []
    for block in blocks:
        upper, lower = found[-1].pictures[-1] if found else None, block.pictures[0]
        if isinstance(upper, CurvesPicture) and isinstance(lower, CurvesPicture) and _share_axis(upper, lower):
            pictures = (*found[-1].pictures, lower)
            found[-1] = Block(pictures, block.least, block.best, block.low + 3, block.tall)
        else:
            found.append(block)
    return found


def _share_axis(upper: CurvesPicture, lower: CurvesPicture) -> bool:
    return upper.x_range is not None and (upper.x_range, upper.x_name) == (lower.x_range, lower.x_name)


def composed(blocks: Sequence[Block], draw: Draw, look: Look, width: int, height: int) -> list[Row]:
    """The rows of all pictures that have a place."""
    if not blocks:
        return []
    first, rest = _beside(blocks, width)
    below = _beside(rest, width)[0] if rest else []
    low = max(block.low for block in first)
    if not below or low + max(block.low for block in below) > height:
        return _line(first, draw, look, width, height)
    # The first line keeps what it can use; the second has no more than a half, and what is written a third.
    wish = max(min(block.tall, (height - 1) // (3 if block.is_written else 2)) for block in below)
    room = max(max(block.low for block in below), wish)
    upper = max(low, min(height - 1 - room, max(block.tall for block in first)))
    space = [fit((), width)] if upper + room < height else []
    rows = _line(first, draw, look, width, upper)
    return [*rows, *space, *_line(below, draw, look, width, height - len(space) - upper)]


def _beside(blocks: Sequence[Block], width: int) -> tuple[list[Block], list[Block]]:
    """The first block with the ones that fit beside it, and those that are left."""
    shown, rest = [blocks[0]], list[Block]()
    most = 3 if width >= WIDE else 2
    for block in blocks[1:]:
        tried = [*shown, block]
        needed = sum(each.least if len(tried) < 3 else each.comfortable for each in tried)
        fits = len(tried) <= most and needed + _bars(_placed(tried)) <= width
        (shown if fits else rest).append(block)
    return _placed(shown), rest


def _placed(blocks: list[Block]) -> list[Block]:
    """What is drawn, then what is written; a graph first, because it stays while the matrices beside it come and go."""
    return sorted(blocks, key=lambda block: (block.is_written, not isinstance(block.pictures[0], GraphPicture)))


def _bars(blocks: Sequence[Block]) -> int:
    """The cells of the bars between blocks."""
    return sum(BAR - block.is_written for block in blocks[1:])


def _line(blocks: list[Block], draw: Draw, look: Look, width: int, height: int) -> list[Row]:
    """Blocks side by side with a thin bar between them."""
    # Nothing that is drawn touches the border of the screen, as nothing that is written does.
    widths = _widths(blocks, width - blocks[-1].is_elastic)
    columns = [_rows(block, draw, look, wide, height) for block, wide in zip(blocks, widths, strict=True)]
    bar = Run(look.glyph("│"), "rule")
    rows: list[Row] = []
    for at in range(height):
        cells: Row = ()
        for place, (block, wide) in enumerate(zip(blocks, widths, strict=True)):
            space = () if place == 0 else (Run(" "), bar) if block.is_written else (Run(" "), bar, Run(" "))
            column = columns[place]
            cells = (*cells, *space, *fit(column[at] if at < len(column) else (), wide))
        rows.append(cells)
    return rows


def _widths(blocks: list[Block], width: int) -> list[int]:
    """What every block needs; then charts get their part, what has a size of its own gets it, charts share the rest."""
    widths = [min(block.least, width) for block in blocks]
    room = width - _bars(blocks)
    charts = [at for at, block in enumerate(blocks) if block.is_elastic and not block.is_written]
    part = round(CHARTS * width) // max(1, len(charts))
    wishes = (
        {at: min(part, blocks[at].best) for at in charts},
        {at: block.best for at, block in enumerate(blocks) if not block.is_elastic},
        {at: block.best for at, block in enumerate(blocks) if block.is_elastic},
        {at: block.most for at, block in enumerate(blocks)},
    )
    for wish in wishes:
        hungry = list(wish)
        while sum(widths) < room and (hungry := [at for at in hungry if widths[at] < wish[at]]):
            widths[min(hungry, key=lambda at: widths[at])] += 1
    return widths


def _rows(block: Block, draw: Draw, look: Look, width: int, height: int) -> list[Row]:
    """The rows of one block."""
    picture = block.pictures[0]
    if isinstance(picture, TablePicture):
        return table_rows(picture, look, width, height, block.later)
    charts = [chart for chart in block.pictures if isinstance(chart, CurvesPicture)]
    if len(charts) < 2:
        return draw(picture, width, height)
    # The first chart has two thirds; the others share what is left. All have the same margin.
    lower = max(4, height // 3 // (len(charts) - 1))
    heights = [height - lower * (len(charts) - 1), *([lower] * (len(charts) - 1))]
    margin = max(numbers_width(chart, high) for chart, high in zip(charts, heights, strict=True))
    rows: list[Row] = []
    for chart, high in zip(charts, heights, strict=True):
        rows += _runs(draw_curves(chart, width, high, ascii=look.face.ascii, words=look.label, numbers=margin))
    return rows


def drawn_rows(picture: Picture, look: Look, width: int, height: int) -> list[Row]:
    """A picture in a window of this size; graphs are drawn by whoever knows what the learner did."""
    ascii, words = look.face.ascii, look.label
    match picture:
        case PlanePicture():
            return _runs(draw_plane(picture, width, height, ascii=ascii, words=words))
        case CurvesPicture():
            return _runs(draw_curves(picture, width, height, ascii=ascii, words=words))
        case GridPicture():
            return _runs(draw_grids(picture, width, height, ascii=ascii, words=words))
        case BarsPicture():
            return _runs(draw_bars(picture, width, height, ascii=ascii, words=words))
        case NetworkPicture():
            return _runs(draw_network(picture, width, height, ascii=ascii, words=words))
        case CodePicture():
            return _runs(draw_code(picture, width, height, ascii=ascii, words=words))
        case TablePicture():
            return table_rows(picture, look, width, height)
        case GraphPicture():
            return []


def _runs(drawing: Drawing) -> list[Row]:
    return [tuple(Run(run.text, run.role) for run in cells) for cells in drawing.rows]
