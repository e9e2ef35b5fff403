"""What is searched? A score over one or more hyperparameters: a named one, or any formula with its ranges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from types import MappingProxyType

import numpy as np

from ...errors import SpecError, UnknownNameError
from ..surface import Range, Surface

MOST_VARIABLES = 5
UNIT: Range = (0.0, 1.0)
"""The range of a hyperparameter that was given none."""


@dataclass(frozen=True)
class Objective:
    """A formula to make large, and where to look."""

    formula: str
    ranges: Mapping[str, Range]


OBJECTIVES: Mapping[str, Objective] = MappingProxyType(
    {
        "accuracy": Objective("0.6 + 0.35*exp(-(u + 2.3)^2/0.8) - 0.03*sin(3*u)", {"u": (-5.0, 0.0)}),
        "one-matters": Objective("exp(-((u - 0.37)/0.1)^2) + 0.05*sin(3*v)", {"u": UNIT, "v": UNIT}),
    }
)
"""Scores with a name: an accuracy over u = log10 of the rate; a score in which u matters and v hardly does."""


@dataclass(frozen=True, eq=False)
class Field:
    """What is searched, read and checked."""

    surface: Surface
    ranges: tuple[Range, ...]
    """One a variable."""
    formula: str = ""
    """The score as it is written."""

    @property
    def variables(self) -> tuple[str, ...]:
        """The hyperparameters, in order of appearance."""
        return self.surface.variables

    @cached_property
    def curve(self) -> tuple[tuple[float, float], ...]:
        """The score along its only hyperparameter."""
        return self.surface.curve(self.ranges[0])

    @cached_property
    def heights(self) -> Range:
        """Its lowest and its highest value along its only hyperparameter."""
        values = [value for _, value in self.curve if isfinite(value)]
        return min(values, default=0.0), max(values, default=1.0)

    @cached_property
    def levels(self) -> tuple[tuple[float, float], ...]:
        """Level curves of a score of two hyperparameters, as points; of others there are none."""
        if len(self.variables) != 2:
            return ()
        xs, ys = (np.linspace(*ends, 21).tolist() for ends in self.ranges)
        values = [self.surface.value((x, y)) for x in xs for y in ys]
        return self.surface.levels(*self.ranges, top=max((v for v in values if isfinite(v)), default=1.0))


def field(of: str, ranges: Mapping[str, Range]) -> Field:
    """The field of a formula or a named score; `ranges` comes before the ranges of its own.

    Raises FormulaError, SpecError for too many variables or none, UnknownNameError for the range of no variable.
    """
    named = OBJECTIVES.get(of.strip())
    surface = Surface(of if named is None else named.formula)
    own = surface.variables
    if not 1 <= len(own) <= MOST_VARIABLES:
        raise SpecError("search.variables", got=list(own) or "0", most=MOST_VARIABLES)
    for name in ranges:
        if name not in own:
            raise UnknownNameError("search.no-such-variable", name, own)
    known = {**(named.ranges if named else {}), **ranges}
    return Field(surface, tuple(known.get(name, UNIT) for name in own), of if named is None else named.formula)
