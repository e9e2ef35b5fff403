"""What do we know after some updates? A moment: the parameters, and the pass that starts from them.

The pass is the one from which the next update is made, so every number here is a number of that update when it is
opened: a node N of the pass is the quantity `N`, its gradient is `grad.N`, one entry of either is `N[i,j]`. `step.N` is
what the update before added. `output`, `target`, `loss.train` and `accuracy` are over all training data, without
dropout and penalties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...arrays import Shape, Value, scalar, size_of
from ...graph import CONSTANT, DATA, LEAF, Graph
from ...learning.data.dataset import DataSet
from ...learning.network import Network
from ...learning.training import Training
from ...passes import Pass, forward
from .setup import Setup

MOST_ENTRIES = 64
"""Entries of larger arrays are no quantities of their own."""
_ENTRY = re.compile(r"(?P<name>[^\[]+)\[(?P<index>\d+(,\d+)*)\]")


def split(quantity: str) -> tuple[str, tuple[int, ...]]:
    """`grad.W1[0,1]` as (`grad.W1`, (0, 1)); what has no index has an empty one."""
    found = _ENTRY.fullmatch(quantity)
    if found is None:
        return quantity, ()
    return found["name"], tuple(int(part) for part in found["index"].split(","))


def entry_names(name: str, shape: Shape) -> tuple[str, ...]:
    """The names of the entries of an array that is small enough."""
    if not shape or size_of(shape) > MOST_ENTRIES:
        return ()
    return tuple(f"{name}[{','.join(map(str, index))}]" for index in np.ndindex(shape))


@dataclass(frozen=True, eq=False)
class Quantities(Mapping[str, Value]):
    """Quantities by name, entries of small arrays included; iterating gives whole arrays only."""

    whole: Mapping[str, Value]

    def __getitem__(self, name: str) -> Value:
        if name in self.whole:
            return self.whole[name]
        array, index = split(name)
        value = self.whole[array]
        if not index or np.ndim(value) != len(index) or np.size(value) > MOST_ENTRIES:
            raise KeyError(name)
        try:
            return float(value[index])
        except IndexError:
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.whole)

    def __len__(self) -> int:
        return len(self.whole)


@dataclass(frozen=True, eq=False)
class Moment:
    """A training after `cursor` updates."""

    setup: Setup
    training: Training
    cursor: int

    @cached_property
    def vector(self) -> Value:
        """The state: parameters, then the moments of the optimiser."""
        return self.training.state(self.cursor)

    @cached_property
    def record(self) -> Pass:
        """The pass from which the next update is made."""
        return self.training.record(self.cursor)

    @property
    def network(self) -> Network:
        """The network, with the penalties and the dropout of the next update."""
        return self.training.settings_at(self.cursor + 1).network

    @cached_property
    def parameters(self) -> Mapping[str, Value]:
        """Weights and biases by name."""
        return self.network.views(self.vector)

    @property
    def loss(self) -> float:
        """What the next update goes down on: the loss of its batch, with penalties."""
        return float(self.record.values["loss"])

    @property
    def is_plain(self) -> bool:
        """Does the pass take all training data, without penalties and dropout?"""
        network = self.network
        return not (self.training.settings.batch or network.dropout or network.l1 or network.l2)

    @property
    def rate(self) -> float:
        """η of the next update."""
        return self.training.settings_at(self.cursor + 1).rate_at(self.cursor + 1)

    @property
    def epoch(self) -> int:
        """How many epochs are over."""
        return self.cursor // self.training.batches.per_epoch

    @cached_property
    def output(self) -> Value:
        """Predictions for all training data, in their order."""
        if self.is_plain:
            return self.network.predicted(self.record.values[self.network.last])
        return self.predict(self.training.data.inputs)

    def predict(self, inputs: Value) -> Value:
        """Predictions, N × outputs."""
        with np.errstate(all="ignore"):
            return self.network.predict(self.vector, inputs)

    def values_for(self, inputs: Value) -> Mapping[str, Value]:
        """Every value of the pass over other inputs, without penalties and dropout; targets are zeros."""
        graph = self.network.plain(len(inputs))
        targets = np.zeros((len(inputs), self.network.sizes[-1]))
        return forward(graph, {"X": inputs, "T": targets, **self.parameters}, strict=False)

    def loss_of(self, data: DataSet) -> float:
        """The loss on data, without penalties and dropout."""
        with np.errstate(all="ignore"):
            return float(self.network.loss_of(self.vector, data.inputs, data.targets))

    @cached_property
    def quantities(self) -> Quantities:
        """Everything by name: parameters first, then what is said of the whole training, then the pass."""
        record, graph = self.record, self.record.graph
        found: dict[str, object] = {name: scalar(value) for name, value in self.parameters.items()}
        found |= self._told()
        for name in self.parameters:
            found[f"grad.{name}"] = record.gradients[name]
        if self.cursor:
            before = self.network.views(self.training.state(self.cursor - 1))
            found |= {f"step.{name}": value - before[name] for name, value in self.parameters.items()}
        for node in graph.nodes:
            if node.op in (DATA, LEAF, CONSTANT):
                if node.op == DATA:
                    found[node.id] = record.values[node.id]
                continue
            found[node.id] = record.values[node.id]
            if node.id != "loss":
                found[f"grad.{node.id}"] = record.gradients[node.id]
        return Quantities(found | {"output": self.output, "target": self.training.data.targets})

    def _told(self) -> dict[str, Value]:
        """Numbers about the whole training."""
        training, data, held = self.training, self.training.data, self.training.held_out
        weights = np.concatenate([v.ravel() for name, v in self.parameters.items() if name.startswith("W")])
        told: dict[str, object] = {"loss": self.loss}
        told["loss.train"] = self.loss if self.is_plain else self.loss_of(data)
        if held is not None:
            told["loss.held"] = self.loss_of(held)
        if self.setup.decision is not None:
            wrong = int(self.setup.decision.wrong(self.output, data.targets).sum())
            told |= {"errors": wrong, "accuracy": 1.0 - wrong / len(data)}
            if held is not None:
                missed = self.setup.decision.wrong(self.predict(held.inputs), held.targets)
                told["accuracy.held"] = 1.0 - float(missed.mean())
        told |= {"update": self.cursor, "epoch": self.epoch, "rate": self.rate}
        if held is not None:
            known = training.held_out_losses[: self.epoch + 1]
            told["epoch.best"] = known.index(min(known))
        with np.errstate(all="ignore"):
            told["norm.weights"] = float(np.sqrt(np.vdot(weights, weights)))
            slopes = self.network.flat(self.record.gradients)
            told["norm.grad"] = float(np.sqrt(np.vdot(slopes, slopes)))
        return told


def all_names(setup: Setup, graphs: Mapping[str, Graph]) -> frozenset[str]:
    """Every quantity that moments can have, for the graphs of all their passes."""
    names = {"loss", "loss.train", "update", "epoch", "rate", "norm.weights", "norm.grad", "output", "target"}
    if setup.held is not None:
        names |= {"loss.held", "epoch.best"}
    if setup.decision is not None:
        names |= {"errors", "accuracy"} | ({"accuracy.held"} if setup.held is not None else set())
    shapes: dict[str, Shape] = {"output": setup.data.targets.shape, "target": setup.data.targets.shape}
    for graph in graphs.values():
        for node in graph.nodes:
            if node.op == CONSTANT:
                continue
            shapes[node.id] = node.shape
            if node.op != DATA and node.id != "loss":
                shapes[f"grad.{node.id}"] = node.shape
            if node.op == LEAF:
                shapes[f"step.{node.id}"] = node.shape
    for name, shape in shapes.items():
        names |= {name, *entry_names(name, shape)}
    return frozenset(names)
