"""Where does a number of a layer come from? Sizes, output cells and gradients as rows, with what people get wrong.

An output cell is the sum of its window times the filter; an entry of a gradient the sum, over the positions, of what
arrives there times what that position sees. Values are those of the engine's pass; a test holds both together.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...arrays import Numbers, Value
from ...words import message
from ..rows import Row, Rows
from .layer import MAX_POOL, Cell, Layer, front, shown_kernel

MOST_NUMBERS = 19
"""Nine products and a bias are still written out."""


def size(layer: Layer, quantity: str) -> Rows:
    """`size.rows` or `size.columns`, (n - k + 2p)/s + 1 without what fills no whole step, or `size.parameters`."""
    if quantity == "size.parameters":
        return _parameters(layer)
    if quantity == "size.filters":
        return Rows({quantity: layer.size[2]}, ())
    axis = ("size.rows", "size.columns").index(quantity)
    n, k, p, s = layer.image.shape[axis], layer.window[axis], layer.padding, layer.stride
    slips: dict[str, object] = {"one-forgotten": (n - k + 2 * p) // s, "size-unchanged": n}
    if p:
        slips |= {"padding-once": (n - k + p) // s + 1, "padding-forgotten": (n - k) // s + 1}
    if s > 1:
        slips["stride-forgotten"] = "n - k + 2*p + 1"
    given = {"n": n, "k": k, "p": p, "s": s, "r": (n - k + 2 * p) % s}
    formula = "(n - k + 2*p - r)/s + 1" if given["r"] else "(n - k + 2*p)/s + 1"
    called = {letter: message(f"convolution.called-{letter}") for letter in given}
    return Rows(given, [Row(quantity, formula, slips, any_formula=False)], called=called)


def _parameters(layer: Layer) -> Rows:
    if not layer.is_convolution:
        row = Row("size.parameters", slips={"pooling-parameters": layer.kernel.size}, any_formula=False)
        return Rows({"size.parameters": 0}, [row])
    rows, columns, filters = layer.size
    given = {"filters": filters, "height": layer.window[0], "width": layer.window[1], "channels": layer.channels,
             "positions": rows * columns}  # fmt: skip
    slips = {"biases-not-counted": "filters*height*width*channels",
             "weights-per-position": "filters*(height*width*channels + 1)*positions",
             "channels-forgotten": "filters*(height*width + 1)"}  # fmt: skip
    return Rows(given, [Row("size.parameters", "filters*(height*width*channels + 1)", slips, any_formula=False)])


def output(layer: Layer) -> Rows:
    """`out`, all cells: filter times window plus bias, or the mean or the largest number of the window."""
    rows, columns, filters = layer.size
    windows = _windows(layer, 0, layer.stride)
    if not layer.is_convolution:
        patch = _squeezed(windows.reshape(rows, columns, filters, -1).transpose(2, 0, 1, 3))
        mean, largest, added = (f"{fold}(patch; axis={patch.ndim - 1})" for fold in ("mean", "max", "sum"))
        if layer.operation == MAX_POOL:
            row = Row("out", largest, {"average-for-max": mean, "summed-for-max": added}, any_formula=False)
        else:
            row = Row("out", mean, {"max-for-average": largest, "one-over-n": added}, any_formula=False)
        return Rows({"patch": patch}, [row])
    given: dict[str, Value] = {"patch": windows.reshape(rows, columns, -1), "filter": _flat(layer, layer.kernel)}
    given["bias"] = layer.bias[:, None, None] if filters > 1 else layer.bias[0]
    given["flipped"] = _flat(layer, layer.kernel[::-1, ::-1])

    def total(terms: str) -> str:
        return f"sum({terms}; axis={given['filter'].ndim + (0 if filters > 1 else 2) - 1})"

    bias = " + bias" if np.any(layer.bias) else ""
    slips = {"flipped-filter": total("patch*flipped") + bias, "added-for-product": total("patch + filter"),
             "bias-forgotten": total("patch*filter")}  # fmt: skip
    if layer.window[0] == layer.window[1]:
        given["turned"] = _flat(layer, layer.kernel.transpose(1, 0, 2, 3))
        slips["transposed-filter"] = total("patch*turned") + bias
    if layer.channels > 1:
        given["first"] = _flat(layer, layer.kernel * (np.arange(layer.channels) == 0)[:, None])
        slips["channels-forgotten"] = total("patch*first") + bias
    for id, start, stride in (("stride", 0, 1), ("padding", layer.padding, layer.stride)):
        given[id] = _windows(layer, start, stride).reshape(rows, columns, -1)
        slips[f"{id}-forgotten"] = total(f"{id}*filter") + bias
    return Rows(given, [Row("out", total("filter*patch") + bias, slips, most=MOST_NUMBERS)])


def _windows(layer: Layer, start: int, stride: int) -> Value:
    """What lies under every window: (rows, columns, channels, height, width); NaN where it would leave the image."""
    rows, columns, _ = layer.size
    height, width = layer.window
    beyond = ((0, start + height), (0, start + width), (0, 0))
    image = np.pad(layer.padded, beyond, constant_values=np.nan)
    seen = np.lib.stride_tricks.sliding_window_view(image, (height, width), (0, 1))
    return seen[start::stride, start::stride][:rows, :columns]


def _flat(layer: Layer, kernel: Value) -> Value:
    """The weights of every filter in a row, as those of a window are."""
    filters = kernel.shape[3]
    flat = kernel.transpose(3, 2, 0, 1).reshape(filters, -1)
    return flat[:, None, None, :] if filters > 1 else flat[0]


def _squeezed(array: Value) -> Value:
    return array[0] if len(array) == 1 else array


def contribution(layer: Layer, quantity: str, node: str, cell: Cell) -> Rows:
    """What one position sends back: what arrives times its window, to the filter, or times the filter, to the image."""
    k, r, c = cell
    patch = front(layer.patch(cell))
    given: dict[str, object] = {"arriving": layer.arriving[r, c, k], "patch": patch}
    if node == "filter":
        given |= {"share": patch, "filter": front(layer.weights(cell)), "flipped": patch[..., ::-1, ::-1]}
        slips = {"lost-upstream": "share", "own-input": "arriving*filter", "flipped-filter": "arriving*flipped"}
    elif layer.is_convolution:
        given |= {"share": _laid(layer, cell, layer.weights(cell)), "seen": _laid(layer, cell, layer.patch(cell))}
        slips = {"lost-upstream": "share", "own-input": "arriving*seen"}
    else:
        chosen, even = (_laid(layer, cell, _shares(layer, one)[r, c, k][:, :, None]) for one in (True, False))
        given |= {"share": chosen, "other": even} if layer.operation == MAX_POOL else {"share": even, "other": chosen}
        slips = {"lost-upstream": "share", _other(layer): "arriving*other"}
    return Rows(given, [Row(quantity, "arriving*share", slips, entries=0)], _written(node))


def _other(layer: Layer) -> str:
    """What it is called to share a gradient where it goes to one number, or the other way round."""
    return "gradient-spread" if layer.operation == MAX_POOL else "gradient-to-one"


def _laid(layer: Layer, cell: Cell, patch: Value) -> Value:
    """An image of zeros with a patch where the window of a cell stands."""
    height, width = layer.window
    total, p = np.zeros(layer.padded.shape), layer.padding
    top, left = cell[1] * layer.stride, cell[2] * layer.stride
    own = slice(None) if layer.is_convolution else slice(cell[0], cell[0] + 1)
    total[top : top + height, left : left + width, own] = patch
    return front(total[p : p + layer.image.shape[0], p : p + layer.image.shape[1]])


def _shares(layer: Layer, to_one: bool) -> Value:
    """By what pooling multiplies each number under every window: 1 for the largest, or the same for all."""
    windows = _windows(layer, 0, layer.stride)
    if not to_one:
        return np.full(windows.shape, 1.0 / layer.kernel.size)
    flat = windows.reshape(*windows.shape[:3], -1)
    return np.eye(flat.shape[3])[flat.argmax(axis=3)].reshape(windows.shape)


def gradient(layer: Layer, quantity: str, node: str, visits: int) -> Rows:
    """What the first positions send to the filter or to the image, entry by entry; `quantity` names the whole."""
    given = (_to_filter if node == "filter" else _to_image)(layer, _arriving(layer, visits))
    formula = f"sum(arriving*{{}}; axis={np.ndim(given['arriving'] * given['share']) - 1})"
    slips: dict[str, object] = {}
    if visits > 1:
        given |= {"first": _sent(layer, node, 0, 1), "last": _sent(layer, node, visits - 1, visits)}
        slips = {"overwritten": "last", "position-forgotten:first": "first",
                 "position-forgotten:without-first": f"{quantity} - first",
                 "position-forgotten:without-last": f"{quantity} - last"}  # fmt: skip
    if node == "filter":
        given |= {"flipped": _sent(layer, node, 0, visits)[..., ::-1, ::-1], "count": visits}
        slips |= {"flipped-filter": "flipped", "one-over-n": f"{quantity}/count"}
    else:
        slips["flipped-filter" if layer.is_convolution else _other(layer)] = formula.format("other")
    return Rows(given, [Row(quantity, formula.format("share"), slips, most=MOST_NUMBERS)], _written(node))


def _arriving(layer: Layer, visits: int) -> Value:
    """∂L/∂out, of which only the first positions are known."""
    arriving = np.zeros(layer.arriving.shape)
    for k, row, column in layer.cells[:visits]:
        arriving[row, column, k] = layer.arriving[row, column, k]
    return arriving


def _sent(layer: Layer, node: str, first: int, last: int) -> Value:
    found = layer.sent(node, first, last)
    return shown_kernel(found) if node == "filter" else front(found)


def _to_filter(layer: Layer, arriving: Value) -> dict[str, Numbers]:
    """What arrives at every position, and what lies there under each entry of the filter."""
    windows = _windows(layer, 0, layer.stride).transpose(2, 3, 4, 0, 1)
    below, filters = _squeezed(windows.reshape(*windows.shape[:3], -1)), layer.size[2]
    flat = arriving.transpose(2, 0, 1).reshape(filters, -1)
    return {"arriving": flat.reshape(filters, *(1,) * (below.ndim - 1), -1) if filters > 1 else flat[0], "share": below}


def _to_image(layer: Layer, arriving: Value) -> dict[str, Numbers]:
    """What arrives at the positions whose window covers a number of the image, and by what each multiplies it."""
    height, width = layer.window
    wide = np.broadcast_to(arriving[..., None, None], (*arriving.shape, height, width))
    covering = _covering(layer, wide)
    if not layer.is_convolution:
        chosen, even = (_covering(layer, _shares(layer, one)) for one in (True, False))
        share, other = (chosen, even) if layer.operation == MAX_POOL else (even, chosen)
        found = {"arriving": covering, "share": share, "other": other}
        return {name: _squeezed(_joined(array).transpose(2, 0, 1, 3)) for name, array in found.items()}
    share, other = (
        kernel.transpose(2, 3, 0, 1).reshape(layer.channels, -1) for kernel in (layer.kernel, layer.kernel[::-1, ::-1])
    )
    sides = [each[:, None, None, :] if layer.channels > 1 else each[0] for each in (share, other)]
    return {"arriving": covering.reshape(*covering.shape[:2], -1), "share": sides[0], "other": sides[1]}


def _joined(array: Value) -> Value:
    return array.reshape(*array.shape[:3], -1)


def _covering(layer: Layer, windows: Value) -> Value:
    """Numbers of every window (rows, columns, n, height, width) by the place in the image that each stands for."""
    rows, columns, _ = layer.size
    height, width = layer.window
    s, p = layer.stride, layer.padding
    found = np.zeros((*layer.padded.shape[:2], *windows.shape[2:]))
    for a, b in np.ndindex(height, width):
        found[a : a + rows * s : s, b : b + columns * s : s][:rows, :columns, :, a, b] = windows[..., a, b]
    return found[p : p + layer.image.shape[0], p : p + layer.image.shape[1]]


def bias(layer: Layer) -> Rows:
    """`grad.bias`: all that arrives at a filter, because the bias stands in each of its cells."""
    filters = layer.size[2]
    arriving = layer.arriving.transpose(2, 0, 1).reshape(filters, -1)
    given: dict[str, object] = {"arriving": arriving if filters > 1 else arriving[0], "count": arriving.shape[1]}
    given["last"], given["ones"] = layer.arriving[-1, -1], np.ones(filters)
    slips = {"bias-once": "last", "one-over-n": "grad.bias/count", "broadcast-not-summed": "ones"}
    if filters == 1:
        given |= {"last": given["last"][0], "ones": 1.0}
    axis = "; axis=1" if filters > 1 else ""
    return Rows(given, [Row("grad.bias", f"sum(arriving{axis})", slips, most=9)], _written("bias"))


def _written(node: str) -> Callable[[str], str]:
    """How what is given is called in a receipt."""
    names = {"arriving": "∂L/∂out", "share": f"∂out/∂{node}", "grad": f"∂L/∂{node}", "partial": f"∂L/∂{node}",
             "contribution": f"∂L/∂out·∂out/∂{node}"}  # fmt: skip
    return lambda name: names.get(name.partition(".")[0], name)
