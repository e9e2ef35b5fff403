"""How far does what is looked at reach, and what happened on the way? One answer for every face."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ..simulations.protocol import Simulation
from ..simulations.run import Run
from .passing import turn_of

FAR_ENOUGH = 400
"""How many updates a run of unknown length is asked for, to find its end."""
LOOKED_AT = 2_000
"""How many frames a jump goes through, and the detective looks at."""


@dataclass(frozen=True, eq=False)
class Timeline:
    """The frames of a simulation around the one that is shown."""

    simulation: Simulation
    cursor: int
    last: int | None
    """The last frame; None as long as nobody knows it."""
    turn: int | None
    """The last frame of the way forwards, of a pass."""

    @property
    def known(self) -> int:
        """The last frame of which there is something to show."""
        return self.cursor if self.last is None else self.last

    def kind(self, at: int) -> str:
        """What an event was; of those to come only what follows from the structure of a pass."""
        if self.turn is not None:
            return "computed" if at <= self.turn else "seeded" if at == self.turn + 1 else "flowed"
        return kind_of(self.simulation, at) if at <= self.cursor else ""


def timeline_of(simulation: Simulation, cursor: int) -> Timeline:
    """The timeline around a frame."""
    return Timeline(simulation, cursor, last_frame(simulation, cursor), turn_of(simulation))


@lru_cache(maxsize=FAR_ENOUGH)
def kind_of(simulation: Simulation, at: int) -> str:
    """The kind of the event that led to a frame; kept, because every key shows the whole timeline."""
    event = simulation.frame(at).event
    return event.kind if event is not None else ""


def last_frame(simulation: Simulation, cursor: int = 0) -> int | None:
    """The last frame, where it is written down, near, or reached by `cursor`; whatever was looked at before."""
    if not isinstance(simulation, Run) and "end" in simulation.marks:
        return simulation.marks["end"]
    near = simulation.reach(FAR_ENOUGH + 1)
    if near <= FAR_ENOUGH:
        return near
    return cursor if simulation.reach(cursor + 1) == cursor else None
