"""What is an answer compared with? The truth, what known mistakes would give, and what rounded numbers allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..answers.judge_number import writes_slope
from ..answers.rounding import Within
from ..arrays import Numbers
from ..simulations.protocol import Simulation


@dataclass(frozen=True, eq=False)
class Wanted:
    """What an answer is compared with: the truth, what known mistakes would give, what rounded numbers allow."""

    truth: Numbers
    mistakes: Mapping[str, object]
    is_slope: bool
    within: Within | None


def wanted_of(simulation: Simulation, cursor: int, quantity: str) -> Wanted:
    """What an answer to a quantity at a frame is compared with."""
    truth = simulation.frame(cursor).quantities[quantity]
    is_slope = writes_slope(simulation.written(quantity))
    return Wanted(truth, simulation.mistakes(cursor, quantity), is_slope, simulation.within(cursor, quantity))
