"""Which shape comes out, and which shapes fit together? The shape rules that several operations share.

A rule takes the name of the op (for the sentence), the shapes of the inputs and the attributes. It returns the shape of
the output or raises ShapeError. It never sees a value, so a graph can be checked before anything is computed.
"""

from __future__ import annotations

import numpy as np

from ..arrays import Shape, write_shape
from ..errors import ShapeError


def elementwise(op: str, *shapes: Shape, **_: object) -> Shape:
    """NumPy's broadcasting: along each axis, lengths are equal, or 1, or missing. Raises ShapeError."""
    if not any(shapes):
        return ()
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        raise ShapeError("op.shapes-do-not-broadcast", op=op, shapes=written(shapes)) from None


def written(shapes: tuple[Shape, ...]) -> list[str]:
    """Shapes as they appear in a sentence."""
    return [write_shape(shape) for shape in shapes]


def require_axis(op: str, axis: int, shape: Shape) -> int:
    """`axis` counted from 0. Raises ShapeError when an array of `shape` has no such axis."""
    if not shape:
        raise ShapeError("op.needs-axis", op=op)
    if not -len(shape) <= axis < len(shape):
        raise ShapeError("op.axis-out-of-range", op=op, axis=axis, shape=write_shape(shape), last=len(shape) - 1)
    return axis % len(shape)


def reduced(op: str, shape: Shape, *, axis: int | None, **_: object) -> Shape:
    """The shape without `axis`; a single number when it is None. Raises ShapeError."""
    if axis is None:
        return ()
    axis = require_axis(op, axis, shape)
    return shape[:axis] + shape[axis + 1 :]


def along_axis(op: str, shape: Shape, *, axis: int, **_: object) -> Shape:
    """The same shape, which must have `axis`. Raises ShapeError."""
    require_axis(op, axis, shape)
    return shape


def to_number(_op: str, *_shapes: Shape, **_: object) -> Shape:
    """One number comes out, whatever goes in."""
    return ()


def with_targets(op: str, given: Shape, targets: Shape, **_: object) -> Shape:
    """A loss: one number from two arrays of one shape. Raises ShapeError.

    Broadcasting is refused: predictions N×1 against targets N would silently compare every pair.
    """
    if given != targets:
        raise ShapeError("op.target-shape", op=op, got=write_shape(targets), wanted=write_shape(given))
    return ()


def rows_with_targets(op: str, given: Shape, targets: Shape, **_: object) -> Shape:
    """A loss over rows of classes: one number from two arrays of one shape, vectors or more. Raises ShapeError."""
    if not given:
        raise ShapeError("op.needs-axis", op=op)
    return with_targets(op, given, targets)


def rank(op: str, wanted: int, layout: str, shape: Shape) -> None:
    """Raises ShapeError unless the shape has the `wanted` number of axes; `layout` says which, as in `N×H×W×C`."""
    if len(shape) != wanted:
        raise ShapeError("op.layout", op=op, layout=layout, got=write_shape(shape))
