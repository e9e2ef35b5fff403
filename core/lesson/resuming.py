"""What do recorded lines mean for a session? It becomes lines as it goes, and lines become a session again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import cast, get_args

from ..answers.verdict import Kind, Verdict
from ..words import message
from .actions import LOOKS, Action, Look, action_to_json
from .asked import Asked, Attempt, Outcome, Stop
from .progress import LessonProgress, Line
from .script import Script
from .session import Session


def line_of(session: Session, action: Action, time: float) -> Line:
    """The line for an action that led to this session; `time` in seconds since 1970."""
    step, beat = session.at
    lesson, asked = session.script.lesson, session.question
    answered = action.do == "answer" and asked.last is not None
    verdict = asked.last.verdict if answered and asked.last is not None else None
    return Line(
        time=round(time, 3),
        lesson=lesson.file.id,
        step=lesson.ids[step],
        fingerprint=lesson.hashes[step],
        beat=beat,
        action=action_to_json(action),
        verdict=verdict.kind if verdict is not None else "",
        diagnosis=(verdict.diagnosis or "") if verdict is not None else "",
        hints=asked.hints,
        outcome=asked.outcome if session.beat.is_question and not session.playing else "",
        finished=session.finished,
    )


def resume(script: Script, progress: LessonProgress) -> Session:
    """The session that goes on where the learner stopped, as far as the lesson is still the same.

    A lesson that was finished opens at its beginning, with everything in it seen and answered.
    """
    lesson = script.lesson
    known = {(id, mark): at for at, (id, mark) in enumerate(zip(lesson.ids, lesson.hashes, strict=True))}
    asked: dict[Stop, Asked] = {}
    here: Stop = (0, 0)
    farthest: Stop = (0, 0)
    for line in progress.lines:
        step = known.get((line.step, line.fingerprint))
        if step is None or line.beat >= len(script.beats(step)):
            continue
        here = (step, line.beat)
        farthest = max(farthest, here)
        if line.outcome:
            asked[here] = _asked(asked.get(here, Asked()), line)
    finished = bool(progress.lines) and progress.lines[-1].finished
    if finished:
        return Session(script, (0, 0), farthest, asked)
    return _looking_again(Session(script, here, farthest, asked), progress.lines)


def _looking_again(session: Session, lines: Sequence[Line]) -> Session:
    """The session with what she was looking at when she left: by the looks since she came to this stop."""
    step, beat = session.at
    lesson = session.script.lesson
    here = (lesson.ids[step], lesson.hashes[step], beat)
    at_the_end = takewhile(lambda line: (line.step, line.fingerprint, line.beat) == here, reversed(lines))
    for line in reversed(list(at_the_end)):
        do, text = str(line.action.get("do", "")), str(line.action.get("text", ""))
        if do in LOOKS:
            session = session.look(cast("Look", do), text)
        elif do in ("next", "back") and session.view is not None:
            session = session.step_by(1 if do == "next" else -1)
        if session.at != (step, beat):
            break
    return replace(session, notice=None)


def _asked(before: Asked, line: Line) -> Asked:
    """A question after one more line about it."""
    attempts = before.attempts
    if line.verdict in get_args(Kind):
        said = message(f"mistake.{line.diagnosis}") if line.diagnosis else message(f"verdict.earlier-{line.verdict}")
        verdict = Verdict(cast("Kind", line.verdict), said, "", line.diagnosis or None)
        attempts = (*attempts, Attempt(str(line.action.get("text", "")), verdict))
    outcome = cast("Outcome", line.outcome) if line.outcome in get_args(Outcome) else before.outcome
    return Asked(attempts, max(before.hints, line.hints), outcome)
