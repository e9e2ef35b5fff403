"""How does a gradient become an update? A table of optimisers: each says what d is in θ ← θ − η·d.

A rule gets the gradient g as a flat vector, its moments (vectors of the same length), the number t of this update (from
1) and its own knobs. It returns the direction d and new moments. It works entry by entry and changes nothing in place.
Moments start at zero. The rate η is left out of the rules, so that it can change on the way.
Only the table says who decays: what shrinks parameters beside the rule needs them, and no rule does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ..arrays import Value

Moments = tuple[Value, ...]
Knobs = Mapping[str, float]
Part = tuple[int, int, Value]
"""(start, stop, the gradient of the parameters from start to stop)."""
Rule = Callable[[Value, Moments, int, Knobs], tuple[Value, Moments]]


LARGEST_BETA = 0.9999
"""The slowest mean of Adam. At β = 1 it would take in nothing new, and its correction 1 − βᵗ would divide by 0."""


@dataclass(frozen=True)
class Optimiser:
    """A row of the table: a rule, how many moments it carries, and which knobs it reads besides the rate."""

    name: str
    rule: Rule
    moments: int = 0
    knobs: tuple[str, ...] = ()

    @property
    def decays(self) -> bool:
        """Do parameters shrink beside the rule, θ ← θ − η·(d + λθ)? Then λ, `decay`, is no part of the loss."""
        return "decay" in self.knobs


def _sgd(g: Value, moments: Moments, t: int, knobs: Knobs) -> tuple[Value, Moments]:
    """d = g: Robbins & Monro 1951."""
    return g, ()


def _momentum(g: Value, moments: Moments, t: int, knobs: Knobs) -> tuple[Value, Moments]:
    """v ← βv + g; d = v: Polyak 1964."""
    v = knobs["momentum"] * moments[0] + g
    return v, (v,)


def _nesterov(g: Value, moments: Moments, t: int, knobs: Knobs) -> tuple[Value, Moments]:
    """v ← βv + g; d = g + βv: Nesterov 1983 in the variables of Sutskever et al. 2013, seen at the point ahead."""
    v = knobs["momentum"] * moments[0] + g
    return g + knobs["momentum"] * v, (v,)


def _over(direction: Value, root: Value, epsilon: float) -> Value:
    """direction/(root + ε). Without an ε, 0/0 is 0: what has never had a slope stays where it is."""
    if epsilon:
        return direction / (root + epsilon)
    return np.divide(direction, root, out=np.zeros_like(direction), where=root != 0.0)


def _adagrad(g: Value, moments: Moments, t: int, knobs: Knobs) -> tuple[Value, Moments]:
    """s ← s + g²; d = g/(√s + ε): Duchi, Hazan & Singer 2011."""
    s = moments[0] + g * g
    return _over(g, np.sqrt(s), knobs["epsilon"]), (s,)


def _rmsprop(g: Value, moments: Moments, t: int, knobs: Knobs) -> tuple[Value, Moments]:
    """s ← ρs + (1 − ρ)g²; d = g/(√s + ε): Tieleman & Hinton 2012, lecture 6e."""
    s = knobs["rho"] * moments[0] + (1.0 - knobs["rho"]) * (g * g)
    return _over(g, np.sqrt(s), knobs["epsilon"]), (s,)


def _adam(g: Value, moments: Moments, t: int, knobs: Knobs) -> tuple[Value, Moments]:
    """Moving means m of g and v of g², both corrected for their start at 0: Kingma & Ba 2015, algorithm 1."""
    beta1, beta2 = knobs["beta1"], knobs["beta2"]
    m = beta1 * moments[0] + (1.0 - beta1) * g
    v = beta2 * moments[1] + (1.0 - beta2) * (g * g)
    corrected_m, corrected_v = m / (1.0 - beta1**t), v / (1.0 - beta2**t)
    return _over(corrected_m, np.sqrt(corrected_v), knobs["epsilon"]), (m, v)


OPTIMISERS: Mapping[str, Optimiser] = MappingProxyType({
    row.name: row
    for row in (
        Optimiser("sgd", _sgd),
        Optimiser("momentum", _momentum, 1, ("momentum",)),
        Optimiser("nesterov", _nesterov, 1, ("momentum",)),
        Optimiser("adagrad", _adagrad, 1, ("epsilon",)),
        Optimiser("rmsprop", _rmsprop, 1, ("rho", "epsilon")),
        Optimiser("adam", _adam, 2, ("beta1", "beta2", "epsilon")),
        # Loshchilov & Hutter 2019, algorithm 2: λ is outside the moments, so large slopes do not hide it.
        Optimiser("adamw", _adam, 2, ("beta1", "beta2", "epsilon", "decay")),
    )
})  # fmt: skip


def knobs_of(row: Optimiser, settings: object) -> Knobs:
    """The knobs that the rule reads, taken from an object that has them as attributes."""
    return {name: float(getattr(settings, name)) for name in row.knobs}


def first_vector(parameters: Value, row: Optimiser) -> Value:
    """The state in which an optimiser begins: parameters, moments of zero, no updates yet, in one flat vector."""
    return np.concatenate([parameters, np.zeros(row.moments * len(parameters) + 1, dtype=parameters.dtype)])


def updated(row: Optimiser, vector: Value, parts: Iterable[Part], rate: float, knobs: Knobs) -> Value:
    """The state vector after one update; its last entry counts the updates of this optimiser.

    `parts` is the gradient, in pieces that together cover all parameters. Rules work entry by entry, so it does not
    matter how it is cut, except that pieces which fit into the cache are several times faster.
    """
    size, t = len(vector) // (row.moments + 1), int(vector[-1]) + 1
    following = np.empty_like(vector)
    following[-1] = t
    starts = range(size, (row.moments + 1) * size, size)
    for start, stop, gradient in parts:
        moments = tuple([vector[at + start : at + stop] for at in starts]) if starts else ()
        direction, moved = row.rule(gradient, moments, t, knobs)
        if row.decays:
            direction = direction + knobs["decay"] * vector[start:stop]
        into = following[start:stop]
        np.multiply(direction, rate, out=into)
        np.subtract(vector[start:stop], into, out=into)
        for at, moment in zip(starts, moved, strict=True):
            following[at + start : at + stop] = moment
    return following
