"""What does a pass look like? Its graph as a picture, with what is visible at a cursor.

Numbers among the inputs of an operation are written into its title (`den +1`, `f 1/x`) instead of standing in boxes of
their own: they never change and no gradient flows into them.
"""

from __future__ import annotations

from functools import lru_cache

from ...arrays import Value
from ...graph import CONSTANT, Graph, Node
from ...ops import OPS
from ...pictures import Box, Diagram, Direction, GraphPicture, Wire
from ...trace import Computed, Flowed, Seeded, Trace
from ...words.numbers import sentence
from .receipts import local_numbers
from .wording import called_by_formula


def picture(trace: Trace, cursor: int) -> GraphPicture:
    """The graph at a cursor: values and gradients so far, the edge of the event and the node that received."""
    graph, times = trace.record.graph, trace.times
    drawn = diagram(graph)
    values = {box.id: value for box in drawn.boxes if (value := trace.value(box.id, cursor)) is not None}
    gradients: dict[str, Value] = {}
    partial: set[str] = set()
    for box in drawn.boxes:
        total = trace.partial(box.id, cursor) if box.id in times.complete else None
        if total is not None:
            gradients[box.id] = total
            if trace.gradient(box.id, cursor) is None:
                partial.add(box.id)
    active, direction, focus = _event(trace, cursor)
    locals_ = {
        edge: local
        for edge, at in times.flowed.items()
        if at <= cursor and isinstance(local := _scalar_local(trace, edge), float)
    }
    return GraphPicture(drawn, values, gradients, locals_, frozenset(partial), active, direction, focus)


def _scalar_local(trace: Trace, edge: tuple[str, int]) -> Value | None:
    recipe = trace.record.locals[edge[0]][edge[1]]
    return local_numbers(trace.record, *edge) if recipe.in_shape == recipe.out_shape == () else None


def _event(trace: Trace, cursor: int) -> tuple[tuple[str, int] | None, Direction | None, str | None]:
    """The active edge, its direction, and the node that received something."""
    match trace.event(cursor):
        case None:
            return None, None, None
        case Computed(node):
            return _arriving(trace, node), "forward", node
        case Seeded(node):
            return None, "backward", node
        case Flowed(child, slot, parent):
            return (child, slot), "backward", parent


def _arriving(trace: Trace, node: str) -> tuple[str, int] | None:
    """Of the edges into a node, the one whose value is the newest."""
    graph, times = trace.record.graph, trace.times
    edges = [
        (times.computed[parent], -slot, slot)
        for slot, parent in enumerate(graph.node(node).parents)
        if _has_box(graph.node(parent))
    ]
    return (node, max(edges)[2]) if edges else None


@lru_cache(maxsize=64)
def diagram(graph: Graph) -> Diagram:
    """The boxes and wires of a graph."""
    shown = [node for node in graph.nodes if _has_box(node)]
    known = {node.id for node in shown}
    boxes = tuple(
        Box(node.id, title(graph, node), node.is_given, not node.is_given and OPS[node.op].commutative, node.group)
        for node in shown
    )
    wires = tuple(
        Wire(parent, node.id, slot)
        for node in graph.operations
        for slot, parent in enumerate(node.parents)
        if parent in known
    )
    return Diagram(boxes, wires)


def _has_box(node: Node) -> bool:
    """Numbers are written into titles; constant arrays are drawn."""
    return node.op != CONSTANT or node.shape != ()


def title(graph: Graph, node: Node) -> str:
    """The name of a node and what it does, numbers included: `m0 *`, `den +1`, `f 1/x`; without a name `w·x`."""
    if node.is_given:
        return node.id
    formula = called_by_formula(graph, node.id)
    if formula:
        return formula
    sign = OPS[node.op].title
    numbers = [_number(graph.node(parent)) for parent in node.parents]
    if len(numbers) == 2 and any(numbers):
        left, right = numbers
        if left and right:
            sign = f"{left}{sign}{right}"
        elif right:
            sign = f"{sign}{right}"
        else:
            sign = f"{sign}{left}" if OPS[node.op].commutative else f"{left}{sign}x"
    return f"{node.id} {sign}"


def _number(node: Node) -> str:
    """How a constant number was written; nothing for other nodes."""
    if _has_box(node):
        return ""
    return node.attributes["text"] or sentence(node.attributes["value"])
