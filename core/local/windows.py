"""How does a sliding window compute, and what is its local gradient? Convolutions, and the mean of a window.

Images are NHWC (NLC in one dimension), kernels HWIO (LIO). As everywhere in the field, "convolution" slides the kernel
without flipping it. Only horizontal neighbours are copied side by side; shifting those vertically is a view. So a
kernel of k rows takes k batched matrix products, and no patch matrix of k·k columns is ever made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import ClassVar, Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..arrays import Index, Shape, Value
from .places import EVERY, zeros

CACHED = 700_000
"""Bytes of neighbours worked on at a time, so that they stay in the cache."""


def steps(length: int, window: int, padding: int, stride: int) -> int:
    """How many positions a window has along an axis; 0 or less if it does not fit."""
    return (length + 2 * padding - window) // stride + 1


def convolve(image: Value, kernel: Value, padding: int, stride: int) -> Value:
    """out[n, y, x, o] = Σ image[n, y·stride+i−padding, x·stride+j−padding, c] · kernel[i, j, c, o]."""
    if image.ndim == 3:
        return _slide(image[:, None], kernel[None], (0, padding), (1, stride))[:, 0]
    return _slide(image, kernel, (padding, padding), (stride, stride))


def image_gradient(upstream: Value, kernel: Value, shape: Shape, padding: int, stride: int) -> Value:
    """∂L/∂image for an image of `shape`: with stride 1 a convolution again, of upstream with the flipped kernel."""
    if len(shape) == 3:
        lifted = (shape[0], 1, *shape[1:])
        return _back(upstream[:, None], kernel[None], lifted, (0, padding), (1, stride))[:, 0]
    return _back(upstream, kernel, shape, (padding, padding), (stride, stride))


def kernel_gradient(upstream: Value, image: Value, shape: Shape, padding: int, stride: int) -> Value:
    """∂L/∂kernel for a kernel of `shape`: each tap is what it saw of the image, multiplied by upstream and summed."""
    if len(shape) == 3:
        return _correlate(upstream[:, None], image[:, None], (1, *shape), (0, padding), (1, stride))[0]
    return _correlate(upstream, image, shape, (padding, padding), (stride, stride))


def both(size: int | Sequence[int]) -> tuple[int, int]:
    """A size of rows and columns; one number stands for both."""
    if isinstance(size, int | np.integer):
        return int(size), int(size)
    rows, columns = size
    return rows, columns


def windows_of(image: Value, window: int | Sequence[int], stride: int | Sequence[int]) -> Value:
    """Every window over height and width of N×H×W×C, as a view of N × rows × columns × C × window height × width."""
    down, right = both(stride)
    return sliding_window_view(image, both(window), axis=(1, 2))[:, ::down, ::right]


def _pad(image: Value, rows: int, columns: int) -> Value:
    if rows == columns == 0:
        return image
    n, height, width, channels = image.shape
    padded = zeros((n, height + 2 * rows, width + 2 * columns, channels), image)
    padded[:, rows : rows + height, columns : columns + width] = image
    return padded


def _taps(padded: Value, width: int, stride: int) -> Value:
    """The `width` horizontal neighbours at every position, side by side: N × H × positions × (width·C)."""
    windows = sliding_window_view(padded, width, axis=2)[:, :, ::stride]
    n, height, places, channels, _ = windows.shape
    return np.ascontiguousarray(windows.swapaxes(-1, -2)).reshape(n, height, places, width * channels)


def _rows(taps: Value, tap: int, places: int, stride: int) -> Value:
    """The rows that meet row `tap` of the kernel, as one matrix per image: a view if the stride is 1."""
    chosen = taps[:, tap : tap + stride * (places - 1) + 1 : stride]
    return chosen.reshape(len(taps), places * taps.shape[2], taps.shape[3])


def _portions(image: Value, kernel: Shape, padding: tuple[int, int]) -> Iterator[slice]:
    """As many images at a time as keep their neighbours in the cache between the products."""
    size = (image.shape[1] + 2 * padding[0]) * (image.shape[2] + 2 * padding[1]) * kernel[1] * kernel[2]
    count = max(1, CACHED // (size * image.itemsize))
    return (slice(start, start + count) for start in range(0, len(image), count))


def _slide(image: Value, kernel: Value, padding: tuple[int, int], stride: tuple[int, int]) -> Value:
    height, width, channels, outputs = kernel.shape
    rows, columns = (
        steps(image.shape[axis], kernel.shape[axis - 1], padding[axis - 1], stride[axis - 1]) for axis in (1, 2)
    )
    matrices = kernel.reshape(height, width * channels, outputs)
    out = np.empty((len(image), rows * columns, outputs), np.result_type(image, kernel))
    for portion in _portions(image, kernel.shape, padding):
        taps, total = _taps(_pad(image[portion], *padding), width, stride[1]), out[portion]
        np.matmul(_rows(taps, 0, rows, stride[0]), matrices[0], out=total)
        for tap in range(1, height):
            total += _rows(taps, tap, rows, stride[0]) @ matrices[tap]
    return out.reshape(len(image), rows, columns, outputs)


def _correlate(upstream: Value, image: Value, shape: Shape, padding: tuple[int, int], stride: tuple[int, int]) -> Value:
    height, width, channels, outputs = shape
    rows, columns = upstream.shape[1:3]
    total = np.zeros((height, width * channels, outputs), np.result_type(image, upstream))
    for portion in _portions(image, shape, padding):
        taps = _taps(_pad(image[portion], *padding), width, stride[1])[:, :, :columns]
        up = upstream[portion].reshape(len(taps), rows * columns, outputs)
        for tap in range(height):
            total[tap] += (_rows(taps, tap, rows, stride[0]).swapaxes(-1, -2) @ up).sum(axis=0)
    return total.reshape(shape)


def _back(upstream: Value, kernel: Value, shape: Shape, padding: tuple[int, int], stride: tuple[int, int]) -> Value:
    height, width = kernel.shape[:2]
    margins = height - 1 - padding[0], width - 1 - padding[1]
    if stride == (1, 1) and min(margins) >= 0:
        flipped = np.ascontiguousarray(kernel[::-1, ::-1].swapaxes(-1, -2))
        return _slide(upstream, flipped, margins, (1, 1))
    n, rows, columns, channels = shape
    total = zeros((n, rows + 2 * padding[0], columns + 2 * padding[1], channels), upstream)
    for i, j in product(range(height), range(width)):
        ends = i + stride[0] * (upstream.shape[1] - 1) + 1, j + stride[1] * (upstream.shape[2] - 1) + 1
        total[:, i : ends[0] : stride[0], j : ends[1] : stride[1]] += upstream @ kernel[i, j].T
    return total[:, padding[0] : padding[0] + rows, padding[1] : padding[1] + columns]


def _meeting(at: Index, lengths: Shape, window: Shape, padding: int, stride: int) -> list[tuple[slice, slice]]:
    """For the window at `at`, axis by axis: the part of the image it covers, and the taps that cover it."""
    pairs: list[tuple[slice, slice]] = []
    for place, length, width in zip(at, lengths, window, strict=True):
        start = place * stride - padding
        low, high = max(0, start), min(length, start + width)
        pairs.append((slice(low, max(low, high)), slice(low - start, max(low, high) - start)))
    return pairs


@dataclass(frozen=True, eq=False, slots=True)
class Convolution:
    """A convolution seen from its image or from its kernel: linear in that one, and its slope is the other.

    `side` says which of the two the input is. Images are N×L×C with kernels L×I×O, or N×H×W×C with H×W×I×O.
    """

    other: Value
    side: Literal["image", "kernel"]
    in_shape: Shape
    out_shape: Shape
    padding: int
    stride: int
    name: ClassVar[str] = "convolution"

    def vjp(self, upstream: Value) -> Value:
        gradient = image_gradient if self.side == "image" else kernel_gradient
        up = np.broadcast_to(upstream, self.out_shape)
        return gradient(up, self.other, self.in_shape, self.padding, self.stride)

    def jvp(self, tangent: Value) -> Value:
        image, kernel = (tangent, self.other) if self.side == "image" else (self.other, tangent)
        return convolve(image, kernel, self.padding, self.stride)

    def entry(self, out_index: Index, in_index: Index) -> float:
        return float(self.row(out_index)[in_index])

    def row(self, out_index: Index) -> Value:
        """The kernel laid over the image at the window of this output, or the patch of the image under it."""
        n, *place, o = out_index
        image_shape, kernel_shape = self._shapes()
        lengths, window = image_shape[1:-1], kernel_shape[:-2]
        pairs = _meeting(tuple(place), lengths, window, self.padding, self.stride)
        on_image = (n, *(covered for covered, _ in pairs), EVERY)
        on_kernel = (*(taps for _, taps in pairs), EVERY, o)
        result = zeros(self.in_shape, self.other)
        if self.side == "image":
            result[on_image] = self.other[on_kernel]
        else:
            result[on_kernel] = self.other[on_image]
        return result

    def column(self, in_index: Index) -> Value:
        """What one pixel, or one weight, met at each position where it was used."""
        result = zeros(self.out_shape, self.other)
        places, taps, pixels = zip(*(self._uses(axis, at) for axis, at in self._spatial(in_index)), strict=True)
        if self.side == "image":
            result[in_index[0]][np.ix_(*places)] = self.other[..., in_index[-1], :][np.ix_(*taps)]
            return result
        channel, output = in_index[-2:]
        every = range(len(result))
        result[..., output][np.ix_(every, *places)] = self.other[..., channel][np.ix_(every, *pixels)]
        return result

    def _shapes(self) -> tuple[Shape, Shape]:
        """The shapes of image and kernel."""
        pair = self.in_shape, np.shape(self.other)
        return pair if self.side == "image" else (pair[1], pair[0])

    def _spatial(self, in_index: Index) -> list[tuple[int, int]]:
        """(axis, index) of an input entry, for the axes along which the window slides."""
        own = in_index[1:-1] if self.side == "image" else in_index[:-2]
        return list(enumerate(own))

    def _uses(self, axis: int, at: int) -> tuple[list[int], list[int], list[int]]:
        """The window positions that use the input entry at `at`, with the tap and the pixel that meet in each."""
        image_shape, kernel_shape = self._shapes()
        length, width = image_shape[1 + axis], kernel_shape[axis]
        found = [
            (place, tap, place * self.stride - self.padding + tap)
            for place in range(self.out_shape[1 + axis])
            for tap in range(width)
        ]
        mine = [
            (place, tap, pixel)
            for place, tap, pixel in found
            if 0 <= pixel < length and at == (pixel if self.side == "image" else tap)
        ]
        return [use[0] for use in mine], [use[1] for use in mine], [use[2] for use in mine]


@dataclass(frozen=True, eq=False, slots=True)
class Window:
    """The mean of a window that slides over the height and width of N×H×W×C: all its entries have the same share."""

    window: tuple[int, int]
    stride: tuple[int, int]
    in_shape: Shape
    out_shape: Shape
    name: ClassVar[str] = "window"

    def vjp(self, upstream: Value) -> Value:
        up = np.broadcast_to(upstream, self.out_shape) * self._share()
        total = zeros(self.in_shape, up)
        for at in self._taps():
            total[at] += up
        return total

    def jvp(self, tangent: Value) -> Value:
        given = np.broadcast_to(tangent, self.in_shape)
        return self._share() * np.sum([given[at] for at in self._taps()], axis=0)

    def entry(self, out_index: Index, in_index: Index) -> float:
        met = zip(out_index[1:3], in_index[1:3], self.window, self.stride, strict=True)
        same = out_index[0] == in_index[0] and out_index[3] == in_index[3]
        inside = all(0 <= at - place * step < width for place, at, width, step in met)
        return self._share() if same and inside else 0.0

    def row(self, out_index: Index) -> Value:
        result = np.zeros(self.in_shape)
        n, y, x, channel = out_index
        ys, xs = (slice(at * step, at * step + width) for at, width, step in self._along(y, x))
        result[n, ys, xs, channel] = self._share()
        return result

    def column(self, in_index: Index) -> Value:
        result = np.zeros(self.out_shape)
        n, y, x, channel = in_index
        ys, xs = (slice(max(0, -((width - 1 - at) // step)), at // step + 1) for at, width, step in self._along(y, x))
        result[n, ys, xs, channel] = self._share()
        return result

    def _share(self) -> float:
        return 1.0 / (self.window[0] * self.window[1])

    def _along(self, *at: int) -> Iterator[tuple[int, int, int]]:
        """Places along height and width, each with the length of the window and its step there."""
        return zip(at, self.window, self.stride, strict=True)

    def _taps(self) -> list[tuple[slice, slice, slice]]:
        """For each place inside the window, all the image entries that it ever covers."""
        _, rows, columns, _ = self.out_shape
        return [
            (
                EVERY,
                slice(i, i + self.stride[0] * (rows - 1) + 1, self.stride[0]),
                slice(j, j + self.stride[1] * (columns - 1) + 1, self.stride[1]),
            )
            for i, j in product(range(self.window[0]), range(self.window[1]))
        ]
