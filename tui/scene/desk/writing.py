"""What becomes of the answer that is being typed? Another line: letters, edits, another option, the answer before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ....core.lesson.actions import Action
from ....core.lesson.listing import offered
from ....core.lesson.schema import Play
from ....core.words import message
from .desk import Desk, act, attend
from .looks import open_line
from .typed_line import EDITS, LONGEST, Line

Press = Callable[[Desk], Desk]


def number_typed(desk: Desk, letters: str) -> Desk | None:
    """A number is an answer where one is asked or comes next, and turns a knob only for those who explore."""
    session = desk.session
    if session.view is not None and not session.playing:
        line = open_line(desk, "turn") if letters[:1].isdecimal() else None
        return line and (replace(line, goal=line.goal.insert(letters)) if line.mode == "turn" else line)
    if session.is_asking:
        return written(desk, desk.line.moved(len(desk.line.text)), letters)
    if session.at < session.farthest or session.question.outcome == "revealed":
        after = act(desk, Action("next"))
        if after.session.is_asking and isinstance(after.session.step, Play) and after.session.at[0] == session.at[0]:
            return written(after, after.line, letters)
    return replace(desk, said=message("screen.nothing-asked"))


def written(desk: Desk, line: Line, letters: str) -> Desk:
    """The letters on the line; what has no room there is named and not lost in silence."""
    said = message("screen.line-full", most=LONGEST) if len(letters) > line.room else None
    return replace(desk, mode="write", line=line.insert(letters), said=said)


def edited(key: str) -> Press:
    """An edit of the answer."""
    return lambda desk: replace(desk, line=EDITS[key](desk.line), said=None)


def picked(by: int) -> Press:
    """Another option; the answer before this one; where there is neither, another node."""

    def pressed(desk: Desk) -> Desk:
        step, session = desk.session.step, desk.session
        texts = offered(step, session.at[1]) if session.is_asking and not session.playing else ()
        if texts and (desk.mode == "write" or not desk.nodes):
            return _option(desk, texts, by)
        given = list(dict.fromkeys(attempt.text for attempt in session.question.attempts))
        if desk.mode == "write" and given:
            at = given.index(desk.line.text) if desk.line.text in given else len(given)
            text = given[at + by] if 0 <= at + by < len(given) else "" if by > 0 else given[0]
            return replace(desk, line=Line(text, len(text)), said=None)
        return attend(desk, by)

    return pressed


def _option(desk: Desk, texts: Sequence[str], by: int) -> Desk:
    """The next option on the line, as it is typed."""
    typed = desk.line.text.strip()
    at = texts.index(typed) + by if typed in texts else 0 if by > 0 else len(texts) - 1
    text = texts[at % len(texts)]
    return replace(desk, mode="write", line=Line(text, len(text), selected=True), said=None, reread=False)
