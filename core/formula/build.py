"""Which graph does a formula describe? One with a node for every operation typed, in the order of doing it by hand.

Leaves come first, by appearance; then constants; then operations in post-order, so evaluating the nodes in order is
evaluating the formula by hand. A definition names its root node; unnamed nodes are `v1`, `v2`, … Nothing is merged or
simplified. Each node's place in the text is remembered, so that an error can point at it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import Shape, Value, shape_of
from ..errors import DomainError, FormulaError, GraphError, ShapeError
from ..graph import CONSTANT, Graph, GraphBuilder
from ..passes import Pass, run_pass
from .evaluator import evaluate
from .parser import parse
from .tree import Apply, Definition, Formula, Matrix, Name, Number, Span, Tree, given_names, is_constant


@dataclass(frozen=True, eq=False)
class Built:
    """A formula as a graph; `spans` says where in the text each operation was typed."""

    formula: Formula
    graph: Graph
    spans: Mapping[str, Span]


def build(formula: Formula, shapes: Mapping[str, Shape]) -> Built:
    """The graph of a formula whose given names have these shapes.

    Raises GraphError if a shape is missing; FormulaError, with the column, for parts that cannot be nodes and for
    shapes that do not fit.
    """
    return _Growth(formula, shapes).grow()


def build_pass(formula: Formula, at: Mapping[str, Value], upstream: Value | None = None) -> tuple[Built, Pass]:
    """The graph of a formula and its recorded pass at the values `at`.

    Raises GraphError for a missing value, UnknownNameError for one too many, and FormulaError, with the column, for
    shapes that do not fit and inputs outside the domain of an operation.
    """
    built = build(formula, {name: shape_of(value) for name, value in at.items()})
    try:
        return built, run_pass(built.graph, at, upstream)
    except DomainError as error:
        raise at_columns(error, built.spans.get(error.node or "", Span(1, 2))) from None


def read_pass(text: str, at: Mapping[str, Value], upstream: Value | None = None) -> tuple[Built, Pass]:
    """The graph and the pass of a formula as it was typed; its names are those of `at`."""
    return build_pass(parse(text, known=tuple(at)), at, upstream)


def tree_of(graph: Graph, id: str) -> Tree:
    """What a node computes, as a tree over the names of its parents; constants are written as numbers."""
    node = graph.node(id)
    if node.op == CONSTANT:
        value = node.attributes["value"]
        return Number(value, node.attributes["text"]) if isinstance(value, float) else Name(id)
    if node.is_given:
        return Name(id)
    arguments = tuple(
        tree_of(graph, parent) if graph.node(parent).op == CONSTANT else Name(parent) for parent in node.parents
    )
    return Apply(node.op, arguments, tuple(sorted(node.attributes.items())))


def at_columns(error: GraphError, span: Span) -> FormulaError:
    """The same complaint, pointing at the columns of the formula where it arose."""
    arguments = {key: value for key, value in error.message.arguments.items() if key != "column"}
    inner = type(error)(error.message.id, **arguments)
    return FormulaError(
        "formula.at-column", column=span.start, length=max(1, span.end - span.start), problem=inner.message
    )


class _Growth:
    """Grows one graph; lives as long as that takes."""

    def __init__(self, formula: Formula, shapes: Mapping[str, Shape]) -> None:
        self.formula = formula
        defined = {definition.name for definition in formula.definitions if definition.name}
        given = given_names(formula)
        missing = [name for name in given if name not in shapes]
        if missing:
            example = ", ".join(f"{name}=1" for name in missing[:3])
            raise GraphError("graph.missing-leaf", node=missing[0], names=missing, example=example)
        self.builder = GraphBuilder(reserved=defined | set(given))
        self.known: dict[str, str] = {name: self.builder.leaf(name, shapes[name]) for name in given}
        self.spans: dict[str, Span] = {}

    def grow(self) -> Built:
        output = ""
        for definition in self.formula.definitions:
            output = self._define(definition)
        return Built(self.formula, self.builder.graph(output), self.spans)

    def _define(self, definition: Definition) -> str:
        """The node of a definition; one that merely renames a node leaves it its older name."""
        id = self._node(definition.tree, definition.name or "")
        if definition.name:
            self.known[definition.name] = id
        return id

    def _node(self, root: Tree, name: str) -> str:
        """The node of a tree, after those of its arguments; without recursion, so deep formulas work."""
        made: dict[int, str] = {}
        waiting: list[tuple[Tree, bool]] = [(root, False)]
        while waiting:
            tree, ready = waiting.pop()
            if not ready and isinstance(tree, Apply):
                waiting.append((tree, True))
                waiting.extend((argument, False) for argument in reversed(tree.arguments))
            else:
                made[id(tree)] = self._one(tree, [made[id(a)] for a in _arguments(tree)], name if tree is root else "")
        return made[id(root)]

    def _one(self, tree: Tree, parents: list[str], name: str) -> str:
        match tree:
            case Number(value, text):
                return self.builder.constant(value, text)
            case Name(given):
                return self.known[given]
            case Matrix() if is_constant(tree):
                return self.builder.constant(np.asarray(evaluate(tree, {})))
            case Apply(op, _, attributes):
                try:
                    fixed: dict[str, Any] = dict(attributes)
                    node = self.builder.apply(op, *parents, name=name, **fixed)
                except ShapeError as error:
                    raise at_columns(error, tree.span) from None
                self.spans[node] = tree.span
                return node
            case _:
                raise FormulaError("formula.not-a-node", column=tree.span.start)


def _arguments(tree: Tree) -> tuple[Tree, ...]:
    return tree.arguments if isinstance(tree, Apply) else ()
