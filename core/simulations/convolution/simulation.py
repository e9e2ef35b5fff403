"""How does a filter slide over an image, and what comes back to it? Window by window, forwards and backwards.

One frame an output cell: forwards its products and their sum, backwards what it sends to the filter and to the image.
Pooling, by the largest number or by the mean, is the same walk without anything to learn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from ...arrays import Value
from ...errors import SpecError
from ..graph import number
from ..protocol import Knob
from ..score import Score, ScoredSimulation
from .layer import CONVOLUTION, OPERATIONS, Layer
from .score import LayerScore

LONGEST_SIDE = 64
MOST_CHANNELS = 64
MOST_CELLS = 6_000
"""Output cells of all filters: each of them is two frames."""
_IMAGE = re.compile(r"(\d{1,3})x(\d{1,3})(?:x(\d{1,3}))?")
_FILTER = re.compile(r"(?:(\d{1,3})@)?(\d{1,3})x(\d{1,3})")


def read_image(given: Any) -> Any:
    """An image: rows of numbers, one matrix a channel, or a size such as `28x28x3` (all zeros). Raises SpecError."""
    if isinstance(given, str):
        found = _IMAGE.fullmatch(given.strip())
        if found is None:
            raise SpecError("convolution.bad-image", got=given[:60], most=LONGEST_SIDE)
        rows, columns, channels = (int(part or 1) for part in found.groups())
        array = np.zeros((channels, rows, columns))
    else:
        array = np.asarray(number(given, "image"))
        array = array[None] if array.ndim == 2 else array
    if array.ndim != 3 or max(array.shape[1:]) > LONGEST_SIDE or len(array) > MOST_CHANNELS or 0 in array.shape:
        raise SpecError("convolution.bad-image", got=str(given)[:60], most=LONGEST_SIDE)
    return np.moveaxis(array, 0, -1)


def read_filter(given: Any) -> Any:
    """A filter as nested rows, or a size such as `8@3x3` (all zeros). Raises SpecError."""
    if isinstance(given, str):
        found = _FILTER.fullmatch(given.strip())
        if found is None or "0" in found.groups():
            raise SpecError("convolution.bad-filter", got=given[:60])
        return tuple(int(part or 1) for part in found.groups())
    array = np.asarray(number(given, "filter"))
    if not 2 <= array.ndim <= 4:
        raise SpecError("convolution.bad-filter", got=str(given)[:60])
    return array


def read_stride(given: Any) -> int | None:
    """How far the window moves; None for 1, or for the side of a pooling window. Raises SpecError."""
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= LONGEST_SIDE:
        raise SpecError("convolution.whole", knob="stride", got=str(given), low=1, high=LONGEST_SIDE)
    return given


def _whole(name: str, low: int, high: int) -> Any:
    """A reader of whole numbers."""

    def read(given: Any) -> int:
        if isinstance(given, bool) or not isinstance(given, int) or not low <= given <= high:
            raise SpecError("convolution.whole", knob=name, got=str(given), low=low, high=high)
        return given

    return read


def _numbers(name: str) -> Any:
    """A reader of a number or an array, or None."""
    return lambda given: None if given is None else np.asarray(number(given, name))


class ConvolutionLayer(ScoredSimulation):
    """A filter, or a pooling window, over one image."""

    described = {
        "en": "A filter or a pooling window over an image: one frame a position, forwards and backwards.",
        "es": "Un filtro o una ventana de pooling sobre una imagen: un cuadro por posición, a la ida y a la vuelta.",
    }
    example = MappingProxyType({"image": [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]], "filter": [[1, 2], [3, 4]]})
    knobs = (
        Knob("operation", CONVOLUTION, {"en": "what the window does", "es": "lo que hace la ventana"},
             choices=OPERATIONS),
        Knob("image", ((1, 2, 3), (4, 5, 6), (7, 8, 9), (10, 11, 12)),
             {"en": "image: rows, one matrix a channel, or a size such as 28x28x3",
              "es": "imagen: filas, una matriz por canal, o un tamaño como 28x28x3"}, read=read_image),
        Knob("filter", ((1, 2), (3, 4)),
             {"en": "filter: rows, one matrix a channel or a filter, or a size such as 8@3x3",
              "es": "filtro: filas, una matriz por canal o por filtro, o un tamaño como 8@3x3"}, read=read_filter),
        Knob("bias", 0, {"en": "bias of each filter", "es": "sesgo de cada filtro"}, read=_numbers("bias")),
        Knob("padding", 0, {"en": "zeros around the image", "es": "ceros alrededor de la imagen"},
             read=_whole("padding", 0, 16), low=0, high=16, step=1),
        Knob("stride", None, {"en": "how far the window moves (pooling: its own side)",
             "es": "cuánto avanza la ventana (en pooling: su propio lado)"}, read=read_stride, step=1),
        Knob("window", 2, {"en": "side of a pooling window", "es": "lado de la ventana de pooling"},
             read=_whole("window", 1, 16), low=1, high=16, step=1),
        Knob("upstream", None, {"en": "∂L/∂out (ones when empty)", "es": "∂L/∂out (unos si está vacío)"},
             read=_numbers("upstream")),
    )  # fmt: skip

    def make_score(self) -> Score:
        return LayerScore(read_layer(self.settings))


def read_layer(settings: Mapping[str, Any]) -> Layer:
    """The layer of checked settings. Raises SpecError where they do not fit each other."""
    operation, image, padding = settings["operation"], settings["image"], settings["padding"]
    if operation == CONVOLUTION:
        kernel = _kernel(settings["filter"], image.shape[2])
        bias = _bias(settings["bias"], kernel.shape[3])
    else:
        if padding:
            raise SpecError("convolution.pool-padding", got=padding)
        kernel = np.ones((settings["window"], settings["window"], 1, 1))
        bias = np.zeros(image.shape[2])
    stride = settings["stride"] or (1 if operation == CONVOLUTION else settings["window"])
    bare = Layer(operation, image, kernel, bias, padding, stride, None)
    rows, columns, filters = bare.size
    if min(rows, columns) < 1 or any(k > n + 2 * padding for k, n in zip(bare.window, image.shape, strict=False)):
        raise SpecError("convolution.too-large", window=_by(bare.window), image=_by(bare.padded.shape[:2]))
    if rows * columns * filters > MOST_CELLS:
        raise SpecError("convolution.too-many", got=rows * columns * filters, most=MOST_CELLS)
    upstream = _upstream(settings["upstream"], bare.size)
    return Layer(operation, image, kernel, bias, padding, stride, upstream)


def _kernel(given: Any, channels: int) -> Value:
    """Rows × columns × channels × filters; three axes are channels where the image has several, otherwise filters."""
    if isinstance(given, tuple):
        filters, rows, columns = given
        array = np.zeros((filters, channels, rows, columns))
    elif given.ndim == 2:
        array = given[None, None]
    elif given.ndim == 3:
        array = given[None] if channels > 1 else given[:, None]
    else:
        array = given
    if array.shape[1] != channels:
        raise SpecError("convolution.channels", got=array.shape[1], wanted=channels)
    if max(array.shape[2:]) > LONGEST_SIDE or len(array) > MOST_CHANNELS:
        raise SpecError("convolution.bad-filter", got=_by(array.shape))
    return np.ascontiguousarray(array.transpose(2, 3, 1, 0))


def _bias(given: Any, filters: int) -> Value:
    bias = np.zeros(()) if given is None else given
    if bias.shape not in ((), (filters,)):
        raise SpecError("convolution.bias", got=bias.size, wanted=filters)
    return np.broadcast_to(bias, (filters,)).astype(float)


def _upstream(given: Any, size: tuple[int, int, int]) -> Value | None:
    """∂L/∂out as rows × columns × filters."""
    if given is None:
        return None
    rows, columns, filters = size
    wanted = (rows, columns) if filters == 1 else (filters, rows, columns)
    if given.shape not in ((), wanted, (filters, rows, columns)):
        raise SpecError("convolution.upstream", got=_by(given.shape), wanted=_by(wanted))
    whole = np.broadcast_to(given, (filters, rows, columns))
    return np.moveaxis(whole, 0, -1).astype(float)


def _by(shape: Any) -> str:
    return "x".join(str(length) for length in shape)
