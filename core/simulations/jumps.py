"""Where does a sampled curve jump, and where does a formula overflow? What a plain line and a plain NaN would hide.

Between two samples of a continuous function the difference shrinks as they come closer; at a jump it does not. So a
step that stands out among the others is halved until the place of the jump is known to a billionth of the step, and
the curve has a gap there. An overflow is no gap in the domain: a number of the formula was larger than any float64.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import isfinite, isinf, nan
from statistics import median

from ..ops import OPS
from ..passes import Pass

STANDS_OUT = 4.0
"""A step that is so many times the usual one may hide a jump."""
HALVINGS = 30
STAYS = 0.6
"""What is left of a step at its shortest is a jump if it is so large a part of the whole step; the rest of it belongs
to the curve beside the jump."""
GROWS = 1.5
"""A step that becomes so many times larger on its way down is no jump but a pole."""
LOOKED_AT = 8
"""After so many halvings a step that has shrunk to nothing is let go."""

Points = tuple[tuple[float, float], ...]


def parted(points: Sequence[tuple[float, float]], value: Callable[[float], float]) -> Points:
    """The points (x, y) of a curve with a gap, a NaN, at every jump between two of them, and both of its sides."""
    steps = [abs(right - left) for (_, left), (_, right) in pairwise(points) if isfinite(left) and isfinite(right)]
    usual = median(steps) if steps else 0.0
    largest = max((abs(y) for _, y in points if isfinite(y)), default=0.0)
    found = list(points[:1])
    for before, after in pairwise(points):
        step = abs(after[1] - before[1])
        if isfinite(step) and step > max(STANDS_OUT * usual, 1e-9 * largest):
            found += _jump(before, after, value)
        found.append(after)
    return tuple(found)


def _jump(before: tuple[float, float], after: tuple[float, float], value: Callable[[float], float]) -> Points:
    """The left side, the gap and the right side of the jump between two points; nothing where there is none."""
    (left, low), (right, high) = before, after
    whole = abs(high - low)
    for halving in range(HALVINGS):
        middle = (left + right) / 2
        here = value(middle)
        if not isfinite(here) or middle in (left, right):
            break
        if abs(here - low) >= abs(high - here):
            right, high = middle, here
        else:
            left, low = middle, here
        if halving > LOOKED_AT and abs(high - low) < 0.05 * whole:
            return ()
    if abs(high - low) < STAYS * whole:
        return ()
    gap = ((left + right) / 2, nan)
    # The sides of a pole lie near infinity, and would leave the rest of the curve no room.
    return (gap,) if abs(high - low) > GROWS * whole else ((left, low), gap, (right, high))


def overflow(record: Pass) -> str:
    """The sign (or else the name) of the first operation of a pass that gives more than any float64 holds.

    The pass is over single numbers; the answer is empty if there is none. A logarithm of 0, a division by 0 and a
    negative power of 0 are infinite too, but no overflow.
    """
    for node in record.graph.operations:
        if isinf(float(record.values[node.id])):
            inputs = [float(record.values[parent]) for parent in node.parents]
            return "" if _has_pole(node.op, inputs) or not all(map(isfinite, inputs)) else OPS[node.op].sign or node.op
    return ""


def _has_pole(op: str, inputs: Sequence[float]) -> bool:
    """Is it log(0), 1/0 or 0^-1?"""
    place = {"log": 0, "div": 1, "pow": 0}.get(op)
    return place is not None and inputs[place] == 0.0
