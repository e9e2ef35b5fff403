"""Which simulations are there? A table of kinds; adding a topic means adding a line.

A kind is imported when it is asked for: who steps through a formula does not wait for convolutions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from types import MappingProxyType

from ..errors import UnknownNameError
from .protocol import Simulation, Spec

PLACES: Mapping[str, str] = MappingProxyType({
    "augmentation": ".augmentation.simulation:Augmentation",
    "chain": ".chain:Chain",
    "convolution": ".convolution.simulation:ConvolutionLayer",
    "descent": ".descent.simulation:Descent",
    "difference": ".difference:DifferenceSweep",
    "evaluation": ".evaluation.simulation:Evaluation",
    "forward": ".forward:ForwardMode",
    "function": ".function:FunctionPoints",
    "gates": ".gates:Gates",
    "graph": ".graph:GraphSimulation",
    "network": ".network.simulation:NetworkTraining",
    "perceptron": ".perceptron.simulation:Perceptron",
    "projection": ".projection.simulation:Projection",
    "recurrent": ".recurrent.simulation:Recurrent",
    "search": ".search.simulation:Search",
    "text": ".text.simulation:TextVectors",
    "update": ".network.update:UpdatePass",
    "zoomed": ".tracing.zoomed:ZoomedPass",
})  # fmt: skip
"""Kind to `MODULE:CLASS`, the module from here."""


class Kinds(Mapping[str, type[Simulation]]):
    """The classes of all kinds, by name."""

    def __getitem__(self, kind: str) -> type[Simulation]:
        module, _, name = PLACES[kind].partition(":")
        found: type[Simulation] = getattr(import_module(module, __package__), name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(PLACES)

    def __len__(self) -> int:
        return len(PLACES)

    def __contains__(self, kind: object) -> bool:
        return kind in PLACES


KINDS: Mapping[str, type[Simulation]] = Kinds()


def simulate(spec: Spec) -> Simulation:
    """The simulation of a spec. Raises UnknownNameError for its kind or a knob, SpecError for a value."""
    if spec.kind not in KINDS:
        raise UnknownNameError("spec.no-such-kind", spec.kind, KINDS)
    return KINDS[spec.kind](spec)
