"""What is a value? A Python float for a scalar, a NumPy array otherwise; and the few questions we ask of both.

Scalars stay Python floats through a whole pass: they are several times faster than zero-dimensional arrays, and graphs
of scalars are what learners look at most. `scalar` is the one place where a zero-dimensional array becomes a float.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Numbers: TypeAlias = float | Array
"""What `Value` says, and the checker holds to it: what may be a float cannot be indexed or asked for its axes."""
Truths: TypeAlias = NDArray[np.bool_]
Places: TypeAlias = NDArray[np.intp]
Value: TypeAlias = Any
"""A float or an array of floats."""
Shape: TypeAlias = tuple[int, ...]
Index: TypeAlias = tuple[int, ...]
MANY_ROWS = 32
"""From this many rows on, adding up columns by a matrix product is faster than by a sum."""


def shape_of(value: Value) -> Shape:
    """The shape of an array; `()` for a number."""
    return value.shape if type(value) is np.ndarray else () if type(value) is float else np.shape(value)


def scalar(value: Value) -> Value:
    """`value` itself, or the float inside a zero-dimensional array."""
    if type(value) is np.ndarray:
        return value if value.ndim else float(value)
    return value if type(value) is float or np.ndim(value) else float(value)


def size_of(shape: Shape) -> int:
    """How many entries an array of this shape has."""
    count = 1
    for length in shape:
        count *= length
    return count


def unbroadcast(gradient: Value, shape: Shape) -> Value:
    """`gradient` summed over the axes along which an input of `shape` was broadcast.

    NumPy repeats an input along missing axes and along axes of length 1. Every copy sends a gradient back, and the
    gradients of the copies add up.
    """
    if shape_of(gradient) == shape:
        return gradient
    array = np.asarray(gradient)
    missing = array.ndim - len(shape)
    if missing:
        array = column_sums(array) if missing == 1 else array.sum(axis=tuple(range(missing)))
    if array.shape != shape:
        stretched = tuple(axis for axis, length in enumerate(shape) if length == 1 and array.shape[axis] != 1)
        array = array.sum(axis=stretched, keepdims=True)
    return scalar(array)


def column_sums(array: Value) -> Value:
    """The sum over the first axis."""
    if array.ndim == 2 and len(array) >= MANY_ROWS:
        # a product with ones does it in a fraction of the time
        return np.dot(np.ones(len(array), array.dtype), array)
    return array.sum(axis=0)


def one_hot(index: Index, shape: Shape) -> Value:
    """Zeros of `shape` with a one at `index`; the number 1.0 for a scalar."""
    if not shape:
        return 1.0
    array = np.zeros(shape)
    array[index] = 1.0
    return array


def write_shape(shape: Shape) -> str:
    """A shape as people read it: `2×3`, `4`, and `1` for a scalar."""
    return "×".join(map(str, shape)) or "1"
