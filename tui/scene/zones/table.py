"""How does a table stand on the screen? Columns of fixed width, decimals under each other, `►` at the current row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from ....core.pictures import GraphPicture, Label, TablePicture
from ....core.words import Message, numbers
from ...drawing.amounts import quantity
from ...drawing.graph.overlay import Field, Overlay
from ..cells import Role, Row, Run
from ..look import Look

SHORT: Mapping[str, str] = MappingProxyType({"epoch": "epoch", "?": "wanted"})
"""Columns whose name is a word of the catalogues, written short: `?` is what a truth table should come to."""
ASKED = "?"
RESERVED: Mapping[str, int] = MappingProxyType({"whole": 2, "exact": 5, "float": 5, "unknown": 4})
"""Cells of a column of numbers, so that a table does not move while its numbers grow; decimals come on top."""
MARGIN = 3


@dataclass(frozen=True)
class Grain:
    """How finely a table is written."""

    decimals: int = 2
    gap: int = 1
    """Blank cells between two columns."""


TIGHT = Grain()
GRAINS = (Grain(4, 3), Grain(2, 3), Grain(2, 2), TIGHT)
"""The most telling first."""


def table_rows(
    picture: TablePicture, look: Look, width: int, height: int, later: TablePicture | None = None
) -> list[Row]:
    """The heading and the rows that fit, the current one among them; cells that are asked for are `?`.

    Written as finely as the width allows. `later` is the table of a later frame, for columns in which nothing is known
    yet: only its widths are used.
    """
    heads = _heads(picture, look, later)
    grain, widths = _grain(picture, look, later, heads, width)
    texts = [
        [_written(cell, kind, look, grain.decimals) for cell, kind in zip(cells, heads.kinds, strict=True)]
        for cells in picture.rows
    ]
    names = heads.names
    kept = len(widths)
    while kept > 1 and MARGIN + sum(widths[:kept]) + kept - 1 + (2 if kept < len(widths) else 0) > width:
        kept -= 1
    more = f" {look.glyph('…')}" if kept < len(widths) else ""
    space = " " * grain.gap
    shown = [name.rjust(wide) for name, wide in zip(names[:kept], widths, strict=False)]
    rows: list[Row] = [(Run(" " * MARGIN + space.join(shown) + more, "title"),)]
    body, current = height - 1, picture.current
    first = max(0, min(len(texts) - body, (current or 0) + 1 - body))
    for place in range(first, min(len(texts), first + body)):
        hidden = (place == first and first > 0) or (place == first + body - 1 and place < len(texts) - 1)
        role: Role = "value" if place == current else "dim" if current is not None else "text"
        rows.append(_row(texts[place][:kept], widths, role, hidden, space, look))
    return rows


def table_widths(picture: TablePicture, look: Look, later: TablePicture | None, grains: Sequence[Grain]) -> list[int]:
    """The cells of a row in each of these grains."""
    heads = _heads(picture, look, later)
    found = {one: column_widths(picture, look, later, heads, one) for one in {grain.decimals for grain in grains}}
    return [_row_width(found[grain.decimals], grain) for grain in grains]


def _grain(
    picture: TablePicture, look: Look, later: TablePicture | None, heads: Heads, width: int
) -> tuple[Grain, list[int]]:
    """The finest grain in which a row fits, and the widths of its columns."""
    found: dict[int, list[int]] = {}
    for grain in GRAINS:
        if grain.decimals not in found:
            found[grain.decimals] = column_widths(picture, look, later, heads, grain.decimals)
        if _row_width(found[grain.decimals], grain) <= width:
            return grain, found[grain.decimals]
    return TIGHT, found[TIGHT.decimals]


def _row_width(widths: list[int], grain: Grain) -> int:
    return MARGIN + sum(widths) + grain.gap * len(widths)


class Heads(NamedTuple):
    """What is the same for a table in every grain."""

    names: list[str]
    kinds: list[str]


def _heads(picture: TablePicture, look: Look, later: TablePicture | None) -> Heads:
    return Heads([_name(name, look) for name in picture.columns], _kinds(picture, later))


def column_widths(
    picture: TablePicture, look: Look, later: TablePicture | None, heads: Heads, decimals: int
) -> list[int]:
    """The cells of every column: what its numbers can come to take, or the widest of the run where that is known."""
    widths: list[int] = []
    for at, (name, kind) in enumerate(zip(*heads, strict=True)):
        reserved = RESERVED.get(kind, 0) + (decimals if kind == "float" else 0)
        if at < len(picture.widest) and picture.widest[at] is not None:
            reserved = len(_written(picture.widest[at], kind, look, decimals))
        elif later is not None and kind == "whole" and at < len(later.columns):
            cells = (cells[at] for cells in later.rows)
            reserved = max([reserved, *(len(_written(cell, kind, look, decimals)) for cell in cells)])
        texts = (_written(cells[at], kind, look, decimals) for cells in picture.rows)
        widths.append(max([reserved, len(name), *map(len, texts)]))
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
        ahead = [row[at] for row in later.rows if row[at] is not None] if later is not None else []
        kind = _kind(cells)
        if kind == "exact" and ahead and all(map(_is_whole, [*cells, *ahead])):
            kind = "whole"
        elif kind == "whole" and _kind(ahead) == "float":
            kind = "float"
        kinds.append(kind)
    return kinds


def _is_whole(cell: Any) -> bool:
    return cell is None or isinstance(cell, str) or (isinstance(cell, Fraction | int) and cell == int(cell))


def is_exact(picture: TablePicture) -> bool:
    """Does an exact run write this table?"""
    return any(isinstance(cell, Fraction) for cells in picture.rows for cell in cells)


def _kind(cells: list[Any]) -> str:
    if not cells:
        return "unknown"
    numbers_ = [cell for cell in cells if not isinstance(cell, str)]
    if not numbers_:
        return "text"
    if all(isinstance(cell, int | np.integer) for cell in numbers_):
        return "whole"
    return "exact" if all(isinstance(cell, Fraction | int) for cell in numbers_) else "float"


def _name(name: Label, look: Look) -> str:
    if not isinstance(name, str):
        return look.label(name)
    if name.startswith("grad."):
        return look.text(f"∂/∂{name.partition('.')[2]}")
    return look.say(f"screen.column-{SHORT[name]}") if name in SHORT else look.named(name)


def _row(cells: list[str], widths: list[int], role: Role, hidden: bool, space: str, look: Look) -> Row:
    current = role == "value"
    mark = look.glyph("►") if current else look.glyph("…")[:1] if hidden else " "
    runs = [Run(f" {mark} ", "accent" if current else "dim")]
    for text, width in zip(cells, widths, strict=False):
        runs.append(Run(text.rjust(width) + space, "asked" if text.strip() == ASKED else role))
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


def _written(cell: Any, kind: str, look: Look, decimals: int) -> str:
    """The text of a cell; in a column of numbers with decimals a whole one leaves room for theirs."""
    if cell is None:
        return ""
    if isinstance(cell, str | Message):
        return look.label(cell)
    if isinstance(cell, Fraction):
        return str(int(cell)) if kind == "whole" else numbers.exact(cell)
    if isinstance(cell, int | np.integer) and kind != "float":
        return str(cell)
    if np.ndim(cell) > 0:
        return look.text(quantity(cell))
    width = RESERVED["float"] + decimals
    text = numbers.sentence(cell, decimals)
    if len(text) > width:
        text = numbers.entry(float(cell), width, decimals)
    room = decimals + 1
    return text + " " * room if text.lstrip("-").isdecimal() and len(text) + room <= width else text
