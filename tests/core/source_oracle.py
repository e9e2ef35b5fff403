"""What does a source template compute? NumPy expressions read with Python's parser and walked, never executed."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

BINARY: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.BitAnd: operator.and_,
}
RELATIONS: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
}


def run(template: str, names: Mapping[str, Any]) -> Any:
    """The value of the template when its placeholders stand for `names`."""
    return _walk(ast.parse(template.format_map({name: name for name in names}), mode="eval").body, names)


def _walk(tree: ast.expr, names: Mapping[str, Any]) -> Any:
    match tree:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return names[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_walk(operand, names)
        case ast.BinOp(op=sign, left=left, right=right):
            return BINARY[type(sign)](_walk(left, names), _walk(right, names))
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            return RELATIONS[type(sign)](_walk(left, names), _walk(right, names))
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr=name), args=arguments):
            return getattr(np, name)(*(_walk(argument, names) for argument in arguments))
        case _:
            raise AssertionError(f"not a NumPy expression: {ast.unparse(tree)}")
