"""Where does a number of a search come from? Posterior, z and acquisition rules as rows, with what people get wrong.

Where a rule is largest no formula says: those places are given, and somebody who follows another rule lands elsewhere.
"""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from ..rows import Row, Rows
from .acquisition import Outlook, density
from .gaussian import Posterior
from .plan import Plan
from .state import Choice, SearchState

BELOW, DENSITY = "(1 + erf({}/sqrt(2)))/2", "exp(-{}^2/2)/sqrt(2*pi)"
"""Φ and φ of an expression in parentheses."""
WRITTEN = MappingProxyType({"gain": "(μ - y⁺ - ξ)", "phi": "φ(z)", "xi": "ξ", "kappa": "κ", "best": "y⁺", "m": "m",
                            "near": "k*", "mean": "μ", "sd": "σ", "pi": "Φ(z)", "s": "σ_f"})  # fmt: skip


def rows(plan: Plan, state: SearchState, quantity: str) -> Rows | None:
    """The rows in which a quantity of a state stands; None for what is measured."""
    kind, _, which = quantity.partition(".")
    outlook = state.look if which == "look" else state.choice.at if state.choice else None
    if kind == "planned":
        return _planned(plan)
    if kind == "distinct":
        values = [point[plan.field.variables.index(which)] for point in state.points]
        new = np.array([float(value not in values[:at]) for at, value in enumerate(values)])
        trials = Row(quantity, "sum(new)", {"trials-for-distinct": len(values)}, any_formula=False)
        return Rows({"new": new}, [trials], aside={"new"})
    if kind == "best":
        return _best(plan, state, quantity, which)
    if kind == "next" and state.choice is not None:
        rule = which or state.choice.rule
        return Rows({quantity: state.choice.others[rule].u},
                    [Row(quantity, slips=_next(state, state.choice, rule), any_formula=False)])  # fmt: skip
    if kind in ("kernel", "weights") and state.posterior is not None:
        return _measured(state.posterior)
    if not which or outlook is None or state.posterior is None:
        return None
    return _place(state.posterior, outlook, which)


def _planned(plan: Plan) -> Rows:
    """k values of each of d hyperparameters are k^d combinations."""
    given = {"k": plan.settings.values, "d": len(plan.field.variables)}
    if plan.settings.method != "grid":
        return Rows({"planned": plan.planned}, ())
    slips = {"grid-added": "k*d", "exponent-swapped": "d^k", "one-at-a-time": "k"} if given["d"] > 1 else {}
    return Rows(given, [Row("planned", "k^d", slips, any_formula=False)])


def _best(plan: Plan, state: SearchState, quantity: str, which: str) -> Rows:
    """The largest measurement, or the place where it was found."""
    if not which:
        slips = {"last-for-best": "last", "lowest-for-best": "min(y)"}
        return Rows({"y": np.array(state.values), "last": state.values[-1]},
                    [Row("best", "max(y)", slips, any_formula=False)])  # fmt: skip
    axis = plan.field.variables.index(which)
    last = {"last-for-best": state.points[-1][axis]}
    return Rows({quantity: state.points[state.best][axis]}, [Row(quantity, slips=last, any_formula=False)])


def _next(state: SearchState, choice: Choice, rule: str) -> dict[str, float]:
    """Where something else than the rule is largest."""
    places = {name: outlook.u for name, outlook in choice.others.items()}
    best = state.points[state.best][0]
    if rule in ("mean", "sd"):
        return {"exploration-swapped": places["sd" if rule == "mean" else "mean"], "best-again": best}
    found = {"mean-only": places["mean"], "spread-only": places["sd"], "best-again": best}
    return found | {f"other-rule:{name}": places[name] for name in ("ei", "pi", "ucb") if name != rule}


def _measured(posterior: Posterior) -> Rows:
    """What the model makes of the measured places: how near they are to each other, and how much each weighs."""
    belief, places = posterior.belief, posterior.places
    apart = np.subtract.outer(places, places)
    own = posterior.kernel - belief.covariance(places, places)
    given = {"apart": apart, "s": belief.amplitude, "l": belief.length, "m": belief.mean, "noise": own,
             "inverse": np.linalg.inv(posterior.kernel), "y": posterior.values}  # fmt: skip
    prior = {"mean-forgotten": "inverse @ y"}
    return Rows(
        given, [Row("kernel", "s^2*exp(-(apart^2/(2*l^2))) + noise"), Row("weights", "inverse @ (y - m)", prior)]
    )


def _place(posterior: Posterior, at: Outlook, which: str) -> Rows:
    """What is expected at one place, and what every rule makes of it."""
    belief, here = posterior.belief, np.array([at.u])
    given: dict[str, object] = {"m": belief.mean, "s": belief.amplitude, "a": posterior.weights, "best": at.best}
    given |= {"near": posterior.near(here)[0], "explained": float(posterior.explained(here)[0]), "phi": density(at.z)}
    given |= {"xi": at.xi, "kappa": at.kappa, f"z.{which}": at.z}
    mean, sd, z, pi = (f"{name}.{which}" for name in ("mean", "sd", "z", "pi"))
    bare = f"(({mean} - best)/{sd})"
    gained = f"(({mean} - best - xi)/{sd})"
    normal = [
        Row(z, f"gain/{sd}", {
            "margin-forgotten": f"({mean} - best)/{sd}", "margin-added": f"({mean} - best + xi)/{sd}",
            "variance-for-deviation": f"gain/{sd}^2", "spread-forgotten": "gain",
        }, also=(gained,)),
        Row(pi, BELOW.format(z), {
            "density-swapped": "phi", "sign": BELOW.format(f"(-{z})"), "margin-forgotten": BELOW.format(bare),
        }, also=(BELOW.format(gained),), any_formula=False),
        Row(f"ei.{which}", f"gain*{pi} + {sd}*phi", {
            "exploration-dropped": f"gain*{pi}", "exploitation-dropped": f"{sd}*phi",
            "density-swapped": f"gain*phi + {sd}*{pi}", "gain-for-expectation": "gain",
            "margin-forgotten": f"({mean} - best)*{BELOW.format(bare)} + {sd}*{DENSITY.format(bare)}",
        }, also=(f"({mean} - best - xi)*{BELOW.format(gained)} + {sd}*{DENSITY.format(gained)}",)),
    ]  # fmt: skip
    known = [] if at.spread > 0.0 else [Row(z), Row(pi), Row(f"ei.{which}")]
    return Rows({**given, pi: at.pi, f"ei.{which}": at.ei}, [
        Row(mean, "m + dot(near; a)", {"prior-for-posterior": "m", "mean-forgotten": "dot(near; a)"}),
        Row(sd, "sqrt(max(s^2 - explained; 0))", {"variance-for-deviation": f"{sd}^2", "prior-for-posterior": "s"},
            any_formula=False),
        Row("gain", f"{mean} - best - xi"),
        *(known or normal),
        Row(f"ucb.{which}", f"{mean} + kappa*{sd}", {
            "lower-bound": f"{mean} - kappa*{sd}", "kappa-forgotten": f"{mean} + {sd}",
            "variance-for-deviation": f"{mean} + kappa*{sd}^2", "mean-dropped": f"kappa*{sd}",
        }),
        Row(f"exploit.{which}", f"gain*{pi}", {"exploration-swapped": f"{sd}*phi", "density-swapped": "gain*phi"}),
        Row(f"explore.{which}", f"{sd}*phi", {"exploration-swapped": f"gain*{pi}", "density-swapped": f"{sd}*{pi}"}),
    ], lambda name: WRITTEN.get(name.partition(".")[0], name))  # fmt: skip
