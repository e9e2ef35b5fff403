"""What stands in the picture zone? The pictures of the frame, with what is asked and what the learner did on top.

The layout depends on the structure and the room alone, so a step never moves a place. Everything has a second form of
plain rows, in which nothing is said by a place or a colour.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from ...core.folding import Group, fold_picture, groups_of
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
from .far import last_frame
from .look import Look
from .overlay import overlay_of
from .shown import shown_pictures
from .table import graph_rows, table_rows, table_width, unknown_columns

LOOK_AHEAD = 8
"""Frames after which every column of a table has a number."""
ROOMY = ((19, 3), (13, 3), (13, 2), (9, 2), (9, 1), (7, 1))
"""Cells of a wire's label and blank rows between four-row boxes: a small graph spreads where there is room."""
LARGEST_FULL = 40
"""Larger graphs are never tried with labels or four-row boxes: they would not fit, and laying out takes time."""


@dataclass(frozen=True)
class Placed:
    """Where a drawn graph stands: what a click needs to know."""

    layout: Layout
    window: Area
    x: int
    y: int

    def goes_on(self, folded: Collection[Group]) -> str:
        """The id of the sentence which says that the graph is larger than its window; empty when it is not."""
        if self.window.width >= self.layout.width and self.window.height >= self.layout.height:
            return ""
        can_fold = set(groups_of(self.layout.diagram)) - set(folded)
        return "screen.graph-goes-on-fold" if can_fold else "screen.graph-goes-on"


def picture_rows(
    desk: Desk, look: Look, width: int, height: int, before: Area | None
) -> tuple[list[Row], Placed | None]:
    """The pictures in rows of `width` cells; the window of the last frame, `before`, moves only when it must."""
    pictures = tuple(_folded(desk, picture, look) for picture in shown_pictures(desk.session))
    beside = NARROWEST_CHART + BAR if _has_company(desk, pictures) else 0
    layouts = {
        picture.diagram: best_layout(picture.diagram, width - beside, height, look.face.ascii, alone=not beside)
        for picture in pictures
        if isinstance(picture, GraphPicture)
    }
    placed: list[Placed] = []

    def drawn(picture: Picture, wide: int, high: int) -> list[Row]:
        if isinstance(picture, GraphPicture):
            rows, place = _drawn_graph(desk, picture, layouts[picture.diagram], look, (wide, high), before)
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
    later = _later(desk, picture) or _counted(desk, picture)
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


def _counted(desk: Desk, picture: TablePicture) -> TablePicture | None:
    """The last row of a table that counts the frames, as far as it is known: its number."""
    simulation = desk.session.simulation
    last = last_frame(simulation) if simulation is not None and picture.columns[:1] == ("t",) else None
    rows = ((last, *[None] * (len(picture.columns) - 1)),)
    return None if last is None else TablePicture(picture.columns, rows)


def _as_table(desk: Desk, pictures: tuple[Picture, ...], look: Look, width: int, height: int) -> list[Row]:
    """Every picture as rows that mean the same without places or colours: what a screen reader gets."""
    rows: list[Row] = []
    for picture in pictures:
        if isinstance(picture, GraphPicture) and not rows:
            rows += graph_rows(picture, overlay_of(desk), look, height)
        elif isinstance(picture, TablePicture) and not rows:
            rows += table_rows(picture, look, width, height, _later(desk, picture))
        else:
            for line in lines_of(picture, None, look.face):
                rows += [(Run(part),) for part in wrapped(look.text(line), width - 1)]
    if len(rows) > height:
        return [*rows[: height - 1], (Run(f" {look.glyph('…')}", "dim"),)]
    return rows


def _folded(desk: Desk, picture: Picture, look: Look) -> Picture:
    """A graph with the heavy box where the attention rests, and its folded groups as one box each."""
    if not isinstance(picture, GraphPicture):
        return picture
    picture = _attended(desk, picture)
    closed = desk.folded & set(groups_of(picture.diagram))
    if not closed:
        return picture
    picture, names = fold_picture(picture, closed), {"/".join(group) for group in closed}
    boxes = (replace(box, title=look.named(box.title)) if box.title in names else box for box in picture.diagram.boxes)
    return replace(picture, diagram=replace(picture.diagram, boxes=tuple(boxes)))


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


def way_on(diagram: Diagram, node: str | None) -> frozenset[tuple[str, int]]:
    """The wires (child, slot) on which what a node holds travels on, as far as the output."""
    reached, way = {node}, set[tuple[str, int]]()
    for box in diagram.boxes:
        # Every parent comes before its children, so one look at each box is enough.
        uses = {(wire.child, wire.slot) for wire in diagram.wires if wire.child == box.id and wire.parent in reached}
        if uses:
            reached.add(box.id)
            way |= uses
    return frozenset(way)


def _drawn_graph(
    desk: Desk, picture: GraphPicture, layout: Layout, look: Look, room: tuple[int, int], before: Area | None
) -> tuple[list[Row], Placed]:
    width, height = room
    start = Area(0, 0, min(width, layout.width), min(height, layout.height))
    if before is not None and (before.width, before.height) == (start.width, start.height):
        start = before
    window = follow(layout, start, picture.focus)
    way = way_on(picture.diagram, picture.focus) if desk.attention is not None else frozenset[tuple[str, int]]()
    charset = "ascii" if look.face.ascii else "unicode"
    drawing = draw(layout, picture, overlay_of(desk), charset, window, way)
    x, y = min(2, width - window.width), min(1, height - window.height)
    x = x if x == 2 else 0
    rows: list[Row] = [()] * y
    rows += [(Run(" " * x), *(Run(run.text, run.role) for run in cells)) for cells in drawing.rows]
    return rows, Placed(layout, window, x, y)


def best_layout(diagram: Diagram, width: int, height: int, ascii: bool, alone: bool = True) -> Layout:
    """The most telling layout that fits: four-row boxes, then locals on the wires, then compact boxes.

    One that stands alone spreads over a large zone.
    """
    pitch = 2 if ascii else 1
    tried = [LayoutOptions(pitch=pitch, gap=0), LayoutOptions(pitch=1, gap=0)]
    if len(diagram.boxes) <= LARGEST_FULL:
        spread = ROOMY if width >= 80 and alone else ROOMY[-1:]
        roomy = [LayoutOptions(detail="full", label_width=label, pitch=pitch, gap=gap) for label, gap in spread]
        full = [LayoutOptions(detail="full", pitch=pitch)] if width >= 100 else []
        tried = [*roomy, *full, LayoutOptions(label_width=7, pitch=pitch, gap=0), *tried]
    for options in tried:
        layout = lay_out(diagram, options)
        if layout.width <= width and layout.height <= height:
            return layout
    return lay_out(diagram, tried[-1])
