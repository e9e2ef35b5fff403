"""What can be set in a training? One flat record that JSON can hold; a fork changes some of its fields.

Fields in `LATE` may change on the way, and act from some update on; any other change means training from the start.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from ..arrays import Value, shape_of, write_shape
from ..errors import SpecError, UnknownNameError
from . import layers
from .initialisers import INITIALISERS, draw
from .layers import LOSSES
from .network import Network
from .optimisers import LARGEST_BETA, OPTIMISERS

Precision = Literal["float64", "float32"]
LATE = frozenset({
    "optimiser", "rate", "final_rate", "momentum", "rho", "beta1", "beta2", "epsilon", "decay", "l1", "l2",
    "penalise_biases", "dropout", "updates", "patience",
})  # fmt: skip
RANGES: Mapping[str, tuple[float, float]] = {
    "rate": (0.0, math.inf), "final_rate": (0.0, math.inf), "momentum": (0.0, 1.0), "rho": (0.0, 1.0),
    "beta1": (0.0, LARGEST_BETA), "beta2": (0.0, LARGEST_BETA), "epsilon": (0.0, 1.0),
    "decay": (0.0, math.inf), "l1": (0.0, math.inf), "l2": (0.0, math.inf),
    "dropout": (0.0, 0.99), "batch": (0, math.inf), "updates": (0, 10_000_000), "patience": (0, math.inf),
}  # fmt: skip
"""Lowest and highest value of each number."""
WHOLE = frozenset({"batch", "updates", "patience", "seed"})


@dataclass(frozen=True)
class Settings:
    """Everything that a training depends on besides its data. Making one raises SpecError, UnknownNameError."""

    sizes: tuple[int, ...]
    """Inputs, hidden layers, outputs."""
    activation: str | tuple[str, ...] = "tanh"
    """Of all hidden layers, or one for each."""
    output: str = "identity"
    loss: str = "mse"
    initialiser: str = "xavier"
    initial: Mapping[str, object] = field(default_factory=dict[str, object])
    """Parameters that are not drawn but start as given here, by name."""
    seed: int = 0
    optimiser: str = "sgd"
    rate: float = 0.1
    final_rate: float | None = None
    """The rate after all `updates`, reached in a straight line; None means the rate stays."""
    momentum: float = 0.9
    rho: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    decay: float = 0.01
    """λ of adamw, beside its moments; `l2` is λ of a penalty in the loss."""
    batch: int = 0
    """Samples in an update; 0 means all of them, in their order."""
    shuffle: bool = True
    """A new order every epoch; without it, batches follow the order of the data."""
    l1: float = 0.0
    l2: float = 0.0
    penalise_biases: bool = False
    dropout: float = 0.0
    updates: int = 1_000
    patience: int = 0
    """After how many epochs without a better held-out loss the training stops; 0 means never."""
    precision: Precision = "float64"
    bias: bool = True
    tied: bool = False
    """The second half of the layers has the weights of the first half, transposed."""
    masks: Mapping[str, object] = field(default_factory=dict[str, object])
    """Dropout masks that are not drawn but given here, by name: a 0 or 1 for each unit."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "sizes", _sizes(self.sizes))
        self._check_activations()
        _choose("output", self.output, layers.ACTIVATIONS)
        _choose("loss", self.loss, LOSSES)
        _choose("initialiser", self.initialiser, INITIALISERS)
        _choose("optimiser", self.optimiser, OPTIMISERS)
        _choose("precision", self.precision, ("float64", "float32"))
        for name in ("seed", *RANGES):
            _check_number(name, getattr(self, name))
        if LOSSES[self.loss].takes_scores and self.output != "identity":
            raise SpecError("learning.output-in-loss", loss=self.loss, output=self.output)
        if self.tied and (self.sizes != self.sizes[::-1] or self.network.layers % 2):
            raise SpecError("learning.tied", got=list(self.sizes))
        self._check_initial()
        self._check_masks()

    @cached_property
    def network(self) -> Network:
        """The network to train."""
        penalty = {"l1": self.l1, "l2": self.l2, "penalise_biases": self.penalise_biases}
        return Network(
            self.sizes, self.activation, self.output, self.loss, dropout=self.dropout, bias=self.bias, tied=self.tied,
            **penalty,
        )  # fmt: skip

    def start(self) -> Value:
        """The parameters before the first update, as one flat vector."""
        arrays: dict[str, Value] = {}
        for place, (name, shape, _, _) in enumerate(self.network.parameters):
            given = self.initial.get(name)
            drawn = draw(self.initialiser, self.seed, place, shape) if given is None else given
            arrays[name] = np.asarray(drawn, dtype=self.precision)
        return self.network.flat(arrays)

    def rate_at(self, update: int) -> float:
        """The rate of update number `update`, from 1."""
        if self.final_rate is None:
            return self.rate
        return self.rate + (self.final_rate - self.rate) * ((update - 1) / self.updates)

    def _check_activations(self) -> None:
        each = (self.activation,) if isinstance(self.activation, str) else tuple(self.activation)
        for name in each:
            _choose("activation", name, layers.ACTIVATIONS)
        if not isinstance(self.activation, str):
            object.__setattr__(self, "activation", each)
            if len(each) != len(self.sizes) - 2:
                raise SpecError("learning.activations", got=len(each), wanted=len(self.sizes) - 2)

    def _check_masks(self) -> None:
        widths = {f"mask{k}": width for k, width in enumerate(self.sizes[1:-1], 1)}
        for name, given in self.masks.items():
            if name not in widths:
                raise UnknownNameError("learning.no-such-mask", name, widths)
            if not isinstance(given, list | tuple) or len(given) != widths[name] or any(g not in (0, 1) for g in given):
                raise SpecError("learning.mask", mask=name, got=str(given), wanted=widths[name])

    def _check_initial(self) -> None:
        shapes = {parameter.name: parameter.shape for parameter in self.network.parameters}
        for name, value in self.initial.items():
            if name not in shapes:
                raise UnknownNameError("learning.no-such-parameter", name, shapes)
            try:
                got = shape_of(np.asarray(value, dtype=float))
            except (TypeError, ValueError):
                raise SpecError("learning.initial-numbers", parameter=name) from None
            if got != shapes[name]:
                wanted = write_shape(shapes[name])
                raise SpecError("learning.initial-shape", parameter=name, got=write_shape(got), wanted=wanted)


def _sizes(given: object) -> tuple[int, ...]:
    sizes = tuple(given) if isinstance(given, list | tuple) else ()
    if len(sizes) < 2 or not all(isinstance(size, int) and not isinstance(size, bool) and size > 0 for size in sizes):
        raise SpecError("learning.sizes", got=str(given))
    return sizes


def _choose(name: str, got: str, known: Collection[str]) -> None:
    if got not in known:
        raise UnknownNameError("learning.choice", str(got), known, setting=name)


def _check_number(name: str, got: object) -> None:
    if got is None and name == "final_rate":
        return
    kinds = (int,) if name in WHOLE else (int, float)
    if isinstance(got, bool) or not isinstance(got, kinds) or got != got:
        raise SpecError("learning.whole" if name in WHOLE else "learning.number", setting=name, got=str(got))
    low, high = RANGES.get(name, (-math.inf, math.inf))
    if not low <= got <= high:
        raise SpecError("learning.range", setting=name, got=got, low=low, high=high)
