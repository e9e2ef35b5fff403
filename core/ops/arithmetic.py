"""What are the operations of arithmetic, and what are their slopes?

add, sub, mul and neg are bare Python operators, because most of a scalar graph is made of them.
"""

from __future__ import annotations

import math

import numpy as np

from ..arrays import Value, scalar, shape_of
from ..local import Diagonal
from ..words import Message
from .entrywise import COLUMN, MATRIX, MISFIT, PAIRS, POSITIVE, ROW, diagonal, elementwise_op, refuse, samples
from .row import BadInput, Op

PLUS, MINUS = Diagonal(1.0), Diagonal(-1.0)


def _add(out: Value, a: Value, b: Value) -> tuple[Diagonal, ...]:
    if type(out) is float:
        return PLUS, PLUS
    return Diagonal(1.0, shape_of(a), out.shape), Diagonal(1.0, shape_of(b), out.shape)


def _sub(out: Value, a: Value, b: Value) -> tuple[Diagonal, ...]:
    if type(out) is float:
        return PLUS, MINUS
    return Diagonal(1.0, shape_of(a), out.shape), Diagonal(-1.0, shape_of(b), out.shape)


def _mul(out: Value, a: Value, b: Value) -> tuple[Diagonal, ...]:
    if type(out) is float:
        return Diagonal(b), Diagonal(a)
    return Diagonal(b, shape_of(a), out.shape), Diagonal(a, shape_of(b), out.shape)


def _neg(out: Value, a: Value) -> tuple[Diagonal, ...]:
    return (MINUS if type(out) is float else Diagonal(-1.0, out.shape, out.shape),)


def _add_vjp(slot: int, upstream: Value, out: Value, *inputs: Value) -> Value:
    """What arrives, as it is, where nothing was repeated."""
    if type(upstream) is float or shape_of(inputs[slot]) == upstream.shape:
        return upstream
    return _add(out, *inputs)[slot].vjp(upstream)


def _sub_vjp(slot: int, upstream: Value, out: Value, *inputs: Value) -> Value:
    if type(upstream) is float or shape_of(inputs[slot]) == upstream.shape:
        return -upstream if slot else upstream
    return _sub(out, *inputs)[slot].vjp(upstream)


def _mul_vjp(slot: int, upstream: Value, out: Value, *inputs: Value) -> Value:
    """Upstream times the other factor, where nothing was repeated."""
    if type(upstream) is float or shape_of(inputs[slot]) == upstream.shape:
        return upstream * inputs[1 - slot]
    return _mul(out, *inputs)[slot].vjp(upstream)


def _divide(a: Value, b: Value) -> Value:
    # Python divides floats faster than NumPy, but raises at 0
    return a / b if type(b) is float and b != 0.0 else scalar(np.divide(a, b))


def _div(out: Value, a: Value, b: Value) -> tuple[Diagonal, ...]:
    by_dividend = _divide(1.0, b)
    return diagonal(out, a, by_dividend), diagonal(out, b, -out * by_dividend)


def _no_zero_divisor(a: Value, b: Value) -> Message | None:
    return refuse("op.division-by-zero", "div", b, np.equal(b, 0.0))


def _pow_by_base(out: Value, a: Value, b: Value) -> Value:
    # a^0 is the constant 1, also at a = 0 where b·a^(b−1) would be 0·inf
    return b * np.power(a, b - 1.0 + (b == 0.0))


def _pow_by_exponent(out: Value, a: Value, b: Value) -> Value:
    if type(out) is float:
        return out * math.log(a) if a > 0.0 else 0.0
    positive = np.greater(a, 0.0)
    return np.where(positive, out * np.log(np.where(positive, a, 1.0)), 0.0)


def _pow_kinked(slot: int, a: Value, b: Value) -> str | None:
    if slot:
        return "op.slope-of-exponent" if np.any(np.less(a, 0.0) | (np.equal(a, 0.0) & np.equal(b, 0.0))) else None
    return "op.kink-infinite" if np.any(np.equal(a, 0.0) & np.greater(b, 0.0) & np.less(b, 1.0)) else None


def _pow_domain(a: Value, b: Value) -> Message | None:
    return refuse("op.zero-to-negative-power", "pow", b, np.equal(a, 0.0) & np.less(b, 0.0)) or refuse(
        "op.negative-base", "pow", a, np.less(a, 0.0) & np.not_equal(b, np.round(b))
    )


ARITHMETIC = (
    Op(name="add", inputs=("a", "b"), forward=lambda a, b: a + b, local=_add, vjp=_add_vjp, symbolic="a + b",
       sign="+", commutative=True, samples=PAIRS, errors=(MISFIT,), source="{a} + {b}", slopes=("1.0", "1.0")),
    Op(name="sub", inputs=("a", "b"), forward=lambda a, b: a - b, local=_sub, vjp=_sub_vjp, symbolic="a - b",
       sign="-", samples=PAIRS, errors=(MISFIT,), source="{a} - {b}", slopes=("1.0", "-1.0")),
    Op(name="mul", inputs=("a", "b"), forward=lambda a, b: a * b, local=_mul, vjp=_mul_vjp, symbolic="a*b",
       sign="*", commutative=True, samples=PAIRS, errors=(MISFIT,), source="{a}*{b}", slopes=("{b}", "{a}")),
    Op(name="div", inputs=("a", "b"), forward=_divide, local=_div, symbolic="a/b",
       sign="/", domain=_no_zero_divisor, samples=PAIRS,
       errors=(MISFIT, BadInput((1.0, 0.0), "op.division-by-zero"),
               BadInput((1.0, np.array([2.0, 0.0])), "op.division-by-zero")),
       source="{a}/{b}", slopes=("1.0/{b}", "-{out}*(1.0/{b})")),
    Op(name="neg", inputs=("a",), forward=lambda a: -a, symbolic="-a", sign="-",
       local=_neg, samples=samples((3.0,), (MATRIX,)), source="-{a}", slopes=("-1.0",)),
    elementwise_op("pow", np.power, (_pow_by_base, _pow_by_exponent), inputs=("a", "b"), symbolic="a^b", sign="^",
       domain=_pow_domain, kinked=_pow_kinked,
       samples=samples((3.0, 2.0), (1.7, -0.6), (POSITIVE, ROW), (POSITIVE, 0.5), (1.5, COLUMN)),
       errors=(MISFIT, BadInput((0.0, -1.0), "op.zero-to-negative-power"),
               BadInput((-1.0, 0.5), "op.negative-base")),
       source="np.power({a}, {b})",
       slopes=("{b}*np.power({a}, {b} - 1.0 + ({b} == 0.0))",
               "np.where({a} > 0.0, {out}*np.log(np.where({a} > 0.0, {a}, 1.0)), 0.0)")),
)  # fmt: skip
