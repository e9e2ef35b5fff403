"""On which rows do the items stand, once their order is fixed, so that most wires run straight?

Layer by layer the rows are the exact least-absolute-deviations answer to "as near to my neighbours as
possible, in this order, without overlap" (isotonic regression by pooling weighted medians). Sweeps go to and
fro and the best result is kept; `straightening` then mends single jogs.

Invariant: two items of a layer never overlap and keep at least their gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .hops import Hop, Hops
from .ordering import Order

_SWEEPS = 24
_JOG = 3
"""What a bend costs, in rows of distance."""
_HEIGHT = 2
"""What a row of the whole drawing costs."""
_WEIGHTS = (2, 3, 8)
"""Of a hop with no, one, two passages: long wires are worth keeping straight."""

Pull = tuple[int, float]
"""A row that an item is drawn to, and how strongly."""


@dataclass(frozen=True)
class Heights:
    """How tall the items are, and where a wire leaves them."""

    height: tuple[int, ...]
    outlet: tuple[int, ...]
    """The row of the output port below the top of the item."""
    gap: int
    """Blank rows between two boxes; wires may touch boxes."""


class Rows:
    """The rows of all items and the input port of every wire."""

    def __init__(self, hops: Hops, order: Order, heights: Heights) -> None:
        self.hops, self.order, self.heights = hops, order, heights
        count = len(hops.layer)
        self.top = [0] * count
        self.port = [edge.slot for edge in hops.edges]
        self.above, self.below = [-1] * count, [-1] * count
        self.pitch = [0] * count
        """How far below an item's top the next item of its layer must begin."""
        for layer in order:
            for upper, lower in pairwise(layer):
                self.below[upper], self.above[lower] = lower, upper
                apart = heights.gap if upper < hops.nodes and lower < hops.nodes else 0
                self.pitch[upper] = heights.height[upper] + apart
                self.top[lower] = self.top[upper] + self.pitch[upper]
        self.hops_in_order = [hop for gap in hops.gaps for hop in gap]
        self.weight = {
            hop: _WEIGHTS[(hop.left >= hops.nodes) + (hop.right >= hops.nodes)] for hop in self.hops_in_order
        }
        self.drop: dict[Hop, int] = {}
        """Of every hop: its jog if both of its items had their tops on the same row."""
        self.choose_ports()

    def leaving(self, item: int) -> int:
        """The row on which the wire of an item leaves it."""
        return self.top[item] + self.heights.outlet[item]

    def entry(self, hop: Hop) -> int:
        """How far below the top of its right item a hop arrives."""
        return 1 + self.port[hop.wire] if hop.wire >= 0 else 0

    def jog(self, hop: Hop) -> int:
        """How many rows a hop must climb on its way; zero if it runs straight."""
        return self.top[hop.left] - self.top[hop.right] + self.drop[hop]

    def price(self, hop: Hop) -> int:
        jog = abs(self.top[hop.left] - self.top[hop.right] + self.drop[hop])
        return self.weight[hop] * (jog + _JOG) if jog else 0

    def extent(self) -> int:
        """The cost of the height of the whole drawing."""
        bottom = max(top + height for top, height in zip(self.top, self.heights.height, strict=True))
        return _HEIGHT * (bottom - min(self.top))

    def cost(self) -> int:
        return sum(map(self.price, self.hops_in_order)) + self.extent()

    def choose_ports(self) -> None:
        """Where ports may be swapped, the upper wire takes the upper port."""
        for node in range(self.hops.nodes):
            hops = self.hops.entering[node]
            if self.hops.swappable[node] and len(hops) > 1:
                ranked = sorted(hops, key=lambda hop: (self.leaving(hop.left), self.hops.edges[hop.wire].slot))
                for port, hop in enumerate(ranked):
                    self.port[hop.wire] = port
        self.drop = {hop: self.heights.outlet[hop.left] - self.entry(hop) for hop in self.hops_in_order}

    def settle(self) -> None:
        """Sweep to and fro, drawn to the left, the right and both sides in turn; keep the best rows."""
        best = (self.cost(), self.top[:], self.port[:])
        last = None
        for number in range(_SWEEPS):
            for layer in self.order if number % 2 == 0 else reversed(self.order):
                self._relax(layer, left=number % 3 != 1, right=number % 3 != 0)
            self.choose_ports()
            cost = self.cost()
            if cost < best[0]:
                best = (cost, self.top[:], self.port[:])
            # Six sweeps go through all directions and sides: no change since then means no change any more.
            if number % 6 == 5:
                if last == self.top:
                    break
                last = self.top[:]
        _, self.top, self.port = best

    def _relax(self, layer: list[int], left: bool, right: bool) -> None:
        offsets, pulls, offset = [], [], 0
        for item in layer:
            pulls.append(self._pulls(item, offset, left, right))
            offsets.append(offset)
            offset += self.pitch[item]
        for item, row, offset in zip(layer, isotonic(pulls), offsets, strict=True):
            self.top[item] = row + offset

    def _pulls(self, item: int, offset: int, left: bool, right: bool) -> list[Pull]:
        pulls: list[Pull] = []
        if left:
            for hop in self.hops.entering[item]:
                pulls.append((self.leaving(hop.left) - self.entry(hop) - offset, self.weight[hop]))
        if right:
            outlet = self.heights.outlet[item]
            for hop in self.hops.leaving[item]:
                pulls.append((self.top[hop.right] + self.entry(hop) - outlet - offset, self.weight[hop]))
        # A weak wish to stay where it is decides ties; an item without neighbours only gives way.
        pulls.append((self.top[item] - offset, 1 if pulls else 0.01))
        return pulls


def isotonic(pulls: Sequence[list[Pull]]) -> list[int]:
    """Rows that never decrease and minimise the weighted sum of distances to the pulls of each item."""
    pools: list[tuple[list[Pull], int, int]] = []
    for own in pulls:
        ordered = sorted(own)
        pool = (ordered, _weighted_median(ordered), 1)
        while pools and pools[-1][1] > pool[1]:
            upper = pools.pop()
            merged = sorted(upper[0] + pool[0])
            pool = (merged, _weighted_median(merged), upper[2] + pool[2])
        pools.append(pool)
    return [row for _, row, count in pools for _ in range(count)]


def _weighted_median(pulls: Sequence[Pull]) -> int:
    half = sum(weight for _, weight in pulls) / 2
    reached = 0.0
    for row, weight in pulls:
        reached += weight
        if reached >= half:
            return row
    return pulls[-1][0]
