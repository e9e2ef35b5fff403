"""What is said about a layer over an image, and what is inside it? Captions, and one output cell as a graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...answers.receipts import Receipt
from ...pictures import Picture
from ...words import Message, message
from ..graph import GraphSimulation
from ..protocol import Simulation, Spec
from ..score import entries, operand, short
from . import mistakes, pictures, receipts
from .layer import AVERAGE_POOL, MAX_POOL, Cell, Layer, front, inside
from .record import LayerRecord

MOST_TERMS = 60
"""Products of a cell that can be opened as a graph."""


class LayerScore(LayerRecord):
    """The walk of a window over an image, there and back."""

    def say(self, cursor: int) -> Message:
        layer, moment = self.layer, self.moments[cursor]
        rows, columns, filters = layer.size
        height, width = layer.window
        pool = "" if layer.is_convolution else "-pool"
        told: dict[str, Any] = {"rows": rows, "columns": columns, "filters": filters, "count": len(layer.cells)}
        told |= {"height": height, "width": width, "padding": layer.padding, "stride": layer.stride}
        match moment.kind:
            case "start":
                return message(f"convolution.start{pool}", **told)
            case "sized":
                return message(f"convolution.sized{pool}", parameters=layer.parameters, **told)
            case "slid":
                return self._slid((moment.at[0], moment.at[1], moment.at[2]))
            case "turned":
                return message("convolution.turned", **told)
            case "sent":
                return self._says_sent(cursor, (moment.at[0], moment.at[1], moment.at[2]))
            case _:
                return message("convolution.biased", value=entries(self.value("grad.bias", cursor)))

    def _slid(self, cell: Cell) -> Message:
        layer, name = self.layer, self.label(self.named("out", cell))
        value = short(layer.out[cell[1], cell[2], cell[0]])
        if layer.operation == MAX_POOL:
            row, column = layer.winner(cell)
            return message("convolution.slid-max", name=name, value=value, row=row, column=column)
        if layer.operation == AVERAGE_POOL:
            return message("convolution.slid-average", name=name, value=value, count=layer.kernel.size)
        products = receipts.numbers(layer, cell, most=9)
        return message("convolution.slid", name=name, value=value, products=products)

    def _says_sent(self, cursor: int, cell: Cell) -> Message:
        layer, name = self.layer, self.label(self.named("out", cell))
        upstream = operand(layer.arriving[cell[1], cell[2], cell[0]])
        if layer.operation == MAX_POOL:
            row, column = layer.winner(cell)
            return message("convolution.sent-max", name=name, upstream=upstream, row=row, column=column)
        if layer.operation == AVERAGE_POOL:
            return message("convolution.sent-average", name=name, upstream=upstream, count=layer.kernel.size)
        left = len(layer.cells) - self.visits(cursor)
        patch = entries(front(layer.patch(cell)))
        if not left:
            total = entries(self.value("grad.filter", cursor))
            return message("convolution.sent-last", name=name, upstream=upstream, patch=patch, total=total)
        return message("convolution.sent", name=name, upstream=upstream, patch=patch, count=left)

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        return receipts.receipt(self, cursor, quantity)

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, Any]:
        return mistakes.mistakes(self, cursor, quantity)

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        return pictures.pictures(self, cursor)

    def zooms(self, cursor: int) -> tuple[str, ...]:
        """The output cell of this frame, and the one that comes next."""
        near = self.near(cursor)
        return tuple(m.subject for m in near if m.at and self._opens((m.at[0], m.at[1], m.at[2])))

    def _opens(self, cell: Cell) -> bool:
        return 1 < len(list(inside(self.layer, cell))) <= MOST_TERMS

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """One output cell as a graph of single products: `x10` is row 1, column 0 of the image, `f01` of the filter."""
        if quantity not in self.zooms(cursor):
            return super().zoom(cursor, quantity)
        cell = next(m.at for m in self.moments if m.subject == quantity)
        return _cell_graph(self.layer, (cell[0], cell[1], cell[2]))


def _cell_graph(layer: Layer, cell: Cell) -> Simulation:
    at: dict[str, float] = {}
    parts: list[str] = []
    for a, b, row, column, channel in inside(layer, cell):
        pixel = _indexed("x", row, column, channel if layer.channels > 1 else None)
        at[pixel] = float(layer.image[row, column, channel])
        if layer.is_convolution:
            weight = _indexed("f", a, b, channel if layer.channels > 1 else None)
            at[weight] = float(layer.kernel[a, b, channel, cell[0]])
            parts.append(f"{pixel}*{weight}")
        else:
            parts.append(pixel)
    if layer.operation == MAX_POOL:
        formula = f"out = max({'; '.join(parts)})" if len(parts) > 1 else f"out = {parts[0]}"
    elif layer.operation == AVERAGE_POOL:
        formula = f"out = ({' + '.join(parts)})/{len(parts)}"
    else:
        at["b"] = float(layer.bias[cell[0]])
        formula = f"out = {' + '.join(parts)} + b"
    upstream = float(layer.arriving[cell[1], cell[2], cell[0]])
    return GraphSimulation(Spec("graph", {"formula": formula, "at": at, "upstream": upstream}))


def _indexed(letter: str, row: int, column: int, channel: int | None) -> str:
    parts = [str(part) for part in (row, column, channel) if part is not None]
    return letter + ("" if max(map(len, parts)) == 1 else "_").join(parts)
