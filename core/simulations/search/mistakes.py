"""What would somebody with a known misconception answer for a quantity of a search?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .acquisition import Outlook, below, density
from .plan import Plan
from .state import Choice, SearchState


def mistakes(plan: Plan, state: SearchState, quantity: str) -> Mapping[str, Any]:
    """Misconception id to answer; some may be equal to the truth."""
    kind, _, which = quantity.partition(".")
    if kind == "planned":
        return _planned(plan)
    if kind == "distinct":
        return {"trials-for-distinct": len(state.points)}
    if quantity == "best":
        return {"last-for-best": state.values[-1], "lowest-for-best": min(state.values)}
    if kind == "best":
        place = plan.field.variables.index(which)
        return {"last-for-best": state.points[-1][place]}
    if kind == "next" and state.choice is not None:
        return _next(state, state.choice, which or state.choice.rule)
    outlook = state.look if which == "look" else state.choice.at if state.choice else None
    return _of_a_place(state, kind, outlook) if which and outlook is not None else {}


def _planned(plan: Plan) -> dict[str, Any]:
    """k values of each of d hyperparameters are k^d combinations."""
    count, dims = plan.settings["values"], len(plan.field.variables)
    if plan.settings["method"] != "grid" or dims < 2:
        return {}
    return {"grid-added": count * dims, "exponent-swapped": dims**count, "one-at-a-time": count}


def _next(state: SearchState, choice: Choice, rule: str) -> dict[str, Any]:
    """Where something else than the rule is largest."""
    places = {name: outlook.u for name, outlook in choice.others.items()}
    best = state.points[state.best][0]
    if rule == "mean":
        return {"exploration-swapped": places["sd"], "best-again": best}
    if rule == "sd":
        return {"exploration-swapped": places["mean"], "best-again": best}
    found = {"mean-only": places["mean"], "spread-only": places["sd"], "best-again": best}
    return found | {f"other-rule:{name}": places[name] for name in ("ei", "pi", "ucb") if name != rule}


def _of_a_place(state: SearchState, kind: str, at: Outlook) -> dict[str, Any]:
    """What becomes of the arithmetic at one place when a term is forgotten or exchanged."""
    belief = state.posterior.belief if state.posterior else None
    match kind:
        case "mean" if belief is not None:
            return {"prior-for-posterior": belief.mean, "mean-forgotten": at.mean - belief.mean}
        case "sd" if belief is not None:
            return {"variance-for-deviation": at.spread**2, "prior-for-posterior": belief.amplitude}
        case "z" if at.spread > 0.0:
            return {
                "sign": -at.z,
                "margin-forgotten": (at.mean - at.best) / at.spread,
                "margin-added": (at.mean - at.best + at.xi) / at.spread,
                "variance-for-deviation": at.gain / at.spread**2,
                "spread-forgotten": at.gain,
            }
        case "ei" if at.spread > 0.0:
            return {
                "exploration-dropped": at.exploit,
                "exploitation-dropped": at.explore,
                "density-swapped": at.gain * density(at.z) + at.spread * below(at.z),
                "margin-forgotten": _without_margin(at).ei,
                "gain-for-expectation": at.gain,
            }
        case "pi":
            return {"density-swapped": density(at.z), "sign": below(-at.z), "margin-forgotten": _without_margin(at).pi}
        case "ucb":
            return {
                "lower-bound": at.mean - at.kappa * at.spread,
                "kappa-forgotten": at.mean + at.spread,
                "variance-for-deviation": at.mean + at.kappa * at.spread**2,
                "mean-dropped": at.kappa * at.spread,
            }
        case "exploit":
            return {"exploration-swapped": at.explore, "density-swapped": at.gain * density(at.z)}
        case "explore":
            return {"exploration-swapped": at.exploit, "density-swapped": at.spread * below(at.z)}
        case _:
            return {}


def _without_margin(at: Outlook) -> Outlook:
    return Outlook(at.u, at.mean, at.spread, at.best, 0.0, at.kappa)
