"""What is the derivative along every edge of a graph? Found node by node, so the work grows no faster than the graph.

Every node is a symbol of its own, so a local derivative never sees more than one operation. That is just how it is
taught, and it is why a graph of 200 nodes takes a fraction of a second, although written out as a single expression it
might not fit into memory. Whole expressions (a gradient in terms of the leaves) are written only if they are small.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sympy as sp

from ..errors import AlgebraError
from ..formula.tree import Apply, Name
from .translate import Expression, from_sympy, symbol, to_sympy
from .wire import from_wire, to_wire

MOST_LEAF_OPERATIONS = 60
"""A value with more operations than this is not written in terms of the leaves."""
MOST_SHOWN_OPERATIONS = 40
"""A derivative with more operations than this is too long to read."""


def derive(request: Mapping[str, Any]) -> dict[str, object]:
    """Symbolic forms of a graph.

    `request["nodes"]` lists `{"id", "parents", "tree"}` in node order (the tree is null for what is given and for
    arrays), `request["output"]` names the output. The answer has `edges` (`[child, slot, tree]`), `gradients` (node id
    to its gradient in terms of nodes) and `leaves` (leaf to its gradient in terms of leaves); too large is null.
    """
    nodes = request["nodes"]
    slopes = {(node["id"], slot): slope for node in nodes for slot, slope in _slopes_of(node).items()}
    parents = {node["id"]: node["parents"] for node in nodes}
    edges = [[child, slot, _renamed(slope.tree, parents[child])] for (child, slot), slope in slopes.items()]
    return {
        "edges": edges,
        "gradients": _gradients(nodes, request["output"], slopes),
        "leaves": _leaf_gradients(nodes, request["output"]),
    }


@dataclass(frozen=True)
class Slope:
    """∂out/∂(one slot) of an operation, in letters for its slots: the same for every node with that operation."""

    expression: Expression
    tree: list[Any] | None

    def at(self, parents: Sequence[str]) -> Expression:
        """The same in the names of a node's parents."""
        return self.expression.xreplace({_letter(slot): symbol(name) for slot, name in enumerate(parents)})


def _letter(slot: int) -> Expression:
    """The letter of a slot; slots need letters of their own, because one parent may be in two of them."""
    return symbol(f"slot {slot}")


def _slopes_of(node: Mapping[str, Any]) -> Mapping[int, Slope]:
    """The slopes of a node by slot; none for constants, for what is given and for arrays."""
    tree = None if node["tree"] is None else from_wire(node["tree"])
    if not isinstance(tree, Apply):
        return {}
    lettered = (Name(f"slot {slot}") if isinstance(part, Name) else part for slot, part in enumerate(tree.arguments))
    return _slopes(Apply(tree.op, tuple(lettered), tree.attributes))


@lru_cache(maxsize=512)
def _slopes(tree: Apply) -> Mapping[int, Slope]:
    try:
        value = to_sympy(tree)
    except AlgebraError:
        return {}
    slots = [slot for slot, part in enumerate(tree.arguments) if isinstance(part, Name)]
    found = {slot: sp.diff(value, _letter(slot)) for slot in slots}
    return {slot: Slope(slope, _written(slope)) for slot, slope in found.items()}


def _renamed(tree: list[Any] | None, parents: Sequence[str]) -> list[Any] | None:
    """A tree with the names of the parents in place of the letters of the slots."""
    if tree is None:
        return None
    if tree[0] == "name":
        return ["name", parents[int(tree[1].removeprefix("slot "))]]
    return [_renamed_part(part, parents) for part in tree]


def _renamed_part(part: object, parents: Sequence[str]) -> object:
    if not isinstance(part, list) or not part:
        return part
    if isinstance(part[0], str):
        return _renamed(part, parents)
    return [_renamed_part(inner, parents) for inner in part]


def _gradients(
    nodes: list[Mapping[str, Any]], output: str, slopes: Mapping[tuple[str, int], Slope]
) -> dict[str, object]:
    """Node id to the gradient in terms of nodes; None if it is too long or a part of it is unknown."""
    found: dict[str, Expression | None] = {output: sp.Integer(1)}
    for node in reversed(nodes):
        if node["id"] not in found:
            continue
        arriving = found[node["id"]]
        for slot, parent in enumerate(node["parents"]):
            slope, before = slopes.get((node["id"], slot)), found.get(parent, sp.Integer(0))
            if arriving is None or slope is None or before is None:
                found[parent] = None
                continue
            total = before + arriving * slope.at(node["parents"])
            found[parent] = None if total.count_ops() > MOST_SHOWN_OPERATIONS else total
    return {id: _written(gradient) for id, gradient in found.items()}


def _leaf_gradients(nodes: list[Mapping[str, Any]], output: str) -> dict[str, Any]:
    """Leaf to the gradient in terms of leaves, if the whole expression is small."""
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
