"""What is said about a frame of a search?"""

from __future__ import annotations

import numpy as np

from ...words import Message, message
from ...words.numbers import sentence
from .acquisition import WRITTEN
from .knobs import SearchKnobs
from .objectives import Field
from .plan import Plan
from .state import Point, SearchState


def place(field: Field, point: Point) -> str:
    """`u = -2.15, v = 0.5`."""
    pairs = zip(field.variables, point, strict=True)
    return ", ".join(f"{name} = {sentence(x)}" for name, x in pairs)


def told(plan: Plan, state: SearchState, settings: SearchKnobs) -> Message:
    """The caption of a state."""
    match state.kind:
        case "start":
            own = ", ".join(plan.field.variables)
            method = plan.settings.method
            return message(f"search.start-{method}", variables=own, count=plan.planned,
                           values=plan.settings.values)  # fmt: skip
        case "measured":
            return _measured(plan, state)
        case "fitted":
            return _fitted(plan, state)
        case _:
            return _chosen(plan, state, settings)


def _measured(plan: Plan, state: SearchState) -> Message:
    best = place(plan.field, state.points[state.best])
    id = "search.measured-first" if len(state.points) == 1 else "search.measured-better"
    return message(
        id if state.is_new_best else "search.measured",
        number=len(state.points),
        planned=plan.planned,
        where=place(plan.field, state.points[-1]),
        value=sentence(state.values[-1], 3),
        best=sentence(state.values[state.best], 3),
        at=best,
    )


def _fitted(plan: Plan, state: SearchState) -> Message:
    spreads = state.posterior.spread(plan.candidates) if state.posterior else plan.candidates
    widest = int(np.argmax(spreads))
    told = {"where": place(plan.field, (float(plan.candidates[widest]),)), "sd": sentence(spreads[widest], 3)}
    return message("search.fitted", count=len(state.points), **told)


def _chosen(plan: Plan, state: SearchState, settings: SearchKnobs) -> Message:
    if state.choice is None:
        return message("search.fitted", count=len(state.points), where="", sd="")
    at, best = state.choice.at, place(plan.field, state.points[state.best])
    told = {"rule": WRITTEN[state.choice.rule], "where": place(plan.field, (at.u,)), "best": best}
    told |= {"mean": sentence(at.mean, 3), "sd": sentence(at.spread, 3), "score": sentence(state.choice.score, 4)}
    if state.kind == "enough":
        return message("search.enough", limit=f"{settings.enough:g}", value=sentence(at.best, 3), **told)
    return message("search.chosen", **told)


def label(field: Field, quantity: str) -> str:
    """How a quantity is written: `μ`, `y⁺`, `EI`, `#u` for the number of different values of u."""
    own, name = field.variables, field.surface.name
    kind, _, rest = quantity.partition(".")
    if quantity == "value":
        return f"{name}({', '.join(own)})"
    if kind == "best":
        return "y⁺" if not rest else f"{rest}⁺"
    if kind == "distinct":
        return f"#{rest}"
    if kind == "next":
        return own[0] if not rest else f"{own[0]} ({WRITTEN[rest]})"
    terms = {"z": "z", "exploit": "(μ-y⁺-ξ)·Φ(z)", "explore": "σ·φ(z)"}
    return {**WRITTEN, **terms}.get(kind, quantity) if rest in ("next", "look") else quantity
