"""How is a calculation written so that it holds as it stands? A tree with its numbers put in, and what that comes to.

Invariant: whoever types the numbers of a line into a calculator gets the number behind its `=`, in all digits shown.
Digits are decided here, once: operands get as many as the result needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ..arrays import Index, Value, shape_of
from ..formula.entries import entry_of
from ..formula.evaluator import evaluate
from ..formula.exact import evaluate_exact
from ..formula.limits import FORMULA_LIMITS
from ..formula.parser import parse_expression
from ..formula.printer import write
from ..formula.tree import Apply, Entry, Leaf, Matrix, Name, Number, Tree, leaves_of, with_leaves
from ..words.numbers import brief

DIGITS = 6
"""Decimals of a result."""
OPERAND_DIGITS = 4
"""Decimals of an operand, where they do."""
MOST_DIGITS = 15
MOST_NUMBERS = 12
"""A line with more numbers than this is nothing that anybody would check by hand; it stays without them."""

Writes = Callable[[str], str]
"""How a quantity is written: `∂L/∂w` for `grad.w`."""


@dataclass(frozen=True)
class Working:
    """One line of arithmetic: in names, in numbers, and its result."""

    symbols: str
    numbers: str
    """The same with numbers; nothing where there are too many of them, or none to put in."""
    result: str

    @property
    def text(self) -> str:
        """The numbers with their result."""
        return f"{self.numbers} = {self.result}" if self.numbers else self.result


def working(
    tree: Tree, values: Mapping[str, Value], index: Index = (), *,
    digits: int = DIGITS, most: int = MOST_NUMBERS, name: Writes = str, first: int = 0,
) -> Working:  # fmt: skip
    """The arithmetic of a formula, or of one entry of its value, from the values of its names.

    In names, entries count from `first`.

    Of an array without an index the arrays are written out whole. Raises GraphError where an entry has no formula of
    its own.
    """
    if not index and shape_of(evaluate(tree, values)):
        return _whole(tree, values, digits, name)
    single = entry_of(tree, index, {each: shape_of(value) for each, value in values.items()})
    result = float(evaluate(single, values))
    symbols = write(with_leaves(single, lambda leaf: _renamed(leaf, name, first)))
    shorter = _without_zeros(single, values)
    count = sum(isinstance(leaf, Name | Entry) for leaf in leaves_of(shorter))
    if isinstance(single, Name | Entry) or not 0 < count <= most:
        return Working(symbols, "", brief(result, digits))
    numbers, found = _holding(shorter, values, result, digits)
    return Working(symbols, write(numbers), found)


def worked(formula: str, *, digits: int = DIGITS, most: int = MOST_NUMBERS, **values: Value) -> str:
    """The arithmetic of a formula over a few numbers: `worked("x/n", x=3.0, n=4.0)` is `3/4 = 0.75`."""
    tree = parse_expression(formula, known=tuple(values), limits=FORMULA_LIMITS)
    return working(tree, values, digits=digits, most=most).text


def exactly(
    tree: Tree, values: Mapping[str, object], index: Index, number: Callable[[object], str], *, name: Writes = str
) -> Working:
    """The arithmetic of a formula over fractions: no number is rounded, and no term left out for being 0."""
    single = entry_of(tree, index, {each: shape_of(value) for each, value in values.items()})

    def filled(leaf: Leaf) -> Tree:
        value = evaluate_exact(leaf, values)
        return leaf if isinstance(leaf, Number) else Number(float(value), number(value))

    symbols = write(with_leaves(single, lambda leaf: _renamed(leaf, name)))
    numbers = "" if isinstance(single, Name | Entry) else write(with_leaves(single, filled))
    return Working(symbols, numbers, number(evaluate_exact(single, values)))


def _whole(tree: Tree, values: Mapping[str, Value], digits: int, name: Writes) -> Working:
    """The same for whole arrays, as one could type them."""
    symbols = write(with_leaves(tree, lambda leaf: _renamed(leaf, name)))
    numbers, found = _holding(tree, values, evaluate(tree, values), digits)
    return Working(symbols, write(numbers), found)


def _holding(tree: Tree, values: Mapping[str, Value], result: Value, digits: int) -> tuple[Tree, str]:
    """The tree with so many digits in its numbers that what is written comes to the result, and that result."""
    wanted = _shown(result, digits)
    told = _numbers(wanted)
    for operands in range(min(OPERAND_DIGITS, digits), MOST_DIGITS):
        filled = _filled(tree, values, operands)
        if _numbers(_shown(evaluate(filled, {}), digits)) == told:
            return filled, write(wanted)
    filled = _filled(tree, values, MOST_DIGITS)
    return filled, write(_shown(evaluate(filled, {}), digits))


def _shown(value: Value, digits: int) -> Tree:
    """A number or an array with so many decimals, each number being what its text says."""
    if shape_of(value):
        return Matrix(tuple(_shown(row, digits) for row in np.asarray(value)))
    text = brief(float(value), digits)
    return Number(float(text.replace("NaN", "nan")), text)


def _numbers(shown: Tree) -> list[str]:
    return [str(leaf.value) for leaf in leaves_of(shown) if isinstance(leaf, Number)]


def _without_zeros(tree: Tree, values: Mapping[str, Value]) -> Tree:
    """A long sum without the products that are 0 because a factor is: a one-hot vector picks one term of many."""
    match tree:
        case Apply("add", (left, right)):
            left, right = _without_zeros(left, values), _without_zeros(right, values)
            if not _is_zero_product(right, values) or (_is_zero_product(left, values) and _is_picked(right, values)):
                return right if _is_zero_product(left, values) else Apply("add", (left, right))
            return left
        case _:
            return tree


def _is_picked(tree: Tree, values: Mapping[str, Value]) -> bool:
    """Of products that are all 0, is this the one that the 1 of a one-hot vector picks?"""
    return isinstance(tree, Apply) and float(evaluate(tree.arguments[-1], values)) == 1.0


def _is_zero_product(tree: Tree, values: Mapping[str, Value]) -> bool:
    return (
        isinstance(tree, Apply) and tree.op == "mul" and any(float(evaluate(f, values)) == 0.0 for f in tree.arguments)
    )


def _renamed(leaf: Leaf, name: Writes, first: int = 0) -> Tree:
    match leaf:
        case Name():
            return Name(name(leaf.name))
        case Entry(inner, index):
            return Entry(Name(name(inner.name)), tuple(place + first for place in index))
        case Number():
            return leaf


def _filled(tree: Tree, values: Mapping[str, Value], digits: int) -> Tree:
    """Numbers for names, and each of them is what its text says."""

    def number(leaf: Leaf) -> Tree:
        return leaf if isinstance(leaf, Number) else _shown(evaluate(leaf, values), digits)

    return with_leaves(tree, number)
