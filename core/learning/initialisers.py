"""Where do weights start? A table of initialisers, each of which can draw a matrix of fan_in × fan_out.

Biases start at zero unless a row says otherwise. Every matrix is drawn from a key of its own, so widening one layer
leaves the other layers as they were.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ..arrays import Shape, Value
from .randomness import generator

Draw = Callable[[np.random.Generator, Shape], Value]
SMALL = 0.01


@dataclass(frozen=True)
class Initialiser:
    """A way to start: how weights are drawn, in the shape (fan_in, fan_out), and how biases are."""

    name: str
    weights: Draw
    biases: Draw = lambda _, shape: np.zeros(shape)


def _uniform(limit: float) -> Draw:
    return lambda random, shape: random.uniform(-limit, limit, shape)


def _xavier(random: np.random.Generator, shape: Shape) -> Value:
    """Uniform within ±√(6/(fan_in + fan_out)): Glorot & Bengio 2010, eq. 16."""
    limit = math.sqrt(6.0 / (shape[0] + shape[1]))
    return random.uniform(-limit, limit, shape)


def _he(random: np.random.Generator, shape: Shape) -> Value:
    """Normal with variance 2/fan_in, for ReLU: He et al. 2015, eq. 10."""
    return random.normal(0.0, math.sqrt(2.0 / shape[0]), shape)


INITIALISERS: Mapping[str, Initialiser] = MappingProxyType({
    row.name: row
    for row in (
        Initialiser("zeros", lambda _, shape: np.zeros(shape)),
        Initialiser("small", lambda random, shape: random.normal(0.0, SMALL, shape)),
        Initialiser("uniform", _uniform(1.0), _uniform(1.0)),
        Initialiser("xavier", _xavier),
        Initialiser("he", _he),
    )
})  # fmt: skip


def draw(name: str, seed: int, place: int, shape: Shape) -> Value:
    """The start of the network's parameter number `place`: a matrix of weights or a vector of biases."""
    row, random = INITIALISERS[name], generator(seed, "initial", place)
    return row.weights(random, shape) if len(shape) > 1 else row.biases(random, shape)
