"""Which cells does every wire run through? Turns rows and columns of risers into masks of arms.

Invariant: the cells of a wire lead from the cell behind its parent's output port to the cell before its
child's input port, each joined to the next by facing arms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from .channels import Chains
from .glyphs import DOWN, HORIZONTAL, LEFT, RIGHT, UP, VERTICAL

Point = tuple[int, int]
Cells = dict[Point, int]
"""Cell to the mask of its arms."""


class Piece(NamedTuple):
    """What one net shows in one cell."""

    net: int
    mask: int


@dataclass(frozen=True)
class Gap:
    """The space between two layers and the risers in it."""

    x: int
    width: int
    chains: Chains
    before: int
    """Cells between the left border and the first column."""
    pitch: int

    def corners(self, net: int, row: int) -> list[Point]:
        """The corners of a net on its way through the gap to a row on the right."""
        chain = self.chains[net]
        points = [(self.x, chain[0].left)]
        for riser, following in zip(chain, [*chain[1:], None], strict=True):
            goal = following.left if following else row
            if not riser.straight:
                x = self.x + self.before + riser.column * self.pitch
                points += [(x, riser.left), (x, goal)]
        points.append((self.x + self.width - 1, row))
        return points


def trace(corners: Sequence[Point]) -> Cells:
    """The cells of a line through the corners, open at both ends, where the ports are."""
    cells: Cells = {}
    for (x0, y0), (x1, y1) in pairwise(corners):
        dx, dy = (x1 > x0) - (x1 < x0), (y1 > y0) - (y1 < y0)
        ahead, behind = _ARMS[dx, dy]
        x, y = x0, y0
        while (x, y) != (x1, y1):
            cells[x, y] = cells.get((x, y), 0) | ahead
            x, y = x + dx, y + dy
            cells[x, y] = cells.get((x, y), 0) | behind
    cells[corners[0]] = cells.get(corners[0], 0) | LEFT
    cells[corners[-1]] = cells.get(corners[-1], 0) | RIGHT
    return cells


_ARMS = {
    (1, 0): (RIGHT, LEFT),
    (-1, 0): (LEFT, RIGHT),
    (0, 1): (DOWN, UP),
    (0, -1): (UP, DOWN),
    (0, 0): (0, 0),
}


def join(wires: Iterable[tuple[int, Mapping[Point, int]]]) -> dict[Point, tuple[Piece, ...]]:
    """All (net, cells) together: for every cell what each net shows there, the one drawn on top first.

    Where two nets cross, the vertical one is drawn unbroken over the horizontal one.
    """
    masks: dict[Point, dict[int, int]] = {}
    for net, cells in wires:
        for point, mask in cells.items():
            here = masks.setdefault(point, {})
            here[net] = here.get(net, 0) | mask
    return {
        point: tuple(sorted((Piece(net, mask) for net, mask in here.items()), key=lambda p: not p.mask & VERTICAL))
        for point, here in masks.items()
    }


def crosses(pieces: Sequence[Piece]) -> bool:
    """Whether two nets cross in the one way that can be read: one goes straight over, one straight down."""
    return len(pieces) == 2 and [piece.mask for piece in pieces] == [VERTICAL, HORIZONTAL]
