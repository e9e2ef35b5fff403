"""How does sympy see our formulas, and how do we see its own? Two translations, each of a closed set.

Symbols are real. Decimals become the fractions they stand for. An operation that is not elementary is opened by the
`symbolic` text of its row, so its convention at a kink is the engine's: ReLU is a `Piecewise` that is 0 at 0, never
`Max`, whose derivative at 0 sympy takes to be 1/2. On the way back, everything becomes a tree of our own.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from math import e, pi
from typing import Any

import sympy as sp

from ..errors import AlgebraError
from ..formula.parser import parse_expression
from ..formula.tree import Apply, Compare, Name, Number, Tree, Where
from ..ops import OPS

Expression = Any
"""A sympy expression."""

ELEMENTARY: Mapping[str, Callable[..., Expression]] = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": operator.truediv, "neg": operator.neg,
    "pow": operator.pow, "exp": sp.exp, "log": sp.log, "sqrt": sp.sqrt, "sin": sp.sin, "cos": sp.cos, "tan": sp.tan,
    "tanh": sp.tanh, "erf": sp.erf, "asin": sp.asin, "acos": sp.acos, "atan": sp.atan,
}  # fmt: skip
OVER_ARRAYS = frozenset({"sum", "mean", "max", "min", "transpose", "matmul", "dot"})
"""Elementary operations that make sense for arrays only; symbolic texts of other rows are written in them."""
RELATIONS: Mapping[str, Callable[..., Expression]] = {
    "<": sp.Lt, "<=": sp.Le, ">": sp.Gt, ">=": sp.Ge, "==": sp.Eq, "!=": sp.Ne
}  # fmt: skip


@lru_cache(maxsize=4096)
def symbol(name: str) -> Expression:
    """The one real symbol of a name: `Symbol("x")` and `Symbol("x", real=True)` differ, and print alike."""
    return sp.Symbol(name, real=True)


def to_sympy(tree: Tree, given: Mapping[str, Expression] | None = None) -> Expression:
    """A scalar tree as a sympy expression, with the expressions in `given` in place of their names.

    Raises AlgebraError for operations on arrays.
    """
    known = given or {}
    match tree:
        case Name(name):
            return known[name] if name in known else symbol(name)
        case Number(value, text):
            return _number(value, text)
        case Apply(op, arguments, attributes):
            inputs = [to_sympy(argument, known) for argument in arguments]
            return ELEMENTARY[op](*inputs) if op in ELEMENTARY else _opened(op, inputs, dict(attributes))
        case Where(condition, chosen, otherwise):
            holds = to_sympy(condition, known)
            return sp.Piecewise((to_sympy(chosen, known), holds), (to_sympy(otherwise, known), True))
        case Compare(relation, left, right):
            return RELATIONS[relation](to_sympy(left, known), to_sympy(right, known))
        case _:
            raise AlgebraError("algebra.not-scalar", part=type(tree).__name__)


def _opened(op: str, inputs: list[Expression], attributes: Mapping[str, object]) -> Expression:
    """An operation, opened by the symbolic text of its row."""
    if op in OVER_ARRAYS:
        raise AlgebraError("algebra.not-scalar", part=op)
    row = OPS[op]
    if row.symbolic is None or any(letter.startswith("*") for letter in row.inputs):
        raise AlgebraError("algebra.not-scalar", part=op)
    settings = {**row.attributes, **attributes}
    fixed = {key: value for key, value in settings.items() if isinstance(value, int | float)}
    numbers = {key: _number(float(value), str(value)) for key, value in fixed.items()}
    given = dict(zip(row.inputs, inputs, strict=True)) | numbers
    return to_sympy(_symbolic(op, tuple(given)), given)


@lru_cache(maxsize=256)
def _symbolic(op: str, names: tuple[str, ...]) -> Tree:
    text = OPS[op].symbolic
    return parse_expression(text or "0", known=names)


def _number(value: float, text: str) -> Expression:
    if text in ("e", "pi", "π") or value in (e, pi):
        return sp.E if value == e else sp.pi
    try:
        exact = Fraction(text) if text else Fraction(repr(value))
    except ValueError:
        exact = Fraction(repr(value))
    return sp.Rational(exact.numerator, exact.denominator)


FUNCTIONS: Mapping[Any, str] = {
    sp.exp: "exp", sp.log: "log", sp.sin: "sin", sp.cos: "cos", sp.tan: "tan", sp.tanh: "tanh", sp.erf: "erf",
    sp.asin: "asin", sp.acos: "acos", sp.atan: "atan",
    sp.Abs: "abs", sp.sign: "sign",
}  # fmt: skip
SIGNS: Mapping[Any, str] = {
    sp.StrictLessThan: "<", sp.LessThan: "<=", sp.StrictGreaterThan: ">", sp.GreaterThan: ">=",
    sp.Equality: "==", sp.Unequality: "!=",
}  # fmt: skip


def from_sympy(expression: Expression) -> Tree:
    """A sympy expression as our tree. Raises AlgebraError for what our formulas cannot say."""
    if expression.is_Symbol:
        return Name(expression.name)
    if expression.is_Number or expression in (sp.pi, sp.E):
        return _from_number(expression)
    if expression.is_Add:
        return _from_sum(expression)
    if expression.is_Mul:
        return _from_product(expression)
    if expression.is_Pow:
        return _from_power(expression)
    if isinstance(expression, sp.Piecewise):
        return _from_pieces(expression)
    if type(expression) in SIGNS:
        sign: Any = SIGNS[type(expression)]
        return Compare(sign, from_sympy(expression.lhs), from_sympy(expression.rhs))
    if expression.func in FUNCTIONS:
        return Apply(FUNCTIONS[expression.func], tuple(from_sympy(part) for part in expression.args))
    raise AlgebraError("algebra.not-scalar", part=str(expression.func))


def _from_number(number: Expression) -> Tree:
    if number is sp.pi or number is sp.E:
        return Number(float(number), "pi" if number is sp.pi else "e")
    if number < 0 and number.is_Rational:
        whole = _from_number(-number)
        return Number(-whole.value, f"-{whole.text}") if isinstance(whole, Number) else Apply("neg", (whole,))
    if number.is_Integer:
        return Number(float(number), str(number))
    if number.is_Rational:
        return Apply("div", (_from_number(sp.Integer(number.p)), _from_number(sp.Integer(number.q))))
    return Number(float(number), repr(float(number)))


def _from_sum(expression: Expression) -> Tree:
    first, *rest = expression.as_ordered_terms()
    if first.could_extract_minus_sign():
        for place, term in enumerate(rest):
            if not term.could_extract_minus_sign():
                first, rest[place] = term, first
                break
    total = from_sympy(first)
    for term in rest:
        if term.could_extract_minus_sign():
            total = Apply("sub", (total, from_sympy(-term)))
        else:
            total = Apply("add", (total, from_sympy(term)))
    return total


def _from_product(expression: Expression) -> Tree:
    above, below = sp.fraction(expression)
    if below != 1:
        if above.could_extract_minus_sign():
            return Apply("div", (_negated(from_sympy(-above)), from_sympy(below)))
        return Apply("div", (from_sympy(above), from_sympy(below)))
    coefficient, factors = expression.as_coeff_mul()
    if coefficient < 0:
        return _negated(from_sympy(-expression))
    ordered = [from_sympy(factor) for factor in sp.Mul(*factors).as_ordered_factors()]
    if coefficient != 1:
        ordered.insert(0, _from_number(coefficient))
    product = ordered[0]
    for factor in ordered[1:]:
        product = Apply("mul", (product, factor))
    return product


def _negated(tree: Tree) -> Tree:
    """The tree with a minus in front, as people write it: `-a·b` is (-a)·b."""
    match tree:
        case Number(value, text) if value > 0:
            return Number(-value, f"-{text}")
        case Apply("mul" | "div" as op, (first, second)):
            return Apply(op, (_negated(first), second))
        case _:
            return Apply("neg", (tree,))


def _from_power(expression: Expression) -> Tree:
    base, exponent = expression.base, expression.exp
    if exponent == sp.Rational(1, 2):
        return Apply("sqrt", (from_sympy(base),))
    if exponent.could_extract_minus_sign():
        return Apply("div", (Number(1.0, "1"), from_sympy(base**-exponent)))
    return Apply("pow", (from_sympy(base), from_sympy(exponent)))


def _from_pieces(expression: Expression) -> Tree:
    *pieces, (last, condition) = expression.args
    if condition != sp.true:
        raise AlgebraError("algebra.not-scalar", part="Piecewise")
    tree = from_sympy(last)
    for value, holds in reversed(pieces):
        tree = Where(from_sympy(holds), from_sympy(value), tree)
    return tree
