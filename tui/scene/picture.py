"""What stands in the picture zone? The pictures of the frame, with what is asked and what the learner did on top.

The layout depends on the structure and the room alone, so a step never moves a place. Everything has a second form of
plain rows, in which nothing is said by a place or a colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ...core.pictures import Diagram, GraphPicture, Picture, TablePicture
from ...core.simulations.tracing.view import PassView
from ..drawing.graph.area import Area
from ..drawing.graph.layout import Layout, lay_out
from ..drawing.graph.measure import LayoutOptions
from ..drawing.graph.render import draw
from ..drawing.graph.viewport import follow
from ..plain_pictures import lines_of
from .cells import Row, Run, fit, wrapped
from .composed import BAR, NARROWEST_CHART, Block, composed, drawn_rows, joined, measured
from .desk import Desk
from .look import Look
from .overlay import overlay_of
from .shown import shown_pictures
from .table import graph_rows, table_rows, table_width, unknown_columns

LOOK_AHEAD = 8
"""Frames after which every column of a table has a number."""
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
    """The pictures in rows of `width` cells; the window of the last frame, `before`, moves only when it must."""
    pictures = shown_pictures(desk.session)
    beside = NARROWEST_CHART + BAR if _has_company(desk, pictures) else 0
    layouts = {
        picture.diagram: best_layout(picture.diagram, width - beside, height, look.face.ascii)
        for picture in pictures
        if isinstance(picture, GraphPicture)
    }
    placed: list[Placed] = []

    def drawn(picture: Picture, wide: int, high: int) -> list[Row]:
        if isinstance(picture, GraphPicture):
            rows, place = _graph(desk, picture, layouts[picture.diagram], look, (wide, high), before)
            # A click looks for boxes at the left, where the first picture stands.
            placed.extend([place] if picture is pictures[0] else [])
            return rows
        return drawn_rows(picture, look, wide, high)

    if desk.table:
        rows = _as_table(desk, pictures, look, width, height)
    else:
        shown = [_measured(desk, picture, layouts, look, width, height) for picture in pictures]
        rows = composed(joined(shown), drawn, look, width, height)
    rows = [fit(cells, width) for cells in rows[:height]]
    return [*rows, *[fit((), width)] * (height - len(rows))], placed[0] if placed else None


def _has_company(desk: Desk, pictures: tuple[Picture, ...]) -> bool:
    """Do pictures share the zone, now or after the first event? Then a graph leaves room from the start."""
    simulation = desk.session.simulation
    if simulation is None or len(pictures) > 1 or not pictures or not isinstance(pictures[0], GraphPicture):
        return len(pictures) > 1
    return len(simulation.pictures(simulation.reach(1))) > 1


def _measured(
    desk: Desk, picture: Picture, layouts: Mapping[Diagram, Layout], look: Look, width: int, height: int
) -> Block:
    """The room that a picture needs: a graph that of its layout, a table that of its numbers once they are known."""
    if isinstance(picture, GraphPicture):
        layout = layouts[picture.diagram]
        least, low = min(width, layout.width), min(height, layout.height)
        return Block((picture,), least, min(width, layout.width + 2), low, layout.height + 1)
    if not isinstance(picture, TablePicture):
        return measured(picture, look, width, height)
    later = _later(desk, picture)
    wide = table_width(picture, look, later)
    return Block((picture,), wide, wide, 4, height, is_written=True, later=later)


def _later(desk: Desk, picture: TablePicture) -> TablePicture | None:
    """A later frame of a table in which there is a column without numbers."""
    simulation = desk.session.simulation
    if simulation is None or not unknown_columns(picture):
        return None
    found: TablePicture | None = None
    for cursor in range(1, simulation.reach(LOOK_AHEAD) + 1):
        pictures = simulation.pictures(cursor)
        tables = (later for later in pictures if isinstance(later, TablePicture))
        later = next((table for table in tables if table.columns == picture.columns), None)
        if later is not None:
            found = later
            if not unknown_columns(later):
                break
    return found


def _as_table(desk: Desk, pictures: tuple[Picture, ...], look: Look, width: int, height: int) -> list[Row]:
    """Every picture as rows that mean the same without places or colours: what a screen reader gets."""
    rows: list[Row] = []
    for picture in pictures:
        if isinstance(picture, GraphPicture) and not rows:
            rows += graph_rows(_attended(desk, picture), overlay_of(desk), look, height)
        elif isinstance(picture, TablePicture) and not rows:
            rows += table_rows(picture, look, width, height, _later(desk, picture))
        else:
            for line in lines_of(picture, None, look.face):
                rows += [(Run(part),) for part in wrapped(look.text(line), width - 1)]
    if len(rows) > height:
        return [*rows[: height - 1], (Run(f" {look.glyph('…')}", "dim"),)]
    return rows


def _attended(desk: Desk, picture: GraphPicture) -> GraphPicture:
    """The picture with the heavy box where the attention rests."""
    node = desk.attention
    if node is None or node == picture.focus:
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
    desk: Desk, graph: GraphPicture, layout: Layout, look: Look, room: tuple[int, int], before: Area | None
) -> tuple[list[Row], Placed]:
    picture, (width, height) = _attended(desk, graph), room
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
