"""What does an index of NumPy mean for an expression? A slice, a choice of rows, or positions in the flat array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

import numpy as np

from ..arrays import Shape, size_of, write_shape
from ..errors import GraphError, ShapeError


class Wanted(NamedTuple):
    """What an index chooses."""

    shape: Shape
    parts: tuple[Any, ...] = ()
    """Whole numbers and (start, stop, step), as the op `slice` has them, where that is enough; axes follow by shape."""
    positions: object = None
    """Otherwise places as lists of whole numbers: of rows, or in the flat array."""
    rows: bool = False


def read_index(index: object, shape: Shape) -> Wanted:
    """What an index chooses of an array of `shape`. Raises GraphError for what is no index of such an array."""
    parts = index if isinstance(index, tuple) else (index,)
    if all(_is_whole(at) or isinstance(at, slice) for at in parts):
        # left to the op, whose sentences name the axis
        plain = tuple(_part(at) for at in parts)
        return Wanted(_shape_of(plain, shape), plain)
    try:
        positions = np.arange(size_of(shape)).reshape(shape)[cast("Sequence[int]", index)]
    except (IndexError, TypeError, ValueError) as error:
        raise GraphError("notebook.index", got=repr(index)[:60], shape=write_shape(shape), reason=str(error)) from None
    if not np.size(positions):
        raise GraphError("notebook.nothing-chosen", got=repr(index)[:60], shape=write_shape(shape))
    if all(at is None or at is Ellipsis or _is_whole(at) or isinstance(at, slice) for at in parts):
        return Wanted(np.shape(positions), _expanded(parts, len(shape)))
    if isinstance(index, list | np.ndarray) and np.asarray(index).dtype != bool:
        return Wanted(np.shape(positions), positions=np.arange(shape[0])[np.asarray(index)].tolist(), rows=True)
    return Wanted(np.shape(positions), positions=positions.tolist())


def _is_whole(at: object) -> bool:
    return isinstance(at, int | np.integer) and not isinstance(at, bool)


def _part(at: object) -> object:
    return (at.start, at.stop, at.step) if isinstance(at, slice) else int(cast("int", at))


def _shape_of(parts: tuple[Any, ...], shape: Shape) -> Shape:
    """The shape that is left, as far as the index fits; what does not fit is refused by the op."""
    kept = [range(length)[slice(*at)] for at, length in zip(parts, shape, strict=False) if not isinstance(at, int)]
    return (*map(len, kept), *shape[len(parts) :])


def _expanded(parts: tuple[object, ...], axes: int) -> tuple[object, ...]:
    """The parts with `...` written out and without `None`."""
    own = [at for at in parts if at is not None and at is not Ellipsis]
    whole = [(None, None, None)] * (axes - len(own))
    found: list[object] = []
    for at in parts:
        found += whole if at is Ellipsis else [] if at is None else [_part(at)]
    return tuple(found)


class Line(NamedTuple):
    """Several axes laid end to end as the last one."""

    order: tuple[int, ...]
    shape: Shape


def reduced_axes(axis: object, shape: Shape) -> tuple[tuple[int, ...], Line | None]:
    """The axes that go, counted from 0, and how several of them become one. Raises ShapeError for what is none."""
    if axis is None:
        return tuple(range(len(shape))), None
    given: tuple[Any, ...] = tuple(axis) if isinstance(axis, tuple | list) else (axis,)
    if not all(_is_whole(at) and -len(shape) <= at < len(shape) for at in given):
        raise ShapeError("notebook.axes", got=str(axis), shape=write_shape(shape))
    axes = tuple(sorted({int(at) % len(shape) for at in given}))
    if len(axes) != len(given):
        raise ShapeError("notebook.axes", got=str(axis), shape=write_shape(shape))
    if len(axes) == 1:
        return axes, None
    rest = tuple(at for at in range(len(shape)) if at not in axes)
    together = size_of(tuple(shape[at] for at in axes))
    return axes, Line((*rest, *axes), (*(shape[at] for at in rest), together))
