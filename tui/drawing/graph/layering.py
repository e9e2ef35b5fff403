"""In which layer (column) does each node stand? Every wire goes from a lower layer to a higher one.

Nodes are numbered; `parents[n]` are the inputs of node `n`, repeats allowed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

_ROUNDS = 10


def assign_layers(parents: Sequence[Sequence[int]]) -> list[int]:
    """The layer of every node: as late as possible, then moved to where the wires are shortest together."""
    children = _children(parents)
    ordered = topological(parents, children)
    layers = _as_late_as_possible(parents, children, ordered)
    _shorten(layers, parents, children, ordered)
    first = min(layers, default=0)
    return [layer - first for layer in layers]


def topological(parents: Sequence[Sequence[int]], children: Sequence[Sequence[int]]) -> list[int]:
    """The nodes, parents before children."""
    waiting = [len(inputs) for inputs in parents]
    ready = deque(node for node, count in enumerate(waiting) if not count)
    ordered: list[int] = []
    while ready:
        node = ready.popleft()
        ordered.append(node)
        for child in children[node]:
            waiting[child] -= 1
            if not waiting[child]:
                ready.append(child)
    if len(ordered) < len(parents):
        raise ValueError("the diagram has a cycle")
    return ordered


def _children(parents: Sequence[Sequence[int]]) -> list[list[int]]:
    children: list[list[int]] = [[] for _ in parents]
    for child, inputs in enumerate(parents):
        for parent in inputs:
            children[parent].append(child)
    return children


def _as_late_as_possible(
    parents: Sequence[Sequence[int]], children: Sequence[Sequence[int]], ordered: Sequence[int]
) -> list[int]:
    """Leaves stand next to the node that uses them first; outputs at the end of their longest path."""
    earliest = [0] * len(parents)
    for node in ordered:
        earliest[node] = max((earliest[parent] + 1 for parent in parents[node]), default=0)
    latest = earliest[:]
    for node in reversed(ordered):
        latest[node] = min((latest[child] - 1 for child in children[node]), default=earliest[node])
    return latest


def _shorten(
    layers: list[int],
    parents: Sequence[Sequence[int]],
    children: Sequence[Sequence[int]],
    ordered: Sequence[int],
) -> None:
    """Move inner nodes inside their slack while that shortens the wires.

    All uses of a node share one wire, so its length is the distance to the farthest use. This is what makes
    an unrolled recurrent network run from left to right instead of gathering all its input products in one
    column.
    """

    def length(node: int) -> int:
        return max((layers[child] for child in children[node]), default=layers[node]) - layers[node]

    for _ in range(_ROUNDS):
        moved = False
        for node in ordered:
            if not parents[node] or not children[node]:
                continue
            before = layers[node]
            touched = {node, *parents[node]}
            best = None
            lowest = max(layers[parent] for parent in parents[node]) + 1
            for layer in range(lowest, min(layers[child] for child in children[node])):
                layers[node] = layer
                # Of equally short choices the later one: it stands next to its use.
                cost = (sum(map(length, touched)), -layer)
                if best is None or cost < best:
                    best = cost
            layers[node] = -best[1] if best else before
            moved = moved or layers[node] != before
        if not moved:
            return
