"""Which single operations does a formula over arrays mean, for one entry of its value?

`exp(a)/sum(exp(a))` at [2] is exp(a[2]) divided by a sum of three. Only what the entry needs is made, and what it needs
twice is one node with two edges: exp(a[2]), above and below the fraction bar.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..arrays import Index, Shape, size_of
from ..errors import GraphError
from ..formula.evaluator import evaluate
from ..formula.printer import write
from ..formula.tree import Apply, Compare, Name, Number, Tree, Where, is_constant
from ..local.places import read_from
from ..ops import OPS
from ..ops.shaping import elementwise
from .growth import MOST_NODES, Growth, too_many


@dataclass(frozen=True)
class Letter:
    """What a letter of the formula stands for: an array, as one node for each of its entries."""

    shape: Shape
    at: Callable[[Index], str]


FOLDS: Mapping[str, Callable[[Growth, Sequence[str]], str]] = {
    "sum": Growth.sum, "mean": Growth.mean, "max": Growth.largest, "min": Growth.smallest,
}  # fmt: skip
"""The operations that turn all entries of an array into one number."""


@dataclass(eq=False)
class Reading:
    """A formula on its way into a growing graph."""

    growth: Growth
    letters: Mapping[str, Letter]
    _made: dict[tuple[Tree, Index], str] = field(default_factory=dict[tuple[Tree, Index], str])

    def entry(self, tree: Tree, index: Index) -> str:
        """The node for one entry of a part of the formula. Raises GraphError for a choice between cases."""
        key = (tree, index)
        if key not in self._made:
            self._made[key] = self._part(tree, index)
        return self._made[key]

    def shape(self, tree: Tree) -> Shape:
        """The shape of a part of the formula."""
        match tree:
            case Name(name):
                return self.letters[name].shape
            case Apply(op, arguments, attributes):
                shapes = [self.shape(part) for part in arguments]
                return OPS[op].shape(op, *shapes, **OPS[op].complete(dict(attributes)))
            case Where(_, chosen, otherwise):
                return elementwise("where", self.shape(chosen), self.shape(otherwise))
            case _:
                return ()

    def _part(self, tree: Tree, index: Index) -> str:
        growth = self.growth
        match tree:
            case Name(name):
                return self.letters[name].at(index)
            case _ if is_constant(tree):
                text = tree.text if isinstance(tree, Number) else write(tree, "unicode")
                return growth.constant(float(evaluate(tree, {})), text)
            case Apply(op, (inner,)) if op in FOLDS:
                return FOLDS[op](growth, [self.entry(inner, at) for at in self._places(inner)])
            case Apply("matmul", (left, right)):
                return self._product(left, right, index)
            case Apply(op, arguments, attributes):
                inputs = [self.entry(part, read_from(index, self.shape(part))) for part in arguments]
                return growth.apply(op, *inputs, **dict(attributes))
            case Where() if growth.node.op != "relu" and _is_relu(tree):
                return growth.apply("relu", self.entry(tree.chosen, index))
            case _:
                raise GraphError("expand.choice", node=growth.node.id, op=growth.node.op)

    def _product(self, left: Tree, right: Tree, index: Index) -> str:
        """A row times a column; a vector is a row on the left and a column on the right, as NumPy has it."""
        a, b = self.shape(left), self.shape(right)
        inner = a[-1]
        if inner > MOST_NODES:
            raise too_many(self.growth.node)
        stack = index[: len(index) - (len(a) > 1) - (len(b) > 1)]
        row = (*read_from(stack, a[:-2]), index[len(stack)]) if len(a) > 1 else ()
        above, column = (read_from(stack, b[:-2]), index[-1:]) if len(b) > 1 else ((), ())
        pairs = [(self.entry(left, (*row, k)), self.entry(right, (*above, k, *column))) for k in range(inner)]
        return self.growth.sum([self.growth.apply("mul", *pair) for pair in pairs])

    def _places(self, tree: Tree) -> list[Index]:
        """Every entry of a part, in order. Raises GraphError if there are too many."""
        shape = self.shape(tree)
        if size_of(shape) > MOST_NODES:
            raise too_many(self.growth.node)
        return [tuple(at) for at in np.ndindex(shape)]


def _is_relu(tree: Where) -> bool:
    """Is it where(x > 0, x, 0)?"""
    zero = Number(0.0)
    return tree.condition == Compare(">", tree.chosen, zero) and tree.otherwise == zero
