"""What is a training? A run of updates in which every state can be reached again, to the last bit.

The state is one flat vector: the parameters, then the moments of the optimiser, then how many updates it has made. A
state follows from the one before it, the settings in force and the number of the update, and from nothing else. So
checkpoints may lie anywhere, a fork shares everything before it, and a replay gives the same bits wherever the
fingerprint is the same.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from math import isfinite
from typing import NamedTuple

import numpy as np

from ..arrays import Value
from ..errors import SpecError, UnknownNameError
from ..history import RECENT, Checkpoints, History
from ..passes import Pass
from ..words import Message, message
from .batches import Batches
from .data.dataset import DataSet
from .optimisers import first_vector
from .recording import Recording, record_states
from .settings import LATE, Settings
from .stopping import waited_enough
from .update import Updated, Updater

MEMORY = 1_000_000
"""Bytes that the checkpoints of a small network may take."""
OVERHEAD = 240
"""Bytes that Python needs around a checkpoint: for the array, its place in a dictionary, and its cursor."""
FEWEST = 64
"""A large network has at least so many checkpoints, however many bytes they take."""
RECENT_MEMORY = 64_000_000
"""Bytes that the states visited last may take."""
LARGE = 100_000
"""From this many bytes on, a state has arrays that the C library counts as large."""
CLOSEST = 16
"""Checkpoints closer together than this would save no time that anybody notices."""
NO_RECORDING = Recording()
Changes = tuple[tuple[int, Mapping[str, object]], ...]


class TrainingEvent(NamedTuple):
    """What happened in an update."""

    kind: str
    """`updated`, or `epoch` when the update ended one."""
    subject: str
    """`EPOCH.BATCH`, both from 1."""
    news: tuple[str, ...]
    """The quantities that changed: parameters, `loss`, and `held_out` after an epoch with held-out data."""


class Training:
    """The updates of a network on a data set; the run ends early if its loss is no longer a finite number.

    Raises SpecError if data and network do not fit together.
    """

    def __init__(
        self,
        settings: Settings,
        data: DataSet,
        held_out: DataSet | None = None,
        *,
        changes: Changes = (),
        recording: Recording = NO_RECORDING,
        memory: int = MEMORY,
    ) -> None:
        self.settings, self.changes, self.memory = settings, changes, memory
        self.data = _fitting(settings, data)
        self.held_out = None if held_out is None else _fitting(settings, held_out)
        self.batches = Batches(self.data, settings.batch, settings.shuffle, settings.seed)
        self.losses = array("d")
        """For each update made so far, the loss on its batch just before it."""
        self.held_out_losses = array("d")
        """The held-out loss at the start and after each epoch so far."""
        self.best_epoch = 0
        """The epoch with the lowest held-out loss so far."""
        self.notes: list[Message] = []
        """What a replay has to say about where it differs from its recording."""
        self._recording = recording
        self._starts, self._updaters = _phases(settings, changes)
        self._stopped: int | None = None
        first = _first_state(self._updaters[0])
        if first.nbytes >= LARGE:
            _keep_freed_memory()
        self._history: History[Value] = _new_history(self._advance, first, settings.updates, memory)
        self._hold_out(first)

    @property
    def far(self) -> int:
        """How many updates have been computed."""
        return self._history.far

    @property
    def end(self) -> int | None:
        """The last update, once we know it."""
        return self._history.end

    @property
    def checkpoints(self) -> Mapping[int, Value]:
        """The checkpoints, by cursor."""
        return self._history.checkpoints.kept

    def reach(self, cursor: int, stop: Callable[[], bool] | None = None) -> int:
        """Computes up to `cursor`, interruptibly, and returns how far it got: min(cursor, last)."""
        with np.errstate(all="ignore"):
            return self._history.reach(cursor, stop)

    def state(self, cursor: int) -> Value:
        """The state vector after `cursor` updates; read-only. Raises PlaceError beyond the end."""
        with np.errstate(all="ignore"):
            return self._history.state(cursor)

    def parameters(self, cursor: int) -> dict[str, Value]:
        """Weights and biases by name after `cursor` updates."""
        return self.settings.network.views(self.state(cursor))

    def record(self, cursor: int) -> Pass:
        """The pass over state `cursor`: the one from which update `cursor` + 1 is made."""
        state = self.state(cursor)
        with np.errstate(all="ignore"):
            return self._make(state, cursor + 1).record

    def following(self, cursor: int) -> Value:
        """The state that one more update would make of state `cursor`, even if the run is over there."""
        state = self.state(cursor)
        with np.errstate(all="ignore"):
            return self._make(state, cursor + 1).vector

    def event(self, cursor: int) -> TrainingEvent:
        """What made state `cursor`, which is not the first one."""
        epoch, number = divmod(cursor - 1, self.batches.per_epoch)
        names = tuple(parameter.name for parameter in self.settings.network.parameters)
        if number + 1 < self.batches.per_epoch:
            return TrainingEvent("updated", f"{epoch + 1}.{number + 1}", (*names, "loss"))
        news = (*names, "loss", *(("held_out",) if self.held_out else ()))
        return TrainingEvent("epoch", f"{epoch + 1}.{number + 1}", news)

    def settings_at(self, cursor: int) -> Settings:
        """The settings in force for the update that makes state `cursor`; at the start, those of the first update."""
        return self._updater(cursor).settings

    def fork(self, cursor: int, **changes: object) -> Training:
        """Another training with some settings changed; this one stays as it is.

        Settings in `LATE` act from the cursor on, and everything up to there is shared; any other change begins again
        from the start. Raises UnknownNameError for a setting that does not exist, SpecError for a value it cannot have.
        """
        known = [each.name for each in fields(self.settings)]
        unknown = next((name for name in changes if name not in known), None)
        if unknown is not None:
            raise UnknownNameError("learning.no-such-setting", unknown, known)
        if not set(changes) <= LATE:
            return Training(replace(self.settings, **changes), self.data, self.held_out, memory=self.memory)
        self.state(cursor)
        kept = tuple((at, change) for at, change in self.changes if at <= cursor)
        all_changes = (*kept, (cursor, changes))
        forked = Training(self.settings, self.data, self.held_out, changes=all_changes, memory=self.memory)
        if cursor:  # at the start there is nothing to share: another optimiser begins with moments of its own
            forked._share(self, cursor)
        return forked

    def recording(self, fingerprint: Mapping[str, str], keep_states: bool = True) -> Recording:
        """The checkpoints so far, with their hashes, for a replay elsewhere."""
        return record_states(self.checkpoints, fingerprint, keep_states)

    def _updater(self, cursor: int) -> Updater:
        if len(self._updaters) == 1:
            return self._updaters[0]
        return self._updaters[bisect_right(self._starts, max(cursor, 1) - 1) - 1]

    def _make(self, vector: Value, cursor: int) -> Updated:
        updater = self._updater(cursor)
        if updater.optimiser is not self._updater(cursor - 1).optimiser:
            # another optimiser has other moments, which begin here
            vector = first_vector(vector[: self.settings.network.size], updater.optimiser)
        return updater.make(vector, self.batches.of(cursor - 1), cursor)

    def _advance(self, vector: Value, cursor: int) -> Value | None:
        if cursor > self._updater(cursor).settings.updates or (self._stopped is not None and cursor > self._stopped):
            return None
        made = self._make(vector, cursor)
        if not isfinite(made.record.values["loss"]):
            return None
        following = made.vector
        if cursor in self._recording.hashes:
            following = self._compared(cursor, following)
        if cursor > len(self.losses):
            self.losses.append(made.record.values["loss"])
            if self.held_out is not None and cursor % self.batches.per_epoch == 0:
                self._hold_out(following)
                self._judge(cursor)
        return following

    def _compared(self, cursor: int, vector: Value) -> Value:
        """The state to go on from at a cursor that the recording knows."""
        if not self._recording.differs(cursor, vector):
            return vector
        recorded = self._recording.states.get(cursor)
        said = message("learning.replay-kept" if recorded is None else "learning.replay-jumped", cursor=cursor)
        if said not in self.notes:
            self.notes.append(said)
        if recorded is None or len(recorded) != len(vector):
            return vector
        recorded.setflags(write=False)
        return recorded

    def _hold_out(self, vector: Value) -> None:
        if self.held_out is None:
            return
        loss = self.settings.network.loss_of(vector, self.held_out.inputs, self.held_out.targets)
        self.held_out_losses.append(loss)
        if loss < self.held_out_losses[self.best_epoch]:
            self.best_epoch = len(self.held_out_losses) - 1

    def _judge(self, cursor: int) -> None:
        patience = self._updater(cursor).settings.patience
        if waited_enough(self.best_epoch, len(self.held_out_losses) - 1, patience):
            self._stopped = cursor

    def _share(self, other: Training, cursor: int) -> None:
        """Takes over what another training knows, up to the cursor where this one parts from it."""
        self._history = other._history.until(cursor, self._advance)
        self.losses = other.losses[:cursor]
        self.held_out_losses = other.held_out_losses[: 1 + cursor // self.batches.per_epoch]
        lowest = min(self.held_out_losses, default=0.0)
        self.best_epoch = self.held_out_losses.index(lowest) if self.held_out_losses else 0


def _first_state(updater: Updater) -> Value:
    vector = first_vector(updater.settings.start(), updater.optimiser)
    vector.setflags(write=False)
    return vector


def _keep_freed_memory() -> None:
    """Makes the C library keep up to about 60 MB of freed memory, instead of giving it back page by page.

    glibc learns from the largest block that it has seen freed. Otherwise every update of a large network would pay for
    fresh pages, which can take as long as its arithmetic. The block is never touched, so it takes no memory.
    """
    np.empty(30_000_000, dtype=np.uint8)


def _phases(settings: Settings, changes: Changes) -> tuple[list[int], list[Updater]]:
    """The cursors from which settings are in force, and for each of them the updater that obeys them."""
    starts, updaters = [0], [Updater(settings)]
    for at, change in changes:
        late = next((name for name in change if name not in LATE), None)
        if late is not None or at < starts[-1]:
            raise SpecError("learning.change", setting=late or ", ".join(change), cursor=at)
        settings = replace(settings, **change)
        if at == starts[-1]:
            updaters[-1] = Updater(settings)
        else:
            starts.append(at)
            updaters.append(Updater(settings))
    return starts, updaters


def _fitting(settings: Settings, data: DataSet) -> DataSet:
    """The data in the precision of the settings. Raises SpecError if they do not fit the network."""
    got, wanted = (data.inputs.shape[1], data.targets.shape[1]), (settings.sizes[0], settings.sizes[-1])
    if got != wanted:
        raise SpecError("learning.data-fit", inputs=got[0], targets=got[1], first=wanted[0], last=wanted[1])
    kind = settings.precision
    inputs, targets = (np.ascontiguousarray(part, dtype=kind) for part in (data.inputs, data.targets))
    return replace(data, inputs=inputs, targets=targets)


def _new_history(
    advance: Callable[[Value, int], Value | None], first: Value, updates: int, memory: int
) -> History[Value]:
    """A history whose checkpoints lie as close together as the memory allows for a run of this length."""
    room = max(FEWEST, memory // (first.nbytes + OVERHEAD))
    spacing = max(CLOSEST, -(-updates // (room - 1)))
    remembered = max(2, min(RECENT, RECENT_MEMORY // first.nbytes))
    return History(advance, first, Checkpoints(spacing, room), remembered=remembered)
