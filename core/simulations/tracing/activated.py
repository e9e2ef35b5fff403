"""Which nodes of a pass are activations, and how steep is each at its value?"""

from __future__ import annotations

from ...local import Diagonal
from ...ops import OPS
from ...trace import Trace
from ..protocol import Unit


def activated(trace: Trace, cursor: int) -> tuple[Unit, ...]:
    """The activations whose value is visible."""
    record, found = trace.record, list[Unit]()
    for node in record.graph.operations:
        op = OPS.get(node.op)
        if op is None or op.steepest is None or trace.times.computed[node.id] > cursor:
            continue
        recipe = record.locals[node.id][0]
        if isinstance(recipe, Diagonal):
            found.append(Unit(node.id, recipe.slope, op.steepest, op.dies))
    return tuple(found)
