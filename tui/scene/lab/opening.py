"""How is an update of the laboratory looked at? On a desk of its own, where the chosen unit is computed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ....core.laboratory.names import quantity
from ....core.laboratory.state import Lab
from ....core.lesson.actions import Action
from ....core.lesson.shown import shown
from ....core.simulations.network.update import UpdatePass
from ....core.simulations.tracing.view import AroundPass, PassView
from ....core.words import Message
from ...face import Face
from ...opened_update import opened_session
from ..desk.desk import Desk, act, sit_down
from ..desk.press import press


def opened_desk(lab: Lab, face: Face, *, play: bool = False) -> Desk | Message:
    """The desk over the update that leaves this state, or why there is none.

    It begins where the layer of the chosen unit is computed. With `play` the learner is the machine, inside that unit.
    """
    session = opened_session(lab, face)
    if isinstance(session, Message):
        return session
    desk = sit_down(session)
    below = session.simulation
    if isinstance(below, UpdatePass):
        computed = below.inside.trace.times.computed[_node(lab)]
        desk = act(desk, Action("find", text=str(computed)))
    if play:
        return press(act(desk, Action("zoom", text=inside(lab).entry)), "you")
    return replace(desk, attention=_node(lab) if _node(lab) in desk.nodes else None)


@dataclass(frozen=True)
class Inside:
    """Where in an update the chosen unit is made."""

    entry: str
    """The number in which its weights meet, for the first sample of the batch: `value.Z1[0,2]`."""
    weight: str | None
    """The weight that was chosen: `W1[1,2]`."""


def inside(lab: Lab) -> Inside:
    """Where in the next update the chosen unit is made."""
    return Inside(f"value.{_node(lab)}[0,{lab.chosen.unit if lab.chosen.layer else 0}]", quantity(lab.chosen))


def deeper(desk: Desk, chosen: Inside) -> Desk | None:
    """The desk inside the chosen unit, at the product of the chosen weight; None where Enter means something else."""
    wanted = chosen.entry.partition("[")[0]
    if desk.mode != "look" or not desk.session.is_outermost or desk.session.is_asking:
        return None
    if shown(desk.session).opens(desk.attention) != wanted:
        return None
    below = act(desk, Action("zoom", text=chosen.entry))
    product = _product(below, chosen.weight)
    return below if product is None else act(below, Action("find", text=str(product)))


def _product(desk: Desk, weight: str | None) -> int | None:
    """The frame in which what the weight is multiplied with, or added to, is computed."""
    below = desk.session.simulation
    if weight is None or not isinstance(below, PassView | AroundPass):
        return None
    trace = below.trace if isinstance(below, PassView) else below.inside.trace
    uses = (node.id for node in trace.record.graph.operations if weight in node.parents)
    return next((trace.times.computed[id] for id in uses), None)


def _node(lab: Lab) -> str:
    """The node of the update that has what reaches the chosen unit."""
    return f"Z{max(1, lab.chosen.layer)}"
