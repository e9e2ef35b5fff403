"""`gradstep frames LESSON`: the frames of a simulation, one a line; `--describe KIND`: its knobs and quantities."""

from __future__ import annotations

import json
import sys
from typing import Any

from ...core.errors import GradstepError, UnknownNameError
from ...core.json_numbers import plain_number
from ...core.lesson.script import Script
from ...core.simulations.kinds import KINDS, simulate
from ...core.simulations.protocol import Frame, Simulation, Spec
from ...core.words import message
from ..face import Face
from ..lessons import open_lesson
from ..options import Call, UsageError

MOST_FRAMES = 1_000
"""How many frames are printed unless more are asked for by `--to`."""


def run(call: Call, face: Face) -> int:
    """Prints frames, or describes a kind."""
    if call.has("describe"):
        return _describe(call, face)
    if not call.given:
        raise UsageError("cli.lesson-needed")
    simulation = _simulation(call, face)
    first = call.number("from", 0)
    last = call.number("to", first + MOST_FRAMES - 1)
    for cursor in range(first, simulation.reach(last) + 1):
        frame = simulation.frame(cursor)
        line = json.dumps(_data(frame, face), ensure_ascii=False) if call.has("json") else _text(frame, face)
        sys.stdout.write(line + "\n")
    return 0


def _simulation(call: Call, face: Face) -> Simulation:
    lesson = open_lesson(face, call.given[0])
    script, names = Script(lesson), list(lesson.file.simulations)
    if not names:
        raise GradstepError("cli.no-simulations", lesson=lesson.file.id)
    name = call.get("simulation", names[0])
    if name not in names:
        raise UnknownNameError("cli.no-such-simulation", name, names, lesson=lesson.file.id)
    return script.simulation(name)


def _data(frame: Frame, face: Face) -> dict[str, Any]:
    event = frame.event
    return {
        "cursor": frame.cursor,
        "event": None
        if event is None
        else {"kind": event.kind, "subject": event.subject, "phase": event.phase, "news": list(event.news)},
        "caption": face.words.both(frame.caption),
        "quantities": {name: plain_number(value) for name, value in frame.quantities.items()},
    }


def _text(frame: Frame, face: Face) -> str:
    return f"{frame.cursor:>4}  {face.say(frame.caption)}"


def _describe(call: Call, face: Face) -> int:
    kind = call.get("describe")
    if kind not in KINDS:
        raise UnknownNameError("spec.no-such-kind", kind, KINDS)
    described = KINDS[kind]
    names = sorted(simulate(Spec(kind, described.example)).names)
    if call.has("json"):
        knobs = [
            {"name": knob.name, "default": plain_number(knob.default), "effect": knob.effect, "low": knob.low,
             "high": knob.high, "choices": list(knob.choices), "label": dict(knob.label)}
            for knob in described.knobs
        ]  # fmt: skip
        data = {"format": 1, "kind": kind, "about": dict(described.described), "knobs": knobs, "quantities": names}
        sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
        return 0
    lines = [described.described[face.language], "", face.say(message("frames.knobs"))]
    for knob in described.knobs:
        lines.append(f"  {knob.name:<10} {knob.label[face.language]}  [{knob.default}]")
    lines += ["", face.say(message("frames.quantities")), f"  {' '.join(names)}"]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0
