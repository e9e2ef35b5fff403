"""What does a network look like? Its neurons in columns, and between them the weights as lines with their numbers.

A positive weight is an unbroken line, a negative one a broken one, and the number stands on the line with its sign. A
bias stands in its neuron, above what the neuron puts out. Where lines and numbers find no room without touching each
other, the same picture is shown as matrices. The places depend on the sizes of the layers and on the room alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ...core.pictures import Grid, GridPicture, Label, NetworkPicture, NeuronLayer, Window
from ...core.words import numbers
from .graph.area import Area
from .graph.canvas import Canvas, Drawing, Role
from .graph.glyphs import PENS
from .grids import draw_grids
from .labels import Words, bare, shortened
from .strokes import segment

SHORTEST_LINE, LONGEST_LINE = 14, 72
MOST_LINES = 9
"""Between two layers; an eye cannot follow more."""
PLACES = (0.28, 0.2, 0.36, 0.12, 0.44, 0.52, 0.6, 0.68, 0.76, 0.84, 0.9)
"""Where on a line its number may stand, the best first: near the neuron that it comes from."""
ASKED = "?"
BROKEN = 3
"""Every third cell of a broken line is blank."""
MOST_NAME = 12


@dataclass(frozen=True)
class Scale:
    """How large everything is drawn."""

    number: int
    """Cells of a value; a weight takes as many."""
    decimals: int
    """0 for three digits, as in the boxes of a graph."""
    label: int
    """Cells before a number in a box that say what it is."""
    least: int
    """The shortest line."""
    farthest: int
    """Rows from one neuron to the next, at most."""

    def written(self, number: float | None) -> str:
        """A number in its cells."""
        return numbers.entry(number, self.number, self.decimals) if self.decimals else numbers.box(number)


SCALES = (Scale(8, 4, 2, 30, 10), Scale(5, 0, 2, 20, 6), Scale(5, 0, 0, SHORTEST_LINE, 5))
"""The most telling first."""


@dataclass(frozen=True)
class Stand:
    """Where everything is: boxes by (layer, neuron), lines with their numbers by (layer, earlier, later)."""

    boxes: dict[tuple[int, int], Area]
    labels: dict[tuple[int, int, int], tuple[int, int]]
    scale: Scale
    biased: bool
    """Is there a row for the bias in every box?"""

    @property
    def outlet(self) -> int:
        """The row of a box in which it says what it puts out: there lines leave and arrive."""
        return 2 if self.biased else 1


def draw_network(
    picture: NetworkPicture, width: int, height: int, *, ascii: bool = False, words: Words = bare
) -> Drawing:
    """The picture in a window of `width` times `height` cells."""
    stand = stand_of(picture, width, height, words)
    if stand is None:
        return draw_grids(as_grids(picture), width, height, ascii=ascii, words=words)
    canvas = Canvas(Area(0, 0, width, height))
    for layer in range(len(picture.weights)):
        _lines(canvas, picture, stand, layer, ascii)
    for layer, shown in enumerate(picture.layers):
        _heading(canvas, picture, stand, layer, words, ascii)
        for neuron in range(len(shown.neurons)):
            _box(canvas, picture, (layer, neuron), stand, words, ascii)
    return canvas.drawing()


def network_width(picture: NetworkPicture, words: Words = bare) -> tuple[int, int]:
    """The cells that the smallest drawing with the shortest lines takes, and the largest with the longest."""
    gaps = len(picture.layers) - 1
    least, best = (sum(_box_widths(picture, scale, words)) for scale in (SCALES[-1], SCALES[0]))
    return least + gaps * SHORTEST_LINE + 1, best + gaps * LONGEST_LINE + 1


def stand_of(picture: NetworkPicture, width: int, height: int, words: Words) -> Stand | None:
    """Where boxes and numbers stand, or None where there is no room for all of them."""
    sizes = [len(layer.neurons) for layer in picture.layers]
    if min(sizes, default=0) == 0 or any(a * b > MOST_LINES for a, b in pairwise(sizes)):
        return None
    has_bias = any(layer.biases for layer in picture.layers)
    for biased in (True, False) if has_bias else (False,):
        for scale in SCALES:
            stand = _stand(picture, width, height, scale, biased, words)
            if stand is not None:
                return stand
    return None


def _stand(picture: NetworkPicture, width: int, height: int, scale: Scale, biased: bool, words: Words) -> Stand | None:
    """Where everything stands in this size, or None where it does not fit."""
    widths, gaps = _box_widths(picture, scale, words), len(picture.layers) - 1
    tall = max(len(layer.neurons) for layer in picture.layers)
    high = 3 + biased + (scale.decimals > 0 and any(layer.gradients for layer in picture.layers))
    line = min(LONGEST_LINE, (width - 1 - sum(widths)) // gaps) if gaps > 0 else 0
    air = tall > 1 and scale is not SCALES[-1]
    if tall * (high + air) > height - 1 or (gaps > 0 and line < scale.least) or sum(widths) >= width:
        return None
    pitch = min(scale.farthest, (height - 1) // tall)
    span = pitch * (tall - 1) + high
    boxes: dict[tuple[int, int], Area] = {}
    x = 1
    for place, layer in enumerate(picture.layers):
        count = len(layer.neurons)
        step = min(pitch + 1, (span - high) // (count - 1)) if count > 1 else 0
        top = 1 + (span - (step * (count - 1) + high)) // 2
        for neuron in range(count):
            boxes[place, neuron] = Area(x, top + neuron * step, widths[place], high)
        x += widths[place] + line
    stand = Stand(boxes, {}, scale, biased)
    labels = _labels(picture, stand)
    return replace(stand, labels=labels) if labels is not None else None


def _box_widths(picture: NetworkPicture, scale: Scale, words: Words) -> tuple[int, ...]:
    least = scale.number + scale.label + 2
    return tuple(
        max([least, *(min(MOST_NAME, len(words(neuron))) + 3 for neuron in layer.neurons)]) for layer in picture.layers
    )


def _labels(picture: NetworkPicture, stand: Stand) -> dict[tuple[int, int, int], tuple[int, int]] | None:
    """A place on its line for every weight, no two touching; None where there is none."""
    placed: dict[tuple[int, int, int], tuple[int, int]] = {}
    taken: list[Area] = []
    wide = stand.scale.number
    for layer in range(len(picture.weights)):
        for earlier in range(len(picture.layers[layer].neurons)):
            for later in range(len(picture.layers[layer + 1].neurons)):
                way = _way(stand, (layer, earlier), (layer + 1, later))
                for part in PLACES:
                    at = round(part * (len(way) - wide))
                    x, y = way[at][0], way[at + wide // 2][1]
                    area = Area(x - 1, y, wide + 2, 1)
                    if at >= 1 and not any(area.touches(other) for other in taken):
                        break
                else:
                    return None
                taken.append(Area(x, y, wide, 1))
                placed[layer, earlier, later] = x, y
    return placed


def _ends(
    stand: Stand, earlier: tuple[int, int], later: tuple[int, int]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where a line leaves one box and reaches the other: the middles of their rows of outputs."""
    start, stop, middle = stand.boxes[earlier], stand.boxes[later], stand.outlet + 0.5
    return (start.right, start.y + middle), (stop.x, stop.y + middle)


