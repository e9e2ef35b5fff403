"""What is the local gradient of a matrix product? The other factor, once for every row or column."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from ..arrays import Index, Shape, Value, scalar, unbroadcast
from .places import EVERY, read_from, shown_at, zeros


class Product(NamedTuple):
    """A matrix product seen from one of its factors: it is linear in that factor, and its slope is the other one.

    `side` is the side the input is on: `left` for x in x @ W, `right` for W. Vectors follow NumPy's rule (on the left a
    vector is a row, on the right a column, and its axis disappears). Leading axes are stacks of matrices.
    """

    other: Value
    side: Literal["left", "right"]
    in_shape: Shape
    out_shape: Shape
    as_matrix: Shape | None = None
    """The matrix a vector stands for where NumPy's rule does not hold: for an outer product, a column on the left."""
    name = "product"

    def vjp(self, upstream: Value) -> Value:
        if len(self.in_shape) == len(self.out_shape) == 2:
            # the same as @, and several times faster if one of the lengths is 1
            return np.dot(upstream, self.other.T) if self.side == "left" else np.dot(self.other.T, upstream)
        up = np.reshape(upstream, self._out_full())
        transposed = np.swapaxes(self._other(), -1, -2)
        back = up @ transposed if self.side == "left" else transposed @ up
        return scalar(np.reshape(unbroadcast(back, self._in_full()), self.in_shape))

    def jvp(self, tangent: Value) -> Value:
        given = tangent if self.as_matrix is None else np.reshape(tangent, self.as_matrix)
        return scalar(given @ self.other if self.side == "left" else self.other @ given)

    def entry(self, out_index: Index, in_index: Index) -> float:
        stack, i, j = self._place(out_index)
        own, row, column = self._in_place(in_index)
        if own != read_from(stack, self._in_full()[:-2]):
            return 0.0
        other = self._other()
        factor = other[read_from(stack, other.shape[:-2])]
        if self.side == "left":
            return float(factor[column, j]) if row == i else 0.0
        return float(factor[i, row]) if column == j else 0.0

    def row(self, out_index: Index) -> Value:
        stack, i, j = self._place(out_index)
        other = self._other()
        factor = other[read_from(stack, other.shape[:-2])]
        result = zeros(self._in_full(), other)
        mine = result[read_from(stack, result.shape[:-2])]
        if self.side == "left":
            mine[i, :] = factor[:, j]
        else:
            mine[:, j] = factor[i, :]
        return result.reshape(self.in_shape)

    def column(self, in_index: Index) -> Value:
        own, row, column = self._in_place(in_index)
        full = self._out_full()
        other = np.broadcast_to(self._other(), full[:-2] + self._other().shape[-2:])
        result = zeros(full, other)
        at = shown_at(own, self._in_full()[:-2], len(full) - 2)
        if self.side == "left":
            result[(*at, row, EVERY)] = other[(*at, column, EVERY)]
        else:
            result[(*at, EVERY, column)] = other[(*at, EVERY, row)]
        return scalar(result.reshape(self.out_shape))

    def _vectors(self) -> tuple[bool, bool]:
        """Is the left factor a vector, is the right one?"""
        mine, other = len(self.in_shape) == 1 and self.as_matrix is None, np.ndim(self.other) == 1
        return (mine, other) if self.side == "left" else (other, mine)

    def _other(self) -> Value:
        """The other factor as a matrix, or as a stack of matrices."""
        array = np.asarray(self.other)
        if array.ndim > 1:
            return array
        return array[:, None] if self.side == "left" else array[None, :]

    def _in_full(self) -> Shape:
        """The shape of the input as a matrix: a vector is a row on the left and a column on the right."""
        if self.as_matrix is not None or len(self.in_shape) > 1:
            return self.as_matrix or self.in_shape
        return (1, *self.in_shape) if self.side == "left" else (*self.in_shape, 1)

    def _out_full(self) -> Shape:
        """The shape of the output, including the axes that vectors made disappear."""
        left, right = self._vectors()
        stack = self.out_shape[: len(self.out_shape) - 2 + left + right]
        kept = self.out_shape[len(stack) :]
        return (*stack, *((1,) if left else kept[:1]), *((1,) if right else kept[-1:]))

    def _place(self, out_index: Index) -> tuple[Index, int, int]:
        """(stack, row, column) of an output entry."""
        left, right = self._vectors()
        stack = out_index[: len(out_index) - 2 + left + right]
        kept = out_index[len(stack) :]
        return stack, 0 if left else kept[0], 0 if right else kept[-1]

    def _in_place(self, in_index: Index) -> tuple[Index, int, int]:
        """(stack, row, column) of an input entry."""
        last = in_index[-1]
        if len(in_index) > 1:
            return in_index[:-2], in_index[-2], last
        return ((), last, 0) if self._in_full()[-1] == 1 else ((), 0, last)
