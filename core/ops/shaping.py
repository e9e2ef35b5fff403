"""Which shape comes out, and which shapes fit? The shape rules that several operations share.

A rule takes the name of the op (for its sentence), the shapes of the inputs and the attributes, and answers the
shape of the output or raises ShapeError. It never sees a value: a graph is checked before anything is computed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import Shape, write_shape
from ..errors import ShapeError


def elementwise(op: str, *shapes: Shape, **_: Any) -> Shape:
    """NumPy's broadcasting: lengths agree, or are 1, or are missing. Raises ShapeError."""
    if not any(shapes):
        return ()
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        raise ShapeError("op.shapes-do-not-broadcast", op=op, shapes=written(shapes)) from None


def written(shapes: tuple[Shape, ...]) -> list[str]:
    """Shapes as a sentence lists them."""
    return [write_shape(shape) for shape in shapes]


def require_axis(op: str, axis: int, shape: Shape) -> int:
    """`axis` counted from 0. Raises ShapeError when an array of `shape` has no such axis."""
    if not shape:
        raise ShapeError("op.needs-axis", op=op)
    if not -len(shape) <= axis < len(shape):
        raise ShapeError("op.axis-out-of-range", op=op, axis=axis, shape=write_shape(shape), last=len(shape) - 1)
    return axis % len(shape)


def reduced(op: str, shape: Shape, *, axis: int | None, **_: Any) -> Shape:
    """The shape without `axis`; a single number when it is None. Raises ShapeError."""
    if axis is None:
        return ()
    axis = require_axis(op, axis, shape)
    return shape[:axis] + shape[axis + 1 :]


def along_axis(op: str, shape: Shape, *, axis: int, **_: Any) -> Shape:
    """The same shape, which must have `axis`. Raises ShapeError."""
    require_axis(op, axis, shape)
    return shape


def to_number(_op: str, *_shapes: Shape, **_: Any) -> Shape:
    """Whatever comes in, one number comes out."""
    return ()


def with_targets(op: str, given: Shape, targets: Shape, **_: Any) -> Shape:
    """A loss: one number from two arrays of one shape. Raises ShapeError.

    Broadcasting is refused: predictions N×1 against targets N would silently compare every pair.
    """
    if given != targets:
        raise ShapeError("op.target-shape", op=op, got=write_shape(targets), wanted=write_shape(given))
    return ()


def rows_with_targets(op: str, given: Shape, targets: Shape, **_: Any) -> Shape:
    """A loss over rows of classes: one number from two arrays of one shape, vectors or more. Raises ShapeError."""
    if not given:
        raise ShapeError("op.needs-axis", op=op)
    return with_targets(op, given, targets)


def rank(op: str, wanted: int, layout: str, shape: Shape) -> None:
    """Raises ShapeError unless the shape has as many axes as the layout, such as `N×H×W×C`."""
    if len(shape) != wanted:
        raise ShapeError("op.layout", op=op, layout=layout, got=write_shape(shape))
