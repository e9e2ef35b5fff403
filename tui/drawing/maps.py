"""What does a network of shaded maps look like? Units in columns, each with what it says of the plane, and the weights.

Where everything stands follows from the sizes of the layers and the room alone; what moves from frame to frame are the
shades, the biases, and how thick and of which sign a weight is. A positive weight is an unbroken stroke, a negative one
a broken one; what leads into the chosen unit and out of it is lit. Of a layer with more units than there is room for a
part is shown, around the chosen one, and its title says of how many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .dots import ACROSS, BITS, DOWN, letter
from .graph.area import Area
from .graph.canvas import Canvas, Drawing, Named, shade
from .labels import shortened
from .shades import levels, sign_of
from .strokes import segment

MAPS = ((16, 8), (14, 7), (12, 6), (10, 5), (8, 4), (6, 3), (4, 2), (3, 2))
"""Cells of a map, across and down, the largest first."""
LABEL = 4
"""Cells before a map, for its name and its bias."""
LEAST_GAP, WIDEST_GAP = 4, 26
"""Cells between two columns, in which the weights run."""
AIR = 1
"""Rows between two maps of a column, at least."""
ALL = 8
"""Units of a layer that are to be seen together before maps grow."""
MOST_STROKES = 20
"""Between two columns, of the weights that are not lit; the largest ones."""
MARGIN = 0.08
"""The part of a sure output up to which a place belongs to no side."""
THIN, THICK, THICKEST, FAINT = 0.3, 1.2, 3.0, 0.05
"""Sizes of weights from which strokes are whole, double and triple; below the last one a weight is not drawn."""


@dataclass(frozen=True)
class Column:
    """One column of units, as far as it is shown."""

    layer: int
    x: int
    first: int
    """The first unit that is shown."""
    tops: tuple[int, ...]
    """The rows at which the maps begin that are shown."""
    count: int
    """How many units there are."""


@dataclass(frozen=True)
class Plan:
    """Where everything stands."""

    width: int
    height: int
    """Cells of a map."""
    columns: tuple[Column, ...]
    gap: int
    layers: int
    """How many columns there are; where they do not all fit, some around the chosen one are shown."""


@dataclass(frozen=True, eq=False)
class Units:
    """What is drawn: for every layer its title, the names of its units, what they say, and the weights into them."""

    titles: Sequence[str]
    names: Sequence[Sequence[str]]
    maps: Sequence[npt.NDArray[np.float64]]
    """Units × rows × columns, from -1 to 1, for each column of the plan's width and twice its height."""
    weights: Sequence[npt.NDArray[np.float64]]
    biases: Sequence[npt.NDArray[np.float64] | None]
    chosen: tuple[int, int, int | None]
    """Layer, unit, and the unit before it from which the chosen weight comes; None for the unit itself."""


def plan_of(sizes: Sequence[int], chosen: tuple[int, int], width: int, height: int) -> Plan:
    """Where the units of layers of these sizes stand in so many cells."""
    tallest = min(ALL, max(sizes))
    for wide, high in MAPS:
        fits = 1 + len(sizes) * (LABEL + wide) + (len(sizes) - 1) * (LEAST_GAP + (wide > 4)) <= width
        if fits and tallest * (high + AIR) - AIR <= height - 1:
            return _placed(sizes, chosen, (wide, high), width, height)
    small = next(
        ((wide, high) for wide, high in MAPS[-2:] if 1 + len(sizes) * (LABEL + wide + LEAST_GAP) - LEAST_GAP <= width),
        MAPS[-1],
    )
    return _placed(sizes, chosen, small, width, height)


