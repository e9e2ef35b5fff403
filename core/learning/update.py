"""What is one update? A pass over the batch, the gradient of every parameter, and the rule of the optimiser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..arrays import Value
from ..graph import Graph
from ..passes import Pass, compute, propagate
from .batches import Batch
from .network import Network
from .optimisers import OPTIMISERS, Knobs, Optimiser, Part, knobs_of, updated
from .randomness import generator
from .settings import Settings

PIECE = 16_384
"""How many numbers of a gradient are worked on at a time: a few arrays of this length fit into the cache together."""


class Updated(NamedTuple):
    """An update: the state vector it led to, and the whole pass that it was made from."""

    vector: Value
    record: Pass


@dataclass(frozen=True, eq=False)
class Updater:
    """How updates are made while certain settings are in force."""

    settings: Settings
    _graphs: dict[int, Graph] = field(default_factory=dict[int, Graph])
    """Graphs by number of rows: an epoch has at most two."""

    @cached_property
    def network(self) -> Network:
        """The network to train."""
        return self.settings.network

    @cached_property
    def optimiser(self) -> Optimiser:
        """The optimiser of these settings."""
        return OPTIMISERS[self.settings.optimiser]

    @cached_property
    def knobs(self) -> Knobs:
        """The knobs that its rule reads."""
        return knobs_of(self.optimiser, self.settings)

    def record(self, vector: Value, batch: Batch, update: int) -> Pass:
        """The pass from which update number `update` (from 1) is made, with everything recorded.

        Overflow gives infinities and NaN; whether NumPy warns of them is up to the caller.
        """
        rows = len(batch.inputs)
        graph = self._graphs.get(rows) or self._graphs.setdefault(rows, self.network.graph(rows))
        values = self.network.views(vector)
        values["X"], values["T"] = batch.inputs, batch.targets
        if self.network.dropout:
            values.update(self.masks(rows, update))
        values.update(graph.constants)
        # the shapes cannot be wrong here, so they need not be checked a hundred thousand times
        return propagate(graph, compute(graph, values, strict=False), 1.0)

    def make(self, vector: Value, batch: Batch, update: int) -> Updated:
        """Update number `update`, from 1."""
        record = self.record(vector, batch, update)
        parts = gradient_parts(self.network, record)
        following = updated(self.optimiser, vector, parts, self.settings.rate_at(update), self.knobs)
        following.setflags(write=False)
        return Updated(following, record)

    def masks(self, rows: int, update: int) -> dict[str, Value]:
        """The dropout masks of an update: 0 with chance φ, else 1/(1 − φ) (Srivastava et al. 2014, inverted)."""
        chance, random = self.network.dropout, generator(self.settings.seed, "dropout", update)
        stays = 1.0 / (1.0 - chance)
        drawn = {name: random.random((rows, width)) >= chance for name, width in self.network.masks}
        fixed = {name: np.asarray(given, dtype=bool) for name, given in self.settings.masks.items()}
        drawn |= {name: np.tile(fixed[name], (rows, 1)) for name in drawn if name in fixed}
        return {name: (kept * stays).astype(self.settings.precision) for name, kept in drawn.items()}


def gradient_parts(network: Network, record: Pass) -> Iterable[Part]:
    """The gradient of all parameters: in one piece if that is small, otherwise cut into views, so nothing is copied."""
    if network.size <= PIECE:
        return ((0, network.size, network.flat(record.gradients)),)
    return _pieces(network, record)


def _pieces(network: Network, record: Pass) -> Iterator[Part]:
    for name, _, start, stop in network.parameters:
        gradient = record.gradients[name].ravel()
        for at in range(start, stop, PIECE):
            end = min(at + PIECE, stop)
            yield at, end, gradient[at - start : end - start]
