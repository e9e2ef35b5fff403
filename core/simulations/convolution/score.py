"""What do we know of a layer over an image at each moment? Windows forwards, the turn, windows backwards, the bias.

Quantities: `size.rows`, `size.columns`, `size.filters`, `size.parameters`; `out.r.c` (`out.k.r.c` with several filters)
and at the end `out`; `winner.r.c` of max pooling; `grad.out`; `contribution.filter.r.c`, `partial.filter`,
`grad.filter`, `grad.filter.a.b`; the same for `image`; `grad.bias`. Rows and columns count from 0.
"""

from __future__ import annotations

import numpy as np

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...arrays import Numbers, Value
from ...pictures import Picture
from ...words import Message, message
from ...words.names import told
from ..graph import GraphSimulation
from ..protocol import Simulation, Spec
from ..rows import Rows
from ..score import Moment, RowScore
from . import pictures, rows, words
from .layer import AVERAGE_POOL, MAX_POOL, Cell, Layer, front, inside, shown_kernel

SIZES: tuple[str, ...] = ("size.rows", "size.columns", "size.filters", "size.parameters")
MOST_TERMS = 60
"""Products of a cell that can be opened as a graph."""


class LayerScore(RowScore):
    """The walk of a window over an image, there and back."""

    def __init__(self, layer: Layer) -> None:
        self.layer: Layer = layer

    def make_moments(self) -> tuple[Moment, ...]:
        layer, cells = self.layer, self.layer.cells
        given = ("image", "filter", "bias") if layer.is_convolution else ("image",)
        found = [Moment("start", news=given), Moment("sized", "forward", "size", SIZES)]
        for place, cell in enumerate(cells):
            own = [self.named("out", cell)]
            own += [self.named("winner", cell)] if layer.operation == MAX_POOL else []
            own += ["out"] if place == len(cells) - 1 else []
            found.append(Moment("slid", "forward", own[0], tuple(own), cell))
        found.append(Moment("turned", "backward", "out", ("grad.out",)))
        for place, cell in enumerate(cells):
            news = self._returns(cell, is_last=place == len(cells) - 1)
            found.append(Moment("sent", "backward", self.named("out", cell), news, cell))
        if layer.is_convolution:
            found.append(Moment("bias", "backward", "bias", ("grad.bias",)))
        return tuple(found)

    def named(self, kind: str, cell: Cell) -> str:
        """`out.1.0`; with several filters `out.2.1.0`."""
        k, row, column = cell
        return f"{kind}.{k}.{row}.{column}" if self.layer.size[2] > 1 else f"{kind}.{row}.{column}"

    def _returns(self, cell: Cell, is_last: bool) -> tuple[str, ...]:
        news = [self.named("contribution.image", cell), "partial.image"]
        if self.layer.is_convolution:
            news = [self.named("contribution.filter", cell), "partial.filter", *news]
        if is_last:
            news += ["grad.image"]
            if self.layer.is_convolution:
                shape = shown_kernel(self.layer.kernel).shape
                news += ["grad.filter", *("grad.filter." + ".".join(map(str, at)) for at in np.ndindex(shape))]
        return tuple(news)

    def visits(self, cursor: int) -> int:
        """How many windows have sent their part back at a cursor."""
        return min(max(0, cursor - len(self.layer.cells) - 2), len(self.layer.cells))

    def cell_of(self, quantity: str, cursor: int) -> Cell:
        """The output cell of the newest moment that brought a quantity."""
        k, row, column = self.moments[self.newest(quantity, cursor)].at
        return k, row, column

    def newest(self, quantity: str, cursor: int) -> int:
        """The newest moment up to a cursor that brought a quantity."""
        return [at for at in self.when[quantity] if at <= cursor][-1]

    def value(self, name: str, cursor: int) -> object:
        layer, cell = self.layer, self.moments[cursor].at
        kind, _, rest = name.partition(".")
        match kind:
            case "image" | "filter" | "bias" | "out":
                return _number(self._whole(kind)) if not rest else float(layer.out[cell[1], cell[2], cell[0]])
            case "size":
                return (*layer.size, layer.parameters)[SIZES.index(name)]
            case "winner":
                return layer.winner((cell[0], cell[1], cell[2]))
            case "partial":
                return self.shown(rest, layer.sent(rest, 0, self.visits(cursor)))
            case "contribution":
                node, here = rest.partition(".")[0], self.visits(cursor)
                found = layer.sent(node, here - 1, here)
                return front(found[:, :, :, cell[0]]) if node == "filter" else self.shown(node, found)
            case _:
                node, _, index = rest.partition(".")
                gradient = front(layer.arriving) if node == "out" else self.gradient(node)
                return float(gradient[tuple(map(int, index.split(".")))]) if index else _number(gradient)

    def gradient(self, node: str) -> Value:
        """∂L/∂image or ∂L/∂filter as a learner reads it."""
        found = self.layer.record.gradients[node]
        return self.shown(node, found[0] if node == "image" else found)

    def _whole(self, name: str) -> Numbers:
        layer = self.layer
        if name == "bias":
            return layer.bias if len(layer.bias) > 1 else float(layer.bias[0])
        arrays = {"image": layer.image, "filter": layer.kernel, "out": layer.out if name == "out" else None}
        return self.shown(name, arrays[name])

    def shown(self, node: str, array: Value) -> Value:
        """An array of the engine as a learner reads it."""
        if node == "filter":
            return shown_kernel(array)
        if node == "bias":
            return array if len(array) > 1 else array[0]
        return front(array)

    def label(self, quantity: str) -> str:
        kind, _, rest = quantity.partition(".")
        node, _, index = rest.partition(".")
        if kind in ("out", "winner"):
            return f"{kind}[{','.join(rest.split('.'))}]" if rest else kind
        if kind in ("grad", "partial"):
            return f"∂L/∂{node}" + (f"[{','.join(index.split('.'))}]" if index else "")
        if kind == "contribution":
            at = ",".join(index.split("."))
            return f"∂L/∂out[{at}]·∂out[{at}]/∂{node}"
        return rest if kind == "size" else quantity

    def say(self, cursor: int) -> Message:
        return words.caption(self, cursor)

    def rows_at(self, cursor: int, quantity: str) -> Rows | None:
        layer, (kind, _, rest) = self.layer, quantity.partition(".")
        node = rest.partition(".")[0]
        match kind:
            case "size":
                return rows.size(layer, quantity)
            case "out":
                return rows.output(layer)
            case "contribution":
                return rows.contribution(layer, quantity, node, self.cell_of(quantity, cursor))
            case "partial":
                return rows.gradient(layer, quantity, node, self.visits(self.newest(quantity, cursor)))
            case "grad" if node in ("filter", "image"):
                return rows.gradient(layer, f"grad.{node}", node, len(layer.cells))
            case "grad" if node == "bias":
                return rows.bias(layer)
            case _:
                return None

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        lines = (*self._own_lines(cursor, quantity), *words.lines(self, cursor, quantity))
        return LinesReceipt(lines) if lines else None

    def _own_lines(self, cursor: int, quantity: str) -> tuple[Line, ...]:
        """The formula of an array with its numbers; of one cell or entry the numbers alone."""
        known = self.rows_at(cursor, quantity)
        if known is None or quantity.startswith(("size.", "contribution.")):
            return ()
        name, index = known.find(quantity)
        if index:
            return (Line(message("row.named", name=told(self.label(quantity))), known.worked(name, index).text),)
        found = known.receipt(quantity)
        return () if found is None else found.lines

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


def _number(value: Value) -> Value:
    """A float for what is a single number."""
    return value if np.ndim(value) else float(value)


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
