"""How is a graph cut into pieces that live in one layer or between two neighbouring layers?

All uses of one node share one wire, its *net*. Where a net runs through a layer it takes a row there, as a
node does: a *passage*. Nodes and passages together are the *items*; a piece of wire between items of
neighbouring layers is a *hop*. Items below `nodes` are nodes, in the order of the input; the others are
passages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Edge(NamedTuple):
    """A wire between numbered nodes."""

    parent: int
    child: int
    slot: int


class Hop(NamedTuple):
    """A piece of wire that crosses one gap between layers."""

    left: int
    right: int
    wire: int
    """The wire that ends here in an input port of `right`; -1 if `right` is a passage."""


@dataclass(frozen=True)
class Hops:
    """A layered graph, ready to be put in order and given rows."""

    nodes: int
    edges: tuple[Edge, ...]
    layer: tuple[int, ...]
    """Of every item."""
    net: tuple[int, ...]
    """Of every item: the node whose values the wire carries."""
    swappable: tuple[bool, ...]
    """Of every item: whether its input ports may be exchanged."""
    gaps: tuple[tuple[Hop, ...], ...]
    """The hops between layer k and layer k + 1."""
    entering: tuple[tuple[Hop, ...], ...]
    leaving: tuple[tuple[Hop, ...], ...]
    passages: dict[tuple[int, int], int]
    """(net, layer) to the passage that stands there."""

    @property
    def layers(self) -> int:
        return len(self.gaps) + 1


def cut(edges: Sequence[Edge], layers: Sequence[int], swappable: Sequence[bool]) -> Hops:
    """Cut every net of the graph into hops."""
    uses: dict[int, list[int]] = {}
    for number, edge in enumerate(edges):
        uses.setdefault(edge.parent, []).append(number)
    layer, net = list(layers), list(range(len(layers)))
    passages: dict[tuple[int, int], int] = {}
    for source, numbers in uses.items():
        for between in range(layers[source] + 1, max(layers[edges[n].child] for n in numbers)):
            passages[source, between] = len(layer)
            layer.append(between)
            net.append(source)
    gaps: list[list[Hop]] = [[] for _ in range(max(layers, default=0))]
    for source, numbers in uses.items():
        _cut_net(source, [(n, edges[n].child) for n in numbers], layers, passages, gaps)
    entering: list[list[Hop]] = [[] for _ in layer]
    leaving: list[list[Hop]] = [[] for _ in layer]
    for gap in gaps:
        for hop in gap:
            leaving[hop.left].append(hop)
            entering[hop.right].append(hop)
    return Hops(
        nodes=len(layers),
        edges=tuple(edges),
        layer=tuple(layer),
        net=tuple(net),
        swappable=(*swappable, *([False] * (len(layer) - len(layers)))),
        gaps=tuple(map(tuple, gaps)),
        entering=tuple(map(tuple, entering)),
        leaving=tuple(map(tuple, leaving)),
        passages=passages,
    )


def _cut_net(
    source: int,
    ends: Sequence[tuple[int, int]],
    layers: Sequence[int],
    passages: dict[tuple[int, int], int],
    gaps: list[list[Hop]],
) -> None:
    """Add the hops of one net; `ends` are its (wire, child) pairs."""
    here = source
    for gap in range(layers[source], max(layers[child] for _, child in ends)):
        following = passages.get((source, gap + 1))
        if following is not None:
            gaps[gap].append(Hop(here, following, -1))
        gaps[gap].extend(Hop(here, child, wire) for wire, child in ends if layers[child] == gap + 1)
        here = following if following is not None else here
