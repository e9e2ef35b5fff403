"""What derivative would somebody with a known misconception find? The table has a row for each way to go wrong.

A row says how the tangent of one operation goes wrong (places.py), from the values u and the tangents of its inputs; it
is tried at every node of every formula. `whole_slips` has the slips that concern an answer as a whole. What is less
likely, or takes two steps, is in further_slips.py, and is asked only if nothing in here fits.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from math import log, pi

import numpy as np

from ..arrays import Value, shape_of
from ..graph import CONSTANT
from ..ops import OPS
from .derivative import DerivativeQuestion
from .places import Place, Places, Wrong

Slip = tuple[str, tuple[Value, ...]]
"""(misconception, the wrong derivative it leads to, one value for each trial)."""
BROKEN = ("abs", *(name for name, op in OPS.items() if op.activates and op.kinks))
"""Straight on one side of a kink, where people take the slope of that side for everywhere."""


def _inner_missing(p: Place) -> Value | None:
    """f′(g) without g′."""
    if p.node.op in ("add", "sub", "neg") or not p.is_single or not p.inner[p.moving]:
        return None
    return p.slopes[p.moving]


def _outer_missing(p: Place) -> Value | None:
    """g′ alone, without the outer slope."""
    return p.t[p.moving] if p.is_single and p.node.op not in ("add", "sub", "neg") else None


def _value_for_slope(p: Place) -> Value | None:
    return p.out * p.t[p.moving] if p.is_single and len(p.u) == 1 and p.node.op not in ("exp", "neg") else None


def _input_for_slope(p: Place) -> Value | None:
    return p.u[0] * p.t[0] if len(p.u) == 1 and p.node.op not in ("neg", "sqrt") else None


def _factor_twice(p: Place) -> Value | None:
    return p.slopes[p.moving] * p.right if p.is_single and p.node.op not in ("add", "sub", "neg") else None


def _product(rule: Callable[[Value, Value, Value, Value], Value]) -> Wrong:
    """A slip at a product of two expressions of the variable, from (u, v, u′, v′)."""
    return lambda p: rule(p.u[0], p.u[1], p.t[0], p.t[1]) if p.node.op == "mul" and p.both else None


def quotient(rule: Callable[[Value, Value, Value, Value], Value], *, both: bool = True) -> Wrong:
    """A slip at a quotient whose divisor moves, from (u, v, u′, v′)."""

    def wrong(p: Place) -> Value | None:
        if p.node.op != "div" or (both and not p.both) or not p.moves[1]:
            return None
        return rule(p.u[0], p.u[1], p.t[0], p.t[1])

    return wrong


def power(rule: Callable[[Value, Value, Value], Value | None]) -> Wrong:
    """A slip at u^n with a fixed n, from (u, n, u′)."""
    return lambda p: rule(p.u[0], p.u[1], p.t[0]) if p.node.op == "pow" and p.moves[0] and not p.moves[1] else None


def at(*ops: str, rule: Callable[[Value, Value, Value], Value]) -> Wrong:
    """A slip at an operation of one input, from (output, u, u′)."""
    return lambda p: rule(p.out, p.u[0], p.t[0]) if p.node.op in ops else None


def _slope_one(p: Place) -> Value | None:
    """The larger or the smaller of two, as if it were always the one that moves."""
    return 1.0 * p.t[p.moving] if p.node.op in ("maximum", "minimum", "clip") and p.is_single else None


def _constant_to_one(p: Place) -> Value | None:
    """d(constant) = 1."""
    if p.node.op not in ("add", "sub") or all(p.moves) or not any(p.moves):
        return None
    return p.right + (-1.0 if p.node.op == "sub" and p.moves[0] else 1.0)


def _own_input(p: Place) -> Value | None:
    """Each factor times its own derivative, instead of the other's."""
    if p.node.op != "mul" or not any(p.moves):
        return None
    return p.u[0] * p.t[0] + p.u[1] * p.t[1]


def _constant_factor_dropped(p: Place) -> Value | None:
    if p.node.op not in ("mul", "div") or not p.is_single or (p.node.op == "div" and p.moves[1]):
        return None
    return p.t[p.moving]


def _one_term(p: Place, slot: int) -> Value | None:
    """Only one of two paths."""
    return p.slopes[slot] * p.t[slot] if p.both else None


