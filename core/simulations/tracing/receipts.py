"""Why is a quantity of a pass what it is? Its receipt, from the record and from finite differences."""

from __future__ import annotations

from ...answers.receipts import EdgeReceipt, Receipt, Term, ValueReceipt
from ...answers.working import DIGITS
from ...arrays import Value, size_of
from ...differences import edge_difference
from ...kinks import remark
from ...local import DENSE_LIMIT, Diagonal, dense, describe
from ...passes import Pass
from ...trace import Trace
from .wording import formula_text, numbers_text


def local_fits(record: Pass, child: str, slot: int) -> bool:
    """Is the local gradient of an edge small enough to be written out?"""
    recipe = record.locals[child][slot]
    return size_of(recipe.out_shape + recipe.in_shape) <= DENSE_LIMIT


def local_numbers(record: Pass, child: str, slot: int) -> Value | None:
    """The local gradient of an edge: a number between scalars, else the dense Jacobian, None when it is too large."""
    recipe = record.locals[child][slot]
    if isinstance(recipe, Diagonal) and recipe.in_shape == recipe.out_shape == ():
        return float(recipe.slope)
    return dense(recipe)


def receipt(trace: Trace, cursor: int, quantity: str) -> Receipt | None:
    """The receipt of a quantity that is visible at the cursor.

    Of a gradient it is the receipt of the edge that brought its last contribution so far; the terms show the others.
    """
    kind, _, rest = quantity.partition(".")
    if kind == "value":
        return _value(trace, cursor, rest)
    if kind in ("grad", "partial"):
        times = trace.times
        arrived = [e for e in times.arrivals[rest] if times.flowed[e.child, e.slot] <= cursor]
        return edge_receipt(trace, cursor, arrived[-1].child, arrived[-1].slot) if arrived else None
    child, _, slot = rest.rpartition(".")
    return edge_receipt(trace, cursor, child, int(slot))


def _value(trace: Trace, cursor: int, node: str) -> Receipt | None:
    value = trace.value(node, cursor)
    if value is None or trace.record.graph.node(node).is_given:
        return None
    return ValueReceipt(node, formula_text(trace, node), numbers_text(trace, node, DIGITS), value)


def edge_receipt(trace: Trace, cursor: int, child: str, slot: int) -> EdgeReceipt | None:
    """upstream × local = downstream on one edge; None while its gradient has not flowed."""
    record, times = trace.record, trace.times
    downstream = trace.contribution(child, slot, cursor)
    if downstream is None:
        return None
    parent = record.graph.node(child).parents[slot]
    here = times.flowed[child, slot]
    arrivals = times.arrivals[parent]
    came = [edge for edge in arrivals if times.flowed[edge.child, edge.slot] <= here]
    return EdgeReceipt(
        child=child,
        parent=parent,
        slot=slot,
        output=record.graph.output,
        upstream=record.gradients[child],
        local=local_numbers(record, child, slot),
        downstream=downstream,
        recipe=describe(record.locals[child][slot]),
        difference=edge_difference(record, child, slot),
        terms=tuple(Term(e.child, e.slot, record.contributions[e.child, e.slot]) for e in came),
        waiting=len(arrivals) - len(came),
        convention=remark(record, child, slot),
    )
