"""What follows from the digits on the screen? A learner computes with rounded numbers, and that is no mistake.

Every number that is needed for an answer is shown rounded, so the true one may lie anywhere within half a unit of its
last digit, but not further away than a twentieth of itself. What comes out when the inputs move within those intervals
is accepted. A number that is shown exactly does not move: 2.00 for 2 is 2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import isclose

import numpy as np

from ..arrays import Array, Numbers, Value
from ..formula.evaluator import evaluate
from ..formula.tree import Tree
from ..words.numbers import box

MOST_MOVED = 0.05
"""How far a number may move for the sake of rounding, relative to itself."""
MOST_ENTRIES = 80
"""Of inputs with more entries than this nobody computes by hand, and nothing is said about them."""


@dataclass(frozen=True, eq=False)
class Reach:
    """The least and the greatest value that follow from the digits shown, entry by entry."""

    low: Value
    high: Value

    def joined(self, other: Reach | None) -> Reach:
        """What follows in one way or in another, and whatever lies between."""
        return self if other is None else Reach(np.minimum(self.low, other.low), np.maximum(self.high, other.high))


@dataclass(frozen=True, eq=False)
class Within:
    """What may be answered by somebody who computes with rounded numbers."""

    intervals: Reach
    """What follows while the inputs lie anywhere within half a unit of the last digit shown."""
    shown: Reach
    """What follows from the inputs as they are shown, or as they are, or anything between."""


Moves = Callable[[Value], Reach]
"""How far a number, or each entry of an array, may move."""


def within(found: Callable[[Moves], Reach | None]) -> Within | None:
    """Both, from a function that finds what follows while inputs move in a given way."""
    intervals, towards = found(of_interval), found(of_text)
    return None if intervals is None or towards is None else Within(intervals, towards)


def _text_of(number: float) -> tuple[float, float]:
    """The number that a box shows, and half a unit of its last digit; 0 if that is the number itself.

    A whole number stands in full beside the question, however short a box has it, and there everything has two digits
    at least. Nobody who reads 0.02 takes it for 0.024: half a unit counts up to a twentieth of the number.
    """
    text = box(number)
    if "e" in text:
        text = f"{number:.1e}"
    mantissa, _, exponent = text.partition("e")
    try:
        told = float(text)
    except ValueError:
        return number, 0.0
    if number.is_integer() or isclose(told, number, rel_tol=1e-9):
        return number, 0.0
    decimals = len(mantissa.partition(".")[2])
    return told, min(0.5 * 10.0 ** (int(exponent or 0) - decimals), MOST_MOVED * abs(number))


def of_interval(value: Value) -> Reach:
    """Where a number may lie according to the digits that a box shows of it."""
    return _entrywise(value, lambda number, told, half: (number - half, number + half))


def of_text(value: Value) -> Reach:
    """Between a number and what a box shows of it."""
    return _entrywise(value, lambda number, told, half: (min(number, told), max(number, told)))


def _entrywise(value: Value, ends: Callable[[float, float, float], tuple[float, float]]) -> Reach:
    array = np.asarray(value, dtype=float)
    pairs = [ends(float(number), *_text_of(float(number))) for number in array.ravel()]
    low, high = np.reshape([pair[0] for pair in pairs], array.shape), np.reshape([p[1] for p in pairs], array.shape)
    return Reach(low, high)


def reach(compute: Callable[[Mapping[str, Value]], Value], inputs: Mapping[str, Value], moves: Moves) -> Reach | None:
    """What `compute` gives while its inputs move; None where there are too many of them, or it leaves the numbers.

    Each entry is moved by itself to find out which way it pushes the result; then all are moved together, up and down.
    That is exact for what is monotone in every input within so small an interval.
    """
    return reach_of(compute, {name: moves(value) for name, value in inputs.items()}, inputs)


def reach_of(
    compute: Callable[[Mapping[str, Value]], Value], moves: Mapping[str, Reach], inputs: Mapping[str, Value]
) -> Reach | None:
    """The same with intervals of one's own for some inputs; the others stand still."""
    places = [(name, at) for name, move in moves.items() for at in np.ndindex(np.shape(move.low)) if _moves(move, at)]
    if len(places) > MOST_ENTRIES:
        return None
    with np.errstate(all="ignore"):
        truth = np.asarray(compute(inputs), dtype=float)
        lows, highs = truth.copy(), truth.copy()
        pushes = [_pushed(compute, inputs, moves, place) for place in places]
        for which, out in ((np.minimum, lows), (np.maximum, highs)):
            for pair in pushes:
                for value in pair:
                    which(out, value, out=out)
        for entry in np.ndindex(truth.shape):
            for upward, out in ((True, highs), (False, lows)):
                found = np.asarray(compute(_together(inputs, moves, places, pushes, entry, upward)), dtype=float)[entry]
                out[entry] = max(out[entry], found) if upward else min(out[entry], found)
    if not (np.all(np.isfinite(lows)) and np.all(np.isfinite(highs))):
        return None
    return Reach(lows, highs)


Place = tuple[str, tuple[int, ...]]


def _moves(move: Reach, at: tuple[int, ...]) -> bool:
    return bool(np.asarray(move.low)[at] != np.asarray(move.high)[at])


def _pushed(
    compute: Callable[[Mapping[str, Value]], Value], inputs: Mapping[str, Value], moves: Mapping[str, Reach],
    place: Place,
) -> tuple[Array, Array]:  # fmt: skip
    """The results with one entry at the low and at the high end of its interval."""
    name, at = place
    ends = (np.asarray(moves[name].low)[at], np.asarray(moves[name].high)[at])
    low, high = (np.asarray(compute({**inputs, name: _with(inputs[name], at, end)}), dtype=float) for end in ends)
    return low, high


def _together(
    inputs: Mapping[str, Numbers], moves: Mapping[str, Reach], places: Sequence[Place],
    pushes: Sequence[tuple[Array, Array]], entry: tuple[int, ...], upward: bool,
) -> Mapping[str, Value]:  # fmt: skip
    """The inputs with every entry at the end that pushes one entry of the result upward, or downward."""
    moved = dict(inputs)
    for (name, at), (low, high) in zip(places, pushes, strict=True):
        is_high = (high[entry] >= low[entry]) == upward
        end = np.asarray(moves[name].high if is_high else moves[name].low)[at]
        moved[name] = _with(moved[name], at, end)
    return moved


def _with(value: Value, at: tuple[int, ...], end: float) -> Value:
    """A copy of a number or an array with one entry replaced."""
    if not at:
        return float(end)
    array = np.array(value, dtype=float)
    array[at] = end
    return array


def summed(parts: Sequence[Reach | None]) -> Reach | None:
    """What a sum gives while its terms move, each within its own interval."""
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts):
        return None
    return Reach(sum(part.low for part in known), sum(part.high for part in known))


def reach_of_tree(tree: Tree, values: Mapping[str, Value], moves: Moves) -> Reach | None:
    """What a formula gives while the values of its names move."""
    return reach(partial(evaluate, tree), values, moves)
