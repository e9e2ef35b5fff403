"""What is a multilayer perceptron? A frozen description; it knows the places of its parameters, and its graphs.

A network of sizes (2, 8, 8, 1) has parameters W1, b1, W2, b2, W3, b3, one after the other in a flat vector; the arrays
in a graph are views of it. There is one graph for each number of rows, made only once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ..arrays import Shape, Value, size_of
from ..graph import Graph, GraphBuilder
from ..ops import OPS
from ..passes import forward
from . import layers
from .layers import LOSSES


class Parameter(NamedTuple):
    """An array of weights or biases, and where in the flat vector it is."""

    name: str
    shape: Shape
    start: int
    stop: int


@dataclass(frozen=True)
class Network:
    """Layers of `sizes`, activations in the hidden ones and one at the output, a loss and its penalties."""

    sizes: tuple[int, ...]
    activation: str | tuple[str, ...] = "tanh"
    """Of all hidden layers, or one for each."""
    output: str = "identity"
    loss: str = "mse"
    l1: float = 0.0
    l2: float = 0.0
    """λ of λΣ|w| and of λΣw²."""
    penalise_biases: bool = False
    dropout: float = 0.0
    """φ, the chance that a hidden unit is left out of an update."""
    bias: bool = True
    tied: bool = False
    """The weights of the second half are those of the first, transposed: an autoencoder whose decoder mirrors it."""

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """W1, b1, W2, b2, …: names, shapes and places."""
        found: list[Parameter] = []
        at = 0
        for k, (fan_in, fan_out) in enumerate(pairwise(self.sizes), 1):
            weights = [] if self.twin(k) else [(f"W{k}", (fan_in, fan_out))]
            biases = [(f"b{k}", (fan_out,))] if self.bias else []
            for name, shape in (*weights, *biases):
                found.append(Parameter(name, shape, at, at + size_of(shape)))
                at += size_of(shape)
        return tuple(found)

    @property
    def layers(self) -> int:
        """How many layers have weights."""
        return len(self.sizes) - 1

    def twin(self, k: int) -> str:
        """The weights that layer k uses transposed; empty if it has its own."""
        return f"W{self.layers + 1 - k}" if self.tied and 2 * k > self.layers else ""

    def activation_of(self, k: int) -> str:
        """The activation of layer k, from 1."""
        if k == self.layers:
            return self.output
        return self.activation if isinstance(self.activation, str) else self.activation[k - 1]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters, in the order of the vector."""
        return tuple(parameter.name for parameter in self.parameters)

    @property
    def size(self) -> int:
        """How many numbers there are to learn; with biases and nothing tied, Σ fan_out·(fan_in + 1)."""
        return self.parameters[-1].stop

    def views(self, vector: Value) -> dict[str, Value]:
        """The parameters by name, as views of a flat vector that begins with them."""
        return {
            name: vector[start:stop] if len(shape) == 1 else vector[start:stop].reshape(shape)
            for name, shape, start, stop in self.parameters
        }

    def flat(self, arrays: Mapping[str, Value]) -> Value:
        """Arrays by parameter name, one after the other in a flat vector."""
        return np.concatenate([arrays[name].ravel() for name in self.names])

    def graph(self, rows: int) -> Graph:
        """The graph of the loss on `rows` samples: data X and T (and masks), leaves W and b, output `loss`."""
        return _loss_graph(self, rows)

    def plain(self, rows: int) -> Graph:
        """The same without dropout and penalties, for predictions and held-out losses."""
        return _loss_graph(replace(self, l1=0.0, l2=0.0, dropout=0.0), rows)

    @property
    def masks(self) -> tuple[tuple[str, int], ...]:
        """(name, width) of each dropout mask."""
        if not self.dropout:
            return ()
        return tuple((f"mask{k}", width) for k, width in enumerate(self.sizes[1:-1], 1))

    def loss_of(self, vector: Value, inputs: Value, targets: Value) -> float:
        """The loss on data, without penalties and without dropout."""
        return self._plain_values(vector, inputs, targets)["loss"]

    def scores(self, vector: Value, inputs: Value) -> Value:
        """The output of the last layer, N × outputs."""
        targets = np.zeros((len(inputs), self.sizes[-1]))
        return self._plain_values(vector, inputs, targets)[self.last]

    @property
    def last(self) -> str:
        """The node of the scores, which are the output of the last layer."""
        return f"{'Z' if self.output == 'identity' else 'A'}{self.layers}"

    def predict(self, vector: Value, inputs: Value) -> Value:
        """Predictions, N × outputs: chances for bce and softmax, scores for the others."""
        return self.predicted(self.scores(vector, inputs))

    def predicted(self, scores: Value) -> Value:
        """Predictions from scores."""
        op = LOSSES[self.loss].predict
        return scores if op is None else OPS[op].forward(scores, **OPS[op].attributes)

    def _plain_values(self, vector: Value, inputs: Value, targets: Value) -> Mapping[str, Value]:
        return forward(self.plain(len(inputs)), {"X": inputs, "T": targets, **self.views(vector)}, strict=False)


@lru_cache(maxsize=64)
def _loss_graph(network: Network, rows: int) -> Graph:
    builder = GraphBuilder()
    a = builder.data("X", (rows, network.sizes[0]))
    targets = builder.data("T", (rows, network.sizes[-1]))
    for k, width in enumerate(network.sizes[1:], 1):
        z = layers.affine(builder, k, a, width, bias=network.bias, tied=network.twin(k))
        a = layers.activation(builder, k, network.activation_of(k), z)
        if network.dropout and k < network.layers:
            a = layers.dropout(builder, k, a)
    weights = {"l1": network.l1, "l2": network.l2}
    name = "data_loss" if any(weights.values()) else "loss"
    loss = LOSSES[network.loss].build(builder, a, targets, name)
    shrunk = [name for name, shape, _, _ in network.parameters if network.penalise_biases or len(shape) > 1]
    return builder.graph(layers.penalties(builder, loss, shrunk, weights))
