"""What did a student really do in a lesson? Her lines, done once more, one after another, by the engine itself.

Nothing that a line claims is believed. Each action is done again in a session; a line only says where: at which step,
known by its id and fingerprint, with which numbers, and which looks led to what she saw. So visits that overlapped,
were cut off, or began elsewhere are replayed as well as one. What comes of an answer is what the engine says now, and
where a line says otherwise, that is a contradiction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ..lesson.actions import Action, action_from_json
from ..lesson.asked import Stop
from ..lesson.kept_line import Line
from ..lesson.load import Lesson
from ..lesson.resuming import looking_again
from ..lesson.session import Session
from ..lesson.standing import TRIES, Way, way
from .library import Library

HELPS = frozenset({"hint", "neighbour", "reveal", "skip", "again"})
"""Actions that do something to a question other than answering it."""
MOST_PAUSE = 600.0
"""Seconds between two actions that count as work at most; whoever is away longer is away."""


@dataclass(frozen=True)
class Attempt:
    """One answer, as the engine judges it."""

    stop: Stop
    time: float
    text: str
    verdict: str
    diagnosis: str = ""


@dataclass(frozen=True)
class Contradiction:
    """A line whose verdict is not the engine's."""

    number: int
    """Which line of the lesson's, from 1."""
    step: str
    claimed: str
    found: str


@dataclass
class Worked:
    """What came of one question, over all its variants."""

    tries: int = 0
    hints: int = 0
    slips: Counter[str] = field(default_factory=Counter[str])
    outcome: str = "open"
    was_shown: bool = False

    @property
    def way(self) -> Way:
        """How it went."""
        return way(self.outcome, self.tries, self.hints, self.was_shown)


@dataclass
class Replayed:
    """A lesson, done again."""

    lesson: Lesson
    questions: dict[Stop, Worked] = field(default_factory=dict[Stop, Worked])
    seconds: dict[int, float] = field(default_factory=dict[int, float])
    """Step to the time that was spent there."""
    attempts: list[Attempt] = field(default_factory=list[Attempt])
    contradictions: list[Contradiction] = field(default_factory=list[Contradiction])
    unknown: int = 0
    """Lines about steps that this edition of the lesson does not have."""
    known: int = 0
    finished: bool = False
    seeds: set[int] = field(default_factory=set[int])


def replay(library: Library, lesson: Lesson, lines: Iterable[Line]) -> Replayed:
    """What the lines of a lesson come to. Nothing in a line makes it raise."""
    done = Replayed(lesson)
    sessions: dict[int, Session] = {}
    current: Session | None = None
    for number, (line, pause) in enumerate(_with_pauses(lines), 1):
        found = library.script(lesson.file.id, line.seed)
        step = found[1].get((line.step, line.fingerprint)) if found is not None else None
        if found is None or step is None or line.beat >= len(found[0].beats(step)):
            done.unknown += 1
            continue
        done.known += 1
        done.seeds.add(line.seed)
        done.seconds[step] = done.seconds.get(step, 0.0) + min(pause, MOST_PAUSE)
        action, stop, script = action_from_json(line.action), (step, line.beat), found[0]
        session = sessions.get(line.seed)
        if session is None or session.script is not script:
            session = Session(script) if session is None else replace(session, script=script, away=None, left=None)
        if action.do == "vary":
            session = current.varied(script) if current is not None else session
            _reopen(done, step)
        current = sessions[line.seed] = replace(_after(done, number, session, action, stop, line), log=())
        done.finished |= current.finished
    return done


def _with_pauses(lines: Iterable[Line]) -> Iterator[tuple[Line, float]]:
    """The lines by the order in which they were written, each with the time since the one before."""
    before: float | None = None
    for line in sorted(lines, key=lambda line: line.place):
        yield line, 0.0 if before is None else max(0.0, line.time - before)
        before = line.time


def _after(done: Replayed, number: int, session: Session, action: Action, stop: Stop, line: Line) -> Session:
    """The session after a line."""
    try:
        if action.do == "answer":
            return _answered(done, number, session, action, stop, line)
        after = session.act(action) if action.do not in ("vary", "leave") else session
        if after.at != stop:
            after = _placed(after, stop, line, before=action.do in HELPS)
            after = after.act(action) if action.do in HELPS else after
    except Exception:
        # What a line asks for may make no sense at all to any simulation; the next one says where she was then.
        return _placed(session, stop, line, before=True)
    if after.beat.is_question and not after.playing:
        _count(done, after)
    return after


def _placed(session: Session, stop: Stop, line: Line, *, before: bool) -> Session:
    """The session at the stop of a line; unless it is before the action, with what she looked at behind it."""
    there = replace(session, at=stop, farthest=max(session.farthest, stop), finished=line.finished and not before,
                    away=None, trail=(), left=None, playing=False, notice=None)  # fmt: skip
    if there.question.outcome == "skipped":
        # Left for later, and come back to.
        there = replace(there, asked={**there.asked, stop: replace(there.question, outcome="open")})
    return looking_again(there, [action_from_json(look) for look in line.trail])


def _answered(done: Replayed, number: int, session: Session, action: Action, stop: Stop, line: Line) -> Session:
    """An answer judged again: where she stood, or where the line says; a probe may have been forgotten in between."""
    starts = [session] if session.at == stop else []
    starts.append(_placed(session, stop, line, before=True))
    starts += [_without_probe(start) for start in starts if start.question.probe is not None]
    if all(start.question.outcome in ("right", "revealed") for start in starts):
        # Typed behind a settled question: nothing happened then, and nothing does now.
        return starts[0]
    found: Session | None = None
    for start in starts:
        after = start.act(action)
        last = after.question.last
        if after.notice is not None or last is None:
            continue
        found = found or after
        if last.verdict.kind == line.verdict:
            found = after
            break
    if found is None:
        if line.verdict:
            done.contradictions.append(Contradiction(number, line.step, line.verdict, ""))
        return starts[-1]
    last = found.question.last
    verdict = last.verdict if last is not None else None
    if verdict is None or not line.outcome or found.playing:
        # She was the machine, away from the script: practice, of which nothing is counted.
        return found
    if line.verdict and verdict.kind != line.verdict:
        done.contradictions.append(Contradiction(number, line.step, line.verdict, verdict.kind))
    done.attempts.append(Attempt(stop, line.time, action.text, verdict.kind, verdict.diagnosis or ""))
    question = done.questions.setdefault(stop, Worked())
    if question.outcome != "right":
        question.tries += verdict.kind in TRIES
        if verdict.diagnosis:
            question.slips[verdict.diagnosis] += 1
    _count(done, found)
    return found


def _without_probe(session: Session) -> Session:
    asked = {**session.asked, session.key: replace(session.question, probe=None)}
    return replace(session, asked=asked)


def _count(done: Replayed, session: Session) -> None:
    """What the session says about the question of its stop, as far as it is not settled already."""
    asked = session.question
    if session.at not in done.questions and asked.is_open and not asked.attempts and not asked.helps:
        return
    question = done.questions.setdefault(session.at, Worked())
    if question.outcome == "right":
        return
    question.hints = max(question.hints, asked.helps)
    question.was_shown |= asked.outcome == "revealed"
    question.outcome = asked.outcome


def _reopen(done: Replayed, step: int) -> None:
    """With other numbers a question is asked once more; what was right stays right."""
    for stop, question in done.questions.items():
        if stop[0] == step and question.outcome != "right":
            question.outcome = "open"
