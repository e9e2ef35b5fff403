"""Which operations choose? The larger, the smaller, the sign, a limit.

At a tie exactly one input counts as chosen, the first, and it gets the whole gradient, so none is lost and none counted
twice. The derivative does not exist there, so every library needs a convention; Autograd and JAX split a tie in halves.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..arrays import Numbers, Value, scalar, shape_of
from ..local import Gather
from ..words import Message, message
from .entrywise import MATRIX, MISFIT, PAIRS, ROW, elementwise_op, samples, tied, unary
from .row import BadInput, Op
from .shaping import reduced

TENSOR = np.array([[[0.3, -1.2], [2.5, 0.9]], [[1.1, -0.4], [-2.2, 0.6]], [[0.2, 3.1], [-0.7, 1.6]]])
REDUCTIONS = (*samples((1.5,), (MATRIX,)), *samples((MATRIX,), axis=0), *samples((TENSOR,), axis=1),
              *samples((TENSOR,), axis=-1))  # fmt: skip
NO_AXIS = (
    BadInput((MATRIX,), "op.axis-out-of-range", {"axis": 2}),
    BadInput((1.0,), "op.needs-axis", {"axis": 0}),
)


def _extreme(name: str, value: Callable[..., Numbers], place: Callable[..., Numbers]) -> Op:
    """The maximum or minimum of an array or along an axis: the winner gets the whole gradient, the others none."""

    def forward(a: Value, *, axis: int | None) -> Value:
        return scalar(value(a, axis=axis))

    def local(out: Value, a: Value, *, axis: int | None) -> tuple[Gather]:
        winner = place(a, axis=axis)
        if axis is not None:
            numbers = np.arange(np.size(a)).reshape(np.shape(a))
            winner = np.take_along_axis(numbers, np.expand_dims(winner, axis), axis).squeeze(axis)
        return (Gather(winner, shape_of(a), shape_of(out)),)

    def kinked(slot: int, a: Value, *, axis: int | None) -> str | None:
        return tied(np.equal(a, value(a, axis=axis, keepdims=True)).sum(axis=axis))

    return Op(
        name=name,
        inputs=("a",),
        forward=forward,
        local=local,
        symbolic=f"{name}(a)",
        scope="slice",
        attributes={"axis": None},
        shape=reduced,
        kinked=kinked,
        samples=REDUCTIONS,
        errors=NO_AXIS,
    )


def _limits(a: Value, *, lo: float, hi: float) -> Message | None:
    return message("op.clip-limits", op="clip", at="", lo=lo, hi=hi) if lo > hi else None


def _one(condition: object, a: Value) -> Numbers:
    """1 where the condition holds and 0 elsewhere, in the precision of `a`."""
    return np.asarray(condition, dtype=getattr(a, "dtype", float))


def _step(a: Value, *, low: float, at_zero: float) -> Value:
    return np.heaviside(a, at_zero) + low * np.heaviside(-a, 0.0)


MASK = np.array([[1.0, 0.0], [0.0, 1.0]])

COMPARISONS = (
    _extreme("max", np.max, np.argmax),
    _extreme("min", np.min, np.argmin),
    elementwise_op("maximum", np.maximum,
       (lambda out, a, b: _one(np.greater_equal(a, b), a), lambda out, a, b: _one(np.less(a, b), a)),
       inputs=("a", "b"), symbolic="where(a >= b, a, b)", sign="max", commutative=True, kinks=("a - b",),
       convention="op.kink-first", samples=PAIRS, errors=(MISFIT,), source="np.maximum({a}, {b})",
       slopes=("1.0*({a} >= {b})", "1.0*({a} < {b})")),
    elementwise_op("minimum", np.minimum,
       (lambda out, a, b: _one(np.less_equal(a, b), a), lambda out, a, b: _one(np.greater(a, b), a)),
       inputs=("a", "b"), symbolic="where(a <= b, a, b)", sign="min", commutative=True, kinks=("a - b",),
       convention="op.kink-first", samples=PAIRS, errors=(MISFIT,), source="np.minimum({a}, {b})",
       slopes=("1.0*({a} <= {b})", "1.0*({a} > {b})")),
    elementwise_op("where", lambda c, a, b: np.where(np.greater(c, 0.5), a, b),
       (lambda out, c, a, b: 0.0, lambda out, c, a, b: _one(np.greater(c, 0.5), out),
        lambda out, c, a, b: _one(np.less_equal(c, 0.5), out)),
       inputs=("c", "a", "b"), symbolic="where(c > 1/2, a, b)", kinks=("c - 1/2",), convention="op.kink-jump",
       samples=samples((1.0, 3.0, -2.0), (0.0, 3.0, -2.0), (MASK, MATRIX, ROW), (MASK[0], 1.5, MATRIX)),
       errors=(BadInput((np.ones((2, 3)), np.ones((4,)), 1.0), "op.shapes-do-not-broadcast"),),
       source="np.where({c} > 0.5, {a}, {b})",
       slopes=("0.0", "1.0*({c} > 0.5)", "1.0*({c} <= 0.5)")),
    unary("clip", lambda a, *, lo, hi: np.minimum(np.maximum(a, lo), hi),
       lambda out, a, *, lo, hi: _one(np.greater_equal(a, lo) & np.less_equal(a, hi), a),
       symbolic="where(a < lo, lo, where(a > hi, hi, a))", attributes={"lo": 0.0, "hi": 1.0},
       kinks=("a - lo", "a - hi"), convention="op.kink-inside", domain=_limits,
       samples=(*samples((0.7,), (1.2,), (MATRIX,)), *samples((MATRIX,), lo=-1.0, hi=0.6)),
       errors=(BadInput((0.5,), "op.clip-limits", {"lo": 2.0, "hi": -2.0}),),
       source="np.minimum(np.maximum({a}, {lo}), {hi})", slopes=("1.0*(({a} >= {lo}) & ({a} <= {hi}))",)),
    unary("sign", np.sign, lambda out, a: 0.0, steepest=1.0, dies=True,
       symbolic="where(a > 0, 1, where(a < 0, -1, 0))", kinks=("a",),
       convention="op.kink-jump", source="np.sign({a})", slopes=("0.0",)),
    unary("step", _step, lambda out, a, *, low, at_zero: 0.0, steepest=1.0, dies=True,
       symbolic="where(a > 0, 1, where(a < 0, low, at_zero))", attributes={"low": 0.0, "at_zero": 1.0},
       kinks=("a",), convention="op.kink-jump",
       samples=(*samples((0.7,), (-1.3,)), *samples((MATRIX,), low=-1.0, at_zero=-1.0)),
       source="np.heaviside({a}, {at_zero}) + {low}*np.heaviside(-{a}, 0.0)", slopes=("0.0",)),
)  # fmt: skip
