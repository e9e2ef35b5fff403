"""What does a network look like? Its neurons in columns, and between them the weights as lines with their numbers.

A positive weight is a heavy line, a negative one a broken one, and the number stands on the line with its sign. Where
lines and numbers find no room without touching each other, the same picture is shown as matrices. The places depend
on the sizes of the layers and on the room alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ...core.pictures import Grid, GridPicture, Label, NetworkPicture, Window
from ...core.words import numbers
from .graph.area import Area
from .graph.canvas import Canvas, Drawing, Role
from .grids import draw_grids
from .labels import Words, bare, shortened

NARROWEST_BOX, WIDEST_BOX = 7, 11
SHORTEST_LINE, LONGEST_LINE = 14, 30
MOST_LINES = 9
"""Between two layers; an eye cannot follow more."""
LABEL = 5
"""Cells of a weight."""
PLACES = (0.28, 0.2, 0.36, 0.12, 0.44, 0.52, 0.6, 0.68, 0.76, 0.84, 0.9)
"""Where on a line its number may stand, the best first: near the neuron that it comes from."""
ASKED = "?"


@dataclass(frozen=True)
class Stand:
    """Where everything is: boxes by (layer, neuron), lines with their numbers by (layer, earlier, later)."""

    boxes: dict[tuple[int, int], Area]
    labels: dict[tuple[int, int, int], tuple[int, int]]
    widths: tuple[int, ...]


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
        x = stand.boxes[layer, 0].x
        name = shortened(words(shown.name), stand.widths[layer], ascii)
        canvas.put(x, 0, name, "accent" if layer == picture.focus else "title")
        for neuron in range(len(shown.neurons)):
            _box(canvas, picture, (layer, neuron), stand.boxes[layer, neuron], words, ascii)
    return canvas.drawing()


def network_width(picture: NetworkPicture, words: Words = bare) -> tuple[int, int]:
    """The cells that the drawing with the shortest and with the longest lines takes."""
    boxes, gaps = sum(_box_widths(picture, words)), len(picture.layers) - 1
    return boxes + gaps * SHORTEST_LINE + 1, boxes + gaps * LONGEST_LINE + 1


def stand_of(picture: NetworkPicture, width: int, height: int, words: Words) -> Stand | None:
    """Where boxes and numbers stand, or None where there is no room for all of them."""
    widths = _box_widths(picture, words)
    sizes = [len(layer.neurons) for layer in picture.layers]
    tall = max(sizes, default=0)
    if min(sizes, default=0) == 0 or any(a * b > MOST_LINES for a, b in pairwise(sizes)):
        return None
    gaps = len(picture.layers) - 1
    line = min(LONGEST_LINE, (width - 1 - sum(widths)) // gaps) if gaps > 0 else 0
    if tall * 3 > height - 1 or (gaps > 0 and line < SHORTEST_LINE) or sum(widths) >= width:
        return None
    boxes: dict[tuple[int, int], Area] = {}
    x = 1
    for place, layer in enumerate(picture.layers):
        count = len(layer.neurons)
        pitch = min(5, (height - 1) // tall) if count == tall else min(6, (height - 1) // max(1, count))
        top = 1 + max(0, (min(height - 1, 5 * tall) - (pitch * (count - 1) + 3)) // 2)
        for neuron in range(count):
            boxes[place, neuron] = Area(x, top + neuron * pitch, widths[place], 3)
        x += widths[place] + line
    labels = _labels(picture, boxes)
    return Stand(boxes, labels, widths) if labels is not None else None


def _box_widths(picture: NetworkPicture, words: Words) -> tuple[int, ...]:
    return tuple(
        min(WIDEST_BOX, max([NARROWEST_BOX, *(len(words(neuron)) + 3 for neuron in layer.neurons)]))
        for layer in picture.layers
    )


def _labels(
    picture: NetworkPicture, boxes: dict[tuple[int, int], Area]
) -> dict[tuple[int, int, int], tuple[int, int]] | None:
    """A place on its line for every weight, no two touching; None where there is none."""
    placed: dict[tuple[int, int, int], tuple[int, int]] = {}
    taken: list[Area] = []
    for layer in range(len(picture.weights)):
        for earlier in range(len(picture.layers[layer].neurons)):
            for later in range(len(picture.layers[layer + 1].neurons)):
                way = _way(boxes[layer, earlier], boxes[layer + 1, later])
                for part in PLACES:
                    at = round(part * (len(way) - LABEL))
                    x, y = way[at][0], way[at + LABEL // 2][1]
                    area = Area(x - 1, y, LABEL + 2, 1)
                    if at >= 1 and not any(area.touches(other) for other in taken):
                        break
                else:
                    return None
                taken.append(Area(x, y, LABEL, 1))
                placed[layer, earlier, later] = x, y
    return placed


def _way(start: Area, stop: Area) -> list[tuple[int, int]]:
    """The cells between two boxes, from the middle of one to the middle of the other, one a column."""
    steps = stop.x - start.right
    y0, y1 = start.y + 1, stop.y + 1
    return [(start.right + step, round(y0 + (step + 0.5) / steps * (y1 - y0))) for step in range(steps)]


def _lines(canvas: Canvas, picture: NetworkPicture, stand: Stand, layer: int, ascii: bool) -> None:
    """All lines of one matrix, the numbers over them, and one arrowhead a neuron."""
    weights = np.asarray(picture.weights[layer], float)
    strong, weak = ("=", "-") if ascii else ("━", "╌")
    backward = picture.direction == "backward"
    active = picture.focus == (layer if backward else layer + 1)
    role: Role = "accent" if active else "wire"
    places = [place for place in stand.labels if place[0] == layer]
    drawn: set[tuple[int, int]] = set()
    for _, earlier, later in places:
        way = _way(stand.boxes[layer, earlier], stand.boxes[layer + 1, later])
        # Where lines leave or reach one box together, the cell stays with the first of them.
        for x, y in (cell for cell in way if cell not in drawn):
            canvas.put(x, y, weak if weights[later, earlier] < 0 else strong, role)
        drawn.update(way)
    for place in places:
        x, y = stand.labels[place]
        text = numbers.box(float(weights[place[2], place[1]]), LABEL)
        canvas.put(x, y, (text.replace("…", "~") if ascii else text).center(LABEL), "local")
    if active:
        for neuron in range(len(picture.layers[layer if backward else layer + 1].neurons)):
            box = stand.boxes[layer if backward else layer + 1, neuron]
            head = ("<" if ascii else "◄") if backward else (">" if ascii else "►")
            canvas.put(box.right if backward else box.x - 1, box.y + 1, head, "accent")


def _box(canvas: Canvas, picture: NetworkPicture, place: tuple[int, int], box: Area, words: Words, ascii: bool) -> None:
    """A neuron: its name in the upper border, what it puts out, and its gradient in the lower border."""
    layer, neuron = picture.layers[place[0]], place[1]
    focused = place[0] == picture.focus
    flat, up, *corners = "#######" if ascii and focused else "-|..''" if ascii else "━┃┏┓┗┛" if focused else "─│╭╮╰╯"
    role: Role = "accent" if focused else "wire"
    inner = box.width - 2
    canvas.put(box.x, box.y, corners[0] + flat * inner + corners[1], role)
    canvas.put(box.x, box.y + 1, up + " " * inner + up, role)
    canvas.put(box.x, box.y + 2, corners[2] + flat * inner + corners[3], role)
    canvas.put(box.x + 1, box.y, shortened(words(layer.neurons[neuron]), inner, ascii), "title")
    value = layer.values[neuron] if neuron < len(layer.values) else None
    text = numbers.box(value) if value is not None or not focused else ASKED
    canvas.put(box.x + 1, box.y + 1, text.rjust(inner), "asked" if text == ASKED else "value")
    gradient = layer.gradients[neuron] if neuron < len(layer.gradients) else None
    if gradient is not None:
        canvas.put(box.x + 1, box.y + 2, numbers.box(gradient).rjust(5), "gradient")


def as_grids(picture: NetworkPicture) -> GridPicture:
    """The same numbers as matrices: what every layer puts out, and the weights between two layers."""
    grids: list[Grid] = []
    for place, layer in enumerate(picture.layers):
        names: tuple[Label, ...] = layer.neurons
        columns = [layer.values, *([layer.gradients] if layer.gradients else [])]
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
