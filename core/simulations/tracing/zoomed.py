"""What is inside a frame of a pass? The scalar graph of one number in it, as a pass of its own.

A zoomed simulation is a pure function of its spec like any other: the spec of the simulation above, the cursor, and
the quantity that was opened. Zooming again nests, so a view is a path, and every level can be branched by itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, cast

from ...arrays import Index
from ...errors import GraphError, PlaceError, SpecError
from ...expand import expand, opens
from ...graph import Graph
from ...passes import Pass
from ...trace import Trace
from ..knobs import Knobs, knob
from ..protocol import Spec
from ..reading import FARTHEST, whole
from .view import AroundPass, PassView

_NEURON = {"kind": "graph", "knobs": {"formula": "s = sigmoid(w*x)", "at": {"w": 2.0, "x": -1.0}}}
_QUANTITY = re.compile(r"value\.(?P<node>.+?)(\[(?P<index>\d+(,\d+)*)\])?")


def zooms(trace: Trace, cursor: int) -> tuple[str, ...]:
    """The values that can be opened at a cursor: what is visible, and what is computed next."""
    times, names = _openable(trace.record.graph)
    return names[: bisect_right(times, cursor + 1)]


@lru_cache(maxsize=64)
def _openable(graph: Graph) -> tuple[list[int], tuple[str, ...]]:
    """When the values that can be opened are computed, in that order, and their names."""
    nodes = [(place, node) for place, node in enumerate(graph.operations, 1) if opens(graph, node.id)]
    return [place for place, _ in nodes], tuple(f"value.{node.id}" for _, node in nodes)


def zoomed(above: PassView, cursor: int, quantity: str) -> ZoomedPass:
    """The simulation below `value.N` or `value.N[i,j]`; of an array without an index the first entry.

    Raises PlaceError with the reason when that cannot be opened.
    """
    return ZoomedPass(Spec("zoomed", {"above": path_of(above.spec), "cursor": cursor, "quantity": quantity}), above)


def path_of(spec: Spec) -> dict[str, object]:
    """A spec as plain data, for the knob `above` of what lies below it."""
    changes = [[at, dict(turned)] for at, turned in spec.changes]
    return {"kind": spec.kind, "knobs": dict(spec.knobs), "changes": changes}


def _is_near(trace: Trace, cursor: int, node: str) -> bool:
    return trace.times.computed[node] <= cursor + 1


def _below(trace: Trace, cursor: int, quantity: str) -> Pass:
    """The record below a quantity. Raises PlaceError."""
    graph = trace.record.graph
    node, index = _named(trace, quantity)
    if not _is_near(trace, cursor, node):
        raise PlaceError("place.nothing-below", quantity=quantity, cursor=cursor)
    shape = graph.node(node).shape
    try:
        return expand(trace.record, node, index or (0,) * len(shape))
    except GraphError as error:
        raise PlaceError(error.message.id, **error.message.arguments) from None


def _named(trace: Trace, quantity: str) -> tuple[str, Index]:
    """The node and the entry that a quantity speaks of. Raises PlaceError."""
    position = trace.record.graph.position
    kind, _, whole = quantity.partition(".")
    if kind == "value" and whole in position:
        return whole, ()
    read = _QUANTITY.fullmatch(quantity)
    if read is None or read["node"] not in position or not read["index"]:
        raise PlaceError("expand.quantity", got=quantity, example=trace.record.graph.output)
    return read["node"], tuple(int(at) for at in read["index"].split(","))


def read_path(given: object) -> Spec:
    """The spec of the simulation above. Raises SpecError."""
    path = cast("Mapping[str, Any]", given) if isinstance(given, Mapping) else {}
    if not isinstance(path.get("kind"), str) or not isinstance(path.get("knobs"), Mapping):
        raise SpecError("spec.path", got=str(given))
    changes = tuple((int(at), dict(turned)) for at, turned in path.get("changes", ()))
    return Spec(path["kind"], dict(path["knobs"]), changes)


class ZoomedKnobs(Knobs, frozen=True):
    """Where a pass is opened."""

    # fmt: off
    above: Spec = knob(_NEURON, "the simulation above", "la simulación de arriba", read=read_path)
    cursor: int = knob(2, "its frame", "su cuadro", read=whole, low=0, high=FARTHEST)
    quantity: str = knob("value.s", "what is opened", "lo que se abre")


class ZoomedPass(PassView[ZoomedKnobs]):
    """One number of a pass, opened."""

    described = {
        "en": "One number of another simulation, opened into single multiplications and additions.",
        "es": "Un número de otra simulación, abierto en multiplicaciones y sumas sueltas.",
    }
    example = MappingProxyType({"above": _NEURON, "cursor": 2, "quantity": "value.s"})

    def __init__(self, spec: Spec, above: PassView | None = None) -> None:
        self._above: PassView | None = above
        self._whole: str = ""
        super().__init__(spec)

    def make_record(self) -> Pass:
        above = self._above or self._found()
        self._whole = above.whole
        return _below(above.trace, self.settings.cursor, self.settings.quantity)

    @property
    def whole(self) -> str:
        """The output of the topmost simulation: backward starts from what arrived at the opened number."""
        return self._whole

    def _found(self) -> PassView:
        # the registry knows this kind, so it can only be asked when somebody needs it
        from ..kinds import simulate

        found = simulate(self.settings.above)
        if isinstance(found, AroundPass):
            return found.inside
        if not isinstance(found, PassView):
            raise SpecError("spec.path", got=self.settings.above.kind)
        return found
