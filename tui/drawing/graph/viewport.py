"""Which part of a drawing that is larger than its window is shown, and how does it say that there is more?

The window stays where it is until the focused box leaves it; then it moves to the next border of a box, so
that a box is never cut on the left and stepping does not make the picture slide. At its edges every wire that
comes in or goes out bears the name of where it comes from or goes to, where that fits, and otherwise `…`.

Invariant: a focused box that is not larger than the window is whole in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from .area import Area
from .canvas import Canvas
from .glyphs import HORIZONTAL, LEFT, RIGHT, Pen
from .layout import Layout

Hit = str | tuple[str, int]
"""What a cell belongs to: a box, by its id, or a wire, by (child, slot)."""

_LONGEST_NAME = 6


def whole(layout: Layout) -> Area:
    """The window that shows everything."""
    return Area(0, 0, layout.width, layout.height)


def follow(layout: Layout, window: Area, focus: str | None) -> Area:
    """The window for the next frame: the same one, unless the focused box is not whole in it."""
    lefts = [*layout.columns]
    tops = sorted({place.y for place in layout.places.values()})
    place = layout.places.get(focus) if focus is not None else None
    across = (place.x, place.right) if place else None
    down = (place.y, place.bottom) if place else None
    return Area(
        _pan(window.x, window.width, layout.width, lefts, across),
        _pan(window.y, window.height, layout.height, tops, down),
        window.width,
        window.height,
    )


def _pan(start: int, length: int, total: int, stops: Sequence[int], box: tuple[int, int] | None) -> int:
    """The new start of a window in one direction; `box` is where the focused box begins and ends."""
    if total <= length:
        return 0
    # Behind the first stop from which the end is in sight there is nothing more to see.
    last = next((stop for stop in stops if stop + length >= total), total - length)
    start = min(max(start, 0), last)
    if box is None:
        return start
    first, end = box
    if first < start:
        return max((stop for stop in stops if stop <= first), default=0)
    if end > start + length:
        return next((stop for stop in stops if stop + length >= end and stop <= first), first)
    return start


def hit(layout: Layout, x: int, y: int) -> Hit | None:
    """What a cell of the layout belongs to; the trunk of several wires belongs to the box they come from."""
    return _owners(layout).get((x, y))


@lru_cache(maxsize=32)
def _owners(layout: Layout) -> dict[tuple[int, int], Hit]:
    wires = layout.diagram.wires
    owners: dict[tuple[int, int], Hit] = {}
    for wire, path in zip(wires, layout.paths, strict=True):
        for point in path.cells:
            # Of two nets in a cell the one on top is the one that is seen.
            if layout.pieces[point][0].net == path.net:
                owners[point] = wire.parent if point in owners else (wire.child, wire.slot)
    covered = [(node, place) for node, place in layout.places.items()]
    covered += [(chip.leaf, chip.place) for chip in layout.chips]
    for owner, place in covered:
        for y in range(place.y, place.bottom):
            for x in range(place.x, place.right):
                owners[x, y] = owner
    return owners


# ------------------------------------------------------------------ edges of the window


def show_edges(canvas: Canvas, layout: Layout, pen: Pen) -> None:
    """Say on the edges of the window what lies beyond them."""
    window = canvas.window
    if window.x > 0:
        _side(canvas, layout, pen, window.x, leftwards=True)
    if window.right < layout.width:
        _side(canvas, layout, pen, window.right - 1, leftwards=False)
    for y, more in ((window.y, window.y > 0), (window.bottom - 1, window.bottom < layout.height)):
        if more:
            _sign(canvas, pen, [(x, y) for x in _from_middle(window.x, window.right)])


def _side(canvas: Canvas, layout: Layout, pen: Pen, x: int, leftwards: bool) -> None:
    window, outward = canvas.window, LEFT if leftwards else RIGHT
    told = False
    for y in range(window.y, window.bottom):
        for piece in layout.pieces.get((x, y), ()):
            if piece.mask & outward:
                _name(canvas, layout, pen, (x, y), piece.net, leftwards)
                told = True
    for place in layout.places.values():
        cut = place.x <= x < place.right and not window.spans(place)
        if cut and window.y <= place.y + 1 < window.bottom:
            canvas.put(x, place.y + 1, pen.cut, "dim")
            told = True
    if not told:
        _sign(canvas, pen, [(x, y) for y in _from_middle(window.y, window.bottom)])


def _name(canvas: Canvas, layout: Layout, pen: Pen, point: tuple[int, int], net: int, leftwards: bool) -> None:
    """The name of the box at the other end of a wire, or `…` where the wire bends too soon for it."""
    x, y = point
    text = pen.text(_other_end(layout, point, net, leftwards))[:_LONGEST_NAME]
    step = 1 if leftwards else -1
    run = 0
    while run <= len(text) and any(
        piece.net == net and piece.mask == HORIZONTAL for piece in layout.pieces.get((x + step * run, y), ())
    ):
        run += 1
    crossed = any(len(layout.pieces[x + step * i, y]) > 1 for i in range(min(run, len(text))))
    if not text or run <= len(text) or crossed:
        text = pen.cut
    canvas.put(x if leftwards else x - len(text) + 1, y, text, "dim")


def _other_end(layout: Layout, point: tuple[int, int], net: int, leftwards: bool) -> str:
    wires = [
        wire
        for wire, path in zip(layout.diagram.wires, layout.paths, strict=True)
        if path.net == net and point in path.cells
    ]
    ends = {wire.parent if leftwards else wire.child for wire in wires}
    # In the order of the diagram, so that the name does not depend on chance.
    names = [box.title.partition(" ")[0] for box in layout.diagram.boxes if box.id in ends]
    return "+".join(names)


def _sign(canvas: Canvas, pen: Pen, points: list[tuple[int, int]]) -> None:
    """One `…` on a blank cell of the edge, as near to the middle as there is one."""
    blank = next((point for point in points if canvas.letter(*point) == " "), None)
    if blank is not None:
        canvas.put(*blank, pen.cut, "dim")


def _from_middle(first: int, behind: int) -> list[int]:
    middle = (first + behind - 1) / 2
    return sorted(range(first, behind), key=lambda position: abs(position - middle))
