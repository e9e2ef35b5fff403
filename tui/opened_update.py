"""How do the laboratory and what is explored lead to each other?

The next update of the laboratory is a session that has nothing but this update; a training that is explored is a
laboratory at the same update.
"""

from __future__ import annotations

import json

from ..core.errors import GradstepError
from ..core.laboratory.state import Lab
from ..core.lesson.load import parse_lesson
from ..core.lesson.script import Script
from ..core.lesson.session import Session
from ..core.words import Message, message
from .face import Face


def is_training(session: Session) -> bool:
    """Is a training being explored, whole, while nothing is asked?"""
    view = session.view
    if view is None or len(view.levels) > 1 or session.is_asking:
        return False
    return all(branch.simulation.spec.kind == "network" for branch in view.level.branches)


def explored_laboratory(session: Session) -> Lab | None:
    """The laboratory over the trainings that are being explored; None where it is something else."""
    if not is_training(session) or session.view is None:
        return None
    # It is imported with the laboratory, and most lessons never need it.
    from ..core.laboratory.taken_over import laboratory_of

    level = session.view.level
    return laboratory_of([branch.simulation for branch in level.branches], level.cursor, level.active)


def opened_session(lab: Lab, face: Face, text: str = "screen.lab-opened-text") -> Session | Message:
    """The session over the update that leaves this state, or why there is none; `text` says what can be done there."""
    try:
        below = lab.run.zoom(lab.at, "loss")
    except GradstepError:
        return message("screen.lab-over")

    def both(id: str) -> dict[str, str]:
        return face.words.both(message(id, cursor=lab.at, following=lab.at + 1))

    data = {
        "format": 1, "id": "laboratory", "title": both("screen.lab-opened"),
        "objectives": [both("screen.explore-goal")],
        # Only its name is needed: the simulation itself is at hand already.
        "simulations": {"it": {"kind": "update"}},
        "steps": [{"id": "all", "kind": "explore", "simulation": "it", "knobs": ["shows"], "text": both(text)}],
    }  # fmt: skip
    lesson = parse_lesson(json.dumps(data), "laboratory")
    return Session(Script(lesson, {"it": below}))
