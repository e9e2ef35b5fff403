"""Where is a perceptron, and what did the last datum do? The state of a run, as data."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .rule import Row


@dataclass(frozen=True)
class Visit:
    """What one datum did: its place in the data, the epoch, and every quantity of the rule."""

    epoch: int
    datum: int
    x: Row
    y: Fraction
    z: Fraction
    o: int
    e: Fraction
    margin: Fraction
    is_wrong: bool
    push: Fraction
    w: Row
    b: Fraction


@dataclass(frozen=True)
class PerceptronState:
    """The weights now, how many data were visited, and what the last of them did."""

    w: Row
    b: Fraction
    seen: int
    visit: Visit | None
    errors: tuple[int, ...]
    """Errors of each epoch that has begun; the last one is still being counted."""
    starts: tuple[tuple[Row, Fraction], ...] = ()
    """Weights at the beginning of the newest epochs."""
    cycle: int = 0
    """After how many epochs the weights repeat; 0 while they have not."""
