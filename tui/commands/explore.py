"""`gradstep explore FORMULA --at …`: a formula of one's own on the lesson screen, forwards and backwards."""

from __future__ import annotations

import json
from typing import Any

from ...core.arrays import Value
from ...core.errors import GradstepError
from ...core.formula.assignments import parse_assignments
from ...core.json_numbers import plain_number
from ...core.lesson.course import Course
from ...core.lesson.load import Lesson, parse_lesson
from ...core.simulations.kinds import simulate
from ...core.simulations.protocol import Spec
from ...core.words import Text, message
from ..face import Face
from ..lessons import open_course
from ..options import Call, UsageError
from .open import need_terminal, show


def run(call: Call, face: Face) -> int:
    """Steps through the formula; complaints about it come before the screen."""
    if not call.given:
        raise UsageError("cli.formula-missing")
    at = parse_assignments(call.get("at")) if call.has("at") else {}
    simulate(Spec("graph", {"formula": call.given[0], "at": at})).frame(0)
    need_terminal("LESSON")
    return show(face, _course(face), exploration(call.given[0], at, face), free=True)


def _course(face: Face) -> Course:
    """The course behind the map key; an installation without one can still explore."""
    try:
        return open_course(face)
    except (GradstepError, OSError):
        return Course(())


def exploration(formula: str, at: dict[str, Value], face: Face) -> Lesson:
    """A lesson of one step that shows every frame of the formula."""

    def both(id: str) -> Text:
        return face.words.both(message(id))

    given = {name: plain_number(value) for name, value in at.items()}
    title = formula if len(formula) <= 60 else formula[:59] + "…"
    data: dict[str, Any] = {
        "format": 1,
        "id": "explore",
        "title": {"en": title, "es": title},
        "objectives": [both("screen.explore-goal")],
        "simulations": {"formula": {"kind": "graph", "formula": formula, "at": given}},
        "steps": [
            {
                "id": "start",
                "kind": "say",
                "simulation": "formula",
                "at": "start",
                "text": both("screen.explored"),
            },
            {"id": "all", "kind": "show", "simulation": "formula", "until": "end"},
        ],
    }
    # JSON is YAML, and text that was typed needs no other quoting.
    return parse_lesson(json.dumps(data), "explore")
