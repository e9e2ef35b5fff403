"""What is a quantity called, and how is a derivative written?"""

from __future__ import annotations

from ....core.pictures import Label
from ....core.simulations.protocol import Simulation


def called(simulation: Simulation | None, subject: str) -> Label:
    """What a quantity is called on the screen; a box by its own name."""
    return simulation.label(subject) if simulation is not None and subject in simulation.names else subject


def partial(above: str, below: str) -> str:
    """A derivative: ∂f/∂w1."""
    return f"∂{above}/∂{below}"
