"""What happens when a key is pressed over a lesson? Another desk.

The same key means the same everywhere; only the two states differ. While writing, printable keys are text, arrows and
Home and End move in it, and stepping keys show frames already seen. A key without sense here says so on the line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from ....core.lesson.actions import Action
from ....core.lesson.neighbour import offers_neighbour
from ....core.lesson.timeline import LOOKED_AT
from ....core.words import message
from ...keys import KEY
from .desk import DIGITS, Desk, act, answer, edge_of_time, go_to, is_watched, milestone, repeats
from .looks import (
    choose_finding,
    compare,
    draw,
    edit_formula,
    fold_groups,
    investigate,
    jump,
    laboratory,
    next_knob,
    nudge,
    open_line,
    other_branch,
    show_code,
    take_line,
    visit_finding,
    zoom,
)
from .typed_line import EDITS, Line
from .writing import Press, edited, number_typed, picked, written

FASTEST = 3


def press(desk: Desk, key: str) -> Desk:
    """The desk after the key of this id (keys.py)."""
    if desk.findings is not None:
        return INVESTIGATING.get(key, _close_detective)(desk)
    if desk.speed:
        return _played(desk, key)
    match desk.mode:
        case "confirm":
            desk = replace(desk, mode="write" if desk.session.is_asking else "look", said=None)
            return act(desk, Action("reveal")) if key in ("enter", "solution") else desk
        case "go" | "turn" | "branch" | "watch":
            return _in_goal(desk, key)
        case "write":
            return WRITING.get(key, _senseless)(desk)
        case "look":
            return LOOKING.get(key, _senseless)(desk)


def typed(desk: Desk, letters: str) -> Desk | None:
    """The desk after printable letters; None when they are a command and not text."""
    if desk.findings is not None or desk.speed:
        return None
    if desk.mode in ("go", "turn", "branch", "watch"):
        return replace(desk, goal=desk.goal.insert(letters), said=None)
    if desk.mode == "confirm":
        return None if letters.lower() in KEY["solution"].keys else press(desk, "leave")
    if desk.mode == "write":
        return written(desk, desk.line, letters)
    if desk.session.finished or not (letters[:1].isdecimal() or letters[:1] == "-"):
        return None
    return number_typed(desk, letters)


def _senseless(desk: Desk) -> Desk:
    return replace(desk, said=message("screen.no-sense"))


def _in_goal(desk: Desk, key: str) -> Desk:
    if key == "enter":
        return go_to(desk) if desk.mode == "go" else take_line(desk)
    if key in EDITS:
        return replace(desk, goal=EDITS[key](desk.goal), said=None)
    return replace(desk, goal=Line(), mode="look", said=None)


def _enter(desk: Desk) -> Desk:
    """Into what the attention rests on; on from a settled question; a goal is tried."""
    session = desk.session
    if session.beat.task == "goal" and session.is_asking:
        return act(desk, Action("answer"))
    if session.is_asking:
        return replace(desk, mode="write", said=None)
    if session.beat.is_question and desk.attention is None and (session.away is None or session.playing):
        return _supplied_next(desk) if session.playing else act(desk, Action("next"))
    if session.beat.task == "goal" and desk.attention is None:
        return act(desk, Action("on"))
    if session.frame is not None and not session.frame.zooms:
        return replace(desk, said=message("screen.nothing-inside"))
    return zoom(desk)


def _supplied_next(desk: Desk) -> Desk:
    """The next quantity that she supplies; at the end she is the machine no longer."""
    after = act(desk, Action("next"))
    if not after.session.beat.is_question:
        return act(after, Action("play"))
    return replace(after, mode="write", line=Line())


def _later(desk: Desk) -> Desk:
    """The question stays open and the lesson goes on; so it does from what was looked at."""
    if desk.session.is_asking:
        desk = act(desk, Action("skip"))
        return act(desk, Action("on")) if desk.session.view is not None else desk
    return act(desk, Action("on")) if desk.session.view is not None else act(desk, Action("skip"))


def _again(desk: Desk) -> Desk:
    """The last question once more, from here back; where earlier lessons are repeated, that is the screen's to do."""
    if repeats(desk):
        return replace(desk, said=None)
    after = act(desk, Action("again"))
    return replace(after, mode="write" if after.session.is_asking and after.session.view is None else after.mode)


def _vary(desk: Desk) -> Desk:
    """The last question once more, with other numbers."""
    after = act(desk, Action("vary"))
    if after.session.script is desk.session.script:
        return after
    asks = after.session.is_asking and after.session.beat.task != "goal"
    return replace(after, mode="write" if asks else "look", line=Line(), drafts={}, proved=frozenset(),
                   said=message("screen.other-numbers", seed=after.session.script.lesson.seed))  # fmt: skip


def _you(desk: Desk) -> Desk:
    """She is the machine from here on, or no longer."""
    after = act(desk, Action("play"))
    return replace(after, mode="write" if after.session.is_asking and after.session.playing else "look")


def _auto(desk: Desk) -> Desk:
    return _senseless(desk) if desk.session.is_asking else replace(desk, speed=1, said=None)


def played(desk: Desk) -> Desk:
    """One frame further by itself; a question, an end or a watch that comes true stops it."""
    after = act(desk, Action("next"))
    stays = after.session.beat == desk.session.beat and after.session.at == desk.session.at
    stops = stays or after.session.is_asking or after.session.finished or is_watched(after)
    return replace(after, speed=0 if stops else desk.speed)


