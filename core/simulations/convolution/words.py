"""What is said at a moment of a layer? Its size, one window after another, the way back, and the bias."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ...answers.receipts import Line, LinesReceipt
from ...answers.working import worked
from ...arrays import Value
from ...differences import node_difference
from ...words import Message, message
from ..score import entries, operand, short
from .layer import AVERAGE_POOL, MAX_POOL, Cell, Layer, front

if TYPE_CHECKING:
    from .score import LayerScore

MOST_TERMS = 9
"""Products that are written out."""


def caption(score: LayerScore, cursor: int) -> Message:
    """The caption of a moment."""
    layer, moment = score.layer, score.moments[cursor]
    rows, columns, filters = layer.size
    height, width = layer.window
    pool = "" if layer.is_convolution else "-pool"
    told: dict[str, object] = {"rows": rows, "columns": columns, "filters": filters, "count": len(layer.cells)}
    told |= {"height": height, "width": width, "padding": layer.padding, "stride": layer.stride}
    match moment.kind:
        case "start":
            return message(f"convolution.start{pool}", **told)
        case "sized":
            return message(f"convolution.sized{pool}", parameters=layer.parameters, **told)
        case "slid":
            return _slid(score, (moment.at[0], moment.at[1], moment.at[2]))
        case "turned":
            return message("convolution.turned", **told)
        case "sent":
            return _sent(score, cursor, (moment.at[0], moment.at[1], moment.at[2]))
        case _:
            return message("convolution.biased", value=entries(score.value("grad.bias", cursor)))


def _slid(score: LayerScore, cell: Cell) -> Message:
    layer, name = score.layer, score.label(score.named("out", cell))
    value = short(layer.out[cell[1], cell[2], cell[0]])
    if layer.operation == MAX_POOL:
        row, column = layer.winner(cell)
        return message("convolution.slid-max", name=name, value=value, row=row, column=column)
    if layer.operation == AVERAGE_POOL:
        return message("convolution.slid-average", name=name, value=value, count=layer.kernel.size)
    return message("convolution.slid", name=name, products=products(layer, cell))


def _sent(score: LayerScore, cursor: int, cell: Cell) -> Message:
    layer, name = score.layer, score.label(score.named("out", cell))
    upstream = operand(layer.arriving[cell[1], cell[2], cell[0]])
    if layer.operation == MAX_POOL:
        row, column = layer.winner(cell)
        return message("convolution.sent-max", name=name, upstream=upstream, row=row, column=column)
    if layer.operation == AVERAGE_POOL:
        return message("convolution.sent-average", name=name, upstream=upstream, count=layer.kernel.size)
    left = len(layer.cells) - score.visits(cursor)
    patch = entries(front(layer.patch(cell)))
    if not left:
        total = entries(score.value("grad.filter", cursor))
        return message("convolution.sent-last", name=name, upstream=upstream, patch=patch, total=total)
    return message("convolution.sent", name=name, upstream=upstream, patch=patch, count=left)


def products(layer: Layer, cell: Cell) -> str:
    """`4 + 10 + 21 + 32 = 67`: the products of a cell worked out, and their sum."""
    found = np.ravel(front(layer.weights(cell)) * front(layer.patch(cell)))
    terms = np.append(found, layer.bias[cell[0]]) if layer.bias[cell[0]] else found
    if len(terms) <= MOST_TERMS + 1:
        return worked("sum(t)", digits=4, most=MOST_TERMS + 1, t=terms)
    shown = [operand(term) for term in terms]
    return f"{' + '.join([*shown[: MOST_TERMS - 2], '…', shown[-1]])} = {short(float(terms.sum()))}"


def lines(score: LayerScore, cursor: int, quantity: str) -> Iterator[Line]:
    """What a receipt says besides the formula of a quantity."""
    layer, (kind, _, rest) = score.layer, quantity.partition(".")
    match kind:
        case "size":
            yield from sizes(layer)
        case "winner":
            own = score.receipt(cursor, f"out.{rest}")
            yield from own.lines if isinstance(own, LinesReceipt) else ()
        case "out":
            yield from _of_cell(score, score.cell_of(quantity, cursor))
        case "contribution" | "partial":
            yield from _back(score, cursor, score.cell_of(quantity, cursor))
        case "grad" if rest == "out":
            yield Line(message("convolution.label-arrives"), entries(front(layer.arriving)))
        case "grad" if rest != "bias":
            yield from _difference(score, rest)
        case _:
            pass


def _of_cell(score: LayerScore, cell: Cell) -> Iterator[Line]:
    """Who won, or what is kept for the way back."""
    layer = score.layer
    if layer.operation == MAX_POOL:
        row, column = layer.winner(cell)
        yield Line(message("convolution.label-winner"), f"image[{row},{column}]")
    elif layer.is_convolution:
        out = score.label(score.named("out", cell))
        yield Line(message("convolution.label-numbers"), products(layer, cell))
        yield Line(message("convolution.label-kept"), f"∂{out}/∂filter = {entries(front(layer.patch(cell)))}")
    yield from sizes(layer)[:2]


def _back(score: LayerScore, cursor: int, cell: Cell) -> Iterator[Line]:
    """What a cell sends: upstream × patch to the filter, upstream × filter to the image."""
    layer = score.layer
    upstream, patch = layer.arriving[cell[1], cell[2], cell[0]], front(layer.patch(cell))
    total = message("convolution.label-total")
    if not layer.is_convolution:
        if layer.operation == MAX_POOL:
            row, column = layer.winner(cell)
            share = f"{operand(upstream)} ► image[{row},{column}]"
        else:
            share = worked("u/n", u=float(upstream), n=float(patch.size))
        yield Line(message("convolution.label-to-image"), share)
        yield Line(total, entries(score.value("partial.image", cursor), 16))
        return
    weights = front(layer.weights(cell))
    to_filter = f"{operand(upstream)}·{entries(patch)} = {entries(upstream * patch)}"
    to_image = f"{operand(upstream)}·{entries(weights)} = {entries(upstream * weights)}"
    left = len(layer.cells) - score.visits(cursor)
    yield Line(message("convolution.label-to-filter"), to_filter)
    yield Line(total, entries(score.value("partial.filter", cursor)))
    yield Line(message("convolution.label-to-image"), to_image)
    yield Line(message("convolution.label-waiting"), str(left))


def _difference(score: LayerScore, rest: str) -> Iterator[Line]:
    """The finite difference that confirms a gradient."""
    node, _, index = rest.partition(".")
    difference = node_difference(score.layer.record, node)
    if difference is not None:

        def written(found: Value) -> str:
            shown = score.shown(node, found[0] if node == "image" else found)
            return entries(np.round(shown[tuple(map(int, index.split(".")))] if index else shown, 6), 16)

        text = difference.marked(score.layer.record.gradients[node], written)
        yield Line(message("convolution.label-difference"), text)


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
