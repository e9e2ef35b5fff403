"""How is a quantity called on the screen? `grad.w1` is ∂f/∂w1, `value.q` is q; quantities of other topics are words."""

from __future__ import annotations

from ...core.simulations.protocol import Simulation
from ...core.simulations.tracing.view import PassView


def partial(above: str, below: str) -> str:
    """A derivative: ∂f/∂w1."""
    return f"∂{above}/∂{below}"


def edge_of(quantity: str) -> tuple[str, int] | None:
    """(child, slot) of a quantity of an edge, or None."""
    kind, _, rest = quantity.partition(".")
    child, _, slot = rest.rpartition(".")
    return (child, int(slot)) if kind in ("local", "contribution") and slot.isdigit() else None


def called(simulation: Simulation | None, quantity: str) -> str:
    """The name of a quantity of a simulation."""
    if not isinstance(simulation, PassView):
        return quantity
    graph = simulation.trace.record.graph
    kind, _, rest = quantity.partition(".")
    edge = edge_of(quantity)
    if edge is not None:
        child, slot = edge
        parent = graph.node(child).parents[slot]
        if kind == "local":
            return partial(child, parent)
        alone = len(simulation.trace.times.arrivals[parent]) == 1
        return partial(graph.output, parent) + ("" if alone else f" ({child})")
    if kind == "grad":
        return partial(graph.output, rest)
    return partial(graph.output, rest) + " +…" if kind == "partial" else rest
