"""`gradstep frames LESSON|KIND`: the frames of a simulation, one a line; `--describe KIND`: its knobs, quantities."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from textwrap import wrap
from typing import Any, cast

from ...core.errors import GradstepError, UnknownNameError
from ...core.json_numbers import plain_number
from ...core.lesson.script import Script
from ...core.simulations.kinds import KINDS, simulate
from ...core.simulations.protocol import Frame, Knob, Simulation, Spec
from ...core.words import message
from ..face import Face
from ..lessons import open_lesson
from ..options import Call, UsageError
from ..topics import kind_meant, kind_names, no_kind

WIDTH = 78
MOST_BYTES = 20_000_000
"""As much is printed without being asked for by `--to` or `--from`."""
MOST_FRAMES = 1_000
"""How many frames are printed unless more are asked for by `--to`."""


def run(call: Call, face: Face) -> int:
    """Prints frames, or describes a kind."""
    if call.has("describe"):
        return _describe(call, face)
    if not call.given:
        raise UsageError("cli.lesson-needed")
    simulation = simulation_of(call, face)
    first = call.number("from", 0)
    last = call.number("to", first + MOST_FRAMES - 1)
    if first > last:
        raise UsageError("cli.from-after-to", first=first, last=last)
    end = simulation.reach(last)
    if first > end:
        raise GradstepError("cli.no-such-frame", first=first, last=end)

    def line(cursor: int) -> str:
        frame = simulation.frame(cursor)
        return json.dumps(_data(frame, face), ensure_ascii=False) if call.has("json") else _text(frame, face)

    if not (call.has("to") or call.has("from")):
        _refuse_flood(line, end)
    for cursor in range(first, end + 1):
        sys.stdout.write(line(cursor) + "\n")
    return 0


def _refuse_flood(line: Callable[[int], str], end: int) -> None:
    """Raises UsageError when all frames together are more than anybody wants who has not said how many."""
    samples = sorted({0, end // 2, end})
    size = sum(len(line(cursor).encode()) for cursor in samples) / len(samples)
    if size * (end + 1) > MOST_BYTES:
        fitting = max(0, int(MOST_BYTES / size) - 1)
        megabytes = round(size * (end + 1) / 1_000_000)
        raise UsageError("cli.flood", count=end + 1, megabytes=megabytes, last=end, to=fitting)


def simulation_of(call: Call, face: Face) -> Simulation:
    """The simulation of a lesson, or the example of a kind."""
    meant = kind_meant(call.given[0], face)
    if meant is not None:
        return simulate(Spec(meant, KINDS[meant].example))
    lesson = open_lesson(face, call.given[0], kind_names(face), "cli.no-such-lesson-or-kind")
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
    kind = kind_meant(call.get("describe"), face)
    if kind is None:
        raise no_kind("spec.no-such-kind", call.get("describe"), face)
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
    sys.stdout.write("\n".join(_described(described, names, face)) + "\n")
    return 0


def _described(described: type[Simulation], names: list[str], face: Face) -> list[str]:
    """What a kind is, its knobs with defaults and ranges, and its quantities, in lines of at most WIDTH columns."""
    lines = [*wrap(described.described[face.language], WIDTH), "", face.say(message("frames.knobs"))]
    wide = max((len(knob.name) for knob in described.knobs), default=0)
    for knob in described.knobs:
        told = f"{knob.label[face.language]}  [{_as_typed(knob.default) or '-'}{_range(knob, face)}]"
        lines += wrap(told, WIDTH, initial_indent=f"  {knob.name:<{wide}} ", subsequent_indent=" " * (wide + 3))
    lines += ["", face.say(message("frames.quantities"))]
    return lines + wrap(" ".join(names), WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)


def _as_typed(value: Any) -> str:
    """A value as a lesson has it: `false`, `[[0, 1], [1, 1]]`, `{w: 2}`; nothing for what is not given."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        entries = cast("Mapping[str, Any]", value).items()
        return "{" + ", ".join(f"{name}: {_as_typed(entry)}" for name, entry in entries) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(_as_typed, cast("Sequence[Any]", value))) + "]"
    return "" if value is None else str(value)


def _range(knob: Knob, face: Face) -> str:
    """What else is possible: the choices, or the ends of the range; and that a change acts at once."""
    told = ""
    if knob.choices:
        told = face.say(message("frames.choices", choices=[_as_typed(choice) for choice in knob.choices]))
    elif knob.low is not None or knob.high is not None:
        told = face.say(message("frames.range", low=knob.low, high=knob.high))
    return told + (face.say(message("frames.next")) if knob.effect == "next" else "")
