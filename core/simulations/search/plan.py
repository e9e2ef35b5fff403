"""Which places are decided beforehand, and what does measuring give? The grid, the draws, and the candidates.

A draw depends on the seed and its own number alone, so the fifth place can be drawn without the four before it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property
from math import isfinite

import numpy as np

from ...arrays import Value
from ...errors import SpecError
from ...learning.randomness import Purpose, generator
from .knobs import MOST_MEASUREMENTS, SearchKnobs, checked_start
from .objectives import Field, field
from .state import Point


@dataclass(frozen=True, eq=False)
class Plan:
    """What the knobs decide before anything is measured."""

    field: Field
    settings: SearchKnobs

    @cached_property
    def candidates(self) -> Value:
        """The places that a rule compares, along the only hyperparameter."""
        return np.linspace(*self.field.ranges[0], self.settings.candidates)

    @cached_property
    def grid(self) -> tuple[Point, ...]:
        """Every combination of evenly spaced values, both ends of each range among them; one value is the middle."""
        count = self.settings.values
        axes = [
            np.linspace(low, high, count).tolist() if count > 1 else [(low + high) / 2]
            for low, high in self.field.ranges
        ]
        return tuple(itertools.product(*axes))

    @property
    def is_modelled(self) -> bool:
        """Does a Gaussian process choose?"""
        return self.settings.method == "gp"

    @property
    def beginning(self) -> int:
        """How many measurements are decided beforehand."""
        if self.is_modelled:
            return len(self.settings.start or ()) or self.settings.first
        return len(self.grid) if self.settings.method == "grid" else self.settings.measurements

    @property
    def planned(self) -> int:
        """How many measurements there will be at most."""
        return max(self.beginning, self.settings.measurements) if self.is_modelled else self.beginning

    def point(self, number: int) -> Point:
        """The place of a measurement that is decided beforehand, from 0."""
        match self.settings.method, self.settings.start:
            case "grid", _:
                return self.grid[number]
            case "random", _:
                return self._drawn("data", number)
            case _, None:
                return self._drawn("initial", number)
            case _, start:
                return (start[number],)

    def _drawn(self, purpose: Purpose, number: int) -> Point:
        """A place drawn evenly from the ranges."""
        parts = generator(self.settings.seed, purpose, number).random(len(self.field.ranges)).tolist()
        return tuple(low + (high - low) * part for (low, high), part in zip(self.field.ranges, parts, strict=True))

    def measure(self, point: Point, number: int, scatter: float) -> float:
        """The score at a point, with the noise of measurement `number`. Raises SpecError where it is no number."""
        value = self.field.surface.value(point)
        if not isfinite(value):
            where = ", ".join(f"{name} = {x:g}" for name, x in zip(self.field.variables, point, strict=True))
            raise SpecError("search.undefined", where=where, got=str(value))
        return value + scatter * float(generator(self.settings.seed, "noise", number).normal()) if scatter else value


def read_plan(settings: SearchKnobs) -> Plan:
    """The plan of checked settings. Raises SpecError where they do not fit each other."""
    found = Plan(field(settings.of, settings.ranges), settings)
    ranges = found.field.ranges
    if not found.is_modelled:
        if settings.method == "grid" and settings.values ** len(ranges) > MOST_MEASUREMENTS:
            raise SpecError("search.grid", got=settings.values ** len(ranges), most=MOST_MEASUREMENTS)
        return found
    name, *more = found.field.variables
    if more:
        raise SpecError("search.one-variable", got=[name, *more])
    checked_start(settings, ranges[0], name)
    return found
