"""Is a gradient true? A finite difference asks the forward pass alone, and knows nothing of any rule.

A central difference (F(x+h) - F(x-h)) / 2h errs by h² times the third derivative over 6, and by the rounding of F over
h. F is the sum of upstream × output, which is the output itself for a scalar. With h about 1e-5 of the size of x both
errors usually stay near 1e-10. Where the curve bends within such a step, as log does at 0.001, the slopes of the two
sides lie far apart: then h is made shorter until they meet. At a kink they never do, and the first h is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from sys import float_info

import numpy as np

from .arrays import Index, Value, scalar, shape_of, size_of
from .graph import Graph
from .ops import OPS
from .passes import Pass

STEPS = (1e-5, 1e-6, 1e-7, 1e-8, 1e-9)
"""The steps h that are tried one after the other, relative to max(1, |x|)."""
BEND = 1e-3
"""How far apart the slopes of the two sides may lie, relative to max(1, |slope|). Along a power, a root, exp or log the
central difference is then within 1e-6 of the truth."""
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
    rounding: float = 0.0
    """How far rounding alone may have moved it: the last bits of F, over h."""

    @property
    def is_smooth(self) -> bool:
        """Do the two sides meet, so that the curve hardly bends within the step?"""
        return self._within(BEND, self.left, self.right)

    def agrees(self, gradient: Value) -> bool:
        """Is the gradient the central difference, up to the error that a difference has?"""
        return self._within(TOLERANCE, self.central, gradient)

    def _within(self, tolerance: float, found: Value, wanted: Value) -> bool:
        with np.errstate(invalid="ignore"):
            allowed = tolerance * np.maximum(1.0, np.abs(wanted)) + self.rounding
            # a share of an infinite slope allows everything, and so proves nothing
            return bool(np.all((np.abs(np.subtract(found, wanted)) <= allowed) & np.isfinite(allowed)))


def node_difference(record: Pass, node: str) -> Difference | None:
    """The output differenced along every entry of `node`; None for an array of more than MOST_ENTRIES."""

    def moved(value: Value) -> float:
        return _output(record, {**record.values, node: value}, {node})

    return _difference(record.values[node], moved)


def edge_difference(record: Pass, child: str, slot: int) -> Difference | None:
    """The output differenced along one edge alone: the parent moves for `child` in `slot`, for nobody else."""
    node = record.graph.node(child)
    inputs = [record.values[parent] for parent in node.parents]

    def moved(value: Value) -> float:
        seen = [*inputs[:slot], value, *inputs[slot + 1 :]]
        with np.errstate(all="ignore"):
            changed = OPS[node.op].forward(*seen, **node.attributes)
        return _output(record, {**record.values, child: changed}, {child})

    return _difference(inputs[slot], moved)


def _difference(value: Value, moved: Callable[[Value], float]) -> Difference | None:
    """The difference with the first of STEPS over which F is smooth; with the very first where it never is."""
    if size_of(shape_of(value)) > MOST_ENTRIES:
        return None
    here, largest = moved(value), max(1.0, float(np.max(np.abs(value), initial=0.0)))
    first = _with_step(value, moved, here, STEPS[0] * largest)
    if first.is_smooth:
        return first
    shorter = (_with_step(value, moved, here, step * largest) for step in STEPS[1:])
    return next((found for found in shorter if found.is_smooth), first)


def _with_step(value: Value, moved: Callable[[Value], float], here: float, step: float) -> Difference:
    sides = {sign: np.zeros(shape_of(value)) for sign in (-1, 1)}
    for index in np.ndindex(shape_of(value)):
        for sign, found in sides.items():
            found[index] = sign * (moved(_nudged(value, index, sign * step)) - here) / step
    with np.errstate(invalid="ignore"):
        central = (sides[-1] + sides[1]) / 2.0
    rounding = 4.0 * float_info.epsilon * abs(here) / step
    return Difference(scalar(central), scalar(sides[-1]), scalar(sides[1]), step, rounding)


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
