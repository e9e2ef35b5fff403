"""What has a learner answered? Counts for the step in which she is the machine, and for the last page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from ..pictures import Label
from .asked import OPEN, Asked, Stop
from .schema import Play
from .session import Session
from .standing import TRIES, Way, way

State = Literal["right", "wrong", "revealed", "blank"]


@dataclass(frozen=True)
class Blank:
    """A quantity that the learner supplies, and how it stands."""

    quantity: str
    state: State


def blanks(session: Session) -> tuple[Blank, ...]:
    """The quantities of the step in which the learner is the machine; none in other steps."""
    step = session.at[0]
    if not isinstance(session.step, Play):
        return ()
    beats = enumerate(session.script.beats(step))
    return tuple(
        Blank(beat.asks, _state(session.asked.get((step, place), OPEN)))
        for place, beat in beats
        if beat.asks is not None
    )


def _state(asked: Asked) -> State:
    if asked.outcome in ("right", "revealed"):
        return "right" if asked.outcome == "right" else "revealed"
    wrong = asked.last is not None and asked.last.verdict.kind == "wrong"
    return "wrong" if wrong and asked.is_open else "blank"


@dataclass(frozen=True)
class Count:
    """How the questions of one kind went."""

    kind: str
    """What the step is called: `AskNumber`, `Choose`, `Play` …"""
    first: int
    """Right with the first answer and without a hint."""
    later: int
    """Right after more answers or with hints."""
    revealed: int
    left: int
    """Left for later, or never reached."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.first + self.later + self.revealed + self.left


@dataclass(frozen=True)
class Question:
    """A question of the lesson, and how it went."""

    stop: Stop
    kind: str
    """What the step is called: `AskNumber`, `Choose`, `Play` …"""
    label: Label
    """What was asked for: `∂f/∂w1`; nothing for a choice."""
    way: Way
    tries: int
    hints: int
    slips: tuple[str, ...]
    """The known misconceptions that came up, oldest first."""


def questions(session: Session) -> Iterator[Question]:
    """Every question that the script has, in the order in which they come."""
    for index, step in enumerate(session.script.lesson.steps):
        for place, beat in enumerate(session.script.beats(index)):
            if beat.is_question:
                asked = session.asked.get((index, place), OPEN)
                slips = tuple(attempt.verdict.diagnosis for one in asked.rounds for attempt in one.attempts
                              if attempt.verdict.diagnosis)  # fmt: skip
                label = replace(session, at=(index, place), away=None, playing=False).label
                yield Question((index, place), type(step).__name__, label, *_went(asked), slips)


def _went(asked: Asked) -> tuple[Way, int, int]:
    """How a question went, with how many tries and helps: once right, asking it again changes nothing about that."""
    tries, helps, was_shown = 0, 0, False
    for one in asked.rounds:
        tries += sum(attempt.verdict.kind in TRIES for attempt in one.attempts)
        helps = max(helps, one.helps)
        if one.outcome == "right":
            return way("right", tries, helps, was_shown), tries, helps
        was_shown = was_shown or one.outcome == "revealed"
    return way(asked.outcome, tries, helps, was_shown), tries, helps


def counts(session: Session) -> Iterator[Count]:
    """A count for each kind of question that the lesson has, in the order in which they come."""
    found: dict[str, list[Way]] = {}
    for question in questions(session):
        found.setdefault(question.kind, []).append(question.way)
    for kind, ways in found.items():
        number = Counter(ways)
        yield Count(kind, number["first"], number["later"], number["revealed"], number["open"])


def misconceptions(session: Session) -> Counter[str]:
    """How often each known misconception was met."""
    # All that were asked: also those that the learner took upon herself, away from the script.
    return Counter(
        attempt.verdict.diagnosis
        for asked in session.asked.values()
        for one in asked.rounds
        for attempt in one.attempts
        if attempt.verdict.diagnosis
    )
