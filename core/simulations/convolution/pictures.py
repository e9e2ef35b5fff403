"""What does a layer look like at a moment? Image, filter, products and output side by side, with the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...arrays import Value
from ...pictures import Grid, GridPicture, Picture, TablePicture, Window
from ...words import message
from ...words.names import told
from ..score import short
from .layer import Cell, Layer

if TYPE_CHECKING:
    from .score import LayerScore

MOST_CHANNELS = 3
"""Channels of an image that are drawn."""
MOST_NUMBERS = 8
"""Columns that are written as numbers; a wider image is drawn in shades."""


def pictures(record: LayerScore, cursor: int) -> tuple[Picture, ...]:
    """The picture of a moment; where an image is a size and no numbers, the sizes."""
    if not np.any(record.layer.image) and record.layer.image.shape[1] > MOST_NUMBERS:
        return (_sizes(record.layer),)
    moment = record.moments[cursor]
    cell = (moment.at[0], moment.at[1], moment.at[2]) if moment.at else None
    if moment.phase == "backward":
        return (GridPicture(_backward(record, cursor, cell)),)
    return (GridPicture(_forward(record, cursor, cell)),)


def _sizes(layer: Layer) -> TablePicture:
    """How large everything is that goes into the layer; what comes out follows from it."""
    heads = (message("convolution.part"), *(told(name) for name in ("count", "rows", "columns", "channels")))
    height, width, depth = layer.image.shape
    rows: list[tuple[object, ...]] = [(message("convolution.image"), 1, height, width, depth)]
    if layer.is_convolution:
        tall, broad, through, count = layer.kernel.shape
        rows.append((message("convolution.filter"), count, tall, broad, through))
    else:
        rows.append((message("convolution.window"), 1, *layer.window, None))
    rows.append((message("convolution.called-p"), None, layer.padding, layer.padding, None))
    rows.append((message("convolution.called-s"), None, layer.stride, layer.stride, None))
    return TablePicture(heads, tuple(rows))


def _forward(record: LayerScore, cursor: int, cell: Cell | None) -> tuple[Grid, ...]:
    layer, filter_number = record.layer, cell[0] if cell else 0
    grids = _image(layer, cell)
    if layer.is_convolution:
        kernels = [
            Grid(message("convolution.filter"), _cells(layer.kernel[:, :, channel, filter_number]))
            for channel in _drawn(layer)
        ]
        grids = [*_joined(grids, "*"), *_joined(kernels, "=" if cell else "→")]
        if cell:
            products = layer.patch(cell) * layer.weights(cell)
            note = message("convolution.sum", value=short(layer.out[cell[1], cell[2], cell[0]]))
            found = [Grid(message("convolution.product"), _cells(products[:, :, at])) for at in _drawn(layer)]
            last = found[-1]
            grids += [*found[:-1], Grid(last.name, last.cells, note=note, sign="→")]
    else:
        grids = _joined(grids, "→")
    return (*grids, _output(record, cursor, cell, filter_number)) if cursor else tuple(grids)


def _backward(record: LayerScore, cursor: int, cell: Cell | None) -> tuple[Grid, ...]:
    """What arrives, the patch that a position sees, and the gradients so far."""
    layer, number = record.layer, cell[0] if cell else 0
    arriving = Grid(message("convolution.grad-out"), _cells(layer.arriving[:, :, number]), _at(layer, cell), sign="×")
    grids = [arriving, *_joined(_image(layer, cell), "→")]
    done = record.visits(cursor)
    if layer.is_convolution:
        found = layer.sent("filter", 0, done)
        grids += [
            Grid(message("convolution.grad-filter"), _cells(found[:, :, channel, number], done))
            for channel in _drawn(layer)
        ]
    found = layer.sent("image", 0, done)
    window = _patch(layer, cell, 0)
    own = _drawn(layer) if layer.is_convolution else [number]
    grids += [Grid(message("convolution.grad-image"), _cells(found[:, :, at], done), window) for at in own]
    return tuple(grids)


def _image(layer: Layer, cell: Cell | None) -> list[Grid]:
    """The channels with their frame of zeros; of pooling only the one that is looked at."""
    channels = _drawn(layer) if layer.is_convolution else [cell[0] if cell else 0]
    low, high = float(layer.image.min()), float(layer.image.max())
    shades = layer.padded.shape[1] > MOST_NUMBERS
    return [
        Grid(message("convolution.image"), _cells(layer.padded[:, :, at]), _patch(layer, cell, layer.padding),
             shades=shades, low=low, high=high)
        for at in channels
    ]  # fmt: skip


def _output(record: LayerScore, cursor: int, cell: Cell | None, number: int) -> Grid:
    """One filter's output, with what is known of it."""
    layer = record.layer
    rows, columns, _ = layer.size
    known = [
        [float(layer.out[r, c, number]) if record.known(record.named("out", (number, r, c)), cursor) else None
         for c in range(columns)]
        for r in range(rows)
    ]  # fmt: skip
    shades = columns > MOST_NUMBERS
    low, high = (float(layer.out.min()), float(layer.out.max())) if shades else (0.0, 1.0)
    cells = tuple(tuple(row) for row in known)
    return Grid(message("convolution.output"), cells, _at(layer, cell), shades=shades, low=low, high=high)


def _patch(layer: Layer, cell: Cell | None, padding: int) -> Window | None:
    """The window over the image, which is drawn with `padding` zeros around it."""
    if cell is None:
        return None
    lost = layer.padding - padding
    top, left = cell[1] * layer.stride - lost, cell[2] * layer.stride - lost
    bottom, right = top + layer.window[0], left + layer.window[1]
    rows, columns = (length + 2 * padding for length in layer.image.shape[:2])
    top, left, bottom, right = max(0, top), max(0, left), min(rows, bottom), min(columns, right)
    return Window(top, left, bottom - top, right - left) if bottom > top and right > left else None


def _at(layer: Layer, cell: Cell | None) -> Window | None:
    return None if cell is None else Window(cell[1], cell[2])


def _drawn(layer: Layer) -> list[int]:
    return list(range(min(layer.channels, MOST_CHANNELS)))


def _joined(grids: list[Grid], sign: str) -> list[Grid]:
    """Grids of which the last one is followed by a sign."""
    last = grids[-1]
    return [*grids[:-1], Grid(last.name, last.cells, last.window, last.shades, last.low, last.high, last.note, sign)]


def _cells(array: Value, done: int = 1) -> tuple[tuple[object, ...], ...]:
    """Rows of numbers, whole ones as such; nothing while no position has been visited."""
    if not done:
        return tuple((None,) * np.shape(array)[1] for _ in range(np.shape(array)[0]))
    return tuple(tuple(int(x) if float(x).is_integer() else float(x) for x in row) for row in array.tolist())
