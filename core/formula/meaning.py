"""What does a call, a power, a literal or a bracket mean? A tree made of its parts, or a sentence that refuses them.

The parser knows what comes where; this file decides whether it makes sense: how many arguments there are, which of them
must be numbers, which exponents and literals are within bounds, whether rows are equally long.
"""

from __future__ import annotations

import math

from ..errors import FormulaError
from .evaluator import evaluate
from .functions import Function
from .limits import LARGEST_EXPONENT, LARGEST_LITERAL, SMALLEST_LITERAL
from .tree import Apply, Attributes, Matrix, Number, Span, Tree, is_constant, parts, walk

CONSTANT_VALUES = {"e": math.e, "pi": math.pi}
Keywords = dict[str, tuple[Tree, Span]]


def make_number(text: str, span: Span) -> Number:
    """A literal with a decimal point. Raises FormulaError outside the bounds of `limits`."""
    value = float(text)
    if value > LARGEST_LITERAL:
        raise FormulaError("formula.number-too-large", column=span.start, length=span.end - span.start, got=text)
    if value < SMALLEST_LITERAL and any(digit in "123456789" for digit in text.lower().partition("e")[0]):
        raise FormulaError("formula.number-too-small", column=span.start, length=span.end - span.start, got=text)
    if text[0] == "." or text[-1] == ".":
        text = f"0{text}" if text[0] == "." else text[:-1]
    return Number(value, text, span)


def make_power(base: Tree, exponent: Tree, span: Span) -> Apply:
    """`base ^ exponent`; for the constant e, `exp` of the exponent. Raises FormulaError for what would explode."""
    if isinstance(base, Number) and base.text == "e":
        return Apply("exp", (exponent,), (), span)
    return bounded_power(base, exponent, span)


def bounded_power(base: Tree, exponent: Tree, span: Span) -> Apply:
    """`pow` of two trees. Raises FormulaError for what would explode."""
    if isinstance(exponent, Number):
        size = abs(exponent.value)
    elif is_constant(exponent):
        if _powers_inside(exponent):
            raise _fault("formula.power-tower", exponent)
        size = abs(constant_value(exponent))
    else:
        return Apply("pow", (base, exponent), (), span)
    if not size <= LARGEST_EXPONENT:
        raise _fault("formula.exponent-too-large", exponent, wanted=LARGEST_EXPONENT)
    if isinstance(base, Apply) and is_constant(base) and _powers_inside(base) > 1:
        raise _fault("formula.power-tower", base)
    return Apply("pow", (base, exponent), (), span)


def _powers_inside(tree: Tree) -> int:
    """How deeply powers are nested."""
    inside = max((_powers_inside(part) for part in parts(tree)), default=0)
    return inside + (isinstance(tree, Apply) and tree.op == "pow")


def constant_value(tree: Tree) -> float:
    """The number that a tree without names comes to; nan for an array."""
    value = evaluate(tree, {})
    return value if isinstance(value, float) else math.nan


def make_call(function: Function, arguments: list[Tree], keywords: Keywords, span: Span) -> Tree:
    """A function with what was in its parentheses; keywords are arguments such as `axis=0`.

    Raises FormulaError for a wrong number of arguments, and for an attribute that is not a number.
    """
    if function.pairwise and len(arguments) > 1 and not keywords:
        nested = arguments[0]
        for argument in arguments[1:]:
            nested = Apply(function.pairwise, (nested, argument), (), span)
        return nested
    takes_any = function.inputs[-1].startswith("*")
    inputs, spare = (arguments, []) if takes_any else _split(arguments, len(function.inputs))
    by_place = () if function.pairwise else function.attributes
    lacks_number = function.required and len(spare) + len(keywords) < len(function.attributes)
    if len(inputs) < len(function.inputs) or len(spare) > len(by_place) or lacks_number:
        raise _wrong_count(function, arguments, span)
    if function.op == "pow":
        return bounded_power(inputs[0], inputs[1], span)
    fixed = {name: _attribute(function, name, tree) for name, tree in zip(by_place, spare, strict=False)}
    for name, (tree, where) in keywords.items():
        if name not in function.attributes or name in fixed:
            raise FormulaError("formula.unknown-keyword", column=where.start, got=name, wanted=function.signature)
        fixed[name] = _attribute(function, name, tree)
    ordered: Attributes = tuple((name, fixed[name]) for name in function.attributes if name in fixed)
    return Apply(function.op, tuple(inputs), ordered, span)


def _split(arguments: list[Tree], count: int) -> tuple[list[Tree], list[Tree]]:
    """The inputs, and the arguments after them, which fix attributes."""
    return arguments[:count], arguments[count:]


def _wrong_count(function: Function, arguments: list[Tree], span: Span) -> FormulaError:
    """The complaint; two literals where one was wanted probably were one number with a decimal comma."""
    length = span.end - span.start
    if len(function.inputs) == 1 and len(arguments) == 2:
        left, right = arguments
        if isinstance(left, Number) and isinstance(right, Number) and left.text.lstrip("-").isdecimal():
            return FormulaError(
                "formula.comma-in-call",
                column=span.start,
                length=length,
                got=function.name,
                wanted=f"{function.name}({left.text}.{right.text})",
            )
    return FormulaError(
        "formula.argument-count",
        column=span.start,
        length=length,
        function=function.name,
        count=len(arguments),
        wanted=function.signature,
    )


def _attribute(function: Function, name: str, tree: Tree) -> float | int:
    value = constant_value(tree) if is_constant(tree) else math.nan
    if not math.isfinite(value):
        raise _fault("formula.attribute-not-number", tree, name=name, wanted=function.signature)
    if not function.whole:
        return value
    if value != int(value):
        raise _fault("formula.attribute-not-whole", tree, name=name, wanted=function.signature)
    return int(value)


def make_matrix(rows: list[list[Tree]], span: Span, *, is_flat: bool) -> Matrix:
    """An array of rows; with `is_flat`, the single row is the array. Raises FormulaError for rows of unequal length."""
    if is_flat:
        items = tuple(rows[0])
    else:
        items = tuple(
            row[0] if len(row) == 1 and isinstance(row[0], Matrix) else Matrix(tuple(row), row[0].span) for row in rows
        )
    wanted = literal_shape(items[0])
    for place, item in enumerate(items[1:], start=2):
        got = literal_shape(item)
        if got != wanted:
            raise _fault("formula.ragged", item, place=place, got=_entries(got), wanted=_entries(wanted))
    return Matrix(items, span)


def _entries(shape: tuple[int, ...]) -> int:
    return shape[0] if shape else 1


def literal_shape(tree: Tree) -> tuple[int, ...]:
    """The shape of a bracket literal; `()` for any other tree."""
    shape: list[int] = []
    while isinstance(tree, Matrix):
        shape.append(len(tree.items))
        tree = tree.items[0]
    return tuple(shape)


def size_of_tree(tree: Tree) -> int:
    """How many nodes a tree has."""
    return sum(1 for _ in walk(tree))


def _fault(id: str, tree: Tree, **arguments: object) -> FormulaError:
    return FormulaError(id, column=tree.span.start, length=tree.span.end - tree.span.start, **arguments)
