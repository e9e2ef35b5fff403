"""Where was a run some updates ago? Each state can be found again, from checkpoints that stay few however long the run.

With a checkpoint every `spacing` cursors, no state is more than `spacing` updates away. As soon as there are more than
`room` checkpoints, every second one is dropped and the spacing doubles. So memory stays bounded, although nobody knows
beforehand how long a run will be.
Invariants: a state depends on its cursor alone, never on how it was reached; cursor 0 is always kept, and every
checkpoint lies at a multiple of the spacing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from .errors import PlaceError

State = TypeVar("State")
RECENT = 256
"""How many recent states are kept beside the checkpoints, so that stepping back and forth costs nothing."""


@dataclass(eq=False)
class Checkpoints(Generic[State]):
    """States of a run by cursor."""

    spacing: int = 100
    room: int = 2_000
    kept: dict[int, State] = field(default_factory=dict)

    def offer(self, cursor: int, state: State) -> None:
        """Keeps the state if its cursor is a multiple of the spacing."""
        if cursor % self.spacing:
            return
        self.kept[cursor] = state
        if len(self.kept) > self.room:
            self.spacing *= 2
            self.kept = {at: old for at, old in self.kept.items() if at % self.spacing == 0}

    def before(self, cursor: int) -> tuple[int, State]:
        """The nearest checkpoint at or before this cursor: where it is, and its state."""
        at = cursor - cursor % self.spacing
        while at not in self.kept:
            at -= self.spacing
        return at, self.kept[at]


@dataclass(eq=False)
class History(Generic[State]):
    """The states of a run after 0, 1, 2, … updates; states are immutable."""

    advance: Callable[[State, int], State | None]
    """advance(state, cursor) makes the state at `cursor` from the one before it; None means the run is over."""
    first: State
    checkpoints: Checkpoints[State] = field(default_factory=Checkpoints[State])
    far: int = 0
    """The farthest cursor computed so far."""
    end: int | None = None
    """The last cursor of the run, once we know it."""
    recent: dict[int, State] = field(default_factory=dict)
    remembered: int = RECENT
    """How many states `recent` holds."""

    def __post_init__(self) -> None:
        self.checkpoints.offer(0, self.first)

    def reach(self, cursor: int, stop: Callable[[], bool] | None = None) -> int:
        """Computes up to `cursor` and returns how far it got: min(cursor, end).

        `stop` is asked every 64 updates; once it says True, that may be less far.
        """
        if cursor <= self.far or self.end is not None:
            return min(cursor, self.far)
        state = self._recall(self.far)
        while self.far < cursor:
            following = self.advance(state, self.far + 1)
            if following is None:
                self.end = self.far
                break
            state = following
            self.far += 1
            self._keep(self.far, state)
            if stop is not None and self.far % 64 == 0 and stop():
                break
        return min(cursor, self.far)

    def state(self, cursor: int) -> State:
        """The state after `cursor` updates. Raises PlaceError beyond the end."""
        if cursor < 0 or self.reach(cursor) < cursor:
            raise PlaceError("place.beyond-end", got=cursor, last=self.far)
        return self._recall(cursor)

    def until(self, cursor: int, advance: Callable[[State, int], State | None]) -> History[State]:
        """Another history that shares this one's states up to the cursor and goes on with `advance`."""
        self.state(cursor)
        kept = {at: state for at, state in self.checkpoints.kept.items() if at <= cursor}
        recent = {at: state for at, state in self.recent.items() if at <= cursor}
        checkpoints = Checkpoints(self.checkpoints.spacing, self.checkpoints.room, kept)
        return History(advance, self.first, checkpoints, cursor, None, recent, self.remembered)

    def _recall(self, cursor: int) -> State:
        """A state that was reached before, computed again from the nearest one that is kept."""
        if cursor in self.recent:
            return self.recent[cursor]
        at, state = self.checkpoints.before(cursor)
        while at < cursor:
            following = self.advance(state, at + 1)
            if following is None:
                raise PlaceError("place.beyond-end", got=cursor, last=at)
            at, state = at + 1, following
            self._keep(at, state)
        return state

    def _keep(self, cursor: int, state: State) -> None:
        self.checkpoints.offer(cursor, state)
        self.recent[cursor] = state
        if len(self.recent) > self.remembered:
            del self.recent[next(iter(self.recent))]
