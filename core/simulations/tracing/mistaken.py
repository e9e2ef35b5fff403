"""What would somebody with a known misconception answer for a quantity of a pass?

Every rule is a row: a wrong procedure, and what it gives on this record. A rule whose result is the right answer is
left out, so that a right answer never looks like a mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from ...arrays import Value, shape_of
from ...formula.evaluator import evaluate
from ...formula.tree import names_of
from ...passes import Pass
from ...trace import Trace
from ..slips import inner_slips, same
from .receipts import local_numbers
from .wording import over_names

EdgeRule = Callable[[Pass, str, int], Value | None]


def _upstream(record: Pass, child: str, slot: int) -> Value:
    return record.gradients[child]


def _parent(record: Pass, child: str, slot: int) -> Value:
    return record.values[record.graph.node(child).parents[slot]]


def _entrywise(record: Pass, child: str, slot: int) -> bool:
    """Have the input and the output the same shape, so that they can be multiplied entry by entry?"""
    return shape_of(_parent(record, child, slot)) == shape_of(record.values[child])


def _lost_upstream(record: Pass, child: str, slot: int) -> Value | None:
    """The local gradient alone; of a product of matrices what it makes of ones."""
    if record.graph.node(child).op not in ("matmul", "affine", "dot"):
        return local_numbers(record, child, slot)
    return record.locals[child][slot].vjp(np.ones(shape_of(record.values[child])))


def _own_input(record: Pass, child: str, slot: int) -> Value | None:
    """At a product the learner multiplies by the value of the very input, not by the other one."""
    if record.graph.node(child).op != "mul":
        return None
    return _upstream(record, child, slot) * _parent(record, child, slot)


def _value_for_slope(record: Pass, child: str, slot: int) -> Value | None:
    if record.graph.node(child).op in ("mul", "add", "sub") or not _entrywise(record, child, slot):
        return None
    return _upstream(record, child, slot) * record.values[child]


def _input_for_slope(record: Pass, child: str, slot: int) -> Value | None:
    if record.graph.node(child).op in ("mul", "add", "sub") or not _entrywise(record, child, slot):
        return None
    return _upstream(record, child, slot) * _parent(record, child, slot)


def _twice(record: Pass, child: str, slot: int) -> Value | None:
    local = local_numbers(record, child, slot)
    return None if local is None else record.contributions[child, slot] * local


def _square_of_reciprocal(record: Pass, child: str, slot: int) -> Value | None:
    """The slope of a quotient in its divisor, -a/b², without the square: -a/b."""
    if not _is(record, child, "div") or slot != 1:
        return None
    return -_upstream(record, child, slot) * record.values[child]


def _factor_of_square(record: Pass, child: str, slot: int) -> Value | None:
    """The gradient of a sum of squares without its 2."""
    return _upstream(record, child, slot) * _parent(record, child, slot) if _is(record, child, "norm2") else None


def _transposed(record: Pass, child: str, slot: int) -> Value | None:
    """The gradient of the left factor of a matrix product, turned over; it fits where that is square."""
    return record.contributions[child, slot].T if _is(record, child, "matmul") and slot == 0 else None


def _transpose_forgotten(record: Pass, child: str, slot: int) -> Value | None:
    """The right factor of a matrix product: W·upstream in place of Wᵀ·upstream, where both can be multiplied."""
    if not _is(record, child, "matmul") or slot != 1:
        return None
    matrix, arriving = record.values[record.graph.node(child).parents[0]], _upstream(record, child, slot)
    return matrix @ arriving if np.ndim(matrix) == 2 and np.shape(matrix)[1] == len(arriving) else None


def _one_row(record: Pass, child: str, slot: int) -> Value | None:
    """What arrives at the first row alone, where the parent was repeated for every row."""
    arriving = _upstream(record, child, slot)
    return arriving[0] if np.ndim(arriving) == np.ndim(_parent(record, child, slot)) + 1 > 1 else None


def _is(record: Pass, child: str, op: str) -> bool:
    return record.graph.node(child).op == op


EDGE_RULES: Mapping[str, EdgeRule] = {
    "lost-upstream": _lost_upstream,
    "lost-local": _upstream,
    "sign": lambda record, child, slot: -record.contributions[child, slot],
    "own-input": _own_input,
    "value-for-slope": _value_for_slope,
    "input-for-slope": _input_for_slope,
    "factor-twice": _twice,
    "exponent-factor": _factor_of_square,
    "reciprocal-square": _square_of_reciprocal,
    "transposed": _transposed,
    "transpose-forgotten": _transpose_forgotten,
    "broadcast-not-summed": _one_row,
}
"""Misconception id to what it gives on an edge (child, slot)."""


def mistakes(trace: Trace, quantity: str) -> Mapping[str, Value]:
    """Misconception id to its answer for a quantity; only those that differ from the right one.

    An id may carry a part behind a colon (`path-forgotten:0`) that tells several answers of one misconception apart.
    """
    record = trace.record
    kind, _, rest = quantity.partition(".")
    if kind == "contribution":
        child, _, slot = rest.rpartition(".")
        return _different(record.contributions[child, int(slot)], _on_edge(record, child, int(slot)))
    if kind in ("grad", "partial"):
        return _different(record.gradients[rest], _on_node(trace, rest))
    if kind == "value":
        return _different(record.values[rest], _on_value(record, rest))
    return {}


def _on_edge(record: Pass, child: str, slot: int) -> dict[str, Value | None]:
    return {id: rule(record, child, slot) for id, rule in EDGE_RULES.items()}


def _on_node(trace: Trace, node: str) -> dict[str, Value | None]:
    record, arrivals = trace.record, trace.times.arrivals[node]
    if not arrivals:
        return {"sign": -record.gradients[node], "not-differentiated": record.values[node]}
    if len(arrivals) == 1:
        return _on_edge(record, arrivals[0].child, arrivals[0].slot)
    found: dict[str, Value | None] = {"sign": -record.gradients[node]}
    parts = [record.contributions[edge.child, edge.slot] for edge in arrivals]
    found |= {"overwritten": parts[-1], "only-first-path": parts[0]}
    if len(parts) > 2:  # of two paths, forgetting one is keeping only the other
        found |= {f"path-forgotten:{place}": record.gradients[node] - part for place, part in enumerate(parts)}
    return found


def _on_value(record: Pass, node: str) -> dict[str, Value | None]:
    row = record.graph.node(node)
    if row.is_given:
        return {}
    found: dict[str, Value | None] = {"sign": -record.values[node]}
    inputs = [record.values[parent] for parent in row.parents]
    if row.op in ("add", "mul", "sub"):
        found["added-for-product"] = inputs[0] + inputs[1] if row.op == "mul" else None
        found["product-for-sum"] = inputs[0] * inputs[1] if row.op == "add" else None
        found |= _minus_lost(row.op, *inputs)
    more = list(_product(*inputs).items()) if row.op in ("matmul", "affine") else []
    tree = over_names(record.graph, node)
    values = {name: record.values[name] for name in names_of(tree)}
    for id, wrong in (*more, *((id, evaluate(slip, values)) for id, slip in inner_slips(tree))):
        if not any(known is not None and same(known, wrong) for known in found.values()):
            found.setdefault(id, wrong)
    return found


def _product(left: Value, right: Value, bias: Value = 0.0) -> dict[str, Value]:
    """Rows times columns without the signs, or with the entries added up; and without what is added at the end."""
    rows, columns = np.atleast_2d(left), np.reshape(right, (np.shape(right)[0], -1))
    added = rows @ (columns != 0.0) + (rows != 0.0) @ columns  # both numbers of each product that is not 0
    return {
        "bias-forgotten": left @ right,
        "minus-lost": np.abs(left) @ np.abs(right) + bias,
        "added-for-product": np.reshape(added, np.shape(left @ right)) + bias,
    }


def _minus_lost(op: str, left: Value, right: Value) -> dict[str, Value | None]:
    """A sum in which a negative term was added as if it were positive, and a difference that became a sum."""
    if op == "sub":
        return {"minus-lost": left + right}
    if op != "add" or shape_of(left) or shape_of(right):
        return {}
    return {"minus-lost:0": abs(left) + right, "minus-lost:1": left + abs(right)}


def _different(right: Value, found: Mapping[str, Value | None]) -> dict[str, Value]:
    """The mistakes that can be told from the right answer, and have its shape."""
    return {
        id: value
        for id, value in found.items()
        if value is not None and shape_of(value) == shape_of(right) and not np.allclose(value, right)
    }
