"""How does a graph look as an image, where there is no terminal? Boxes in layers and curves between them, as SVG.

Notebooks and papers get this; terminals have a drawing of their own. Nothing is loaded from elsewhere: no font, no
script. Values are written under the name of a box and gradients below them, as everywhere in gradstep.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

FONTS = "'DejaVu Sans Mono', 'Liberation Mono', Menlo, Consolas, monospace"
WIDTH, HEIGHT, ACROSS, DOWN, MARGIN = 104, 62, 64, 24, 16
"""Size of a box, the room between two columns and two rows, and around everything; in pixels."""
SWEEPS = 8
"""How often the rows are put in order, from left to right and back."""
MOST_BOXES = 60
"""Graphs with more boxes are not drawn: nobody could read them."""
VALUE, GRADIENT, LINE, INK = "#0a6b74", "#b3400e", "#777", "#222"


class Box(NamedTuple):
    """A node as it is drawn."""

    id: str
    title: str
    value: str = ""
    gradient: str = ""
    given: bool = False
    """Leaves and data have round corners."""
    bright: bool = False
    """Is it what happens in this frame?"""


class Wire(NamedTuple):
    """An edge as it is drawn, with its local gradient."""

    parent: str
    child: str
    label: str = ""
    bright: bool = False


Place = tuple[int, int]
"""Column and row."""


def graph_svg(boxes: Sequence[Box], wires: Sequence[Wire]) -> str:
    """The image of a graph whose boxes come in an order in which every parent stands before its children."""
    column = _columns(boxes, wires)
    rows = _rows(boxes, wires, column)
    tallest = max((len(line) for line in rows.values()), default=1)
    at = {
        item: (
            MARGIN + layer * (WIDTH + ACROSS),
            MARGIN + (tallest - len(line)) * (HEIGHT + DOWN) / 2 + place * (HEIGHT + DOWN),
        )
        for layer, line in rows.items()
        for place, item in enumerate(line)
    }
    width = 2 * MARGIN + len(rows) * (WIDTH + ACROSS) - ACROSS
    height = 2 * MARGIN + tallest * (HEIGHT + DOWN) - DOWN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="{FONTS}" font-size="12"><rect width="100%" height="100%" fill="#ffffff"/>'
    ]
    entries = _entries(wires, at)
    for number, wire in enumerate(wires):
        parts.append(_curve(wire, number, at, column, entries[number]))
    parts += [_box(box, at[box.id]) for box in boxes]
    return "".join([*parts, "</svg>"])


def _columns(boxes: Sequence[Box], wires: Sequence[Wire]) -> dict[str, int]:
    """As far right as the longest way to a box; what is given stands just before the first box that uses it."""
    parents: Mapping[str, list[str]] = defaultdict(list)
    children: Mapping[str, list[str]] = defaultdict(list)
    for wire in wires:
        parents[wire.child].append(wire.parent)
        children[wire.parent].append(wire.child)
    found: dict[str, int] = {}
    for box in boxes:
        found[box.id] = 1 + max((found[parent] for parent in parents[box.id]), default=-1)
    for box in boxes:
        if not parents[box.id] and children[box.id]:
            found[box.id] = min(found[child] for child in children[box.id]) - 1
    return found


def _rows(boxes: Sequence[Box], wires: Sequence[Wire], column: Mapping[str, int]) -> dict[int, list[Hashable]]:
    """What stands in each column from top to bottom: boxes, and a place for each wire that passes by."""
    rows: dict[int, list[Hashable]] = {layer: [] for layer in range(max(column.values(), default=0) + 1)}
    near: dict[Hashable, list[Hashable]] = defaultdict(list)
    for box in boxes:
        rows[column[box.id]].append(box.id)
    for number, wire in enumerate(wires):
        chain: list[Hashable] = [wire.parent]
        for layer in range(column[wire.parent] + 1, column[wire.child]):
            rows[layer].append((number, layer))
            chain.append((number, layer))
        chain.append(wire.child)
        for left, right in pairwise(chain):
            near[left].append(right)
            near[right].append(left)
    place = {item: at for line in rows.values() for at, item in enumerate(line)}
    layer_of = {item: layer for layer, line in rows.items() for item in line}
    for sweep in range(SWEEPS):
        step = 1 if sweep % 2 == 0 else -1
        for layer in sorted(rows, reverse=step < 0):

            def middle(item: Hashable, layer: int = layer, step: int = step) -> float:
                seen = [place[other] for other in near[item] if layer_of[other] == layer - step]
                return sum(seen) / len(seen) if seen else place[item]

            rows[layer].sort(key=middle)
            place.update({item: at for at, item in enumerate(rows[layer])})
    return rows


def _entries(wires: Sequence[Wire], at: Mapping[Hashable, tuple[float, float]]) -> dict[int, float]:
    """How far down the left side of its child each wire arrives: one below the other, in the order they come from."""
    arriving: dict[str, list[int]] = defaultdict(list)
    for number, wire in enumerate(wires):
        arriving[wire.child].append(number)
    found: dict[int, float] = {}
    for numbers in arriving.values():
        numbers.sort(key=lambda number: at[wires[number].parent][1])
        found |= {number: HEIGHT * (place + 1) / (len(numbers) + 1) for place, number in enumerate(numbers)}
    return found


def _curve(
    wire: Wire, number: int, at: Mapping[Hashable, tuple[float, float]], column: Mapping[str, int], entry: float
) -> str:
    """A smooth line from the right side of a box, through the places it passes, to the left side of another."""
    x, y = at[wire.parent]
    points = [(x + WIDTH, y + HEIGHT / 2)]
    for layer in range(column[wire.parent] + 1, column[wire.child]):
        left, top = at[number, layer]
        points += [(left, top + HEIGHT / 2), (left + WIDTH, top + HEIGHT / 2)]
    x, y = at[wire.child]
    points.append((x - 6, y + entry))
    path = f"M{points[0][0]:.0f} {points[0][1]:.0f}"
    for (from_x, from_y), (to_x, to_y) in pairwise(points):
        half = (from_x + to_x) / 2
        path += f"C{half:.0f} {from_y:.0f} {half:.0f} {to_y:.0f} {to_x:.0f} {to_y:.0f}"
    ink, thick = (GRADIENT, 2.4) if wire.bright else (LINE, 1.3)
    end_x, end_y = points[-1]
    drawn = f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="{thick}"/>'
    drawn += f'<path d="M{end_x + 6:.0f} {end_y:.0f}l-8 -4v8z" fill="{ink}"/>'
    if wire.label:
        drawn += _text(end_x - 4, end_y - 4, wire.label, INK, "end", 10)
    return drawn


def _box(box: Box, at: tuple[float, float]) -> str:
    x, y = at
    edge, thick = (GRADIENT, 2.4) if box.bright else ("#333", 1.2)
    round_by = HEIGHT / 4 if box.given else 2
    drawn = (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{WIDTH}" height="{HEIGHT}" rx="{round_by:.0f}" fill="#fafafa" '
        f'stroke="{edge}" stroke-width="{thick}"/>'
    )
    middle = x + WIDTH / 2
    drawn += _text(middle, y + 17, box.title, INK, "middle", 12)
    drawn += _text(middle, y + 35, box.value, VALUE, "middle", 12)
    return drawn + _text(middle, y + 53, box.gradient, GRADIENT, "middle", 12)


def _text(x: float, y: float, text: str, ink: str, anchor: str, size: int) -> str:
    if not text:
        return ""
    # a white edge keeps a number legible where a line passes under it
    look = f'fill="{ink}" stroke="#fff" stroke-width="3" paint-order="stroke" text-anchor="{anchor}" font-size="{size}"'
    return f'<text x="{x:.0f}" y="{y:.0f}" {look}>{escape(text)}</text>'
