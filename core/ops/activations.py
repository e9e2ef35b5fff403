"""What are the values and slopes of the activations? All of them safe at both ends of the number line.

Invariant: no finite float64 makes a value or a slope overflow or become NaN, and e^709 is the largest power taken.
Conventions at a kink are the field's: relu'(0) = 0, leaky_relu'(0) is the slope on the left, elu'(0) = alpha.
"""

from __future__ import annotations

import math

import numpy as np

from ..arrays import Value, scalar
from ..local import Diagonal
from .elementary import normal_below
from .entrywise import COLUMN, MATRIX, MISFIT, ROW, activation, diagonal, elementwise_op, samples, tied
from .row import Op

SELU_SCALE = 1.0507009873554805
SELU_ALPHA = 1.6732632423543772
"""Klambauer et al. 2017, eq. 14: with these two, SELU keeps a mean of 0 and a variance of 1 as they are."""
LARGEST_POWER = 709.0
"""The largest whole n for which e^n fits into float64."""
ROOT_2_OVER_PI = math.sqrt(2.0 / math.pi)
SMALLEST = float(np.finfo(float).tiny)
FLAT = 20.0
"""From here on the tanh in gelu_tanh is ±1 to the last bit, while a power of the input could still overflow."""
ABOVE = "np.sign(np.maximum({a}, 0.0))"
SIGMOID = "np.exp(np.minimum({a}, 0.0))/(1.0 + np.exp(-np.abs({a})))"


def sigmoid(a: Value) -> Value:
    """1/(1 + e^−a), with all digits that a float can hold, and no power that overflows on the way."""
    return np.exp(np.minimum(a, 0.0)) / (1.0 + np.exp(-np.abs(a)))


def above(a: Value) -> Value:
    """1 where a > 0, else 0, in the precision of `a`."""
    # ten times as fast as np.heaviside
    return np.sign(np.maximum(a, 0.0))


def _leaky(a: Value, slope: Value) -> Value:
    return np.maximum(a, 0.0) + slope * np.minimum(a, 0.0)


def _leaky_slope(a: Value, slope: Value) -> Value:
    right = above(a)
    return right + slope * (1.0 - right)


def _elu(a: Value, alpha: float) -> Value:
    return np.maximum(a, 0.0) + alpha * np.expm1(np.minimum(a, 0.0))


def _elu_slope(a: Value, alpha: float) -> Value:
    return _leaky_slope(a, alpha * np.exp(np.minimum(a, 0.0)))


def _swish(a: Value) -> Value:
    # where the sigmoid is 0, a may be -inf
    return np.maximum(a, -LARGEST_POWER) * sigmoid(a)


def _swish_slope(out: Value, a: Value) -> Value:
    gate = sigmoid(a)
    return gate + out * (1.0 - gate)


def _gelu_slope(out: Value, a: Value) -> Value:
    at_zero = np.less(np.abs(a), SMALLEST)  # there out/a has lost its digits, and Φ is a half
    # out = a·Φ(a), and a division is far cheaper than computing Φ again
    below = np.where(at_zero, 0.5, out / (a + at_zero))
    return below + a * np.exp(-0.5 * a * a) / math.sqrt(2.0 * math.pi)


def _gelu_bend(a: Value) -> Value:
    return np.tanh(ROOT_2_OVER_PI * (a + 0.044715 * a * a * a))


def _gelu_tanh_slope(out: Value, a: Value) -> Value:
    near = np.minimum(np.maximum(a, -FLAT), FLAT)
    bend = _gelu_bend(near)
    return 0.5 * (1.0 + bend) + 0.5 * near * (1.0 - bend * bend) * ROOT_2_OVER_PI * (1.0 + 0.134145 * near * near)


def _maxout(*branches: Value) -> Value:
    largest = branches[0]
    for branch in branches[1:]:
        largest = np.maximum(largest, branch)
    return scalar(largest)


def _maxout_local(out: Value, *branches: Value) -> tuple[Diagonal, ...]:
    waiting: object = True
    recipes: list[Diagonal] = []
    for branch in branches:
        wins = np.equal(branch, out) & waiting
        waiting = waiting & ~wins
        recipes.append(diagonal(out, branch, np.asarray(wins, dtype=getattr(out, "dtype", float))))
    return tuple(recipes)


def _maxout_kinked(slot: int, *branches: Value) -> str | None:
    largest = _maxout(*branches)
    return tied(sum(np.equal(branch, largest).astype(int) for branch in branches))


