"""How does a table stand on the screen? Columns of fixed width, decimals under each other, `►` at the current row."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from ...core.pictures import GraphPicture, TablePicture
from ...core.words import numbers
from ..drawing.graph.overlay import Field, Overlay
from .cells import Role, Row, Run
from .look import Look

NARROWEST = 4
"""Cells of a column of numbers, so that a table does not move while its numbers grow; whole numbers have 2."""
SHORT: Mapping[str, str] = MappingProxyType({"epoch": "epoch", "?": "wanted"})
"""Columns whose name is a word of the catalogues, written short: `?` is what a truth table should come to."""


def table_rows(picture: TablePicture, hidden: frozenset[int], look: Look, height: int) -> list[Row]:
    """The heading and the newest rows; the current row shows `?` in the columns of `hidden`."""
    texts = [[_written(cell) for cell in cells] for cells in picture.rows]
    names = [look.say(f"screen.column-{SHORT[name]}") if name in SHORT else look.text(name) for name in picture.columns]
    widths = [_width(at, name, picture, texts) for at, name in enumerate(names)]
    heading = "   " + " ".join(name.rjust(width) for name, width in zip(names, widths, strict=True))
    rows: list[Row] = [(Run(heading, "title"),)]
    for place in range(max(0, len(texts) - (height - 1)), len(texts)):
        current = place == picture.current
        rows.append(_row(texts[place], widths, hidden if current else frozenset(), current, look))
    return rows


def _width(at: int, name: str, picture: TablePicture, texts: list[list[str]]) -> int:
    whole = all(isinstance(cells[at], int | str) or cells[at] is None for cells in picture.rows)
    return max([2 if whole and picture.rows else NARROWEST, len(name), *(len(cells[at]) for cells in texts)])


def _row(cells: list[str], widths: list[int], hidden: frozenset[int], current: bool, look: Look) -> Row:
    role: Role = "value" if current else "dim"
    runs = [Run(f" {look.glyph('►')} ", "accent") if current else Run("   ")]
    for at, (text, width) in enumerate(zip(cells, widths, strict=True)):
        asked = at in hidden
        runs.append(Run(("?" if asked else text).rjust(width) + " ", "asked" if asked else role))
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


def _written(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Fraction):
        return numbers.exact(cell)
    return str(cell) if isinstance(cell, int) else numbers.sentence(cell)
