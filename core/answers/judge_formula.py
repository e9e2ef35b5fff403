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

import numpy as np

from ..arrays import Array, Truths, Value, shape_of, write_shape
from ..errors import FormulaError, GradstepError
from ..formula.evaluator import evaluate
from ..formula.meaning import literal_shape
from ..formula.parser import parse_expression
from ..formula.printer import write
from ..formula.tree import Matrix, Number, Tree, replaced, walk
from ..words import message
from .array_slips import array_slips
from .comparison import TOLERANCE, Table, agreeing, distance, flat, is_elementwise, one_by_one, table_of, what_is_known
from .derivative import FEW, FEW_ARRAYS, DerivativeQuestion, Trial
from .further_slips import further_slips
from .readings import other_readings
from .slips import COVERS, all_slips
from .verdict import Verdict

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
        if self.question.pieces or not self.question.trials:
            return []
        return further_slips(self.question) if self.question.is_pointwise else array_slips(self.question)

    @cached_property
    def _likely(self) -> Table:
        return table_of(self.slips, self.question)

    @cached_property
    def _less_likely(self) -> Table:
        return table_of(self.further, self.question)

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
            if isinstance(part, Matrix) and set(literal_shape(part)) != {1}:
                length = part.span.end - part.span.start
                got = write_shape(literal_shape(part))
                raise FormulaError("formula.number-not-array", column=part.span.start, length=length, got=got)
        return replaced(tree, _entry)

    def _values(self, tree: Tree, trials: Sequence[Trial]) -> list[Value]:
        """The answer at the points; where only numbers are wanted, operations on arrays see one number at a time."""
        if not self.question.is_pointwise or is_elementwise(tree):
            return [evaluate(tree, trial.values) for trial in trials]
        return [one_by_one(tree, trial, self.question) for trial in trials]

    def _compare(self, read: Read, found: Sequence[Value]) -> Verdict:
        truth = self.question.truth
        if not truth:
            return Verdict("undecided", message("verdict.no-points"))
        shape = shape_of(found[0])
        if not self.question.is_pointwise and shape not in ((), shape_of(truth[0])):
            return self._misshapen(found)
        got, wanted = flat(found, truth), flat(truth, truth)
        defined = np.isfinite(got)
        if not np.any(defined):
            return Verdict("undecided", message("verdict.nowhere-defined"))
        off = distance(got, wanted, flat(self.question.noise, truth))
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
        is_few = count < (FEW if self.question.is_pointwise else FEW_ARRAYS)
        return Verdict("right", message("verdict.agrees-few" if is_few else "verdict.agrees", count=count))

    def _differs_grossly(self, tree: Tree) -> bool:
        if self.question.rough is None or not is_elementwise(tree):
            return False
        here, aside = self.question.rough
        wanted, wanted_aside = self.question.truth_of(here), self.question.truth_of(aside)
        got, got_aside = (flat([evaluate(tree, trial.values)], [wanted]) for trial in (here, aside))
        typical = float(np.median(np.abs(self.question.truth[0])))
        with np.errstate(all="ignore"):
            size = np.maximum(np.abs(wanted), np.abs(got))
            steady = np.maximum(np.abs(got - got_aside), np.abs(wanted - wanted_aside)) <= 1e-5 * size + 1e-9 * typical
            return bool(np.any(steady & np.isfinite(got) & (np.abs(got - wanted) > 1e-3 * size + 1e-6 * typical)))

    def _differs_beside(self, tree: Tree) -> bool:
        trial = self.question.beside(tree) if is_elementwise(tree) else None
        if trial is None:
            return False
        wanted = self.question.truth_of(trial)
        got = flat([evaluate(tree, trial.values)], [wanted])
        return bool(np.any(distance(got, wanted)[np.isfinite(got)] > 1e-5))

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
                is_right = self._would_be_right(Read(tree, meant))
            except GradstepError:
                continue
            if is_right:
                return Verdict("wrong", message("verdict.two-readings", read=read.reading, meant=meant))
        return None

    def _would_be_right(self, read: Read) -> bool:
        """Would this be right?"""
        found, truth = self._values(read.tree, self.question.trials), self.question.truth
        if not self.question.is_pointwise and shape_of(found[0]) not in ((), shape_of(truth[0])):
            return False
        got, wanted = flat(found, truth), flat(truth, truth)
        return bool(
            np.all(np.isfinite(got)) and np.all(distance(got, wanted, flat(self.question.noise, truth)) <= TOLERANCE)
        ) and (self._agreeing(read).kind == "right")

    def _diagnose(self, got: Array, wanted: Array) -> Verdict:
        defined = np.isfinite(got)
        return (
            self._named_by(self._likely, got, defined)
            or self._named_by(self._less_likely, got, defined, inside=True)
            or Verdict("wrong", what_is_known(got, wanted, defined))
        )

    def _named_by(self, table: Table, got: Array, defined: Truths, *, inside: bool = False) -> Verdict | None:
        names, mistaken = table
        count = mistaken.shape[1] if len(mistaken) else 0
        fits = [names[place] for place in agreeing(got[:count], mistaken, defined[:count])]
        return _named(fits, inside=inside)

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

    def _where(self, bad: Truths) -> str:
        """The variables at one point where the answer is not defined."""
        if not self.question.is_pointwise:
            return ""
        place = int(np.argmax(bad))
        for trial in self.question.trials:
            count = int(np.size(trial.at[self.question.wrt]))
            if place < count:
                return ", ".join(f"{name} = {float(value[place]):.3g}" for name, value in trial.at.items())
            place -= count
        return ""


def _entry(tree: Tree) -> Tree:
    return tree.items[0] if isinstance(tree, Matrix) and tree.items else tree


SAID_OTHERWISE = {"sign": "sign-of-term"}
"""What a misconception is called when it happened inside of an answer."""


def _named(fits: Sequence[str], *, inside: bool = False) -> Verdict | None:
    """The verdict that names the misconception, when exactly one fits, or lists those that do."""
    covered = {general for id in fits for general in COVERS.get(id, ())}
    candidates = tuple(dict.fromkeys(id for id in fits if id not in covered))
    if not candidates:
        return None
    if len(candidates) == 1:
        said = SAID_OTHERWISE.get(candidates[0], candidates[0]) if inside else candidates[0]
        return Verdict("wrong", message(f"mistake.{said}"), "", candidates[0], candidates)
    names = [message(f"mistake.{id}-name") for id in candidates]
    return Verdict("wrong", message("verdict.several", names=names), "", None, candidates)


def _has_decimals(tree: Tree) -> bool:
    return any(isinstance(part, Number) and "." in part.text for part in walk(tree))