ACTIVATIONS = (
    activation("sigmoid", sigmoid, lambda out, a: out * (1.0 - out),
          steepest=0.25, symbolic="1/(1 + exp(-a))",
          source=SIGMOID, slopes=("{out}*(1.0 - {out})",)),
    activation("relu", lambda a: np.maximum(a, 0.0), lambda out, a: np.sign(out),
          steepest=1.0, dies=True, symbolic="where(a > 0, a, 0)",
          kinks=("a",), convention="op.kink-flat", source="np.maximum({a}, 0.0)", slopes=("np.sign({out})",)),
    activation("leaky_relu", lambda a, *, slope: _leaky(a, slope),
          lambda out, a, *, slope: _leaky_slope(a, slope),
          steepest=1.0, symbolic="where(a > 0, a, slope*a)",
          attributes={"slope": 0.01}, kinks=("a",), convention="op.kink-left",
          samples=(*samples((0.7,), (-1.3,), (MATRIX,)), *samples((MATRIX,), slope=1.5)),
          source="np.maximum({a}, 0.0) + {slope}*np.minimum({a}, 0.0)",
          slopes=(f"{ABOVE} + {{slope}}*(1.0 - {ABOVE})",)),
    elementwise_op("prelu", _leaky,
          (lambda out, a, s: _leaky_slope(a, s), lambda out, a, s: np.minimum(a, 0.0)),
          inputs=("a", "s"), symbolic="where(a > 0, a, s*a)", kinks=("a",), convention="op.kink-left",
          samples=samples((-1.3, 0.25), (0.7, 0.25), (MATRIX, 0.1), (MATRIX, ROW), (MATRIX, COLUMN)),
          errors=(MISFIT,), source="np.maximum({a}, 0.0) + {s}*np.minimum({a}, 0.0)",
          slopes=(f"{ABOVE} + {{s}}*(1.0 - {ABOVE})", "np.minimum({a}, 0.0)")),
    activation("elu", lambda a, *, alpha: _elu(a, alpha), lambda out, a, *, alpha: _elu_slope(a, alpha),
          steepest=1.0, symbolic="where(a > 0, a, alpha*(exp(a) - 1))", attributes={"alpha": 1.0},
          kinks=("where(alpha == 1, 1, a)",), convention="op.kink-left",
          samples=(*samples((0.7,), (-1.3,), (MATRIX,)), *samples((MATRIX,), alpha=2.0)),
          source="np.maximum({a}, 0.0) + {alpha}*np.expm1(np.minimum({a}, 0.0))",
          slopes=(f"{ABOVE} + {{alpha}}*np.exp(np.minimum({{a}}, 0.0))*(1.0 - {ABOVE})",)),
    activation("selu", lambda a: SELU_SCALE * _elu(a, SELU_ALPHA),
          lambda out, a: SELU_SCALE * _elu_slope(a, SELU_ALPHA),
          steepest=SELU_SCALE * SELU_ALPHA, kinks=("a",), convention="op.kink-left",
          symbolic=f"{SELU_SCALE}*where(a > 0, a, {SELU_ALPHA}*(exp(a) - 1))"),
    activation("shifted_relu", lambda a: np.maximum(a, -1.0), lambda out, a: above(a + 1.0),
          steepest=1.0, dies=True, symbolic="where(a > -1, a, -1)", kinks=("a + 1",), convention="op.kink-flat",
          source="np.maximum({a}, -1.0)", slopes=("np.sign(np.maximum({a} + 1.0, 0.0))",)),
    activation("softplus", lambda a: np.maximum(a, 0.0) + np.log1p(np.exp(-np.abs(a))), lambda out, a: sigmoid(a),
          steepest=1.0, symbolic="log(1 + exp(a))",
          source="np.maximum({a}, 0.0) + np.log1p(np.exp(-np.abs({a})))", slopes=(SIGMOID,)),
    activation("swish", _swish, _swish_slope,
          steepest=1.09984, symbolic="a/(1 + exp(-a))",
          source=f"np.maximum({{a}}, -709.0)*({SIGMOID})", slopes=(f"{SIGMOID} + {{out}}*(1.0 - {SIGMOID})",)),
    activation("gelu", lambda a: a * normal_below(a), _gelu_slope,
          steepest=1.12905, symbolic="a*(1 + erf(a/sqrt(2)))/2"),
    activation("gelu_tanh", lambda a: 0.5 * a * (1.0 + _gelu_bend(a)), _gelu_tanh_slope,
          steepest=1.12900, symbolic="a*(1 + tanh(sqrt(2/pi)*(a + 0.044715*a^3)))/2"),
    Op(name="maxout", inputs=("*xs",), forward=_maxout, local=_maxout_local, symbolic=None, sign="max",
       kinked=_maxout_kinked,
       samples=samples((3.0, -2.0), (1.0, 3.0, 2.0), (MATRIX, 0.5 - MATRIX, MATRIX * MATRIX), (MATRIX, ROW)),
       errors=(MISFIT,)),
)  # fmt: skip
