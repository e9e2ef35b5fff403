"""What became of a question? The attempts with their verdicts, the hints that were taken, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..answers.probes import Probe
from ..answers.verdict import Verdict


@dataclass(frozen=True)
class Attempt:
    """One answer and its verdict."""

    text: str
    verdict: Verdict


def same_answer(one: Attempt, other: Attempt) -> bool:
    """Are two answers the same: the same number, or read in the same way, or typed in the same letters?"""
    read = [attempt.verdict.reading or attempt.text.strip() for attempt in (one, other)]
    try:
        return float(read[0]) == float(read[1])
    except ValueError:
        return read[0] == read[1] or one.text.strip() == other.text.strip()


PROBE = "verdict.probe"
"""The message of a verdict that asks a short question in between."""
Outcome = Literal["open", "right", "revealed", "skipped"]


@dataclass(frozen=True)
class Asked:
    """What became of one question."""

    attempts: tuple[Attempt, ...] = ()
    hints: int = 0
    neighbour: bool = False
    """Was the same question with other numbers shown, worked out?"""
    outcome: Outcome = "open"
    probe: Probe | None = None
    """A short question in between, to find out which of several misconceptions it was."""
    before: Asked | None = None
    """What became of it until it was asked once more."""

    @property
    def is_open(self) -> bool:
        """Is it still waiting for an answer?"""
        return self.outcome == "open"

    @property
    def rounds(self) -> Iterator[Asked]:
        """What became of it each time that it was asked, the first time first."""
        if self.before is not None:
            yield from self.before.rounds
        yield self

    @property
    def misses(self) -> int:
        """How many answers were wrong."""
        return sum(attempt.verdict.kind == "wrong" for attempt in self.attempts)

    @property
    def helps(self) -> int:
        """How much help was taken: every hint, and the worked neighbour as one more."""
        return self.hints + self.neighbour

    @property
    def to_itself(self) -> tuple[Attempt, ...]:
        """The attempts at the question itself, without the answers to a short question in between."""
        before = (None, *(attempt.verdict.message.id for attempt in self.attempts))
        return tuple(attempt for asked, attempt in zip(before, self.attempts, strict=False) if asked != PROBE)

    @property
    def last(self) -> Attempt | None:
        """The latest attempt."""
        return self.attempts[-1] if self.attempts else None


OPEN = Asked()
Stop = tuple[int, int]
"""A lesson step and a beat of it, both from 0."""
