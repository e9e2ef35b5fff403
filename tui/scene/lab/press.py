"""What happens when a key is pressed in the laboratory? Another desk.

Training goes on while knobs are turned and units are chosen; stepping by hand stops it. A key never waits for training.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from ....core.laboratory import moving, timelines, turning
from ....core.laboratory.challenges import CHALLENGES, begun
from ....core.laboratory.command import command_of
from ....core.laboratory.names import choice_of
from ....core.laboratory.state import Lab
from ....core.learning.data.terms import possible_terms
from ....core.simulations.detective import examine
from ....core.words import message
from ..desk.typed_line import Line
from .desk import SPEEDS, TYPED, Below, LabDesk, Mode, Wish, closed, done, moved, paused, saying
from .lines import in_line

Press = Callable[[LabDesk], LabDesk]
LOOKED_BACK = 120
"""The detective looks at so many updates, the newest ones."""


def press(desk: LabDesk, key: str) -> LabDesk:
    """The desk after the key of this id (LAB_KEYS)."""
    desk = replace(desk, wish=None, command=None)
    if desk.mode in TYPED:
        return in_line(desk, key)
    if desk.mode == "inputs":
        return LOOKING[key](closed(desk)) if key in ("run", "next", "back", "map", "help") else closed(desk)
    if desk.mode in ("challenge", "detective"):
        return IN_LISTS[desk.mode].get(key, closed)(desk)
    return LOOKING.get(key, _senseless)(desk)


def typed(desk: LabDesk, letters: str) -> LabDesk | None:
    """The desk after printable letters; None when they are a command and not text."""
    if desk.mode in TYPED:
        return replace(saying(desk, None), line=desk.line.insert(letters), wish=None)
    if desk.mode == "inputs" and letters[:1].isdecimal():
        return _switched(desk, int(letters[0]))
    if desk.mode == "look" and letters[:1].isdecimal():
        return replace(_opened_line("turn")(desk), line=Line().insert(letters))
    return None


def _senseless(desk: LabDesk) -> LabDesk:
    return saying(desk, message("screen.no-sense"))


def _acting(act: Callable[[Lab], Lab]) -> Press:
    return lambda desk: done(desk, act)


def _run(desk: LabDesk) -> LabDesk:
    if desk.running:
        return saying(paused(desk), None)
    if desk.lab.has_ended:
        return saying(desk, message("lab.ended", cursor=desk.lab.cursor))
    return saying(replace(desk, running=True), None)


def _speed(by: int) -> Press:
    def pressed(desk: LabDesk) -> LabDesk:
        speed = max(0, min(len(SPEEDS) - 1, desk.speed + by))
        count = SPEEDS[speed]
        said = message("screen.lab-speed", count=count) if count else message("screen.lab-fastest")
        return saying(replace(desk, speed=speed), said)

    return pressed


def _nudge(by: int) -> Press:
    return lambda desk: done(replace(desk, dial=desk.current.name), lambda lab: turning.nudged(lab, desk.current, by))


def _next_knob(by: int) -> Press:
    def pressed(desk: LabDesk) -> LabDesk:
        names = [dial.name for dial in turning.shown_dials(desk.lab)]
        at = names.index(desk.current.name) + by
        return saying(replace(desk, dial=names[at % len(names)]), None)

    return pressed


def _opened_line(mode: Mode) -> Press:
    return lambda desk: saying(replace(desk, mode=mode, line=Line()), None)


def _wishing(wish: Wish) -> Press:
    return lambda desk: saying(replace(desk, wish=wish), None)


def _switched(desk: LabDesk, number: int) -> LabDesk:
    """The input of this number on or off."""
    names = possible_terms(desk.lab.run.setup.where.inputs.shape[1])
    if not 1 <= number <= len(names):
        return saying(desk, message("screen.lab-no-number", count=len(names)))
    return done(desk, lambda lab: turning.term_switched(lab, names[number - 1]))


def _inputs(desk: LabDesk) -> LabDesk:
    if not possible_terms(desk.lab.run.setup.where.inputs.shape[1]):
        return saying(desk, message("screen.lab-no-terms"))
    return saying(replace(desk, mode="inputs"), message("screen.lab-choose-inputs"))


def _command(desk: LabDesk) -> LabDesk:
    return replace(saying(desk, None), command=command_of(desk.lab), wish="copy")


def _showing(below: Below) -> Press:
    def pressed(desk: LabDesk) -> LabDesk:
        if below == "confusion" and desk.lab.run.setup.decision is None:
            return saying(desk, message("screen.lab-no-classes"))
        return saying(replace(desk, below="curves" if desk.below == below else below), None)

    return pressed


def _investigate(desk: LabDesk) -> LabDesk:
    """What went wrong in the newest updates."""
    lab = desk.lab
    found = examine(lab.run, lab.at, since=max(0, lab.at - LOOKED_BACK))
    if not found:
        return saying(desk, message("screen.detective-none", cursor=lab.at))
    return saying(replace(paused(desk), mode="detective", findings=found, picked=0), None)


def _picked(by: int) -> Press:
    def pressed(desk: LabDesk) -> LabDesk:
        count = len(desk.findings) if desk.mode == "detective" else len(CHALLENGES)
        return replace(desk, picked=(desk.picked + by) % count)

    return pressed


def _visit(desk: LabDesk) -> LabDesk:
    """To the update of the finding that is chosen."""
    finding, away = desk.findings[desk.picked], closed(desk)
    lab = replace(away.lab, cursor=finding.first)
    chosen = choice_of(lab, finding.subject.removeprefix("grad."))
    return replace(away, lab=lab if chosen is None else replace(lab, chosen=chosen))


def _challenges(desk: LabDesk) -> LabDesk:
    ids, tried = list(CHALLENGES), desk.lab.challenge
    at = ids.index(tried) if tried in CHALLENGES and tried is not None else 0
    return saying(replace(paused(desk), mode="challenge", picked=at), None)


def _tried(desk: LabDesk) -> LabDesk:
    """The challenge that is chosen, from its beginning."""
    id = list(CHALLENGES)[desk.picked]
    return done(closed(desk), lambda lab: begun(id, lab))


def _leave(desk: LabDesk) -> LabDesk:
    """Out of what is nearest: a challenge, another view below, the laboratory."""
    if desk.running:
        return saying(paused(desk), None)
    if desk.below != "curves":
        return saying(replace(desk, below="curves"), None)
    return replace(saying(desk, None), wish="map")


IN_LISTS: Mapping[Mode, Mapping[str, Press]] = MappingProxyType({
    "challenge": {"up": _picked(-1), "down": _picked(1), "enter": _tried},
    "detective": {"up": _picked(-1), "down": _picked(1), "enter": _visit},
})  # fmt: skip
LOOKING: Mapping[str, Press] = MappingProxyType({
    "run": _run,
    "slower": _speed(-1),
    "faster": _speed(1),
    "next": lambda desk: moved(desk, 1),
    "back": lambda desk: moved(desk, -1),
    "epoch-next": lambda desk: done(paused(desk), lambda lab: moving.epoch(lab, 1)),
    "epoch-back": lambda desk: done(paused(desk), lambda lab: moving.epoch(lab, -1)),
    "first": lambda desk: done(paused(desk), lambda lab: moving.to_edge(lab, forwards=False)),
    "last": lambda desk: done(paused(desk), lambda lab: moving.to_edge(lab, forwards=True)),
    "go": _opened_line("go"),
    "up": _acting(lambda lab: moving.next_unit(lab, -1)),
    "down": _acting(lambda lab: moving.next_unit(lab, 1)),
    "weight": _acting(moving.next_weight),
    "weight-back": _acting(lambda lab: moving.next_weight(lab, -1)),
    "layer": _acting(moving.next_layer),
    "enter": _wishing("open"),
    "you": _wishing("you"),
    "leave": _leave,
    "out": _leave,
    "histograms": _showing("histograms"),
    "confusion": _showing("confusion"),
    "unit-more": _acting(lambda lab: turning.unit_added(lab, 1)),
    "unit-less": _acting(lambda lab: turning.unit_added(lab, -1)),
    "layer-more": _acting(lambda lab: turning.layer_added(lab, 1)),
    "layer-less": _acting(lambda lab: turning.layer_added(lab, -1)),
    "inputs": _inputs,
    "knob": _next_knob(1),
    "knob-back": _next_knob(-1),
    "more": _nudge(1),
    "less": _nudge(-1),
    "set": _opened_line("turn"),
    "csv": _opened_line("csv"),
    "branch": _acting(timelines.branched),
    "join": _acting(timelines.joined),
    "watch": _opened_line("watch"),
    "detective": _investigate,
    "challenge": _challenges,
    "command": _command,
    "export": _wishing("save"),
    "help": _wishing("help"),
    "chart": _wishing("chart"),
    "map": _wishing("map"),
})  # fmt: skip
"""What every key does while the laboratory is looked at."""