def _way(stand: Stand, earlier: tuple[int, int], later: tuple[int, int]) -> list[tuple[int, int]]:
    """The cells between two boxes, one a column."""
    (x0, y0), (x1, y1) = _ends(stand, earlier, later)
    steps = int(x1 - x0)
    return [(int(x0) + step, int(y0 + (step + 0.5) / steps * (y1 - y0))) for step in range(steps)]


def _heading(canvas: Canvas, picture: NetworkPicture, stand: Stand, layer: int, words: Words, ascii: bool) -> None:
    """The name of a layer above its neurons; it may reach over the lines."""
    first = stand.boxes[layer, 0]
    last = layer + 1 == len(picture.layers)
    stop = canvas.window.width if last else stand.boxes[layer + 1, 0].x - 2
    name = words(picture.layers[layer].name)
    x = max(1, min(first.x, stop - len(name))) if last else first.x
    canvas.put(x, 0, shortened(name, stop - x, ascii), "accent" if layer == picture.focus else "title")


def _lines(canvas: Canvas, picture: NetworkPicture, stand: Stand, layer: int, ascii: bool) -> None:
    """All lines of one matrix, the numbers over them, and one arrowhead a neuron."""
    weights = np.asarray(picture.weights[layer], float)
    backward = picture.direction == "backward"
    active = picture.focus == (layer if backward else layer + 1)
    role: Role = "accent" if active else "dim"
    places = [place for place in stand.labels if place[0] == layer]
    drawn: set[tuple[int, int]] = set()
    for _, earlier, later in places:
        cells = segment(*_ends(stand, (layer, earlier), (layer + 1, later)), ascii)
        broken = weights[later, earlier] < 0
        # Where lines leave or reach one box together, the cell stays with the first of them.
        for (x, y), glyph in cells.items():
            if (x, y) not in drawn and not (broken and x % BROKEN == 0):
                canvas.put(x, y, glyph, role)
        drawn.update(cells)
    wide = stand.scale.number
    for place in places:
        x, y = stand.labels[place]
        text = stand.scale.written(float(weights[place[2], place[1]])).strip()
        canvas.put(x, y, (text.replace("…", "~") if ascii else text).center(wide), "local")
    if active:
        for neuron in range(len(picture.layers[layer if backward else layer + 1].neurons)):
            box = stand.boxes[layer if backward else layer + 1, neuron]
            head = ("<" if ascii else "◄") if backward else (">" if ascii else "►")
            canvas.put(box.right if backward else box.x - 1, box.y + stand.outlet, head, "accent")


