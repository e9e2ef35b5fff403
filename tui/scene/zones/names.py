"""Which edge does a quantity belong to, what is it called, and how is a derivative written?"""

from __future__ import annotations

from ....core.pictures import Label
from ....core.simulations.protocol import Simulation
from ....core.whole import whole


def called(simulation: Simulation | None, subject: str) -> Label:
    """What a quantity is called on the screen; a box by its own name."""
    return simulation.label(subject) if simulation is not None and subject in simulation.names else subject


def partial(above: str, below: str) -> str:
    """A derivative: ∂f/∂w1."""
    return f"∂{above}/∂{below}"


def edge_of(quantity: str) -> tuple[str, int] | None:
    """(child, slot) of a quantity of an edge, or None."""
    kind, _, rest = quantity.partition(".")
    child, _, slot = rest.rpartition(".")
    number = whole(slot)
    return (child, number) if kind in ("local", "contribution") and number is not None else None
