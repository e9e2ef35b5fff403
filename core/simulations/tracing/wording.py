"""How are the parts of a pass written? What a node computes, with names or with numbers, and values in a sentence.

A step that nobody named is written as what it computes, `y = w·x + b` and not `y = v1 + b`, while that stays short.
"""

from __future__ import annotations

import re

from ...answers.working import working
from ...arrays import Value, shape_of, write_shape
from ...formula.build import tree_of
from ...formula.printer import write
from ...formula.tree import Leaf, Name, Number, Tree, names_of, with_leaves
from ...graph import CONSTANT, Graph
from ...trace import Trace
from ...words.numbers import brief, sentence

UNNAMED = re.compile(r"v\d+")
"""Names that steps get which a formula gives none."""
LONGEST_OPENED = 44
LONGEST_CALLED = 6
MOST_OPENED = 8
"""A formula of more cells or names than this is not read at a glance, and its steps keep their short names."""


def over_names(graph: Graph, node: str) -> Tree:
    """What a node computes over the names that people gave; the steps between have none."""

    def opened(leaf: Leaf) -> Tree:
        if not isinstance(leaf, Name) or not UNNAMED.fullmatch(leaf.name) or graph.node(leaf.name).is_given:
            return leaf
        return over_names(graph, leaf.name)

    return with_leaves(tree_of(graph, node), opened)


def told_tree(graph: Graph, node: str) -> Tree:
    """What a node computes as people read it: over the names that people gave where that is short."""
    tree = over_names(graph, node)
    is_short = len(names_of(tree)) <= MOST_OPENED and len(write(tree, "unicode")) <= LONGEST_OPENED
    return tree if is_short else tree_of(graph, node)


def called_by_formula(graph: Graph, node: str) -> str:
    """What a step without a name is called where its formula is as short as a name: `w·x`; nothing for others."""
    if not UNNAMED.fullmatch(node) or graph.node(node).is_given:
        return ""
    formula = write(over_names(graph, node), "unicode")
    return formula if len(formula) <= LONGEST_CALLED else ""


def made_from(graph: Graph, node: str) -> tuple[str, ...]:
    """The nodes that are named where a node is read, in the order in which they are."""
    return tuple(name for name in dict.fromkeys(names_of(told_tree(graph, node))) if graph.node(name).op != CONSTANT)


def formula_text(trace: Trace, node: str) -> str:
    """What a node computes, in names."""
    return write(told_tree(trace.record.graph, node), "unicode")


def numbers_text(trace: Trace, node: str, digits: int = 2) -> str:
    """The same with numbers for the names, so many digits that the result holds; arrays keep their names.

    Nothing where no number has come in: the formula would be said twice.
    """
    tree = told_tree(trace.record.graph, node)
    values = trace.record.values
    if all(shape_of(values[name]) == () for name in names_of(tree)):
        return working(tree, {name: values[name] for name in names_of(tree)}, digits=digits).numbers or write(tree)
    filled = with_leaves(tree, lambda leaf: _filled(trace, leaf))
    return "" if filled == tree else write(filled, "unicode")


def _filled(trace: Trace, leaf: Leaf) -> Tree:
    """A parent's value in place of its name; arrays keep their names."""
    if not isinstance(leaf, Name):
        return leaf
    value = trace.record.values[leaf.name]
    return Number(value, sentence(value)) if isinstance(value, float) else leaf


def told(value: Value) -> str:
    """A value in a sentence: two decimals, or a small vector, or a shape."""
    if shape_of(value) == ():
        return brief(float(value), 2)
    if value.size <= 4 and value.ndim == 1:
        return f"[{', '.join(sentence(float(entry)) for entry in value)}]"
    return write_shape(shape_of(value))
