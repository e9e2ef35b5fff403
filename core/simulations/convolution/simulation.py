"""How does a filter slide over an image, and what comes back to it? Window by window, forwards and backwards.

One frame an output cell: forwards its products and their sum, backwards what it sends to the filter and to the image.
Pooling, by the largest number or by the mean, is the same walk without anything to learn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import MappingProxyType

import numpy as np

from ...arrays import Array
from ...errors import SpecError
from ..knobs import Knobs, knob
from ..reading import array, optional, short, whole, whole_between
from ..score import Score, ScoredSimulation
from .layer import CONVOLUTION, OPERATIONS, Layer
from .score import LayerScore

LONGEST_SIDE = 64
MOST_CHANNELS = 64
MOST_CELLS = 6_000
"""Output cells of all filters: each of them is two frames."""
_IMAGE = re.compile(r"(\d{1,3})x(\d{1,3})(?:x(\d{1,3}))?")
_FILTER = re.compile(r"(?:(\d{1,3})@)?(\d{1,3})x(\d{1,3})")


def read_image(given: object) -> Array:
    """An image: rows of numbers, one matrix a channel, or a size such as `28x28x3` (all zeros). Raises SpecError."""
    if isinstance(given, str):
        found = _IMAGE.fullmatch(given.strip())
        if found is None:
            raise SpecError("convolution.bad-image", got=given[:60], most=LONGEST_SIDE)
        rows, columns, channels = (int(part or 1) for part in found.groups())
        image = np.zeros((channels, rows, columns))
    else:
        image = array(given)
        image = image[None] if image.ndim == 2 else image
    if image.ndim != 3 or max(image.shape[1:]) > LONGEST_SIDE or len(image) > MOST_CHANNELS or 0 in image.shape:
        raise SpecError("convolution.bad-image", got=short(given), most=LONGEST_SIDE)
    return np.moveaxis(image, 0, -1)


def read_filter(given: object) -> Array | tuple[int, ...]:
    """A filter as nested rows, or a size such as `8@3x3` (all zeros). Raises SpecError."""
    if isinstance(given, str):
        found = _FILTER.fullmatch(given.strip())
        if found is None or "0" in found.groups():
            raise SpecError("convolution.bad-filter", got=given[:60])
        return tuple(int(part or 1) for part in found.groups())
    rows = array(given)
    if not 2 <= rows.ndim <= 4:
        raise SpecError("convolution.bad-filter", got=short(given))
    return rows


class LayerKnobs(Knobs, frozen=True):
    """The settings of a filter or a pooling window."""

    # fmt: off
    operation: str = knob(CONVOLUTION, "what the window does", "lo que hace la ventana", choices=OPERATIONS)
    image: Array = knob(((1, 2, 3), (4, 5, 6), (7, 8, 9), (10, 11, 12)),
        "image: rows, one matrix a channel, or a size such as 28x28x3",
        "imagen: filas, una matriz por canal, o un tamaño como 28x28x3", read=read_image)
    filter: Array | tuple[int, ...] = knob(((1, 2), (3, 4)),
        "filter: rows, one matrix a channel or a filter, or a size such as 8@3x3",
        "filtro: filas, una matriz por canal o por filtro, o un tamaño como 8@3x3", read=read_filter)
    bias: Array | None = knob(0, "bias of each filter", "sesgo de cada filtro", read=optional(array))
    padding: int = knob(0, "zeros around the image", "ceros alrededor de la imagen", read=whole, low=0, high=16, step=1)
    stride: int | None = knob(None, "how far the window moves (pooling: its own side)",
        "cuánto avanza la ventana (en pooling: su propio lado)", read=optional(whole_between(1, LONGEST_SIDE)), step=1)
    window: int = knob(2, "side of a pooling window", "lado de la ventana de pooling", read=whole, low=1, high=16,
        step=1)
    upstream: Array | None = knob(None, "∂L/∂out (ones when empty)", "∂L/∂out (unos si está vacío)",
        read=optional(array))


class ConvolutionLayer(ScoredSimulation[LayerKnobs]):
    """A filter, or a pooling window, over one image."""

    described = {
        "en": "A filter or a pooling window over an image: one frame a position, forwards and backwards.",
        "es": "Un filtro o una ventana de pooling sobre una imagen: un cuadro por posición, a la ida y a la vuelta.",
    }
    example = MappingProxyType({"image": [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]], "filter": [[1, 2], [3, 4]]})

    def make_score(self) -> Score:
        return LayerScore(read_layer(self.settings))


def read_layer(settings: LayerKnobs) -> Layer:
    """The layer of checked settings. Raises SpecError where they do not fit each other."""
    operation, image, padding = settings.operation, settings.image, settings.padding
    if operation == CONVOLUTION:
        kernel = _kernel(settings.filter, image.shape[2])
        bias = _bias(settings.bias, kernel.shape[3])
    else:
        if padding:
            raise SpecError("convolution.pool-padding", got=padding)
        kernel = np.ones((settings.window, settings.window, 1, 1))
        bias = np.zeros(image.shape[2])
    stride = settings.stride or (1 if operation == CONVOLUTION else settings.window)
    bare = Layer(operation, image, kernel, bias, padding, stride, None)
    rows, columns, filters = bare.size
    if min(rows, columns) < 1 or any(k > n + 2 * padding for k, n in zip(bare.window, image.shape, strict=False)):
        raise SpecError("convolution.too-large", window=_by(bare.window), image=_by(bare.padded.shape[:2]))
    if rows * columns * filters > MOST_CELLS:
        raise SpecError("convolution.too-many", got=rows * columns * filters, most=MOST_CELLS)
    upstream = _upstream(settings.upstream, bare.size)
    return Layer(operation, image, kernel, bias, padding, stride, upstream)


def _kernel(given: Array | tuple[int, ...], channels: int) -> Array:
    """Rows × columns × channels × filters; three axes are channels where the image has several, otherwise filters."""
    if isinstance(given, tuple):
        filters, rows, columns = given
        found = np.zeros((filters, channels, rows, columns))
    elif given.ndim == 2:
        found = given[None, None]
    elif given.ndim == 3:
        found = given[None] if channels > 1 else given[:, None]
    else:
        found = given
    if found.shape[1] != channels:
        raise SpecError("convolution.channels", got=found.shape[1], wanted=channels)
    if max(found.shape[2:]) > LONGEST_SIDE or len(found) > MOST_CHANNELS:
        raise SpecError("convolution.bad-filter", got=_by(found.shape))
    return np.ascontiguousarray(found.transpose(2, 3, 1, 0))


def _bias(given: Array | None, filters: int) -> Array:
    bias = np.zeros(()) if given is None else given
    if bias.shape not in ((), (filters,)):
        raise SpecError("convolution.bias", got=bias.size, wanted=filters)
    return np.broadcast_to(bias, (filters,)).astype(float)


def _upstream(given: Array | None, size: tuple[int, int, int]) -> Array | None:
    """∂L/∂out as rows × columns × filters."""
    if given is None:
        return None
    rows, columns, filters = size
    wanted = (rows, columns) if filters == 1 else (filters, rows, columns)
    if given.shape not in ((), wanted, (filters, rows, columns)):
        raise SpecError("convolution.upstream", got=_by(given.shape), wanted=_by(wanted))
    whole = np.broadcast_to(given, (filters, rows, columns))
    return np.moveaxis(whole, 0, -1).astype(float)


def _by(shape: Iterable[int]) -> str:
    return "x".join(str(length) for length in shape)
