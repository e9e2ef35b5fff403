"""What does the mouse do in the laboratory? It chooses the unit on which it is clicked."""

from __future__ import annotations

from dataclasses import replace

from ....core.laboratory.state import Choice
from ...drawing.maps import unit_at
from ..look import Look
from .desk import LabDesk, saying
from .network import plan_at
from .plan import BESIDE, zones


def clicked(desk: LabDesk, look: Look, x: int, y: int) -> LabDesk | None:
    """The desk after a click on a cell; None where nothing is chosen by it."""
    if desk.mode != "look" or look.is_too_small:
        return None
    room = zones(look)
    width, left = room.left, 0
    if len(desk.lab.runs) > 1 and look.width >= BESIDE:
        half = room.left // 2
        width, left = (half, 0) if desk.lab.active == 0 else (room.left - half, half)
    found = unit_at(plan_at(desk, width, room.network), x - left, y - 1 - room.knobs)
    if found is None:
        return None
    layer, unit = found
    chosen = Choice(layer, unit, 0 if layer else None)
    return saying(replace(desk, lab=replace(desk.lab, chosen=chosen)), None)
