"""How do matrices, bars and networks look in plain lines? Row by row and layer by layer, every number with its name.

Rows and columns are counted from 0, as in indices.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...core.pictures import BarsPicture, Grid, GridPicture, Label, NetworkPicture, Window
from ...core.words import Message, message
from ..face import Face
from .numbers import short

MOST = 16
"""Rows and columns of a large grid that are read out, those of its window among them."""


def worded(label: Label, face: Face) -> str:
    """A label in the language of the program."""
    return face.say(label) if isinstance(label, Message) else label


def grid_lines(picture: GridPicture, face: Face) -> Iterator[str]:
    """Every grid with its name and its shape, row by row."""
    for place, grid in enumerate(picture.grids):
        yield from _grid(grid, place, face)


def _grid(grid: Grid, place: int, face: Face) -> Iterator[str]:
    height, width = len(grid.cells), len(grid.cells[0]) if grid.cells else 0
    name = worded(grid.name, face) or face.say(message("picture.grid", number=place + 1))
    yield "  " + face.say(message("picture.matrix", name=name, rows=height, columns=width))
    window = grid.window or Window(0, 0)
    rows, columns = _part(height, window.row, window.height), _part(width, window.column, window.width)
    if len(columns) < width:
        yield "    " + face.say(message("picture.columns", first=columns.start, last=columns.stop - 1, of=width))
    for row in rows:
        cells = ", ".join(_cell(grid, row, column, face) for column in columns)
        named = worded(grid.row_names[row], face) if row < len(grid.row_names) else str(row)
        yield "    " + face.say(message("picture.row", row=named, cells=cells))
    if len(rows) < height:
        yield "    " + face.say(message("picture.rows", first=rows.start, last=rows.stop - 1, of=height))
    if grid.window is not None:
        told = {"top": window.row, "bottom": window.row + window.height - 1}
        told |= {"left": window.column, "right": window.column + window.width - 1}
        single = window.height == window.width == 1
        yield "    " + face.say(message("picture.window-cell" if single else "picture.window", **told))
    if grid.note:
        yield "    " + worded(grid.note, face)


def _cell(grid: Grid, row: int, column: int, face: Face) -> str:
    """A number, behind the name of its column where it has one."""
    cell: Any = grid.cells[row][column]
    text = face.say(message("picture.unknown")) if cell is None else _number(cell)
    return f"{worded(grid.column_names[column], face)} {text}" if column < len(grid.column_names) else text


def _number(cell: Any) -> str:
    """A whole number without decimals, whatever type it has."""
    whole = isinstance(cell, float | np.floating) and float(cell).is_integer() and abs(cell) < 1e6
    return str(int(cell)) if whole else short(cell)


def _part(length: int, start: int, size: int) -> range:
    """At most so many places, those from `start` on among them."""
    first = max(0, min(start + size - MOST if start + size > MOST else 0, length - MOST))
    return range(first, min(length, first + MOST))


def bars_lines(picture: BarsPicture, face: Face) -> Iterator[str]:
    """Every bar as its number."""
    if picture.title:
        yield worded(picture.title, face)
    for bar in picture.bars:
        unknown = "?" if bar.asked else ""
        parts = [f"{worded(bar.name, face)}: {unknown if bar.value is None else short(bar.value)}".rstrip()]
        parts += [worded(bar.note, face)] if bar.note else []
        parts += [face.say(message("plain.here"))] if bar.current else []
        yield "  " + ", ".join(parts)


def network_lines(picture: NetworkPicture, face: Face) -> Iterator[str]:
    """Layer by layer: every neuron with what it puts out, and the weights that lead to it."""
    for place, layer in enumerate(picture.layers):
        here = f", {face.say(message('plain.here'))}" if place == picture.focus else ""
        yield "  " + face.say(message("picture.layer", name=worded(layer.name, face), count=len(layer.neurons))) + here
        for neuron, label in enumerate(layer.neurons):
            known = layer.values[neuron] if neuron < len(layer.values) else None
            missing = "?" if place == picture.focus else face.say(message("picture.unknown"))
            parts = [f"{worded(label, face)} {missing if known is None else short(known)}"]
            gradient = layer.gradients[neuron] if neuron < len(layer.gradients) else None
            if gradient is not None:
                parts.append(face.say(message("plain.gradient", value=short(gradient))))
            parts += _incoming(picture, place, neuron, face)
            yield "    " + ", ".join(parts)


def _incoming(picture: NetworkPicture, layer: int, neuron: int, face: Face) -> list[str]:
    """The weights of one neuron, each with the neuron that it comes from."""
    if layer == 0 or layer - 1 >= len(picture.weights):
        return []
    weights = np.asarray(picture.weights[layer - 1], float)[neuron]
    names = [worded(name, face) for name in picture.layers[layer - 1].neurons]
    pairs = zip(weights, names, strict=True)
    return [face.say(message("picture.weight", value=short(float(weight)), earlier=name)) for weight, name in pairs]
