"""Why is a number of a search what it is? The arithmetic of the posterior, of z and of the rules."""

from __future__ import annotations

import numpy as np

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...answers.working import worked
from ...words import message
from ...words.numbers import receipt as written
from ..score import entries
from .acquisition import RULES, WRITTEN, Outlook
from .gaussian import Posterior
from .plan import Plan
from .state import Point, SearchState
from .words import place

MOST_TERMS = 4
"""Measured places whose pull is written out."""
POSTERIOR = ("mean", "sd", "kernel", "weights")


def receipt(plan: Plan, state: SearchState, quantity: str) -> Receipt:
    """The receipt of a quantity that is visible at a state."""
    kind, _, which = quantity.partition(".")
    outlook = state.look if which == "look" else state.choice.at if state.choice else None
    if quantity == "planned" or not state.points:
        return LinesReceipt(_planned(plan))
    if kind in POSTERIOR and state.posterior is not None:
        return LinesReceipt(_posterior(plan, state, state.posterior, outlook if which else None))
    of_a_place = which in ("next", "look") or kind in ("next", "acquisition")
    if of_a_place and outlook is not None:
        return LinesReceipt(_acquired(plan, state, kind, outlook))
    return LinesReceipt(_measured(plan, state))


def _planned(plan: Plan) -> tuple[Line, ...]:
    settings, dims = plan.settings, len(plan.field.variables)
    if settings.method == "grid":
        powers = [settings.values**number for number in range(1, dims + 1)]
        counted = f"{settings.values}^{dims} = {plan.planned}"
        growth = " → ".join(str(power) for power in powers)
        return (Line(message("search.label-planned"), counted), Line(message("search.label-growth"), growth))
    ranges = zip(plan.field.variables, plan.field.ranges, strict=True)
    told = ", ".join(f"{low:g} ≤ {name} ≤ {high:g}" for name, (low, high) in ranges)
    return (
        Line(message("search.label-planned"), str(plan.planned)),
        Line(message("search.label-ranges"), told),
    )


def _measured(plan: Plan, state: SearchState) -> tuple[Line, ...]:
    best, name = state.points[state.best], plan.field.surface.name
    values, most = ", ".join(written(value) for value in state.values), written(state.values[state.best])
    few = len(state.values) <= MOST_TERMS
    told = f"max({values}) = {most}" if few else f"{most} = {name}({_point(best)})"
    return (
        Line(message("search.label-measured"), f"{name}({_point(state.points[-1])}) = {written(state.values[-1])}"),
        Line(message("search.label-best"), f"y⁺ = {told}"),
        Line(message("search.label-where"), place(plan.field, best)),
        Line(message("search.label-count"), f"{len(state.points)} / {plan.planned}"),
    )


def _point(point: Point) -> str:
    return ", ".join(f"{x:.6g}" for x in point)


def _posterior(plan: Plan, state: SearchState, posterior: Posterior, at: Outlook | None) -> tuple[Line, ...]:
    belief = posterior.belief
    if at is None:
        spreads = posterior.spread(plan.candidates)
        widest = int(np.argmax(spreads))
        where = f"{plan.field.variables[0]} = {plan.candidates[widest]:.6g}; σ = {written(spreads[widest])}"
        kernel = f"k(u,u') = {belief.amplitude:g}²·exp(-(u-u')²/(2·{belief.length:g}²))"
        return (
            Line(message("search.label-kernel"), kernel),
            Line(message("search.label-matrix"), f"K = {entries(posterior.kernel, 9, 5)}"),
            Line(message("search.label-weights"), f"K⁻¹(y - m) = {entries(posterior.weights, 9)}"),
            Line(message("search.label-widest"), where),
        )
    here = np.array([at.u])
    near, explained = posterior.near(here)[0], float(posterior.explained(here)[0])
    variance = belief.amplitude**2
    left = worked("v - e", v=variance, e=explained)
    return (
        Line(message("search.label-near"), f"k* = {entries(near, 9, 6)}"),
        Line(message("search.label-mean"), f"μ = m + k*ᵀK⁻¹(y-m) = {_pulls(posterior, near)}"),
        Line(message("search.label-variance"), f"σ_f² - k*ᵀK⁻¹k* = {left}"),
        Line(message("search.label-sd"), f"σ = {worked('sqrt(v)', v=max(0.0, variance - explained))}"),
    )


def _pulls(posterior: Posterior, near: np.ndarray) -> str:
    """`0.7 + 0.0023·(-0.6) + … = 0.68`: the prior, and what the measured places add to it."""
    mean, own = float(posterior.belief.mean), posterior.weights
    if len(own) > MOST_TERMS:
        return worked("m + s", m=mean, s=float(near @ own))
    return worked("m + dot(k; a)", most=2 * len(own) + 1, m=mean, k=near, a=own)


def _acquired(plan: Plan, state: SearchState, kind: str, at: Outlook) -> tuple[Line, ...]:
    """z, the rule in force (or the one that was asked for), and what the other places would give."""
    asked = state.choice.rule if state.choice and kind in ("next", "acquisition", "mean", "sd") else kind
    rule = asked if asked in RULES else "ei"
    here = f"{plan.field.variables[0]} = {at.u:.6g}"
    places = Line(message("search.label-at", where=here), f"μ = {written(at.mean)}; σ = {written(at.spread)}")
    z = Line(message("search.label-z"), f"(μ - y⁺ - ξ)/σ = {_distance(at)}")
    lines = [places, z, _rule(rule, at)]
    if state.choice is not None:
        others = [other for name, other in state.choice.others.items() if name != rule and other.u != at.u]
        told = "; ".join(f"{WRITTEN[rule]}({other.u:.6g}) = {written(RULES[rule](other))}" for other in others[:2])
        lines += [Line(message("search.label-compare"), told)] if told else []
    return tuple(lines)


def _rule(rule: str, at: Outlook) -> Line:
    name = message("search.label-rule", rule=WRITTEN[rule])
    match rule:
        case "pi":
            return Line(name, f"Φ(z) = Φ({written(at.z)}) = {written(at.pi)}")
        case "ucb":
            return Line(name, f"μ + κ·σ = {worked('m + k*s', m=at.mean, k=at.kappa, s=at.spread)}")
        case "mean":
            return Line(name, f"μ = {written(at.mean)}")
        case "sd":
            return Line(name, f"σ = {written(at.spread)}")
        case _:
            return Line(name, f"(μ - y⁺ - ξ)·Φ(z) + σ·φ(z) = {worked('a + b', a=at.exploit, b=at.explore)}")


def _distance(at: Outlook) -> str:
    """(μ - y⁺ - ξ)/σ with its numbers; 0 where nothing is uncertain any more."""
    if not at.spread:
        return written(at.z)
    return worked("(m - y - x)/s", digits=4, m=at.mean, y=at.best, x=at.xi, s=at.spread)
