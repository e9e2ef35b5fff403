"""Along which paths does a node reach the output? The chain rule whole: a product for each path, and their sum.

Backward adds up path by path without ever listing them, for there may be as many as 2ⁿ. Here they are counted in the
same time, and the first ones are written out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from .arrays import shape_of
from .graph import Graph
from .passes import Pass

MOST_PATHS = 6
"""So many are told one by one."""

Edge = tuple[str, int]
"""(child, slot)."""


@dataclass(frozen=True)
class Path:
    """One way from a node to the output."""

    nodes: tuple[str, ...]
    """From the node to the output, both included."""
    edges: tuple[Edge, ...]
    """(child, slot), from the node on."""
    factors: tuple[float, ...]
    """The local gradient of each edge."""

    @property
    def product(self) -> float:
        """What this path adds, where 1 arrives at the output."""
        total = 1.0
        # From the output back, as the backward pass multiplies.
        for factor in reversed(self.factors):
            total *= factor
        return total


@dataclass(frozen=True)
class Paths:
    """The paths from a node to the output."""

    node: str
    output: str
    upstream: float
    """What arrives at the output from outside."""
    told: tuple[Path, ...]
    """The first ones, at most as many as were asked for."""
    count: int
    """How many there are in all."""
    gradient: float

    @property
    def rest(self) -> float:
        """What the paths that are not told add together."""
        left = self.gradient - self.upstream * sum(path.product for path in self.told)
        return left if self.count > len(self.told) else 0.0


def paths_of(record: Pass, node: str, most: int = MOST_PATHS) -> Paths | None:
    """The paths of a node; None where there is none, and where an array or what is no number lies on one of them."""
    graph = record.graph
    counts = path_counts(graph)
    if node == graph.output or not counts.get(node) or node in graph.fixed:
        return None
    between = _reached(graph, node, counts)
    if any(shape_of(record.values[one]) != () for one in between):
        return None
    told: list[Path] = []
    for edges in _walks(graph, node, counts):
        if len(told) == most:
            break
        factors = tuple(float(record.locals[child][slot].entry((), ())) for child, slot in edges)
        told.append(Path((node, *(child for child, _ in edges)), edges, factors))
    found = Paths(node, graph.output, float(record.upstream), tuple(told), counts[node], float(record.gradients[node]))
    numbers = (found.gradient, found.upstream, *(path.product for path in told), *(f for p in told for f in p.factors))
    return found if all(map(isfinite, numbers)) else None


def path_counts(graph: Graph) -> dict[str, int]:
    """How many paths lead from each node to the output."""
    counts = {node.id: 0 for node in graph.nodes}
    counts[graph.output] = 1
    for node in reversed(graph.operations):
        for parent in node.parents:
            counts[parent] += counts[node.id]
    return counts


def edges_on(graph: Graph, node: str) -> frozenset[Edge]:
    """The edges (child, slot) that lie on a path from a node to the output."""
    counts = path_counts(graph)
    reached = _reached(graph, node, counts)
    return frozenset(
        (child.id, slot)
        for child in graph.operations if child.id in reached
        for slot, parent in enumerate(child.parents) if parent in reached
    )  # fmt: skip


def _reached(graph: Graph, node: str, counts: dict[str, int]) -> frozenset[str]:
    """The nodes on the paths, both ends included."""
    reached = {node}
    for child in graph.operations:
        if counts[child.id] and not reached.isdisjoint(child.parents):
            reached.add(child.id)
    return frozenset(reached)


def _walks(graph: Graph, node: str, counts: dict[str, int]) -> Iterator[tuple[Edge, ...]]:
    """The paths one after the other, in the order in which their first edges bring something back."""
    waiting: list[tuple[str, tuple[Edge, ...]]] = [(node, ())]
    while waiting:
        here, edges = waiting.pop()
        if here == graph.output:
            yield edges
            continue
        uses = [edge for edge in graph.children[here] if counts[edge.child]]
        # The last one in is the first one out; the children that come back first are the latest ones.
        uses.sort(key=lambda edge: (graph.position[edge.child], -edge.slot))
        waiting += [(edge.child, (*edges, (edge.child, edge.slot))) for edge in uses]
