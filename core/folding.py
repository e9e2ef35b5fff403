"""What does a graph look like with some groups folded? Each of them is one box, in the place of its members.

The box takes the id of the member whose value leaves the group (the last such member, if there are several). So its
value and its gradient are those of that node, and whatever we know about nodes has a place in the folded picture.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from .errors import GraphError
from .pictures import Box, Diagram, GraphPicture, Wire

Group = tuple[str, ...]
"""A path, outermost first: `("layer1", "neuron2")`."""


@dataclass(frozen=True, eq=False)
class Folding:
    """A diagram with some groups folded, and where the nodes and edges of the open one have gone."""

    diagram: Diagram
    box: Mapping[str, str]
    """Node id to the id of the box in which it is drawn."""
    edge: Mapping[tuple[str, int], tuple[str, int]]
    """(child, slot) to (child, slot) in the folded diagram; edges inside a fold are missing."""


def groups_of(diagram: Diagram) -> tuple[Group, ...]:
    """Every group and every group around it: outermost first, and by appearance."""
    found = {box.group[:depth]: None for box in diagram.boxes for depth in range(1, len(box.group) + 1)}
    return tuple(sorted(found, key=len))


def fold(diagram: Diagram, groups: Collection[Group]) -> Folding:
    """The diagram with these groups folded; of nested groups, the outermost counts.

    Raises GraphError for a group that some path leaves and enters again: its box would have to come before itself.
    """
    within = {box.id: _outermost(box.group, groups) for box in diagram.boxes}
    outgoing = {wire.parent for wire in diagram.wires if within[wire.child] != within[wire.parent]}
    leaving: dict[Group, str] = {}
    inside: dict[Group, str] = {}
    for box in diagram.boxes:
        group = within[box.id]
        if group:
            inside[group] = box.id
            if box.id in outgoing:
                leaving[group] = box.id
    place = {id: {**inside, **leaving}[group] if group else id for id, group in within.items()}
    wires, edges = _wires(diagram, place, set({**inside, **leaving}.values()))
    boxes = {box.id: _box(box, within[box.id]) for box in diagram.boxes if place[box.id] == box.id}
    return Folding(Diagram(_in_order(boxes, wires, within), wires), place, edges)


def fold_picture(picture: GraphPicture, groups: Collection[Group]) -> GraphPicture:
    """The same moment with groups folded: a fold shows the value and the gradient of the node it is named after."""
    folding = fold(picture.diagram, groups)
    drawn = {box.id for box in folding.diagram.boxes}
    return replace(
        picture,
        diagram=folding.diagram,
        values={id: value for id, value in picture.values.items() if id in drawn},
        gradients={id: gradient for id, gradient in picture.gradients.items() if id in drawn},
        locals={folding.edge[edge]: local for edge, local in picture.locals.items() if folding.edge.get(edge) == edge},
        partial=picture.partial & drawn,
        active=folding.edge.get(picture.active) if picture.active else None,
        focus=folding.box[picture.focus] if picture.focus else None,
    )


def _outermost(group: Group, folded: Collection[Group]) -> Group:
    """The outermost folded group around a node; empty if there is none."""
    return next((group[:depth] for depth in range(1, len(group) + 1) if group[:depth] in folded), ())


def _box(box: Box, group: Group) -> Box:
    return Box(box.id, "/".join(group), group=group[:-1]) if group else box


def _wires(
    diagram: Diagram, place: Mapping[str, str], folds: Collection[str]
) -> tuple[tuple[Wire, ...], dict[tuple[str, int], tuple[str, int]]]:
    """The wires between boxes; a fold gets one from each parent, in the order in which its members use them."""
    slots: dict[str, dict[str, int]] = {fold: {} for fold in folds}
    wires: dict[Wire, None] = {}
    edges: dict[tuple[str, int], tuple[str, int]] = {}
    for wire in diagram.wires:
        parent, child = place[wire.parent], place[wire.child]
        if parent == child and child in folds:
            continue
        slot = slots[child].setdefault(parent, len(slots[child])) if child in folds else wire.slot
        wires[Wire(parent, child, slot)] = None
        edges[wire.child, wire.slot] = (child, slot)
    return tuple(wires), edges


def _in_order(boxes: Mapping[str, Box], wires: tuple[Wire, ...], within: Mapping[str, Group]) -> tuple[Box, ...]:
    """The boxes, every parent before its children. Raises GraphError if there is no such order."""
    waiting: dict[str, set[str]] = {id: set() for id in boxes}
    for wire in wires:
        waiting[wire.child].add(wire.parent)
    done: dict[str, Box] = {}
    while waiting:
        ready = next((id for id, parents in waiting.items() if parents <= done.keys()), None)
        if ready is None:
            stuck = next(id for id in waiting if within[id])
            raise GraphError("expand.cycle", group="/".join(within[stuck]))
        done[ready] = boxes[ready]
        del waiting[ready]
    return tuple(done.values())
