"""Where is a descent after some updates? Several walks from one start, one for each rate, all in step.

x ← x - η·∂f/∂x for every variable at once, or the rule of another optimiser on the same gradient. A walk whose numbers
have left the finite ones stands still; the others go on. Quantities of the first walk have plain names, those of the
further ones a number behind: `x`, `x.1`, `x.2`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite

import numpy as np

from ...arrays import Value
from ...learning.optimisers import OPTIMISERS, Optimiser, first_vector, knobs_of, updated
from ...learning.randomness import generator
from ...whole import whole
from ..reading import real
from ..surface import Surface
from .knobs import METHODS, DescentKnobs


@dataclass(frozen=True, eq=False)
class Walk:
    """One walk: the function and its gradient at the point it has reached, and where it came from."""

    vector: Value
    """The state of the optimiser: the point, its moments, the count of updates."""
    point: tuple[float, ...]
    f: float
    gradient: tuple[float, ...]
    before: tuple[float, ...] | None = None
    f_before: float = 0.0
    noise: tuple[float, ...] = ()
    """What chance added to the slopes for the update that led here; empty where there is no noise."""

    @property
    def is_finite(self) -> bool:
        """Can there be another update?"""
        return all(isfinite(number) for number in (*self.point, self.f, *self.gradient))

    @property
    def kind(self) -> str:
        """The kind of event that led here."""
        if not self.is_finite:
            return "diverged"
        return "fell" if self.f < self.f_before else "rose" if self.f > self.f_before else "stayed"


@dataclass(frozen=True, eq=False)
class DescentState:
    """All walks after `t` updates; the first is that of the knob `rate`."""

    t: int
    walks: tuple[Walk, ...]

    @property
    def first(self) -> Walk:
        """The walk of the knob `rate`."""
        return self.walks[0]


def rule(settings: DescentKnobs) -> Optimiser:
    """The row of the optimiser."""
    return OPTIMISERS[METHODS[settings.method]]


def all_rates(settings: DescentKnobs) -> tuple[float, ...]:
    """The rate of each walk."""
    return (settings.rate, *(real(text) for text in settings.rates.split()))


def begun(surface: Surface, settings: DescentKnobs) -> Walk:
    """A walk at its start."""
    point = tuple(settings.at[name] for name in surface.variables)
    return _arrived(surface, first_vector(np.asarray(point), rule(settings)), point)


def advanced(surface: Surface, walk: Walk, settings: DescentKnobs, eta: float, t: int) -> Walk:
    """A walk after update number `t`, from 1; one that cannot go on stays.

    With noise the slopes are those of a sample, not of all data: normal numbers are added, the same for every rate.
    """
    if not walk.is_finite:
        return walk
    row = rule(settings)
    knobs = knobs_of(row, settings)
    noise = _noise(settings, t, len(walk.point))
    parts = ((0, len(walk.point), np.asarray(pulled(walk, noise))),)
    with np.errstate(all="ignore"):
        vector = updated(row, walk.vector, parts, eta, knobs)
    point = tuple(float(number) for number in vector[: len(walk.point)])
    return replace(_arrived(surface, vector, point), before=walk.point, f_before=walk.f, noise=noise)


def _noise(settings: DescentKnobs, t: int, count: int) -> tuple[float, ...]:
    if not settings.noise:
        return ()
    drawn = generator(settings.seed, "noise", t).standard_normal(count)
    return tuple(float(number) for number in settings.noise * drawn)


def pulled(walk: Walk, noise: tuple[float, ...]) -> tuple[float, ...]:
    """The slopes against which the next update goes: those of the walk, with what chance adds to them."""
    if not noise:
        return walk.gradient
    return tuple(slope + more for slope, more in zip(walk.gradient, noise, strict=True))


def _arrived(surface: Surface, vector: Value, point: tuple[float, ...]) -> Walk:
    record = surface.visit(point)
    gradient = tuple(float(record.gradients[name]) for name in surface.variables)
    return Walk(vector, point, float(record.values[surface.graph.output]), gradient)


def split(quantity: str) -> tuple[str, int]:
    """A quantity without the number of its walk, and that number: `grad.x.2` as (`grad.x`, 2)."""
    name, _, number = quantity.rpartition(".")
    walk = whole(number)
    return (name, walk) if name and walk is not None else (quantity, 0)


def named(name: str, walk: int) -> str:
    """The name of a quantity of a walk."""
    return f"{name}.{walk}" if walk else name


def shown(surface: Surface, walk: Walk, number: int) -> dict[str, float]:
    """The quantities of a walk by name."""
    own = surface.variables
    found = {**dict(zip(own, walk.point, strict=True)), surface.name: walk.f}
    found |= {f"grad.{name}": slope for name, slope in zip(own, walk.gradient, strict=True)}
    for name, now, then in zip(own, walk.point, walk.before or (), strict=False):
        found[f"step.{name}"] = now - then
    found |= {f"noise.{name}": more for name, more in zip(own, walk.noise, strict=False)}
    return {named(name, number): value for name, value in found.items()}
