"""How is one thing compared with another? First by value, then by time, taking turns.

A topic is a module of this folder with a tuple `CASES`; it is found by itself. A `Case` compares our way with peers:
every contender is prepared, its answers are compared with ours, and then all run in turns, a few hundredths of a
second each. A ratio is taken within every round and the median of all rounds is told, so that what else the machine
does hits everybody alike. A `Measured` case answers plain numbers with limits.

    Case("name", ours, (Peer("torch", of_torch, at_least(2.4)),))

where `ours` and `of_torch` are functions without arguments that answer a `Contender`. A peer imports its package
inside, so one that is not installed is said to be missing and nothing else happens.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Literal

import numpy as np

BLOCK = 0.03
"""Seconds that a contender runs before it is another one's turn."""


@dataclass(frozen=True)
class Goal:
    """What a ratio should be: `faster` is peer's time over ours at least `bound`, `within` ours over peer's at most."""

    kind: Literal["faster", "within"]
    bound: float

    def ratio(self, ours: float, peer: float) -> float:
        """The ratio of which the goal speaks."""
        return peer / ours if self.kind == "faster" else ours / peer

    def reached(self, ratio: float) -> bool:
        """Is it good enough?"""
        return ratio >= self.bound if self.kind == "faster" else ratio <= self.bound

    def __str__(self) -> str:
        return f"≥ {self.bound:g}× faster" if self.kind == "faster" else f"≤ {self.bound:g}× its time"


def at_least(bound: float) -> Goal:
    """We should be this many times faster than the peer."""
    return Goal("faster", bound)


def at_most(bound: float) -> Goal:
    """We should need at most this many times the time of the peer."""
    return Goal("within", bound)


@dataclass(frozen=True, eq=False)
class Contender:
    """One way to do the thing: `run` does it once (or `times` times), `answers` are arrays to compare by name."""

    run: Callable[[], Any]
    answers: Mapping[str, Any] = field(default_factory=dict)
    times: int = 1


@dataclass(frozen=True, eq=False)
class Peer:
    """Somebody to compare with; without a goal the ratio is told for information."""

    name: str
    prepare: Callable[[], Contender]
    goal: Goal | None = None


@dataclass(frozen=True, eq=False)
class Case:
    """One thing that can be done in several ways."""

    name: str
    ours: Callable[[], Contender]
    peers: tuple[Peer, ...]
    rounds: int = 25
    tolerance: float = 1e-9
    """How far the answers may be apart, relative and absolute."""

    def rows(self) -> list[Row]:
        """The ratios, one row a peer. Raises AssertionError where a peer answers something else."""
        ours, found, rows = self.ours(), {}, []
        for peer in self.peers:
            try:
                contender = peer.prepare()
            except ImportError as error:
                rows.append(Row(self.name, peer.name, f"missing: {error.name}", str(peer.goal or ""), None))
                continue
            self._compare(peer, ours, contender)
            found[peer.name] = contender
        return rows + self._timed(ours, found)

    def _compare(self, peer: Peer, ours: Contender, theirs: Contender) -> None:
        for name in ours.answers.keys() & theirs.answers.keys():
            np.testing.assert_allclose(
                np.asarray(theirs.answers[name], dtype=float),
                np.asarray(ours.answers[name], dtype=float),
                rtol=self.tolerance, atol=self.tolerance, err_msg=f"{self.name}: {name} of {peer.name}",
            )  # fmt: skip

    def _timed(self, ours: Contender, peers: Mapping[str, Contender]) -> list[Row]:
        contenders = {"": ours, **peers}
        repeats = {name: _repeats(contender) for name, contender in contenders.items()}
        seconds: dict[str, list[float]] = {name: [] for name in contenders}
        for _ in range(self.rounds):
            for name, contender in contenders.items():
                seconds[name].append(_seconds(contender, repeats[name]))
        rows: list[Row] = []
        for peer in self.peers:
            if peer.name in peers:
                goal = peer.goal or at_least(0.0)
                ratios = [goal.ratio(*pair) for pair in zip(seconds[""], seconds[peer.name], strict=True)]
                ratio = statistics.median(ratios)
                times = statistics.median(seconds[""]), statistics.median(seconds[peer.name])
                reached = goal.reached(ratio) if peer.goal else None
                rows.append(
                    Row(self.name, peer.name, f"{ratio:.3g}×", str(peer.goal or "faster"), reached, ratio, times)
                )
        return rows


@dataclass(frozen=True, eq=False)
class Measured:
    """A case that answers plain numbers: name to (value, unit, highest value that is good enough or None)."""

    name: str
    measure: Callable[[], Mapping[str, tuple[float, str, float | None]]]

    def rows(self) -> list[Row]:
        """One row a number."""
        rows: list[Row] = []
        for name, (value, unit, limit) in self.measure().items():
            goal, reached = (f"≤ {limit:g} {unit}", value <= limit) if limit is not None else ("", None)
            rows.append(Row(self.name, name, f"{value:.3g} {unit}", goal, reached, value))
        return rows


@dataclass(frozen=True)
class Row:
    """A line of the report."""

    case: str
    against: str
    result: str
    goal: str
    reached: bool | None
    """None where there is no goal, or nothing was measured."""
    value: float | None = None
    seconds: tuple[float, float] | None = None
    """Medians of our time and of the peer's, for one run."""


def _seconds(contender: Contender, repeats: int) -> float:
    """Seconds a run."""
    start = perf_counter()
    for _ in range(repeats):
        contender.run()
    return (perf_counter() - start) / (repeats * contender.times)


def _repeats(contender: Contender) -> int:
    """How often to run in one turn; finding out also warms everything up."""
    contender.run()
    repeats = 1
    while True:
        start = perf_counter()
        for _ in range(repeats):
            contender.run()
        taken = perf_counter() - start
        if taken >= BLOCK / 2:
            return max(1, round(repeats * BLOCK / taken))
        repeats *= 2
