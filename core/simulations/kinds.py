"""Which simulations are there? The registry of kinds; adding a topic is adding a line."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..errors import UnknownNameError
from .convolution.simulation import ConvolutionLayer
from .descent import Descent
from .function import FunctionPoints
from .gates import Gates
from .graph import GraphSimulation
from .network.simulation import NetworkTraining
from .network.update import UpdatePass
from .perceptron.simulation import Perceptron
from .protocol import Simulation, Spec
from .recurrent.simulation import Recurrent
from .search.simulation import Search
from .text.simulation import TextVectors
from .tracing.zoomed import ZoomedPass

KINDS: Mapping[str, type[Simulation]] = MappingProxyType(
    {
        "convolution": ConvolutionLayer,
        "descent": Descent,
        "function": FunctionPoints,
        "gates": Gates,
        "graph": GraphSimulation,
        "network": NetworkTraining,
        "perceptron": Perceptron,
        "recurrent": Recurrent,
        "search": Search,
        "text": TextVectors,
        "update": UpdatePass,
        "zoomed": ZoomedPass,
    }
)


def simulate(spec: Spec) -> Simulation:
    """The simulation of a spec. Raises UnknownNameError for its kind or a knob, SpecError for a value."""
    kind = KINDS.get(spec.kind)
    if kind is None:
        raise UnknownNameError("spec.no-such-kind", spec.kind, KINDS)
    return kind(spec)
