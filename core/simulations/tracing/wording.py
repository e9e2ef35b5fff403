"""How are the parts of a pass written? What a node computes, with names or with numbers, and values in a sentence."""

from __future__ import annotations

from ...arrays import Value, shape_of, write_shape
from ...formula.build import tree_of
from ...formula.printer import write
from ...formula.tree import Apply, Name, Number, Tree
from ...trace import Trace
from ...words.numbers import sentence


def formula_text(trace: Trace, node: str) -> str:
    """What a node computes, over the names of its parents."""
    return write(tree_of(trace.record.graph, node), "unicode")


def numbers_text(trace: Trace, node: str) -> str:
    """The same with numbers for the names."""
    tree = tree_of(trace.record.graph, node)
    if isinstance(tree, Apply):
        filled = tuple(_filled(trace, argument) for argument in tree.arguments)
        tree = Apply(tree.op, filled, tree.attributes)
    return write(tree, "unicode")


def _filled(trace: Trace, tree: Tree) -> Tree:
    """A parent's value in place of its name; arrays keep their names."""
    if not isinstance(tree, Name):
        return tree
    value = trace.record.values[tree.name]
    return Number(value, sentence(value)) if isinstance(value, float) else tree


def told(value: Value) -> str:
    """A value in a sentence: two decimals, or a small vector, or a shape."""
    if shape_of(value) == ():
        return sentence(float(value))
    if value.size <= 4 and value.ndim == 1:
        return f"[{', '.join(sentence(float(entry)) for entry in value)}]"
    return write_shape(shape_of(value))
