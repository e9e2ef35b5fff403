"""What is inside the next update of the laboratory? A session that has nothing but this update, left to the learner."""

from __future__ import annotations

import json

from ..core.errors import GradstepError
from ..core.laboratory.state import Lab
from ..core.lesson.load import parse_lesson
from ..core.lesson.script import Script
from ..core.lesson.session import Session
from ..core.words import Message, message
from .face import Face


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
