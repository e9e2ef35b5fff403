"""What would somebody with a known misconception answer for a quantity of a layer?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .layer import MAX_POOL, Cell, Layer, front
from .record import LayerRecord


def mistakes(record: LayerRecord, cursor: int, quantity: str) -> Mapping[str, Any]:
    """Misconception id to answer; some may be equal to the truth."""
    layer = record.layer
    kind, _, rest = quantity.partition(".")
    match kind:
        case "size":
            sides = {"rows": 0, "columns": 1}
            return _side(layer, sides[rest]) if rest in sides else _count(layer) if rest == "parameters" else {}
        case "out" if rest:
            return _cell(layer, record.cell_of(quantity, cursor))
        case "out":
            cells = [_cell(layer, cell) for cell in layer.cells]
            shared = [id for id in cells[0] if all(id in found for found in cells)]
            rows, columns, filters = layer.size
            return {
                id: front(np.reshape([found[id] for found in cells], (filters, rows, columns)).transpose(1, 2, 0))
                for id in shared
            }
        case "contribution" | "partial":
            newest, node = record.newest(quantity, cursor), rest.partition(".")[0]
            if kind == "partial":
                return _only_some(record, node, record.visits(newest), None)
            return _sent(record, node, record.cell_of(quantity, cursor), newest)
        case "grad" if rest.startswith(("filter", "image")):
            node, _, index = rest.partition(".")
            at = tuple(map(int, index.split("."))) if index else None
            return _only_some(record, node, len(layer.cells), at)
        case "grad" if rest == "bias":
            return _bias(layer)
        case _:
            return {}


def _side(layer: Layer, axis: int) -> dict[str, Any]:
    n, k, p, s = layer.image.shape[axis], layer.window[axis], layer.padding, layer.stride
    found = {"one-forgotten": (n - k + 2 * p) // s, "size-unchanged": n}
    if p:
        found |= {"padding-once": (n - k + p) // s + 1, "padding-forgotten": (n - k) // s + 1}
    if s > 1:
        found["stride-forgotten"] = n - k + 2 * p + 1
    return found


def _count(layer: Layer) -> dict[str, Any]:
    if not layer.is_convolution:
        return {"pooling-parameters": layer.kernel.size}
    rows, columns, filters = layer.size
    height, width = layer.window
    found = {"biases-not-counted": layer.kernel.size, "weights-per-position": layer.parameters * rows * columns}
    if layer.channels > 1:
        found["channels-forgotten"] = filters * (height * width + 1)
    return found


def _cell(layer: Layer, cell: Cell) -> dict[str, Any]:
    """What an output cell would be with the filter turned round, at another place, or without its bias."""
    k, row, column = cell
    patch, weights = layer.patch(cell), layer.weights(cell) if layer.is_convolution else None
    if weights is None:
        average, largest = float(patch.mean()), float(patch.max())
        if layer.operation == MAX_POOL:
            return {"average-for-max": average, "summed-for-max": float(patch.sum())}
        return {"max-for-average": largest, "one-over-n": float(patch.sum())}
    found: dict[str, Any] = {
        "flipped-filter": layer.score(patch, weights[::-1, ::-1], k),
        "transposed-filter": layer.score(patch, weights.transpose(1, 0, 2), k) if _square(weights) else np.nan,
        "added-for-product": float(np.sum(patch + weights)),
        "bias-forgotten": float(np.sum(patch * weights)) if layer.bias[k] else np.nan,
        "channels-forgotten": layer.score(patch[:, :, :1], weights[:, :, :1], k) if layer.channels > 1 else np.nan,
    }
    shifts = {"stride-forgotten": (row, column) if layer.stride > 1 else None}
    shifts["padding-forgotten"] = (
        (row * layer.stride + layer.padding, column * layer.stride + layer.padding) if layer.padding else None
    )
    for id, shift in shifts.items():
        moved = None if shift is None else layer.patch(cell, shift)
        found[id] = layer.score(moved, weights, k) if moved is not None and moved.shape == patch.shape else np.nan
    return found


def _square(weights: Any) -> bool:
    return weights.shape[0] == weights.shape[1]


def _sent(record: LayerRecord, node: str, cell: Cell, cursor: int) -> dict[str, Any]:
    """What one position would send with the wrong factor, without upstream, or spread over the wrong cells."""
    layer = record.layer
    upstream = layer.arriving[cell[1], cell[2], cell[0]]
    truth = record.value(record.named(f"contribution.{node}", cell), cursor)
    found: dict[str, Any] = {"sign": -truth}
    if upstream:
        found["lost-upstream"] = truth / upstream
    if node == "filter":
        found["own-input"] = upstream * front(layer.weights(cell))
        found["flipped-filter"] = _turned(truth)
    elif not layer.is_convolution:
        found |= _routed(layer, cell)
    else:
        found["own-input"] = front(_laid(layer, cell, upstream * layer.patch(cell)))
    return found


def _laid(layer: Layer, cell: Cell, patch: Any) -> Any:
    """An image of zeros with a patch where the window of a cell stands."""
    height, width = layer.window
    total, p = np.zeros(layer.padded.shape), layer.padding
    top, left = cell[1] * layer.stride, cell[2] * layer.stride
    total[top : top + height, left : left + width] = patch
    return total[p : p + layer.image.shape[0], p : p + layer.image.shape[1]]


def _routed(layer: Layer, cell: Cell) -> dict[str, Any]:
    """What a pooling cell would send if it shared where it has to choose, or the other way round."""
    k, row, column = cell
    window, found = layer.window[0], np.zeros(layer.image.shape)
    upstream = layer.arriving[row, column, k]
    if layer.operation == MAX_POOL:
        top, left = row * layer.stride, column * layer.stride
        found[top : top + window, left : left + window, k] = upstream / window**2
        return {"gradient-spread": front(found)}
    found[(*layer.winner(cell), k)] = upstream
    return {"gradient-to-one": front(found)}


def _only_some(record: LayerRecord, node: str, visits: int, at: tuple[int, ...] | None) -> dict[str, Any]:
    """A gradient of which some positions were forgotten, or that was put together with the wrong factor."""
    layer = record.layer

    def part(array: Any) -> Any:
        shown = record.shown(node, array)
        return shown if at is None else float(shown[at])

    total = layer.sent(node, 0, visits)
    found: dict[str, Any] = {"sign": -part(total)}
    if visits > 1:
        first, last = layer.sent(node, 0, 1), layer.sent(node, visits - 1, visits)
        found["overwritten"] = part(last)
        found["position-forgotten:first"] = part(first)
        found["position-forgotten:without-first"] = part(total - first)
        found["position-forgotten:without-last"] = part(total - last)
    if not layer.is_convolution:
        sums = [_routed(layer, cell) for cell in layer.cells[:visits]]
        return found | {id: np.sum([each[id] for each in sums], axis=0) for id in sums[0]}
    if node == "filter":
        found["flipped-filter"] = part(total[::-1, ::-1])
        found["one-over-n"] = part(total / visits)
    else:
        found["flipped-filter"] = part(_back_unturned(layer, visits))
    return found


def _back_unturned(layer: Layer, visits: int) -> Any:
    """∂L/∂image as it would be if every position laid the filter down turned round."""
    laid = [
        _laid(layer, cell, layer.kernel[::-1, ::-1, :, cell[0]] * layer.arriving[cell[1], cell[2], cell[0]])
        for cell in layer.cells[:visits]
    ]
    return np.sum(laid, axis=0)


def _bias(layer: Layer) -> dict[str, Any]:
    ones = np.ones(layer.size[2])
    total, count = layer.arriving.sum(axis=(0, 1)), len(layer.cells) // layer.size[2]
    found = {"bias-once": layer.arriving[-1, -1], "one-over-n": total / count, "broadcast-not-summed": ones}
    return {id: value if len(value) > 1 else float(value[0]) for id, value in found.items()}


def _turned(array: Any) -> Any:
    """Rows and columns in reverse."""
    return array[..., ::-1, ::-1]
