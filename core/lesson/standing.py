"""How is a learner doing in a lesson? The counts come from the lines of progress alone; the lesson is not opened.

Every question counts once: right with the first answer and no hint, right later, shown, or open. Once it is right,
asking it again changes nothing about how it got there. Slips are counted as often as they came up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from .progress import LessonProgress, Line

Way = Literal["first", "later", "revealed", "open"]
"""How a question went."""
TRIES = frozenset({"right", "wrong"})
"""The verdicts that count as a try; an answer that cannot be read or decided, or lacks digits, is just typed again."""


def way(outcome: str, tries: int, hints: int, was_shown: bool = False) -> Way:
    """How a question went: how it ended, how many tries and hints that took, and whether its solution was seen."""
    if outcome == "right":
        return "first" if tries <= 1 and not hints and not was_shown else "later"
    return "revealed" if outcome == "revealed" or was_shown else "open"


@dataclass(frozen=True)
class Standing:
    """The counts of one lesson."""

    finished: bool = False
    first: int = 0
    """Questions right with the first answer and without a hint."""
    later: int = 0
    revealed: int = 0
    open: int = 0
    hints: int = 0
    slips: Mapping[str, int] = field(default_factory=dict[str, int])
    """Misconception id to how often it came up, the most frequent first."""
    time: float = 0.0
    """When the last action was, in seconds since 1970."""

    @property
    def asked(self) -> int:
        """All questions she has come across."""
        return self.first + self.later + self.revealed + self.open


@dataclass(frozen=True)
class _Question:
    tries: int = 0
    hints: int = 0
    outcome: str = "open"
    was_shown: bool = False
    """Has its solution been seen? Then a right answer afterwards counts as a later one."""

    def after(self, line: Line) -> _Question:
        """The question after one more line about it."""
        if self.outcome == "right":
            return self
        tries = self.tries + (line.action.get("do") == "answer" and line.verdict in TRIES)
        outcome = self.outcome if self.outcome == "revealed" and line.outcome == "open" else line.outcome
        return _Question(tries, max(self.hints, line.helps), outcome, self.was_shown or outcome == "revealed")

    @property
    def way(self) -> Way:
        """How it went."""
        return way(self.outcome, self.tries, self.hints, self.was_shown)


def standing(progress: LessonProgress) -> Standing:
    """The counts of a lesson from everything that was recorded about it."""
    questions: dict[tuple[str, str, int], _Question] = {}
    slips: Counter[str] = Counter()
    for line in progress.lines:
        if not line.outcome:
            continue
        key = (line.step, line.fingerprint, line.beat)
        questions[key] = questions.get(key, _Question()).after(line)
        if line.diagnosis and line.action.get("do") == "answer":
            slips[line.diagnosis] += 1
    ways = Counter(question.way for question in questions.values())
    return Standing(
        finished=progress.is_finished, first=ways["first"], later=ways["later"], revealed=ways["revealed"],
        open=ways["open"], hints=sum(question.hints for question in questions.values()),
        slips=dict(slips.most_common()), time=progress.time,
    )  # fmt: skip


def altogether(found: Iterable[Standing]) -> Standing:
    """The counts of several lessons as one, which is finished if all of them are."""
    ones = tuple(found)
    slips: Counter[str] = Counter()
    for one in ones:
        slips.update(one.slips)
    return Standing(
        finished=bool(ones) and all(one.finished for one in ones), first=sum(one.first for one in ones),
        later=sum(one.later for one in ones), revealed=sum(one.revealed for one in ones),
        open=sum(one.open for one in ones), hints=sum(one.hints for one in ones),
        slips=dict(slips.most_common()), time=max((one.time for one in ones), default=0.0),
    )  # fmt: skip


def standing_to_json(found: Standing) -> dict[str, object]:
    """The counts as plain data."""
    return {
        "finished": found.finished, "asked": found.asked, "right_at_once": found.first, "right_later": found.later,
        "revealed": found.revealed, "open": found.open, "hints": found.hints, "slips": dict(found.slips),
        "last_action": round(found.time, 3),
    }  # fmt: skip
