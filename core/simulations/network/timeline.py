"""Where is a training after some updates? Its settings, with the knobs turned on the way, and its moments.

Everything is computed when somebody looks, and the same cursor gives the same moment, in whatever order. A timeline
may share its beginning with that of another branch.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from ...learning.training import Training
from ..knobs import Changes, after, named
from .knobs import TrainingKnobs
from .moment import Moment
from .setup import Setup, late_settings, set_up

REMEMBERED = 24
"""Moments that are kept, the newest last: stepping about costs nothing."""


class Timeline:
    """A training as checked knobs describe it, with those that were turned on the way."""

    def __init__(self, settings: TrainingKnobs, turned: Changes = (), training: Training | None = None) -> None:
        self.settings: TrainingKnobs = settings
        self.turned: Changes = turned
        """Knobs that were turned, by cursor."""
        self._training: Training | None = training
        """A training that shares its beginning with that of another branch."""
        self._moments: dict[int, Moment] = {}

    @cached_property
    def setup(self) -> Setup:
        """The training before its first update. Raises SpecError or UnknownNameError when the knobs do not fit."""
        return set_up(self.settings)

    @property
    def training(self) -> Training:
        """The updates; knobs that were turned on the way are settings from their cursor on."""
        if self._training is None:
            self._training = self._begun()
        return self._training

    def _begun(self) -> Training:
        turned = sorted({at for at, _ in self.turned})
        return self.setup.training(tuple((at, late_settings(named(self.settings_at(at + 1)))) for at in turned))

    @cached_property
    def unturned(self) -> Training:
        """The updates as they would be if no knob had been turned."""
        return self.setup.training() if self.turned else self.training

    def settings_at(self, cursor: int) -> TrainingKnobs:
        """The knobs in force for the update that makes frame `cursor`."""
        return after(self.settings, self.turned, cursor)

    def reach(self, cursor: int, stop: Callable[[], bool] | None = None) -> int:
        """How far the training comes when it is asked for `cursor`."""
        return self.training.reach(cursor, stop)

    def moment(self, cursor: int) -> Moment:
        """What can be known at a cursor. Raises PlaceError beyond the end."""
        if cursor not in self._moments:
            self.training.state(cursor)
            self._moments[cursor] = Moment(self.setup, self.training, cursor)
            if len(self._moments) > REMEMBERED:
                del self._moments[next(iter(self._moments))]
        return self._moments[cursor]
