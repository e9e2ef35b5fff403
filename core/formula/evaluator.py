"""What is the value of a tree? The values of its names, and its operations applied to them, numbers and arrays alike.

An infinity or a nan raises nothing: it is a value here, and what to say about it is left to others. A condition on
quantities that are not there yet is neither true nor false, so it does not hold.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

import numpy as np

from ..arrays import Numbers, Value, scalar, shape_of, write_shape
from ..errors import GraphError, ShapeError, UnknownNameError
from ..ops import OPS
from .tree import Apply, Compare, Comparison, Entry, Formula, Logic, Matrix, Name, Number, Tree, Where, parts

EQUAL_WITHIN = 1e-9
"""Numbers no further apart than this, relative to their size, count as equal: people expect 0.1 + 0.2 == 0.3."""


def evaluate(tree: Tree, names: Mapping[str, Value]) -> Value:
    """The value of a tree: a float, or an array if arrays were given; of a condition, True or False.

    Shapes broadcast as the op table says. Raises UnknownNameError for a name without a value, ShapeError for arrays
    that do not fit together, GraphError for an entry that does not exist.
    """
    with np.errstate(all="ignore"):
        return _value(tree, names)


def evaluate_formula(formula: Formula, names: Mapping[str, Value]) -> Value:
    """The value of the last definition; see `evaluate`."""
    known = dict(names)
    value: Value = math.nan
    for definition in formula.definitions:
        value = evaluate(definition.tree, known)
        if definition.name is not None:
            known[definition.name] = value
    return value


def _value(tree: Tree, names: Mapping[str, Value]) -> Value:
    match tree:
        case Number():
            return tree.value
        case Name():
            return _lookup(tree.name, names)
        case Apply():
            return _apply(tree, [_value(part, names) for part in tree.arguments])
        case Matrix():
            return _stack([_value(item, names) for item in tree.items])
        case Entry():
            return _entry(tree, names)
        case Compare():
            return _compare(tree.operator, _value(tree.left, names), _value(tree.right, names))
        case Logic():
            return _logic(tree.operator, [_value(part, names) for part in tree.arguments])
        case Where():
            return scalar(_fitting("where", np.where, [_value(part, names) for part in parts(tree)]))


def _stack(items: list[Value]) -> Value:
    shapes = [shape_of(item) for item in items]
    if any(shape != shapes[0] for shape in shapes):
        raise ShapeError("formula.uneven-entries", shapes=[list(shape) for shape in shapes])
    return np.array(items, dtype=float)


def _lookup(name: str, names: Mapping[str, Value]) -> Value:
    if name not in names:
        raise UnknownNameError("formula.no-value", name, names)
    value = names[name]
    if isinstance(value, float | int):
        return float(value)
    try:
        return scalar(np.asarray(value, dtype=float))
    except (TypeError, ValueError):
        raise GraphError("formula.not-a-number", got=name) from None


def _apply(tree: Apply, inputs: list[Value]) -> Value:
    op = OPS[tree.op]
    attributes: dict[str, Any] = {**op.attributes, **dict(tree.attributes)}
    try:
        return scalar(op.forward(*inputs, **attributes))
    except (ValueError, IndexError, TypeError, OverflowError, ZeroDivisionError):
        # NumPy complains in words of its own; the row's shape rule has a sentence for people.
        op.shape(op.name, *(shape_of(value) for value in inputs), **attributes)
        raise GraphError("formula.cannot-compute", op=op.title) from None


def _entry_name(tree: Entry) -> str:
    """The name of an entry, under which it may be a quantity itself: `X[0,1]`."""
    return f"{tree.tree.name}[{','.join(map(str, tree.index))}]"


def _entry(tree: Entry, names: Mapping[str, Value]) -> Value:
    whole = _entry_name(tree)
    if whole in names:
        return _lookup(whole, names)
    array = np.asarray(_lookup(tree.tree.name, names))
    if len(tree.index) > array.ndim or any(at >= length for at, length in zip(tree.index, array.shape, strict=False)):
        raise GraphError("formula.no-such-entry", got=whole, shape=list(array.shape))
    return scalar(array[tree.index])


def _compare(operator: Comparison, left: Numbers, right: Value) -> Numbers:
    if type(left) is float and type(right) is float:
        is_equal = math.isclose(left, right, rel_tol=EQUAL_WITHIN)
        return _joined(operator, is_equal, not is_equal, left < right, left > right)
    is_equal = _fitting(operator, partial(np.isclose, rtol=EQUAL_WITHIN, atol=0.0), [left, right])
    return _joined(operator, is_equal, np.logical_not(is_equal), np.less(left, right), np.greater(left, right))


def _joined(operator: Comparison, equal: Value, unequal: Value, less: Value, greater: Value) -> Value:
    """One of the six comparisons, of numbers or of arrays; what counts as equal is neither less nor greater."""
    match operator:
        case "==":
            return equal
        case "!=":
            return unequal
        case "<":
            return less & unequal
        case "<=":
            return less | equal
        case ">":
            return greater & unequal
        case ">=":
            return greater | equal


def _logic(operator: str, values: list[Value]) -> object:
    if operator == "not":
        return np.logical_not(values[0])
    return _fitting(operator, np.logical_and if operator == "and" else np.logical_or, values)


def _fitting(sign: str, function: Callable[..., object], values: list[object]) -> Value:
    """A function of NumPy on values that must broadcast. Raises ShapeError, which names the sign that was typed."""
    try:
        return function(*values)
    except ValueError:
        shapes = [write_shape(shape_of(value)) for value in values]
        raise ShapeError("op.shapes-do-not-broadcast", op=sign, shapes=shapes) from None


def holds(condition: Tree, names: Mapping[str, Value], known: Collection[str] = ()) -> bool:
    """Is a condition true of these quantities, in all their entries?

    `names` are the quantities that are visible, `known` all that can exist. A comparison with one that is not visible
    is open, and so is whatever depends on it alone, its `not` included. What is open does not hold. Raises
    UnknownNameError for a name that is in neither, and whatever `evaluate` raises.
    """
    with np.errstate(all="ignore"):
        return _truth(condition, names, known) is True


def _truth(tree: Tree, names: Mapping[str, Value], known: Collection[str]) -> bool | None:
    if not isinstance(tree, Logic):
        if is_open(tree, names, known):
            return None
        value = _value(tree, names)
        return value if isinstance(value, bool) else bool(np.all(value))
    truths = [_truth(part, names, known) for part in tree.arguments]
    if tree.operator == "not":
        return None if truths[0] is None else not truths[0]
    decides = tree.operator == "or"
    if decides in truths:
        return decides
    return None if None in truths else not decides


def is_open(tree: Tree, names: Mapping[str, Value], known: Collection[str]) -> bool:
    """Does the tree mention a quantity that is not there yet?

    Raises UnknownNameError for a name that is in neither `names` nor `known`, even next to one that is not there yet.
    """
    absent = False
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Entry):
            whole = _entry_name(part)
            absent |= whole not in names and (whole in known or _is_absent(part.tree.name, names, known))
        elif isinstance(part, Name):
            absent |= _is_absent(part.name, names, known)
        else:
            waiting.extend(parts(part))
    return absent


def _is_absent(name: str, names: Mapping[str, Value], known: Collection[str]) -> bool:
    if name in names:
        return False
    if name in known:
        return True
    raise UnknownNameError("formula.unknown-quantity", name, {*known, *names})
