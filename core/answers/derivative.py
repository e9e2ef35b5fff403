"""Which derivative was asked for, and what is it at many points? A question and its truth, made once and used often.

The truth is the engine's gradient at a pool of points (points.py). A formula of single numbers is computed for all
points at once, a formula with arrays point by point. For every node, the question also knows how the output depends on
it and how it moves with the variable. From these two come the answers of people with known misconceptions (slips.py).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..arrays import Numbers, Shape, Value, shape_of
from ..errors import FormulaError, UnknownNameError
from ..formula.build import Built, build
from ..formula.evaluator import evaluate
from ..formula.limits import FORMULA_LIMITS
from ..formula.parser import parse
from ..formula.tree import Apply, Entry, Formula, Tree, Where, given_names, walk
from ..ops import OPS
from ..ops.row import elementwise
from ..passes import Pass, run_pass, tangents
from .edges import edges_of, naturally_positive
from .pieces import MOST, pieces_of
from .points import NEAR_A_KINK, Pool, draw_arrays, find_pool, gross_gradient

TRIALS = 10
"""Points used for a formula with arrays."""
FEW = 12
"""Agreement at fewer points than this is said to be at few."""
FEW_ARRAYS = 4
"""The same for a formula with arrays, each of which has many numbers."""
LARGEST = 1e12
NOISE = 1e-13
"""A gradient this small, relative to what cancelled in it, is rounding noise around 0."""


@dataclass(frozen=True, eq=False)
class Trial:
    """One point or many, the engine's pass over them, and how every node moves with the variable there."""

    at: Mapping[str, Value]
    record: Pass
    moving: Mapping[str, Value]
    values: Mapping[str, Value]
    """The value of every node, and of definitions that only rename one: an answer may use all of their names."""


