"""What is inside one number of a tensor? Its scalar graph: the entry opened into single multiplications and additions.

    z = x @ W          z[0,1]  =  x[0,0]*W[0,1] + x[0,1]*W[1,1]
    p = softmax(a)     p[2]    =  exp(a[2])/(exp(a[0]) + exp(a[1]) + exp(a[2]))
    s = sigmoid(q)     s       =  1/(1 + exp(-q))

An elementwise operation on arrays opens into the same operation on numbers. Everything else opens by its formula in the
op table (`Op.symbolic`), or by the window it looks through.

Invariant: the numbers inside are the numbers outside. Leaves and output are cut out of the record, not computed again,
and the backward pass starts from the recorded gradient of the entry. So the gradient of the leaf `x[0,1]` is that part
of ∂f/∂x[0,1] which came through this entry; over all entries of a node, these parts add up to what the node sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import cast

import numpy as np

from ..arrays import Index, Shape, size_of
from ..errors import GraphError
from ..formula.parser import parse_expression
from ..formula.tree import Apply, Tree, Where, walk
from ..graph import Graph, Node
from ..local import Convolution
from ..local.places import read_from
from ..local.windows import windows_of
from ..ops import OPS
from ..ops.shaping import elementwise
from ..passes import Pass, backward, forward
from .formulas import Letter, Reading
from .growth import MOST_NODES, Growth, entry, entry_name, too_many

__all__ = ["MOST_NODES", "entry_name", "expand", "opens"]

MOVES = frozenset({"transpose", "reshape", "broadcast", "concat", "slice", "gather", "pad", "dilate"})
"""Operations whose entries are copies of entries."""


def expand(record: Pass, node: str, index: Index = ()) -> Pass:
    """The pass over the scalar graph inside one entry of a node; `index` is `()` for a node that is a number.

    Raises UnknownNameError for a node that does not exist, and GraphError where nothing can be opened: a leaf, an entry
    that does not exist, an elementary operation on numbers, a copy, a choice between cases, more than MOST_NODES
    operations, and numbers for which the elementary steps overflow although the operation itself does not.
    """
    opened = record.graph.node(node)
    if opened.is_given:
        raise GraphError("expand.given", node=node)
    if len(index) != len(opened.shape) or any(not 0 <= at < n for at, n in zip(index, opened.shape, strict=True)):
        raise GraphError("expand.no-such-entry", node=node, got=list(index), shape=list(opened.shape))
    growth, name = Growth(record, opened), entry_name(node, index)
    root = _root(growth, opened, index)
    nodes = growth.builder.graph(root).nodes
    graph = Graph(tuple([each._replace(id=name) if each.id == root else each for each in nodes]), name)
    values = forward(graph, growth.values, strict=False)
    values[name] = _recorded(values, name, entry(record.values[node], index), node)
    gradient = record.gradients.get(node)
    return backward(graph, values, 0.0 if gradient is None else entry(gradient, index))


def opens(graph: Graph, node: str) -> bool:
    """Is there anything inside the entries of a node? Judged by structure alone: `expand` may still find too much."""
    opened = graph.node(node)
    if opened.is_given or opened.op in MOVES:
        return False
    row, shape = OPS[opened.op], graph.node(opened.parents[0]).shape
    if row.shape is elementwise:
        return opened.shape != () or _is_composed(opened.op)
    return opened.op in _WINDOWS or (row.symbolic is not None and (row.scope != "slice" or shape != ()))


@lru_cache
def _is_composed(op: str) -> bool:
    """Is the formula of this operation made of several others, with no choice between cases?"""
    row = OPS[op]
    if row.symbolic is None:
        return False
    tree = parse_expression(row.symbolic, known=(*row.inputs, *row.attributes))
    return not (isinstance(tree, Apply) and tree.op == op) and not any(isinstance(part, Where) for part in walk(tree))


def _recorded(values: Mapping[str, float], output: str, recorded: float, node: str) -> float:
    """The recorded value, which the elementary steps must reach but for the last bits. Raises GraphError if not."""
    if not np.isfinite(recorded) or recorded == values[output]:
        return recorded
    largest = max(abs(value) for value in values.values())
    # the negation refuses nan and infinity too
    if not abs(values[output] - recorded) <= 1e-9 * abs(recorded) + 1e-12 * largest < np.inf:
        raise GraphError("expand.not-these-numbers", node=node)
    return recorded


def _root(growth: Growth, node: Node, index: Index) -> str:
    """The node of the entry, made after everything it needs. Raises GraphError if it cannot be opened."""
    row = OPS[node.op]
    if node.op in MOVES:
        raise GraphError("expand.copy", node=entry_name(node.id, index), source=_copied(growth.record, node, index))
    if row.shape is elementwise and node.shape != ():
        inputs = [growth.given(parent, read_from(index, _shape(growth, parent))) for parent in node.parents]
        return growth.apply(node.op, *inputs, **node.attributes)
    if node.op in _WINDOWS:
        return _WINDOWS[node.op](growth, node, index)
    if row.symbolic is None:
        raise GraphError("expand.choice", node=node.id, op=node.op)
    tree = parse_expression(row.symbolic, known=(*row.inputs, *row.attributes))
    if isinstance(tree, Apply) and tree.op == node.op and node.shape == () and row.shape is elementwise:
        raise GraphError("expand.elementary", node=node.id, op=row.title)
    root = _scoped(growth, node, tree, index)
    if root in growth.values:
        raise GraphError("expand.copy", node=entry_name(node.id, index), source=root)
    return root


def _scoped(growth: Growth, node: Node, tree: Tree, index: Index) -> str:
    """The formula over whole inputs, over the slice that has the entry, or over each row in turn: see `Scope`."""
    row, axis = OPS[node.op], node.attributes.get("axis")
    whole = _shape(growth, node.parents[0])
    if row.scope == "row-mean":
        rows = [_reading(growth, node, lambda at, row=row: (*row, *at), whole[-1:]) for row in np.ndindex(whole[:-1])]
        return growth.mean([reading.entry(tree, ()) for reading in rows])
    if row.scope == "array" or axis is None or not whole:
        return _reading(growth, node, lambda at: at, None).entry(tree, index)
    place, kept = axis % len(whole), len(index) == len(whole)
    before, after = index[:place], index[place + kept :]
    reading = _reading(growth, node, lambda at: (*before, *at, *after), (whole[place],))
    return reading.entry(tree, index[place : place + 1] if kept else ())


def _reading(growth: Growth, node: Node, place: Callable[[Index], Index], line: Shape | None) -> Reading:
    """A reading of the formula: its letters are the inputs, or the line of each input that `place` picks out."""
    letters: dict[str, Letter] = {}
    for name, fixed in node.attributes.items():
        if name != "axis":
            numbers = np.asarray(fixed, dtype=float)
            letters[name] = Letter(numbers.shape, lambda at, numbers=numbers: growth.constant(float(numbers[at])))
    for letter, parent in zip(OPS[node.op].inputs, node.parents, strict=True):
        shape = _shape(growth, parent) if line is None else line
        letters[letter] = Letter(shape, lambda at, parent=parent: growth.given(parent, place(at)))
    return Reading(growth, letters)


def _shape(growth: Growth, id: str) -> Shape:
    return growth.record.graph.node(id).shape


def _copied(record: Pass, node: Node, index: Index) -> str:
    """The entry of which this one is a copy. Raises GraphError for what was filled in."""
    for parent, recipe in zip(node.parents, record.locals[node.id], strict=True):
        found = np.argwhere(np.atleast_1d(recipe.row(index)))
        if len(found):
            return entry_name(parent, tuple(map(int, found[0])) if recipe.in_shape else ())
    raise GraphError("expand.filling", node=entry_name(node.id, index))


def _outer(growth: Growth, node: Node, index: Index) -> str:
    pairs = zip(node.parents, index, strict=True)
    return growth.apply("mul", *(growth.given(parent, (at,)) for parent, at in pairs))


def _convolution(growth: Growth, node: Node, index: Index) -> str:
    """The entries under a window, times the weights that lie over them, added up."""
    image, kernel = node.parents
    recipe, shape = cast("Convolution", growth.record.locals[node.id][0]), _shape(growth, kernel)
    # a kernel whose weights are their own numbers, laid over the image, shows which weight meets which entry
    met = replace(recipe, other=1.0 + np.arange(size_of(shape)).reshape(shape)).row(index)
    places = [tuple(map(int, at)) for at in np.argwhere(met)]
    if len(places) > MOST_NODES:
        raise too_many(node)
    weights = [tuple(map(int, np.unravel_index(int(met[at]) - 1, shape))) for at in places]
    pairs = [(growth.given(image, at), growth.given(kernel, w)) for at, w in zip(places, weights, strict=True)]
    if not pairs:
        raise GraphError("expand.empty-window", node=entry_name(node.id, index))
    return growth.sum([growth.apply("mul", *pair) for pair in pairs])


def _pooled(growth: Growth, node: Node, index: Index) -> list[str]:
    """The entries of the window under this output, by rows."""
    (image,) = node.parents
    shape, window = _shape(growth, image), node.attributes["window"]
    numbers = np.arange(size_of(shape)).reshape(shape)
    seen = windows_of(numbers, window, node.attributes["stride"])[index].ravel()
    if len(seen) > MOST_NODES:
        raise too_many(node)
    return [growth.given(image, tuple(map(int, np.unravel_index(number, shape)))) for number in seen]


def _folded(growth: Growth, node: Node, index: Index) -> list[str]:
    """The entries of the slice that becomes this entry."""
    (inner,), axis = node.parents, node.attributes["axis"]
    whole = _shape(growth, inner)
    if not whole:
        raise GraphError("expand.elementary", node=node.id, op=OPS[node.op].title)
    if axis is None:
        places = [tuple(at) for at in np.ndindex(whole)]
    else:
        at = axis % len(whole)
        places = [(*index[:at], k, *index[at:]) for k in range(whole[at])]
    if len(places) > MOST_NODES:
        raise too_many(node)
    return [growth.given(inner, place) for place in places]


def _running(growth: Growth, node: Node, index: Index) -> str:
    """The entries up to this one, added up."""
    at = node.attributes["axis"] % len(index)
    places = [(*index[:at], k, *index[at + 1 :]) for k in range(index[at] + 1)]
    if len(places) > MOST_NODES:
        raise too_many(node)
    if len(places) == 1:
        raise GraphError("expand.copy", node=entry_name(node.id, index), source=entry_name(node.parents[0], index))
    return growth.sum([growth.given(node.parents[0], place) for place in places])


_WINDOWS: Mapping[str, Callable[[Growth, Node, Index], str]] = {
    "outer": _outer,
    "conv1d": _convolution,
    "conv2d": _convolution,
    "max_pool": lambda growth, node, index: growth.largest(_pooled(growth, node, index)),
    "prod": lambda growth, node, index: growth.product(_folded(growth, node, index)),
    "cumsum": _running,
    "avg_pool": lambda growth, node, index: growth.mean(_pooled(growth, node, index)),
}
"""Operations that are opened without a formula."""
