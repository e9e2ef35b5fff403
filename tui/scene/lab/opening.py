"""How is an update of the laboratory looked at? On a desk of its own, where the chosen unit is computed."""

from __future__ import annotations

from dataclasses import replace

from ....core.laboratory.inside import Inside, inside, layer_frame, product_frame
from ....core.laboratory.state import Lab
from ....core.lesson.actions import Action
from ....core.lesson.shown import shown
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
    desk, where = sit_down(session), inside(lab)
    if session.simulation is not None:
        desk = act(desk, Action("find", text=str(layer_frame(session.simulation, where))))
    if play:
        return press(act(desk, Action("zoom", text=where.entry)), "you")
    return replace(desk, attention=where.node if where.node in desk.nodes else None)


def deeper(desk: Desk, where: Inside) -> Desk | None:
    """The desk inside the chosen unit, at the product of the chosen weight; None where Enter means something else."""
    if desk.mode != "look" or not desk.session.is_outermost or desk.session.is_asking:
        return None
    if shown(desk.session).opens(desk.attention) != where.layer:
        return None
    below = act(desk, Action("zoom", text=where.entry))
    product = product_frame(below.session.simulation, where)
    return below if product is None else act(below, Action("find", text=str(product)))
