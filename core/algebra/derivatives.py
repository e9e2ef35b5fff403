"""What is the derivative of every edge of a graph? Node by node, so that the work grows with the graph and no faster.

One symbol stands for each node, so a local derivative never sees more than one operation: this is the picture that is
taught, and it is also why a graph of 200 nodes takes a fraction of a second while its whole expression could be larger
than memory. Whole expressions (a gradient in the letters of the leaves) are written only while they are small.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from ..errors import AlgebraError
from ..formula.tree import Apply, Name
from .translate import Expression, from_sympy, symbol, to_sympy
from .wire import from_wire, to_wire

MOST_LEAF_OPERATIONS = 60
"""A value with a larger tree of operations is not written in the letters of the leaves."""
MOST_SHOWN_OPERATIONS = 40
"""A derivative with more operations than this is too long to be read."""


def derive(request: Mapping[str, Any]) -> dict[str, Any]:
    """Symbolic forms of a graph.

    `request["nodes"]` lists `{"id", "parents", "tree"}` in node order (tree null for what is given and for arrays),
    `request["output"]` names the output. The answer has `edges` (`[child, slot, tree]`), `gradients` (node id to the
    gradient over names of nodes) and `leaves` (leaf to the gradient over names of leaves); what is too large is null.
    """
    nodes = request["nodes"]
    locals_: dict[tuple[str, int], Expression] = {}
    for node in nodes:
        if node["tree"] is not None:
            locals_ |= _local_derivatives(node)
    return {
        "edges": [[child, slot, _written(local)] for (child, slot), local in locals_.items()],
        "gradients": _gradients(nodes, request["output"], locals_),
        "leaves": _leaf_gradients(nodes, request["output"]),
    }


def _local_derivatives(node: Mapping[str, Any]) -> dict[tuple[str, int], Expression]:
    """∂node/∂parent for each slot that is not a number; a parent used twice has a letter of its own in each slot."""
    tree = from_wire(node["tree"])
    if not isinstance(tree, Apply):
        return {}
    slots = [slot for slot, argument in enumerate(tree.arguments) if isinstance(argument, Name)]
    letters = {slot: sp.Dummy(f"slot{slot}", real=True) for slot in slots}
    back = {letter: symbol(node["parents"][slot]) for slot, letter in letters.items()}
    named = tuple(Name(f"slot {slot}") if slot in letters else part for slot, part in enumerate(tree.arguments))
    try:
        given = {f"slot {slot}": letter for slot, letter in letters.items()}
        value = to_sympy(Apply(tree.op, named, tree.attributes), given)
        return {(node["id"], slot): sp.diff(value, letter).xreplace(back) for slot, letter in letters.items()}
    except AlgebraError:
        return {}


def _gradients(
    nodes: list[Mapping[str, Any]], output: str, locals_: Mapping[tuple[str, int], Expression]
) -> dict[str, Any]:
    """Node id to the gradient over names of nodes; None as soon as it is too long, or a part of it is unknown."""
    found: dict[str, Expression | None] = {output: sp.Integer(1)}
    for node in reversed(nodes):
        arriving = found.get(node["id"])
        if node["id"] not in found:
            continue
        for slot, parent in enumerate(node["parents"]):
            local = locals_.get((node["id"], slot))
            sent = None if arriving is None or local is None else arriving * local
            before = found.get(parent, sp.Integer(0))
            total = None if sent is None or before is None else before + sent
            found[parent] = None if total is None or total.count_ops() > MOST_SHOWN_OPERATIONS else total
    return {id: _written(gradient) for id, gradient in found.items()}


def _leaf_gradients(nodes: list[Mapping[str, Any]], output: str) -> dict[str, Any]:
    """Leaf to the gradient over the letters of the leaves, while the whole expression is small."""
    leaves = [node["id"] for node in nodes if not node["parents"] and node["tree"] is None]
    sizes: dict[str, int] = {}
    for node in nodes:
        sizes[node["id"]] = 1 + sum(sizes[parent] for parent in node["parents"])
    if sizes[output] > MOST_LEAF_OPERATIONS or any(node["tree"] is None and node["parents"] for node in nodes):
        return dict.fromkeys(leaves)
    values: dict[str, Expression] = {}
    try:
        for node in nodes:
            tree = node["tree"]
            values[node["id"]] = symbol(node["id"]) if tree is None else to_sympy(from_wire(tree), values)
        return {leaf: _written(sp.diff(values[output], symbol(leaf))) for leaf in leaves}
    except AlgebraError:
        return dict.fromkeys(leaves)


def _written(expression: Expression | None) -> list[Any] | None:
    if expression is None or expression.count_ops() > 4 * MOST_SHOWN_OPERATIONS:
        return None
    try:
        return to_wire(from_sympy(expression))
    except AlgebraError:
        return None
