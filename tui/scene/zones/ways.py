"""On which wires does what a node holds reach the output? Those are lit while somebody looks at the node."""

from __future__ import annotations

from ....core.lesson.passing import graph_of
from ....core.pictures import Diagram
from ..desk.desk import Desk


def output_of(desk: Desk) -> str | None:
    """The node at which the ways of a graph end."""
    graph = graph_of(desk.session.simulation)
    return None if graph is None else graph.output


def way_on(diagram: Diagram, node: str | None, output: str | None = None) -> frozenset[tuple[str, int]]:
    """The wires (child, slot) on which what a node holds travels on to the output, or as far as anything goes."""
    reached, way = {node}, set[tuple[str, int]]()
    ends = {output} if any(box.id == output for box in diagram.boxes) else {box.id for box in diagram.boxes}
    for box in diagram.boxes:
        # Every parent comes before its children, so one look at each box is enough.
        if any(wire.child == box.id and wire.parent in reached for wire in diagram.wires):
            reached.add(box.id)
    for box in reversed(diagram.boxes):
        uses = [wire for wire in diagram.wires if wire.parent == box.id]
        if any(wire.child in ends for wire in uses):
            ends.add(box.id)
    for wire in diagram.wires:
        if wire.parent in reached and wire.child in ends:
            way.add((wire.child, wire.slot))
    return frozenset(way)
