"""What are the slopes of sums, and of the softmax family that is built on them?

Along an axis, all slices are treated alike. Before any exponential is taken, the largest entry is subtracted, which
changes no result and keeps every power at 1 or below.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import Shape, Value, scalar, shape_of
from ..errors import ShapeError
from ..local import Block, Spread
from .comparisons import NO_AXIS, REDUCTIONS, TENSOR
from .entrywise import MATRIX, ROW, SINGLES, samples
from .row import BadInput, Op
from .shaping import along_axis, reduced, to_number, written

VECTOR = np.array([0.5, -1.25, 2.0])
SLICES = (*samples((VECTOR,), (MATRIX,)), *samples((MATRIX,), axis=0), *samples((TENSOR,), axis=1))
NO_LINE = (BadInput((1.0,), "op.needs-axis"), BadInput((MATRIX,), "op.axis-out-of-range", {"axis": -3}))


def all_axes(shape: Shape) -> tuple[int, ...]:
    """Every axis of an array of this shape."""
    return tuple(range(len(shape)))


def to_total(share: Value, given: Value) -> Spread:
    """The recipe of one number to which every entry of `given` contributes its share."""
    shape = shape_of(given)
    return Spread(share, shape, (), all_axes(shape))


def _axes(axis: int | None, shape: Shape) -> tuple[int, ...]:
    return all_axes(shape) if axis is None else (axis % len(shape),)


def _equal_shares(share: float, out: Value, a: Value, axis: int | None) -> tuple[Spread]:
    shape = shape_of(a)
    # a share that is a Python float would turn float32 into float64
    typed = share if type(a) is float else a.dtype.type(share)
    return (Spread(typed, shape, shape_of(out), _axes(axis, shape)),)


def _sum_local(out: Value, a: Value, *, axis: int | None) -> tuple[Spread]:
    return _equal_shares(1.0, out, a, axis)


def _mean(a: Value, *, axis: int | None) -> Value:
    # what np.mean computes, in a third of its time
    return float(a.sum()) / a.size if axis is None and type(a) is np.ndarray else scalar(np.mean(a, axis=axis))


def _mean_local(out: Value, a: Value, *, axis: int | None) -> tuple[Spread]:
    return _equal_shares(np.size(out) / np.size(a), out, a, axis)


def shifted(a: Value, axis: int) -> Value:
    """`a` minus the largest entry of each slice."""
    return a - np.max(a, axis=axis, keepdims=True)


def log_softmax(a: Value, axis: int) -> Value:
    """a − log Σ eᵃ along the axis."""
    down = shifted(a, axis)
    return down - np.log(np.sum(np.exp(down), axis=axis, keepdims=True))


def softmax(a: Value, axis: int) -> Value:
    """eᵃ / Σ eᵃ along the axis."""
    powers = np.exp(shifted(a, axis))
    return powers / np.sum(powers, axis=axis, keepdims=True)


def _softmax_local(out: Value, a: Value, *, axis: int) -> tuple[Block]:
    return (Block(out, ((-out, out),), a.shape, a.shape, axis),)


def _log_softmax_local(out: Value, a: Value, *, axis: int) -> tuple[Block]:
    return (Block(1.0, ((-1.0, np.exp(out)),), a.shape, a.shape, axis),)


def _logsumexp(a: Value, *, axis: int) -> Value:
    top = np.max(a, axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)  # ∞ - ∞ would be no number
    return scalar(np.squeeze(top, axis) + np.log(np.sum(np.exp(a - top), axis=axis)))


def _logsumexp_local(out: Value, a: Value, *, axis: int) -> tuple[Spread]:
    wide = np.expand_dims(out, axis) if np.ndim(out) else out
    return (Spread(np.exp(a - wide), a.shape, shape_of(out), (axis % a.ndim,)),)


def _two_vectors(op: str, a: Shape, b: Shape, **_: Any) -> Shape:
    if a != b or len(a) != 1:
        raise ShapeError("op.two-vectors", op=op, shapes=written((a, b)))
    return ()


REDUCING = (
    Op(name="sum", inputs=("a",), forward=lambda a, *, axis: scalar(np.sum(a, axis=axis)), local=_sum_local,
       symbolic="sum(a)", scope="slice", attributes={"axis": None}, shape=reduced, samples=REDUCTIONS,
       errors=NO_AXIS),
    Op(name="mean", inputs=("a",), forward=_mean, local=_mean_local,
       symbolic="mean(a)", scope="slice", attributes={"axis": None}, shape=reduced, samples=REDUCTIONS,
       errors=NO_AXIS),
    Op(name="norm2", inputs=("a",), forward=lambda a: scalar(np.sum(a * a)),
       local=lambda out, a: (to_total(2.0 * a, a),), symbolic="sum(a^2)", shape=to_number,
       samples=(*SINGLES, *samples((TENSOR,)))),
    Op(name="dot", inputs=("a", "b"), forward=lambda a, b: scalar(a @ b), commutative=True,
       local=lambda out, a, b: (to_total(b, a), to_total(a, b)), symbolic="sum(a*b)", shape=_two_vectors,
       samples=samples((VECTOR, VECTOR[::-1] + 1.0), (ROW, -ROW)),
       errors=(BadInput((VECTOR, ROW), "op.two-vectors"), BadInput((2.0, 3.0), "op.two-vectors"))),
    Op(name="softmax", inputs=("a",), forward=lambda a, *, axis: softmax(a, axis), local=_softmax_local,
       symbolic="exp(a)/sum(exp(a))", scope="slice", attributes={"axis": -1}, shape=along_axis, samples=SLICES,
       errors=NO_LINE),
    Op(name="log_softmax", inputs=("a",), forward=lambda a, *, axis: log_softmax(a, axis),
       local=_log_softmax_local, symbolic="a - log(sum(exp(a)))", scope="slice", attributes={"axis": -1},
       shape=along_axis, samples=SLICES, errors=NO_LINE),
    Op(name="logsumexp", inputs=("a",), forward=_logsumexp, local=_logsumexp_local, symbolic="log(sum(exp(a)))",
       scope="slice", attributes={"axis": -1}, shape=reduced, samples=SLICES, errors=NO_LINE),
)  # fmt: skip
