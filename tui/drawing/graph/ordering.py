"""In which order do the items of a layer stand, from top to bottom, so that few wires cross?

A depth-first walk from the outputs draws trees without crossings. From there, and from a few shuffled walks,
items move to the median of their neighbours and neighbours change places while that helps. Input ports of
operations that may not swap them count as different places, so `a - b` is never drawn as `b - a`.

Invariant: the same graph gives the same order. Chance comes from a generator made here with a fixed seed.
"""

from __future__ import annotations

import random
from bisect import bisect_right, insort
from collections.abc import Iterator

from .hops import Hop, Hops

Order = list[list[int]]
"""For every layer its items, top first."""

_SEED = 7
_KEPT = 3
"""How many orders are worth drawing: the number of crossings alone does not make the best picture."""
_SWEEPS = 8
_EXCHANGES = 12
_PORTS = 4096
"""More than any operation has input ports: a place in a layer is position * _PORTS + port."""


def candidates(hops: Hops, restarts: int) -> list[Order]:
    """The orders with the fewest crossings found, best first, earlier found first among equals."""
    found: list[tuple[int, Order]] = []
    for number in range(restarts):
        search = _Search(hops, _walk(hops, random.Random(_SEED + number) if number else None))
        result = search.best()
        if result not in found:
            found.append(result)
        if not result[0]:
            break
    found.sort(key=lambda result: result[0])
    fewest = found[0][0]
    return [order for crossings, order in found[:_KEPT] if crossings <= fewest + 1 + fewest // 8]


def _walk(hops: Hops, chance: random.Random | None) -> Order:
    """The order in which a depth-first walk from the outputs leaves the items; with chance, shuffled."""
    order: Order = [[] for _ in range(hops.layers)]
    outputs = [node for node in range(hops.nodes) if not hops.leaving[node]]
    if chance:
        chance.shuffle(outputs)
    placed: set[int] = set()

    def visit(node: int) -> tuple[int, Iterator[int]]:
        edges = sorted((hops.edges[hop.wire] for hop in hops.entering[node]), key=lambda edge: edge.slot)
        if chance and chance.random() < 0.5:
            edges.reverse()
        return node, iter([edge.parent for edge in edges])

    def place(item: int) -> None:
        if item not in placed:
            placed.add(item)
            order[hops.layer[item]].append(item)

    entered: set[int] = set()
    for output in outputs:
        entered.add(output)
        trail = [visit(output)]
        while trail:
            node, remaining = trail[-1]
            parent = next(remaining, None)
            if parent is None:
                place(node)
                trail.pop()
                continue
            for layer in range(hops.layer[node] - 1, hops.layer[parent], -1):
                place(hops.passages[parent, layer])
            if parent not in entered:
                entered.add(parent)
                trail.append(visit(parent))
    return order


class _Search:
    """Improves one order by median sweeps and exchanges of neighbours."""

    def __init__(self, hops: Hops, order: Order) -> None:
        self.hops = hops
        self.order = order
        self.place = [0] * len(hops.layer)
        for layer in order:
            self._number(layer)
        # What does not change during the search: neighbours, with the port at which a wire arrives.
        self.before = [[hop.left for hop in entering] for entering in hops.entering]
        self.after = [[(hop.right, self._port(hop)) for hop in leaving] for leaving in hops.leaving]

    def best(self) -> tuple[int, Order]:
        crossings = self._crossings()
        best = (crossings, [layer[:] for layer in self.order])
        for number in range(_SWEEPS):
            if not best[0]:
                break
            self._sweep(rightwards=number % 2 == 0)
            self._exchange()
            crossings = self._crossings()
            if crossings < best[0]:
                best = (crossings, [layer[:] for layer in self.order])
        return best

    def _number(self, layer: list[int]) -> None:
        for index, item in enumerate(layer):
            self.place[item] = index

    def _port(self, hop: Hop) -> int:
        if hop.wire < 0 or self.hops.swappable[hop.right]:
            return 0
        return self.hops.edges[hop.wire].slot + 1

    def _crossings(self) -> int:
        """Pairs of hops, from different items to different ports, that change sides."""
        total = 0
        for gap, layer in zip(self.hops.gaps, self.order, strict=False):
            if not gap:
                continue
            seen: list[int] = []
            for item in layer:
                ends = [self.place[right] * _PORTS + port for right, port in self.after[item]]
                total += sum(len(seen) - bisect_right(seen, end) for end in ends)
                for end in ends:
                    insort(seen, end)
        return total

    def _sweep(self, rightwards: bool) -> None:
        """Sort layer after layer by the median place of the neighbours on the side already sorted."""
        layers = range(1, self.hops.layers) if rightwards else range(self.hops.layers - 2, -1, -1)
        for index in layers:
            layer = self.order[index]
            medians = {item: self._median(item, rightwards) for item in layer}
            movable = iter(sorted((i for i in layer if medians[i] is not None), key=lambda i: medians[i] or 0))
            # Items without neighbours on that side keep their place.
            layer[:] = [item if medians[item] is None else next(movable) for item in layer]
            self._number(layer)

    def _median(self, item: int, rightwards: bool) -> float | None:
        if rightwards:
            places = sorted(self.place[left] * _PORTS for left in self.before[item])
        else:
            places = sorted(self.place[right] * _PORTS + port for right, port in self.after[item])
        if not places:
            return None
        middle = len(places) // 2
        return places[middle] if len(places) % 2 else (places[middle - 1] + places[middle]) / 2

    def _exchange(self) -> None:
        """Let neighbours in a layer change places as long as that removes crossings."""
        for _ in range(_EXCHANGES):
            improved = False
            for layer in self.order:
                for index in range(len(layer) - 1):
                    upper, lower = layer[index], layer[index + 1]
                    if self._gain(upper, lower) > 0:
                        layer[index], layer[index + 1] = lower, upper
                        self.place[lower], self.place[upper] = index, index + 1
                        improved = True
            if not improved:
                return

    def _gain(self, upper: int, lower: int) -> int:
        """How many crossings fewer there are when two neighbours of a layer change places."""
        place = self.place
        gain = 0
        for a in self.before[upper]:
            for b in self.before[lower]:
                gain += (place[a] > place[b]) - (place[a] < place[b])
        for right, port in self.after[upper]:
            a = place[right] * _PORTS + port
            for other, port_of_other in self.after[lower]:
                b = place[other] * _PORTS + port_of_other
                gain += (a > b) - (a < b)
        return gain
