"""Where was the run some updates ago? Checkpoints, kept thin enough for any length.

A checkpoint every `spacing` cursors makes every state at most `spacing` updates away. When there are more than `room`
checkpoints, every second one is dropped and the spacing doubles, so runs of unknown length need bounded memory.
Invariant: cursor 0 is always kept, and what is kept lies at multiples of the spacing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

State = TypeVar("State")


@dataclass(eq=False)
class Checkpoints(Generic[State]):
    """States of a run by cursor."""

    spacing: int = 100
    room: int = 2_000
    kept: dict[int, State] = field(default_factory=dict)

    def offer(self, cursor: int, state: State) -> None:
        """Keeps the state if its cursor is on the grid."""
        if cursor % self.spacing:
            return
        self.kept[cursor] = state
        if len(self.kept) > self.room:
            self.spacing *= 2
            self.kept = {at: old for at, old in self.kept.items() if at % self.spacing == 0}

    def before(self, cursor: int) -> tuple[int, State]:
        """The nearest kept cursor at or before this one, and its state."""
        at = cursor - cursor % self.spacing
        while at not in self.kept:
            at -= self.spacing
        return at, self.kept[at]
