"""Is a typed derivative right? Numbers first, in milliseconds; a proof may follow.

The answer is evaluated at all points of the question. It is right if it agrees with the engine everywhere, in whatever
form it is written. If it differs it is wrong, and is compared with what the known misconceptions would give; one of
these is named only if it is the only one that fits, and none if the answer would be right had it been read otherwise.
An answer that agrees wherever it is defined, but is not defined everywhere, is undecided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from ..arrays import Value, shape_of, write_shape
from ..errors import FormulaError, GradstepError, ShapeError
from ..formula.evaluator import evaluate
from ..formula.meaning import literal_shape
from ..formula.parser import parse_expression
from ..formula.printer import write
from ..formula.tree import Apply, Matrix, Number, Tree, replaced, walk
from ..ops import OPS
from ..ops.row import elementwise
from ..words import message
from .array_slips import array_slips
from .derivative import FEW, DerivativeQuestion, Trial
from .further_slips import further_slips
from .readings import other_readings
from .slips import COVERS, all_slips
from .verdict import Verdict

Table = tuple[tuple[str, ...], Any]
"""Names of misconceptions, and what each gives at the points of the question, a row for each."""
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
    def further(self) -> list[tuple[str, tuple[Value, ...]]]:
        """What less likely misconceptions give."""
        return further_slips(self.question) if self.question.is_pointwise else array_slips(self.question)

    @cached_property
    def _likely(self) -> Table:
        return self._table(self.slips)

    @cached_property
    def _less_likely(self) -> Table:
        return self._table(self.further)

    def _table(self, slips: Sequence[tuple[str, tuple[Value, ...]]]) -> Table:
        """The slips that have the shape of the truth: their names, and a row of numbers for each."""
        truth = self.question.truth
        fitting = [(id, values) for id, values in slips if self._fits_shape(values)]
        rows = [_flat(values, truth[: len(values)]) for _, values in fitting]
        longest = max((len(row) for row in rows), default=0)
        table = [np.pad(row, (0, longest - len(row)), constant_values=np.nan) for row in rows]
        return tuple(id for id, _ in fitting), np.array(table)

    def read(self, text: str) -> Read:
        """The tree of an answer. Raises FormulaError, UnknownNameError."""
        tree = self._as_number(parse_expression(text, known=self.question.known))
        return Read(tree, write(tree, "unicode", grouped=True))

    def judge(self, text: str) -> Verdict:
        """The verdict on an answer as it was typed."""
        try:
            read = self.read(text)
            verdict = self._compare(read, self._values(read.tree, self.question.trials))
        except GradstepError as error:
            return Verdict("unreadable", error.message)
        if verdict.kind == "wrong":
            verdict = self._read_otherwise(text, read) or verdict
        return replace(verdict, reading=read.reading)

    def _as_number(self, tree: Tree) -> Tree:
        """Where only numbers are wanted, brackets around one entry group it. Raises FormulaError for more entries."""
        if not self.question.takes_numbers:
            return tree
        for part in walk(tree):
            if isinstance(part, Matrix) and (len(part.items) > 1 or isinstance(part.items[0], Matrix)):
                length = part.span.end - part.span.start
                got = write_shape(literal_shape(part))
                raise FormulaError("formula.number-not-array", column=part.span.start, length=length, got=got)
        return replaced(tree, lambda part: part.items[0] if isinstance(part, Matrix) else part)

    def _values(self, tree: Tree, trials: Sequence[Trial]) -> list[Value]:
        """The answer at the points; where only numbers are wanted, operations on arrays see one number at a time."""
        if not self.question.is_pointwise or _is_elementwise(tree):
            return [evaluate(tree, trial.values) for trial in trials]
        return [_one_by_one(tree, trial, self.question) for trial in trials]

    def _compare(self, read: Read, found: Sequence[Value]) -> Verdict:
        truth = self.question.truth
        if not truth:
            return Verdict("undecided", message("verdict.no-points"))
        shape = shape_of(found[0])
        if not self.question.is_pointwise and shape not in ((), shape_of(truth[0])):
            return self._misshapen(found)
        got, wanted = _flat(found, truth), _flat(truth, truth)
        defined = np.isfinite(got)
        if not np.any(defined):
            return Verdict("undecided", message("verdict.nowhere-defined"))
        off = _distance(got, wanted)
        if np.all(off[defined] <= TOLERANCE):
            if np.all(defined):
                return self._agreeing(read)
            return Verdict("undecided", message("verdict.domain", where=self._where(~defined)))
        if np.all(off[defined] <= ROUNDED) and _has_decimals(read.tree):
            return Verdict("rounded", message("verdict.rounded-coefficients"))
        return self._diagnose(got, wanted)

    def _agreeing(self, read: Read) -> Verdict:
        """An answer that agrees at all points of the question; does it also, grossly, where digits are lost, and near
        the kinks that only the answer has?"""
        if self._differs_grossly(read.tree) or self._differs_beside(read.tree):
            return Verdict("wrong", message("verdict.right-in-part"))
        count = self.question.size
        return Verdict("right", message("verdict.agrees" if count >= FEW else "verdict.agrees-few", count=count))

    def _differs_grossly(self, tree: Tree) -> bool:
        if self.question.rough is None or not _is_elementwise(tree):
            return False
        here, aside = self.question.rough
        wanted, wanted_aside = self.question.truth_of(here), self.question.truth_of(aside)
        got, got_aside = (_flat([evaluate(tree, trial.values)], [wanted]) for trial in (here, aside))
        typical = float(np.median(np.abs(self.question.truth[0])))
        with np.errstate(all="ignore"):
            size = np.maximum(np.abs(wanted), np.abs(got))
            steady = np.maximum(np.abs(got - got_aside), np.abs(wanted - wanted_aside)) <= 1e-5 * size + 1e-9 * typical
            return bool(np.any(steady & np.isfinite(got) & (np.abs(got - wanted) > 1e-3 * size + 1e-6 * typical)))

    def _differs_beside(self, tree: Tree) -> bool:
        trial = self.question.beside(tree) if _is_elementwise(tree) else None
        if trial is None:
            return False
        wanted = self.question.truth_of(trial)
        got = _flat([evaluate(tree, trial.values)], [wanted])
        return bool(np.any(_distance(got, wanted)[np.isfinite(got)] > 1e-5))

    def _read_otherwise(self, text: str, read: Read) -> Verdict | None:
        """The verdict that shows both readings of an answer that is right in another one."""
        tried = {read.reading}
        for tree in other_readings(text, self.question.known):
            meant = write(tree, "unicode", grouped=True)
            if meant in tried:
                continue
            tried.add(meant)
            try:
                tree = self._as_number(tree)
                verdict = self._verdict_without_names(Read(tree, meant))
            except GradstepError:
                continue
            if verdict:
                return Verdict("wrong", message("verdict.two-readings", read=read.reading, meant=meant))
        return None

    def _verdict_without_names(self, read: Read) -> bool:
        """Would this be right?"""
        found, truth = self._values(read.tree, self.question.trials), self.question.truth
        if not self.question.is_pointwise and shape_of(found[0]) not in ((), shape_of(truth[0])):
            return False
        got, wanted = _flat(found, truth), _flat(truth, truth)
        return bool(np.all(np.isfinite(got)) and np.all(_distance(got, wanted) <= TOLERANCE)) and (
            self._agreeing(read).kind == "right"
        )

    def _diagnose(self, got: Any, wanted: Any) -> Verdict:
        defined = np.isfinite(got)
        return (
            self._named_by(self._likely, got, defined)
            or self._named_by(self._less_likely, got, defined)
            or Verdict("wrong", _known(got, wanted, defined))
        )

    def _named_by(self, table: Table, got: Any, defined: Any) -> Verdict | None:
        names, mistaken = table
        count = mistaken.shape[1] if len(mistaken) else 0
        return _named([names[place] for place in _agreeing(got[:count], mistaken, defined[:count])])

    def _misshapen(self, found: Sequence[Value]) -> Verdict:
        """An answer of another shape; perhaps a known slip has just that shape."""
        shape = shape_of(found[0])
        fits = [
            id
            for id, values in (*self.slips, *self.further)
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


def _distance(got: Any, wanted: Any) -> Any:
    """How far off each number is, relative to what it should be."""
    with np.errstate(all="ignore"):
        return np.abs(got - wanted) / np.maximum(np.abs(wanted), TOLERANCE)


def _is_elementwise(tree: Tree) -> bool:
    return all(OPS[part.op].shape is elementwise for part in walk(tree) if isinstance(part, Apply))


def _one_by_one(tree: Tree, trial: Trial, question: DerivativeQuestion) -> Value:
    """The answer at every point of a trial, evaluated with single numbers. Raises what `evaluate` raises."""
    count = int(np.size(trial.at[question.wrt]))
    rows = {name: np.broadcast_to(trial.values[name], count).tolist() for name in question.known}
    values = [evaluate(tree, {name: row[place] for name, row in rows.items()}) for place in range(count)]
    for value in values:
        if shape_of(value):
            raise ShapeError("verdict.number-wanted", got=write_shape(shape_of(value)))
    return np.array(values, dtype=float)


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
    if not len(mistaken) or not np.any(got[defined]):
        return []  # 0 is what many slips come to by chance
    both = defined & np.isfinite(mistaken)
    got = np.where(defined, got, 0.0)
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
