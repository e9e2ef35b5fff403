"""What has a recorded pass to say about a stop? Its graph, its turn, the edges that brought something, what flowed.

Of a simulation that is no pass every function has nothing to say, so nobody has to ask which kind it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..arrays import Value
from ..graph import CONSTANT, Graph
from ..passes import Pass
from ..simulations.protocol import Simulation
from ..simulations.tracing.receipts import local_numbers
from ..simulations.tracing.view import AroundPass, PassView
from ..trace import Computed, Flowed, Seeded

Edge = tuple[str, int]
"""(child, slot)."""


@dataclass(frozen=True, eq=False)
class Arrival:
    """What one event of a pass brought to a node."""

    node: str
    number: Value
    is_gradient: bool
    is_partial: bool = False
    """Is the gradient still waiting for contributions?"""


def pass_of(simulation: Simulation | None) -> PassView | None:
    """The pass that a simulation is, or that is inside it."""
    if isinstance(simulation, AroundPass):
        return simulation.inside
    return simulation if isinstance(simulation, PassView) else None


def is_pass(simulation: Simulation | None) -> bool:
    """Is it a pass and nothing else, forwards and then backwards?"""
    return isinstance(simulation, PassView)


def record_of(simulation: Simulation | None) -> Pass | None:
    """The record of a simulation that is a pass."""
    return simulation.trace.record if isinstance(simulation, PassView) else None


def graph_of(simulation: Simulation | None) -> Graph | None:
    """The graph of a simulation that is a pass."""
    record = record_of(simulation)
    return None if record is None else record.graph


def turn_of(simulation: Simulation | None) -> int | None:
    """The frame at which all values are there and no gradient is, of a pass."""
    return simulation.trace.times.turn if isinstance(simulation, PassView) else None


def edge_of(quantity: str) -> Edge | None:
    """(child, slot) of a quantity of an edge, or None."""
    kind, _, rest = quantity.partition(".")
    child, _, slot = rest.rpartition(".")
    return (child, int(slot)) if kind in ("local", "contribution") and slot.isdecimal() else None


def arrivals(simulation: Simulation | None, node: str) -> tuple[Edge, ...]:
    """All edges that bring a gradient to a node, in the order of their events."""
    found = pass_of(simulation)
    times = () if found is None else found.trace.times.arrivals.get(node, ())
    return tuple((edge.child, edge.slot) for edge in times)


def attended_edge(simulation: Simulation | None, node: str, cursor: int) -> Edge | None:
    """The edge that brought the newest contribution to a node, or None while there is none."""
    if not isinstance(simulation, PassView):
        return None
    flowed = simulation.trace.times.flowed
    arrived = [edge for edge in arrivals(simulation, node) if flowed[edge] <= cursor]
    return arrived[-1] if arrived else None


def asked_edge(simulation: Simulation | None, quantity: str, cursor: int) -> Edge | None:
    """The edge along which a quantity comes that a frame brings; None for values and for what has no edge."""
    edge, (kind, _, rest) = edge_of(quantity), quantity.partition(".")
    found = pass_of(simulation)
    if edge is not None or found is None or kind not in ("grad", "partial"):
        return edge
    node, flowed = rest.partition("[")[0], found.trace.times.flowed
    came = [edge for edge in arrivals(simulation, node) if flowed[edge] <= cursor]
    return came[-1] if came else None


def partial_before(simulation: Simulation | None, node: str, cursor: int) -> object:
    """What a node that is fed by several edges had received before a frame; None where there is nothing."""
    found = pass_of(simulation)
    if found is None or len(arrivals(simulation, node)) < 2:
        return None
    return found.trace.partial(node, cursor - 1)


def visited(simulation: Simulation | None, at: int) -> Arrival | None:
    """What the event that led to a frame of a pass brought; None at its start."""
    if not isinstance(simulation, PassView):
        return None
    trace = simulation.trace
    match trace.event(at):
        case Computed(node):
            return Arrival(node, trace.value(node, at), False)
        case Seeded(node):
            return Arrival(node, trace.record.upstream, True)
        case Flowed(_, _, node):
            return Arrival(node, trace.partial(node, at), True, trace.gradient(node, at) is None)
        case None:
            return None


def slopes(simulation: Simulation | None, child: str) -> tuple[tuple[str, str, int, float], ...]:
    """(child, parent, slot, local) for the inputs of a node into which a gradient will flow as a single number."""
    if not isinstance(simulation, PassView):
        return ()
    record, times = simulation.trace.record, simulation.trace.times
    found: list[tuple[str, str, int, float]] = []
    for slot, parent in enumerate(record.graph.node(child).parents):
        if (child, slot) in times.flowed:
            number = local_numbers(record, child, slot)
            found += [(child, parent, slot, number)] if isinstance(number, float) else []
    return tuple(found)


def inputs_of(graph: Graph, node: str) -> tuple[str, ...]:
    """The nodes whose values an operation uses, numbers left out."""
    return tuple(parent for parent in dict.fromkeys(graph.node(node).parents) if graph.node(parent).op != CONSTANT)
