"""How wrong is a prediction, and which way is down? Losses and penalties: one number each.

Conventions: mse, mae, huber, bce, bce_with_logits and perceptron_loss are means over all entries. cross_entropy,
softmax_cross_entropy and hinge add up the classes of a row (the last axis) and take the mean over the rows; a vector is
one row. The penalties l1 and l2 are sums times `weight`, with no factor 1/2 and no mean. Targets have the shape of the
predictions; they are inputs like any other, and have gradients too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..arrays import Numbers, Value, scalar
from ..local import Spread
from ..words import Message, message
from .activations import sigmoid
from .entrywise import COLUMN, MATRIX, POSITIVE, ROW, SINGLES, refuse, samples
from .reductions import VECTOR, log_softmax, to_total
from .row import BadInput, Op
from .shaping import rows_with_targets, to_number, with_targets

CHANCES = np.array([[0.2, 0.7, 0.1], [0.5, 0.3, 0.2]])
SOFT = np.array([[0.1, 0.8, 0.1], [0.25, 0.25, 0.5]])
ONE_HOT = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
SCORES = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0]])
SIGNS = np.array([[1.0, -1.0], [-1.0, 1.0]])
MISSHAPEN = BadInput((COLUMN, COLUMN[:, 0]), "op.target-shape")


def _loss(
    name: str, inputs: str, value: Callable[..., Value], shares: Callable[..., tuple[Value, ...]], **rest: Any
) -> Op:
    """An op whose output is one number: its value(*inputs), and shares(*inputs), its gradient for each input."""

    def forward(*given: Value, **attributes: object) -> Numbers:
        return scalar(value(*given, **attributes))

    def local(out: Numbers, *given: Value, **attributes: object) -> tuple[Spread, ...]:
        return tuple(to_total(share, each) for share, each in zip(shares(*given, **attributes), given, strict=True))

    def vjp(slot: int, upstream: Value, out: Numbers, *given: Value, **attributes: object) -> Numbers:
        return scalar(upstream * shares(*given, **attributes)[slot])

    rest = {"shape": with_targets, "vjp": vjp, **rest}
    return Op(name=name, inputs=tuple(inputs), forward=forward, local=local, **rest)


def _rows(scores: Value) -> int:
    """How many rows there are to take the mean of; a vector is one row."""
    return scores.size // scores.shape[-1]


def _mse(a: Value, t: Value) -> Value:
    difference = np.subtract(a, t)
    return float(np.vdot(difference, difference)) / difference.size


def _mse_vjp(slot: int, upstream: Value, out: Value, a: Value, t: Value) -> Value:
    difference = np.subtract(a, t)
    return scalar(difference * ((2.0 - 4.0 * slot) * upstream / difference.size))


def _mse_shares(a: Value, t: Value) -> tuple[Value, Value]:
    share = np.subtract(a, t) * (2.0 / np.size(a))
    return share, -share


def _huber(a: Value, t: Value, *, delta: float) -> Value:
    far = np.abs(np.subtract(a, t))
    return np.mean(np.where(far <= delta, 0.5 * far * far, delta * (far - 0.5 * delta)))


def _huber_shares(a: Value, t: Value, *, delta: float) -> tuple[Value, Value]:
    share = np.clip(np.subtract(a, t), -delta, delta) / np.size(a)
    return share, -share


def _mae_shares(a: Value, t: Value) -> tuple[Value, Value]:
    share = np.sign(np.subtract(a, t)) / np.size(a)
    return share, -share


def _positive_delta(a: Value, t: Value, *, delta: float) -> Message | None:
    return None if delta > 0.0 else message("op.delta-range", op="huber", at="", got=delta)


def _weighed(t: Value, function: Callable[[Value], Value], p: Value) -> Value:
    """t·function(p), and 0 where t is 0: an outcome that is not wanted costs nothing, even an impossible one."""
    asked = np.not_equal(t, 0.0)
    return np.where(asked, t * function(np.where(asked, p, 1.0)), 0.0)


def _bce(p: Value, t: Value) -> Value:
    # 0 - x, not -x: a perfect prediction costs 0, and not -0
    return 0.0 - np.mean(_weighed(t, np.log, p) + _weighed(np.subtract(1.0, t), np.log, np.subtract(1.0, p)))


def _bce_shares(p: Value, t: Value) -> tuple[Value, Value]:
    rest_t, rest_p = np.subtract(1.0, t), np.subtract(1.0, p)
    by_p = _weighed(rest_t, np.reciprocal, rest_p) - _weighed(t, np.reciprocal, p)
    return by_p / np.size(p), (np.log(rest_p) - np.log(p)) / np.size(p)


def _bce_with_logits(z: Value, t: Value) -> Value:
    """max(z, 0) − t·z + log(1 + e^−|z|), a form in which a small loss keeps its digits."""
    return np.mean(np.maximum(z, 0.0) - t * z + np.log1p(np.exp(-np.abs(z))))


def _bce_with_logits_shares(z: Value, t: Value) -> tuple[Value, Value]:
    return (sigmoid(z) - t) / np.size(z), -z / np.size(z)


def _cross_entropy(p: Value, t: Value) -> Value:
    return 0.0 - np.sum(_weighed(t, np.log, p)) / _rows(p)


def _cross_entropy_shares(p: Value, t: Value) -> tuple[Value, Value]:
    return -_weighed(t, np.reciprocal, p) / _rows(p), -np.log(p) / _rows(p)


def _softmax_cross_entropy(z: Value, t: Value) -> Value:
    return 0.0 - np.vdot(t, log_softmax(z, -1)) / _rows(z)


def _softmax_cross_entropy_shares(z: Value, t: Value) -> tuple[Value, Value]:
    logs, count = log_softmax(z, -1), _rows(z)
    by_score = np.exp(logs)
    # (Σt)·p − t: for targets that add up to 1 the p − t of the textbooks
    by_score *= np.sum(t, axis=-1, keepdims=True)
    by_score -= t
    by_score /= count
    return by_score, logs / -count


def _margins(s: Value, t: Value, margin: float) -> Value:
    return s - np.sum(t * s, axis=-1, keepdims=True) + margin


def _hinge(s: Value, t: Value, *, margin: float) -> Value:
    return np.vdot(1.0 - t, np.maximum(_margins(s, t, margin), 0.0)) / _rows(s)


def _hinge_shares(s: Value, t: Value, *, margin: float) -> tuple[Value, Value]:
    short = _margins(s, t, margin)
    pushed = (1.0 - t) * np.heaviside(short, 0.0)
    total = np.sum(pushed, axis=-1, keepdims=True)
    return (pushed - t * total) / _rows(s), -(np.maximum(short, 0.0) + s * total) / _rows(s)


def _perceptron(z: Value, t: Value) -> Value:
    return np.mean(np.maximum(-t * z, 0.0))


def _perceptron_shares(z: Value, t: Value) -> tuple[Value, Value]:
    wrong = np.heaviside(-t * z, 0.0) / np.size(z)
    return -t * wrong, -z * wrong


def _bce_domain(p: Value, t: Value) -> Message | None:
    return (
        refuse("op.probability-range", "bce", p, ~(np.greater_equal(p, 0.0) & np.less_equal(p, 1.0)))
        or refuse("op.target-range", "bce", t, ~(np.greater_equal(t, 0.0) & np.less_equal(t, 1.0)))
        or refuse("op.impossible-target", "bce", p, np.equal(p, 0.0) & np.not_equal(t, 0.0))
        or refuse("op.impossible-target", "bce", p, np.equal(p, 1.0) & np.not_equal(t, 1.0))
    )


def _cross_entropy_domain(p: Value, t: Value) -> Message | None:
    inside = np.greater_equal(p, 0.0) & np.less_equal(p, 1.0)
    return refuse("op.probability-range", "cross_entropy", p, ~inside) or refuse(
        "op.impossible-target", "cross_entropy", p, np.equal(p, 0.0) & np.not_equal(t, 0.0)
    )


def _hinge_domain(s: Value, t: Value, *, margin: float) -> Message | None:
    binary = np.equal(t, 0.0) | np.equal(t, 1.0)
    return refuse("op.target-one-hot", "hinge", t, ~binary | (np.sum(t, axis=-1, keepdims=True) != 1.0))


def _perceptron_domain(z: Value, t: Value) -> Message | None:
    return refuse("op.target-sign", "perceptron_loss", t, np.not_equal(np.abs(t), 1.0))


LOSSES = (
    _loss("mse", "at", _mse, _mse_shares, symbolic="mean((a - t)^2)", vjp=_mse_vjp,
          samples=samples((0.7, 1.0), (MATRIX, POSITIVE)), errors=(MISSHAPEN,)),
    _loss("mae", "at", lambda a, t: np.mean(np.abs(np.subtract(a, t))), _mae_shares, symbolic="mean(abs(a - t))",
          kinks=("a - t",), convention="op.kink-flat", samples=samples((0.7, 1.0), (MATRIX, POSITIVE + 0.3)),
          errors=(MISSHAPEN,)),
    _loss("huber", "at", _huber, _huber_shares,
          symbolic="mean(minimum(abs(a - t), delta)*(abs(a - t) - minimum(abs(a - t), delta)/2))",
          attributes={"delta": 1.0}, domain=_positive_delta,
          samples=(*samples((0.7, 1.0), (0.7, -2.0), (MATRIX, POSITIVE + 0.3)), *samples((MATRIX, SIGNS), delta=0.4)),
          errors=(MISSHAPEN, BadInput((0.7, 1.0), "op.delta-range", {"delta": 0.0}))),
    _loss("bce", "pt", _bce, _bce_shares, symbolic="mean(-t*log(p) - (1 - t)*log(1 - p))", domain=_bce_domain,
          samples=samples((0.7, 1.0), (0.2, 0.0), (CHANCES, SOFT)),
          errors=(MISSHAPEN, BadInput((1.5, 1.0), "op.probability-range"),
                  BadInput((0.5, 2.0), "op.target-range"), BadInput((0.0, 1.0), "op.impossible-target"),
                  BadInput((np.array([1.0, 1.0]), np.array([1.0, 0.0])), "op.impossible-target"))),
    _loss("bce_with_logits", "zt", _bce_with_logits, _bce_with_logits_shares, sign="bce σ",
          symbolic="mean(log(1 + exp(z)) - t*z)", samples=samples((0.7, 1.0), (-1.3, 0.0), (SCORES, SOFT)),
          errors=(MISSHAPEN,)),
    _loss("cross_entropy", "pt", _cross_entropy, _cross_entropy_shares, symbolic="-sum(t*log(p))",
          scope="row-mean", shape=rows_with_targets, domain=_cross_entropy_domain,
          samples=samples((CHANCES[0], ONE_HOT[0]), (CHANCES, SOFT)),
          errors=(MISSHAPEN, BadInput((0.5, 1.0), "op.needs-axis"),
                  BadInput((-CHANCES, SOFT), "op.probability-range"),
                  BadInput((np.array([0.0, 1.0]), np.array([1.0, 0.0])), "op.impossible-target"))),
    _loss("softmax_cross_entropy", "zt", _softmax_cross_entropy, _softmax_cross_entropy_shares, sign="ce softmax",
          symbolic="sum(t)*log(sum(exp(z))) - sum(t*z)", scope="row-mean", shape=rows_with_targets,
          samples=samples((VECTOR, ONE_HOT[0]), (SCORES, SOFT)),
          errors=(MISSHAPEN, BadInput((0.5, 1.0), "op.needs-axis"))),
    _loss("hinge", "st", _hinge, _hinge_shares, scope="row-mean", shape=rows_with_targets, domain=_hinge_domain,
          symbolic="sum((1 - t)*where(s - sum(t*s) + margin > 0, s - sum(t*s) + margin, 0))",
          attributes={"margin": 1.0}, kinks=("s - sum(t*s) + margin",), convention="op.kink-flat",
          samples=(*samples((SCORES[0], ONE_HOT[0]), (SCORES, ONE_HOT)),
                   *samples((SCORES, ONE_HOT[::-1]), margin=2.5)),
          errors=(MISSHAPEN, BadInput((0.5, 1.0), "op.needs-axis"),
                  BadInput((SCORES, SOFT), "op.target-one-hot"))),
    _loss("perceptron_loss", "zt", _perceptron, _perceptron_shares, symbolic="mean(where(-t*z > 0, -t*z, 0))",
          domain=_perceptron_domain, kinks=("t*z",), convention="op.kink-flat",
          samples=samples((0.7, -1.0), (0.7, 1.0), (MATRIX, SIGNS)),
          errors=(MISSHAPEN, BadInput((ROW, np.array([1.0, 0.0])), "op.target-sign"))),
    _loss("l1", "a", lambda a, *, weight: weight * np.sum(np.abs(a)),
          lambda a, *, weight: (weight * np.sign(a),), symbolic="weight*sum(abs(a))", shape=to_number,
          attributes={"weight": 1.0}, kinks=("a",), convention="op.kink-flat",
          samples=(*SINGLES, *samples((MATRIX,), weight=0.1))),
    _loss("l2", "a", lambda a, *, weight: weight * float(np.vdot(a, a)),
          lambda a, *, weight: (2.0 * weight * a,), symbolic="weight*sum(a^2)", shape=to_number,
          # numbers first, so that the array is gone through once
          vjp=lambda slot, upstream, out, a, *, weight: scalar(upstream * (2.0 * weight) * a),
          attributes={"weight": 1.0}, samples=(*SINGLES, *samples((MATRIX,), weight=0.1))),
)  # fmt: skip
