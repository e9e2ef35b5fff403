"""What slides over an image, and what is dropped from it? Convolution, pooling, dropout.

Images are N×H×W×C (sequences N×L×C), kernels H×W×C×O (L×C×O). As everywhere in the field, a convolution slides its
kernel without flipping it; `padding` zeros are added on every side, and the window moves by `stride`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..arrays import Numbers, Shape, Value, shape_of, write_shape
from ..errors import ShapeError
from ..local import Convolution, Diagonal, Gather, Window
from ..local.windows import both, convolve, steps, windows_of
from ..words import Message, message
from .entrywise import MATRIX, ROW, samples, tied
from .row import BadInput, Op, Sample
from .shaping import rank

LAYOUTS = {3: ("N×L×C", "L×C×O"), 4: ("N×H×W×C", "H×W×C×O")}
WAVES = np.sin(1.7 * np.arange(300.0) ** 1.1)
"""Irregular and without ties: entries of the images and kernels that these rows are proved on."""


def _waves(*shape: int, start: int = 0) -> Value:
    return WAVES[start : start + int(np.prod(shape))].reshape(shape).copy()


Size = int | Sequence[int]
"""A size of rows and columns; one number stands for both."""


def _places(op: str, lengths: Shape, window: Shape, padding: int, stride: Size) -> Shape:
    """How many positions the window has along each axis. Raises ShapeError if it does not fit."""
    moves = (stride,) * len(lengths) if isinstance(stride, int) else tuple(stride)
    if min(moves) < 1 or padding < 0 or min(window) < 1:
        raise ShapeError("op.window-numbers", op=op, stride=write_size(stride), padding=padding)
    if any(width > length + 2 * padding for length, width in zip(lengths, window, strict=True)):
        padded = tuple(length + 2 * padding for length in lengths)
        raise ShapeError("op.window-too-large", op=op, window=write_shape(window), image=write_shape(padded))
    found = zip(lengths, window, moves, strict=True)
    return tuple(steps(length, width, padding, move) for length, width, move in found)


def write_size(size: Size) -> str:
    """`2` or `2×3`, as it stands in a sentence."""
    return str(size) if isinstance(size, int) else write_shape(tuple(size))


def _convolution_op(name: str, dimensions: int, **rest: Any) -> Op:
    image_layout, kernel_layout = LAYOUTS[dimensions]

    def shape(op: str, image: Shape, kernel: Shape, *, padding: int, stride: int) -> Shape:
        rank(op, dimensions, image_layout, image)
        rank(op, dimensions, kernel_layout, kernel)
        if image[-1] != kernel[-2]:
            raise ShapeError("op.conv-channels", op=op, image=image[-1], kernel=kernel[-2])
        places = _places(op, image[1:-1], kernel[:-2], padding, stride)
        return (image[0], *places, kernel[-1])

    def forward(image: Value, kernel: Value, *, padding: int, stride: int) -> Value:
        return convolve(image, kernel, padding, stride)

    def local(out: Value, image: Value, kernel: Value, *, padding: int, stride: int) -> tuple[Convolution, ...]:
        return (
            Convolution(kernel, "image", image.shape, out.shape, padding, stride),
            Convolution(image, "kernel", kernel.shape, out.shape, padding, stride),
        )

    attributes = {"padding": 0, "stride": 1}
    return Op(name=name, inputs=("x", "k"), forward=forward, local=local, symbolic=None, shape=shape,
              attributes=attributes, **rest)  # fmt: skip


def _pooled(op: str, image: Shape, *, window: Size, stride: Size) -> Shape:
    rank(op, 4, LAYOUTS[4][0], image)
    places = _places(op, image[1:3], both(window), 0, stride)
    return (image[0], *places, image[3])


def _max_pool(image: Value, *, window: Size, stride: Size) -> Value:
    return windows_of(image, window, stride).max(axis=(-2, -1))


def _max_pool_local(out: Value, image: Value, *, window: Size, stride: Size) -> tuple[Gather]:
    """The winner of each window; at a tie the first one, by rows."""
    seen = windows_of(image, window, stride)
    (_, across), (down, right) = both(window), both(stride)
    winner = seen.reshape(*seen.shape[:4], -1).argmax(axis=-1)
    n, height, width, channels = np.ogrid[tuple(slice(length) for length in out.shape)]
    rows, columns = height * down + winner // across, width * right + winner % across
    _, image_rows, image_columns, image_channels = image.shape
    flat = ((n * image_rows + rows) * image_columns + columns) * image_channels + channels
    return (Gather(flat, image.shape, out.shape),)


def _max_pool_kinked(slot: int, image: Value, *, window: Size, stride: Size) -> str | None:
    seen = windows_of(image, window, stride)
    return tied(np.equal(seen, seen.max(axis=(-2, -1), keepdims=True)).sum(axis=(-2, -1)))


def _avg_pool(image: Value, *, window: Size, stride: Size) -> Value:
    return windows_of(image, window, stride).mean(axis=(-2, -1))


def _avg_pool_local(out: Value, image: Value, *, window: Size, stride: Size) -> tuple[Window]:
    return (Window(both(window), both(stride), image.shape, out.shape),)


def _masked(op: str, shape: Shape, *, mask: Numbers, keep: float) -> Shape:
    if np.shape(mask) not in ((), shape):
        raise ShapeError("op.mask-shape", op=op, got=write_shape(np.shape(mask)), wanted=write_shape(shape))
    return shape


def _keeps(a: Value, *, mask: object, keep: float) -> Message | None:
    return None if 0.0 < keep <= 1.0 else message("op.keep-range", op="dropout", at="", got=keep)


def _scaled(mask: Value, keep: float, a: Value) -> Numbers:
    """What dropout multiplies by, in the precision of `a`."""
    return np.asarray(mask, dtype=getattr(a, "dtype", float)) / keep if np.ndim(mask) else float(mask) / keep


def _dropout(a: Value, *, mask: object, keep: float) -> Numbers:
    """Kept entries are divided by the probability of keeping them ("inverted"), so the mean stays what it was."""
    return a * _scaled(mask, keep, a)


IMAGE, KERNEL = _waves(2, 4, 3, 1), _waves(3, 2, 1, 2, start=60)
LINE, FILTER = _waves(2, 5, 2), _waves(3, 2, 2, start=40)
LARGE = BadInput((_waves(1, 3, 3, 1),), "op.window-too-large", {"window": 4})
FLAT = BadInput((_waves(3, 3, 1),), "op.layout")
POOLS = (Sample((_waves(2, 4, 4, 2),)), Sample((_waves(1, 5, 4, 2),), {"window": 3, "stride": 1}),
         Sample((_waves(1, 5, 5, 1),), {"window": 2, "stride": 3}),
         Sample((_waves(1, 5, 6, 2),), {"window": (3, 2), "stride": (1, 2)}))  # fmt: skip

WINDOWS = (
    _convolution_op("conv2d", 4,
       samples=(*samples((IMAGE, KERNEL)), *samples((IMAGE, KERNEL), padding=1),
                *samples((IMAGE, KERNEL), padding=2), *samples((IMAGE, KERNEL), padding=1, stride=2),
                *samples((_waves(1, 5, 5, 1), _waves(2, 2, 1, 1)), stride=2)),
       errors=(BadInput((IMAGE, _waves(5, 3, 1, 1)), "op.window-too-large"),
               BadInput((IMAGE, _waves(3, 3, 2, 1)), "op.conv-channels"),
               BadInput((LINE, KERNEL), "op.layout"), BadInput((IMAGE, FILTER), "op.layout"),
               BadInput((IMAGE, KERNEL), "op.window-numbers", {"stride": 0}))),
    _convolution_op("conv1d", 3,
       samples=(*samples((LINE, FILTER)), *samples((LINE, FILTER), padding=1),
                *samples((LINE, FILTER), padding=3, stride=2)),
       errors=(BadInput((LINE, _waves(6, 2, 1)), "op.window-too-large"),
               BadInput((LINE, _waves(3, 3, 1)), "op.conv-channels"), BadInput((IMAGE, FILTER), "op.layout"))),
    Op(name="max_pool", inputs=("a",), forward=_max_pool, local=_max_pool_local, symbolic=None, shape=_pooled,
       attributes={"window": 2, "stride": 2}, kinked=_max_pool_kinked, samples=POOLS, errors=(LARGE, FLAT)),
    Op(name="avg_pool", inputs=("a",), forward=_avg_pool, local=_avg_pool_local, symbolic=None, shape=_pooled,
       attributes={"window": 2, "stride": 2}, samples=POOLS, errors=(LARGE, FLAT)),
    Op(name="dropout", inputs=("a",), forward=_dropout, symbolic="a*mask/keep", domain=_keeps, shape=_masked,
       local=lambda out, a, *, mask, keep: (Diagonal(_scaled(mask, keep, a), shape_of(a), shape_of(out)),),
       attributes={"mask": 1.0, "keep": 1.0},
       samples=(*samples((0.7,), mask=1.0, keep=0.8),
                *samples((MATRIX,), mask=[[1, 0], [0, 1]], keep=0.5)),
       errors=(BadInput((MATRIX,), "op.mask-shape", {"mask": [1, 0]}),
               BadInput((ROW,), "op.keep-range", {"keep": 0.0}))),
)  # fmt: skip
