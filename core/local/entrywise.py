"""Which local gradients connect single entries? Elementwise slopes, sums, choices, rearrangements, rows.

Invariant: every pair of entries that a recipe does not mention has the derivative 0, and takes no memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from ..arrays import Index, Shape, Value, one_hot, scalar, shape_of, size_of, unbroadcast
from .places import EVERY, Selection, read_from, shown_at, zeros


class Diagonal(NamedTuple):
    """Elementwise: each output entry depends only on the input entry in the same place, with the slope found there.

    The input may have been broadcast: then one input entry feeds many outputs, and collects the gradient of each.
    A named tuple, because a scalar graph makes one for every edge, and a frozen dataclass takes twice the time.
    """

    slope: Value
    in_shape: Shape = ()
    out_shape: Shape = ()
    name = "diagonal"

    def vjp(self, upstream: Value) -> Value:
        slope = self.slope
        product = upstream if type(slope) is float and slope == 1.0 else upstream * slope
        shape = shape_of(product)
        if shape != self.out_shape:
            product, shape = np.broadcast_to(product, self.out_shape), self.out_shape
        if shape != self.in_shape:
            return unbroadcast(product, self.in_shape)
        return product if shape else float(product)

    def jvp(self, tangent: Value) -> Value:
        product = self.slope * tangent
        if np.shape(product) == self.out_shape:
            return scalar(product)
        return np.broadcast_to(product, self.out_shape)

    def entry(self, out_index: Index, in_index: Index) -> float:
        if read_from(out_index, self.in_shape) != tuple(in_index):
            return 0.0
        return float(np.broadcast_to(self.slope, self.out_shape)[out_index])

    def row(self, out_index: Index) -> Value:
        source = read_from(out_index, self.in_shape)
        if not self.in_shape:
            return self.entry(out_index, source)
        # Put in its place, not multiplied by a one-hot: an infinite slope times the zeros around it would be NaN.
        result = zeros(self.in_shape, self.slope)
        result[source] = self.entry(out_index, source)
        return result

    def column(self, in_index: Index) -> Value:
        result = zeros(self.out_shape, self.slope)
        at = shown_at(in_index, self.in_shape, len(self.out_shape))
        result[at] = np.broadcast_to(self.slope, self.out_shape)[at]
        return scalar(result)


class Spread(NamedTuple):
    """A sum over `axes`, perhaps weighted: every input entry reaches exactly one output entry, times its `share`."""

    share: Value
    in_shape: Shape
    out_shape: Shape
    axes: tuple[int, ...]
    """Counted from 0, never negative; all of them if the output is one number."""
    name = "spread"

    def vjp(self, upstream: Value) -> Value:
        wide = upstream
        if self.out_shape and self.axes:
            wide = np.expand_dims(np.broadcast_to(upstream, self.out_shape), self.axes)
        product = wide * self.share
        shape = shape_of(product)
        if shape == self.in_shape:
            return scalar(product)
        return np.broadcast_to(product, self.in_shape) if shape else np.full(self.in_shape, product)

    def jvp(self, tangent: Value) -> Value:
        return scalar(np.sum(np.broadcast_to(self.share * tangent, self.in_shape), axis=self.axes))

    def entry(self, out_index: Index, in_index: Index) -> float:
        return self._share(in_index) if self._total_of(in_index) == tuple(out_index) else 0.0

    def row(self, out_index: Index) -> Value:
        result = zeros(self.in_shape, self.share)
        kept = iter(out_index)
        at: Selection = tuple(EVERY if axis in self.axes else next(kept) for axis in range(len(self.in_shape)))
        result[at] = np.broadcast_to(self.share, self.in_shape)[at]
        return scalar(result)

    def column(self, in_index: Index) -> Value:
        return one_hot(self._total_of(in_index), self.out_shape) * self._share(in_index)

    def _total_of(self, in_index: Index) -> Index:
        """The output entry to which this input entry is added."""
        return tuple(at for axis, at in enumerate(in_index) if axis not in self.axes)

    def _share(self, in_index: Index) -> float:
        return float(np.broadcast_to(self.share, self.in_shape)[in_index])


@dataclass(frozen=True, eq=False, slots=True)
class Gather:
    """A choice: each output entry copies the input entry at the flat position in `source`, or nothing where that is -1.

    Slices, look-ups, the winners of a maximum or of a pooling window, and the parts of a concatenation.
    """

    source: Value
    in_shape: Shape
    out_shape: Shape
    name: ClassVar[str] = "gather"

    def vjp(self, upstream: Value) -> Value:
        source = np.ravel(self.source)
        weights = np.broadcast_to(upstream, self.out_shape).ravel()
        taken = source >= 0
        if not taken.all():
            source, weights = source[taken], weights[taken]
        total = np.bincount(source, weights=weights, minlength=size_of(self.in_shape))
        # bincount always adds in float64
        return scalar(total.reshape(self.in_shape).astype(weights.dtype, copy=False))

    def jvp(self, tangent: Value) -> Value:
        source = np.asarray(self.source)
        return scalar(np.where(source >= 0, np.ravel(tangent)[source], 0.0).reshape(self.out_shape))

    def entry(self, out_index: Index, in_index: Index) -> float:
        return float(self._source(out_index) == self._flat(in_index))

    def row(self, out_index: Index) -> Value:
        flat = np.zeros(size_of(self.in_shape))
        source = self._source(out_index)
        if source >= 0:
            flat[source] = 1.0
        return scalar(flat.reshape(self.in_shape))

    def column(self, in_index: Index) -> Value:
        return scalar(np.equal(self.source, self._flat(in_index)).astype(float).reshape(self.out_shape))

    def _source(self, out_index: Index) -> int:
        return int(np.asarray(self.source).reshape(self.out_shape)[out_index])

    def _flat(self, in_index: Index) -> int:
        return int(np.ravel_multi_index(in_index, self.in_shape)) if self.in_shape else 0


@dataclass(frozen=True, eq=False, slots=True)
class Permute:
    """The same entries in another order or shape: transposed by `axes`, or reshaped if that is None."""

    in_shape: Shape
    out_shape: Shape
    axes: tuple[int, ...] | None = None
    name: ClassVar[str] = "permute"

    def vjp(self, upstream: Value) -> Value:
        up = np.broadcast_to(upstream, self.out_shape)
        if self.axes is None:
            return scalar(up.reshape(self.in_shape))
        return scalar(np.transpose(up, tuple(int(axis) for axis in np.argsort(self.axes))))

    def jvp(self, tangent: Value) -> Value:
        given = np.broadcast_to(tangent, self.in_shape)
        return scalar(given.reshape(self.out_shape) if self.axes is None else np.transpose(given, self.axes))

    def entry(self, out_index: Index, in_index: Index) -> float:
        return float(self._goes_to(in_index) == tuple(out_index))

    def row(self, out_index: Index) -> Value:
        if self.axes is None:
            return one_hot(_renumber(out_index, self.out_shape, self.in_shape), self.in_shape)
        return one_hot(tuple(out_index[self.axes.index(axis)] for axis in range(len(self.axes))), self.in_shape)

    def column(self, in_index: Index) -> Value:
        return one_hot(self._goes_to(in_index), self.out_shape)

    def _goes_to(self, in_index: Index) -> Index:
        if self.axes is None:
            return _renumber(in_index, self.in_shape, self.out_shape)
        return tuple(in_index[axis] for axis in self.axes)


def _renumber(index: Index, old: Shape, new: Shape) -> Index:
    """Where the entry at `index` of an array of shape `old` lands when that is reshaped to `new`."""
    flat = np.ravel_multi_index(index, old) if old else 0
    return tuple(int(at) for at in np.unravel_index(flat, new)) if new else ()


@dataclass(frozen=True, eq=False, slots=True)
class Block:
    """One small matrix for each line along `axis`, as in a softmax: diagonal + Σ left ⊗ right, never written out.

    For p = softmax(z) it is diag(p) − p pᵀ: the diagonal p, and the one pair (−p, p). Input and output have one shape.
    """

    diagonal: Value
    pairs: tuple[tuple[Value, Value], ...]
    """(left, right): ∂out[i]/∂in[j] = δᵢⱼ·diagonal[i] + Σ left[i]·right[j], along every line."""
    in_shape: Shape
    out_shape: Shape
    axis: int = -1
    name: ClassVar[str] = "block"

    def vjp(self, upstream: Value) -> Value:
        up = np.broadcast_to(upstream, self.out_shape)
        total = self.diagonal * up
        for left, right in self.pairs:
            total = total + right * np.sum(left * up, axis=self.axis, keepdims=True)
        return total

    def jvp(self, tangent: Value) -> Value:
        given = np.broadcast_to(tangent, self.in_shape)
        total = self.diagonal * given
        for left, right in self.pairs:
            total = total + left * np.sum(right * given, axis=self.axis, keepdims=True)
        return total

    def entry(self, out_index: Index, in_index: Index) -> float:
        at, place = self._line(out_index)
        other, source = self._line(in_index)
        return float(self._matrix(at)[place, source]) if at == other else 0.0

    def row(self, out_index: Index) -> Value:
        at, place = self._line(out_index)
        result = np.zeros(self.in_shape)
        result[at] = self._matrix(at)[place]
        return result

    def column(self, in_index: Index) -> Value:
        at, place = self._line(in_index)
        result = np.zeros(self.out_shape)
        result[at] = self._matrix(at)[:, place]
        return result

    def _line(self, index: Index) -> tuple[Selection, int]:
        """The line on which the entry lies, and its place along it."""
        axis = self.axis % len(index)
        return (*index[:axis], EVERY, *index[axis + 1 :]), index[axis]

    def _matrix(self, at: Selection) -> Value:
        def line(part: Value) -> Value:
            return np.broadcast_to(part, self.out_shape)[at]

        outer = sum(np.outer(line(left), line(right)) for left, right in self.pairs)
        return np.diag(line(self.diagonal)) + outer