def _played(desk: Desk, key: str) -> Desk:
    """While frames go on by themselves: faster, or stop."""
    faster = key == "auto" and desk.speed < FASTEST
    return replace(desk, speed=desk.speed + 1 if faster else 0, said=None)


def _close_detective(desk: Desk) -> Desk:
    return replace(desk, findings=None, said=None)


def _write_or_turn(desk: Desk) -> Desk:
    return other_branch(desk) or _write(desk)


def _jump(forwards: bool) -> Press:
    def pressed(desk: Desk) -> Desk:
        return jump(desk, forwards) if desk.session.view is not None else milestone(desk, forwards)

    return pressed


def _solution(desk: Desk) -> Desk:
    if not desk.session.is_asking:
        return replace(desk, said=message("session.nothing-asked"))
    return replace(desk, mode="confirm", said=message("screen.really-solution"))


def _write(desk: Desk) -> Desk:
    # A goal is reached by knobs: there is nothing to write.
    is_written = desk.session.is_asking and desk.session.beat.task != "goal"
    return replace(desk, mode="write", said=None, reread=False) if is_written else _senseless(desk)


def _leave(desk: Desk) -> Desk:
    """One level out: of the line, of what lies over the picture, of a zoom, of what is explored; nothing is lost."""
    session = desk.session
    closed = replace(desk, mode="look", said=None, reread=True)
    if desk.mode == "write":
        return closed
    if desk.attention is not None or desk.full:
        return replace(closed, attention=None, full=False)
    if session.playing:
        return act(closed, Action("play"))
    if session.view is not None and not session.is_outermost:
        return act(closed, Action("out"))
    return closed


def _hint(desk: Desk) -> Desk:
    """The next help: after several misses the same question with other numbers, otherwise the next hint."""
    return act(desk, Action("neighbour" if offers_neighbour(desk.session) else "hint"))


def _edge(forwards: bool) -> Press:
    """The ends of what is looked at; otherwise those of the lesson step."""

    def pressed(desk: Desk) -> Desk:
        view = desk.session.view
        if view is None or desk.session.finished:
            return edge_of_time(desk, forwards)
        last = view.simulation.reach(view.cursor + LOOKED_AT) if forwards else 0
        return act(desk, Action("find", text=str(last)))

    return pressed


def _digits(desk: Desk) -> Desk:
    digits = DIGITS[(DIGITS.index(desk.digits or DIGITS[0]) + 1) % len(DIGITS)]
    return replace(desk, digits=digits, said=message("screen.digits-now", count=digits))


def _unless_asked(pressed: Press) -> Press:
    """A line that would be refused is not opened: what it changes could give an answer away."""

    def unless_asked(desk: Desk) -> Desk:
        asks = desk.session.is_asking and desk.session.beat.task != "goal"
        return replace(desk, said=message("session.answer-before-looking")) if asks else pressed(desk)

    return unless_asked


def _acting(action: Action) -> Press:
    return lambda desk: act(desk, action)


def is_way_out(desk: Desk, key: str) -> bool:
    """Does a key lead out of the lesson, because there is nothing nearer to leave?"""
    if key == "out":
        return desk.session.view is None
    closed = desk.attention is None and not desk.full and desk.findings is None
    return key == "leave" and desk.is_alone and closed and not desk.session.playing


LOOKING: Mapping[str, Press] = MappingProxyType({
    "next": _acting(Action("next")),
    "back": _acting(Action("back")),
    "onward": _jump(forwards=True),
    "backward": _jump(forwards=False),
    "first": _edge(forwards=False),
    "last": _edge(forwards=True),
    "go": lambda desk: replace(desk, mode="go", said=None),
    "up": picked(-1),
    "down": picked(1),
    "enter": _enter,
    "write": _write_or_turn,
    "leave": _leave,
    "out": _acting(Action("out")),
    "auto": _auto,
    "receipt": lambda desk: replace(desk, full=not desk.full, said=None),
    "code": show_code,
    "laboratory": laboratory,
    "again": _again,
    "vary": _vary,
    "you": _you,
    "explore": _acting(Action("explore")),
    "formula": _unless_asked(edit_formula),
    "knob": next_knob,
    "more": lambda desk: nudge(desk, 1),
    "less": lambda desk: nudge(desk, -1),
    "branch": _unless_asked(lambda desk: open_line(desk, "branch")),
    "compare": compare,
    "watch": lambda desk: open_line(desk, "watch"),
    "detective": investigate,
    "chart": draw,
    "fold": fold_groups,
    "table": lambda desk: replace(desk, table=not desk.table, said=None),
    "digits": _digits,
    "hint": _hint,
    "solution": _solution,
    "later": _later,
})  # fmt: skip
WRITING: Mapping[str, Press] = MappingProxyType({
    **{key: edited(key) for key in EDITS},
    "onward": _acting(Action("next")),
    "backward": _acting(Action("back")),
    "up": picked(-1),
    "down": picked(1),
    "enter": answer,
    "write": lambda desk: replace(desk, mode="look", said=None),
    "leave": _leave,
    "hint": _hint,
    "solution": _solution,
    "chart": draw,
})  # fmt: skip
INVESTIGATING: Mapping[str, Press] = MappingProxyType({
    "up": lambda desk: choose_finding(desk, -1),
    "down": lambda desk: choose_finding(desk, 1),
    "enter": visit_finding,
})  # fmt: skip
