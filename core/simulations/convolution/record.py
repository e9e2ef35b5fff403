"""What do we know of a layer over an image at each moment? Windows forwards, the turn, windows backwards, the bias.

Quantities: `size.rows`, `size.columns`, `size.filters`, `size.parameters`; `out.r.c` (`out.k.r.c` with several filters)
and at the end `out`; `winner.r.c` of max pooling; `grad.out`; `contribution.filter.r.c`, `partial.filter`,
`grad.filter`, `grad.filter.a.b`; the same for `image`; `grad.bias`. Rows and columns count from 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..score import Moment, Score
from .layer import MAX_POOL, Cell, Layer, front, shown_kernel

SIZES: tuple[str, ...] = ("size.rows", "size.columns", "size.filters", "size.parameters")


class LayerRecord(Score):
    """The walk of a window over an image, there and back, with its values; what is said of it stands in score.py."""

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

    def value(self, name: str, cursor: int) -> Any:
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

    def gradient(self, node: str) -> Any:
        """∂L/∂image or ∂L/∂filter as a learner reads it."""
        found = self.layer.record.gradients[node]
        return self.shown(node, found[0] if node == "image" else found)

    def _whole(self, name: str) -> Any:
        layer = self.layer
        if name == "bias":
            return layer.bias if len(layer.bias) > 1 else float(layer.bias[0])
        arrays = {"image": layer.image, "filter": layer.kernel, "out": layer.out if name == "out" else None}
        return self.shown(name, arrays[name])

    def shown(self, node: str, array: Any) -> Any:
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


def _number(value: Any) -> Any:
    """A float for what is a single number."""
    return value if np.ndim(value) else float(value)
