"""Where does a run end? The last frame, when it is known or near."""

from __future__ import annotations

from ....core.simulations.protocol import Simulation

FAR_ENOUGH = 400
"""How many updates a run of unknown length is asked for, to find its end."""


def last_frame(simulation: Simulation) -> int | None:
    """The last frame, or None while nobody knows it."""
    if "end" not in simulation.marks:
        simulation.reach(FAR_ENOUGH)
    return simulation.marks.get("end")
