"""What is the value of a tree in exact arithmetic? Fractions or whole numbers in and out: a tie is a tie.

Rows of fractions stand for vectors. Only the operations that stay among fractions are known here.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from ..errors import GraphError
from ..ops import OPS
from .tree import Apply, Compare, Entry, Name, Number, Tree, Where

Exact = Fraction | tuple[Any, ...]
PAIRS: Mapping[str, Callable[[Any, Any], Any]] = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": lambda a, b: Fraction(a) / b,
    "maximum": max, "minimum": min,
}  # fmt: skip
SINGLES: Mapping[str, Callable[[Any], Any]] = {
    "neg": operator.neg, "abs": abs, "step": lambda z: int(z >= 0), "relu": lambda z: max(z, 0),
}  # fmt: skip
COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


def evaluate_exact(tree: Tree, names: Mapping[str, Any]) -> Any:
    """The value of a tree over fractions and rows of them. Raises GraphError for an operation that has no fractions."""
    match tree:
        case Number():
            return int(tree.value) if tree.value.is_integer() else Fraction(str(tree.value))
        case Name(name):
            return names[name]
        case Entry(inner, index):
            value = names[inner.name]
            for at in index:
                value = value[at]
            return value
        case Apply(op, arguments):
            return _applied(op, [evaluate_exact(part, names) for part in arguments])
        case Compare(sign, left, right):
            return COMPARED[sign](evaluate_exact(left, names), evaluate_exact(right, names))
        case Where(condition, chosen, otherwise):
            return evaluate_exact(chosen if evaluate_exact(condition, names) else otherwise, names)
        case _:
            raise GraphError("formula.cannot-compute", op=type(tree).__name__)


def _applied(op: str, values: list[Any]) -> object:
    match op, values:
        case "dot", [left, right]:
            return sum(a * b for a, b in zip(left, right, strict=True))
        case "sum", [row]:
            return sum(row) if isinstance(row, tuple) else row
        case _, [value] if op in SINGLES:
            return tuple(map(SINGLES[op], value)) if isinstance(value, tuple) else SINGLES[op](value)
        case _, [left, right] if op in PAIRS:
            return _paired(PAIRS[op], left, right)
        case _:
            raise GraphError("formula.cannot-compute", op=OPS[op].title)


def _paired(function: Callable[[object, object], object], left: Any, right: Any) -> object:
    """Entry by entry; a number goes with every entry of a row."""
    if not isinstance(left, tuple) and not isinstance(right, tuple):
        return function(left, right)
    length = len(left if isinstance(left, tuple) else right)
    rows = (side if isinstance(side, tuple) else (side,) * length for side in (left, right))
    return tuple(function(a, b) for a, b in zip(*rows, strict=True))
