"""What are the slopes of sums, and of the softmax family that is built on them?

Along an axis, all slices are treated alike. Before any exponential is taken, the largest entry is subtracted, which
changes no result and keeps every power at 1 or below.
"""

from __future__ import annotations

import numpy as np

from ..arrays import Shape, Value, scalar, shape_of
from ..errors import ShapeError
from ..local import Block, Product, Spread
from .comparisons import NO_AXIS, REDUCTIONS, TENSOR
from .entrywise import MATRIX, ROW, SINGLES, samples
from .row import BadInput, Op
from .shaping import along_axis, reduced, require_axis, to_number, written

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


def _mean_vjp(slot: int, upstream: Value, out: Value, a: Value, *, axis: int | None) -> Value:
    if axis is None and type(a) is np.ndarray:
        return np.full(a.shape, upstream * a.dtype.type(1.0 / a.size))
    return _mean_local(out, a, axis=axis)[0].vjp(upstream)


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


def _others(a: Value, axis: int | None) -> Value:
    """The product of all other entries of a slice, for each; products from both ends, so zeros need no division."""
    line = np.reshape(a, -1) if axis is None else np.moveaxis(np.asarray(a), axis, -1)
    before, after = np.ones_like(line), np.ones_like(line)
    np.cumprod(line[..., :-1], axis=-1, out=before[..., 1:])
    after[..., :-1] = np.cumprod(line[..., :0:-1], axis=-1)[..., ::-1]
    both = before * after
    return np.reshape(both, shape_of(a)) if axis is None else np.moveaxis(both, -1, axis)


def _prod_local(out: Value, a: Value, *, axis: int | None) -> tuple[Spread]:
    share = 1.0 if type(a) is float else _others(a, axis)
    return (Spread(share, shape_of(a), shape_of(out), _axes(axis, shape_of(a))),)


def _centred(a: Value, axis: int | None) -> Value:
    """`a` minus the mean of each slice."""
    return a - np.mean(a, axis=axis, keepdims=True)


def _var_local(out: Value, a: Value, *, axis: int | None) -> tuple[Spread]:
    count = np.size(a) // max(1, np.size(out))
    share = scalar(np.asarray(_centred(a, axis) * (2.0 / count)).reshape(shape_of(a)))
    return (Spread(share, shape_of(a), shape_of(out), _axes(axis, shape_of(a))),)


def _deviation(a: Value, axis: int, epsilon: float) -> Value:
    """√(variance + ε) of each slice."""
    return np.sqrt(np.var(a, axis=axis, keepdims=True) + epsilon)


def _standardize(a: Value, *, axis: int, epsilon: float) -> Value:
    return _centred(a, axis) / _deviation(a, axis, epsilon)


def _standardize_local(out: Value, a: Value, *, axis: int, epsilon: float) -> tuple[Block]:
    """(δᵢⱼ − 1/n − zᵢzⱼ/n) / √(variance + ε): the mean moves with every entry, and so does the spread."""
    spread = _deviation(a, axis, epsilon)
    share = -1.0 / (a.shape[axis] * spread)
    pairs = ((share, np.ones_like(a)), (share * out, out))
    return (Block(1.0 / spread, pairs, a.shape, a.shape, axis),)


def _summed_up(op: str, shape: Shape, *, axis: int) -> Shape:
    at = require_axis(op, axis, shape)
    if at < len(shape) - 2:
        raise ShapeError("op.last-two-axes", op=op, axis=axis, shape=written((shape,))[0])
    return shape


def _cumsum_local(out: Value, a: Value, *, axis: int) -> tuple[Product]:
    """A product with a triangle of ones: what comes later contains what came before."""
    triangle = np.triu(np.ones((a.shape[axis],) * 2, a.dtype))
    if axis % a.ndim == a.ndim - 1:
        return (Product(triangle, "left", a.shape, a.shape),)
    return (Product(triangle.T, "right", a.shape, a.shape),)


def _two_vectors(op: str, a: Shape, b: Shape, **_: object) -> Shape:
    if a != b or len(a) != 1:
        raise ShapeError("op.two-vectors", op=op, shapes=written((a, b)))
    return ()


REDUCING = (
    Op(name="sum", inputs=("a",), forward=lambda a, *, axis: scalar(np.sum(a, axis=axis)), local=_sum_local,
       symbolic="sum(a)", scope="slice", attributes={"axis": None}, shape=reduced, samples=REDUCTIONS,
       errors=NO_AXIS),
    Op(name="mean", inputs=("a",), forward=_mean, local=_mean_local, vjp=_mean_vjp,
       symbolic="mean(a)", scope="slice", attributes={"axis": None}, shape=reduced, samples=REDUCTIONS,
       errors=NO_AXIS),
    Op(name="prod", inputs=("a",), forward=lambda a, *, axis: scalar(np.prod(a, axis=axis)), local=_prod_local,
       symbolic=None, scope="slice", attributes={"axis": None}, shape=reduced, errors=NO_AXIS,
       samples=(*REDUCTIONS, *samples((np.array([2.0, 0.0, -3.0]),), (np.array([0.0, 5.0, 0.0]),)))),
    Op(name="var", inputs=("a",), forward=lambda a, *, axis: scalar(np.var(a, axis=axis)), local=_var_local,
       symbolic="mean((a - mean(a))^2)", scope="slice", attributes={"axis": None}, shape=reduced, samples=REDUCTIONS,
       errors=NO_AXIS),
    Op(name="cumsum", inputs=("a",), forward=lambda a, *, axis: np.cumsum(a, axis=axis), local=_cumsum_local,
       symbolic=None, attributes={"axis": -1}, shape=_summed_up,
       samples=(*samples((VECTOR,), (MATRIX,)), *samples((MATRIX,), axis=0), *samples((TENSOR,), axis=1)),
       errors=(*NO_LINE, BadInput((TENSOR,), "op.last-two-axes", {"axis": 0}))),
    Op(name="standardize", inputs=("a",), forward=_standardize, local=_standardize_local,
       symbolic="(a - mean(a))/sqrt(mean((a - mean(a))^2) + epsilon)", scope="slice",
       attributes={"axis": -1, "epsilon": 1e-5}, shape=along_axis,
       samples=(*SLICES, *samples((MATRIX,), epsilon=0.5)), errors=NO_LINE),
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