class DerivativeQuestion:
    """∂formula/∂wrt, with its truth at a pool of points.

    `shapes` are the shapes of variables that are not single numbers. `at` are values that somebody gave: what they
    share with a target (one-hot, a distribution, labels) is kept by the points, and they are a point themselves.
    `positive` are variables that are positive by nature, besides those that the formula shows to be. Raises
    FormulaError, UnknownNameError.
    """

    def __init__(
        self,
        of: str | Formula,
        wrt: str,
        shapes: Mapping[str, Shape] | None = None,
        *,
        at: Mapping[str, Value] | None = None,
        positive: Collection[str] = (),
    ) -> None:
        known = {**{name: shape_of(value) for name, value in (at or {}).items()}, **(shapes or {})}
        has_transposes = any(known.values()) and "T" not in known
        self.formula: Formula = (
            of if isinstance(of, Formula) else parse(of, limits=FORMULA_LIMITS, transposes=has_transposes)
        )
        self.names: tuple[str, ...] = given_names(self.formula)
        if not self.names:
            raise FormulaError("question.no-variables", column=1)
        for name in (wrt, *positive):
            if name not in self.names:
                raise UnknownNameError("question.no-such-variable", name, self.names)
        self.wrt: str = wrt
        self.shapes: dict[str, Shape] = {name: known.get(name, ()) for name in self.names}
        self.at: dict[str, Value] = {name: value for name, value in (at or {}).items() if name in self.names}
        self.positive: frozenset[str] = frozenset(positive)
        self.pieces: tuple[tuple[tuple[Tree, ...], DerivativeQuestion], ...] = ()
        """Where there are cases: conditions, and the question as it is where they hold."""
        choice = next((part for part in self._parts if isinstance(part, Where | Entry)), None)
        if choice is not None:
            self.pieces = self._pieces(choice)

    def _pieces(self, choice: Tree) -> tuple[tuple[tuple[Tree, ...], DerivativeQuestion], ...]:
        """The questions of a formula with cases. Raises FormulaError for cases of arrays, and for too many."""
        pieces = pieces_of(self.formula)
        if not self.takes_numbers or isinstance(choice, Entry) or len(pieces) > MOST:
            length = choice.span.end - choice.span.start
            raise FormulaError("question.choice", column=choice.span.start, length=length)
        return tuple(
            (conditions, DerivativeQuestion(formula, self.wrt, at=self.at, positive=self.positive))
            for conditions, formula in pieces
        )

    @cached_property
    def _parts(self) -> tuple[Tree, ...]:
        return tuple(part for definition in self.formula.definitions for part in walk(definition.tree))

    @cached_property
    def is_pointwise(self) -> bool:
        """Is every operation elementwise, and every variable a single number?"""
        if self.pieces:
            return all(question.is_pointwise for _, question in self.pieces)
        applied = [part for part in self._parts if isinstance(part, Apply)]
        has_numbers_only = not any(self.shapes.values())
        return has_numbers_only and all(OPS[part.op].shape is elementwise for part in applied)

    @property
    def takes_numbers(self) -> bool:
        """Is every variable a single number? Then an answer is one, too."""
        return not any(self.shapes.values())

    @cached_property
    def built(self) -> Built:
        """The graph of the formula."""
        return build(self.formula, self.shapes)

    @cached_property
    def edges(self) -> tuple[Tree, ...]:
        """What is zero at the kinks of the formula, at the borders of its domain, and where it begins to saturate."""
        return tuple(dict.fromkeys(edge for part in self.formula.definitions for edge in edges_of(part.tree)))

    @cached_property
    def _pool(self) -> Pool:
        """The points of a formula of single numbers; variables are positive where that is natural and possible."""
        natural = (naturally_positive(self.formula) & set(self.names)) | self.positive
        pools = [find_pool(self, self.edges, positive) for positive in dict.fromkeys((natural, self.positive))]
        return next((pool for pool in pools if pool.size >= FEW), max(pools, key=lambda pool: pool.size))

    @cached_property
    def trials(self) -> tuple[Trial, ...]:
        """The pool: one trial with all points, or several with one point each."""
        if self.pieces:
            made = (question.trial_where(conditions) for conditions, question in self.pieces)
            return tuple(trial for trial in made if trial is not None)
        if self.is_pointwise:
            return (self.trial(self._pool.points),) if self._pool.size else ()
        found: list[Trial] = []
        positive = naturally_positive(self.formula) | self.positive
        for point in draw_arrays(self.shapes, self.at, positive, count=4 * TRIALS):
            made = self.trial(point)
            if _is_sound(made.record.gradients[self.wrt]):
                found.append(made)
            if len(found) == TRIALS:
                break
        return tuple(found)

    def trial_where(self, conditions: Sequence[Tree]) -> Trial | None:
        """The points where all of these conditions hold, also right beside their borders; None if there are none."""
        borders = [edge for condition in conditions for edge in edges_of(condition, every_name=True)]
        natural = (naturally_positive(self.formula) & set(self.names)) | self.positive
        points = find_pool(self, [*self.edges, *borders], natural).points
        if not points[self.wrt].size:
            return None
        trial = self.trial(points)
        holds = np.array(True)
        for condition in conditions:
            holds = holds & evaluate(condition, trial.values)
        for border in borders:
            holds = holds & (np.abs(evaluate(border, trial.values)) > NEAR_A_KINK)
        kept = {name: values[np.broadcast_to(holds, values.shape)] for name, values in points.items()}
        return self.trial(kept) if kept[self.wrt].size else None

    @cached_property
    def rough(self) -> tuple[Trial, Trial] | None:
        """Points where digits are lost, so that only gross errors show, once more a hair's breadth away; or None."""
        if self.pieces or not self.is_pointwise or not self._pool.rough:
            return None
        aside = {name: value * (1.0 + 3e-14) for name, value in self._pool.rough.items()}
        return self.trial(self._pool.rough), self.trial(aside)

    def beside(self, answer: Tree) -> Trial | None:
        """Points on both sides of the kinks that only an answer has; None if it has none."""
        new = [edge for edge in edges_of(answer, kinks_only=True) if edge not in self.edges]
        if self.pieces or not new or not self.is_pointwise or not self._pool.size:
            return None
        pool = find_pool(self, new, self._pool.positive, count=48)
        return self.trial(pool.points) if pool.size else None

    @cached_property
    def truth(self) -> tuple[Value, ...]:
        """The gradient, one entry for each trial."""
        return tuple(self.truth_of(trial) for trial in self.trials)

    def truth_of(self, trial: Trial) -> Value:
        """The gradient at the points of a trial; what is only rounding noise is 0."""
        gradient = trial.record.gradients[self.wrt]
        return np.where(np.abs(gradient) <= NOISE * self._gross(trial), 0.0, gradient)

    def _gross(self, trial: Trial) -> Numbers:
        """How large the gradient would be if nothing cancelled; for arrays, the largest contribution on the way."""
        if self.is_pointwise:
            return gross_gradient(trial.record, self.wrt)
        sent = trial.record.contributions.values()
        return max((float(np.max(np.abs(value), initial=0.0)) for value in sent), default=0.0)

    @cached_property
    def noise(self) -> tuple[Value, ...]:
        """How far from 0 an answer may be, where the truth is 0, because its terms do not quite cancel."""
        found: list[Value] = []
        for trial, truth in zip(self.trials, self.truth, strict=True):
            sizes = [np.abs(value) if self.is_pointwise else np.max(np.abs(value)) for value in trial.at.values()]
            largest = np.maximum.reduce([np.broadcast_to(size, np.shape(truth)) for size in (1.0, *sizes)])
            found.append(np.where(truth == 0.0, NOISE * np.maximum(largest, self._gross(trial)), 0.0))
        return tuple(found)

    @property
    def size(self) -> int:
        """The number of points at which answers are compared."""
        return sum(int(np.size(trial.at[self.wrt])) if self.is_pointwise else 1 for trial in self.trials)

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """The lengths and sizes of the arrays in the formula, from 3 on: every N whose 1/N somebody may forget."""
        if self.is_pointwise:
            return ()
        shapes = [shape_of(value) for trial in self.trials[:1] for value in trial.values.values()]
        found = {int(np.prod(shape)) for shape in shapes} | {length for shape in shapes for length in shape}
        return tuple(sorted(found - {0, 1, 2}))

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The names that an answer may use: variables and named definitions."""
        defined = (definition.name for definition in self.formula.definitions if definition.name)
        return tuple(dict.fromkeys((*self.names, *defined)))

    def trial(self, at: Mapping[str, Value]) -> Trial:
        """The pass at a point, or at many."""
        shapes = {name: shape_of(value) for name, value in at.items()}
        graph = build(self.formula, shapes).graph if self.is_pointwise else self.built.graph
        record = run_pass(graph, at, strict=False)
        one = np.ones_like(at[self.wrt]) if shape_of(at[self.wrt]) else 1.0
        values = dict(record.values)
        for definition in self.formula.definitions:
            if definition.name is not None and definition.name not in values:
                values[definition.name] = evaluate(definition.tree, values)
        with np.errstate(all="ignore"):
            return Trial(at, record, tangents(record, {self.wrt: one}), values)


def _is_sound(gradient: Value) -> bool:
    return bool(np.all(np.isfinite(gradient)) and np.all(np.abs(gradient) < LARGEST))
