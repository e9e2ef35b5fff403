"""Where does everything in a graph picture stand? `lay_out` answers once for each structure.

    measure → layers, sizes        layering.py, measure.py
    cut     → pieces in one gap    hops.py
    order   → few crossings        ordering.py
    rows    → straight wires       rows.py, straightening.py
    route   → columns of risers    channels.py
    trace   → cells                routes.py

All coordinates are whole cells from the beginning, so nothing is rounded and no wire can touch a box.
Invariant: a layout depends on the diagram and the options only and is never changed, so that a step changes
symbols inside fixed places. That is why it can be kept (`lru_cache`) and shared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from types import MappingProxyType

from ....core.pictures import Diagram
from .area import Area
from .channels import route
from .hops import Hops, cut
from .measure import COMPACT, LayoutOptions, Measured, measure
from .ordering import candidates
from .routes import Cells, Gap, Piece, Point, crosses, join, trace
from .rows import Heights, Rows
from .straightening import straighten

_SMALLEST_GAP = 3
_CROSSING = 12
"""What a crossing costs in the choice between finished drawings, in rows of wire."""
_DISORDER = 6
"""What two boxes cost there that stand against the order in which they were named."""
_PATIENCE = 1600
"""Large graphs get fewer restarts: this many items are put in order in all."""
_BEFORE_RISERS = 1
"""Room for the backward arrowhead between a box and the first riser."""


@dataclass(frozen=True)
class Chip:
    """A leaf's name repeated at the beginning of a far wire."""

    leaf: str
    wire: int
    place: Area


@dataclass(frozen=True, eq=False)
class Path:
    """How one wire of the diagram runs."""

    net: int
    """Wires of the same net share cells; wires of different nets only cross."""
    cells: Mapping[Point, int]
    tail: Point
    """The cell behind the parent's output port: the backward arrowhead stands here."""
    head: Point
    """The cell before the child's input port: the forward arrowhead stands here."""
    label: Area | None
    """Room for the local gradient, on the last straight piece before the head."""


@dataclass(frozen=True, eq=False)
class Layout:
    """The places of a drawing; compared and hashed by identity, because there is one for each structure."""

    diagram: Diagram
    options: LayoutOptions
    width: int
    height: int
    places: Mapping[str, Area]
    chips: tuple[Chip, ...]
    paths: tuple[Path, ...]
    """In the order of the diagram's wires."""
    pieces: Mapping[Point, tuple[Piece, ...]]
    """For every cell with wires what the nets show there, the one on top first."""
    columns: tuple[int, ...]
    """Where each layer begins."""

    @property
    def crossings(self) -> int:
        return sum(map(crosses, self.pieces.values()))


def lay_out(diagram: Diagram, options: LayoutOptions = COMPACT) -> Layout:
    """The layout of a diagram, kept for the next frame."""
    return _kept(diagram, options)


@lru_cache(maxsize=128)
def _kept(diagram: Diagram, options: LayoutOptions) -> Layout:
    return arrange(diagram, options)


