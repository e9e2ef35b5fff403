"""How is an elementwise operation written down? As its value, and one slope for each input.

Here, too, are the arrays that elementwise rows are proved on, and the complaint about a number outside a domain.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..arrays import Numbers, Value, scalar, shape_of
from ..local import Diagonal
from ..words import Message, message
from .row import BadInput, Op, Sample

MATRIX = np.array([[0.5, -1.25], [2.0, 0.75]])
ROW = np.array([1.5, -0.5])
COLUMN = np.array([[2.0], [-3.0]])
POSITIVE = np.array([[0.5, 1.25], [2.0, 0.75]])


def samples(*inputs: tuple[object, ...], **attributes: object) -> tuple[Sample, ...]:
    """One sample for each tuple of inputs, all with these attributes."""
    return tuple(Sample(each, attributes) for each in inputs)


def tied(winners: Value) -> str | None:
    """The id of the sentence for a tie, where somewhere several entries won: the first one takes the whole gradient."""
    return "op.kink-first" if np.any(np.greater(winners, 1)) else None


SINGLES = samples((0.7,), (-1.3,), (MATRIX,))
PAIRS = samples((3.0, -2.0), (MATRIX, ROW), (COLUMN, ROW), (1.5, MATRIX))
MISFIT = BadInput((np.ones((2, 3)), np.ones((4,))), "op.shapes-do-not-broadcast")


def diagonal(out: Value, given: Value, slope: Value) -> Diagonal:
    """The recipe of an input that enters elementwise with this slope."""
    return Diagonal(scalar(slope), shape_of(given), shape_of(out))


def elementwise_op(
    name: str, value: Callable[..., Value], slopes: tuple[Callable[..., Value], ...], /, **rest: Any
) -> Op:
    """An elementwise row: value(*inputs, **attributes) and, for each input, slope(out, *inputs, **attributes)."""

    def forward(*inputs: Value, **attributes: object) -> Numbers:
        out = value(*inputs, **attributes)
        return out if type(out) is np.ndarray and out.ndim else float(out)

    def local(out: Numbers, *inputs: Value, **attributes: object) -> tuple[Diagonal, ...]:
        if type(out) is float:
            return tuple([Diagonal(float(slope(out, *inputs, **attributes))) for slope in slopes])
        pairs = zip(inputs, slopes, strict=True)
        return tuple([diagonal(out, given, slope(out, *inputs, **attributes)) for given, slope in pairs])

    def vjp(slot: int, upstream: Value, out: Numbers, *inputs: Value, **attributes: object) -> Numbers:
        slope, given = slopes[slot](out, *inputs, **attributes), inputs[slot]
        product = upstream * slope
        if type(product) is np.ndarray and product.shape == shape_of(out) == shape_of(given):
            return product
        return diagonal(out, given, slope).vjp(upstream)

    only = slopes[0]

    def forward_of_one(a: Value, **attributes: object) -> Numbers:
        out = value(a, **attributes)
        return out if type(out) is np.ndarray and out.ndim else float(out)

    def vjp_of_one(slot: int, upstream: Value, out: Numbers, a: Value, **attributes: object) -> Numbers:
        slope = only(out, a, **attributes)
        product = upstream * slope
        return product if type(product) is np.ndarray else diagonal(out, a, slope).vjp(upstream)

    if len(slopes) == 1:
        return Op(name=name, forward=forward_of_one, local=local, vjp=vjp_of_one, **rest)
    return Op(name=name, forward=forward, local=local, vjp=vjp, **rest)


def unary(name: str, value: Callable[..., Numbers], slope: Callable[..., Numbers], /, **rest: object) -> Op:
    """An elementwise row of one input `a`."""
    rest = {"inputs": ("a",), "samples": SINGLES, **rest}
    return elementwise_op(name, value, (slope,), **rest)


def activation(name: str, value: Callable[..., Numbers], slope: Callable[..., Numbers], /, **rest: object) -> Op:
    """An elementwise row that can be the activation of a layer; `steepest` is its largest slope."""
    return unary(name, value, slope, activates=True, **rest)


def refuse(id: str, op: str, value: Value, bad: Value) -> Message | None:
    """The sentence that refuses the first entry of `value` where `bad` is true; None if it is true nowhere."""
    # np.any takes longer than most scalar operations
    if not (bad if isinstance(bad, np.bool_) else np.any(bad)):
        return None
    if not np.ndim(bad):
        return message(id, op=op, at="", got=float(value), place="")
    index = tuple(int(axis) for axis in np.argwhere(bad)[0])
    got = float(np.broadcast_to(value, np.shape(bad))[index])
    return message(id, op=op, at="", got=got, place=f" [{', '.join(map(str, index))}]")
