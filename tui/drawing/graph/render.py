"""What does a graph picture look like in this frame? `draw` fills the places of a layout.

Roles: values and gradients stand in boxes, locals on wires; the focused box and the active wire are `accent`
and heavy, at most one of each. Bottom right corner: `✓` right, `✗` wrong, `=` revealed, `+` partial sum, `?`
asked contribution, otherwise the corner. An unknown number is blank, never 0.

Invariants: the layout is read and never changed; everything that does not depend on the frame is painted once
for each layout and charset; a number is shown whole or not at all.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ....core.pictures import GraphPicture
from ....core.words import numbers
from .area import Area
from .canvas import Canvas, Drawing, Role
from .glyphs import PENS, Charset, Corner, Pen, Style
from .layout import Layout
from .overlay import NO_OVERLAY, Field, FieldKind, Overlay
from .viewport import show_edges, whole

_CORNER_ROLES: dict[Corner, Role] = {
    "right": "right",
    "wrong": "wrong",
    "revealed": "dim",
    "partial": "gradient",
    "asked": "asked",
}
_FIELD_ROLES: dict[FieldKind, Role] = {
    "value": "value",
    "gradient": "gradient",
    "local": "local",
    "contribution": "gradient",
}


def draw(
    layout: Layout,
    picture: GraphPicture,
    overlay: Overlay = NO_OVERLAY,
    charset: Charset = "unicode",
    window: Area | None = None,
    way: Collection[tuple[str, int]] = (),
) -> Drawing:
    """Draw the part of a picture in a window, or all of it; the wires (child, slot) of a way are marked."""
    window = window or whole(layout)
    canvas = _backdrop(layout, charset).crop(window)
    scene = _Scene(layout, picture, overlay, PENS[charset], canvas, _receiving(layout, overlay))
    active = _active_wire(layout, picture)
    for edge in way:
        _marked_path(scene, _wire_numbers(layout).get(edge))
    if active is not None:
        _active_path(scene, active)
    if layout.options.label_width:
        _labels(scene, active)
    for node, place in layout.places.items():
        if window.touches(place):
            _box(scene, node, place)
    show_edges(canvas, layout, scene.pen)
    return canvas.drawing()


@dataclass(frozen=True)
class _Scene:
    """Everything that painting one frame needs."""

    layout: Layout
    picture: GraphPicture
    overlay: Overlay
    pen: Pen
    canvas: Canvas
    receiving: frozenset[str]
    """Nodes at which a contribution is asked for."""


# ------------------------------------------------------------------ what does not move and does not change


@lru_cache(maxsize=64)
def _backdrop(layout: Layout, charset: Charset) -> Canvas:
    """Frames, titles, chips and idle wires of the whole layout."""
    pen = PENS[charset]
    canvas = Canvas(whole(layout))
    for (x, y), pieces in layout.pieces.items():
        canvas.put(x, y, pen.wire(pieces[0].mask), "wire")
    for path in layout.paths:
        canvas.put(*path.head, pen.forward, "wire")
    titles = {box.id: box.title for box in layout.diagram.boxes}
    for node, place in layout.places.items():
        _frame(canvas, layout, pen, node, _style(layout, node))
        if layout.options.detail == "full":
            # Letters would be taken for names of nodes.
            canvas.put(place.x + 1, place.y + 1, pen.came, "dim")
            canvas.put(place.x + 1, place.y + 2 + layout.options.apart, pen.came_back, "dim")
    for chip in layout.chips:
        canvas.put(chip.place.x, chip.place.y, pen.text(f"({titles[chip.leaf]})"), "dim")
    return canvas


@lru_cache(maxsize=64)
def _outlines(layout: Layout) -> tuple[dict[str, str], dict[str, Style], frozenset[str]]:
    """Title and style of every box, and which boxes have wires leaving them."""
    boxes = layout.diagram.boxes
    chips = {chip.wire for chip in layout.chips}
    leaving = frozenset(wire.parent for n, wire in enumerate(layout.diagram.wires) if n not in chips)
    styles: dict[str, Style] = {box.id: "given" if box.given else "operation" for box in boxes}
    return {box.id: box.title for box in boxes}, styles, leaving


def _style(layout: Layout, node: str) -> Style:
    return _outlines(layout)[1][node]


def _frame(canvas: Canvas, layout: Layout, pen: Pen, node: str, style: Style) -> None:
    """The border of a box with its title and output port."""
    place, frame = layout.places[node], pen.frames[style]
    titles, _, leaving = _outlines(layout)
    border: Role = "accent" if style == "focus" else "idle"
    inner, last = place.width - 2, place.right - 1
    # The title stands off the corner where there is room for that.
    title = pen.text(titles[node])[:inner]
    lead = 1 if len(title) < inner else 0
    canvas.put(place.x, place.y, frame.top_left + frame.horizontal * inner + frame.top_right, border)
    canvas.put(place.x + 1 + lead, place.y, title, "accent" if style == "focus" else "title")
    for y in range(place.y + 1, place.bottom - 1):
        canvas.put(place.x, y, frame.vertical, border)
        canvas.put(last, y, frame.vertical, border)
    if node in leaving:
        canvas.put(last, place.y + 1, pen.outlet[style], border)
    bottom = frame.bottom_left + frame.horizontal * inner + frame.bottom_right
    canvas.put(place.x, place.bottom - 1, bottom, border)


# ------------------------------------------------------------------ what changes from frame to frame


@lru_cache(maxsize=64)
def _wire_numbers(layout: Layout) -> dict[tuple[str, int], int]:
    return {(wire.child, wire.slot): number for number, wire in enumerate(layout.diagram.wires)}


def _active_wire(layout: Layout, picture: GraphPicture) -> int | None:
    return None if picture.active is None else _wire_numbers(layout).get(picture.active)


def _active_path(scene: _Scene, number: int) -> None:
    """The active wire, heavy and on top of all others, with its arrowhead in the direction of the event."""
    path = scene.layout.paths[number]
    for (x, y), heavy in path.cells.items():
        pieces = scene.layout.pieces[x, y]
        if scene.pen.charset == "ascii" and pieces[0].net != path.net:
            # What an ASCII junction joins is told by its neighbours, so no `=` may hide a `|`.
            continue
        mask = next(piece.mask for piece in pieces if piece.net == path.net)
        scene.canvas.put(x, y, scene.pen.wire(mask, heavy), "accent")
    if scene.picture.direction == "backward":
        scene.canvas.put(*path.tail, scene.pen.backward, "accent")
    else:
        scene.canvas.put(*path.head, scene.pen.forward, "accent")


def _marked_path(scene: _Scene, number: int | None) -> None:
    """A wire on the way of the attended value: as thin as before, in the role of the attention."""
    if number is None:
        return
    path = scene.layout.paths[number]
    for x, y in path.cells:
        piece = scene.layout.pieces[x, y][0]
        if piece.net == path.net:
            scene.canvas.put(x, y, scene.pen.wire(piece.mask), "accent")
    scene.canvas.put(*path.head, scene.pen.forward, "accent")


def _labels(scene: _Scene, active: int | None) -> None:
    """Local gradients on the last straight piece of their wires."""
    for number, (wire, path) in enumerate(zip(scene.layout.diagram.wires, scene.layout.paths, strict=True)):
        place = path.label
        if place is None or not scene.canvas.window.spans(place):
            continue
        field = Field("local", wire.child, wire.slot)
        text, role = _field(scene, field, scene.picture.locals.get((wire.child, wire.slot)), place.width - 2)
        if text:
            text = f" {text} "
            spare = place.width - len(text)
            # A blank on both sides: next to a wire, `-1.00` would read as `--1.00`.
            scene.canvas.put(place.x + (spare + 1) // 2, place.y, text, "accent" if number == active else "wire")
            scene.canvas.put(place.x + (spare + 1) // 2 + 1, place.y, text.strip(), role)


def _box(scene: _Scene, node: str, place: Area) -> None:
    """The numbers, the mark and the focus of one box."""
    focused = scene.picture.focus == node
    style: Style = "focus" if focused else _style(scene.layout, node)
    if focused:
        _frame(scene.canvas, scene.layout, scene.pen, node, style)
    # Half a number would be a wrong number.
    if scene.canvas.window.spans(place):
        value = _field(scene, Field("value", node), scene.picture.values.get(node), _room(scene, place))
        gradient = _field(scene, Field("gradient", node), scene.picture.gradients.get(node), _room(scene, place))
        _numbers(scene, place, value, gradient)
    corner = _corner(scene, node)
    if corner:
        scene.canvas.put(place.right - 1, place.bottom - 1, scene.pen.corners[corner], _CORNER_ROLES[corner])


def _room(scene: _Scene, place: Area) -> int:
    return place.width - (2 if scene.layout.options.detail == "compact" else 4)


def _numbers(scene: _Scene, place: Area, value: tuple[str, Role], gradient: tuple[str, Role]) -> None:
    """Value inside; gradient in the bottom border of a compact box, in a row of its own in a full one."""
    compact = scene.layout.options.detail == "compact"
    end = place.right - (1 if compact else 2)
    text, role = value
    scene.canvas.put(end - len(text), place.y + 1, text, role)
    text, role = gradient
    row = place.bottom - 1 if compact else place.y + 2 + scene.layout.options.apart
    if compact and text:
        # No border left of the number: `─` or `-` would read as its sign.
        scene.canvas.put(place.x + 1, row, " " * (place.width - 2), "idle")
    scene.canvas.put(end - len(text), row, text, role)


def _field(scene: _Scene, field: Field, known: Any, room: int) -> tuple[str, Role]:
    """What stands in a field: a question, what the learner wrote, or the number of the picture."""
    if field in scene.overlay.asked:
        return "?", "asked"
    written = scene.overlay.written.get(field)
    if written is not None:
        mark = scene.overlay.marks.get(field.node)
        role: Role = _CORNER_ROLES[mark] if mark else "asked"
        return scene.pen.text(_number(written, room, 0)), role
    return scene.pen.text(_number(known, room, scene.layout.options.decimals)), _FIELD_ROLES[field.kind]


def _number(value: Any, room: int, decimals: int) -> str:
    """A number as finely as its box allows; a whole one and one of an exact run as they are."""
    is_float = isinstance(value, float) and not value.is_integer()
    return numbers.entry(value, room, decimals) if decimals and is_float else numbers.box(value, room)


def _corner(scene: _Scene, node: str) -> Corner | None:
    """What stands in the corner of a box: rather a question than a mark, rather a mark than `partial`."""
    if node in scene.receiving:
        return "asked"
    mark = scene.overlay.marks.get(node)
    return mark or ("partial" if node in scene.picture.partial else None)


def _receiving(layout: Layout, overlay: Overlay) -> frozenset[str]:
    """The parents at which a contribution that is asked for arrives."""
    wires = (
        _wire_numbers(layout).get((field.node, field.slot)) for field in overlay.asked if field.kind == "contribution"
    )
    return frozenset(layout.diagram.wires[number].parent for number in wires if number is not None)
