"""What is inside one number of a tensor? Its scalar graph: one entry opened into single multiplications and additions.

    z = x @ W          z[0,1]  =  x[0,0]*W[0,1] + x[0,1]*W[1,1]
    p = softmax(a)     p[2]    =  exp(a[2])/(exp(a[0]) + exp(a[1]) + exp(a[2]))
    s = sigmoid(q)     s       =  1/(1 + exp(-q))

An elementwise operation on arrays opens into the same operation on numbers; everything else opens by its formula in
the op table (`Op.symbolic`), or by the window it looks through.

Invariant: the numbers below are the numbers above. Leaves and the output are cut out of the record and not computed
again, and the backward pass starts from the recorded gradient of the entry; so the gradient of the leaf `x[0,1]` is
the part of ∂f/∂x[0,1] that came through this entry. Summed over all entries of a node, these parts are its recorded
contributions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import numpy as np

from .arrays import Index, Shape, Value, shape_of
from .errors import GraphError
from .formula.evaluator import evaluate
from .formula.parser import parse_expression
from .formula.printer import write
from .formula.tree import Apply, Compare, Name, Number, Tree, Where, is_constant
from .graph import CONSTANT, DATA, LEAF, Graph, GraphBuilder, Node
from .local import Convolution, Gather, Permute
from .local.places import read_from
from .local.windows import windows_of
from .ops import OPS, Op
from .ops.shaping import elementwise
from .passes import Pass, backward, forward

MOST_NODES = 300
"""More operations than this are not drawn, and nobody could follow them."""
MOVES = frozenset({"transpose", "reshape", "broadcast", "concat", "slice", "gather"})
"""Operations whose entries are copies of entries."""


def expand(record: Pass, node: str, index: Index = ()) -> Pass:
    """The recorded pass over the scalar graph of one entry of a node; `()` for a node that is a number.

    Raises UnknownNameError for the node, and GraphError where there is nothing to open: a leaf, an entry that does not
    exist, an elementary operation on numbers, a copy, a choice between cases, more than MOST_NODES operations.
    """
    opened = record.graph.node(node)
    if opened.is_given:
        raise GraphError("expand.given", node=node)
    if len(index) != len(opened.shape) or any(not 0 <= at < n for at, n in zip(index, opened.shape, strict=True)):
        raise GraphError("expand.no-such-entry", node=node, got=list(index), shape=list(opened.shape))
    opening = _Opening(record, opened)
    root = opening.root(index)
    graph = opening.builder.graph(root)
    name = entry_name(node, index)
    graph = Graph(tuple(each._replace(id=name) if each.id == root else each for each in graph.nodes), name)
    values = forward(graph, opening.values, strict=False)
    values[name] = _same(values, name, _entry(record.values[node], index), node)
    gradient = record.gradients.get(node)
    return backward(graph, values, 0.0 if gradient is None else _entry(gradient, index))


def entry_name(node: str, index: Index) -> str:
    """How an entry is called, above and below alike: `X[0,1]`, and `b` for a number."""
    return f"{node}[{','.join(map(str, index))}]" if index else node


def _entry(value: Value, index: Index) -> float:
    return float(value[index]) if index else float(value)


def _same(values: Mapping[str, Value], computed: str, recorded: float, node: str) -> float:
    """The recorded value, of which elementary steps give all but the last bits. Raises GraphError when they do not."""
    with np.errstate(all="ignore"):
        scale = max(abs(value) for value in values.values())
        if not np.isclose(values[computed], recorded, rtol=1e-9, atol=1e-9 * scale, equal_nan=True):
            raise GraphError("expand.not-these-numbers", node=node)
    return recorded


@dataclass(frozen=True)
class _Array:
    """An input of the formula that is being opened: its shape, and the node of each of its entries."""

    shape: Shape
    at: Callable[[Index], str]


@dataclass(eq=False)
class _Opening:
    """Grows the scalar graph of one entry; lives as long as that takes."""

    record: Pass
    node: Node
    values: dict[str, float] = field(default_factory=dict[str, float])
    made: dict[tuple[Any, Index], str] = field(default_factory=dict[tuple[Any, Index], str])
    """What stands for (parent or part of the formula, entry): what is used twice is one node with two edges."""
    arrays: dict[str, _Array] = field(default_factory=dict[str, _Array])

    def __post_init__(self) -> None:
        self.builder: GraphBuilder = GraphBuilder(reserved=self.record.graph.position)
        self.row: Op = OPS[self.node.op]

    def root(self, index: Index) -> str:
        """The node of the entry. Raises GraphError when it cannot be opened."""
        node, row = self.node, self.row
        if node.op in MOVES:
            raise GraphError("expand.copy", node=entry_name(node.id, index), source=self._source(index))
        if row.shape is elementwise and node.shape != ():
            inputs = [self._given(parent, self._seen(parent, index)) for parent in node.parents]
            return self._apply(node.op, *inputs, **node.attributes)
        special = _SPECIAL.get(node.op)
        if special is not None:
            return special(self, index)
        if row.symbolic is None:
            raise GraphError("expand.no-formula", node=node.id, op=node.op)
        tree = parse_expression(row.symbolic, known=(*row.inputs, *row.attributes))
        if isinstance(tree, Apply) and tree.op == node.op and node.shape == () and row.shape is elementwise:
            raise GraphError("expand.elementary", node=node.id, op=row.title)
        return self._scoped(tree, index)

    def _scoped(self, tree: Tree, index: Index) -> str:
        """The formula read over the whole inputs, over one slice of them, or over each row in turn."""
        node = self.node
        numbers = {
            name: _Array(np.shape(value), lambda at, value=value: self.constant(float(np.asarray(value)[at])))
            for name, value in node.attributes.items()
            if value is not None and name != "axis"
        }
        axis = node.attributes.get("axis")
        shapes = [self._shape(parent) for parent in node.parents]
        if self.row.scope == "array" or (self.row.scope == "slice" and (axis is None or not shapes[0])):
            self.arrays = {**numbers, **self._inputs(lambda at: at, shapes)}
            return self._tree(tree, index)
        lines = [(shape[axis if self.row.scope == "slice" else -1],) for shape in shapes]
        if self.row.scope == "slice":
            place, kept = axis % len(shapes[0]), index
            is_kept = len(index) == len(shapes[0])
            before, after = kept[:place], kept[place + 1 :] if is_kept else kept[place:]
            self.arrays = {**numbers, **self._inputs(lambda at: (*before, *at, *after), lines)}
            return self._tree(tree, index[place : place + 1] if is_kept else ())
        rows: list[str] = []
        for row in np.ndindex(shapes[0][:-1]):
            self.arrays = {**numbers, **self._inputs(lambda at, row=row: (*row, *at), lines)}
            self.made = {key: id for key, id in self.made.items() if isinstance(key[0], str | float)}
            rows.append(self._tree(tree, ()))
        return self.mean(rows)

    def _inputs(self, place: Callable[[Index], Index], shapes: Sequence[Shape]) -> dict[str, _Array]:
        pairs = zip(self.row.inputs, self.node.parents, shapes, strict=True)
        return {
            letter: _Array(shape, lambda at, parent=parent: self._given(parent, place(at)))
            for letter, parent, shape in pairs
        }

    def _tree(self, tree: Tree, index: Index) -> str:
        """The node of one entry of a part of the formula."""
        key = (tree, index)
        if key not in self.made:
            self.made[key] = self._part(tree, index)
        return self.made[key]

    def _part(self, tree: Tree, index: Index) -> str:
        match tree:
            case Name(name):
                return self.arrays[name].at(read_from(index, self.arrays[name].shape))
            case _ if is_constant(tree):
                text = tree.text if isinstance(tree, Number) else write(tree, "unicode")
                return self.constant(float(evaluate(tree, {})), text)
            case Apply(op, arguments) if op in _FOLDS:
                (inner,) = arguments
                return _FOLDS[op](self, [self._tree(inner, at) for at in self._places(inner)])
            case Apply("matmul", (left, right)):
                return self._product(left, right, index)
            case Apply(op, arguments):
                inputs = [self._tree(part, read_from(index, self._tree_shape(part))) for part in arguments]
                return self._apply(op, *inputs, **OPS[op].complete(dict(tree.attributes)))
            case Where(Compare(">", left, Number(0.0)), chosen, Number(0.0)) if left == chosen and self.row.name != "relu":
                return self._apply("relu", self._tree(chosen, index))
            case _:
                raise GraphError("expand.choice", node=self.node.id, op=self.node.op)

    def _product(self, left: Tree, right: Tree, index: Index) -> str:
        """A row times a column; vectors are rows on the left and columns on the right, as NumPy has it."""
        a, b = self._tree_shape(left), self._tree_shape(right)
        stack = index[: len(index) - (len(a) > 1) - (len(b) > 1)]
        row = (*read_from(stack, a[:-2]), index[len(stack)]) if len(a) > 1 else ()
        above, column = (read_from(stack, b[:-2]), index[-1:]) if len(b) > 1 else ((), ())
        terms = [
            self._apply("mul", self._tree(left, (*row, k)), self._tree(right, (*above, k, *column)))
            for k in range(a[-1])
        ]  # fmt: skip
        return self.sum(terms)

    def _tree_shape(self, tree: Tree) -> Shape:
        match tree:
            case Name(name):
                return self.arrays[name].shape
            case Apply(op, arguments, attributes):
                shapes = [self._tree_shape(part) for part in arguments]
                return OPS[op].shape(op, *shapes, **OPS[op].complete(dict(attributes)))
            case Where(_, chosen, otherwise):
                return elementwise("where", self._tree_shape(chosen), self._tree_shape(otherwise))
            case _:
                return ()

    def _places(self, tree: Tree) -> list[Index]:
        """Every entry of a part, in order. Raises GraphError when there are too many."""
        shape = self._tree_shape(tree)
        if np.prod(shape) > MOST_NODES:
            raise self._too_many()
        return [tuple(at) for at in np.ndindex(shape)]

    def sum(self, terms: Sequence[str]) -> str:
        """Terms added one after the other."""
        total = terms[0]
        for term in terms[1:]:
            total = self._apply("add", total, term)
        return total

    def mean(self, terms: Sequence[str]) -> str:
        """Their sum over their number."""
        total = self.sum(terms)
        return total if len(terms) == 1 else self._apply("div", total, self.constant(float(len(terms))))

    def largest(self, terms: Sequence[str]) -> str:
        """The first of the largest."""
        return terms[0] if len(terms) == 1 else self._apply("maxout", *terms)

    def smallest(self, terms: Sequence[str]) -> str:
        """The first of the smallest."""
        least = terms[0]
        for term in terms[1:]:
            least = self._apply("minimum", least, term)
        return least

    def constant(self, value: float, text: str = "") -> str:
        """A number, once."""
        key = (value, ())
        if key not in self.made:
            self.made[key] = self.builder.constant(value, text)
        return self.made[key]

    def outer(self, index: Index) -> str:
        """One product of two entries."""
        pairs = zip(self.node.parents, index, strict=True)
        return self._apply("mul", *(self._given(parent, (at,)) for parent, at in pairs))

    def window(self, index: Index) -> str:
        """The entries of a window times the weights that lie over them."""
        image, kernel = self.node.parents
        recipe = cast("Convolution", self.record.locals[self.node.id][0])
        shape = np.shape(recipe.other)
        # a kernel of numbered weights, laid over the image, shows which weight meets which entry
        met = replace(recipe, other=1.0 + np.arange(np.prod(shape)).reshape(shape)).row(index)
        meetings = [tuple(map(int, at)) for at in np.argwhere(met)]
        if len(meetings) > MOST_NODES:
            raise self._too_many()
        weights = [tuple(map(int, np.unravel_index(int(met[at]) - 1, shape))) for at in meetings]
        pairs = zip(meetings, weights, strict=True)
        return self.sum([self._apply("mul", self._given(image, at), self._given(kernel, w)) for at, w in pairs])