def arrange(diagram: Diagram, options: LayoutOptions) -> Layout:
    """The layout of a diagram, made afresh."""
    measured = measure(diagram, options)
    if not diagram.boxes:
        return _finish(diagram, options, measured, Rows(cut((), (), ()), [[]], Heights((), (), 0)))
    swappable = [box.swappable for box in diagram.boxes] + [False] * len(measured.chips)
    hops = cut(measured.edges, measured.layers, swappable)
    passages = len(hops.layer) - hops.nodes
    heights = Heights(
        height=(*measured.heights, *[1] * passages),
        outlet=(*(0 if height == 1 else 1 for height in measured.heights), *[0] * passages),
        gap=options.rows_between,
    )
    drawn = []
    restarts = max(1, min(options.restarts, _PATIENCE // len(hops.layer)))
    for order in candidates(hops, restarts):
        rows = Rows(hops, order, heights)
        rows.settle()
        straighten(rows)
        layout = _finish(diagram, options, measured, rows)
        drawn.append((_CROSSING * layout.crossings + rows.cost() + _DISORDER * _disorder(rows), layout))
    return min(drawn, key=lambda scored: scored[0])[1]


def _disorder(rows: Rows) -> int:
    """How many pairs of leaves or of operations in one layer stand against the order in which they were named."""
    hops = rows.hops
    boxes = [[item for item in layer if item < hops.nodes] for layer in rows.order]
    return sum(
        upper > lower and bool(hops.entering[upper]) == bool(hops.entering[lower])
        for layer in boxes
        for upper, lower in combinations(layer, 2)
    )


def _finish(diagram: Diagram, options: LayoutOptions, measured: Measured, rows: Rows) -> Layout:
    """Route the wires and give every box its place."""
    highest = min(rows.top, default=0)
    rows.top[:] = [top - highest for top in rows.top]
    columns, gaps = _across(rows, measured, options)
    places = [
        # Chips lean on the right border of their layer, where their wire begins.
        Area(columns[layer] + (_column_width(measured, layer) - width), rows.top[node], width, height)
        for node, (layer, width, height) in enumerate(
            zip(measured.layers, measured.widths, measured.heights, strict=True)
        )
    ]
    paths = tuple(_path(number, rows, gaps, options) for number in range(len(measured.edges)))
    pieces = join((path.net, path.cells) for path in paths)
    count = len(diagram.boxes)
    return Layout(
        diagram=diagram,
        options=options,
        width=max((place.right for place in places), default=0),
        height=max([place.bottom for place in places] + [y + 1 for _, y in pieces], default=0),
        places=MappingProxyType({box.id: place for box, place in zip(diagram.boxes, places, strict=False)}),
        chips=tuple(
            Chip(diagram.wires[wire].parent, wire, place)
            for wire, place in zip(measured.chips, places[count:], strict=True)
        ),
        paths=paths,
        pieces=MappingProxyType(pieces),
        columns=tuple(columns),
    )


def _column_width(measured: Measured, layer: int) -> int:
    return max(width for width, at in zip(measured.widths, measured.layers, strict=True) if at == layer)


def _across(rows: Rows, measured: Measured, options: LayoutOptions) -> tuple[list[int], list[Gap]]:
    """Where the layers begin, and the routed gaps between them."""
    columns, gaps, x = [], [], 0
    label = options.label_width + 1 if options.label_width else 0
    for layer in range(rows.hops.layers if measured.layers else 0):
        columns.append(x)
        x += _column_width(measured, layer)
        if layer == rows.hops.layers - 1:
            break
        chains, risers = route(_nets(rows, layer))
        room = _BEFORE_RISERS + (risers - 1) * options.pitch + 1 if risers else 0
        gap = Gap(x, max(_SMALLEST_GAP, room + label + 1), chains, _BEFORE_RISERS, options.pitch)
        gaps.append(gap)
        x += gap.width
    return columns, gaps


def _nets(rows: Rows, layer: int) -> dict[int, tuple[int, set[int]]]:
    """The left row and the right rows of every net in the gap behind a layer."""
    nets: dict[int, tuple[int, set[int]]] = {}
    for hop in rows.hops.gaps[layer]:
        _, rights = nets.setdefault(rows.hops.net[hop.left], (rows.leaving(hop.left), set()))
        rights.add(rows.top[hop.right] + rows.entry(hop))
    return nets


def _path(number: int, rows: Rows, gaps: list[Gap], options: LayoutOptions) -> Path:
    hops: Hops = rows.hops
    parent, child, _ = hops.edges[number]
    end = rows.top[child] + 1 + rows.port[number]
    corners: list[Point] = []
    for layer in range(hops.layer[parent], hops.layer[child]):
        passage = hops.passages.get((parent, layer + 1)) if layer + 1 < hops.layer[child] else None
        corners += gaps[layer].corners(parent, end if passage is None else rows.top[passage])
    cells: Cells = trace(corners)
    head = corners[-1]
    width = options.label_width
    return Path(
        net=parent,
        cells=MappingProxyType(cells),
        tail=corners[0],
        head=head,
        label=Area(head[0] - width, head[1], width, 1) if width else None,
    )
