"""What does a formula text mean to somebody who does not know the engine? Arrays of sympy expressions.

Reads our formula language with Python's own parser (`^` written as `**`) and walks the tree: nothing is evaluated as
code. Deliberately independent of gradstep: it shares no line with the formula parser or the algebra process.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import sympy

BINARY: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.MatMult: operator.matmul,
}
RELATIONS: Mapping[type, Any] = {
    ast.Lt: sympy.Lt,
    ast.LtE: sympy.Le,
    ast.Gt: sympy.Gt,
    ast.GtE: sympy.Ge,
    ast.Eq: sympy.Eq,
}
FUNCTIONS: Mapping[str, Any] = {
    "exp": sympy.exp,
    "log": sympy.log,
    "sqrt": sympy.sqrt,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "tanh": sympy.tanh,
    "erf": sympy.erf,
    "abs": sympy.Abs,
    "asin": sympy.asin,
    "acos": sympy.acos,
    "atan": sympy.atan,
}
CONSTANTS = {"pi": sympy.pi, "e": sympy.E}


def everywhere(function: Callable[..., Any], *arrays: Any) -> Any:
    """`function` on every entry, broadcast, as an array of objects (or one object)."""
    return np.frompyfunc(function, len(arrays), 1)(*arrays)


def choose(condition: Any, chosen: Any, otherwise: Any) -> Any:
    return sympy.Piecewise((chosen, condition), (otherwise, True))


def extreme(relation: Any) -> Callable[[Any], Any]:
    def reduce(array: Any) -> Any:
        entries = list(np.ravel(array))
        best = entries[0]
        for entry in entries[1:]:
            best = choose(relation(best, entry), best, entry)
        return best

    return reduce


REDUCTIONS: Mapping[str, Callable[[Any], Any]] = {
    "sum": lambda array: sum(np.ravel(array), sympy.Integer(0)),
    "mean": lambda array: sum(np.ravel(array), sympy.Integer(0)) / np.size(array),
    "max": extreme(sympy.Ge),
    "min": extreme(sympy.Le),
    "transpose": np.transpose,
}


def read(text: str, names: Mapping[str, Any]) -> Any:
    """The formula as a sympy expression or an object array of them; `names` gives inputs and attributes."""
    return _walk(ast.parse(text.replace("^", "**"), mode="eval").body, names)


def _walk(tree: ast.expr, names: Mapping[str, Any]) -> Any:
    match tree:
        case ast.Constant(value=value):
            return sympy.Rational(str(value))
        case ast.Name(id=name):
            return names[name] if name in names else CONSTANTS[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_walk(operand, names)
        case ast.BinOp(op=sign, left=left, right=right):
            return BINARY[type(sign)](_walk(left, names), _walk(right, names))
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            return everywhere(RELATIONS[type(sign)], _walk(left, names), _walk(right, names))
        case ast.Call(func=ast.Name(id="where"), args=arguments):
            return everywhere(choose, *(_walk(argument, names) for argument in arguments))
        case ast.Call(func=ast.Name(id="minimum"), args=[first, second]):
            pair = (_walk(first, names), _walk(second, names))
            return everywhere(lambda a, b: choose(a <= b, a, b), *pair)
        case ast.Call(func=ast.Name(id=name), args=[argument]) if name in REDUCTIONS:
            return REDUCTIONS[name](_walk(argument, names))
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return everywhere(FUNCTIONS[name], _walk(argument, names))
        case _:
            raise AssertionError(f"not in the formula language: {ast.unparse(tree)}")
