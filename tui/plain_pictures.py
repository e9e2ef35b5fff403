"""How do pictures and receipts look in plain lines? One fact a line, in reading order, no column with a meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import isfinite
from typing import Any

import numpy as np

from ..core.algebra.symbols import NO_SYMBOLS, Symbols
from ..core.answers.receipts import EdgeReceipt, LinesReceipt, ValueReceipt
from ..core.arrays import write_shape
from ..core.formula.printer import write
from ..core.formula.tree import Tree
from ..core.graph import Graph
from ..core.lesson.session import Session
from ..core.pictures import CurvesPicture, GraphPicture, Picture, PlanePicture, TablePicture
from ..core.simulations.tracing.view import PassView
from ..core.words import message
from ..core.words.numbers import exact, receipt, sentence
from .face import Face

Derive = Callable[[Graph], Symbols]
MOST_ROWS = 12
"""Rows of a table that are read out, the newest last."""


def no_symbols(_graph: Graph) -> Symbols:
    """The symbolic forms when there is no algebra."""
    return NO_SYMBOLS


def picture_lines(session: Session, face: Face) -> Iterator[str]:
    """Everything in the pictures of this stop; what is asked stays a question mark."""
    simulation = session.simulation
    if simulation is None:
        yield face.say(message("plain.no-picture"))
        return
    for picture in simulation.pictures(max(0, session.cursor)):
        yield from _picture(picture, session.beat.asks if session.is_asking else None, face)


def _picture(picture: Picture, asked: str | None, face: Face) -> Iterator[str]:
    match picture:
        case GraphPicture():
            yield from _graph(picture, asked, face)
        case TablePicture():
            yield from _table(picture, face)
        case PlanePicture():
            yield from _plane(picture, face)
        case CurvesPicture():
            yield from _curves(picture, face)


def _graph(picture: GraphPicture, asked: str | None, face: Face) -> Iterator[str]:
    fed: dict[str, list[str]] = {}
    for wire in sorted(picture.diagram.wires, key=lambda wire: wire.slot):
        fed.setdefault(wire.child, []).append(wire.parent)
    for box in picture.diagram.boxes:
        parts = [box.title if box.given else f"{box.title} ({', '.join(fed.get(box.id, []))})"]
        value, gradient = picture.values.get(box.id), picture.gradients.get(box.id)
        if asked == f"value.{box.id}":
            parts.append(face.say(message("plain.value", value="?")))
        elif value is not None:
            parts.append(face.say(message("plain.value", value=short(value))))
        if asked in (f"grad.{box.id}", f"partial.{box.id}"):
            parts.append(face.say(message("plain.gradient", value="?")))
        elif gradient is not None:
            so_far = "plain.gradient-so-far" if box.id in picture.partial else "plain.gradient"
            parts.append(face.say(message(so_far, value=short(gradient))))
        if picture.focus == box.id:
            parts.append(face.say(message("plain.here")))
        yield "  " + ", ".join(parts)


def _table(picture: TablePicture, face: Face) -> Iterator[str]:
    first = max(0, len(picture.rows) - MOST_ROWS)
    if not picture.rows:
        yield face.say(message("plain.empty-table"))
    for place, row in enumerate(picture.rows[first:], first):
        cells = ", ".join(f"{name} {short(cell)}" for name, cell in zip(picture.columns, row, strict=True))
        mark = f", {face.say(message('plain.here'))}" if place == picture.current else ""
        yield f"  {place + 1}: {cells}{mark}"


def _plane(picture: PlanePicture, face: Face) -> Iterator[str]:
    """Every line as an equation, and every point with the side of the newest line on which it lies."""
    for line in picture.lines:
        equation = f"{_number(line.a)}*{picture.x_name} + {_number(line.b)}*{picture.y_name} + {_number(line.c)} = 0"
        yield "  " + face.say(message("plain.line-before" if line.before else "plain.line", equation=equation))
    for point in (*picture.points, *picture.path):
        mark = f", {face.say(message('plain.here'))}" if point.current else ""
        place = f"({_number(point.x)}; {_number(point.y)})"
        yield f"  {face.say(message('plain.point', place=place, text=point.text))}{mark}"


def _curves(picture: CurvesPicture, face: Face) -> Iterator[str]:
    """Of every curve its ranges and where it is lowest, and the points that are marked."""
    for curve in picture.curves:
        known = [(x, y) for x, y in curve.points if isfinite(y)]
        if known:
            lowest = min(known, key=lambda point: point[1])
            highest = max(known, key=lambda point: point[1])
            told = {
                "first": short(known[0][0]), "last": short(known[-1][0]), "low": short(lowest[1]),
                "at": short(lowest[0]), "high": short(highest[1]), "highest": short(highest[0]),
            }  # fmt: skip
            yield "  " + face.say(message("function.range", name=curve.name, x=picture.x_name, **told))
    for point in picture.points:
        mark = f", {face.say(message('plain.here'))}" if point.current else ""
        place = f"({_number(point.x)}; {_number(point.y)})"
        yield f"  {face.say(message('plain.point', place=place, text=point.text))}{mark}"


def _number(value: float) -> str:
    return f"{value:g}" if value >= 0 else f"({value:g})"


def receipt_lines(session: Session, face: Face, symbols: Derive = no_symbols) -> Iterator[str]:
    """The arithmetic of what this stop is about; `symbols` answers the symbolic forms of a graph."""
    quantity = session.beat.asks or _news(session)
    simulation = session.simulation
    if simulation is None or quantity is None:
        yield face.say(message("plain.no-receipt"))
        return
    if session.is_asking:
        yield face.say(message("plain.receipt-later"))
        return
    found = simulation.receipt(session.beat.cursor, quantity)
    match found:
        case None:
            yield face.say(message("plain.no-receipt"))
        case ValueReceipt(node, formula, numbers, value):
            yield f"  {node} = {formula} = {numbers} = {long(value)}"
        case EdgeReceipt():
            forms = symbols(simulation.trace.record.graph) if isinstance(simulation, PassView) else NO_SYMBOLS
            yield from _edge(found, forms, face)
        case LinesReceipt(lines):
            for line in lines:
                yield f"  {face.say(line.label)}: {line.text}"


def _edge(found: EdgeReceipt, symbols: Symbols, face: Face) -> Iterator[str]:
    output, child, parent = found.output, found.child, found.parent
    local = long(found.local) if found.local is not None and np.size(found.local) <= 9 else face.say(found.recipe)
    rows = (
        ("plain.upstream", f"d{output}/d{child}", long(found.upstream), symbols.gradients.get(child)),
        ("plain.local", f"d{child}/d{parent}", local, symbols.edges.get((child, found.slot))),
        ("plain.downstream", f"d{output}/d{parent}", long(found.downstream), _sent(found, symbols)),
    )
    for id, of, value, tree in rows:
        formula = face.say(message("plain.formula", formula=write(tree, "ascii"))) if tree is not None else ""
        yield "  " + face.say(message(id, of=of, value=value)) + formula
    if len(found.terms) > 1:
        terms = " + ".join(long(term.value) for term in found.terms)
        yield "  " + face.say(message("plain.sum", terms=terms, total=long(found.total)))
    if found.waiting:
        yield "  " + face.say(message("plain.waiting", count=found.waiting))
    if found.difference is not None:
        agrees = found.difference.agrees(found.downstream)
        id = "plain.difference" if agrees else "plain.difference-differs"
        yield "  " + face.say(message(id, value=long(found.difference.central)))
    if found.convention is not None:
        yield "  " + face.say(found.convention)


def _sent(found: EdgeReceipt, symbols: Symbols) -> Tree | None:
    """The symbolic form of what travels on an edge, where the parent gets nothing else."""
    return symbols.gradients.get(found.parent) if len(found.terms) == 1 and not found.waiting else None


def _news(session: Session) -> str | None:
    """The most telling quantity that the event of this frame brought."""
    frame = session.frame
    if frame is None or frame.event is None or not frame.event.news:
        return None
    news = frame.event.news
    return next((name for name in news if name.startswith(("contribution.", "value."))), news[0])


def short(value: Any) -> str:
    """A quantity in two decimals, exact where it is exact, an array as its rows or its shape."""
    return _written(value, sentence)


def long(value: Any) -> str:
    """A quantity in six decimals."""
    return _written(value, receipt)


def _written(value: Any, number: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple | list):
        return f"({'; '.join(_written(entry, number) for entry in value)})"
    if hasattr(value, "numerator") and hasattr(value, "denominator"):
        return exact(value, 12)
    if np.ndim(value) == 0:
        return number(float(value))
    if np.size(value) > 9:
        return write_shape(np.shape(value))
    rows = np.asarray(value).reshape(-1, np.shape(value)[-1])
    return "; ".join(" ".join(number(float(entry)) for entry in row) for row in rows)
