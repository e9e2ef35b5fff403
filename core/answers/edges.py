"""Where does a formula change its ways? At kinks, at the borders of its domain, and where it begins to saturate.

An edge is a tree that is zero there: `x - 7` for `relu(x - 7)`, `100 - x^2` for `sqrt(100 - x^2)`, `50*x` for
`sigmoid(50*x)`. Answers must be compared on both sides of every edge, wherever on the line it lies.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from ..formula.evaluator import evaluate
from ..formula.parser import parse_expression
from ..formula.tree import Apply, Compare, Formula, Name, Number, Tree, is_constant, substitute, walk
from ..ops import OPS

CURVED = frozenset({name for name, op in OPS.items() if op.activates} | {"exp", "erf"})
"""Operations that are flat, straight or beyond all bounds where their input is large: something happens near 0 only."""
BORDERED = frozenset({"log", "sqrt"})


def edges_of(tree: Tree, *, kinks_only: bool = False, every_name: bool = False) -> tuple[Tree, ...]:
    """The edges of a tree, each once.

    A bare variable is none, unless `every_name` is wanted: points are drawn on both sides of 0 anyway.
    """
    found: dict[Tree, None] = {}
    for part in walk(tree):
        for edge in _edges_here(part, kinks_only):
            if (every_name or not isinstance(edge, Name)) and not is_constant(edge):
                found[edge] = None
    return tuple(found)


def _edges_here(part: Tree, kinks_only: bool) -> Iterator[Tree]:
    if isinstance(part, Compare):
        yield Apply("sub", (part.left, part.right))
    if not isinstance(part, Apply):
        return
    inputs = part.arguments
    row = OPS[part.op]
    if part.op == "maxout":
        yield from (Apply("sub", pair) for pair in pairwise(inputs))
    for text in row.kinks:
        letters = dict(zip(row.inputs, inputs, strict=False))
        fixed = row.complete(dict(part.attributes))
        numbers: dict[str, Tree] = {name: Number(float(value)) for name, value in fixed.items() if value is not None}
        yield substitute(_kink(text, (*row.inputs, *fixed)), {**letters, **numbers})
    if kinks_only:
        return
    if part.op in CURVED | BORDERED:
        yield inputs[0]
    if part.op == "div":
        yield inputs[1]
    if part.op == "pow" and not is_whole_power(inputs[1]):
        yield inputs[0]


@lru_cache(maxsize=64)
def _kink(text: str, names: tuple[str, ...]) -> Tree:
    return parse_expression(text, known=names)


def is_whole_power(exponent: Tree) -> bool:
    """Is it a whole number from 0 on, so that every base will do?"""
    return _is_whole(exponent) and float(str(evaluate(exponent, {}))) >= 0.0


def naturally_positive(formula: Formula) -> frozenset[str]:
    """Variables that are positive wherever people would use the formula: factors below a root, in a logarithm, of a
    base whose exponent is not whole. `sqrt(x*y)` also exists if both are negative, and nobody means that."""
    trees = {definition.name: definition.tree for definition in formula.definitions if definition.name}
    found: set[str] = set()
    for definition in formula.definitions:
        for part in walk(definition.tree):
            if not isinstance(part, Apply):
                continue
            if part.op in BORDERED or (part.op == "pow" and not _is_whole(part.arguments[1])):
                found.update(_odd_factors(part.arguments[0], trees))
    return frozenset(found)


def _is_whole(exponent: Tree) -> bool:
    if not is_constant(exponent):
        return False
    value = evaluate(exponent, {})
    return isinstance(value, float) and value == round(value)


def _odd_factors(tree: Tree, trees: dict[str, Tree]) -> Iterator[str]:
    """The names on whose signs the sign of a product depends; none for anything that is not a product."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Name):
            if part.name in trees:
                waiting.append(trees[part.name])
            else:
                yield part.name
        elif isinstance(part, Apply) and part.op in ("mul", "div"):
            waiting.extend(part.arguments)
        elif isinstance(part, Apply) and part.op == "pow":
            exponent = part.arguments[1]
            if not _is_whole(exponent) or float(str(evaluate(exponent, {}))) % 2 == 1:
                waiting.append(part.arguments[0])
