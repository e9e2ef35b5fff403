"""What is worth asking again today? Questions of earlier lessons, when the one who answered has nearly forgotten them.

When that is, fsrs says, a scheduler that knows how memory fades (Ye, Su & Cao, 2022). Here every question is a card,
and what became of it in one sitting is a grade: right at once, right after hints or misses, or shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from .kept_line import Line
from .progress import LessonProgress

if TYPE_CHECKING:
    from fsrs import Card, Rating

REVIEW = "review"
"""The lesson under which reviews are recorded."""
APART = "-again-"
"""Between the id of a lesson and that of its step, in the id of a step that asks it again."""
PART = "-part-"
"""Behind that, the number of a question of a step that asks several, where it is asked by itself."""
SITTING = 3 * 3600.0
"""Seconds without an answer after which a question was asked anew."""
LAST = datetime(9000, 1, 1, tzinfo=UTC)
"""No later date is reckoned with: what is due has to come before the end of the calendar."""


@dataclass(frozen=True)
class Question:
    """A question that was answered, and how it stands today."""

    lesson: str
    step: str
    when: float
    """When it is due, in seconds since 1970."""
    recalled: float
    """How likely it is remembered now, from 0 to 1."""


def questions(known: Mapping[str, LessonProgress], now: float) -> tuple[Question, ...]:
    """Every question that was answered, the one most likely forgotten first."""
    from fsrs import Scheduler

    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    today = _date(now)
    found: list[Question] = []
    for (lesson, step), lines in _by_question(known).items():
        card: Card | None = None
        for time, grade in _grades(lines):
            card = scheduler.review_card(card or _card(time), grade, _date(min(time, now)))[0]
        if card is not None:
            recalled = scheduler.get_card_retrievability(card, today)
            found.append(Question(lesson, step, card.due.timestamp(), float(recalled)))
    return tuple(sorted(found, key=lambda one: (one.recalled, one.lesson, one.step)))


def due(known: Mapping[str, LessonProgress], now: float) -> tuple[Question, ...]:
    """The questions whose time has come, the one most likely forgotten first."""
    return tuple(one for one in questions(known, now) if one.when <= now)


def _by_question(known: Mapping[str, LessonProgress]) -> dict[tuple[str, str], list[Line]]:
    """The answers to each question, those of reviews included, in order of time."""
    found: dict[tuple[str, str], list[Line]] = {}
    for lesson, progress in known.items():
        for line in progress.lines:
            if line.action.get("do") not in ("answer", "solve") or not line.outcome:
                continue
            origin, apart, step = line.step.partition(APART)
            key = (origin, step.partition(PART)[0]) if lesson.startswith(REVIEW) and apart else (lesson, line.step)
            found.setdefault(key, []).append(line)
    for lines in found.values():
        lines.sort(key=lambda line: line.time)
    return found


def _grades(lines: Sequence[Line]) -> Iterator[tuple[float, Rating]]:
    """When each sitting ended, and how it went; a sitting with nothing decided is none."""
    sitting: list[Line] = []
    for line in (*lines, None):
        if sitting and (line is None or line.time - sitting[-1].time > SITTING):
            grade = _grade(sitting)
            if grade is not None:
                yield sitting[-1].time, grade
            sitting = []
        if line is not None:
            sitting.append(line)


def _grade(sitting: Sequence[Line]) -> Rating | None:
    from fsrs import Rating

    ends = {line.outcome for line in sitting}
    missed = sum(line.verdict == "wrong" for line in sitting)
    if "revealed" in ends:
        return Rating.Again
    if "right" in ends:
        helped = missed or any(line.helps for line in sitting)
        return Rating.Hard if helped else Rating.Good
    return Rating.Again if missed else None


def _card(time: float) -> Card:
    from fsrs import Card

    return Card(card_id=1, due=_date(time))


def _date(time: float) -> datetime:
    """A time as a date; clocks may be anywhere."""
    try:
        return min(datetime.fromtimestamp(max(0.0, time), UTC), LAST)
    except (OverflowError, ValueError, OSError):
        return LAST
