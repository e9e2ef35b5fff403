"""Is a gradient true? A finite difference asks the forward pass alone, and knows nothing of any rule.

A central difference (F(x+h) - F(x-h)) / 2h errs by h² times the third derivative, plus rounding over h: with h about
1e-5 of the size of x both stay near 1e-10. F is the sum of upstream × output, which is the output itself for a scalar.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from .arrays import Index, Value, scalar, shape_of, size_of
from .graph import Graph
from .ops import OPS
from .passes import Pass

STEP = 1e-5
"""The step h, relative to max(1, |x|)."""
TOLERANCE = 1e-6
"""How far a gradient may be from its finite difference, relative to max(1, |gradient|)."""
MOST_ENTRIES = 400
"""Larger arrays are not differenced as a whole: it takes two forward passes an entry."""


@dataclass(frozen=True, eq=False)
class Difference:
    """A finite difference: the central one and, because kinks show there, both one-sided ones."""

    central: Value
    left: Value
    right: Value
    step: float

    def agrees(self, gradient: Value) -> bool:
        """Is the gradient the central difference, up to the error that a difference has?"""
        scale = np.maximum(1.0, np.abs(gradient))
        return bool(np.all(np.abs(np.subtract(self.central, gradient)) <= TOLERANCE * scale))


def node_difference(record: Pass, node: str) -> Difference | None:
    """The output differenced along every entry of `node`; None for an array of more than MOST_ENTRIES."""

    def moved(value: Value) -> Value:
        return _output(record, {**record.values, node: value}, {node})

    return _difference(record.values[node], moved)


def edge_difference(record: Pass, child: str, slot: int) -> Difference | None:
    """The output differenced along one edge alone: the parent moves for `child` in `slot`, for nobody else."""
    node = record.graph.node(child)
    inputs = [record.values[parent] for parent in node.parents]

    def moved(value: Value) -> Value:
        seen = [*inputs[:slot], value, *inputs[slot + 1 :]]
        with np.errstate(all="ignore"):
            changed = OPS[node.op].forward(*seen, **node.attributes)
        return _output(record, {**record.values, child: changed}, {child})

    return _difference(inputs[slot], moved)


def _difference(value: Value, moved: Callable[[Value], Value]) -> Difference | None:
    shape = shape_of(value)
    if size_of(shape) > MOST_ENTRIES:
        return None
    step = STEP * max(1.0, float(np.max(np.abs(value), initial=0.0)))
    here = moved(value)
    sides = {sign: np.zeros(shape) for sign in (-1, 1)}
    for index in np.ndindex(shape):
        for sign, found in sides.items():
            found[index] = sign * (moved(_nudged(value, index, sign * step)) - here) / step
    left, right = scalar(sides[-1]), scalar(sides[1])
    return Difference(scalar((sides[-1] + sides[1]) / 2.0), left, right, step)


def _nudged(value: Value, index: Index, step: float) -> Value:
    if not index:
        return value + step
    copy = np.array(value, dtype=float)
    copy[index] += step
    return copy


def _output(record: Pass, values: Mapping[str, Value], moved: set[str]) -> float:
    """upstream · output after the nodes of `moved` took the values given; only what follows them is computed."""
    graph: Graph = record.graph
    now = dict(values)
    stale = set(moved)
    with np.errstate(all="ignore"):
        for node in graph.operations:
            if node.id not in moved and not stale.isdisjoint(node.parents):
                inputs = [now[parent] for parent in node.parents]
                now[node.id] = OPS[node.op].forward(*inputs, **node.attributes)
                stale.add(node.id)
    return float(np.sum(np.multiply(record.upstream, now[graph.output])))
