"""How do pictures look in plain lines? One fact a line, in reading order, no column with a meaning."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

import numpy as np

from ...core.lesson.session import Session
from ...core.lesson.shown import shown
from ...core.pictures import (
    BarsPicture,
    CodePicture,
    CurvesPicture,
    GraphPicture,
    GridPicture,
    Label,
    NetworkPicture,
    Picture,
    PlaneLine,
    PlanePicture,
    PlanePoint,
    TablePicture,
)
from ...core.words import Message, message
from ..face import Face
from .matrices import bars_lines, grid_lines, network_lines, worded
from .numbers import short

MOST_ROWS = 12
"""Rows of a table that are read out, the current one among them."""


def picture_lines(session: Session, face: Face) -> Iterator[str]:
    """Everything in the pictures of this stop; what is asked stays a question mark."""
    if session.simulation is None:
        yield face.say(message("plain.no-picture"))
        return
    here = shown(session)
    for picture in here.pictures:
        yield from lines_of(picture, here.asked, face)


def lines_of(picture: Picture, asked: str | None, face: Face) -> Iterator[str]:
    """The facts of one picture; of a graph the quantity `asked` stays a question mark."""
    match picture:
        case GraphPicture():
            yield from _graph(picture, asked, face)
        case TablePicture():
            yield from _table(picture, face)
        case PlanePicture():
            yield from _plane(picture, face)
        case CurvesPicture():
            yield from _curves(picture, face)
        case GridPicture():
            yield from grid_lines(picture, face)
        case BarsPicture():
            yield from bars_lines(picture, face)
        case NetworkPicture():
            yield from network_lines(picture, face)
        case CodePicture():
            yield from _code(picture, face)


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
    count, current = len(picture.rows), picture.current
    first = max(0, min(count - MOST_ROWS, (count if current is None else current + 1) - MOST_ROWS))
    if not picture.rows:
        yield face.say(message("plain.empty-table"))
    names = [column_name(name, face) for name in picture.columns]
    for place, row in enumerate(picture.rows[first : first + MOST_ROWS], first):
        cells = ", ".join(
            f"{name} {worded(cell, face) if isinstance(cell, Message) else short(cell)}".rstrip()
            for name, cell in zip(names, row, strict=True)
        )
        yield f"  {place + 1}: {cells}{_mark(place == picture.current, face)}"


def column_name(name: Label, face: Face) -> str:
    """The head of a column; a gradient is written as one."""
    if isinstance(name, str) and name.startswith("grad."):
        return f"∂/∂{name.partition('.')[2]}"
    return face.named(name)


def _plane(picture: PlanePicture, face: Face) -> Iterator[str]:
    """Every line as an equation, and every point with what the field is there."""
    yield from _titled(picture.title, face)
    x, y = worded(picture.x_name, face), worded(picture.y_name, face)
    for line in picture.lines:
        equation = f"{_number(line.a)}*{x} + {_number(line.b)}*{y} + {_number(line.c)} = 0"
        told = face.say(message("plain.line-before" if line.before else "plain.line", equation=equation))
        yield f"  {told}{_side(picture, line, face)}"
    for arrow in picture.arrows:
        start, end = _place(*arrow.start), _place(*arrow.end)
        yield "  " + face.say(message("picture.arrow", name=arrow.name, start=start, end=end))
    for point in (*picture.points, *picture.path):
        field = ""
        if picture.field is not None:
            field = ", " + face.say(message("picture.field", value=short(_field_at(picture, point))))
        judged = ("picture.held-out" if point.is_held else "", "picture.wrong" if point.is_wrong else "")
        yield _point(point, field + "".join(f", {face.say(message(id))}" for id in judged if id), face)


def _side(picture: PlanePicture, line: PlaneLine, face: Face) -> str:
    """Which class lies above 0, and whether the line can be seen at all."""
    told = ""
    if line.has_sides and not line.before and len(picture.classes) == 2:
        told += ", " + face.say(message("picture.side", name=worded(picture.classes[1], face)))
    corners = [line.a * x + line.b * y + line.c for x in picture.x_range for y in picture.y_range]
    if not line.before and (line.a or line.b) and (min(corners) > 0.0 or max(corners) < 0.0):
        told += ", " + face.say(message("picture.line-outside"))
    return told


def _field_at(picture: PlanePicture, point: PlanePoint) -> float:
    """The nearest number of the field."""
    values = np.asarray(picture.field.values if picture.field is not None else [[np.nan]], float)
    (left, right), (low, high) = picture.x_range, picture.y_range
    row = round((high - point.y) / (high - low) * (values.shape[0] - 1))
    column = round((point.x - left) / (right - left) * (values.shape[1] - 1))
    inside = 0 <= row < values.shape[0] and 0 <= column < values.shape[1]
    return float(values[row, column]) if inside else float("nan")


def _curves(picture: CurvesPicture, face: Face) -> Iterator[str]:
    """Of every curve and band its range and what it is at the place of the frame; and the points that are marked."""
    yield from _titled(picture.title, face)
    x = worded(picture.x_name, face)
    if picture.log:
        yield "  " + face.say(message("picture.log-axis"))
    if picture.now is not None:
        yield "  " + face.say(message("picture.now", x=x, now=short(picture.now)))
    for curve in picture.curves:
        known = [(x, y) for x, y in curve.points if isfinite(y)]
        if known:
            lowest = min(known, key=lambda point: point[1])
            highest = max(known, key=lambda point: point[1])
            told = {
                "first": short(known[0][0]), "last": short(known[-1][0]), "low": short(lowest[1]),
                "at": short(lowest[0]), "high": short(highest[1]), "highest": short(highest[0]),
            }  # fmt: skip
            yield "  " + face.say(message("function.range", name=worded(curve.name, face), x=x, **told))
        near = _nearest(known, picture.now)
        if near is not None:
            name = worded(curve.name, face)
            yield "  " + face.say(message("picture.curve-at", name=name, x=x, at=short(near[0]), y=short(near[1])))
    for band in picture.bands:
        edges = [(x, low, high) for x, low, high in band.edges if isfinite(low) and isfinite(high)]
        if edges:
            widest = max(edges, key=lambda edge: edge[2] - edge[1])
            told = {"name": worded(band.name, face), "x": x, "at": short(widest[0])}
            yield "  " + face.say(message("picture.band", low=short(widest[1]), high=short(widest[2]), **told))
    for point in picture.points:
        yield _point(point, "", face)
    if picture.tangent is not None:
        tangent, told = picture.tangent, {"at": short(picture.tangent.x), "slope": short(picture.tangent.slope)}
        yield "  " + face.say(message("picture.tangent-at", x=x, name=worded(tangent.name, face), **told))


def _nearest(points: list[tuple[float, float]], now: float | None) -> tuple[float, float] | None:
    """The point of a curve at the place of the frame."""
    return min(points, key=lambda point: abs(point[0] - now)) if points and now is not None else None


def _code(picture: CodePicture, face: Face) -> Iterator[str]:
    for place, line in enumerate(picture.lines):
        told = face.say(message("picture.code-line", number=place + 1, text=worded(line, face)))
        yield f"  {told}{_mark(place == picture.current, face)}"
    for name, value in picture.values:
        yield f"  {name} = {short(value)}"


def _titled(title: Label, face: Face) -> Iterator[str]:
    if title:
        yield worded(title, face)


def _point(point: PlanePoint, more: str, face: Face) -> str:
    told = face.say(message("plain.point", place=_place(point.x, point.y), text=point.text))
    return f"  {told}{more}{_mark(point.current, face)}"


def _mark(current: bool, face: Face) -> str:
    return f", {face.say(message('plain.here'))}" if current else ""


def _place(x: float, y: float) -> str:
    return f"({x:g}; {y:g})"


def _number(value: float) -> str:
    return f"{value:g}" if value >= 0 else f"({value:g})"
