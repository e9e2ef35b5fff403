"""Where is a search? What it has measured, what it believes after that, and where it will measure next."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...arrays import Value
from .acquisition import RULES, Outlook, scores
from .gaussian import Posterior

Point = tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Choice:
    """Where a rule wants to measure next, and what the others would have chosen."""

    rule: str
    scores: Value
    """What the rule gives every candidate."""
    at: Outlook
    others: dict[str, Outlook]
    """Rule to the place where it is largest."""

    @property
    def score(self) -> float:
        """The largest score."""
        return RULES[self.rule](self.at)


@dataclass(frozen=True, eq=False)
class SearchState:
    """A state of a search; `kind` is the event that led to it."""

    kind: str
    """start, measured, fitted, chosen, enough."""
    points: tuple[Point, ...] = ()
    values: tuple[float, ...] = ()
    posterior: Posterior | None = None
    """The newest belief; after a measurement still the one that led to it."""
    choice: Choice | None = None
    look: Outlook | None = None
    """What is expected at the place of the knob `look`."""

    @property
    def best(self) -> int:
        """The number of the best measurement, from 0; the first of equal ones."""
        return int(np.argmax(self.values))

    @property
    def is_new_best(self) -> bool:
        """Is the newest measurement better than all before it?"""
        return self.best == len(self.values) - 1

    def measured(self, point: Point, value: float) -> SearchState:
        """One more measurement."""
        return replace(self, kind="measured", points=(*self.points, point), values=(*self.values, value))


def choose(rule: str, outlooks: tuple[Outlook, ...]) -> Choice:
    """The place where a rule is largest; at a tie the first."""
    places = {name: outlooks[int(np.argmax(scores(name, outlooks)))] for name in RULES}
    return Choice(rule, scores(rule, outlooks), places[rule], places)
