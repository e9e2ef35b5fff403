"""What follows for a quantity of a pass from the rounded numbers on the screen?

A value follows from the values that it is told to be made from, a local gradient from those of its parents, a
contribution from what arrived and from the local gradient (as it is shown, or worked out from the parents), a gradient
from its contributions.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...answers.rounding import Moves, Reach, Within, reach, reach_of_tree, summed
from ...answers.rounding import within as both
from ...arrays import Value
from ...ops import OPS
from ...passes import Pass
from ...trace import Trace
from .receipts import local_numbers
from .wording import made_from, told_tree

UPSTREAM = "upstream"


def within(trace: Trace, quantity: str) -> Within | None:
    """What the digits shown allow for a quantity; None where there are too many numbers, or none to compute with."""
    return both(lambda moves: _reach(trace, quantity, moves))


def _reach(trace: Trace, quantity: str, moves: Moves) -> Reach | None:
    record = trace.record
    kind, _, rest = quantity.partition(".")
    if kind == "value":
        return _of_value(record, rest, moves)
    if kind in ("grad", "partial"):
        arrivals = trace.times.arrivals[rest]
        return summed([_of_arrival(record, edge.child, edge.slot, moves) for edge in arrivals])
    child, _, slot = rest.rpartition(".")
    if kind == "local":
        return _of_local(record, child, int(slot), moves)
    return _of_contribution(record, child, int(slot), moves)


def _parents(record: Pass, node: str) -> dict[str, Value]:
    """The values that an operation takes, by the number of their slot."""
    return {str(slot): record.values[parent] for slot, parent in enumerate(record.graph.node(node).parents)}


def _of_value(record: Pass, node: str, moves: Moves) -> Reach | None:
    row = record.graph.node(node)
    if row.is_given:
        return None
    named = made_from(record.graph, node)
    if set(named) - set(row.parents):
        values = {name: record.values[name] for name in named}
        return reach_of_tree(told_tree(record.graph, node), values, moves)
    op = OPS[row.op]
    given = op.complete(row.attributes)
    return reach(lambda moved: op.forward(*moved.values(), **given), _parents(record, node), moves)


def _of_local(record: Pass, child: str, slot: int, moves: Moves) -> Reach | None:
    recipe = record.locals[child][slot]
    if recipe.in_shape or recipe.out_shape:
        return None
    return reach(lambda moved: _sent(record, child, slot, moved, 1.0), _parents(record, child), moves)


def _of_contribution(record: Pass, child: str, slot: int, moves: Moves) -> Reach | None:
    """From what arrived and the parents, or from what arrived and the local gradient that is shown."""
    upstream = record.gradients[child]
    given = {UPSTREAM: upstream, **_parents(record, child)}
    found = reach(lambda moved: _sent(record, child, slot, moved, moved[UPSTREAM]), given, moves)
    local = local_numbers(record, child, slot)
    if not isinstance(local, float) or not isinstance(upstream, float):
        return found
    product = reach(lambda moved: moved[UPSTREAM] * moved["local"], {UPSTREAM: upstream, "local": local}, moves)
    return product if product is None else product.joined(found)


def _of_arrival(record: Pass, child: str, slot: int, moves: Moves) -> Reach | None:
    """A contribution as it is shown, or as it follows."""
    return moves(record.contributions[child, slot]).joined(_of_contribution(record, child, slot, moves))


def _sent(record: Pass, child: str, slot: int, moved: Mapping[str, Value], upstream: Value) -> Value:
    """What an operation sends back along a slot when its inputs are these."""
    row = record.graph.node(child)
    op = OPS[row.op]
    given = op.complete(row.attributes)
    inputs = [moved[str(place)] for place in range(len(row.parents))]
    out = op.forward(*inputs, **given)
    return op.local(out, *inputs, **given)[slot].vjp(upstream)
