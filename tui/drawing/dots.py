"""How does a curve run through the dots of braille letters? Eight samples a cell: solid, dotted or dashed strokes.

Coordinates are cells, as in strokes.py: a whole number is the border between two of them. A series with more points
than there are columns of dots is drawn by its mean, between the lowest and the highest of every column.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Place = tuple[float, float]
Steps = npt.NDArray[np.int_]
Numbers = npt.NDArray[np.float64]
BLANK = 0x2800
BITS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
ACROSS, DOWN = 2, 4
"""Dots of a cell."""
PATTERNS: tuple[Callable[[Steps], npt.NDArray[np.bool_]], ...] = (
    lambda step: step >= 0,
    lambda step: step % 3 == 0,
    lambda step: step % 8 < 5,
    lambda step: step % 5 == 0,
)
"""Which dots of a stroke are set, so that curves differ without a colour."""
DENSE = 2
"""Points a column of dots from which on a series is shown by its mean and its envelope."""


def strokes(points: Sequence[Place], pattern: int, width: int, height: int) -> dict[tuple[int, int], int]:
    """The cells of a line through points in the order of x, and the dots that are set in each."""
    xs, ys = (np.array(part, dtype=float) for part in zip(*points, strict=True))
    columns, rows = xs * ACROSS, ys * DOWN
    wide, high = width * ACROSS, height * DOWN
    inside = (columns >= 0) & (columns < wide)
    dots: list[tuple[Steps, Steps]] = []
    if np.count_nonzero(inside) > DENSE * wide:
        columns, rows, around = _dense(columns[inside], rows[inside], wide, high)
        dots.append(around)
    across, down = _line(columns, rows)
    kept = PATTERNS[pattern](np.arange(len(across)))
    dots.append((across[kept], down[kept]))
    grid = np.zeros((high, wide), bool)
    for across, down in dots:
        seen = (across >= 0) & (across < wide) & (down >= 0) & (down < high)
        grid[down[seen], across[seen]] = True
    cells = (grid.reshape(height, DOWN, width, ACROSS) * BITS[None, :, None, :]).sum(axis=(1, 3))
    return {(int(x), int(y)): int(cells[y, x]) for y, x in zip(*np.nonzero(cells), strict=True)}


def _line(columns: Numbers, rows: Numbers) -> tuple[Steps, Steps]:
    """Every dot from the first point to the last, once, in the order of the way."""
    counts = np.maximum(np.abs(np.diff(columns)), np.abs(np.diff(rows)))
    counts = np.clip(np.ceil(np.nan_to_num(counts)), 1, 4_000).astype(int)
    pieces = [
        np.linspace([columns[at], rows[at]], [columns[at + 1], rows[at + 1]], count, endpoint=False)
        for at, count in enumerate(counts)
        if np.all(np.isfinite((columns[at : at + 2], rows[at : at + 2])))
    ]
    ends = [[[columns[-1], rows[-1]]]] if np.isfinite(columns[-1] + rows[-1]) else [np.empty((0, 2))]
    # what should lie on a border between dots must not fall short of it by rounding
    way = np.floor(np.vstack([*pieces, *ends]) + 1e-6).astype(int)
    if not len(way):
        return way[:, 0], way[:, 1]
    moves = np.append(True, np.any(np.diff(way, axis=0) != 0, axis=1))
    return way[moves, 0], way[moves, 1]


def _dense(columns: Numbers, rows: Numbers, wide: int, high: int) -> tuple[Numbers, Numbers, tuple[Steps, Steps]]:
    """The means of the columns of dots, and a dot a cell between the extremes of each."""
    at = np.floor(columns).astype(int)
    places, starts = np.unique(at, return_index=True)
    counts = np.diff(np.append(starts, len(at)))
    means = np.add.reduceat(rows, starts) / counts
    top, foot = np.minimum.reduceat(rows, starts), np.maximum.reduceat(rows, starts)
    down, across = np.mgrid[0:high, 0 : len(places)]
    sparse = (places[across] % 2 == 0) & ((down + places[across]) % 4 == 0)
    between = (down >= np.floor(top)) & (down <= np.floor(foot)) & sparse
    return places + 0.5, means, (places[across[between]], down[between])


def letter(bits: int) -> str:
    """The braille letter of some dots."""
    return chr(BLANK + bits)
