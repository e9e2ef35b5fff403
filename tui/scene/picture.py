"""What stands in the picture zone? The picture of the frame, with what is asked and what the learner did on top.

While something is asked, the picture is that of the frame before the event, with the place of the event marked:
nothing that has to be found out is in it. The layout depends on the structure and the room alone, so a step never moves
a place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...core.pictures import CurvesPicture, Diagram, GraphPicture, Picture, PlanePicture, TablePicture
from ...core.simulations.tracing.view import PassView
from ..drawing.curves import draw_curves
from ..drawing.graph.area import Area
from ..drawing.graph.layout import Layout, lay_out
from ..drawing.graph.measure import LayoutOptions
from ..drawing.graph.render import draw
from ..drawing.graph.viewport import follow
from ..drawing.plane import draw_plane
from .cells import Row, Run, fit, width_of
from .desk import Desk
from .look import Look
from .overlay import overlay_of
from .table import graph_rows, table_rows

NARROWEST_PLANE, WIDEST_PLANE = 24, 60
LARGEST_FULL = 40
"""Larger graphs are never tried with labels or four-row boxes: they would not fit, and laying out takes time."""


@dataclass(frozen=True)
class Placed:
    """Where a drawn graph stands: what a click needs to know."""

    layout: Layout
    window: Area
    x: int
    y: int


def picture_rows(
    desk: Desk, look: Look, width: int, height: int, before: Area | None
) -> tuple[list[Row], Placed | None]:
    """The picture in rows of `width` cells; `before` is the window of the last frame, which moves only when it must."""
    picture, beside = shown_picture(desk), shown_plane(desk)
    placed: Placed | None = None
    rows: list[Row] = []
    match picture:
        case GraphPicture() if desk.table:
            rows = graph_rows(picture, overlay_of(desk), look, height)
        case GraphPicture():
            rows, placed = _graph(desk, picture, look, (width, height), before)
        case TablePicture():
            rows = _table(desk, picture, beside, look, (width, height))
        case PlanePicture() | CurvesPicture():
            rows = _plane(picture, look, width, height)
        case None:
            pass
    rows = [fit(cells, width) for cells in rows[:height]]
    return [*rows, *[fit((), width)] * (height - len(rows))], placed


def _table(
    desk: Desk, picture: TablePicture, plane: PlanePicture | CurvesPicture | None, look: Look, room: tuple[int, int]
) -> list[Row]:
    """A table; at its left the plane, where both have room and no table alone is wanted."""
    width, height = room
    table = table_rows(picture, hidden_cells(desk, picture), look, height)
    space = width - max((width_of(cells) for cells in table), default=0) - 1
    if plane is None or desk.table or space < NARROWEST_PLANE:
        return table
    drawn = _plane(plane, look, min(space, WIDEST_PLANE) - 1, height)
    bar = Run(look.glyph("│"), "rule")
    table += [()] * (height - len(table))
    return [(*left, Run(" "), bar, *cells) for left, cells in zip(drawn, table, strict=True)]


def _plane(picture: PlanePicture | CurvesPicture, look: Look, width: int, height: int) -> list[Row]:
    width = min(width, WIDEST_PLANE)
    if isinstance(picture, CurvesPicture):
        drawing = draw_curves(picture, width, height, ascii=look.face.ascii)
    else:
        drawing = draw_plane(picture, width, height, ascii=look.face.ascii)
    return [tuple(Run(run.text, run.role) for run in cells) for cells in drawing.rows]


def shown_plane(desk: Desk) -> PlanePicture | CurvesPicture | None:
    """The plane or the curves beside the first picture; while something is asked, without what the event brings.

    Of a plane that is the lines and the path of before with the point of now, of curves those of before.
    """
    session, simulation = desk.session, desk.session.simulation
    if simulation is None:
        return None
    after = _beside(simulation.pictures(session.beat.cursor))
    if after is None or not session.is_asking or session.beat.asks is None:
        return after
    earlier = _beside(simulation.pictures(max(0, session.cursor)))
    if isinstance(after, PlanePicture) and isinstance(earlier, PlanePicture):
        return replace(after, lines=earlier.lines, path=earlier.path)
    return earlier


def _beside(pictures: tuple[Picture, ...]) -> PlanePicture | CurvesPicture | None:
    return next((picture for picture in pictures[1:] if isinstance(picture, PlanePicture | CurvesPicture)), None)


def shown_picture(desk: Desk) -> Picture | None:
    """The first picture of the frame; while something is asked, without anything that the event brings."""
    session, simulation = desk.session, desk.session.simulation
    if simulation is None:
        return None
    pictures = simulation.pictures(session.beat.cursor)
    if not pictures:
        return None
    after = pictures[0]
    if not session.is_asking or session.beat.asks is None or not isinstance(after, GraphPicture):
        return _attended(desk, after)
    earlier = simulation.pictures(max(0, session.cursor))[0]
    if not isinstance(earlier, GraphPicture):
        return after
    shown = replace(earlier, active=after.active, direction=after.direction, focus=after.focus)
    return _attended(desk, shown)


def _attended(desk: Desk, picture: Picture) -> Picture:
    """The picture with the heavy box where the attention rests."""
    node = desk.attention
    if node is None or not isinstance(picture, GraphPicture) or node == picture.focus:
        return picture
    return replace(picture, focus=node, active=attended_edge(desk, node), direction="backward")


def attended_edge(desk: Desk, node: str) -> tuple[str, int] | None:
    """The edge that brought the newest contribution to a node, or None while there is none."""
    simulation = desk.session.simulation
    if not isinstance(simulation, PassView):
        return None
    times, cursor = simulation.trace.times, max(0, desk.session.cursor)
    arrived = [e for e in times.arrivals.get(node, ()) if times.flowed[e.child, e.slot] <= cursor]
    return (arrived[-1].child, arrived[-1].slot) if arrived else None


def _graph(
    desk: Desk, picture: GraphPicture, look: Look, room: tuple[int, int], before: Area | None
) -> tuple[list[Row], Placed]:
    width, height = room
    layout = best_layout(picture.diagram, width, height, look.face.ascii)
    start = Area(0, 0, min(width, layout.width), min(height, layout.height))
    if before is not None and (before.width, before.height) == (start.width, start.height):
        start = before
    window = follow(layout, start, picture.focus)
    drawing = draw(layout, picture, overlay_of(desk), "ascii" if look.face.ascii else "unicode", window)
    x, y = min(2, width - window.width), min(1, height - window.height)
    x = x if x == 2 else 0
    rows: list[Row] = [()] * y
    rows += [(Run(" " * x), *(Run(run.text, run.role) for run in cells)) for cells in drawing.rows]
    return rows, Placed(layout, window, x, y)


def best_layout(diagram: Diagram, width: int, height: int, ascii: bool) -> Layout:
    """The most telling layout that fits: four-row boxes, then locals on the wires, then compact boxes."""
    pitch = 2 if ascii else 1
    tried = [LayoutOptions(pitch=pitch, gap=0), LayoutOptions(pitch=1, gap=0)]
    if len(diagram.boxes) <= LARGEST_FULL:
        tried.insert(0, LayoutOptions(label_width=7, pitch=pitch, gap=0))
        if width >= 100:
            tried.insert(0, LayoutOptions(detail="full", pitch=pitch))
    for options in tried:
        layout = lay_out(diagram, options)
        if layout.width <= width and layout.height <= height:
            return layout
    return lay_out(diagram, tried[-1])


def hidden_cells(desk: Desk, picture: TablePicture) -> frozenset[int]:
    """The columns of the current row that must not be seen yet: what the event brings, from what is asked on."""
    session, simulation = desk.session, desk.session.simulation
    asked, row = session.beat.asks, picture.current
    if not session.is_asking or asked is None or row is None or simulation is None:
        return frozenset()
    earlier = simulation.pictures(max(0, session.cursor))[0]
    columns = range(len(picture.columns))
    if isinstance(earlier, TablePicture) and row < len(earlier.rows) and len(earlier.rows) == len(picture.rows):
        return frozenset(at for at in columns if earlier.rows[row][at] != picture.rows[row][at])
    names = enumerate(picture.columns)
    found = [at for at, name in names if name == asked or name.rstrip("0123456789") == asked]
    return frozenset(at for at in columns if at >= (found[0] if found else 0))
