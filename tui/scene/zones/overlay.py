"""Which marks does the learner's work put on a graph? Questions, answers typed, and how they were judged."""

from __future__ import annotations

from typing import Any

from ....core.errors import GradstepError
from ....core.formula.numbers import parse_number
from ....core.graph import Graph
from ....core.lesson.asked import Asked
from ....core.lesson.passing import arrivals, edge_of, graph_of
from ....core.lesson.schema import Play
from ....core.lesson.session import Session
from ....core.simulations.protocol import Simulation
from ...drawing.graph.overlay import NO_OVERLAY, Field, Mark, Overlay
from ..desk.desk import Desk


def overlay_of(desk: Desk) -> Overlay:
    """Marks, questions and answers at this stop."""
    session, simulation = desk.session, desk.session.simulation
    graph = graph_of(simulation)
    if simulation is None or graph is None:
        return NO_OVERLAY
    if isinstance(session.step, Play):
        return _played(session, simulation, graph)
    asks = session.beat.asks
    if asks is None:
        return NO_OVERLAY
    place = field_of(simulation, asks)
    if session.is_hidden:
        return Overlay(asked=frozenset({place}))
    marks: dict[str, Mark] = {}
    if session.question.outcome in ("right", "revealed") and place.kind in ("gradient", "value"):
        marks[place.node] = "right" if session.question.outcome == "right" else "revealed"
    return Overlay(marks)


def field_of(simulation: Simulation, quantity: str) -> Field:
    """The place of a quantity in the picture; a contribution that comes alone is the gradient of its parent."""
    edge = edge_of(quantity)
    if edge is None:
        kind, _, node = quantity.partition(".")
        return Field("value" if kind == "value" else "gradient", node)
    child, slot = edge
    if quantity.startswith("local"):
        return Field("local", child, slot)
    graph = graph_of(simulation)
    if graph is not None:
        parent = graph.node(child).parents[slot]
        if len(arrivals(simulation, parent)) == 1:
            return Field("gradient", parent)
    return Field("contribution", child, slot)


def _played(session: Session, simulation: Simulation, graph: Graph) -> Overlay:
    """All blanks of the step at once: what is settled, what was wrong, what is still to come."""
    step = session.at[0]
    marks: dict[str, Mark] = {}
    asked: set[Field] = set()
    written: dict[Field, Any] = {}
    for beat_number, beat in enumerate(session.script.beats(step)):
        if beat.asks is None:
            continue
        place, state = field_of(simulation, beat.asks), session.asked.get((step, beat_number), Asked())
        wrong = _wrong_number(state)
        node = _marked(graph, place)
        if state.outcome == "right":
            marks[node] = "right"
        elif state.outcome == "revealed":
            marks[node] = "revealed"
        elif state.is_open and wrong is not None:
            marks[node] = "wrong"
            written[place] = wrong
        elif state.outcome in ("open", "skipped"):
            asked.add(place)
    return Overlay(marks, frozenset(asked), written)


def _marked(graph: Graph, place: Field) -> str:
    """The box whose corner bears the mark: that of the parent, at which contributions and locals arrive."""
    if place.kind in ("value", "gradient"):
        return place.node
    return graph.node(place.node).parents[place.slot]


def _wrong_number(state: Asked) -> float | None:
    """The number of the last answer, if that was a wrong one."""
    if state.last is None or state.last.verdict.kind != "wrong":
        return None
    try:
        value = parse_number(state.last.text).value
    except GradstepError:
        return None
    return value if isinstance(value, float) else None
