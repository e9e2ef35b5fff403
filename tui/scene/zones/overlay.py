"""Which marks does the learner's work put on a graph? Questions, answers typed, and how they were judged."""

from __future__ import annotations

from typing import Any

from ....core.errors import GradstepError
from ....core.formula.numbers import parse_number
from ....core.lesson.asked import Asked
from ....core.lesson.passing import arrivals, edge_of
from ....core.lesson.schema import Play
from ....core.lesson.session import Session
from ....core.lesson.shown import shown
from ....core.pictures import Diagram, GraphPicture
from ....core.simulations.protocol import Simulation
from ...drawing.graph.overlay import NO_OVERLAY, Field, Mark, Overlay
from ..desk.desk import Desk


def overlay_of(desk: Desk) -> Overlay:
    """Marks, questions and answers at this stop, on the boxes that its graph has."""
    session, simulation = desk.session, desk.session.simulation
    pictures = shown(session).pictures
    drawn = next((one.diagram for one in pictures if isinstance(one, GraphPicture)), None)
    if simulation is None or drawn is None or desk.is_exploring:
        return NO_OVERLAY
    if isinstance(session.step, Play) and not session.playing:
        return _played(session, simulation, drawn)
    place = None if session.beat.asks is None else field_of(simulation, drawn, session.beat.asks)
    if place is None:
        return NO_OVERLAY
    if session.is_hidden:
        return Overlay(asked=frozenset({place}))
    marks: dict[str, Mark] = {}
    if session.question.outcome in ("right", "revealed") and place.kind in ("gradient", "value"):
        marks[place.node] = "right" if session.question.outcome == "right" else "revealed"
    return Overlay(marks)


def field_of(simulation: Simulation, drawn: Diagram, quantity: str) -> Field | None:
    """The place of a quantity in the picture, an entry with its array; None where it has none.

    A contribution that comes alone is the gradient of its parent.
    """
    edge, boxes = edge_of(quantity), {box.id for box in drawn.boxes}
    if edge is None or edge[0] not in boxes:
        kind, _, rest = quantity.partition(".")
        node = (rest or kind).partition("[")[0]
        if node not in boxes or (rest and kind not in ("value", "grad", "partial")):
            return None
        return Field("value" if kind == "value" or not rest else "gradient", node)
    child, slot = edge
    if quantity.startswith("local"):
        return Field("local", child, slot)
    parent = _parent(drawn, edge)
    if parent is not None and len(arrivals(simulation, parent)) == 1:
        return Field("gradient", parent)
    return Field("contribution", child, slot)


def _parent(drawn: Diagram, edge: tuple[str, int]) -> str | None:
    return next((wire.parent for wire in drawn.wires if (wire.child, wire.slot) == edge), None)


def _played(session: Session, simulation: Simulation, drawn: Diagram) -> Overlay:
    """All blanks of the step at once: what is settled, what was wrong, what is still to come."""
    step = session.at[0]
    marks: dict[str, Mark] = {}
    asked: set[Field] = set()
    written: dict[Field, Any] = {}
    for beat_number, beat in enumerate(session.script.beats(step)):
        place = None if beat.asks is None else field_of(simulation, drawn, beat.asks)
        if place is None:
            continue
        state = session.asked.get((step, beat_number), Asked())
        wrong = _wrong_number(state)
        # The corner that bears a mark is that of the parent, at which contributions and locals arrive.
        at_node = place.kind in ("value", "gradient")
        node = place.node if at_node else _parent(drawn, (place.node, place.slot)) or place.node
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


def _wrong_number(state: Asked) -> float | None:
    """The number of the last answer, if that was a wrong one."""
    if state.last is None or state.last.verdict.kind != "wrong":
        return None
    try:
        value = parse_number(state.last.text).value
    except GradstepError:
        return None
    return value if isinstance(value, float) else None
