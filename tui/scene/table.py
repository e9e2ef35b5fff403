"""How does a table stand on the screen? Columns of fixed width, decimals under each other, `►` at the current row."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np

from ...core.pictures import GraphPicture, Label, TablePicture
from ...core.words import Message, numbers
from ..drawing.amounts import quantity
from ..drawing.graph.overlay import Field, Overlay
from .cells import Role, Row, Run
from .look import Look

SHORT: Mapping[str, str] = MappingProxyType({"epoch": "epoch", "?": "wanted"})
"""Columns whose name is a word of the catalogues, written short: `?` is what a truth table should come to."""
ASKED = "?"
RESERVED: Mapping[str, int] = MappingProxyType({"whole": 2, "exact": 5, "float": 7, "unknown": 4})
"""Cells of a column of numbers, so that a table does not move while its numbers grow."""
MARGIN = 3


def table_rows(
    picture: TablePicture, look: Look, width: int, height: int, later: TablePicture | None = None
) -> list[Row]:
    """The heading and the rows that fit, the current one among them; cells that are asked for are `?`.

    `later` is the table of a later frame, for columns in which nothing is known yet: only its widths are used.
    """
    kinds = _kinds(picture, later)
    texts = [[_written(cell, kind, look) for cell, kind in zip(cells, kinds, strict=True)] for cells in picture.rows]
    names, widths = _names(picture, look), column_widths(picture, look, later)
    kept = len(widths)
    while kept > 1 and MARGIN + sum(widths[:kept]) + kept - 1 + (2 if kept < len(widths) else 0) > width:
        kept -= 1
    more = f" {look.glyph('…')}" if kept < len(widths) else ""
    shown = [name.rjust(wide) for name, wide in zip(names[:kept], widths, strict=False)]
    rows: list[Row] = [(Run(" " * MARGIN + " ".join(shown) + more, "title"),)]
    body, current = height - 1, picture.current
    first = max(0, min(len(texts) - body, (current or 0) + 1 - body))
    for place in range(first, min(len(texts), first + body)):
        hidden = (place == first and first > 0) or (place == first + body - 1 and place < len(texts) - 1)
        rows.append(_row(texts[place][:kept], widths, place == current, hidden, look))
    return rows


def table_width(picture: TablePicture, look: Look, later: TablePicture | None = None) -> int:
    """The cells of a row."""
    widths = column_widths(picture, look, later)
    return MARGIN + sum(widths) + len(widths)


def column_widths(picture: TablePicture, look: Look, later: TablePicture | None = None) -> list[int]:
    """The cells of every column: what its numbers can come to take, or the widest of the run where that is known."""
    kinds, names = _kinds(picture, later), _names(picture, look)
    widths: list[int] = []
    for at, (name, kind) in enumerate(zip(names, kinds, strict=True)):
        reserved = RESERVED.get(kind, 0)
        if at < len(picture.widest) and picture.widest[at] is not None:
            reserved = len(_written(picture.widest[at], kind, look))
        elif later is not None and kind == "whole" and at < len(later.columns):
            reserved = max([reserved, *(len(_written(cells[at], kind, look)) for cells in later.rows)])
        widths.append(max([reserved, len(name), *(len(_written(cells[at], kind, look)) for cells in picture.rows)]))
    return widths


def unknown_columns(picture: TablePicture) -> bool:
    """Is there a column of which no cell is known yet?"""
    return "unknown" in _kinds(picture, None)


def _kinds(picture: TablePicture, later: TablePicture | None) -> list[str]:
    """What the cells of each column are: whole numbers, exact ones, any, texts, or not known."""
    kinds: list[str] = []
    for at in range(len(picture.columns)):
        cells = [row[at] for row in picture.rows if row[at] is not None and row[at] != ASKED]
        if not cells and at < len(picture.widest) and picture.widest[at] is not None:
            cells = [picture.widest[at]]
        if not cells and later is not None and at < len(later.columns):
            cells = [row[at] for row in later.rows if row[at] is not None]
        kinds.append(_kind(cells))
    return kinds


def _kind(cells: list[Any]) -> str:
    if not cells:
        return "unknown"
    numbers_ = [cell for cell in cells if not isinstance(cell, str)]
    if not numbers_:
        return "text"
    if all(isinstance(cell, int | np.integer) for cell in numbers_):
        return "whole"
    return "exact" if all(isinstance(cell, Fraction | int) for cell in numbers_) else "float"


def _names(picture: TablePicture, look: Look) -> list[str]:
    return [_name(name, look) for name in picture.columns]


def _name(name: Label, look: Look) -> str:
    if not isinstance(name, str):
        return look.label(name)
    if name.startswith("grad."):
        return look.text(f"∂/∂{name.partition('.')[2]}")
    return look.say(f"screen.column-{SHORT[name]}") if name in SHORT else look.named(name)


def _row(cells: list[str], widths: list[int], current: bool, hidden: bool, look: Look) -> Row:
    role: Role = "value" if current else "dim"
    mark = look.glyph("►") if current else look.glyph("…")[:1] if hidden else " "
    runs = [Run(f" {mark} ", "accent" if current else "dim")]
    for text, width in zip(cells, widths, strict=False):
        runs.append(Run(text.rjust(width) + " ", "asked" if text.strip() == ASKED else role))
    return tuple(runs)


def graph_rows(picture: GraphPicture, overlay: Overlay, look: Look, height: int) -> list[Row]:
    """A graph as a table: a row a node, in as many columns of rows as are needed."""
    cells = [_node(picture, overlay, place, look) for place in range(len(picture.diagram.boxes))]
    widest = max((len(box.title) for box in picture.diagram.boxes), default=4)
    name, value, gradient = (look.say(f"screen.{word}") for word in ("node", "value", "gradient"))
    head = f"   {name.ljust(widest)} {value.rjust(12)} {gradient.rjust(12)}  "
    body = height - 1
    columns = [cells[start : start + body] for start in range(0, len(cells), body)]
    columns = columns[: max(1, look.width // len(head))]
    rows: list[Row] = [(Run(head * len(columns), "title"),)]
    for at in range(min(body, max((len(column) for column in columns), default=0))):
        rows.append(tuple(run for column in columns for run in (column[at] if at < len(column) else ())))
    return rows


def _node(picture: GraphPicture, overlay: Overlay, place: int, look: Look) -> Row:
    box = picture.diagram.boxes[place]
    widest = max(len(other.title) for other in picture.diagram.boxes)
    focused = picture.focus == box.id
    sign = look.glyph("►") if focused else " "

    def told(kind: Any, known: Any) -> str:
        field = Field(kind, box.id)
        if field in overlay.asked:
            return "?"
        return look.text(numbers.receipt(overlay.written.get(field, known)))

    value, gradient = told("value", picture.values.get(box.id)), told("gradient", picture.gradients.get(box.id))
    partly = "+" if box.id in picture.partial else " "
    return (
        Run(f" {sign} {look.text(box.title).ljust(widest)} ", "accent" if focused else "text"),
        Run(f"{value.rjust(12)} ", "value"),
        Run(f"{gradient.rjust(12)}{partly} ", "gradient"),
    )


def _written(cell: Any, kind: str, look: Look) -> str:
    """The text of a cell; in a column of numbers with decimals a whole one leaves room for theirs."""
    if cell is None:
        return ""
    if isinstance(cell, str | Message):
        return look.label(cell)
    if isinstance(cell, Fraction):
        return numbers.exact(cell)
    if isinstance(cell, int | np.integer) and kind != "float":
        return str(cell)
    if np.ndim(cell) > 0:
        return look.text(quantity(cell))
    width = RESERVED["float"]
    text = numbers.sentence(cell)
    if len(text) > width:
        text = numbers.entry(float(cell), width, 2)
    return text + "   " if text.lstrip("-").isdigit() and len(text) + 3 <= width else text
