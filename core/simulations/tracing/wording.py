"""How are the parts of a pass written? What a node computes, with names or with numbers, and values in a sentence."""

from __future__ import annotations

from ...answers.working import working
from ...arrays import Value, shape_of, write_shape
from ...formula.build import tree_of
from ...formula.printer import write
from ...formula.tree import Leaf, Name, Number, Tree, names_of, with_leaves
from ...trace import Trace
from ...words.numbers import brief, sentence


def formula_text(trace: Trace, node: str) -> str:
    """What a node computes, over the names of its parents."""
    return write(tree_of(trace.record.graph, node), "unicode")


def numbers_text(trace: Trace, node: str, digits: int = 2) -> str:
    """The same with numbers for the names, so many digits that the result holds; arrays keep their names.

    Nothing where no number has come in: the formula would be said twice.
    """
    tree = tree_of(trace.record.graph, node)
    values = trace.record.values
    if all(shape_of(values[parent]) == () for parent in trace.record.graph.node(node).parents):
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
