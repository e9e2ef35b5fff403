"""What may be seen of matrices while something in them is asked? Operands as they are, results and windows not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from ..pictures import Grid, GridPicture, Label
from .mask import ASKED, Mask, covers


def masked_grids(mask: Mask, old: GridPicture | None, new: GridPicture) -> GridPicture:
    """Grids that stand where others of the same name and shape stood; otherwise by what they hold."""
    is_same = old is not None and [grid.name for grid in old.grids] == [grid.name for grid in new.grids] and all(
        [len(row) for row in one.cells] == [len(row) for row in two.cells]
        for one, two in zip(old.grids, new.grids, strict=True)
    )  # fmt: skip
    if old is not None and is_same and not any(_held(mask, grid) for grid in new.grids):
        return GridPicture(tuple(_grid(mask, *pair) for pair in zip(old.grids, new.grids, strict=True)))
    shown = [] if old is None else list(old.grids)
    return GridPicture(tuple(_other_grid(mask, shown, grid) for grid in new.grids))


def _grid(mask: Mask, old: Grid, new: Grid) -> Grid:
    """The window of now; what may not be seen is asked, and with it everything in a window with something asked."""
    differ = {
        (row, column)
        for row, cells in enumerate(new.cells)
        for column, cell in enumerate(cells)
        if not mask.may_show(old.cells[row][column], cell)
    }
    window = new.window
    if window is not None and not mask.whole:
        inside = {
            (row, column)
            for row in range(window.row, window.row + window.height)
            for column in range(window.column, window.column + window.width)
        }
        differ |= inside if inside & differ else set()
    return _hidden_cells(mask, old.note, new, differ)


def _other_grid(mask: Mask, shown: list[Grid], new: Grid) -> Grid:
    """A grid that was not there before: its numbers are seen where a known quantity has them."""
    twin = next((grid for grid in shown if grid.name == new.name and len(grid.cells) == len(new.cells)), None)
    held = _held(mask, new)
    if held is not None:
        hides = any(covers(asked, held) for asked in mask.hidden) or not _was_known(mask, held)
        if not hides or (mask.whole and not any(covers(asked, held) for asked in mask.hidden)):
            return new
        return _hidden_cells(mask, "", new, _hidden_places(mask, held, new))
    if twin is not None and [len(row) for row in twin.cells] == [len(row) for row in new.cells]:
        return _grid(mask, twin, new)
    if _is_told_before(mask, new):
        return new
    everywhere = {
        (row, column)
        for row, cells in enumerate(new.cells)
        for column, cell in enumerate(cells)
        if not mask.may_show(None, cell)
    }
    return _hidden_cells(mask, "", new, everywhere)


def _hidden_places(mask: Mask, held: str, grid: Grid) -> set[tuple[int, int]]:
    """The cells of a grid that are asked: all, or of a frame that was shown, those of the entry that is asked."""
    places = {(row, column) for row, cells in enumerate(grid.cells) for column in range(len(cells))}
    entries = {asked[len(held) :] for asked in mask.hidden if asked.startswith(f"{held}[")}
    if not mask.whole or held in mask.hidden or not entries:
        return places
    asked = {tuple(int(n) for n in entry.strip("[]").split(",")) for entry in entries}
    return {place for place in places if place in asked or (place[1],) in asked}


def _hidden_cells(mask: Mask, note: Label, new: Grid, hidden: Collection[tuple[int, int]]) -> Grid:
    cells = tuple(
        tuple(ASKED if (row, column) in hidden else cell for column, cell in enumerate(cells))
        for row, cells in enumerate(new.cells)
    )
    is_told = not new.note or new.note == note or (mask.whole and not hidden)
    return replace(new, cells=cells, note=new.note if is_told else ASKED)


def _held(mask: Mask, grid: Grid) -> str | None:
    """The quantity that a grid of a tensor graph shows: `W1`, `A1ᵀ` a value, `dW1` a gradient, behind a step new."""
    if not isinstance(grid.name, str):
        return None
    name = grid.name.removesuffix("ᵀ")
    names, quantities = mask.simulation.names, mask.simulation.frame(mask.cursor).quantities
    for wanted in (
        f"new.{name}",
        f"value.{name}",
        f"grad.{name.removeprefix('d')}",
        f"partial.{name.removeprefix('d')}",
    ):
        if wanted in names and wanted in quantities and _has_cells(quantities[wanted], grid):
            return wanted
    return None


def _has_cells(value: object, grid: Grid) -> bool:
    """Are the cells of a grid this array, or its transpose?"""
    try:
        wanted, cells = np.atleast_2d(np.asarray(value, float)), np.asarray(grid.cells, float)
    except (TypeError, ValueError):
        return False
    return any(one.shape == cells.shape and np.array_equal(one, cells, equal_nan=True) for one in (wanted, wanted.T))


def _was_known(mask: Mask, name: str) -> bool:
    """Was a quantity there before this frame, or was it answered?"""
    return name in mask.known or (not mask.is_start and name in mask.simulation.frame(mask.cursor - 1).quantities)


def _is_told_before(mask: Mask, grid: Grid) -> bool:
    """Do all numbers of a grid stand in one quantity that was known before?"""
    if mask.is_start:
        return False
    known = mask.simulation.frame(mask.cursor - 1).quantities
    alone = len(grid.cells) == 1 and len(grid.cells[0]) == 1
    if alone and mask.holds(grid.cells[0][0]):
        return False
    return any(_has_cells(known[name], grid) for name in known if alone or np.size(known[name]) > 1)
