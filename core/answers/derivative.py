"""Which derivative was asked for, and what is it at many points? A question and its truth, made once and used often.

The truth is the engine's gradient at a pool of points: of several sizes, of both signs, on both sides of every kink,
but not at the kinks themselves, nor where all digits are lost. A formula of single numbers is computed for all points
at once, a formula with arrays point by point. For every node, the question also knows how the output depends on it and
how it moves with the variable. From these two come the answers of somebody with a known misconception (slips.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..arrays import Shape, Value, shape_of
from ..errors import UnknownNameError
from ..formula.build import Built, build
from ..formula.evaluator import evaluate
from ..formula.limits import FORMULA_LIMITS
from ..formula.parser import parse, parse_expression
from ..formula.tree import Apply, Formula, Tree, given_names, walk
from ..ops import OPS
from ..ops.row import elementwise
from ..passes import Pass, run_pass, tangents

SCALES = (0.3, 1.0, 2.5, 6.0)
"""Sizes of the points; about a quarter of them stay below each."""
DRAWN = 480
"""Points drawn for a formula of single numbers; those that are sound are kept, and compared all at once."""
TRIALS = 10
"""Points used for a formula with arrays."""
LARGEST = 1e6
SMALLEST = 1e-6
NEAR_A_KINK = 1e-3
LARGEST_EXPONENT = 12.0


@dataclass(frozen=True, eq=False)
class Trial:
    """One point or many, the engine's pass over them, and how every node moves with the variable there."""

    at: Mapping[str, Value]
    record: Pass
    moving: Mapping[str, Value]

    @property
    def values(self) -> Mapping[str, Value]:
        """The value of every node, because an answer may use the names of definitions."""
        return self.record.values


