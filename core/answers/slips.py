"""What derivative would somebody with a known misconception find? The table has a row for each way to go wrong.

Every node n of a formula splits the derivative in two: how the output depends on n (the gradient G), and how n moves
with the variable (the tangent t). All paths through n together contribute G·t. A slip at n puts a wrong tangent in
place of t, and leads to truth - G·t + G·wrong. So a row only has to say how the tangent of a node goes wrong, from the
values u and the tangents of its inputs; and it is tried at every node of every formula. `whole_slips` has the slips
that concern an answer as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, pi

import numpy as np

from ..arrays import Value, shape_of
from ..graph import CONSTANT, Node
from ..local import Diagonal
from .derivative import DerivativeQuestion, Trial


@dataclass(frozen=True, eq=False)
class Place:
    """One operation of a formula, where something can go wrong, with everything as it is at the points."""

    node: Node
    out: Value
    u: Sequence[Value]
    """Values of the inputs."""
    t: Sequence[Value]
    """Tangents of the inputs."""
    slopes: Sequence[Value]
    moves: Sequence[bool]
    """Which inputs depend on the variable at all."""
    inner: Sequence[bool]
    """Which inputs depend on the variable without being the variable itself."""

    @property
    def right(self) -> Value:
        """The right tangent."""
        return sum((slope * t for slope, t in zip(self.slopes, self.t, strict=True)), 0.0)


Wrong = Callable[[Place], Value | None]


def _unary(place: Place) -> bool:
    return sum(place.moves) == 1


def _moving(place: Place) -> int:
    return list(place.moves).index(True)


def _inner_missing(p: Place) -> Value | None:
    """f′(g) without g′."""
    if p.node.op in ("add", "sub", "neg") or not _unary(p) or not p.inner[_moving(p)]:
        return None
    return p.slopes[_moving(p)]


def _outer_missing(p: Place) -> Value | None:
    """g′ alone, without the outer slope."""
    return p.t[_moving(p)] if _unary(p) and p.node.op not in ("add", "sub", "neg") else None


def _value_for_slope(p: Place) -> Value | None:
    return p.out * p.t[_moving(p)] if _unary(p) and len(p.u) == 1 and p.node.op not in ("exp", "neg") else None


def _input_for_slope(p: Place) -> Value | None:
    return p.u[0] * p.t[0] if len(p.u) == 1 and p.node.op not in ("neg", "sqrt") else None


def _factor_twice(p: Place) -> Value | None:
    return p.slopes[_moving(p)] * p.right if _unary(p) and p.node.op not in ("add", "sub", "neg") else None


def _both(p: Place) -> bool:
    return len(p.u) == 2 and all(p.moves)


def _product(rule: Callable[[Value, Value, Value, Value], Value]) -> Wrong:
    """A slip at a product of two expressions of the variable, from (u, v, u′, v′)."""
    return lambda p: rule(p.u[0], p.u[1], p.t[0], p.t[1]) if p.node.op == "mul" and _both(p) else None


def _quotient(rule: Callable[[Value, Value, Value, Value], Value], *, both: bool = True) -> Wrong:
    def wrong(p: Place) -> Value | None:
        if p.node.op != "div" or (both and not _both(p)) or not p.moves[1]:
            return None
        return rule(p.u[0], p.u[1], p.t[0], p.t[1])

    return wrong


def _power(rule: Callable[[Value, Value, Value], Value]) -> Wrong:
    """A slip at u^n with a fixed n, from (u, n, u′)."""
    return lambda p: rule(p.u[0], p.u[1], p.t[0]) if p.node.op == "pow" and p.moves[0] and not p.moves[1] else None


def _at(*ops: str, rule: Callable[[Value, Value, Value], Value]) -> Wrong:
    """A slip at an operation of one input, from (output, u, u′)."""
    return lambda p: rule(p.out, p.u[0], p.t[0]) if p.node.op in ops else None


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
    if p.node.op not in ("mul", "div") or not _unary(p) or (p.node.op == "div" and p.moves[1]):
        return None
    return p.t[_moving(p)]


def _one_term(p: Place, slot: int) -> Value | None:
    """Only one of two paths."""
    return p.slopes[slot] * p.t[slot] if _both(p) else None


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
    ("quotient-order", _quotient(lambda u, v, du, dv: (u * dv - du * v) / v**2)),
    ("quotient-square", _quotient(lambda u, v, du, dv: (du * v - u * dv) / v)),
    ("quotient-plus", _quotient(lambda u, v, du, dv: (du * v + u * dv) / v**2)),
    ("derivatives-divided", _quotient(lambda u, v, du, dv: du / dv)),
    ("reciprocal-square", _quotient(lambda u, v, du, dv: -u * dv / v, both=False)),
    ("reciprocal-sign", _quotient(lambda u, v, du, dv: u * dv / v**2, both=False)),
    ("exponent-kept", _power(lambda u, n, du: n * u**n * du)),
    ("exponent-factor", _power(lambda u, n, du: u ** (n - 1.0) * du)),
    ("exponent-dropped", _power(lambda u, n, du: n * u * du)),
    ("integrated", _power(lambda u, n, du: u ** (n + 1.0) / (n + 1.0) * du)),
    ("power-rule-on-exp", _at("exp", rule=lambda out, u, du: u * np.exp(u - 1.0) * du)),
    ("log-base", _at("log", rule=lambda out, u, du: du / (u * log(10.0)))),
    ("trig-sign", _at("cos", rule=lambda out, u, du: np.sin(u) * du)),
    ("trig-sign", _at("sin", rule=lambda out, u, du: -np.cos(u) * du)),
    ("degrees", _at("sin", rule=lambda out, u, du: np.cos(u) * du * pi / 180.0)),
    ("degrees", _at("cos", rule=lambda out, u, du: -np.sin(u) * du * pi / 180.0)),
    ("square-forgotten", _at("tanh", rule=lambda out, u, du: (1.0 - out) * du)),
    ("pre-activation", _at("tanh", rule=lambda out, u, du: (1.0 - u**2) * du)),
    ("pre-activation", _at("sigmoid", rule=lambda out, u, du: u * (1.0 - u) * du)),
    ("pre-activation", _at("sigmoid", rule=lambda out, u, du: out * (1.0 - u) * du)),
    ("only-complement", _at("sigmoid", rule=lambda out, u, du: (1.0 - out) * du)),
    ("complement-sign", _at("sigmoid", rule=lambda out, u, du: out * (1.0 + out) * du)),
    ("complement-sign", _at("tanh", rule=lambda out, u, du: (1.0 + out**2) * du)),
    ("half-forgotten", _at("sqrt", rule=lambda out, u, du: du / out)),
    ("root-upside-down", _at("sqrt", rule=lambda out, u, du: 0.5 * out * du)),
    ("slope-one-everywhere", _at("relu", "abs", "leaky_relu", "elu", rule=lambda out, u, du: 1.0 * du)),
    ("constant-to-one", _constant_to_one),
)
"""(misconception, how the tangent of one operation comes out wrong)."""

COVERS: Mapping[str, frozenset[str]] = {
    "inner-derivative": frozenset({"constant-factor", "outer-derivative", "factor-two", "one-over-n"}),
    "constant-factor": frozenset({"outer-derivative", "factor-two", "sign", "one-over-n"}),
    "outer-derivative": frozenset({"lost-upstream", "factor-two", "one-over-n"}),
    "value-for-slope": frozenset({"not-differentiated"}),
    "slope-one-everywhere": frozenset({"outer-derivative", "lost-upstream", "factor-twice"}),
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


def node_slips(question: DerivativeQuestion) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """(misconception, wrong derivative at the points) for every slip at every operation of a pointwise formula."""
    trial = question.trials[0]
    truth = question.truth[0]
    for place in _places(question, trial):
        gain = trial.record.gradients[place.node.id]
        with np.errstate(all="ignore"):
            for id, wrong in NODE_SLIPS:
                tangent = wrong(place)
                if tangent is not None:
                    yield id, (truth - gain * place.right + gain * tangent,)


def _places(question: DerivativeQuestion, trial: Trial) -> Iterator[Place]:
    """The operations through which the variable influences the output."""
    graph, record = trial.record.graph, trial.record
    depends = {question.wrt}
    for node in graph.operations:
        if depends.isdisjoint(node.parents):
            continue
        depends.add(node.id)
        slopes = [recipe.slope for recipe in record.locals[node.id] if isinstance(recipe, Diagonal)]
        if node.id in graph.reaches_output and len(slopes) == len(node.parents):
            parents = [graph.node(parent) for parent in node.parents]
            yield Place(
                node=node,
                out=record.values[node.id],
                u=[record.values[parent.id] for parent in parents],
                t=[trial.moving[parent.id] for parent in parents],
                slopes=slopes,
                moves=[parent.id in depends for parent in parents],
                inner=[parent.id in depends and parent.id != question.wrt for parent in parents],
            )


def whole_slips(question: DerivativeQuestion) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """(misconception, wrong derivative at the points) for slips that concern the answer as a whole."""
    truth = question.truth
    yield "sign", tuple(-value for value in truth)
    yield "not-differentiated", tuple(trial.values[trial.record.graph.output] for trial in question.trials)
    for name in question.names:
        if name != question.wrt:
            yield "another-variable", tuple(trial.record.gradients[name] for trial in question.trials)
    if question.is_pointwise:
        yield from _inner_only(question)
    yield from _factors(question)
    yield from _arrays(question)


def _inner_only(question: DerivativeQuestion) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """The derivative of an inner part, without whatever surrounds it."""
    trial = question.trials[0]
    for node in trial.record.graph.operations[:-1]:
        if node.op != CONSTANT and np.any(trial.moving[node.id]):
            yield "lost-upstream", (trial.moving[node.id],)


def _factors(question: DerivativeQuestion) -> Iterator[tuple[str, tuple[Value, ...]]]:
    yield "factor-two", tuple(2.0 * value for value in question.truth)
    yield "factor-two", tuple(0.5 * value for value in question.truth)
    counts = {int(np.size(value)) for trial in question.trials for value in trial.values.values()}
    counts |= {shape[0] for trial in question.trials for value in trial.values.values() if (shape := shape_of(value))}
    for count in sorted(counts - {0, 1, 2}):
        yield "one-over-n", tuple(count * value for value in question.truth)
        yield "one-over-n", tuple(value / count for value in question.truth)


def _arrays(question: DerivativeQuestion) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Slips that only arrays have."""
    if any(np.ndim(value) == 2 for value in question.truth):
        yield "transposed", tuple(np.transpose(value) for value in question.truth)
    for trial in question.trials[:1]:
        for (child, slot), sent in trial.record.contributions.items():
            parent = trial.record.graph.node(child).parents[slot]
            wide = trial.record.gradients[child]
            if parent == question.wrt and shape_of(wide) != shape_of(sent) and np.ndim(wide) > np.ndim(sent):
                yield "broadcast-not-summed", tuple(t.record.gradients[child] for t in question.trials)


def all_slips(question: DerivativeQuestion) -> list[tuple[str, tuple[Value, ...]]]:
    """Every wrong derivative that differs from the right one, the more telling misconceptions first."""
    found: list[tuple[str, tuple[Value, ...]]] = []
    sources: list[Iterator[tuple[str, tuple[Value, ...]]]] = [whole_slips(question)]
    if question.is_pointwise:
        sources.insert(0, node_slips(question))
    for source in sources:
        found += [(id, values) for id, values in source if not _same(values, question.truth)]
    return found


def _same(left: Sequence[Value], right: Sequence[Value]) -> bool:
    return all(
        shape_of(a) in ((), shape_of(b)) and np.allclose(a, b, rtol=1e-6, atol=1e-9, equal_nan=True)
        for a, b in zip(left, right, strict=True)
    )