def _placed(sizes: Sequence[int], chosen: tuple[int, int], size: tuple[int, int], width: int, height: int) -> Plan:
    wide, high = size
    unit = LABEL + wide
    shown = max(1, min(len(sizes), (width - 1 + LEAST_GAP) // (unit + LEAST_GAP)))
    start = max(0, min(chosen[0] - shown // 2, len(sizes) - shown))
    gap = min(WIDEST_GAP, (width - 1 - shown * unit) // max(1, shown - 1)) if shown > 1 else 0
    room = height - 1
    most = max(1, (room + AIR) // (high + AIR))
    counts = [min(sizes[layer], most) for layer in range(start, start + shown)]
    pitch = max(high + AIR, min(high + 2, (room + AIR) // max(counts)))
    if max(counts) * pitch - (pitch - high) > room:
        pitch = high + AIR
    columns: list[Column] = []
    for place, layer in enumerate(range(start, start + shown)):
        count = min(sizes[layer], most)
        at = chosen[1] if layer == chosen[0] else 0
        first = max(0, min(at - count // 2, sizes[layer] - count))
        top = 1 + (room - (count * pitch - (pitch - high))) // 2
        tops = tuple(top + row * pitch for row in range(count))
        columns.append(Column(layer, 1 + place * (unit + gap), first, tops, sizes[layer]))
    return Plan(wide, high, tuple(columns), gap, len(sizes))


def draw_maps(units: Units, plan: Plan, width: int, height: int, *, ascii: bool = False) -> Drawing:
    """The network in a window of `width` times `height` cells."""
    canvas = Canvas(Area(0, 0, width, height))
    for left, right in zip(plan.columns, plan.columns[1:], strict=False):
        _weights(canvas, units, plan, left, right, ascii)
    for column in plan.columns:
        title = units.titles[column.layer]
        room = LABEL + plan.width + plan.gap - 1
        canvas.put(column.x, 0, shortened(title, min(room, width - column.x), ascii), "title")
        for row, top in enumerate(column.tops):
            _unit(canvas, units, plan, column, column.first + row, top, ascii)
    return canvas.drawing()


def unit_at(plan: Plan, x: int, y: int) -> tuple[int, int] | None:
    """The layer and the unit that stand at a cell."""
    for column in plan.columns:
        for row, top in enumerate(column.tops):
            if column.x <= x < column.x + LABEL + plan.width and top <= y < top + plan.height:
                return column.layer, column.first + row
    return None


def _unit(canvas: Canvas, units: Units, plan: Plan, column: Column, unit: int, top: int, ascii: bool) -> None:
    """A unit: its name, its bias below, and its map."""
    is_chosen = units.chosen[:2] == (column.layer, unit)
    name = shortened(units.names[column.layer][unit], LABEL, ascii)
    if is_chosen:
        canvas.put(column.x - 1, top, ">" if ascii else "►", "accent")
    canvas.put(column.x, top, name, "accent" if is_chosen else "title")
    biases = units.biases[column.layer]
    if biases is not None and plan.height > 1:
        canvas.put(column.x, top + 1, short_number(float(biases[unit])), "dim")
    x = column.x + LABEL
    pairs = levels(units.maps[column.layer][unit], MARGIN, 1.0, 2 * plan.height, plan.width)
    for row in range(plan.height):
        for at in range(plan.width):
            upper, lower = int(pairs[2 * row, at]), int(pairs[2 * row + 1, at])
            level = min(upper, lower, key=abs) if upper * lower > 0 else 0
            canvas.put(x + at, top + row, sign_of(level, at, row, ascii), shade(upper, lower))


def short_number(value: float) -> str:
    """A number in three cells, as far as it goes: `.31`, `-.3`, `1.2`, `-12`."""
    if not np.isfinite(value):
        return "!"
    if abs(value) >= 99.5:
        return "big" if value > 0 else "-bg"
    for decimals in (2, 1, 0):
        text = f"{value:.{decimals}f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.{decimals}f}"
        if len(text) <= 3:
            return {"-.0": "0", ".00": "0", "-0": "0", "0": "0"}.get(text, text)
    return "0"


@dataclass(frozen=True)
class _Edge:
    """A weight as a stroke."""

    start: tuple[float, float]
    stop: tuple[float, float]
    weight: float
    role: Named
    rank: int
    """What lies on top of what: the chosen weight, then what is lit, then the rest."""


def _weights(canvas: Canvas, units: Units, plan: Plan, left: Column, right: Column, ascii: bool) -> None:
    """All weights between two columns that are shown."""
    edges = _edges(units, plan, left, right)
    x, y, wide = left.x + LABEL + plan.width, 1, right.x - left.x - LABEL - plan.width
    if ascii:
        for edge in edges:
            for (across, down), glyph in segment(edge.start, edge.stop, True).items():
                if edge.weight >= 0.0 or across % 2:
                    canvas.put(across, down, glyph if edge.rank < 2 else "#", edge.role)
        return
    area = Area(x, y, wide, canvas.window.height - 1)
    for (across, down), (bits, role) in _strokes(edges, area).items():
        canvas.put(x + across, y + down, letter(bits), role)


def _edges(units: Units, plan: Plan, left: Column, right: Column) -> list[_Edge]:
    """The weights between two columns, what counts least first."""
    matrix = units.weights[right.layer - 1]
    layer, unit, source = units.chosen
    found: list[_Edge] = []
    for place, top in enumerate(left.tops):
        for other, below in enumerate(right.tops):
            earlier, later = left.first + place, right.first + other
            weight = float(matrix[later, earlier])
            is_chosen = (layer, unit, source) == (right.layer, later, earlier)
            is_lit = (layer, unit) in ((left.layer, earlier), (right.layer, later))
            if not np.isfinite(weight) or (abs(weight) < FAINT and not is_chosen):
                continue
            lit: Named = "value" if weight >= 0.0 else "gradient"
            plain: Named = "plus" if weight >= 0.0 else "minus"
            role: Named = "accent" if is_chosen else lit if is_lit else plain
            start = (float(left.x + LABEL + plan.width), top + plan.height / 2)
            stop = (float(right.x), below + plan.height / 2)
            found.append(_Edge(start, stop, weight, role, 2 if is_chosen else int(is_lit)))
    ordered = sorted(found, key=lambda edge: (edge.rank, abs(edge.weight)))
    unlit = [edge for edge in ordered if edge.rank == 0]
    # An eye cannot follow more; what is lit is always there.
    return [*unlit[max(0, len(unlit) - MOST_STROKES) :], *(edge for edge in ordered if edge.rank > 0)]


def _strokes(edges: Sequence[_Edge], area: Area) -> dict[tuple[int, int], tuple[int, Named]]:
    """The cells of an area in which strokes run: their dots, and the role of the one that counts most."""
    wide, high = area.width * ACROSS, area.height * DOWN
    grid = np.zeros((high, wide), bool)
    roles: dict[tuple[int, int], Named] = {}
    step = np.arange(wide)
    for edge in edges:
        start, stop = (DOWN * (y - area.y) for _, y in (edge.start, edge.stop))
        rows = np.floor(start + (step + 0.5) / wide * (stop - start)).astype(int)
        size = abs(edge.weight)
        kept = step % 2 == 0 if size < THIN else step % 5 < 3 if edge.weight < 0.0 else step >= 0
        offsets = (0,) if size < THICK else (0, -1) if size < THICKEST else (-1, 0, 1)
        for offset in offsets:
            down = np.clip(rows[kept] + offset, 0, high - 1)
            grid[down, step[kept]] = True
            roles.update(
                dict.fromkeys(zip((step[kept] // ACROSS).tolist(), (down // DOWN).tolist(), strict=True), edge.role)
            )
    cells = (grid.reshape(area.height, DOWN, area.width, ACROSS) * BITS[None, :, None, :]).sum(axis=(1, 3))
    return {(x, y): (int(cells[y, x]), role) for (x, y), role in roles.items()}
