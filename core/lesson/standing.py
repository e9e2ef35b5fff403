"""How does a learner stand in a lesson? Counted from the lines of progress alone, without opening the lesson.

Every question counts once, as it stands after its newest line: right with the first answer and no hint, right later,
shown, or open. Slips are counted as often as they came up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .progress import LessonProgress


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
        """All questions that were met."""
        return self.first + self.later + self.revealed + self.open


@dataclass(frozen=True)
class _Question:
    attempts: int = 0
    hints: int = 0
    outcome: str = "open"


def standing(progress: LessonProgress) -> Standing:
    """The counts of a lesson from everything that was recorded about it."""
    questions: dict[tuple[str, str, int], _Question] = {}
    slips: Counter[str] = Counter()
    for line in progress.lines:
        if not line.outcome:
            continue
        key = (line.step, line.fingerprint, line.beat)
        before = questions.get(key, _Question())
        attempts = before.attempts + (line.action.get("do") == "answer" and line.verdict in ("right", "wrong"))
        settled = before.outcome in ("right", "revealed") and line.outcome == "open"
        outcome = before.outcome if settled else line.outcome
        questions[key] = _Question(attempts, max(before.hints, line.hints), outcome)
        if line.diagnosis and line.action.get("do") == "answer":
            slips[line.diagnosis] += 1
    ways = Counter(_way(question) for question in questions.values())
    return Standing(
        finished=progress.is_finished, first=ways["first"], later=ways["later"], revealed=ways["revealed"],
        open=ways["open"], hints=sum(question.hints for question in questions.values()),
        slips=dict(slips.most_common()), time=progress.time,
    )  # fmt: skip


def _way(question: _Question) -> str:
    if question.outcome == "right":
        return "first" if question.attempts <= 1 and not question.hints else "later"
    return "revealed" if question.outcome == "revealed" else "open"


def standing_to_json(found: Standing) -> dict[str, Any]:
    """The counts as plain data."""
    return {
        "finished": found.finished, "asked": found.asked, "right_at_once": found.first, "right_later": found.later,
        "revealed": found.revealed, "open": found.open, "hints": found.hints, "slips": dict(found.slips),
        "last_action": round(found.time, 3),
    }  # fmt: skip
