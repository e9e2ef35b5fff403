"""How many updates can a perceptron need? Novikoff: at most R²/γ², found here exactly for small data.

R is the length of the longest datum and γ the largest margin that a unit vector has on all data, both with the bias as
a further coordinate 1. The best separator is a combination of few data (those that it touches), so trying all small
sets of them finds it. Source: Novikoff, On convergence proofs on perceptrons, 1962.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from .rule import Row

MOST_POINTS, MOST_WIDTH = 12, 4
"""Larger data have too many small sets."""


@dataclass(frozen=True)
class Bound:
    """R², γ² and their quotient, exact; `separator` has margin at least 1 on every datum and is the shortest such."""

    radius_squared: Fraction
    margin_squared: Fraction
    separator: Row

    @property
    def updates(self) -> Fraction:
        """At most so many updates, from zero weights."""
        return self.radius_squared / self.margin_squared


def bound(points: Sequence[Row], signs: Sequence[Fraction], *, bias: bool) -> Bound | None:
    """The bound for these data; None when nothing separates them, or there are too many to try."""
    rows = [(Fraction(1), *point) if bias else tuple(point) for point in points]
    data = [tuple(sign * entry for entry in row) for row, sign in zip(rows, signs, strict=True)]
    if not data or len(data) > MOST_POINTS or len(data[0]) > MOST_WIDTH:
        return None
    best: Row | None = None
    for size in range(1, len(data[0]) + 1):
        for touched in combinations(range(len(data)), size):
            found = _touching([data[place] for place in touched])
            if found is None or any(_dot(found, row) < 1 for row in data):
                continue
            if best is None or _dot(found, found) < _dot(best, best):
                best = found
    if best is None:
        return None
    return Bound(max(_dot(row, row) for row in data), 1 / _dot(best, best), best)


def _touching(rows: list[Row]) -> Row | None:
    """The shortest vector with margin exactly 1 on these rows, if it is a combination of them with no minus sign."""
    gram = [[*(_dot(left, right) for right in rows), Fraction(1)] for left in rows]
    factors = _solved(gram)
    if factors is None or any(factor < 0 for factor in factors):
        return None
    return tuple(sum((f * row[at] for f, row in zip(factors, rows, strict=True)), Fraction(0))
                 for at in range(len(rows[0])))  # fmt: skip


def _solved(system: list[list[Fraction]]) -> list[Fraction] | None:
    """Gauss elimination, exact; the last column is the right side. None for a singular system."""
    count = len(system)
    for at in range(count):
        pivot = next((row for row in range(at, count) if system[row][at]), None)
        if pivot is None:
            return None
        system[at], system[pivot] = system[pivot], system[at]
        system[at] = [entry / system[at][at] for entry in system[at]]
        for row in range(count):
            if row != at and system[row][at]:
                factor = system[row][at]
                system[row] = [a - factor * b for a, b in zip(system[row], system[at], strict=True)]
    return [row[-1] for row in system]


def _dot(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(left, right, strict=True)), Fraction(0))
