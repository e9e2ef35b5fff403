"""What is going on in the laboratory? One or two trainings on a clock, and which unit or weight of them is chosen.

A laboratory is a value: every act answers another one, and nothing is changed in place. Both faces show the same one.
What a training may be, and what each of its frames holds, is the business of the `network` kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from ..simulations.network.moment import Moment
from ..simulations.network.simulation import NetworkTraining
from ..simulations.protocol import Spec
from ..simulations.watches import Watch
from ..words import Message

BEGINNING: Mapping[str, object] = MappingProxyType({
    "data": "circles", "count": 100, "noise": 0.1, "held": 0.25, "hidden": (4, 2), "activation": "tanh",
    "rate": 0.3, "batch": 10, "updates": 100_000,
})  # fmt: skip
"""What is there when nobody asked for anything: something that one key makes run, and that learns in seconds."""
BIAS = -1
"""The source of a weight that is a bias."""


@dataclass(frozen=True)
class Choice:
    """A unit, or one of the weights into it."""

    layer: int = 1
    """0 are the inputs; the last one is the output."""
    unit: int = 0
    source: int | None = 0
    """The unit of the layer before from which the weight comes; `BIAS` for the bias; None for the unit itself."""


@dataclass(frozen=True)
class OwnTable:
    """A person's own data: where they lie, so that a command can read them again."""

    path: str
    target: str = ""
    """The column to predict; the last one where it is not named."""


@dataclass(frozen=True, eq=False)
class Lab:
    """Everything that both faces need of the laboratory."""

    runs: tuple[NetworkTraining, ...]
    """One timeline, or two that share the clock."""
    cursor: int = 0
    """After how many updates we look."""
    active: int = 0
    """The timeline that keys act on."""
    chosen: Choice = field(default_factory=Choice)
    table: OwnTable | None = None
    watches: tuple[Watch, ...] = ()
    challenge: str | None = None
    """The id of the challenge that is being tried."""
    said: Message | None = None
    """What the last act has to say."""

    @property
    def run(self) -> NetworkTraining:
        """The timeline that keys act on."""
        return self.runs[self.active]

    @property
    def at(self) -> int:
        """Where the active timeline stands: at the clock, or at its end when that comes sooner."""
        return self.run.reach(self.cursor)

    @property
    def moment(self) -> Moment:
        """What can be known of the active timeline now."""
        return self.run.moment(self.at)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Inputs, hidden layers, outputs."""
        return self.run.setup.settings.sizes

    @property
    def has_ended(self) -> bool:
        """Is there no further update?"""
        return self.run.reach(self.cursor + 1) <= self.cursor

    @property
    def per_epoch(self) -> int:
        """Updates of an epoch."""
        return self.run.training.batches.per_epoch

    def saying(self, said: Message | None) -> Lab:
        """The same, with something to say."""
        return replace(self, said=said)


def begin(knobs: Mapping[str, object], table: OwnTable | None = None) -> Lab:
    """The laboratory before the first update. Raises what a training with these knobs raises."""
    run = NetworkTraining(Spec("network", dict(knobs)))
    run.frame(0)
    return Lab((run,), chosen=first_choice(run), table=table)


def first_choice(run: NetworkTraining) -> Choice:
    """What is chosen at first: the first weight of the first neuron."""
    return Choice(1, 0, 0)


def kept_choice(chosen: Choice, sizes: tuple[int, ...]) -> Choice:
    """The choice as far as a network of these sizes has it."""
    layer = min(chosen.layer, len(sizes) - 1)
    unit = min(chosen.unit, sizes[layer] - 1)
    source = chosen.source if layer else None
    if source is not None and source != BIAS:
        source = min(source, sizes[layer - 1] - 1)
    return Choice(layer, unit, source)
