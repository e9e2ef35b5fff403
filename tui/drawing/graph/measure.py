"""How large is every box, and which far uses of a leaf become chips? Prepares a diagram for the layout.

Sizes depend on titles and numbers of inputs only, never on values: a step cannot move a box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ....core.pictures import Diagram
from .hops import Edge
from .layering import assign_layers

Detail = Literal["compact", "full"]


TALL = 4
"""Cells of padding from which on a box is higher, too."""


@dataclass(frozen=True)
class LayoutOptions:
    """How much a drawing shows. Equal options and equal diagrams give the same layout."""

    detail: Detail = "compact"
    """Compact boxes have the gradient in the border, full ones rows `v` and `g`."""
    pitch: int = 1
    """Cells from one column of risers to the next; ASCII needs 2 to be read without doubt."""
    label_width: int = 0
    """Room for a local gradient on every wire, 7 when it is wanted."""
    alias_span: int | None = None
    """A leaf with several uses is repeated as a chip `(W)` where a use is more layers away than this."""
    gap: int | None = None
    """Blank rows between boxes; `None` means 0 for compact and 1 for full boxes."""
    restarts: int = 8
    """How many orders are tried at most."""
    decimals: int = 0
    """Decimals of the numbers, where there is room for more than three digits; 0 for those."""
    padding: int = 0
    """Cells by which boxes are wider than they have to be: a whole room looks at them."""

    @property
    def apart(self) -> int:
        """Blank rows between the value and the gradient of a full box."""
        return int(self.padding >= TALL)

    @property
    def number_width(self) -> int:
        """The narrowest number field; one with decimals has room for a sign, two digits and the point."""
        return self.decimals + 4 if self.decimals else 5 if self.detail == "compact" else 6

    @property
    def rows_between(self) -> int:
        if self.gap is not None:
            return self.gap
        return 0 if self.detail == "compact" else 1


COMPACT = LayoutOptions()


@dataclass(frozen=True)
class Measured:
    """The nodes of a drawing: first the boxes of the diagram, then the chips."""

    edges: tuple[Edge, ...]
    """One for each wire of the diagram, in its order."""
    layers: tuple[int, ...]
    widths: tuple[int, ...]
    heights: tuple[int, ...]
    chips: tuple[int, ...]
    """For every chip the wire that it serves."""


def measure(diagram: Diagram, options: LayoutOptions) -> Measured:
    """Number the nodes, split off the chips, find layers and sizes."""
    edges, layers = _numbered(diagram)
    chips = _distant(diagram, edges, layers, options.alias_span)
    count = len(diagram.boxes)
    for number, wire in enumerate(chips):
        edges[wire] = edges[wire]._replace(parent=count + number)
    if chips:
        layers = assign_layers(_parents(count + len(chips), edges))
    inputs = [0] * count
    for edge in edges:
        inputs[edge.child] += 1
    least = 1 if options.detail == "compact" else 2 + options.apart
    titles = [box.title for box in diagram.boxes]
    columns: dict[int, int] = {}
    borders = 2 if options.detail == "compact" else 4
    for title, layer in zip(titles, layers, strict=False):
        width = max(options.number_width + borders, len(title) + 2) + options.padding
        columns[layer] = max(columns.get(layer, 0), width)
    return Measured(
        edges=tuple(edges),
        layers=tuple(layers),
        widths=(
            *(columns[layer] for layer in layers[:count]),
            *(len(chip_text(titles, diagram, wire)) for wire in chips),
        ),
        heights=(*(2 + max(least, number) for number in inputs), *(1 for _ in chips)),
        chips=tuple(chips),
    )


def chip_text(titles: Sequence[str], diagram: Diagram, wire: int) -> str:
    """What the chip at the beginning of a wire says."""
    parent = diagram.wires[wire].parent
    return f"({next(title for box, title in zip(diagram.boxes, titles, strict=True) if box.id == parent)})"


def _numbered(diagram: Diagram) -> tuple[list[Edge], list[int]]:
    number = {box.id: index for index, box in enumerate(diagram.boxes)}
    if len(number) < len(diagram.boxes):
        raise ValueError("two boxes of the diagram have the same id")
    edges = [Edge(number[wire.parent], number[wire.child], 0) for wire in diagram.wires]
    # The drawing counts ports from 0 without holes, whatever the slots are.
    inputs: dict[int, list[int]] = {}
    for index, edge in enumerate(edges):
        inputs.setdefault(edge.child, []).append(index)
    for indices in inputs.values():
        for port, index in enumerate(sorted(indices, key=lambda i: diagram.wires[i].slot)):
            edges[index] = edges[index]._replace(slot=port)
    return edges, assign_layers(_parents(len(number), edges))


def _parents(count: int, edges: Sequence[Edge]) -> list[list[int]]:
    parents: list[list[int]] = [[] for _ in range(count)]
    for edge in edges:
        parents[edge.child].append(edge.parent)
    return parents


def _distant(diagram: Diagram, edges: Sequence[Edge], layers: Sequence[int], span: int | None) -> list[int]:
    """The wires from leaves with several uses that run over more than `span` layers."""
    if span is None:
        return []
    uses = [0] * len(diagram.boxes)
    inner = {edge.child for edge in edges}
    for edge in edges:
        uses[edge.parent] += 1
    return [
        number
        for number, (parent, child, _) in enumerate(edges)
        if parent not in inner and uses[parent] > 1 and layers[child] - layers[parent] > span
    ]
