"""`gradstep explore [FORMULA|KIND]`: a formula of your own, or any topic, with every knob free."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ...core.errors import GradstepError
from ...core.formula.assignments import parse_assignments
from ...core.json_numbers import plain_number
from ...core.lesson.course import Course
from ...core.lesson.load import Lesson, parse_lesson
from ...core.simulations.dials import changes, read_turns
from ...core.simulations.kinds import KINDS, simulate
from ...core.simulations.protocol import Simulation, Spec
from ...core.words import Text, message
from ..face import Face
from ..lessons import open_course
from ..options import Call
from .open import show

DEFAULT = "graph"


def run(call: Call, face: Face) -> int:
    """Steps through a formula or a topic; complaints about it come before the screen."""
    given = call.given[0] if call.given else DEFAULT
    return show(face, _course(face), exploration(explored(given, call.get("at"), call.get("set")), given, face))


def explored(given: str, at: str = "", turned: str = "") -> Simulation:
    """The simulation of a kind's example or of a formula, with values and knobs as typed.

    Raises what reading them raises: UnknownNameError, SpecError, FormulaError, GraphError.
    """
    values = {name: plain_number(value) for name, value in parse_assignments(at).items()} if at else {}
    if given in KINDS:
        knobs = {**KINDS[given].example, **({"at": values} if values else {})}
        simulation = simulate(Spec(given, knobs))
    else:
        simulation = simulate(Spec("graph", {"formula": given, "at": values}))
    if turned:
        simulation = simulation.branch(0, **changes(simulation, 0, read_turns(simulation, 0, turned)))
    simulation.frame(0)
    return simulation


def _course(face: Face) -> Course:
    """The course behind the map key; an installation without one can still explore."""
    try:
        return open_course(face)
    except (GradstepError, OSError):
        return Course(())


def exploration(simulation: Simulation, given: str, face: Face) -> Lesson:
    """A lesson of one step that leaves everything to the learner."""

    def both(id: str) -> Text:
        return face.words.both(message(id))

    short = given if len(given) <= 60 else given[:59] + "…"
    title = both(f"kind.{given}") if given in KINDS else {"en": short, "es": short}
    spec = simulation.spec
    knobs = dict(spec.knobs)
    for _, change in spec.changes:
        knobs |= change
    text = KINDS[spec.kind].described if given in KINDS else both("screen.explored")
    data: dict[str, Any] = {
        "format": 1,
        "id": "explore",
        "title": title,
        "objectives": [both("screen.explore-goal")],
        "simulations": {"it": {**knobs, "kind": spec.kind}},
        "steps": [{"id": "all", "kind": "explore", "simulation": "it", "text": dict(text)}],
    }
    # JSON is YAML, and text that was typed needs no other quoting.
    return parse_lesson(json.dumps(data, default=_as_json), "explore")


def _as_json(value: Any) -> Any:
    """What a knob holds, as JSON: read-only mappings as mappings, exact numbers as text."""
    return dict(value) if isinstance(value, Mapping) else str(value)
