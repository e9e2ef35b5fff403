"""What happens when a key is pressed over a lesson? Another desk.

The same key means the same everywhere; only the two states differ. While writing, printable keys are text, arrows and
Home and End move in it, and stepping keys show frames already seen. A key without sense here says so on the line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from ...core.lesson.actions import Action
from ...core.words import message
from .desk import DIGITS, Desk, act, answer, attend, edge_of_time, go_to, milestone
from .typed_line import LONGEST, Line

Press = Callable[[Desk], Desk]


def press(desk: Desk, key: str) -> Desk:
    """The desk after the key of this id (keys.py)."""
    match desk.mode:
        case "confirm":
            desk = replace(desk, mode="write" if desk.session.is_asking else "look", said=None)
            return act(desk, Action("reveal")) if key == "enter" else desk
        case "go":
            return _in_goal(desk, key)
        case "write":
            return WRITING.get(key, _senseless)(desk)
        case "look":
            return LOOKING.get(key, _senseless)(desk)


def typed(desk: Desk, letters: str) -> Desk | None:
    """The desk after printable letters; None when they are a command and not text."""
    if desk.mode == "go":
        return replace(desk, goal=desk.goal.insert(letters), said=None)
    if desk.mode == "confirm":
        return press(desk, "leave")
    if desk.mode == "write":
        return _written(desk, desk.line, letters)
    if desk.session.is_asking and not desk.session.finished and (letters[:1].isdigit() or letters[:1] == "-"):
        return _written(desk, desk.line.moved(len(desk.line.text)), letters)
    return None


def _written(desk: Desk, line: Line, letters: str) -> Desk:
    """The letters on the line; what has no room there is named and not lost in silence."""
    longer = line.insert(letters)
    full = len(longer.text) < len(line.text) + len(letters)
    return replace(desk, mode="write", line=longer, said=message("screen.line-full", most=LONGEST) if full else None)


def _senseless(desk: Desk) -> Desk:
    return replace(desk, said=message("screen.no-sense"))


def _in_goal(desk: Desk, key: str) -> Desk:
    goal = desk.goal
    moves: Mapping[str, Line] = {
        "map": goal.erase(), "back": goal.moved(goal.caret - 1), "next": goal.moved(goal.caret + 1),
        "first": goal.moved(0), "last": goal.moved(len(goal.text)),
    }  # fmt: skip
    if key == "enter":
        return go_to(desk)
    if key in moves:
        return replace(desk, goal=moves[key])
    return replace(desk, goal=Line(), mode="look", said=None)


def _enter(desk: Desk) -> Desk:
    """On from a settled question; elsewhere there is nothing to open."""
    if desk.session.is_asking:
        return replace(desk, mode="write", said=None)
    return act(desk, Action("next")) if desk.session.beat.is_question else _senseless(desk)


def _solution(desk: Desk) -> Desk:
    if not desk.session.is_asking:
        return replace(desk, said=message("session.nothing-asked"))
    return replace(desk, mode="confirm", said=message("screen.really-solution"))


def _write(desk: Desk) -> Desk:
    return replace(desk, mode="write", said=None) if desk.session.is_asking else _senseless(desk)


def _digits(desk: Desk) -> Desk:
    digits = DIGITS[(DIGITS.index(desk.digits) + 1) % len(DIGITS)]
    return replace(desk, digits=digits, said=message("screen.digits-now", count=digits))


def _onward(desk: Desk) -> Desk:
    return milestone(desk, forwards=True)


def _caret(by: int) -> Press:
    return lambda desk: replace(desk, line=desk.line.moved(desk.line.caret + by), said=None)


def _acting(action: Action) -> Press:
    return lambda desk: act(desk, action)


def _attending(by: int) -> Press:
    return lambda desk: attend(desk, by)


LOOKING: Mapping[str, Press] = MappingProxyType({
    "next": _acting(Action("next")),
    "back": _acting(Action("back")),
    "onward": _onward,
    "backward": lambda desk: milestone(desk, forwards=False),
    "first": lambda desk: edge_of_time(desk, forwards=False),
    "last": lambda desk: edge_of_time(desk, forwards=True),
    "go": lambda desk: replace(desk, mode="go", said=None),
    "up": _attending(-1),
    "down": _attending(1),
    "enter": _enter,
    "write": _write,
    "leave": lambda desk: replace(desk, attention=None, said=None),
    "table": lambda desk: replace(desk, table=not desk.table, said=None),
    "digits": _digits,
    "hint": _acting(Action("hint")),
    "solution": _solution,
    "later": _acting(Action("skip")),
})  # fmt: skip
WRITING: Mapping[str, Press] = MappingProxyType({
    "next": _caret(1),
    "back": _caret(-1),
    "first": lambda desk: replace(desk, line=desk.line.moved(0), said=None),
    "last": lambda desk: replace(desk, line=desk.line.moved(len(desk.line.text)), said=None),
    "map": lambda desk: replace(desk, line=desk.line.erase(), said=None),
    "onward": _acting(Action("next")),
    "backward": _acting(Action("back")),
    "up": _attending(-1),
    "down": _attending(1),
    "enter": answer,
    "write": lambda desk: replace(desk, mode="look", said=None),
    "leave": lambda desk: replace(desk, mode="look", said=None),
    "hint": _acting(Action("hint")),
    "solution": _solution,
})  # fmt: skip
