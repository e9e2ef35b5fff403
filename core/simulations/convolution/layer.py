"""What does a filter or a pooling window compute over an image? The numbers of one layer, from the engine's pass.

Images are rows × columns × channels and kernels rows × columns × channels × filters, as in the engine. What a learner
reads and types is squeezed: one matrix a channel or a filter, in front, and none of these axes where there is only one.
An output cell is (filter, row, column); pooling has one filter a channel. Cells are visited filter by filter, each
from the left upper corner by rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...arrays import Value
from ...graph import Graph, GraphBuilder
from ...local.windows import steps
from ...passes import Pass, run_pass

Cell = tuple[int, int, int]
CONVOLUTION, MAX_POOL, AVERAGE_POOL = "convolution", "max-pool", "average-pool"
OPERATIONS = (CONVOLUTION, MAX_POOL, AVERAGE_POOL)


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer over one image; its pass is made when somebody looks."""

    operation: str
    image: Value
    kernel: Value
    """Of a pooling layer: ones of the size of its window."""
    bias: Value
    padding: int
    stride: int
    upstream: Value | None
    """∂L/∂out as rows × columns × filters; None for ones, when L is the sum of the output."""

    @property
    def is_convolution(self) -> bool:
        """Has the layer something to learn?"""
        return self.operation == CONVOLUTION

    @property
    def window(self) -> tuple[int, int]:
        """Rows and columns of the filter."""
        return self.kernel.shape[:2]

    @property
    def channels(self) -> int:
        """Matrices of the image."""
        return self.image.shape[2]

    @property
    def size(self) -> tuple[int, int, int]:
        """Rows and columns of the output, (n - k + 2p)/s + 1 rounded down, and its filters."""
        rows, columns = (
            steps(length, width, self.padding, self.stride)
            for length, width in zip(self.image.shape[:2], self.window, strict=True)
        )
        return rows, columns, self.kernel.shape[3] if self.is_convolution else self.channels

    @property
    def parameters(self) -> int:
        """filters · (rows · columns · channels + 1); pooling has none."""
        return self.kernel.size + self.kernel.shape[3] if self.is_convolution else 0

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Every output cell, in the order of the visits."""
        rows, columns, filters = self.size
        return tuple((k, r, c) for k in range(filters) for r in range(rows) for c in range(columns))

    @cached_property
    def record(self) -> Pass:
        """The engine's pass: `image`, `filter`, `bias`, `slid` and `out`; of pooling `image` and `out`."""
        graph = _graph(self)
        given = {"image": self.image[None]}
        if self.is_convolution:
            given |= {"filter": self.kernel, "bias": self.bias}
        upstream = None if self.upstream is None else self.upstream[None]
        return run_pass(graph, given, upstream)

    @property
    def out(self) -> Value:
        """Rows × columns × filters."""
        return self.record.values["out"][0]

    @property
    def arriving(self) -> Value:
        """∂L/∂out, rows × columns × filters."""
        return np.broadcast_to(self.record.upstream, self.record.values["out"].shape)[0]

    @cached_property
    def padded(self) -> Value:
        """The image with its frame of zeros."""
        edge = (self.padding, self.padding)
        return np.pad(self.image, (edge, edge, (0, 0)))

    def patch(self, cell: Cell) -> Value:
        """What lies under the window at a cell, of every channel; of pooling that of its own channel alone."""
        k, top, left = cell[0], cell[1] * self.stride, cell[2] * self.stride
        height, width = self.window
        seen = self.padded[top : top + height, left : left + width]
        return seen if self.is_convolution else seen[:, :, k : k + 1]

    def weights(self, cell: Cell) -> Value:
        """The filter of a cell: rows × columns × channels."""
        return self.kernel[:, :, :, cell[0]]

    def winner(self, cell: Cell) -> tuple[int, int]:
        """Row and column in the image of the largest number under the window; at a tie the first, by rows."""
        patch = self.patch(cell)[:, :, 0]
        row, column = np.unravel_index(int(patch.argmax()), patch.shape)
        return cell[1] * self.stride + int(row), cell[2] * self.stride + int(column)

    def sent(self, node: str, first: int, last: int) -> Value:
        """What the cells from number `first` up to `last` send back to `image` or `filter`, by the engine's rule."""
        flowing = np.zeros(self.out.shape)
        for k, row, column in self.cells[first:last]:
            flowing[row, column, k] = self.arriving[row, column, k]
        recipes = self.record.locals["slid" if self.is_convolution else "out"]
        found = recipes[0 if node == "image" else 1].vjp(flowing[None])
        return found[0] if node == "image" else found


def _graph(layer: Layer) -> Graph:
    builder = GraphBuilder()
    image = builder.leaf("image", (1, *layer.image.shape))
    if layer.is_convolution:
        kernel, bias = builder.leaf("filter", layer.kernel.shape), builder.leaf("bias", layer.bias.shape)
        slid = builder.apply("conv2d", image, kernel, name="slid", padding=layer.padding, stride=layer.stride)
        builder.apply("add", slid, bias, name="out")
    else:
        op = "max_pool" if layer.operation == MAX_POOL else "avg_pool"
        builder.apply(op, image, name="out", window=layer.window[0], stride=layer.stride)
    return builder.graph()


def front(array: Value) -> Value:
    """An array with its last axis in front, or without it where it has length 1: one matrix a channel."""
    moved = np.moveaxis(array, -1, 0)
    return moved[0] if len(moved) == 1 else moved


def shown_kernel(kernel: Value) -> Value:
    """Filters × channels × rows × columns, without axes of length 1 in front."""
    return _squeezed(kernel.transpose(3, 2, 0, 1))


def _squeezed(kernels: Value) -> Value:
    """Filters × channels × rows × columns without the axes that have a single entry."""
    found = kernels if kernels.shape[1] > 1 else kernels[:, 0]
    return found if len(found) > 1 else found[0]


def inside(layer: Layer, cell: Cell) -> Iterator[tuple[int, int, int, int, int]]:
    """(row, column) in the window, (row, column) in the image and the channel, of what is not padding."""
    height, width = layer.window
    own = range(layer.channels) if layer.is_convolution else (cell[0],)
    for channel in own:
        for a in range(height):
            for b in range(width):
                row, column = cell[1] * layer.stride + a - layer.padding, cell[2] * layer.stride + b - layer.padding
                if 0 <= row < layer.image.shape[0] and 0 <= column < layer.image.shape[1]:
                    yield a, b, row, column, channel
