"""Which operations only move entries? Their local gradients are ones and zeros.

Attributes can be written in JSON: axes and shapes are lists or tuples of integers; an index of a slice is an integer or
a triple (start, stop, step), in which None means "to the end", as in Python.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..arrays import Shape, Value, scalar, shape_of, size_of, write_shape
from ..errors import ShapeError
from ..local import Diagonal, Gather, Permute
from .comparisons import TENSOR
from .entrywise import COLUMN, MATRIX, ROW, samples
from .linear import TALL
from .row import BadInput, Op, Sample
from .shaping import require_axis, written


def _order(axes: Sequence[int] | None, dimensions: int) -> tuple[int, ...]:
    """The order of axes after a transposition: reversed when none is given."""
    return tuple(reversed(range(dimensions))) if axes is None else tuple(axis % dimensions for axis in axes)


def _transposed(op: str, shape: Shape, *, axes: Sequence[int] | None) -> Shape:
    if axes is not None and sorted(require_axis(op, axis, shape) for axis in axes) != list(range(len(shape))):
        raise ShapeError("op.transpose-axes", op=op, axes=list(axes), shape=write_shape(shape))
    return tuple(shape[axis] for axis in _order(axes, len(shape)))


def _transpose(a: Value, *, axes: Sequence[int] | None) -> Value:
    return scalar(np.transpose(a, _order(axes, np.ndim(a))))


def _transpose_local(out: Value, a: Value, *, axes: Sequence[int] | None) -> tuple[Permute]:
    return (Permute(shape_of(a), shape_of(out), _order(axes, np.ndim(a))),)


def _reshaped(op: str, old: Shape, *, shape: Sequence[int]) -> Shape:
    count, known = size_of(old), size_of(tuple(length for length in shape if length != -1))
    open_lengths = len([length for length in shape if length == -1])
    fits = known == count if not open_lengths else open_lengths == 1 and known > 0 and count % known == 0
    if not fits or min(shape, default=0) < -1:
        raise ShapeError("op.reshape-size", op=op, old=write_shape(old), count=count, new=write_shape(tuple(shape)))
    return tuple(count // known if length == -1 else length for length in shape)


def _broadcasted(op: str, old: Shape, *, shape: Sequence[int]) -> Shape:
    new = tuple(shape)
    tail = new[len(new) - len(old) :]
    misfits = len(new) < len(old) or any(length not in (1, wide) for length, wide in zip(old, tail, strict=True))
    if misfits or min(new, default=0) < 0:
        raise ShapeError("op.broadcast-shape", op=op, old=write_shape(old), new=write_shape(new))
    return new


def _concatenated(op: str, *shapes: Shape, axis: int) -> Shape:
    at = require_axis(op, axis, shapes[0])
    rest = [shape[:at] + shape[at + 1 :] for shape in shapes if len(shape) == len(shapes[0])]
    if len(rest) < len(shapes) or any(other != rest[0] for other in rest):
        raise ShapeError("op.concat-lengths", op=op, axis=axis, shapes=written(shapes))
    return (*shapes[0][:at], sum(shape[at] for shape in shapes), *shapes[0][at + 1 :])


def _parts(arrays: tuple[Value, ...], axis: int) -> list[tuple[slice, ...]]:
    """Which part of the concatenation each array is."""
    at, start, found = axis % arrays[0].ndim, 0, list[tuple[slice, ...]]()
    for array in arrays:
        stop = start + array.shape[at]
        found.append((slice(None),) * at + (slice(start, stop),))
        start = stop
    return found


def _concat_local(out: Value, *arrays: Value, axis: int) -> tuple[Gather, ...]:
    recipes: list[Gather] = []
    for array, part in zip(arrays, _parts(arrays, axis), strict=True):
        source = np.full(out.shape, -1)
        source[part] = np.arange(array.size).reshape(array.shape)
        recipes.append(Gather(source, array.shape, out.shape))
    return tuple(recipes)


def _concat_vjp(slot: int, upstream: Value, out: Value, *arrays: Value, axis: int) -> Value:
    return np.broadcast_to(upstream, out.shape)[_parts(arrays, axis)[slot]]


Index = int | Sequence[int | None]


def _selection(index: Sequence[Index]) -> tuple[int | slice, ...]:
    return tuple(at if isinstance(at, int) else slice(*at) for at in index)


def _sliced(op: str, shape: Shape, *, index: Sequence[Index]) -> Shape:
    if len(index) > len(shape):
        raise ShapeError("op.slice-axes", op=op, count=len(index), shape=write_shape(shape))
    for axis, (at, length) in enumerate(zip(index, shape, strict=False)):
        if isinstance(at, int) and not -length <= at < length:
            raise ShapeError("op.slice-range", op=op, got=at, axis=axis, last=length - 1)
        if not isinstance(at, int) and (list(at[2:]) == [0] or not range(length)[slice(*at)]):
            raise ShapeError("op.slice-empty", op=op, axis=axis, length=length)
    return np.empty(shape, dtype=bool)[_selection(index)].shape


def _slice_local(out: Value, a: Value, *, index: Sequence[Index]) -> tuple[Gather]:
    source = np.arange(a.size).reshape(a.shape)[_selection(index)]
    return (Gather(source, a.shape, shape_of(out)),)


def _slice_vjp(slot: int, upstream: Value, out: Value, a: Value, *, index: Sequence[Index]) -> Value:
    total = np.zeros_like(a)
    total[_selection(index)] = upstream
    return total


def _gathered(op: str, table: Shape, *, indices: object) -> Shape:
    chosen = np.asarray(indices)
    if not table:
        raise ShapeError("op.needs-axis", op=op)
    if chosen.dtype.kind not in "iu":
        raise ShapeError("op.gather-whole", op=op)
    outside = chosen[(chosen < 0) | (chosen >= table[0])]
    if outside.size:
        raise ShapeError("op.gather-range", op=op, got=int(outside[0]), last=table[0] - 1)
    return chosen.shape + table[1:]


def _gather_local(out: Value, table: Value, *, indices: object) -> tuple[Gather]:
    rows = np.arange(table.size).reshape(table.shape)
    return (Gather(rows[np.asarray(indices)], table.shape, shape_of(out)),)


Widths = Sequence[Sequence[int]]


def _wider(op: str, shape: Shape, *, widths: Widths, value: float) -> Shape:
    if len(widths) != len(shape) or any(len(pair) != 2 or min(pair) < 0 for pair in widths):
        raise ShapeError("op.pad-widths", op=op, got=str([list(pair) for pair in widths]), shape=write_shape(shape))
    return tuple(length + sum(pair) for length, pair in zip(shape, widths, strict=True))


def _inside(shape: Shape, widths: Widths) -> tuple[slice, ...]:
    """Where the array lies within the padded one."""
    return tuple(slice(before, before + length) for length, (before, _) in zip(shape, widths, strict=True))


def _pad(a: Value, *, widths: Widths, value: float) -> Value:
    out = np.full(tuple(np.shape(a)[at] + sum(pair) for at, pair in enumerate(widths)), value,
                  getattr(a, "dtype", float))  # fmt: skip
    out[_inside(np.shape(a), widths)] = a
    return scalar(out)


def _pad_local(out: Value, a: Value, *, widths: Widths, value: float) -> tuple[Gather]:
    source = np.full(np.shape(out), -1)
    source[_inside(np.shape(a), widths)] = np.arange(np.size(a)).reshape(np.shape(a))
    return (Gather(source, shape_of(a), shape_of(out)),)


def _pad_vjp(slot: int, upstream: Value, out: Value, a: Value, *, widths: Widths, value: float) -> Value:
    return scalar(np.broadcast_to(upstream, np.shape(out))[_inside(np.shape(a), widths)])


def _dilated(op: str, shape: Shape, *, by: Sequence[int]) -> Shape:
    if len(by) > len(shape) or min(by, default=1) < 1:
        raise ShapeError("op.dilate-steps", op=op, got=str(list(by)), shape=write_shape(shape))
    steps = (*by, *(1,) * (len(shape) - len(by)))
    return tuple(step * (length - 1) + 1 for length, step in zip(shape, steps, strict=True))


def _apart(by: Sequence[int]) -> tuple[slice, ...]:
    """Where the entries stand once they have been moved apart."""
    return tuple(slice(None, None, step) for step in by)


def _dilate(a: Value, *, by: Sequence[int]) -> Value:
    out = np.zeros(_dilated("dilate", np.shape(a), by=by), getattr(a, "dtype", float))
    out[_apart(by)] = a
    return out


def _dilate_local(out: Value, a: Value, *, by: Sequence[int]) -> tuple[Gather]:
    source = np.full(np.shape(out), -1)
    source[_apart(by)] = np.arange(np.size(a)).reshape(np.shape(a))
    return (Gather(source, shape_of(a), shape_of(out)),)


def _dilate_vjp(slot: int, upstream: Value, out: Value, a: Value, *, by: Sequence[int]) -> Value:
    return np.broadcast_to(upstream, np.shape(out))[_apart(by)]


SHAPES = (
    Op(name="transpose", inputs=("a",), forward=_transpose, local=_transpose_local, symbolic="transpose(a)",
       attributes={"axes": None}, shape=_transposed,
       samples=(*samples((TALL,), (TENSOR,), (ROW,), (2.0,)), *samples((TENSOR,), axes=(1, 2, 0))),
       errors=(BadInput((TALL,), "op.transpose-axes", {"axes": (0, 0)}),
               BadInput((TALL,), "op.axis-out-of-range", {"axes": (0, 2)}))),
    Op(name="reshape", inputs=("a",), forward=lambda a, *, shape: scalar(np.reshape(a, tuple(shape))),
       local=lambda out, a, *, shape: (Permute(shape_of(a), shape_of(out)),), symbolic=None,
       attributes={"shape": (-1,)}, shape=_reshaped,
       samples=(*samples((TALL,), (2.0,)), *samples((TENSOR,), shape=(2, -1)),
                Sample((ROW[:1],), {"shape": ()})),
       errors=(BadInput((TALL,), "op.reshape-size", {"shape": (4, 2)}),
               BadInput((TALL,), "op.reshape-size", {"shape": (-1, -1)}),
               BadInput((TALL,), "op.reshape-size", {"shape": (-2, -3)}))),
    Op(name="broadcast", inputs=("a",), forward=lambda a, *, shape: np.broadcast_to(a, tuple(shape)),
       local=lambda out, a, *, shape: (Diagonal(1.0, shape_of(a), shape_of(out)),), symbolic=None,
       attributes={"shape": (1,)}, shape=_broadcasted,
       samples=(Sample((2.0,)), Sample((ROW,), {"shape": (3, 2)}), Sample((COLUMN,), {"shape": (2, 2, 3)})),
       errors=(BadInput((ROW,), "op.broadcast-shape", {"shape": (2, 3)}),
               BadInput((MATRIX,), "op.broadcast-shape", {"shape": (2,)}),
               BadInput((2.0,), "op.broadcast-shape", {"shape": (-2,)}))),
    Op(name="concat", inputs=("*xs",), forward=lambda *arrays, axis: np.concatenate(arrays, axis=axis),
       local=_concat_local, vjp=_concat_vjp, symbolic=None, attributes={"axis": 0}, shape=_concatenated,
       samples=(*samples((ROW, ROW[:1], 2.0 * ROW), (MATRIX, TALL)), *samples((MATRIX, COLUMN), axis=-1)),
       errors=(BadInput((MATRIX, np.ones((1, 3))), "op.concat-lengths"),
               BadInput((MATRIX, ROW), "op.concat-lengths"), BadInput((2.0, 3.0), "op.needs-axis"))),
    Op(name="slice", inputs=("a",), forward=lambda a, *, index: scalar(a[_selection(index)]),
       local=_slice_local, vjp=_slice_vjp, symbolic=None, sign="[ ]", attributes={"index": (0,)}, shape=_sliced,
       samples=(*samples((ROW,), (TALL,)), *samples((TALL,), index=(-1, 1)),
                *samples((TENSOR,), index=((None, None, 2), 0, (1, None)))),
       errors=(BadInput((TALL,), "op.slice-range", {"index": (3,)}),
               BadInput((TALL,), "op.slice-empty", {"index": ((2, 2),)}),
               BadInput((TALL,), "op.slice-empty", {"index": ((None, None, 0),)}),
               BadInput((ROW,), "op.slice-axes", {"index": (0, 1)}))),
    Op(name="pad", inputs=("a",), forward=_pad, local=_pad_local, vjp=_pad_vjp, symbolic=None,
       attributes={"widths": (), "value": 0.0}, shape=_wider,
       samples=(Sample((2.0,)), *samples((ROW,), widths=((1, 2),)),
                *samples((TALL,), widths=((0, 1), (2, 0)), value=-1.5)),
       errors=(BadInput((TALL,), "op.pad-widths", {"widths": ((1, 1),)}),
               BadInput((ROW,), "op.pad-widths", {"widths": ((-1, 0),)}))),
    Op(name="dilate", inputs=("a",), forward=_dilate, local=_dilate_local, vjp=_dilate_vjp, symbolic=None,
       attributes={"by": (1,)}, shape=_dilated,
       samples=(*samples((ROW,), (TALL,)), *samples((TALL,), by=(2, 3)), *samples((TENSOR,), by=(3,))),
       errors=(BadInput((ROW,), "op.dilate-steps", {"by": (2, 2)}),
               BadInput((ROW,), "op.dilate-steps", {"by": (0,)}))),
    Op(name="gather", inputs=("a",), forward=lambda a, *, indices: scalar(a[np.asarray(indices)]),
       local=_gather_local, symbolic=None, attributes={"indices": 0}, shape=_gathered,
       samples=(*samples((ROW,), (TALL,)), *samples((TALL,), indices=[[2, 0], [2, 1]])),
       errors=(BadInput((TALL,), "op.gather-range", {"indices": [0, 3]}),
               BadInput((TALL,), "op.gather-whole", {"indices": [0.5]}), BadInput((2.0,), "op.needs-axis"))),
)  # fmt: skip