class DerivativeQuestion:
    """∂formula/∂wrt, with its truth at a pool of points.

    `shapes` are the shapes of variables that are not single numbers. Raises FormulaError, UnknownNameError.
    """

    def __init__(self, of: str | Formula, wrt: str, shapes: Mapping[str, Shape] | None = None) -> None:
        self.formula: Formula = of if isinstance(of, Formula) else parse(of, limits=FORMULA_LIMITS)
        self.names: tuple[str, ...] = given_names(self.formula)
        if wrt not in self.names:
            raise UnknownNameError("question.no-such-variable", wrt, self.names)
        self.wrt: str = wrt
        self.shapes: dict[str, Shape] = {name: (shapes or {}).get(name, ()) for name in self.names}

    @cached_property
    def is_pointwise(self) -> bool:
        """Is every operation elementwise, and every variable a single number?"""
        trees = [definition.tree for definition in self.formula.definitions]
        parts = [part for tree in trees for part in walk(tree)]
        applied = [part for part in parts if isinstance(part, Apply)]
        return not any(self.shapes.values()) and all(OPS[part.op].shape is elementwise for part in applied)

    @cached_property
    def built(self) -> Built:
        """The graph of the formula."""
        return build(self.formula, self.shapes)

    @cached_property
    def trials(self) -> tuple[Trial, ...]:
        """The pool: one trial with all points, or several with one point each."""
        draw = np.random.default_rng(20_240_607)
        if self.is_pointwise:
            return (self._kept(_draw_scalars(draw, self.names)),)
        points = [_draw_arrays(draw, self.shapes, SCALES[place % 3]) for place in range(3 * TRIALS)]
        made = [self._trial(point) for point in points]
        sound = [trial for trial in made if _is_sound(trial.record.gradients[self.wrt])]
        return tuple(sound[:TRIALS])

    @cached_property
    def truth(self) -> tuple[Value, ...]:
        """The gradient, one entry for each trial."""
        return tuple(trial.record.gradients[self.wrt] for trial in self.trials)

    @property
    def size(self) -> int:
        """The number of points at which answers are compared."""
        return sum(int(np.size(trial.at[self.wrt])) if self.is_pointwise else 1 for trial in self.trials)

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The names that an answer may use: variables and named definitions."""
        defined = (definition.name for definition in self.formula.definitions if definition.name)
        return tuple(dict.fromkeys((*self.names, *defined)))

    def _trial(self, at: Mapping[str, Value]) -> Trial:
        record = run_pass(self._graph_for(at), at, strict=False)
        one = np.ones_like(at[self.wrt]) if shape_of(at[self.wrt]) else 1.0
        with np.errstate(all="ignore"):
            return Trial(at, record, tangents(record, {self.wrt: one}))

    def _graph_for(self, at: Mapping[str, Value]) -> Any:
        if not self.is_pointwise:
            return self.built.graph
        return build(self.formula, {name: shape_of(value) for name, value in at.items()}).graph

    def _kept(self, drawn: Mapping[str, Value]) -> Trial:
        """The trial at those drawn points where everything is sound."""
        whole = self._trial(drawn)
        good = _is_between(whole.record.gradients[self.wrt])
        for node in whole.record.graph.operations:
            good &= np.isfinite(whole.values[node.id]) & (np.abs(whole.values[node.id]) < LARGEST)
            good &= ~_near_kink(whole, node.id) & _is_tame(whole, node.id)
        if not np.any(good):
            good = np.isfinite(np.broadcast_to(whole.record.gradients[self.wrt], good.shape))
        return self._trial({name: value[good] for name, value in drawn.items()})


def _draw_scalars(draw: np.random.Generator, names: Sequence[str]) -> dict[str, Value]:
    """Points of several sizes and both signs; about three in four are positive, because some formulas need that."""
    sizes = np.repeat(SCALES, DRAWN // len(SCALES))
    found: dict[str, Value] = {}
    for name in names:
        magnitude = draw.uniform(0.05, 1.0, DRAWN) * sizes
        sign = np.where(draw.random(DRAWN) < 0.5, 1.0, draw.choice([-1.0, 1.0], DRAWN))
        found[name] = magnitude * sign
    return found


def _draw_arrays(draw: np.random.Generator, shapes: Mapping[str, Shape], scale: float) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, shape in shapes.items():
        drawn = draw.uniform(0.1, 1.0, shape) * draw.choice([-1.0, 1.0], shape) * scale
        found[name] = drawn if shape else float(drawn)
    return found


def _is_between(gradient: Value) -> Any:
    size = np.abs(gradient)
    return np.isfinite(gradient) & (size < LARGEST) & ((size > SMALLEST) | (gradient == 0.0))


def _is_sound(gradient: Value) -> bool:
    return bool(np.all(np.isfinite(gradient)) and np.all(np.abs(gradient) < LARGEST))


def _near_kink(trial: Trial, id: str) -> Any:
    """Is a point so near a kink of this operation that its convention would decide?"""
    node = trial.record.graph.node(id)
    row = OPS[node.op]
    near: Any = np.zeros(np.shape(trial.values[id]), dtype=bool)
    given = dict(zip(row.inputs, (trial.values[parent] for parent in node.parents), strict=False)) | dict(
        node.attributes
    )
    for kink in row.kinks:
        near = near | (np.abs(evaluate(_kink(kink, tuple(given)), given)) < NEAR_A_KINK)
    return near


def _kink(text: str, names: tuple[str, ...]) -> Tree:
    return parse_expression(text, known=names)


def _is_tame(trial: Trial, id: str) -> Any:
    """Is the operation far from saturated? Where 1 - s has no digits left, right and wrong answers look the same."""
    node = trial.record.graph.node(id)
    if node.op not in ("exp", "tanh", "sigmoid", "softplus", "swish", "gelu", "gelu_tanh", "elu", "selu", "erf"):
        return True
    limit = LARGEST_EXPONENT if node.op == "exp" else 5.0
    return np.abs(trial.values[node.parents[0]]) < limit
