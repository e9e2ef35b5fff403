"""What is one update? A pass over the batch, the gradient of every parameter, and the rule of the optimiser."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ..arrays import Value
from ..graph import Graph
from ..passes import Pass, run_pass
from .batches import Batch
from .network import Network
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
    _graphs: dict[int, Graph] = field(default_factory=dict[int, Graph])
    """Graphs by number of rows: an epoch has at most two."""

    @cached_property
    def network(self) -> Network:
        """What is trained."""
        return self.settings.network

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
        rows = len(batch.inputs)
        leaves = self.network.views(vector)
        leaves["X"], leaves["T"] = batch.inputs, batch.targets
        if self.network.dropout:
            leaves.update(self.masks(rows, update))
        graph = self._graphs.get(rows) or self._graphs.setdefault(rows, self.network.graph(rows))
        return run_pass(graph, leaves, strict=False)

    def make(self, vector: Value, batch: Batch, update: int) -> Updated:
        """Update number `update`, from 1."""
        record = self.record(vector, batch, update)
        gradient = self.network.flat(record.gradients)
        following = updated(self.optimiser, vector, gradient, self.settings.rate_at(update), self.knobs)
        following.setflags(write=False)
        return Updated(following, record)

    def masks(self, rows: int, update: int) -> dict[str, Value]:
        """The dropout masks of an update: 0 with chance φ, else 1/(1 − φ) (Srivastava et al. 2014, inverted)."""
        chance, random = self.network.dropout, generator(self.settings.seed, "dropout", update)
        stays = 1.0 / (1.0 - chance)
        drawn = {name: random.random((rows, width)) >= chance for name, width in self.network.masks}
        return {name: (kept * stays).astype(self.settings.precision) for name, kept in drawn.items()}
