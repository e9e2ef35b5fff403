"""Which nodes of a pass are activations, and how steep is each at its value?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ...local import Diagonal
from ...trace import Trace
from ..protocol import Unit

STEEPEST: Mapping[str, float] = MappingProxyType({
    "sigmoid": 0.25, "tanh": 1.0, "relu": 1.0, "leaky_relu": 1.0, "elu": 1.0, "selu": 1.0507, "softplus": 1.0,
    "swish": 1.1, "gelu": 1.13, "step": 1.0, "sign": 1.0,
})  # fmt: skip
"""The operations that are activations, and the largest slope that each can have."""
FLAT = frozenset({"relu", "step", "sign"})
"""Those that are exactly flat somewhere."""


def activated(trace: Trace, cursor: int) -> tuple[Unit, ...]:
    """The activations whose value is visible."""
    record, found = trace.record, list[Unit]()
    for node in record.graph.operations:
        if node.op not in STEEPEST or trace.times.computed[node.id] > cursor:
            continue
        recipe = record.locals[node.id][0]
        if isinstance(recipe, Diagonal):
            found.append(Unit(node.id, recipe.slope, STEEPEST[node.op], node.op in FLAT))
    return tuple(found)
