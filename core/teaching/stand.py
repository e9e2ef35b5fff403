"""Where does a teacher stand in a lesson, as data? What another installation needs to show the very same stop.

A stand holds what lines of progress hold, for one moment: the stop, what became of the questions, the answers that were
tried at this one, and the looks that lead to what is seen. No number of the lesson travels: whoever has the same lesson
finds all of them again, and whoever has another edition of it is told so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import Annotated, Literal, cast

from msgspec import Meta, Struct

from ..errors import GradstepError
from ..lesson.actions import DOES, LOOKS, Action, Do
from ..lesson.asked import OPEN, Asked, Outcome, Stop
from ..lesson.kept_line import LONGEST_NAME, LONGEST_TEXT, MOST_BEATS, MOST_HINTS, MOST_TRAIL
from ..lesson.load import Lesson
from ..lesson.resuming import looking_again
from ..lesson.script import Script
from ..lesson.seeds import LARGEST_SEED
from ..lesson.session import Session
from .hand_in import digest_of

MOST_SETTLED = 600
"""Questions that a stand tells about; the ones before them stay open for whoever follows."""
MOST_ANSWERS = 30
"""Answers to the question of this stop that a stand tells about."""
Name = Annotated[str, Meta(max_length=LONGEST_NAME)]
Text = Annotated[str, Meta(max_length=LONGEST_TEXT)]
Count = Annotated[int, Meta(ge=0, le=MOST_BEATS)]
Signed = Annotated[int, Meta(ge=-MOST_BEATS, le=MOST_BEATS)]
"""A step; below zero a level at which the teacher asks herself (`Sight.key`)."""
Hints = Annotated[int, Meta(ge=0, le=MOST_HINTS)]
LookDo = Literal["explore", "zoom", "out", "find", "change", "branch", "turn", "join", "next", "back"]


class Looked(Struct, frozen=True, array_like=True):
    """A look, or a step between two looks."""

    do: LookDo
    text: Text = ""


class Settled(Struct, frozen=True, array_like=True):
    """What became of a question at another stop."""

    step: Signed
    beat: Count
    outcome: Outcome
    hints: Hints = 0
    neighbour: bool = False


class Stand(Struct, frozen=True):
    """Where somebody stands in a lesson."""

    lesson: Name
    digest: Name
    """Which edition of the lesson it is."""
    step: Count
    beat: Count
    far_step: Count
    far_beat: Count
    seed: Annotated[int, Meta(ge=0, le=LARGEST_SEED)] = 0
    outcome: Outcome = "open"
    """Of the question of this stop."""
    hints: Hints = 0
    neighbour: bool = False
    answers: Annotated[tuple[Text, ...], Meta(max_length=MOST_ANSWERS)] = ()
    settled: Annotated[tuple[Settled, ...], Meta(max_length=MOST_SETTLED)] = ()
    trail: Annotated[tuple[Looked, ...], Meta(max_length=MOST_TRAIL)] = ()
    playing: bool = False
    finished: bool = False
    last: Name = ""
    """What was done last: it decides whether a hint, a verdict or the question is read."""
    attention: Text = ""
    """What the teacher points at."""
    dial: Text = ""
    """The knob that she turns."""


def stand_of(session: Session, attention: str | None = None, dial: str | None = None) -> Stand:
    """Where a session stands; what is typed and not answered yet is nobody else's business."""
    lesson, question = session.script.lesson, session.question
    # A goal is judged by the knobs as they stood then, and those are not told.
    attempts = question.attempts[-MOST_ANSWERS:] if session.beat.task != "goal" else ()
    others = [Settled(*stop, asked.outcome, asked.hints, asked.neighbour)
              for stop, asked in sorted(session.asked.items()) if stop != session.key and asked != OPEN]  # fmt: skip
    return Stand(
        lesson=lesson.file.id, digest=_digest(lesson), step=session.at[0], beat=session.at[1],
        far_step=session.farthest[0], far_beat=session.farthest[1], seed=lesson.seed,
        outcome=question.outcome, hints=question.hints, neighbour=question.neighbour,
        answers=tuple(attempt.text[:LONGEST_TEXT] for attempt in attempts),
        settled=tuple(others[-MOST_SETTLED:]),
        trail=tuple(Looked(cast("LookDo", look.do), look.text) for look in session.trail if _is_look(look.do)),
        playing=session.playing, finished=session.finished, last=session.log[-1].do if session.log else "",
        attention=attention or "", dial=dial or "",
    )  # fmt: skip


@lru_cache(maxsize=8)
def _digest(lesson: Lesson) -> str:
    """Kept, because every key asks for it, and of a lesson with drawn numbers it takes reading all of it."""
    return digest_of(lesson)


def _is_look(do: str) -> bool:
    return do in LOOKS or do in ("next", "back")


def script_for(stand: Stand, script: Script) -> Script:
    """The script with the numbers of a stand. Raises GradstepError where the lesson is another one or has no such stop.

    A script of the same numbers is answered as it is, with all that it remembers.
    """
    lesson = script.lesson
    if lesson.file.id != stand.lesson or _digest(lesson) != stand.digest:
        raise GradstepError("class.other-edition", lesson=stand.lesson)
    if stand.seed == lesson.seed or not lesson.varies:
        return script
    return Script(lesson.variant(stand.seed))


def session_at(stand: Stand, script: Script) -> Session:
    """The session of a stand, in a script that fits it (`script_for`). Raises GradstepError for a stop that is none."""
    at, farthest = (stand.step, stand.beat), (stand.far_step, stand.far_beat)
    if not _is_stop(at, script) or not _is_stop(farthest, script):
        raise GradstepError("class.no-such-stop")
    asked: dict[Stop, Asked] = {(one.step, one.beat): _settled(one) for one in stand.settled if one.step >= 0}
    here = Session(script, at, max(at, farthest), asked, finished=stand.finished)
    if not stand.playing:
        here = _answered(here, stand)
    here = looking_again(here, [Action(look.do, look.text) for look in stand.trail])
    if stand.playing and here.view is not None:
        own = {(one.step, one.beat): _settled(one) for one in stand.settled if one.step < 0}
        here = _answered(replace(here, playing=True, asked={**here.asked, **own}), stand)
    return replace(here, log=tuple(_last(stand)), notice=None)


def _settled(one: Settled) -> Asked:
    return Asked(hints=one.hints, neighbour=one.neighbour, outcome=one.outcome)


def _answered(session: Session, stand: Stand) -> Session:
    """The session with what was tried at its stop: judged again, by whoever looks at it."""
    with suppress(GradstepError):
        # What was asked when it was answered may not be asked any more where she stands.
        for text in stand.answers if session.is_asking else ():
            session = session.answer(text) if session.is_asking else session
    asked = replace(session.question, hints=stand.hints, neighbour=stand.neighbour, outcome=stand.outcome)
    return session if asked == OPEN else replace(session, asked={**session.asked, session.key: asked})


def _last(stand: Stand) -> Iterator[Action]:
    """The last action, as the narration looks at it; what another version does is none."""
    known: dict[str, Do] = {do: do for do in ("next", "back", "answer", "hint", "neighbour", "reveal", "skip")}
    if stand.last in known:
        yield Action(known[stand.last])
    elif stand.last in DOES:
        yield Action("on")


def _is_stop(stop: Stop, script: Script) -> bool:
    step, beat = stop
    return step < len(script.lesson.steps) and beat < len(script.beats(step))
