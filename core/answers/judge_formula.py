"""Is a typed derivative right? Numbers first, in milliseconds; a proof may follow.

The answer is evaluated at all points of the question. It is right if it agrees with the engine everywhere, in whatever
form it is written. If it differs it is wrong, and is compared with what the known misconceptions would give; one of
these is named only if it is the only one that fits. An answer that agrees wherever it is defined, but is not defined
everywhere, is undecided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from ..arrays import Value, shape_of, write_shape
from ..errors import GradstepError
from ..formula.evaluator import evaluate
from ..formula.parser import parse_expression
from ..formula.printer import write
from ..formula.tree import Number, Tree, walk
from ..words import message
from .derivative import DerivativeQuestion
from .slips import COVERS, all_slips
from .verdict import Verdict

TOLERANCE = 1e-7
ROUNDED = 5e-3
"""An answer with decimals that is off by no more than this, relative to the truth, may have been rounded."""


@dataclass(frozen=True)
class Read:
    """An answer that could be read: its tree, and how it is written back."""

    tree: Tree
    reading: str


class FormulaJudge:
    """Judges answers to one question; whatever it needs is computed with the first answer and kept."""

    def __init__(self, question: DerivativeQuestion) -> None:
        self.question: DerivativeQuestion = question

    @cached_property
    def slips(self) -> list[tuple[str, tuple[Value, ...]]]:
        """What the known misconceptions give at the points of the question."""
        return all_slips(self.question)

    @cached_property
    def _table(self) -> tuple[tuple[str, ...], Any]:
        """The slips that have the shape of the truth: their names, and a row of numbers for each."""
        fitting = [(id, values) for id, values in self.slips if self._fits_shape(values)]
        rows = [_flat(values, self.question.truth) for _, values in fitting]
        return tuple(id for id, _ in fitting), np.array(rows)

    def read(self, text: str) -> Read:
        """The tree of an answer. Raises FormulaError, UnknownNameError."""
        tree = parse_expression(text, known=self.question.known)
        return Read(tree, write(tree, "unicode"))

    def judge(self, text: str) -> Verdict:
        """The verdict on an answer as it was typed."""
        try:
            read = self.read(text)
            found = [evaluate(read.tree, trial.values) for trial in self.question.trials]
        except GradstepError as error:
            return Verdict("unreadable", error.message)
        verdict = self._compare(read, found)
        return replace(verdict, reading=read.reading)

    def _compare(self, read: Read, found: Sequence[Value]) -> Verdict:
        truth = self.question.truth
        if not found:
            return Verdict("undecided", message("verdict.nowhere-defined"))
        shape = shape_of(found[0])
        if not self.question.is_pointwise and shape not in ((), shape_of(truth[0])):
            return self._misshapen(found)
        got, wanted = _flat(found, truth), _flat(truth, truth)
        defined = np.isfinite(got)
        if not np.any(defined):
            return Verdict("undecided", message("verdict.nowhere-defined"))
        off = np.abs(got - wanted) / np.maximum(np.abs(wanted), TOLERANCE)
        if np.all(off[defined] <= TOLERANCE):
            if np.all(defined):
                return Verdict("right", message("verdict.agrees", count=self.question.size))
            return Verdict("undecided", message("verdict.domain", where=self._where(~defined)))
        if np.all(off[defined] <= ROUNDED) and _has_decimals(read.tree):
            return Verdict("rounded", message("verdict.rounded-coefficients"))
        return self._diagnose(got, wanted)

    def _diagnose(self, got: Any, wanted: Any) -> Verdict:
        defined = np.isfinite(got)
        names, mistaken = self._table
        fits = [names[place] for place in _agreeing(got, mistaken, defined)]
        return _named(fits) or Verdict("wrong", _known(got, wanted, defined))

    def _misshapen(self, found: Sequence[Value]) -> Verdict:
        """An answer of another shape; perhaps a known slip has just that shape."""
        shape = shape_of(found[0])
        fits = [
            id
            for id, values in self.slips
            if shape_of(values[0]) == shape and np.allclose(values[0], found[0], rtol=1e-6)
        ]
        wanted = write_shape(shape_of(self.question.truth[0]))
        said = message("verdict.formula-shape", got=write_shape(shape), wanted=wanted)
        return _named(fits) or Verdict("wrong", said)

    def _fits_shape(self, values: Sequence[Value]) -> bool:
        wanted = shape_of(self.question.truth[0])
        return self.question.is_pointwise or shape_of(values[0]) in ((), wanted)

    def _where(self, bad: Any) -> str:
        """The variables at one point where the answer is not defined."""
        if not self.question.is_pointwise:
            return ""
        place = int(np.argmax(bad))
        at = self.question.trials[0].at
        return ", ".join(f"{name} = {float(value[place]):.3g}" for name, value in at.items())


def _named(fits: Sequence[str]) -> Verdict | None:
    """The verdict that names the misconception, when exactly one fits, or lists those that do."""
    covered = {general for id in fits for general in COVERS.get(id, ())}
    candidates = tuple(dict.fromkeys(id for id in fits if id not in covered))
    if not candidates:
        return None
    if len(candidates) == 1:
        return Verdict("wrong", message(f"mistake.{candidates[0]}"), "", candidates[0], candidates)
    names = [message(f"mistake.{id}-name") for id in candidates]
    return Verdict("wrong", message("verdict.several", names=names), "", None, candidates)


def _flat(values: Sequence[Value], like: Sequence[Value]) -> Any:
    """All trials in one row of numbers, each broadcast to the shape of the truth."""
    rows = [np.broadcast_to(value, np.shape(wanted)).ravel() for value, wanted in zip(values, like, strict=True)]
    return np.concatenate(rows).astype(float)


def _agreeing(got: Any, mistaken: Any, defined: Any) -> list[int]:
    """The rows of `mistaken` that equal the answer wherever both are defined, provided that is at enough points."""
    if not len(mistaken):
        return []
    both = defined & np.isfinite(mistaken)
    off = np.abs(got - np.where(both, mistaken, got))
    close = off <= 1e-6 * np.maximum(np.abs(mistaken), 1e-9)
    enough = both.sum(axis=1) >= max(3, int(np.sum(defined)) // 2)
    return [int(place) for place in np.flatnonzero(enough & (close | ~both).all(axis=1))]


def _has_decimals(tree: Tree) -> bool:
    return any(isinstance(part, Number) and "." in part.text for part in walk(tree))


def _known(got: Any, wanted: Any, defined: Any) -> Any:
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
