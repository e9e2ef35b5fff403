"""Where in an array is an entry? What recipes need to know about indices and broadcasting."""

from __future__ import annotations

import numpy as np

from ..arrays import Index, Shape, Value

Selection = tuple[int | slice, ...]
EVERY = slice(None)


def read_from(index: Index, shape: Shape) -> Index:
    """The entry of an array of `shape` that broadcasting copies to `index` of a larger array."""
    tail = index[len(index) - len(shape) :]
    return tuple(0 if length == 1 else at for at, length in zip(tail, shape, strict=True))


def shown_at(index: Index, shape: Shape, dimensions: int) -> Selection:
    """Where the entry `index` of an array of `shape` is copied to, when it is broadcast to so many dimensions."""
    own = tuple(EVERY if length == 1 else at for at, length in zip(index, shape, strict=True))
    return (EVERY,) * (dimensions - len(shape)) + own


def zeros(shape: Shape, like: Value) -> Value:
    """Zeros in the precision of `like`: float32 stays float32."""
    return np.zeros(shape, getattr(like, "dtype", np.float64))
