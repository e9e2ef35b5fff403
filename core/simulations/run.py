"""Mechanism 2: how does a sequence of updates become a simulation? By its start, its next state, and checkpoints.

A topic says what its first state is, and how an update makes the next state out of one. States are immutable, so any
frame can be reached again from the nearest checkpoint, the same to the last bit. Knobs with effect `next` act from the
cursor at which they were changed. A run ends when `advance` says so, or at the limit that one of its knobs sets.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Generic, TypeVar

from ..history import History
from ..words import Message
from .knobs import Knobs
from .protocol import Event, Frame, Simulation, Spec, same

State = TypeVar("State")
K = TypeVar("K", bound=Knobs)


class Run(Simulation[K], Generic[State, K]):
    """A simulation whose frames are the states after 0, 1, 2, … updates."""

    def __init__(self, spec: Spec) -> None:
        super().__init__(spec)
        self._history: History[State] = History(self._advance, self.start(self.settings))

    @abstractmethod
    def start(self, settings: K) -> State:
        """The state before the first update."""

    @abstractmethod
    def advance(self, state: State, settings: K) -> State | None:
        """The state after one more update, or None when the run is over."""

    @abstractmethod
    def show(self, state: State) -> Mapping[str, object]:
        """The quantities of a state."""

    @abstractmethod
    def event(self, state: State) -> Event:
        """What led to a state that is not the first; every quantity that changed is added to its `news`."""

    @abstractmethod
    def say(self, state: State, settings: K) -> Message:
        """The caption of a state."""

    def zooms(self, state: State) -> tuple[str, ...]:
        """The quantities that `zoom` opens at this state."""
        return ()

    @property
    def marks(self) -> Mapping[str, int]:
        end = {} if self._history.end is None else {"end": self._history.end}
        return {"start": 0, **end}

    def state(self, cursor: int) -> State:
        """The state after `cursor` updates. Raises PlaceError beyond the end."""
        return self._history.state(cursor)

    def reach(self, cursor: int, stop: Callable[[], bool] | None = None) -> int:
        return self._history.reach(cursor, stop)

    def frame(self, cursor: int) -> Frame:
        state = self.state(cursor)
        shown = self.show(state)
        caption = self.say(state, self.settings_at(cursor))
        if cursor == 0:
            return Frame(0, None, caption, shown, self.zooms(state))
        before = self.show(self.state(cursor - 1))
        event = self.event(state)
        made = {name for name in shown if name not in before or not same(shown[name], before[name])}
        news = tuple(name for name in shown if name in made or name in event.news)
        return Frame(cursor, replace(event, news=news), caption, shown, self.zooms(state))

    def _advance(self, state: State, cursor: int) -> State | None:
        return self.advance(state, self.settings_at(cursor))
