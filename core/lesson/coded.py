"""Which lines of NumPy may be seen at a stop? Those that have been carried out; exploring, all of them."""

from __future__ import annotations

from ..errors import GradstepError
from ..pictures import CodePicture
from ..simulations.code import Code, code_of
from ..simulations.protocol import Simulation
from .passing import is_pass
from .session import Session
from .shown import shown


def code_at(session: Session) -> CodePicture | None:
    """The code of what is looked at, its current line marked; None where there is none, or it could tell what is asked.

    What has not happened yet stands in no line: it may be asked for.
    """
    simulation, cursor = session.simulation, max(0, session.cursor)
    if simulation is None or session.finished:
        return None
    try:
        found = code_of(simulation, cursor)
    except GradstepError:
        return None
    if found is None:
        return None
    is_free = session.view is not None and not session.is_asking
    if not is_free and not is_pass(simulation) and (shown(session).hidden or session.beat.is_question):
        return None
    lines = found.lines if is_free else found.lines[: _carried_out(simulation, cursor, found)]
    return CodePicture(lines, found.current) if lines else None


def _carried_out(simulation: Simulation, cursor: int, found: Code) -> int:
    """How many lines have been carried out by a frame."""
    if found.current is not None:
        return found.current + 1
    event = simulation.frame(cursor).event
    return len(found.lines) if event is not None and event.phase == "update" else 0