def _box(
    canvas: Canvas, picture: NetworkPicture, place: tuple[int, int], stand: Stand, words: Words, ascii: bool
) -> None:
    """A neuron: its name in the upper border, its bias, what it puts out, and its gradient."""
    box, focused = stand.boxes[place], place[0] == picture.focus
    flat, up, *corners = "#######" if ascii and focused else "-|..''" if ascii else "━┃┏┓┗┛" if focused else "─│╭╮╰╯"
    role: Role = "accent" if focused else "wire"
    inner = box.width - 2
    canvas.put(box.x, box.y, corners[0] + flat * inner + corners[1], role)
    for y in range(box.y + 1, box.bottom - 1):
        canvas.put(box.x, y, up + " " * inner + up, role)
    canvas.put(box.x, box.bottom - 1, corners[2] + flat * inner + corners[3], role)
    layer, neuron = picture.layers[place[0]], place[1]
    canvas.put(box.x + 1, box.y, shortened(words(layer.neurons[neuron]), inner, ascii), "title")
    y = box.y + 1
    for sign, text, told in _inside(layer, neuron, stand, focused, ascii):
        if told == "gradient" and not stand.scale.decimals:
            # Small boxes have the gradient in their lower border.
            y = box.bottom - 1
        elif stand.scale.label and text:
            canvas.put(box.x + 1, y, sign, "dim")
        canvas.put(box.right - 1 - len(text), y, text, told)
        y += 1


def _inside(layer: NeuronLayer, neuron: int, stand: Stand, focused: bool, ascii: bool) -> list[tuple[str, str, Role]]:
    """What stands in a neuron, from top to bottom: its sign, its number, its role."""
    value, gradient, bias = (
        numbers_[neuron] if neuron < len(numbers_) else None
        for numbers_ in (layer.values, layer.gradients, layer.biases)
    )
    rows: list[tuple[str, str, Role]] = []
    if stand.biased:
        rows.append(("b", stand.scale.written(bias).strip() if bias is not None else "", "local"))
    text = ASKED if value is None and focused else stand.scale.written(value).strip() if value is not None else ""
    pen = PENS["ascii" if ascii else "unicode"]
    rows.append((pen.came, text, "asked" if text == ASKED else "value"))
    if gradient is not None:
        rows.append((pen.came_back, stand.scale.written(gradient).strip(), "gradient"))
    return rows


def as_grids(picture: NetworkPicture) -> GridPicture:
    """The same numbers as matrices: what every layer puts out, and the weights between two layers."""
    grids: list[Grid] = []
    for place, layer in enumerate(picture.layers):
        names: tuple[Label, ...] = layer.neurons
        columns = [numbers_ for numbers_ in (layer.values, layer.gradients) if numbers_ or numbers_ is layer.values]
        cells = tuple(tuple(column[at] for column in columns) for at in range(len(names)))
        window = Window(0, 0, len(names)) if place == picture.focus and names else None
        grids.append(Grid(layer.name, cells, window, row_names=names))
        if place < len(picture.weights):
            weights = np.asarray(picture.weights[place], float)
            cells = tuple(tuple(float(weight) for weight in row) for row in weights)
            later = picture.layers[place + 1].neurons
            name = f"W{place + 1}"
            grids.append(Grid(name, cells, row_names=later, column_names=names))
    return GridPicture(tuple(grids))
