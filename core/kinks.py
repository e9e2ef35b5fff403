"""What has to be said about a local gradient? Where an operation has no derivative, and where a gradient is no number.

At a kink the engine takes one slope by convention, so a finite difference may rightly say something else. A gradient
that is NaN was made somewhere: on the first edge whose upstream is a number and whose product is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal

import numpy as np

from .arrays import Value
from .differences import Difference
from .formula.evaluator import evaluate
from .formula.parser import parse_expression
from .formula.tree import names_of
from .graph import Graph
from .local import dense
from .ops import OPS
from .passes import Pass
from .words import Message, message

JUMP = "op.kink-jump"
CURVED = 1e-4
"""How far a slope may lie outside those of its two sides, which bend a little within the step."""


def convention(record: Pass, child: str, slot: int) -> Message | None:
    """At a kink of an operation along one of its inputs: the sentence that says which slope is taken."""
    node = record.graph.node(child)
    row, parents = OPS[node.op], [record.values[parent] for parent in node.parents]
    if row.kinked is not None:
        said = row.kinked(slot, *parents, **row.complete(node.attributes))
        return None if said is None else message(said)
    if row.convention is None:
        return None
    given = dict(zip(row.inputs, parents, strict=False))
    given |= {**row.attributes, **node.attributes}
    for kink in row.kinks:
        tree = parse_expression(kink, known=tuple(given))
        if row.inputs[slot] in names_of(tree) and np.any(np.equal(evaluate(tree, given), 0.0)):
            return message(row.convention)
    return None


def undefined(record: Pass, child: str, slot: int) -> Message | None:
    """Where a contribution is no number although everything that goes into it is: what makes it so."""
    upstream, sent = record.gradients[child], record.contributions[child, slot]
    if not np.any(np.isnan(sent)) or np.any(np.isnan(upstream)):
        return None
    parent = record.graph.node(child).parents[slot]
    local = dense(record.locals[child][slot])
    if local is None or np.any(np.isnan(local)):
        return message("local.undefined", child=child, parent=parent)
    if np.any(np.isinf(local)) or np.any(np.isinf(upstream)):
        return message("local.zero-times-infinity", child=child, parent=parent)
    return message("local.infinities-cancel", child=child, parent=parent)


def remark(record: Pass, child: str, slot: int) -> Message | None:
    """What has to be said about an edge: that its gradient is no number, or that a kink decided it."""
    return undefined(record, child, slot) or convention(record, child, slot)


def remarks_behind(record: Pass, leaf: str) -> tuple[Message, ...]:
    """What has to be said about a gradient: the remarks of all edges through which it came, each once."""
    found: list[Message] = []
    for child, slot in _edges_behind(record.graph, leaf):
        said = remark(record, child, slot)
        if said is not None and said not in found:
            found.append(said)
    return tuple(found)


def _edges_behind(graph: Graph, leaf: str) -> Iterator[tuple[str, int]]:
    """The edges on all ways from a leaf to the output, the nearest first."""
    reached = {leaf}
    for node in graph.operations:
        slots = [slot for slot, parent in enumerate(node.parents) if parent in reached]
        if slots:
            reached.add(node.id)
            yield from ((node.id, slot) for slot in slots)


Confirmation = Literal["agrees", "by-convention", "none", "differs"]


def confirmed(difference: Difference | None, gradient: Value, remarks: Collection[Message]) -> Confirmation:
    """What a finite difference says of a gradient; it differs only where the rule behind the gradient is wrong.

    Where a kink was met, any slope between those of the two sides is right. A difference that is no number, or of a
    gradient that is none, says nothing; nor does one whose sides do not meet although no kink was met, because the
    curve bends within its step.
    """
    found = None if difference is None else difference.confirms(gradient)
    if difference is None or found:
        return "agrees" if found else "none"
    if any(said.id == JUMP for said in remarks):
        return "by-convention"  # across a jump a difference grows without end as the step shrinks
    if found is None and not remarks:
        return "none"
    sides = (difference.left, difference.right, difference.central)
    if not np.all(np.isfinite(gradient)) or not all(np.all(np.isfinite(side)) for side in sides):
        return "none"
    is_by_convention = bool(remarks) and difference.surrounds(gradient, CURVED)
    return "by-convention" if is_by_convention else "differs"
