"""What does one entry of an array formula compute? A tree over single entries, `X[0,1]*W[1,2] + …`.

A matrix product becomes a sum of products, a fold the operation between all entries, and what goes entry by entry
stays as it is. So a line of arithmetic about an array can be read, checked and opened like one about numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

import numpy as np

from ..arrays import Index, Shape
from ..errors import GraphError
from ..local.places import read_from
from ..ops import OPS
from ..ops.shaping import elementwise
from .parser import parse_expression
from .tree import Apply, Compare, Entry, Logic, Matrix, Name, Number, Tree, Where, substitute

FOLDS: Mapping[str, str] = {"sum": "add", "max": "maximum", "min": "minimum", "prod": "mul"}
"""Operations over all entries, and the one that joins two of them."""


def shape_of_tree(tree: Tree, shapes: Mapping[str, Shape]) -> Shape:
    """The shape of a formula's value, from the shapes of its names. Raises ShapeError where they do not fit."""
    match tree:
        case Name(name):
            return shapes[name]
        case Apply(op, arguments, attributes):
            inner = [shape_of_tree(part, shapes) for part in arguments]
            return OPS[op].shape(op, *inner, **OPS[op].complete(dict(attributes)))
        case Where(condition, chosen, otherwise):
            return elementwise("where", *(shape_of_tree(part, shapes) for part in (condition, chosen, otherwise)))
        case Compare(_, left, right):
            return elementwise("compare", shape_of_tree(left, shapes), shape_of_tree(right, shapes))
        case Logic(_, arguments):
            return elementwise("logic", *(shape_of_tree(part, shapes) for part in arguments))
        case Matrix(items):
            return (len(items), *shape_of_tree(items[0], shapes))
        case Entry(inner, index):
            return shapes[inner.name][len(index) :]
        case Number():
            return ()


def entry_of(tree: Tree, index: Index, shapes: Mapping[str, Shape]) -> Tree:
    """The tree of one entry of a formula's value. Raises GraphError where no such tree is known."""

    def at(part: Tree, place: Index) -> Tree:
        return entry_of(part, place, shapes)

    def broadcast(part: Tree) -> Tree:
        return at(part, read_from(index, shape_of_tree(part, shapes)))

    match tree:
        case Name():
            return Entry(tree, index) if index else tree
        case Number():
            return tree
        case Entry(inner, first):
            return Entry(inner, first + index)
        case Matrix(items):
            return at(items[index[0]], index[1:])
        case Compare(operator, left, right):
            return Compare(operator, broadcast(left), broadcast(right))
        case Logic(operator, arguments):
            return Logic(operator, tuple(map(broadcast, arguments)))
        case Where():
            return Where(broadcast(tree.condition), broadcast(tree.chosen), broadcast(tree.otherwise))
        case Apply("matmul", (left, right)):
            return _product(left, right, index, shapes)
        case Apply("transpose", (inner,)):
            return at(inner, index[::-1])
        case Apply(op, (inner,), attributes) if op in FOLDS or op == "mean":
            terms = [at(inner, place) for place in _folded(inner, dict(attributes).get("axis"), index, shapes)]
            total = added(terms, FOLDS.get(op, "add"))
            return total if op != "mean" else Apply("div", (total, Number(float(len(terms)))))
        case Apply(op, arguments, attributes) if OPS[op].shape is elementwise:
            return Apply(op, tuple(map(broadcast, arguments)), attributes)
        case Apply(op) if OPS[op].scope == "slice":
            return _of_slice(tree, index, shapes)
        case Apply():
            return at(_opened(tree), index)


MOST_TERMS = 60
"""A sum of more terms than this is no line that anybody reads."""


def added(terms: Sequence[Tree], op: str = "add") -> Tree:
    """Terms joined from left to right. Raises GraphError for too many of them."""
    if len(terms) > MOST_TERMS:
        raise GraphError("expand.too-many", node=OPS[op].title, most=MOST_TERMS)
    return reduce(lambda total, term: Apply(op, (total, term)), terms)


def _product(left: Tree, right: Tree, index: Index, shapes: Mapping[str, Shape]) -> Tree:
    """A row times a column; a vector is a row on the left and a column on the right, as NumPy has it."""
    a, b = shape_of_tree(left, shapes), shape_of_tree(right, shapes)
    rows, columns = index[: len(a) - 1], index[len(index) - (len(b) - 1) :] if len(b) > 1 else ()
    pairs = [((*rows, k), (k, *columns)) for k in range(a[-1])]
    return added([Apply("mul", (entry_of(left, i, shapes), entry_of(right, j, shapes))) for i, j in pairs])


def _folded(inner: Tree, axis: float | None, index: Index, shapes: Mapping[str, Shape]) -> list[Index]:
    """The places that a fold joins into the entry `index`."""
    shape = shape_of_tree(inner, shapes)
    if axis is None:
        return [tuple(place) for place in np.ndindex(shape)]
    at = int(axis) % len(shape)
    return [(*index[:at], k, *index[at:]) for k in range(shape[at])]


def _of_slice(tree: Apply, index: Index, shapes: Mapping[str, Shape]) -> Tree:
    """An entry of what is computed along an axis, as softmax is: the formula of its row over the slice it lies in."""
    (inner,) = tree.arguments
    shape = shape_of_tree(inner, shapes)
    axis = OPS[tree.op].complete(dict(tree.attributes))["axis"]
    if axis is None or not shape:
        raise GraphError("expand.choice", node=tree.op, op=tree.op)
    axis %= len(shape)
    is_kept = len(index) == len(shape)
    around = (index[:axis], index[axis + is_kept :])
    line = Matrix(tuple(entry_of(inner, (*around[0], k, *around[1]), shapes) for k in range(shape[axis])))
    return entry_of(_opened(Apply(tree.op, (line,))), index[axis : axis + 1] if is_kept else (), shapes)


def _opened(tree: Apply) -> Tree:
    """An operation as the formula of its row, with its arguments put in. Raises GraphError if it has none."""
    row = OPS[tree.op]
    if row.symbolic is None or row.scope == "row-mean" or any(letter.startswith("*") for letter in row.inputs):
        raise GraphError("expand.choice", node=tree.op, op=tree.op)
    given = row.complete(dict(tree.attributes))
    symbolic = parse_expression(row.symbolic, known=(*row.inputs, *given))
    fixed = {name: Number(float(value)) for name, value in given.items() if isinstance(value, int | float)}
    return substitute(symbolic, {**dict(zip(row.inputs, tree.arguments, strict=True)), **fixed})