NODE_SLIPS: Sequence[tuple[str, Wrong]] = (
    ("inner-derivative", _inner_missing),
    ("constant-factor", _constant_factor_dropped),
    ("outer-derivative", _outer_missing),
    ("value-for-slope", _value_for_slope),
    ("input-for-slope", _input_for_slope),
    ("factor-twice", _factor_twice),
    ("product-of-derivatives", _product(lambda u, v, du, dv: du * dv)),
    ("product-rule-sign", _product(lambda u, v, du, dv: du * v - u * dv)),
    ("product-rule-sign", _product(lambda u, v, du, dv: u * dv - du * v)),
    ("own-input", _own_input),
    ("path-forgotten", lambda p: _one_term(p, 0)),
    ("path-forgotten", lambda p: _one_term(p, 1)),
    ("quotient-order", quotient(lambda u, v, du, dv: (u * dv - du * v) / v**2)),
    ("quotient-square", quotient(lambda u, v, du, dv: (du * v - u * dv) / v)),
    ("quotient-plus", quotient(lambda u, v, du, dv: (du * v + u * dv) / v**2)),
    ("derivatives-divided", quotient(lambda u, v, du, dv: du / dv)),
    ("reciprocal-square", quotient(lambda u, v, du, dv: -u * dv / v, both=False)),
    ("reciprocal-sign", quotient(lambda u, v, du, dv: u * dv / v**2, both=False)),
    ("exponent-kept", power(lambda u, n, du: n * u**n * du)),
    ("exponent-factor", power(lambda u, n, du: u ** (n - 1.0) * du)),
    ("exponent-dropped", power(lambda u, n, du: None if np.all(n == 2.0) else n * u * du)),
    ("integrated", power(lambda u, n, du: u ** (n + 1.0) / (n + 1.0) * du)),
    ("power-rule-on-exp", at("exp", rule=lambda out, u, du: u * np.exp(u - 1.0) * du)),
    ("log-base", at("log", rule=lambda out, u, du: du / (u * log(10.0)))),
    ("trig-sign", at("cos", rule=lambda out, u, du: np.sin(u) * du)),
    ("trig-sign", at("sin", rule=lambda out, u, du: -np.cos(u) * du)),
    ("degrees", at("sin", rule=lambda out, u, du: np.cos(u) * du * pi / 180.0)),
    ("degrees", at("cos", rule=lambda out, u, du: -np.sin(u) * du * pi / 180.0)),
    ("square-forgotten", at("tanh", rule=lambda out, u, du: (1.0 - out) * du)),
    ("pre-activation", at("tanh", rule=lambda out, u, du: (1.0 - u**2) * du)),
    ("pre-activation", at("sigmoid", rule=lambda out, u, du: u * (1.0 - u) * du)),
    ("pre-activation", at("sigmoid", rule=lambda out, u, du: out * (1.0 - u) * du)),
    ("only-complement", at("sigmoid", rule=lambda out, u, du: (1.0 - out) * du)),
    ("complement-sign", at("sigmoid", rule=lambda out, u, du: out * (1.0 + out) * du)),
    ("complement-sign", at("tanh", rule=lambda out, u, du: (1.0 + out**2) * du)),
    ("half-forgotten", at("sqrt", rule=lambda out, u, du: du / out)),
    ("root-upside-down", at("sqrt", rule=lambda out, u, du: 0.5 * out * du)),
    ("slope-one-everywhere", at(*BROKEN, rule=lambda out, u, du: 1.0 * du)),
    ("slope-one-everywhere", _slope_one),
    ("constant-to-one", _constant_to_one),
)
"""(misconception, how the tangent of one operation comes out wrong)."""

