"""Which laboratory shows a training that is explored somewhere else? The same trainings, at the same update."""

from __future__ import annotations

from collections.abc import Sequence

from ..simulations.network.simulation import NetworkTraining
from ..simulations.protocol import Simulation
from .state import Lab, first_choice


def laboratory_of(timelines: Sequence[Simulation], cursor: int, active: int = 0) -> Lab | None:
    """The laboratory over one or two trainings; None where any of them is something else."""
    runs = tuple(run for run in timelines if isinstance(run, NetworkTraining))
    if len(runs) != len(timelines) or not 1 <= len(runs) <= 2:
        return None
    cursor = max(run.reach(cursor) for run in runs)
    return Lab(runs, cursor, active, first_choice(runs[active]))
