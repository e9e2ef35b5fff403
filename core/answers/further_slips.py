"""Which less likely slips could it have been? These are asked only if none of the first table (slips.py) fits.

Some are slips of two steps (the power rule on a^x, and the inner derivative unspoken with it), some are one slip made
wherever it can be made (no inner derivative in any of the squares of a sum), some happen inside an operation that is
written out in one's head (σ as 1/(1 + e^-z)), some concern one of many paths, or one factor of a constant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ..arrays import Value
from ..formula.parser import parse_expression
from ..formula.tree import Apply, Definition, Formula, Tree, replaced, substitute
from ..ops import OPS
from .derivative import DerivativeQuestion, Trial
from .places import Place, Places, Wrong
from .slips import NODE_SLIPS, Slip, at, differing, node_slips, power, quotient

FUNCTIONS = frozenset({name for name, op in OPS.items() if op.is_function and not op.kinks} | {"pow"})


def _value_of_two(p: Place) -> Value | None:
    """The value in place of the slope, at an operation of two inputs."""
    takes_it = p.node.op in ("pow", "maximum", "minimum", "clip", "prelu") and p.is_single
    return p.out * p.t[p.moving] if takes_it and (p.inner[p.moving] or p.node.op != "pow") else None


def _input_for_inner(p: Place) -> Value | None:
    """f′(g)·g, with g itself in place of its derivative."""
    return p.slopes[p.moving] * p.u[p.moving] if p.node.op in FUNCTIONS and p.is_single else None


def _power_rule(p: Place) -> Value | None:
    """The power rule although the exponent moves."""
    return p.u[1] * p.u[0] ** (p.u[1] - 1.0) * p.t[1] if p.node.op == "pow" and p.moves[1] and not p.moves[0] else None


def _power_rule_alone(p: Place) -> Value | None:
    if p.node.op == "exp" and p.inner[0]:
        return p.u[0] * np.exp(p.u[0] - 1.0)
    is_inner = p.node.op == "pow" and p.inner[1] and not p.moves[0]
    return p.u[1] * p.u[0] ** (p.u[1] - 1.0) if is_inner else None


def _constant_kept(p: Place) -> Value | None:
    """d(u + c) = u′ + c."""
    if p.node.op not in ("add", "sub") or not p.is_single:
        return None
    rest = 1 - p.moving
    return p.right + (p.u[rest] if p.node.op == "add" or rest == 0 else -p.u[rest])


def _sign_of(slot: int) -> Wrong:
    def wrong(p: Place) -> Value | None:
        if p.node.op not in ("add", "sub") or not p.both:
            return None
        return p.right - 2.0 * p.slopes[slot] * p.t[slot]

    return wrong


def _copied(slot: int) -> Wrong:
    """One part copied where its derivative belongs."""

    def wrong(p: Place) -> Value | None:
        if p.node.op not in ("add", "sub", "mul", "div") or not p.both:
            return None
        return p.right + p.slopes[slot] * (p.u[slot] - p.t[slot])

    return wrong


def _alone(rule: Wrong) -> Wrong:
    """A slip, and the inner derivative unspoken with it."""

    def wrong(p: Place) -> Value | None:
        if not p.is_single or not p.inner[p.moving]:
            return None
        ones = [1.0 if moves else 0.0 for moves in p.moves]
        return rule(Place(p.node, p.out, p.u, ones, p.slopes, p.moves, p.inner, p.variable, p.factors))

    return wrong


def _inside(p: Place) -> Value | None:
    """f′(g′)·g′ or f′(g′): the derivative put where the inside belongs."""
    return p.slope_at(p.t[p.moving]) if p.node.op in FUNCTIONS and p.is_single and p.inner[p.moving] else None


FURTHER: Sequence[tuple[str, Wrong]] = (
    ("value-for-slope", _value_of_two),
    ("input-for-slope", _input_for_inner),
    ("power-rule-on-exp", _power_rule),
    ("power-rule-on-exp", _power_rule_alone),
    ("constant-to-one", _constant_kept),
    ("sign", _sign_of(0)),
    ("sign", _sign_of(1)),
    ("sign", lambda p: -p.right if p.node.op in FUNCTIONS or p.node.op in ("neg", "div") else None),
    ("part-copied", _copied(0)),
    ("part-copied", _copied(1)),
    ("derivatives-divided", quotient(lambda u, v, du, dv: u / dv, both=False)),
    ("exponent-raised", power(lambda u, n, du: n * u ** (n + 1.0) * du)),
    ("square-forgotten", at("tan", rule=lambda out, u, du: (1.0 + out) * du)),
    ("square-forgotten", at("tan", rule=lambda out, u, du: du / np.cos(u))),
    ("complement-sign", at("tan", rule=lambda out, u, du: (1.0 - out**2) * du)),
    ("trig-sign", at("tan", rule=lambda out, u, du: -(1.0 + out**2) * du)),
    ("derivative-inside", _inside),
    ("derivative-inside", lambda p: None if (inside := _inside(p)) is None else inside * p.t[p.moving]),
    ("derivative-inside", lambda p: None if _inside(p) is None else p.value_at(p.t[p.moving])),
    ("outer-at-variable", lambda p: None if _inside(p) is None else p.slope_at(p.variable) * p.t[p.moving]),
    ("outer-at-variable", lambda p: None if _inside(p) is None else p.slope_at(p.variable)),
    *((id, _alone(rule)) for id, rule in NODE_SLIPS if id in (
        "reciprocal-square", "reciprocal-sign", "exponent-kept", "exponent-factor", "exponent-dropped",
        "half-forgotten", "trig-sign", "square-forgotten", "only-complement", "complement-sign", "log-base",
    )),
)  # fmt: skip
"""(misconception, how the tangent of one operation comes out wrong), less likely than those of the first table."""

MOST_NODES = 60
"""In a larger formula, slips at several nodes at once are not looked for: nobody differentiates it in one go."""
OPENED = {
    "sigmoid": "1/(1 + exp(-x))",
    "softplus": "log(1 + exp(x))",
    "swish": "x*(1/(1 + exp(-x)))",
    "tan": "sin(x)/cos(x)",
    "tanh": "(exp(x) - exp(-x))/(exp(x) + exp(-x))",
}
"""Operations that people write out: op to what it is, of x."""
WITHIN = frozenset({
    "product-of-derivatives", "product-rule-sign", "path-forgotten",
    "inner-derivative", "outer-derivative", "reciprocal-square", "reciprocal-sign", "quotient-order", "quotient-square",
    "quotient-plus", "derivatives-divided", "power-rule-on-exp",
})  # fmt: skip
"""Slips that are made inside them."""
MISPLACED = frozenset({"derivative-inside", "outer-at-variable"})


def further_slips(question: DerivativeQuestion) -> list[Slip]:
    """The less likely wrong derivatives of a pointwise formula; those of the opened formula last."""
    trial = question.trials[0]
    places = Places(trial.record, question.wrt, trial.moving)
    with np.errstate(all="ignore"):
        found = [*_at_nodes(places), *_everywhere(places), *_inner_ones(places), *_occurrences(question, trial)]
        opened = _opened(question, trial)
        if opened is not None:
            found += [row for row in (*_consistent(opened), *_everywhere(opened)) if row[0] in WITHIN]
    return [
        row for row in differing(found, question) if row[0] not in MISPLACED or not _is_right_in_part(row, question)
    ]


def _is_right_in_part(slip: Slip, question: DerivativeQuestion) -> bool:
    """Is it right on one side of a kink? Then that is the thing to say."""
    off = np.abs(slip[1][0] - question.truth[0]) <= 1e-9 * np.abs(question.truth[0])
    return bool(np.mean(off) > 0.2)


def _at_nodes(places: Places) -> Iterator[Slip]:
    for place in places:
        for id, wrong in FURTHER:
            tangent = wrong(place)
            if tangent is not None:
                yield id, (places.with_slip(place, tangent),)
        for value, sign in place.factors if len(place.factors) > 1 else ():
            yield "constant-factor", (places.with_slip(place, place.right * value**-sign),)


def _everywhere(places: Places) -> Iterator[Slip]:
    """The same slip wherever it can be made, at all nodes of one operation, or at nodes that compute the same thing."""
    here = list(places)
    if len(here) > MOST_NODES:
        return
    groups = [frozenset(group) for group in (*places.of_one_operation(), *places.alike())]
    for id, wrong in (*NODE_SLIPS, *FURTHER):
        possible = frozenset(place.node.id for place in here if wrong(place) is not None)
        for group in dict.fromkeys(possible & group for group in (possible, *groups)):
            if len(group) > 1:
                yield id, (places.with_slips(wrong, group),)


def _consistent(places: Places) -> Iterator[Slip]:
    """Slips at single nodes, but not at one of several that compute the same thing: people are wrong there alike."""
    alone = {group[0] for group in places.alike() if len(group) == 1}
    return node_slips(places, alone)


def _inner_ones(places: Places) -> Iterator[Slip]:
    """An inner part taken for the variable: its derivative is 1, wherever it is used."""
    for group in places.alike():
        if all(places.feeds_functions_only(id) for id in group):
            yield "inner-derivative", (places.with_slips(lambda p: np.ones_like(p.out), group),)


def _occurrences(question: DerivativeQuestion, trial: Trial) -> Iterator[Slip]:
    """Only one of the places where the variable stands, or all but one."""
    graph, record = trial.record.graph, trial.record
    sent = [
        value
        for (child, slot), value in record.contributions.items()
        if graph.node(child).parents[slot] == question.wrt
    ]
    for value in sent if len(sent) > 1 else ():
        yield "path-forgotten", (value * np.ones_like(question.truth[0]),)
        yield "path-forgotten", (question.truth[0] - value,)


def _opened(question: DerivativeQuestion, trial: Trial) -> Places | None:
    """The places of the formula with composed operations written out, at the same points; None if it has none."""
    definitions = tuple(
        Definition(each.name, replaced(each.tree, _written_out), each.span) for each in question.formula.definitions
    )
    if definitions == question.formula.definitions:
        return None
    opened = DerivativeQuestion(Formula(question.formula.text, definitions), question.wrt).trial(trial.at)
    return Places(opened.record, question.wrt, opened.moving)


def _written_out(tree: Tree) -> Tree:
    if not isinstance(tree, Apply) or tree.op not in OPENED:
        return tree
    return substitute(parse_expression(OPENED[tree.op]), {"x": tree.arguments[0]})
