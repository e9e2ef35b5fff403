"""Why is a number of a layer what it is? The arithmetic of sizes, windows and gradients, with a finite difference."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...answers.working import worked
from ...differences import node_difference
from ...words import message
from ..score import entries, operand, short
from .layer import AVERAGE_POOL, MAX_POOL, Cell, Layer, front
from .record import LayerRecord

MOST_TERMS = 9
"""Products that are written out."""


def receipt(record: LayerRecord, cursor: int, quantity: str) -> Receipt | None:
    """The receipt of a quantity that is visible at a cursor; None for what is given."""
    layer = record.layer
    kind, _, rest = quantity.partition(".")
    match kind:
        case "size":
            return LinesReceipt(sizes(layer))
        case "out" | "winner":
            return LinesReceipt(_forward(record, cursor, record.cell_of(quantity, cursor)))
        case "contribution" | "partial":
            return LinesReceipt(_backward(record, cursor, record.cell_of(quantity, cursor)))
        case "grad" if rest == "out":
            return LinesReceipt((Line(message("convolution.label-arrives"), entries(front(layer.arriving))),))
        case "grad" if rest == "bias":
            return LinesReceipt(_bias(record, cursor))
        case "grad":
            return LinesReceipt(_gradient(record, cursor, rest))
        case _:
            return None


def sizes(layer: Layer) -> tuple[Line, ...]:
    """(n - k + 2p)/s + 1 along both axes, and the number of parameters."""
    rows, columns, filters = layer.size
    lines = [
        Line(message(f"convolution.label-{axis}"), _steps(layer, place, found))
        for place, (axis, found) in enumerate((("rows", rows), ("columns", columns)))
    ]
    height, width = layer.window
    each = f"{height}·{width}·{layer.channels} + 1"
    counted = f"{filters}·({each}) = {layer.parameters}" if layer.is_convolution else "0"
    return (*lines, Line(message("convolution.label-parameters"), counted))


def _steps(layer: Layer, axis: int, found: int) -> str:
    n, k, p, s = layer.image.shape[axis], layer.window[axis], layer.padding, layer.stride
    exact = (n - k + 2 * p) % s == 0
    inner = f"({n} - {k} + 2·{p})/{s}"
    return f"{inner} + 1 = {found}" if exact else f"⌊{inner}⌋ + 1 = {found}"


def products(layer: Layer, cell: Cell, most: int = MOST_TERMS) -> str:
    """`1·4 + 2·5 + 3·7 + 4·8`: each weight times what lies under it."""
    weights, patch = np.ravel(front(layer.weights(cell))), np.ravel(front(layer.patch(cell)))
    terms = [f"{operand(w)}·{operand(x)}" for w, x in zip(weights, patch, strict=True)]
    return _sum(terms, most) + _with_bias(layer, cell)


def numbers(layer: Layer, cell: Cell, most: int = MOST_TERMS) -> str:
    """`4 + 10 + 21 + 32 = 67`: the products worked out, and their sum."""
    found = np.ravel(front(layer.weights(cell)) * front(layer.patch(cell)))
    terms = np.append(found, layer.bias[cell[0]]) if layer.bias[cell[0]] else found
    if len(terms) > most + 1:
        return f"{_sum([operand(term) for term in terms], most)} = {short(float(terms.sum()))}"
    return worked("sum(t)", digits=4, most=most + 1, t=terms)


def _with_bias(layer: Layer, cell: Cell) -> str:
    bias = layer.bias[cell[0]]
    return f" + {operand(bias)}" if bias else ""


def _sum(terms: list[str], most: int) -> str:
    return " + ".join(terms if len(terms) <= most else [*terms[: most - 2], "…", terms[-1]])


def _forward(record: LayerRecord, cursor: int, cell: Cell) -> tuple[Line, ...]:
    layer, out = record.layer, record.label(record.named("out", cell))
    name = message("convolution.cell", name=out)
    value, patch = short(layer.out[cell[1], cell[2], cell[0]]), front(layer.patch(cell))
    if layer.operation == MAX_POOL:
        row, column = layer.winner(cell)
        told = (
            Line(name, f"max({entries(patch)}) = {value}"),
            Line(message("convolution.label-winner"), f"image[{row},{column}]"),
        )
    elif layer.operation == AVERAGE_POOL:
        told = (Line(name, worked("mean(p)", most=patch.size, p=np.ravel(patch))),)
    else:
        told = (
            Line(name, products(layer, cell)),
            Line(message("convolution.label-numbers"), numbers(layer, cell)),
            Line(message("convolution.label-kept"), f"∂{out}/∂filter = {entries(patch)}"),
        )  # fmt: skip
    return (*told, *sizes(layer)[:2])


def _backward(record: LayerRecord, cursor: int, cell: Cell) -> tuple[Line, ...]:
    """What a cell sends: upstream × patch to the filter, upstream × filter to the image."""
    layer = record.layer
    upstream, patch = layer.arriving[cell[1], cell[2], cell[0]], front(layer.patch(cell))
    total = message("convolution.label-total")
    if not layer.is_convolution:
        if layer.operation == MAX_POOL:
            row, column = layer.winner(cell)
            share = f"{operand(upstream)} ► image[{row},{column}]"
        else:
            share = worked("u/n", u=float(upstream), n=float(patch.size))
        lines = [Line(message("convolution.label-to-image"), share)]
        return (*lines, Line(total, entries(record.value("partial.image", cursor), 16)))
    weights = front(layer.weights(cell))
    to_filter = f"{operand(upstream)}·{entries(patch)} = {entries(upstream * patch)}"
    to_image = f"{operand(upstream)}·{entries(weights)} = {entries(upstream * weights)}"
    left = len(layer.cells) - record.visits(cursor)
    return (
        Line(message("convolution.label-to-filter"), to_filter),
        Line(total, entries(record.value("partial.filter", cursor))),
        Line(message("convolution.label-to-image"), to_image),
        Line(message("convolution.label-waiting"), str(left)),
    )


def _gradient(record: LayerRecord, cursor: int, rest: str) -> tuple[Line, ...]:
    """The sum over the positions, entry by entry where one is meant, and the finite difference."""
    node, _, index = rest.partition(".")
    value = record.value(f"grad.{rest}", cursor)
    lines = [Line(message("convolution.label-sum"), _terms(record, node, index) + entries(value, 16))]
    difference = node_difference(record.layer.record, node)
    if difference is not None:
        found: Any = record.shown(node, difference.central[0] if node == "image" else difference.central)
        if index:
            found = found[tuple(map(int, index.split(".")))]
        whole = record.layer.record.gradients[node]
        sign = "✓" if difference.agrees(whole) else "≠"
        lines.append(Line(message("convolution.label-difference"), f"{entries(np.round(found, 6), 16)} {sign}"))
    return tuple(lines)


def _terms(record: LayerRecord, node: str, index: str) -> str:
    """`1 + 2 + 4 + 5 + 7 + 8 = `: what each position sends to one entry of the filter."""
    layer = record.layer
    if node != "filter" or not index:
        return "Σ = "
    place = tuple(map(int, index.split(".")))
    sent = [record.shown("filter", layer.sent("filter", at, at + 1))[place] for at in range(len(layer.cells))]
    mine = [part for part, (k, _, _) in zip(sent, layer.cells, strict=True) if layer.size[2] == 1 or k == place[0]]
    return _sum([operand(part) for part in mine], MOST_TERMS) + " = "


def _bias(record: LayerRecord, cursor: int) -> tuple[Line, ...]:
    layer = record.layer
    if layer.size[2] > 1:
        return (Line(message("convolution.label-sum"), f"Σ ∂L/∂out = {entries(record.value('grad.bias', cursor))}"),)
    terms = _sum([operand(part) for part in np.ravel(layer.arriving)], MOST_TERMS)
    return (Line(message("convolution.label-sum"), f"{terms} = {short(layer.arriving.sum())}"),)
