"""What may be seen in the pictures of a stop? While something is asked, nothing that the event brings.

The pictures are then those of the frame before, with the place of the event marked where that tells nothing: a cell, a
bar, a value that the event changes is a question mark. Pictures of another shape than before are not shown anew.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from ....core.lesson.session import Session
from ....core.pictures import (
    Bar,
    BarsPicture,
    GraphPicture,
    Grid,
    GridPicture,
    NetworkPicture,
    Picture,
    PlanePicture,
    PlanePoint,
    TablePicture,
)
from ....core.simulations.protocol import Simulation, same

ASKED = "?"


def shown_pictures(session: Session) -> tuple[Picture, ...]:
    """The pictures of this stop, the most important first."""
    simulation, asks = session.simulation, session.beat.asks
    if simulation is None:
        return ()
    after = _pictures(simulation, session.beat.cursor)
    if not session.is_hidden or asks is None:
        return after
    before = _pictures(simulation, max(0, session.cursor))
    return tuple(masked(*both, asks) for both in zip(before, after, strict=False))


@lru_cache(maxsize=4)
def _pictures(simulation: Simulation, cursor: int) -> tuple[Picture, ...]:
    """The pictures of a frame; kept, because every letter of an answer draws the same ones."""
    return simulation.pictures(cursor)


def masked(before: Picture, after: Picture, asks: str) -> Picture:
    """The picture while the quantity `asks` is being asked for."""
    match before, after:
        case GraphPicture(), GraphPicture() if before.diagram == after.diagram:
            return replace(before, active=after.active, direction=after.direction, focus=after.focus)
        case TablePicture(), TablePicture():
            return _table(before, after, asks)
        case PlanePicture(), PlanePicture():
            return replace(before, points=_points(before, after))
        case GridPicture(), GridPicture() if _same_shapes(before, after):
            pairs = zip(before.grids, after.grids, strict=True)
            return GridPicture(tuple(_grid(old, new) for old, new in pairs))
        case BarsPicture(), BarsPicture():
            return replace(after, bars=_bars(before.bars, after.bars))
        case NetworkPicture(), NetworkPicture() if len(before.layers) == len(after.layers):
            return _network(before, after)
        case _:
            return before


def _table(before: TablePicture, after: TablePicture, asks: str) -> TablePicture:
    """Cells that the event changes are asked; in a row that it adds, those from what is asked for on."""
    rows = [list(cells) for cells in after.rows]
    row = after.current
    named = {at for at, name in enumerate(after.columns) if isinstance(name, str) and _names(name, asks)}
    scrolled = len(before.rows) == len(rows) > 1 and all(map(_same_row, before.rows[1:], after.rows[:-1]))
    fixed = len(before.rows) == len(rows) and not (scrolled and row == len(rows) - 1 and row == before.current)
    for place, cells in enumerate(rows):
        if not fixed and place == row:
            cells[min(named, default=0) :] = [ASKED] * (len(cells) - min(named, default=0))
        elif fixed and not _same_row(before.rows[place], after.rows[place]):
            pairs = zip(before.rows[place], cells, strict=True)
            rows[place] = [new if same(old, new) else ASKED for old, new in pairs]
        if fixed and place == row:
            rows[place] = [ASKED if at in named else cell for at, cell in enumerate(rows[place])]
    return replace(after, rows=tuple(tuple(cells) for cells in rows))


def _names(column: str, asks: str) -> bool:
    """Does a column hold a quantity? `w1` and `w2` hold `w`."""
    return column == asks or column.rstrip("0123456789") == asks


def _same_row(old: tuple[Any, ...], new: tuple[Any, ...]) -> bool:
    return len(old) == len(new) and all(map(same, old, new))


def _points(before: PlanePicture, after: PlanePicture) -> tuple[PlanePoint, ...]:
    """The points of before, those at which the event happens in brackets."""
    here = {(point.x, point.y) for point in after.points if point.current}
    known = {(point.x, point.y) for point in before.points}
    if not here <= known:
        return before.points
    return tuple(replace(point, current=(point.x, point.y) in here) for point in before.points)


def _same_shapes(before: GridPicture, after: GridPicture) -> bool:
    """Do the grids differ in their numbers only?"""
    if len(before.grids) != len(after.grids):
        return False
    pairs = zip(before.grids, after.grids, strict=True)
    return all([len(row) for row in old.cells] == [len(row) for row in new.cells] for old, new in pairs)


def _grid(old: Grid, new: Grid) -> Grid:
    """The window of now; what differs is asked, and with it everything in a window in which something differs."""
    differ = {
        (row, column)
        for row, cells in enumerate(new.cells)
        for column, cell in enumerate(cells)
        if not same(old.cells[row][column], cell)
    }
    window = new.window
    if window is not None:
        inside = {
            (row, column)
            for row in range(window.row, window.row + window.height)
            for column in range(window.column, window.column + window.width)
        }
        differ |= inside if inside & differ else set()
    cells = tuple(
        tuple(ASKED if (row, column) in differ else cell for column, cell in enumerate(cells))
        for row, cells in enumerate(new.cells)
    )
    return replace(new, cells=cells, note=new.note if new.note == old.note else ASKED)


def _bars(before: tuple[Bar, ...], after: tuple[Bar, ...]) -> tuple[Bar, ...]:
    """Bars that the event changes are asked for: they have no length and no note."""
    bars: list[Bar] = []
    for old, new in zip_longest(before, after):
        if new is None:
            bars.append(old)
        elif old is not None and old.name == new.name and old.note == new.note and same(old.value, new.value):
            bars.append(new)
        else:
            bars.append(replace(new, value=None, note="", asked=True))
    return tuple(bars)


def _network(before: NetworkPicture, after: NetworkPicture) -> NetworkPicture:
    """The network of before in the place of now; what the event changes is not known."""
    layers = tuple(
        replace(old, values=_known(old.values, new.values), gradients=_known(old.gradients, new.gradients))
        for old, new in zip(before.layers, after.layers, strict=True)
    )
    return replace(before, layers=layers, focus=after.focus, direction=after.direction)


def _known(old: tuple[float | None, ...], new: tuple[float | None, ...]) -> tuple[float | None, ...]:
    """The values that stay."""
    return tuple(was if same(was, now) else None for was, now in zip_longest(old, new[: len(old)]))
