"""What is inside a number of a search? The score, the posterior mean or the acquisition, as a graph."""

from __future__ import annotations

from ..graph import GraphSimulation
from ..protocol import Simulation, Spec
from .acquisition import Outlook
from .gaussian import Posterior
from .objectives import Field
from .state import SearchState

MOST_PLACES = 5
"""Measured places whose pull on the mean fits into one formula."""
PARTS = "gain = mu - best - xi; z = gain/sigma; Phi = (1 + erf(z/sqrt(2)))/2"
BELOW = {
    "ei": f"{PARTS}; phi = exp(-z^2/2)/sqrt(2*pi); EI = gain*Phi + sigma*phi",
    "pi": PARTS,
    "ucb": "UCB = mu + kappa*sigma",
}
"""Quantity to the formula that it is."""
GIVEN = {"ei": ("mu", "best", "xi", "sigma"), "pi": ("mu", "best", "xi", "sigma"), "ucb": ("mu", "kappa", "sigma")}


def opens(state: SearchState) -> tuple[str, ...]:
    """The quantities with a level below at a state."""
    found = ["value"] if state.kind == "measured" else []
    for kind, outlook in (("look", state.look), ("next", state.choice.at if state.choice else None)):
        if outlook is None or state.kind == "measured":
            continue
        found += [f"mean.{kind}"] if len(state.points) <= MOST_PLACES else []
        found += [f"{name}.{kind}" for name in BELOW if outlook.spread > 0.0 or name == "ucb"]
    return tuple(found)


def zoom(field: Field, state: SearchState, quantity: str) -> Simulation:
    """A quantity of `opens` as a graph."""
    kind, _, which = quantity.partition(".")
    if kind == "value":
        at = dict(zip(field.variables, state.points[-1], strict=True))
        return _graph(field.formula, at)
    outlook = state.look if which == "look" else state.choice.at if state.choice else None
    if outlook is None or state.posterior is None:
        return _graph(field.formula, {})
    if kind == "mean":
        return _mean(state.posterior, outlook)
    known = {"mu": outlook.mean, "sigma": outlook.spread, "best": outlook.best}
    known |= {"xi": outlook.xi, "kappa": outlook.kappa}
    return _graph(BELOW[kind], {name: known[name] for name in GIVEN[kind]})


def _mean(posterior: Posterior, outlook: Outlook) -> Simulation:
    """μ = m + Σ aᵢkᵢ: every measured place pulls at the mean, the less the further away it is."""
    belief = posterior.belief
    at = {"u": outlook.u, "s": belief.amplitude, "l": belief.length, "m": belief.mean}
    kernels: list[str] = []
    terms = ["m"]
    for number, (place, weight) in enumerate(zip(posterior.places, posterior.weights, strict=True), 1):
        at |= {f"u{number}": float(place), f"a{number}": float(weight)}
        kernels.append(f"k{number} = s^2*exp(-(u-u{number})^2/(2*l^2))")
        terms.append(f"a{number}*k{number}")
    return _graph("; ".join([*kernels, f"mu = {' + '.join(terms)}"]), at)


def _graph(formula: str, at: dict[str, float]) -> Simulation:
    return GraphSimulation(Spec("graph", {"formula": formula, "at": at}))
