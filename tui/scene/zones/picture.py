"""What stands in the picture zone? The pictures of the frame, with what is asked and what the learner did on top.

The layout depends on the structure and the room alone, so a step never moves a place. Everything has a second form of
plain rows, in which nothing is said by a place or a colour.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from ....core.folding import Group, fold_picture, groups_of
from ....core.lesson.passing import attended_edge
from ....core.lesson.shown import shown
from ....core.lesson.timeline import last_frame
from ....core.pictures import Diagram, GraphPicture, Picture, TablePicture
from ....core.simulations.protocol import Simulation
from ...drawing.graph.area import Area
from ...drawing.graph.layout import Layout, lay_out
from ...drawing.graph.measure import LayoutOptions
from ...drawing.graph.render import draw
from ...drawing.graph.viewport import follow
from ...plain.pictures import lines_of
from ..cells import Row, Run, fit, wrapped
from ..desk.desk import Desk
from ..look import Look
from .composed import BAR, NARROWEST_CHART, Block, composed, drawn_rows, joined, measured
from .overlay import overlay_of
from .table import GRAINS, TIGHT, Grain, graph_rows, is_exact, table_rows, table_widths, unknown_columns
from .ways import output_of, way_on

LOOK_AHEAD = 8
"""Frames after which every column of a table has a number."""
LABELS: Mapping[int, int] = MappingProxyType({0: 7, 4: 9})
"""Cells of a wire's label when numbers have so many decimals, at least."""
WIDEST_LABEL, FARTHEST = 19, 3
"""Cells of a label and blank rows between boxes, at most, so that a small graph is no cobweb."""
WIDEST_LABEL_LARGE, FARTHEST_LARGE = 31, 6
"""The same on a large screen."""
PADDINGS = (4, 2, 0)
"""Cells by which boxes are wider where a whole room looks at them, tried in this order."""
COMPANY, MARGINS = 0.66, 4
"""The part of the width that a graph takes beside other pictures; blank cells around one that stands alone."""
LARGE, FULL = 100, 80
"""Columns from which boxes show decimals, and from which they have four rows although wires have no labels."""
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
    pictures = tuple(_folded(desk, picture, look) for picture in shown(desk.session).pictures)
    beside = NARROWEST_CHART + BAR if _has_company(desk, pictures) else 0
    layouts = {
        picture.diagram: best_layout(
            picture.diagram, width - beside, height, look.face.ascii, alone=not beside, large=look.face.projector
        )
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
        blocks = [_measured(desk, picture, layouts, not beside, look, (width, height)) for picture in pictures]
        rows = composed(joined(blocks), drawn, look, width, height)
    rows = [fit(cells, width) for cells in rows[:height]]
    return [*rows, *[fit((), width)] * (height - len(rows))], placed[0] if placed else None


def _has_company(desk: Desk, pictures: tuple[Picture, ...]) -> bool:
    """Do pictures share the zone, now or after the first event? Then a graph leaves room from the start."""
    simulation = desk.session.simulation
    if simulation is None or len(pictures) > 1 or not pictures or not isinstance(pictures[0], GraphPicture):
        return len(pictures) > 1
    return len(simulation.pictures(simulation.reach(1))) > 1


def _measured(
    desk: Desk, picture: Picture, layouts: Mapping[Diagram, Layout], alone: bool, look: Look, room: tuple[int, int]
) -> Block:
    """The room that a picture needs: a graph that of its layout, a table that of its numbers once they are known."""
    width, height = room
    if isinstance(picture, GraphPicture):
        layout = layouts[picture.diagram]
        # One that stands alone has the whole width, in whose middle it stands. Beside others it has the same width
        # whatever they are, so that it does not shift when they come and go.
        least = min(width, layout.width + 2) if alone else min(layout.width + 2, width - NARROWEST_CHART - BAR)
        least, low = max(least, min(width, layout.width)), min(height, layout.height)
        best = width if alone else least
        return Block((picture,), least, best, low, layout.height + 1)
    if not isinstance(picture, TablePicture):
        return measured(picture, look, width, height)
    later = _later(desk, picture) or _counted(desk, picture)
    least, best, most = table_widths(picture, look, later, (TIGHT, finest(look), GRAINS[0]))
    return Block((picture,), least, best, 4, height, is_written=True, later=later, most=most)


def finest(look: Look) -> Grain:
    """How a table is written beside other pictures: on a wide screen with all its decimals."""
    return GRAINS[0] if look.is_wide else TIGHT


def _later(desk: Desk, picture: TablePicture) -> TablePicture | None:
    """A later frame of a table in which there is a column without numbers; the last one of an exact run."""
    simulation = desk.session.simulation
    if simulation is None:
        return None
    found: TablePicture | None = None
    # Whole numbers at the start of a run may get decimals with its first events.
    is_early = desk.session.beat.cursor < LOOK_AHEAD
    for cursor in range(1, simulation.reach(LOOK_AHEAD) + 1) if is_early or unknown_columns(picture) else ():
        found = _table_at(simulation, cursor, picture) or found
        if found is not None and not unknown_columns(found):
            break
    if not is_exact(found or picture):
        return found
    last = last_frame(simulation)
    return found if last is None else _table_at(simulation, last, picture) or found


def _table_at(simulation: Simulation, cursor: int, picture: TablePicture) -> TablePicture | None:
    """The same table in another frame."""
    return next((table for table in _tables(simulation, cursor) if table.columns == picture.columns), None)


@lru_cache(maxsize=2 * LOOK_AHEAD)
def _tables(simulation: Simulation, cursor: int) -> tuple[TablePicture, ...]:
    """The tables of a frame; kept, because every key asks for those of the same few frames ahead."""
    return tuple(found for found in simulation.pictures(cursor) if isinstance(found, TablePicture))


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
    return replace(picture, focus=node, active=_edge_to(desk, node), direction="backward")


def _edge_to(desk: Desk, node: str) -> tuple[str, int] | None:
    """The edge that brought the newest contribution to a node."""
    return attended_edge(desk.session.simulation, node, max(0, desk.session.cursor))


def _drawn_graph(
    desk: Desk, picture: GraphPicture, layout: Layout, look: Look, room: tuple[int, int], before: Area | None
) -> tuple[list[Row], Placed]:
    width, height = room
    start = Area(0, 0, min(width, layout.width), min(height, layout.height))
    if before is not None and (before.width, before.height) == (start.width, start.height):
        start = before
    window = follow(layout, start, picture.focus)
    way = way_on(picture.diagram, picture.focus, output_of(desk)) if desk.attention is not None else ()
    charset = "ascii" if look.face.ascii else "unicode"
    drawing = draw(layout, picture, overlay_of(desk), charset, window, way)
    x, y = min(2, width - window.width), min(1, height - window.height)
    x = x if x == 2 else 0
    if width >= LARGE or look.face.projector:
        x, y = max(x, (width - window.width) // 2), max(y, (height - window.height) // 3)
    rows: list[Row] = [()] * y
    rows += [(Run(" " * x), *(Run(run.text, run.role) for run in cells)) for cells in drawing.rows]
    return rows, Placed(layout, window, x, y)


def best_layout(
    diagram: Diagram, width: int, height: int, ascii: bool, alone: bool = True, large: bool = False
) -> Layout:
    """The most telling layout that fits: four-row boxes, then locals on the wires, then compact boxes.

    It spreads over its zone; beside other pictures it leaves them room. A `large` one has wider boxes where they fit.
    """
    pitch = 2 if ascii else 1
    tried = [LayoutOptions(pitch=pitch, gap=0), LayoutOptions(pitch=1, gap=0)]
    if len(diagram.boxes) <= LARGEST_FULL:
        for padding in PADDINGS if large else (0,):
            spread = _spread(diagram, width, height, LayoutOptions(detail="full", pitch=pitch, padding=padding), alone)
            if spread is not None:
                return spread
        full = [LayoutOptions(detail="full", pitch=pitch)] if width >= FULL else []
        tried = [*full, LayoutOptions(label_width=7, pitch=pitch, gap=0), *tried]
    # Beside other pictures a smaller form is better than a large one that leaves them no room.
    for room in (width,) if alone else (_company(width), width):
        for options in tried:
            layout = lay_out(diagram, options)
            if layout.width <= room and layout.height <= height:
                return layout
    return lay_out(diagram, tried[-1])


def _company(width: int) -> int:
    """The cells of a graph that leaves room for other pictures, of `width` that it could have beside the narrowest."""
    whole = width + NARROWEST_CHART + BAR
    return round(COMPANY * whole) - (2 if whole >= LARGE else 0)


def _spread(diagram: Diagram, width: int, height: int, plain: LayoutOptions, alone: bool) -> Layout | None:
    """Four-row boxes with locals on the wires, as far apart as the room allows; None where they do not fit."""
    is_large = width >= LARGE
    farthest = (FARTHEST_LARGE if is_large or plain.padding else FARTHEST) if alone else 2 if is_large else 1
    widest = WIDEST_LABEL_LARGE if is_large and alone else WIDEST_LABEL
    room = width - (MARGINS if is_large else 0) if alone else _company(width)
    height -= 2 if is_large or plain.padding else 0
    for decimals in (4, 0) if is_large else (0,):
        least = LABELS[decimals]
        for gap in range(farthest, 0, -1):
            options = replace(plain, label_width=least, gap=gap, decimals=decimals)
            layout = lay_out(diagram, options)
            if layout.width > (room if decimals or not alone else width):
                break
            if layout.height <= height:
                # Every gap between two layers grows by as much as the labels do.
                more = max(0, room - layout.width) // max(1, len(layout.columns) - 1)
                wide = min(least + more, widest) if alone or is_large else least
                return lay_out(diagram, replace(options, label_width=wide)) if wide > least else layout
    return None
