"""What is made of several operations? Normalised layers, attention, wider convolutions, losses with class numbers.

Each is written in rows of the op table, so a pass shows and proves every step of it; nothing here knows a derivative.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import GraphError
from .expressions import Expression, applied, as_expression

Sizes = int | Sequence[int]
Padding = int | Sequence[int] | Sequence[Sequence[int]]
"""Of all sides, of rows and columns, or of the two ends of each."""


def layer_norm(x: object, gain: object = None, bias: object = None, epsilon: float = 1e-5) -> Expression:
    """Each row with mean 0 and variance 1 along the last axis, then times `gain` plus `bias` where they are given."""
    return _scaled(applied("standardize", x, axis=-1, epsilon=epsilon), gain, bias)


def batch_norm(
    x: object,
    gain: object = None,
    bias: object = None,
    epsilon: float = 1e-5,
    running: tuple[object, object] | None = None,
) -> Expression:
    """Each feature (the last axis) with mean 0 and variance 1 over the batch: all other axes.

    `running` is a mean and a variance that were kept while training; with them, no sample sees any other.
    """
    given = as_expression(x)
    if running is not None:
        mean, variance = running
        return _scaled((given - mean) / np.sqrt(np.asarray(variance, dtype=float) + epsilon), gain, bias)
    flat = given.reshape(-1, given.shape[-1]) if given.ndim > 2 else given
    even = applied("standardize", flat, axis=0, epsilon=epsilon)
    return _scaled(even.reshape(given.shape) if given.ndim > 2 else even, gain, bias)


def _scaled(x: Expression, gain: object, bias: object) -> Expression:
    scaled = x if gain is None else x * gain
    return scaled if bias is None else scaled + bias


def attention(queries: object, keys: object, values: object, mask: object = None) -> Expression:
    """softmax(Q Kᵀ/√d) V; where the mask is 0, a query does not see a key (Vaswani and others, 2017, equation 1)."""
    q, k = as_expression(queries), as_expression(keys)
    order = (*range(k.ndim - 2), k.ndim - 1, k.ndim - 2)
    scores = (q @ k.transpose(order)) / float(np.sqrt(q.shape[-1]))
    if mask is not None:
        seen = np.asarray(mask, dtype=float)
        scores = applied("where", np.broadcast_to(seen, scores.shape), scores, -1e30)
    return applied("softmax", scores, axis=-1) @ values


def one_hot(classes: object, count: int) -> np.ndarray:
    """Class numbers, counted from 0, as rows with a 1 each. Raises GraphError for numbers that are no classes."""
    found = np.asarray(classes)
    if found.dtype.kind not in "iu" or (found.size and not (found.min() >= 0 and found.max() < count)):
        raise GraphError("notebook.classes", got=str(found.tolist())[:60], last=count - 1)
    return np.eye(count)[found]


def softmax_cross_entropy(z: object, t: object, weights: object = None, smoothing: float = 0.0) -> Expression:
    """The mean of −Σ t·log softmax(z) over the rows; `t` is one-hot, a distribution, or class numbers.

    `weights` has a number a class: a row counts by that of its class, and the mean is one of weighted rows. `smoothing`
    gives that share of each target to all classes alike.
    """
    scores = as_expression(z)
    wanted = _targets(t, scores)
    if smoothing:
        wanted = wanted * (1.0 - smoothing) + smoothing / scores.shape[-1]
    if weights is not None:
        own = np.asarray(weights, dtype=float)
        rows = max(1, scores.size // scores.shape[-1])
        wanted = wanted * own * (rows / float(np.sum(_targets(t, scores) * own)))
    return applied("softmax_cross_entropy", scores, wanted)


def _targets(t: Any, scores: Expression) -> Any:
    if isinstance(t, Expression) or not scores.ndim or np.shape(t) == scores.shape:
        return t
    return one_hot(t, scores.shape[-1])


def embedding_bag(table: object, bags: Sequence[Sequence[int]], mode: str = "mean") -> Expression:
    """For each bag of row numbers the sum or the mean of these rows. Raises GraphError for an empty bag."""
    if not bags or any(not len(bag) for bag in bags) or mode not in ("sum", "mean"):
        raise GraphError("notebook.bags", mode=mode)
    parts = [applied("gather", table, indices=[int(at) for at in bag]) for bag in bags]
    totals = [applied(mode, part, axis=0) for part in parts]
    return applied("concat", *[total.reshape(1, *total.shape) for total in totals], axis=0)


def conv2d(
    image: object,
    kernel: object,
    padding: Padding = 0,
    stride: Sizes = 1,
    dilation: Sizes = 1,
    groups: int = 1,
) -> Expression:
    """A convolution of N×H×W×C with H×W×C/groups×O; sizes may differ between rows and columns, or be pairs of ends.

    Padding that is not the same everywhere is added before it, weights are moved apart for a dilation, and groups of
    channels are convolved apart and joined.
    """
    x, k = as_expression(image), as_expression(kernel)
    if dilation != 1:
        k = applied("dilate", k, by=_pair(dilation))
    widths = _ends(padding)
    if isinstance(padding, int):
        inside = padding
    else:
        x, inside = applied("pad", x, widths=((0, 0), *widths, (0, 0))), 0
    down, across = _pair(stride)
    if groups == 1:
        return _strided(x, k, inside, down, across)
    if x.shape[-1] % groups or k.shape[-1] % groups:
        raise GraphError("notebook.groups", groups=groups, inputs=x.shape[-1], outputs=k.shape[-1])
    wide, made = x.shape[-1] // groups, k.shape[-1] // groups
    parts = [
        _strided(x[..., at * wide : (at + 1) * wide], k[..., at * made : (at + 1) * made], inside, down, across)
        for at in range(groups)
    ]
    return applied("concat", *parts, axis=-1)


def _strided(x: Expression, k: Expression, padding: int, down: int, across: int) -> Expression:
    if down == across:
        return applied("conv2d", x, k, padding=padding, stride=down)
    return applied("conv2d", x, k, padding=padding)[:, ::down, ::across]


def max_pool(
    image: object,
    window: Sizes = 2,
    stride: Sizes | None = None,
    padding: Padding = 0,
) -> Expression:
    """The largest number of each window of N×H×W×C; padding never wins."""
    return _pooled("max_pool", image, window, stride, padding, -np.inf)


def avg_pool(
    image: object,
    window: Sizes = 2,
    stride: Sizes | None = None,
    padding: Padding = 0,
) -> Expression:
    """The mean of each window of N×H×W×C; padding counts as zeros."""
    return _pooled("avg_pool", image, window, stride, padding, 0.0)


def _pooled(
    op: str,
    image: object,
    window: Sizes,
    stride: Sizes | None,
    padding: Padding,
    filling: float,
) -> Expression:
    x = as_expression(image)
    if padding != 0:
        x = applied("pad", x, widths=((0, 0), *_ends(padding), (0, 0)), value=filling)
    return applied(op, x, window=window, stride=window if stride is None else stride)


def _pair(size: Sizes) -> tuple[int, int]:
    if isinstance(size, int):
        return size, size
    rows, columns = size
    return rows, columns


def _ends(padding: Padding) -> tuple[tuple[int, int], tuple[int, int]]:
    """Zeros before and after the rows and the columns: of one number, of a pair, or of two pairs."""
    rows, columns = (padding, padding) if isinstance(padding, int) else padding
    return _pair(rows), _pair(columns)


OFFERED: Mapping[str, object] = {
    call.__name__: call
    for call in (attention, avg_pool, batch_norm, conv2d, embedding_bag, layer_norm, max_pool, one_hot,
                 softmax_cross_entropy)
}  # fmt: skip
"""What `from gradstep.core import …` finds here."""
