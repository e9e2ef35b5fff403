"""What do recorded lines mean for a session? It becomes lines as it goes, and lines become a session again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import cast, get_args

from ..answers.verdict import Kind, Verdict
from ..errors import GradstepError
from ..words import message
from .actions import LOOKS, Action, Look, action_from_json, action_to_json
from .asked import Asked, Attempt, Outcome, Stop
from .kept_line import MOST_TRAIL, Line
from .load import Lesson
from .progress import LessonProgress
from .script import Script
from .seeds import USUAL, seed_of
from .session import Session


def line_of(session: Session, action: Action, time: float) -> Line:
    """The line for an action that led to this session; `time` in seconds since 1970."""
    step, beat = session.at
    lesson, asked = session.script.lesson, session.question
    # What was typed where nothing is asked any more is no answer, and the verdict before it is not its own.
    answered = action.do == "answer" and session.notice is None and asked.last is not None
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
        neighbour=asked.neighbour,
        outcome=asked.outcome if session.beat.is_question and not session.playing else "",
        finished=session.finished,
        seed=lesson.seed,
        trail=tuple(map(action_to_json, session.trail)),
    )


def resume(script: Script, progress: LessonProgress, *, only_these_numbers: bool = False) -> Session:
    """The session that goes on where the learner stopped, as far as the lesson is still the same.

    It goes on with the numbers that she had last, and what she did with others counts as it was; unless there are to
    be only those of the script, which others have nothing to do with. A lesson that was finished opens at its
    beginning, with everything in it seen and answered.
    """
    if not only_these_numbers and progress.lines:
        script = _with_seed(script, progress.lines[-1].seed)
    seeds = {script.lesson.seed} | (set[int]() if only_these_numbers else {line.seed for line in progress.lines})
    known: dict[tuple[int, str, str], int] = {}
    for seed in seeds:
        known |= _steps_of(script.lesson, seed)
    questions: dict[Stop, _Question] = {}
    here: Stop = (0, 0)
    farthest: Stop = (0, 0)
    for line in progress.lines:
        step = known.get((line.seed if script.lesson.varies else script.lesson.seed, line.step, line.fingerprint))
        if step is None or line.beat >= len(script.beats(step)):
            continue
        here = (step, line.beat)
        if line.action["do"] == "vary":
            # The question begins anew; what was answered with other numbers stays in the record.
            questions = {stop: question for stop, question in questions.items() if stop[0] != step}
        farthest = max(farthest, here)
        if line.outcome:
            questions.setdefault(here, _Question()).take(line)
    asked = {stop: question.asked for stop, question in questions.items()}
    finished = bool(progress.lines) and progress.lines[-1].finished
    if finished:
        return Session(script, (0, 0), farthest, asked)
    begun = Session(script, here, farthest, asked)
    return looking_again(begun, _looks(begun, progress.lines))


def go_on(lesson: Lesson, progress: LessonProgress, student: str = "", seed: int | None = None) -> Session:
    """The session of a lesson that is opened: with the numbers of a seed, if one is asked for; otherwise with those
    that she had last, once she had her own, which come from her name. Raises LessonError.
    """
    if seed is not None:
        return resume(Script(lesson.variant(seed)), progress, only_these_numbers=lesson.varies)
    own = seed_of(student, lesson.file.id) if student and lesson.varies else USUAL
    begun = not student or any(line.seed == own for line in progress.lines)
    return resume(Script(lesson.variant(own)), progress, only_these_numbers=lesson.varies and not begun)


def _with_seed(script: Script, seed: int) -> Script:
    """The script with the numbers of a seed, or as it is where that is no seed of the lesson any more."""
    try:
        lesson = script.lesson.variant(seed)
    except GradstepError:
        return script
    return script if lesson is script.lesson else Script(lesson)


def _steps_of(lesson: Lesson, seed: int) -> dict[tuple[int, str, str], int]:
    """The steps of a variant by seed, id and fingerprint."""
    try:
        found = lesson.variant(seed)
    except GradstepError:
        return {}
    return {(found.seed, id, mark): at for at, (id, mark) in enumerate(zip(found.ids, found.hashes, strict=True))}


def looking_again(session: Session, looks: Sequence[Action]) -> Session:
    """The session with what she was looking at when she left; however often she looked, that is done in few acts."""
    step, beat = session.at
    for action in looks:
        try:
            if action.do in LOOKS:
                session = session.look(cast("Look", action.do), action.text)
            elif session.view is not None:
                session = session.step_by(1 if action.do == "next" else -1)
        except Exception:
            # What was kept may be damaged, or of a simulation that has changed: she stands where it still led.
            break
        if session.at != (step, beat):
            break
    return replace(session, notice=None)


def _looks(session: Session, lines: Sequence[Line]) -> list[Action]:
    """The looks that lead to what she saw: those of the last line, and before there were such, the last ones made."""
    step, beat = session.at
    lesson = session.script.lesson
    here = (lesson.ids[step], lesson.hashes[step], beat)
    found: list[Action] = []
    for line in takewhile(lambda line: (line.step, line.fingerprint, line.beat) == here, reversed(lines)):
        if line.order:
            return [*map(action_from_json, line.trail), *reversed(found)]
        if line.action["do"] in LOOKS | {"next", "back"} and len(found) < MOST_TRAIL:
            found.append(action_from_json(line.action))
    return found[::-1]


def _verdict(line: Line) -> Verdict | None:
    """How an answer was judged, as far as it was kept; None for a line that has no verdict."""
    if line.verdict not in get_args(Kind):
        return None
    said = message(f"mistake.{line.diagnosis}") if line.diagnosis else message(f"verdict.earlier-{line.verdict}")
    return Verdict(cast("Kind", line.verdict), said, "", line.diagnosis or None)


@dataclass
class _Question:
    """What became of a question, while its lines are gone through."""

    attempts: list[Attempt] = field(default_factory=list[Attempt])
    hints: int = 0
    neighbour: bool = False
    outcome: Outcome = "open"
    before: Asked | None = None

    def take(self, line: Line) -> None:
        """One more line about it."""
        if line.action["do"] == "again" and self.outcome != "open":
            self.before, self.attempts, self.hints, self.neighbour = self.asked, [], 0, False
        verdict = _verdict(line)
        if verdict is not None and self.outcome not in ("right", "revealed"):
            self.attempts.append(Attempt(str(line.action.get("text", "")), verdict))
        if line.outcome in get_args(Outcome):
            self.outcome = cast("Outcome", line.outcome)
        self.hints = max(self.hints, line.hints)
        self.neighbour = self.neighbour or line.neighbour

    @property
    def asked(self) -> Asked:
        """As a session has it."""
        return Asked(tuple(self.attempts), self.hints, self.neighbour, self.outcome, before=self.before)
