"""What is one update? A pass over the batch, the gradient of every parameter, and the rule of the optimiser."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..arrays import Value
from ..passes import Pass, run_pass
from .batches import Batch
from .optimisers import OPTIMISERS, Knobs, Optimiser, knobs_of, updated
from .randomness import generator
from .settings import Settings


class Updated(NamedTuple):
    """An update: the state vector that follows, and the whole pass from which it came."""

    vector: Value
    record: Pass


@dataclass(frozen=True, eq=False)
class Updater:
    """How updates are made while one record of settings is in force."""

    settings: Settings

    @cached_property
    def optimiser(self) -> Optimiser:
        """The row of the table."""
        return OPTIMISERS[self.settings.optimiser]

    @cached_property
    def knobs(self) -> Knobs:
        """What its rule reads."""
        return knobs_of(self.optimiser, self.settings)

    def record(self, vector: Value, batch: Batch, update: int) -> Pass:
        """The pass from which update number `update` (from 1) is made, with everything recorded."""
        network = self.settings.network
        leaves = network.views(vector)
        leaves["X"], leaves["T"] = batch.inputs, batch.targets
        if network.dropout:
            leaves.update(self.masks(len(batch.inputs), update))
        return run_pass(network.graph(len(batch.inputs)), leaves, strict=False)

    def make(self, vector: Value, batch: Batch, update: int) -> Updated:
        """Update number `update`, from 1."""
        record = self.record(vector, batch, update)
        gradient = self.settings.network.flat(record.gradients)
        following = updated(self.optimiser, vector, gradient, self.settings.rate_at(update), self.knobs)
        following.setflags(write=False)
        return Updated(following, record)

    def masks(self, rows: int, update: int) -> dict[str, Value]:
        """The dropout masks of an update: 0 with chance φ, else 1/(1 − φ) (Srivastava et al. 2014, inverted)."""
        network, random = self.settings.network, generator(self.settings.seed, "dropout", update)
        stays = 1.0 / (1.0 - network.dropout)
        drawn = {name: random.random((rows, width)) >= network.dropout for name, width in network.masks}
        return {name: (kept * stays).astype(self.settings.precision) for name, kept in drawn.items()}

    def gradient(self, record: Pass) -> Value:
        """The gradients of all parameters as one flat vector."""
        return self.settings.network.flat(record.gradients)


def finite(vector: Value) -> bool:
    """Is every number of a state still a number?"""
    return bool(np.isfinite(vector).all())
