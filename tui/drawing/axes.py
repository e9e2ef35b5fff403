"""Which numbers stand at an axis? Round ones, at their own places, as many as there is room for."""

from __future__ import annotations

import math
from itertools import count
from typing import NamedTuple

from ...core.words import numbers

Range = tuple[float, float]


class Tick(NamedTuple):
    """A number at an axis."""

    value: float
    text: str


def ticks(ends: Range, most: int) -> list[Tick]:
    """Multiples of 1, 2, 5, 10, … between the ends, at most `most`; fractions where fewer than two are whole."""
    step = nice_step(ends, most)
    first, last = math.ceil(ends[0] / step - 1e-9), math.floor(ends[1] / step + 1e-9)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return [Tick(place * step, _text(place * step, decimals)) for place in range(first, last + 1)]


def nice_step(ends: Range, most: int) -> float:
    """The smallest of 1, 2, 5, 10, … times a power of ten of which at most `most` multiples lie between the ends."""
    low, high = ends
    smallest = max((high - low) / max(1, most), 1e-300)
    whole = math.floor(high) - math.ceil(low) >= 1
    power = max(0, math.floor(math.log10(smallest))) if whole else math.floor(math.log10(smallest))
    steps = (factor * 10.0**exponent for exponent in count(power) for factor in (1, 2, 5))
    return next(step for step in steps if math.floor(high / step) - math.ceil(low / step) < max(1, most))


def log_ticks(ends: Range, most: int) -> list[Tick]:
    """Powers of ten between the ends, evenly thinned; the ends themselves where fewer than two lie between them."""
    low, high = (math.log10(end) for end in ends)
    powers = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)
    if len(powers) < 2:
        return [Tick(end, numbers.box(end)) for end in ends]
    kept = powers[:: -max(1, -(-len(powers) // max(1, most)))]
    return [Tick(10.0**power, _text(10.0**power, max(0, -power))) for power in kept]


def outwards(ends: Range, most: int) -> Range:
    """The ends moved outwards to round numbers, so that small changes of the numbers do not move the axis."""
    step = nice_step(ends, most)
    return math.floor(ends[0] / step + 1e-9) * step, math.ceil(ends[1] / step - 1e-9) * step


def _text(value: float, decimals: int) -> str:
    return numbers.receipt(value, decimals if abs(value) < 1e5 else 3)


def free_places(labels: list[tuple[int, str]], width: int) -> list[tuple[int, str]]:
    """Labels centred at columns, whole and one blank apart; the earlier ones go first, and some are left out."""
    taken: list[tuple[int, int]] = []
    placed: list[tuple[int, str]] = []
    for column, text in labels:
        start = max(min(1, width - len(text)), min(column - (len(text) - 1) // 2, width - len(text)))
        stop = start + len(text)
        if stop <= width and all(stop < begin or start > end for begin, end in taken):
            taken.append((start, stop))
            placed.append((start, text))
    return placed
