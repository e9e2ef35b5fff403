"""What are the slopes of the elementary functions: exp, log, roots, angles and back, the error function?"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from ..arrays import Numbers, Value
from ..words import Message
from .entrywise import MATRIX, POSITIVE, activation, refuse, samples, unary
from .row import BadInput, Op

_erf = np.frompyfunc(math.erf, 1, 1)
_erfc = np.frompyfunc(math.erfc, 1, 1)


def _entrywise(function: Callable[..., Numbers], a: Value) -> Numbers:
    """A function of Python's math module applied to every entry, in the precision of `a`."""
    return np.asarray(function(a), dtype=getattr(a, "dtype", float))


def erf(a: Value) -> Value:
    """2/√π ∫₀ᵃ e^(−s²) ds, to the last bit; NumPy has no erf, so this takes about 0.1 µs per entry."""
    return _entrywise(_erf, a)


def normal_below(a: Value) -> Value:
    """Φ(a), the part of a standard normal distribution below a; found by erfc, so that tiny parts keep their digits."""
    return 0.5 * _entrywise(_erfc, -a / math.sqrt(2.0))


def _positive(a: Value) -> Message | None:
    return refuse("op.log-not-positive", "log", a, np.less_equal(a, 0.0))


def _not_negative(a: Value) -> Message | None:
    return refuse("op.root-of-negative", "sqrt", a, np.less(a, 0.0))


def _within_one(op: str) -> Callable[[Value], Message | None]:
    return lambda a: refuse("op.angle-range", op, a, np.greater(np.abs(a), 1.0))


def _arc(name: str, value: Callable[[Value], Value], sign: float) -> Op:
    """asin or acos, whose slopes are 1/√(1 − a²) with this sign; written as a product, which keeps digits near ±1."""

    def slope(out: Value, a: Value) -> Value:
        return np.divide(sign, np.sqrt((1.0 - a) * (1.0 + a)))

    return unary(
        name, value, slope, symbolic=f"{name}(a)", domain=_within_one(name), kinks=("1 - a", "1 + a"),
        convention="op.kink-infinite", samples=samples((0.7,), (-0.3,), (0.4 * MATRIX,)),
        errors=(BadInput((1.5,), "op.angle-range"), BadInput((np.array([0.5, -2.0]),), "op.angle-range")),
        source=f"np.arc{name[1:]}({{a}})", slopes=(f"{sign}/np.sqrt((1.0 - {{a}})*(1.0 + {{a}}))",),
    )  # fmt: skip


ELEMENTARY = (
    unary("exp", np.exp, lambda out, a: out, symbolic="exp(a)", source="np.exp({a})", slopes=("{out}",)),
    unary("log", np.log, lambda out, a: np.divide(1.0, a), symbolic="log(a)", domain=_positive,
          samples=samples((0.7,), (POSITIVE,)),
          errors=(BadInput((0.0,), "op.log-not-positive"),
                  BadInput((np.array([1.0, -2.0]),), "op.log-not-positive")),
          source="np.log({a})", slopes=("1.0/{a}",)),
    unary("sqrt", np.sqrt, lambda out, a: np.divide(0.5, out), symbolic="sqrt(a)", domain=_not_negative,
          kinks=("a",), convention="op.kink-infinite", samples=samples((0.7,), (POSITIVE,)),
          errors=(BadInput((-4.0,), "op.root-of-negative"),), source="np.sqrt({a})", slopes=("0.5/{out}",)),
    unary("abs", np.abs, lambda out, a: np.sign(a), symbolic="where(a > 0, a, where(a < 0, -a, 0))", sign="|x|",
          kinks=("a",), convention="op.kink-flat", source="np.abs({a})", slopes=("np.sign({a})",)),
    unary("sin", np.sin, lambda out, a: np.cos(a), symbolic="sin(a)", source="np.sin({a})",
          slopes=("np.cos({a})",)),
    unary("cos", np.cos, lambda out, a: -np.sin(a), symbolic="cos(a)", source="np.cos({a})",
          slopes=("-np.sin({a})",)),
    unary("tan", np.tan, lambda out, a: 1.0 + out * out, symbolic="tan(a)", source="np.tan({a})",
          slopes=("1.0 + {out}*{out}",)),
    activation("tanh", np.tanh, lambda out, a: 1.0 - out * out, steepest=1.0, symbolic="tanh(a)", source="np.tanh({a})",
          slopes=("1.0 - {out}*{out}",)),
    _arc("asin", np.arcsin, 1.0),
    _arc("acos", np.arccos, -1.0),
    unary("atan", np.arctan, lambda out, a: np.divide(1.0, 1.0 + a * a), symbolic="atan(a)", source="np.arctan({a})",
          slopes=("1.0/(1.0 + {a}*{a})",)),
    unary("erf", erf, lambda out, a: 2.0 / math.sqrt(math.pi) * np.exp(-a * a), symbolic="erf(a)",
          samples=samples((0.7,), (MATRIX,))),
)  # fmt: skip
