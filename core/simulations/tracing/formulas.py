"""Which formula is behind a quantity of a pass? `upstream × local` in the language of formulas, arrays included.

A value is the operation of its node. A contribution is written as one would by hand: `∂L/∂Z @ Wᵀ` for the left factor
of a matrix product, the sum over a batch for a bias, upstream times slope for what goes entry by entry. A gradient is
the sum of its contributions. Where no such formula is known the quantity has none, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ...answers.rounding import Within, reach_of_tree, within
from ...arrays import Index, Shape, Value, shape_of, size_of
from ...errors import GraphError
from ...formula.build import tree_of
from ...formula.entries import MOST_TERMS, added, entry_of
from ...formula.tree import Apply, Name, Number, Tree, names_of
from ...graph import Node
from ...local import Diagonal
from ...passes import Pass


class Formula(NamedTuple):
    """A tree and the values of its names; names are quantities, those of values without their `value.`."""

    tree: Tree
    values: Mapping[str, Value]


def formula_of(record: Pass, quantity: str) -> Formula | None:
    """The formula of a quantity; None for what is given, and where none is known."""
    kind, _, rest = quantity.partition(".")
    if kind == "value":
        tree = None if record.graph.node(rest).is_given else tree_of(record.graph, rest)
    elif kind in ("grad", "partial"):
        tree = _gradient(record, rest)
    elif kind == "contribution":
        child, _, slot = rest.rpartition(".")
        tree = _contribution(record, child, int(slot))
    else:
        tree = None
    return None if tree is None else Formula(tree, {name: value_of(record, name) for name in names_of(tree)})


def value_of(record: Pass, name: str) -> Value:
    """The value that a name of such a formula stands for."""
    kind, _, rest = name.partition(".")
    if name in record.values:
        return record.values[name]
    if kind == "grad":
        return record.gradients[rest]
    child, _, slot = rest.rpartition(".")
    if kind == "contribution":
        return record.contributions[child, int(slot)]
    recipe = record.locals[child][int(slot)]
    assert isinstance(recipe, Diagonal)
    return recipe.slope


_MISSED: Mapping[str, tuple[str, float]] = {
    "mse": ("", 2.0), "bce_with_logits": ("sigmoid", 1.0), "softmax_cross_entropy": ("softmax", 1.0),
}  # fmt: skip
"""Mean losses whose gradient is (prediction - target), with what makes the prediction, and a factor."""


def _times(factor: float, tree: Tree) -> Tree:
    return tree if factor == 1.0 else Apply("mul", (Number(factor), tree))


def _gradient(record: Pass, node: str) -> Tree | None:
    edges = record.graph.children[node]
    if not 0 < len(edges) <= MOST_TERMS:
        return None
    if len(edges) == 1:
        return _contribution(record, edges[0].child, edges[0].slot)
    return added([Name(f"contribution.{edge.child}.{edge.slot}") for edge in reversed(edges)])


def _contribution(record: Pass, child: str, slot: int) -> Tree | None:
    """upstream × local along one edge, in the shape of the parent."""
    node = record.graph.node(child)
    upstream = Name(f"grad.{child}")
    parent = shape_of(record.values[node.parents[slot]])
    tree = _through(record, node, slot, upstream)
    return None if tree is None else _summed(tree, _shape_sent(record, node, slot, parent), parent)


def _through(record: Pass, node: Node, slot: int, upstream: Tree) -> Tree | None:
    """What is sent before it is summed into the shape of the parent."""
    others = [_operand(record, parent) for parent in node.parents]
    shapes = [len(shape_of(record.values[parent])) for parent in node.parents]
    match node.op, slot:
        case "add", _:
            return upstream
        case "sub", 0:
            return upstream
        case (("sub" | "neg"), _):
            return Apply("neg", (upstream,))
        case "mul", _:
            return Apply("mul", (upstream, others[1 - slot]))
        case "matmul", 0 if shapes == [2, 2]:
            return Apply("matmul", (upstream, Apply("transpose", (others[1],))))
        case "matmul", 1 if shapes == [2, 2]:
            return Apply("matmul", (Apply("transpose", (others[0],)), upstream))
        case "matmul", 1 if shapes == [2, 1]:
            return Apply("matmul", (Apply("transpose", (others[0],)), upstream))
        case "affine", 0 if shapes == [2, 2, 1]:
            return Apply("matmul", (upstream, Apply("transpose", (others[1],))))
        case "affine", 1 if shapes == [2, 2, 1]:
            return Apply("matmul", (Apply("transpose", (others[0],)), upstream))
        case "affine", 2 if shapes == [2, 2, 1]:
            return upstream
        case "transpose", 0:
            return Apply("transpose", (upstream,))
        case "dot", _:
            return Apply("mul", (upstream, others[1 - slot]))
        case "norm2", 0:
            return Apply("mul", (upstream, Apply("mul", (Number(2.0), others[0]))))
        case op, 0 if op in _MISSED:
            predicted, factor = _MISSED[op]
            missed = Apply("sub", (Apply(predicted, (others[0],)) if predicted else others[0], others[1]))
            count = shape_of(record.values[node.parents[0]])
            mean = float(count[0] if op == "softmax_cross_entropy" else size_of(count))
            return Apply("mul", (upstream, Apply("div", (_times(factor, missed), Number(mean)))))
        case _:
            return _by_slope(record, node, slot, upstream)


def _by_slope(record: Pass, node: Node, slot: int, upstream: Tree) -> Tree | None:
    """Upstream times the local gradient of what goes entry by entry, as a number or an array of them."""
    recipe = record.locals[node.id][slot]
    if not isinstance(recipe, Diagonal):
        return None
    return Apply("mul", (upstream, Name(f"local.{node.id}.{slot}")))


def _shape_sent(record: Pass, node: Node, slot: int, parent: Shape) -> Shape:
    """The shape of what `_through` sends: that of the parent where the product sees to it, else that of the child."""
    if node.op in ("matmul", "transpose", "dot", "norm2", *_MISSED) or (node.op == "affine" and slot < 2):
        return parent
    return shape_of(record.values[node.id])


def _summed(tree: Tree, sent: Shape, wanted: Shape) -> Tree | None:
    """The sum over the axes along which the parent was repeated."""
    if sent == wanted:
        return tree
    if not wanted:
        return Apply("sum", (tree,))
    if len(sent) == len(wanted) + 1 and sent[1:] == wanted:
        return Apply("sum", (tree,), (("axis", 0),))
    return None


def _operand(record: Pass, node: str) -> Tree:
    """A parent as it stands in a formula: by its name, or as the number that it is."""
    tree = tree_of(record.graph, node)
    return tree if isinstance(tree, Number) else Name(node)


def within_of(record: Pass, quantity: str, index: Index = ()) -> Within | None:
    """What follows for a quantity, or one entry of it, from the rounded numbers on the screen."""
    found = formula_of(record, quantity)
    if found is None:
        return None
    try:
        shapes = {name: shape_of(value) for name, value in found.values.items()}
        tree = entry_of(found.tree, index, shapes) if index else found.tree
    except GraphError:
        return None
    return within(lambda moves: reach_of_tree(tree, found.values, moves))


def written(record: Pass, name: str, whole: str = "L") -> str:
    """How a name of such a formula is written: `Z1`, `∂L/∂Z1`, `∂A1/∂Z1`."""
    kind, _, rest = name.partition(".")
    if name in record.values:
        return name
    if kind == "grad":
        return f"∂{whole}/∂{rest}"
    child, _, slot = rest.rpartition(".")
    parent = record.graph.node(child).parents[int(slot)]
    return f"∂{child}/∂{parent}" if kind == "local" else f"∂{whole}/∂{child}·∂{child}/∂{parent}"
