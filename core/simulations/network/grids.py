"""What do the matrices of an update look like? Operands and result of each event, side by side, while they are small.

    X · W1 + b1 = Z1        Xᵀ · dZ1 = dW1        dA1 ⊙ slope = dZ1        W1 - 0.2·dW1 = W1 new

`dN` is the gradient of the loss with respect to N. Rows are samples.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from ...arrays import Value
from ...local import Diagonal
from ...pictures import Grid, GridPicture
from ...trace import Computed, Flowed, Seeded, Trace
from .moment import Moment

MOST_SIDE = 8
"""Longer matrices are not shown entry by entry."""
SIGNS = {"affine": ("·", "+", "="), "matmul": ("·", "="), "sub": ("-", "="), "mul": ("⊙", "="), "add": ("+", "=")}
LONGEST_NAME = 8
"""Longer names of operations stand in the graph alone."""
PRODUCTS = ("affine", "matmul")
LETTERS: Mapping[str, str] = MappingProxyType({"data_loss": "D", "loss": "L", "squares": "S"})
"""Nodes that are words by name, and the letter that stands for them in pictures and formulas of every language."""
Part = tuple[str, Value, str]
"""Its name, its numbers, and the sign behind it."""


def lettered(text: str) -> str:
    """A label or a formula with the letters of nodes that are words: `∂loss/∂W1` is `∂L/∂W1`."""
    return re.sub(rf"(?<![\w.])(d?)({'|'.join(LETTERS)})(?![\w.])", lambda found: found[1] + LETTERS[found[2]], text)


def pass_grids(trace: Trace, cursor: int) -> GridPicture | None:
    """The matrices of the event that led to a cursor; None where there is none, or one is too large."""
    parts = parts_of(trace, cursor)
    return _grids(parts) if parts else None


def parts_of(trace: Trace, cursor: int) -> list[Part]:
    """Operands and result of the event that led to a cursor; nothing for the start and the turn."""
    return [(lettered(name), value, sign) for name, value, sign in _operands(trace, cursor)]


def _operands(trace: Trace, cursor: int) -> list[Part]:
    record = trace.record
    match trace.event(cursor):
        case Computed(node):
            operation = record.graph.node(node)
            named = f"{operation.op} →" if len(operation.op) <= LONGEST_NAME else "→"
            signs = SIGNS.get(operation.op, (",",) * (len(operation.parents) - 1) + (named,))
            parents = [(parent, record.values[parent]) for parent in operation.parents]
            parts = [(name, value, sign) for (name, value), sign in zip(parents, signs, strict=True)]
            return [*parts, (node, record.values[node], "")]
        case Flowed(child, slot, parent):
            return _flow(trace, child, slot, parent)
        case Seeded() | None:
            return []


def formula_of(parts: list[Part]) -> str:
    """Operands and result over their names: `Xᵀ · dZ1 = dW1`."""
    return " ".join(f"{name} {sign}" if sign else name for name, _, sign in parts)


def _flow(trace: Trace, child: str, slot: int, parent: str) -> list[Part]:
    """upstream and local, as matrices, and what travels along the edge."""
    record = trace.record
    operation = record.graph.node(child)
    upstream, sent = record.gradients[child], record.contributions[child, slot]
    result = (f"d{parent}", sent, "")
    if operation.op in PRODUCTS and slot == 0:
        other = operation.parents[1]
        return [(f"d{child}", upstream, "·"), (f"{other}ᵀ", record.values[other].T, "="), result]
    if operation.op in PRODUCTS and slot == 1:
        other = operation.parents[0]
        return [(f"{other}ᵀ", record.values[other].T, "·"), (f"d{child}", upstream, "="), result]
    if operation.op == "affine":
        return [(f"d{child}", upstream, "Σ →"), result]
    recipe = record.locals[child][slot]
    if isinstance(recipe, Diagonal) and np.shape(recipe.slope) == np.shape(upstream) != ():
        return [(f"d{child}", upstream, "⊙"), (f"∂{child}/∂{parent}", recipe.slope, "="), result]
    return [(f"d{child}", upstream, "→"), result]


def step_grids(moment: Moment, after: Mapping[str, Value], name: str) -> GridPicture | None:
    """A parameter before its step, what is subtracted, and after it."""
    old, new = moment.parameters[name], after[name]
    return _grids([(name, old, "-"), (f"η·d{name}", old - new, "="), (name, new, "")])


def _grids(parts: list[Part]) -> GridPicture | None:
    """None when everything is a number or something is too large."""
    arrays = [(name, np.atleast_1d(np.asarray(value, dtype=float)), sign) for name, value, sign in parts]
    arrays = [(name, array[None, :] if array.ndim == 1 else array, sign) for name, array, sign in arrays]
    if all(array.size == 1 for _, array, _ in arrays):
        return None
    if any(array.ndim != 2 or max(array.shape) > MOST_SIDE for _, array, _ in arrays):
        return None
    return GridPicture(tuple(Grid(name, matrix(array), sign=sign) for name, array, sign in arrays))


def matrix(array: Value) -> tuple[tuple[float, ...], ...]:
    """The cells of a grid."""
    return tuple(tuple(float(cell) for cell in row) for row in array)