COVERS: Mapping[str, frozenset[str]] = {
    "inner-derivative": frozenset({"constant-factor", "outer-derivative", "factor-two", "one-over-n", "lost-local"}),
    "softmax-diagonal": frozenset({"inner-derivative", "lost-local"}),
    "constant-factor": frozenset({"outer-derivative", "factor-two", "sign", "one-over-n", "lost-local"}),
    "outer-derivative": frozenset({"lost-upstream", "factor-two", "one-over-n", "lost-local"}),
    "wrong-axis": frozenset({"transposed"}),
    "value-for-slope": frozenset({"not-differentiated"}),
    "slope-one-everywhere": frozenset({"outer-derivative", "lost-upstream", "factor-twice", "lost-local"}),
    "broadcast-not-summed": frozenset({"another-variable"}),
    "derivatives-divided": frozenset({"lost-upstream"}),
    "product-of-derivatives": frozenset({"lost-upstream"}),
    "path-forgotten": frozenset({"lost-upstream", "factor-two"}),
    "exponent-factor": frozenset({"factor-two", "one-over-n"}),
    "half-forgotten": frozenset({"factor-two"}),
    "quotient-order": frozenset({"sign"}),
    "reciprocal-sign": frozenset({"sign"}),
    "product-rule-sign": frozenset({"sign"}),
    "trig-sign": frozenset({"sign"}),
}
"""What a more telling misconception covers: if the quotient rule was turned round, `sign` adds nothing to that."""


def node_slips(places: Places, nodes: Collection[str] | None = None) -> Iterator[Slip]:
    """(misconception, wrong derivative at the points) for every slip at every operation, or at these nodes only."""
    with np.errstate(all="ignore"):
        for place in places:
            if nodes is not None and place.node.id not in nodes:
                continue
            for id, wrong in NODE_SLIPS:
                tangent = wrong(place)
                if tangent is not None:
                    yield id, (places.with_slip(place, tangent),)


def whole_slips(question: DerivativeQuestion) -> Iterator[Slip]:
    """(misconception, wrong derivative at the points) for slips that concern the answer as a whole."""
    truth = question.truth
    yield "sign", tuple(-value for value in truth)
    yield "not-differentiated", tuple(trial.values[trial.record.graph.output] for trial in question.trials)
    for name in question.names:
        if name != question.wrt:
            yield "another-variable", tuple(trial.record.gradients[name] for trial in question.trials)
    if question.is_pointwise and not question.pieces:
        yield from _inner_only(question)
    yield from _factors(question)
    yield from _arrays(question)


def _inner_only(question: DerivativeQuestion) -> Iterator[Slip]:
    """The derivative of an inner part, without whatever surrounds it."""
    trial = question.trials[0]
    for node in trial.record.graph.operations[:-1]:
        is_a_term = np.all(np.abs(trial.record.gradients.get(node.id, 0.0)) == 1.0)  # nothing but a sign to be lost
        if node.op != CONSTANT and np.any(trial.moving[node.id]) and not is_a_term:
            yield "lost-upstream", (trial.moving[node.id],)


def _factors(question: DerivativeQuestion) -> Iterator[Slip]:
    yield "factor-two", tuple(2.0 * value for value in question.truth)
    yield "factor-two", tuple(0.5 * value for value in question.truth)
    for count in question.counts:
        yield "one-over-n", tuple(count * value for value in question.truth)
        yield "one-over-n", tuple(value / count for value in question.truth)


def _arrays(question: DerivativeQuestion) -> Iterator[Slip]:
    """Slips that only arrays have."""
    if any(np.ndim(value) == 2 for value in question.truth):
        yield "transposed", tuple(np.transpose(value) for value in question.truth)
    for trial in question.trials[:1]:
        for (child, slot), sent in trial.record.contributions.items():
            parent = trial.record.graph.node(child).parents[slot]
            wide = trial.record.gradients[child]
            if parent == question.wrt and shape_of(wide) != shape_of(sent) and np.ndim(wide) > np.ndim(sent):
                yield "broadcast-not-summed", tuple(t.record.gradients[child] for t in question.trials)


def all_slips(question: DerivativeQuestion) -> list[Slip]:
    """Every wrong derivative that differs from the right one, the more telling misconceptions first."""
    found: list[Slip] = []
    if question.is_pointwise and not question.pieces:
        found += node_slips(Places(question.trials[0].record, question.wrt, question.trials[0].moving))
    return differing([*found, *whole_slips(question)], question)


def differing(slips: Sequence[Slip], question: DerivativeQuestion) -> list[Slip]:
    """The slips that do not happen to lead to the right derivative."""
    return [(id, values) for id, values in slips if not _same(values, question.truth[: len(values)])]


def _same(left: Sequence[Value], right: Sequence[Value]) -> bool:
    return all(
        shape_of(a) in ((), shape_of(b)) and np.allclose(a, b, rtol=1e-6, atol=1e-9, equal_nan=True)
        for a, b in zip(left, right, strict=True)
    )
