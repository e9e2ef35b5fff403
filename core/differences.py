"""Is a gradient true? A finite difference asks the forward pass alone, and knows nothing of any rule.

A central difference (F(x+h) - F(x-h)) / 2h errs by h² times the third derivative over 6, and by the rounding of F over
h. F is the sum of upstream × output, which is the output itself for a scalar. With h about 1e-5 of the size of x both
errors usually stay near 1e-10. Where the curve bends within such a step, as log does at 0.001, the slopes of the two
sides lie far apart: then h is made shorter until they meet. At a kink they never do, and the first h is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
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


MARKS = {True: "✓", False: "≠", None: ""}


@dataclass(frozen=True, eq=False)
class Difference:
    """A finite difference: the central one and, because kinks show there, both one-sided ones."""

    central: Value
    left: Value
    right: Value
    step: float
    rounding: float = 0.0
    """How far rounding alone may have moved it: the last bits of F, over h."""

    settles: bool = True
    """Do finer steps find the same slope?"""

    @property
    def is_smooth(self) -> bool:
        """Do the two sides meet, so that the curve hardly bends within the step?"""
        return self._within(BEND, self.left, self.right)

    def agrees(self, gradient: Value) -> bool:
        """Is the gradient the central difference, up to the error that a difference has?"""
        return self._within(TOLERANCE, self.central, gradient)

    def confirms(self, gradient: Value) -> bool | None:
        """Does it agree? None where it says nothing: it is no number, or its two sides do not meet.

        A slope that changes its own slope within the step, as that of elu does at 0, lies between the two sides.
        """
        if not all(np.all(np.isfinite(found)) for found in (self.central, self.left, self.right, gradient)):
            return None
        if self.agrees(gradient):
            return True
        return self.surrounds(gradient, TOLERANCE) if self.is_smooth and self.settles else None

    def marked(self, gradient: Value, write: Callable[[Value], str]) -> str:
        """The difference with ✓ or ≠ behind it; both sides, without a mark, where they do not meet."""
        found = self.confirms(gradient)
        if found is None and np.all(np.isfinite(self.left)) and np.all(np.isfinite(self.right)):
            return f"{write(self.left)} | {write(self.right)}"
        return f"{write(self.central)} {MARKS[found]}".rstrip()

    def surrounds(self, gradient: Value, air: float) -> bool:
        """Does the gradient lie between the slopes of the two sides, or outside by no more than `air` of its size?"""
        low, high = np.minimum(self.left, self.right), np.maximum(self.left, self.right)
        room = air * np.maximum(1.0, np.abs(gradient)) + self.rounding
        return bool(np.all((low - room <= gradient) & (np.asarray(gradient) <= high + room)))

    def _within(self, tolerance: float, found: Value, wanted: Value) -> bool:
        with np.errstate(invalid="ignore"):
            allowed = tolerance * np.maximum(1.0, np.abs(wanted)) + self.rounding
            # a share of an infinite slope allows everything, and so proves nothing
            return bool(np.all((np.abs(np.subtract(found, wanted)) <= allowed) & np.isfinite(allowed)))


def node_difference(record: Pass, node: str) -> Difference | None:
    """The output differenced along every entry of `node`; None for an array of more than MOST_ENTRIES."""

    def moved(value: Value) -> float:
        return _output(record, {**record.values, node: value}, {node})

    return slope_of(moved, record.values[node], record.gradients.get(node))


def edge_difference(record: Pass, child: str, slot: int) -> Difference | None:
    """The output differenced along one edge alone: the parent moves for `child` in `slot`, for nobody else."""
    node = record.graph.node(child)
    inputs = [record.values[parent] for parent in node.parents]

    def moved(value: Value) -> float:
        seen = [*inputs[:slot], value, *inputs[slot + 1 :]]
        with np.errstate(all="ignore"):
            changed = OPS[node.op].forward(*seen, **node.attributes)
        return _output(record, {**record.values, child: changed}, {child})

    return slope_of(moved, inputs[slot], record.contributions.get((child, slot)))


def direction_difference(
    record: Pass, node: str, directions: Mapping[str, Value], tangent: Value | None = None
) -> Difference | None:
    """A node's value differenced while leaves move along `directions`; None for one of more than MOST_ENTRIES.

    This confirms tangents, as the two others confirm gradients.
    """
    here = record.values[node]
    if size_of(shape_of(here)) > MOST_ENTRIES:
        return None

    def side(step: float) -> Value:
        """The slope towards one side; a negative step goes back."""
        moved = {leaf: record.values[leaf] + step * along for leaf, along in directions.items()}
        with np.errstate(all="ignore"):
            there = _moved_on({**record.values, **moved}, record.graph, set(moved))[node]
            return scalar(np.subtract(there, here) / step)

    largest = max([1.0, *(_largest(record.values[leaf]) for leaf in directions)])
    return _smooth(lambda step: _between(side(-step), side(step), step, _largest(here)), largest, tangent)


def slope_of(moved: Callable[[Value], float], value: Value, gradient: Value | None = None) -> Difference | None:
    """The difference of `moved(value)`, a number, along every entry; None if there are more than MOST_ENTRIES.

    Finer steps are tried as long as the `gradient` in question is not confirmed.
    """
    if size_of(shape_of(value)) > MOST_ENTRIES:
        return None
    here = moved(value)

    def side(step: float) -> Value:
        found = np.zeros(shape_of(value))
        for index in np.ndindex(shape_of(value)):
            found[index] = (moved(_nudged(value, index, step)) - here) / step
        return scalar(found)

    return _smooth(lambda step: _between(side(-step), side(step), step, abs(here)), max(1.0, _largest(value)), gradient)


def _smooth(at: Callable[[float], Difference], size: float, gradient: Value | None) -> Difference:
    """The difference with the first of STEPS, times `size`, over which F is smooth and that confirms the gradient.

    Two sides that meet are no proof of a short step: those of sin(1000·x) meet at 0 over any. So what is not confirmed
    is looked at more closely; a wrong gradient is not confirmed by any step, and then the first smooth one counts, or
    the very first. Where even the finest steps find different slopes, as along sin(x) at a billion, it settles nothing.
    """
    tried: list[Difference] = []
    for step in STEPS:
        found = at(step * size)
        if found.is_smooth and (gradient is None or found.confirms(gradient)):
            return found
        tried.append(found)
    kept = next((found for found in tried if found.is_smooth), tried[0])
    finer, finest = tried[-2:]
    room = BEND * np.maximum(np.abs(finer.central), np.abs(finest.central)) + finer.rounding + finest.rounding
    with np.errstate(invalid="ignore"):
        settles = bool(np.all(np.abs(np.subtract(finer.central, finest.central)) <= room))
    return replace(kept, settles=settles)


def _between(left: Value, right: Value, step: float, size: float) -> Difference:
    """The difference of which these are the two sides; F is about as large as `size`."""
    with np.errstate(invalid="ignore"):
        central = scalar(np.add(left, right) / 2.0)
    return Difference(central, left, right, step, 4.0 * float_info.epsilon * size / step)


def _largest(value: Value) -> float:
    return float(np.max(np.abs(value), initial=0.0))


def _nudged(value: Value, index: Index, step: float) -> Value:
    if not index:
        return value + step
    copy = np.array(value, dtype=float)
    copy[index] += step
    return copy


def _output(record: Pass, values: Mapping[str, Value], moved: set[str]) -> float:
    """upstream · output, after the nodes of `moved` took the values given."""
    with np.errstate(all="ignore"):
        output = _moved_on(values, record.graph, moved)[record.graph.output]
    return float(np.sum(np.multiply(record.upstream, output)))


def _moved_on(values: Mapping[str, Value], graph: Graph, moved: set[str]) -> Mapping[str, Value]:
    """All values, after the nodes of `moved` took those given; only what depends on these is computed again."""
    now, stale = dict(values), set(moved)
    for node in graph.operations:
        if node.id not in moved and not stale.isdisjoint(node.parents):
            inputs = [now[parent] for parent in node.parents]
            now[node.id] = OPS[node.op].forward(*inputs, **node.attributes)
            stale.add(node.id)
    return now
