"""How are an answer and the truth compared? As rows of numbers, one for each point and entry, relative to the truth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..arrays import Array, Numbers, Truths, Value, shape_of, write_shape
from ..errors import ShapeError
from ..formula.evaluator import evaluate
from ..formula.tree import Apply, Tree, walk
from ..ops import OPS
from ..ops.row import elementwise
from ..words import Message, message
from .derivative import DerivativeQuestion, Trial

TOLERANCE = 1e-7
Table = tuple[tuple[str, ...], Array]
"""Names of misconceptions, and what each gives at the points of the question, a row for each."""


def flat(values: Sequence[Value], like: Sequence[Numbers]) -> Array:
    """All trials in one row of numbers, each broadcast to the shape of the truth."""
    rows = [np.broadcast_to(value, np.shape(wanted)).ravel() for value, wanted in zip(values, like, strict=True)]
    return np.concatenate(rows).astype(float)


def distance(got: Array, wanted: Array, noise: Array | float = 0.0) -> Array:
    """How far off each number is, relative to what it should be; no more than `noise` counts as nothing."""
    with np.errstate(all="ignore"):
        off = np.abs(got - wanted)
        return np.where(off <= noise, 0.0, off / np.maximum(np.abs(wanted), TOLERANCE))


def is_elementwise(tree: Tree) -> bool:
    """Does every operation of an answer treat numbers one by one?"""
    return all(OPS[part.op].shape is elementwise for part in walk(tree) if isinstance(part, Apply))


def one_by_one(tree: Tree, trial: Trial, question: DerivativeQuestion) -> Value:
    """The answer at every point of a trial, evaluated with single numbers. Raises what `evaluate` raises."""
    count = int(np.size(trial.at[question.wrt]))
    rows = {name: np.broadcast_to(trial.values[name], count).tolist() for name in question.known}
    values = [evaluate(tree, {name: row[place] for name, row in rows.items()}) for place in range(count)]
    for value in values:
        if shape_of(value):
            raise ShapeError("verdict.number-wanted", got=write_shape(shape_of(value)))
    return np.array(values, dtype=float)


def what_is_known(got: Array, wanted: Array, defined: Truths) -> Message:
    """What can be said of a wrong answer that no known mistake explains."""
    usable = defined & (np.abs(wanted) > 1e-9)
    if not np.any(usable):
        return message("verdict.formula-wrong")
    ratio = got[usable] / wanted[usable]
    # Times any factor, 0 stays 0: so `x` is no multiple of a derivative such as min(0, x).
    is_multiple = np.allclose(got[defined & ~usable], 0.0, atol=1e-9)
    if is_multiple and np.allclose(ratio, ratio[0], rtol=1e-6) and ratio[0] != 0:
        return message("verdict.off-by-factor", factor=f"{float(ratio[0]):.4g}")
    difference = got[defined] - wanted[defined]
    if np.allclose(difference, difference[0], rtol=1e-6, atol=1e-12) and len(difference) > 1:
        return message("verdict.off-by-constant", constant=f"{float(difference[0]):.4g}")
    agree = int(np.sum(np.abs(got - wanted)[defined] <= TOLERANCE * np.maximum(np.abs(wanted[defined]), 1.0)))
    if agree * 8 > int(np.sum(defined)):
        return message("verdict.right-in-part")
    return message("verdict.formula-wrong")


def agreeing(got: Array, mistaken: Array, defined: Truths) -> list[int]:
    """The rows of `mistaken` that equal the answer wherever both are defined, provided that is at enough points."""
    if not len(mistaken) or not np.any(got[defined]):
        return []  # 0 is what many slips come to by chance
    both = defined & np.isfinite(mistaken)
    got = np.where(defined, got, 0.0)
    off = np.abs(got - np.where(both, mistaken, got))
    close = off <= 1e-6 * np.maximum(np.abs(mistaken), 1e-9)
    enough = both.sum(axis=1) >= max(3, int(np.sum(defined)) // 2)
    return [int(place) for place in np.flatnonzero(enough & (close | ~both).all(axis=1))]


def table_of(slips: Sequence[tuple[str, tuple[Value, ...]]], question: DerivativeQuestion) -> Table:
    """The slips that have the shape of the truth, which may be given at the first few points only."""
    truth = question.truth
    wanted = ((), shape_of(truth[0])) if truth else ()
    fitting = [(id, values) for id, values in slips if question.is_pointwise or shape_of(values[0]) in wanted]
    rows = [flat(values, truth[: len(values)]) for _, values in fitting]
    longest = max((len(row) for row in rows), default=0)
    table = [np.pad(row, (0, longest - len(row)), constant_values=np.nan) for row in rows]
    return tuple(id for id, _ in fitting), np.array(table)
