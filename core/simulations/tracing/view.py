"""Mechanism 1: how does one recorded pass become a simulation? As prefix views of its trace.

Every topic that is a graph (formulas, layers, an update opened by zoom, one scalar product) is a `PassView` over a
record; it adds only how the graph came about. Quantities are `value.N`, `grad.N` (when complete), `partial.N` (the sum
so far), `local.N.slot` and `contribution.N.slot` (both from the moment their gradient flows).
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ...answers.receipts import Receipt
from ...answers.rounding import Within
from ...errors import PlaceError, UnknownNameError
from ...graph import CONSTANT
from ...passes import Pass
from ...pictures import Picture
from ...trace import Computed, Flowed, Seeded, Trace
from ...whole import whole
from ..protocol import Event, Frame, K, Simulation, Spec, Unit
from . import captions, receipts
from .activated import activated
from .drawn import picture
from .mistaken import mistakes
from .reached import within


@dataclass(frozen=True, eq=False)
class PassQuantities(Mapping[str, object]):
    """The quantities visible at a cursor, looked up when somebody asks."""

    trace: Trace
    cursor: int

    def __getitem__(self, name: str) -> object:
        found = self._find(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return (name for name in _names(self.trace) if self._find(name) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _find(self, name: str) -> object:
        """The quantity, or None while it is not visible."""
        kind, _, rest = name.partition(".")
        trace, times = self.trace, self.trace.times
        if rest in trace.record.graph.position:
            look = {"value": trace.value, "grad": trace.gradient, "partial": trace.partial}.get(kind)
            return None if look is None else look(rest, self.cursor)
        child, _, slot = rest.rpartition(".")
        number = whole(slot)
        if kind not in ("local", "contribution") or number is None:
            return None
        at = times.flowed.get((child, number))
        if at is None or at > self.cursor:
            return None
        if kind == "contribution":
            return trace.record.contributions[child, number]
        return receipts.local_numbers(trace.record, child, number)


def _names(trace: Trace) -> Iterator[str]:
    """All quantities of a pass, in a fixed order."""
    graph = trace.record.graph
    yield from (f"value.{node.id}" for node in graph.nodes)
    inner = [node for node in graph.nodes if node.op != CONSTANT]
    yield from (f"grad.{node.id}" for node in inner)
    yield from (f"partial.{node.id}" for node in inner)
    for child, slot in trace.times.flowed:
        if receipts.local_fits(trace.record, child, slot):
            yield f"local.{child}.{slot}"
        yield f"contribution.{child}.{slot}"


class PassView(Simulation[K]):
    """A simulation whose frames are the moments of one pass; subclasses make the record."""

    def __init__(self, spec: Spec) -> None:
        super().__init__(spec)
        self.trace: Trace = Trace(self.make_record())

    @abstractmethod
    def make_record(self) -> Pass:
        """The recorded pass that the spec describes."""

    @property
    def names(self) -> frozenset[str]:
        return self._all_names

    @cached_property
    def _all_names(self) -> frozenset[str]:
        return frozenset(_names(self.trace))

    @property
    def marks(self) -> Mapping[str, int]:
        """`forward` is the frame with all values, `backward` and `end` the one with all gradients."""
        return {"start": 0, "forward": self.trace.times.turn, "backward": self.trace.last, "end": self.trace.last}

    def reach(self, cursor: int, stop: Callable[[], bool] | None = None) -> int:
        return min(cursor, self.trace.last)

    def frame(self, cursor: int) -> Frame:
        if not 0 <= cursor <= self.trace.last:
            raise PlaceError("place.beyond-end", got=cursor, last=self.trace.last)
        caption = captions.caption(self.trace, cursor)
        return Frame(cursor, self._event(cursor), caption, PassQuantities(self.trace, cursor), self._zooms(cursor))

    def _event(self, cursor: int) -> Event | None:
        times = self.trace.times
        match self.trace.event(cursor):
            case None:
                return None
            case Computed(node):
                return Event("computed", node, "forward", (f"value.{node}",))
            case Seeded(node):
                idle = [n.id for n in self.trace.record.graph.nodes if times.complete.get(n.id) == cursor]
                news = [f"{kind}.{id}" for id in idle for kind in ("partial", "grad")]
                return Event("seeded", node, "backward", tuple(news))
            case Flowed(child, slot, parent):
                edge = f"{child}.{slot}"
                news = (f"local.{edge}", f"contribution.{edge}", f"partial.{parent}")
                done = (f"grad.{parent}",) if times.complete[parent] == cursor else ()
                known = self.names
                return Event("flowed", edge, "backward", tuple(n for n in news + done if n in known))

    def _zooms(self, cursor: int) -> tuple[str, ...]:
        from .zoomed import zooms

        return zooms(self.trace, cursor)

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """The scalar graph of one number: `value.N`, or an entry `value.N[i,j]`. Raises PlaceError with the reason."""
        from .zoomed import zoomed

        return zoomed(self, cursor, quantity)

    @property
    def recorded(self) -> Pass:
        return self.trace.record

    @property
    def whole(self) -> str:
        """That of which gradients are gradients."""
        return self.trace.record.graph.output

    @property
    def given(self) -> Collection[str]:
        return self.trace.record.graph.position

    def written(self, quantity: str) -> str:
        kind, _, rest = quantity.partition(".")
        graph = self.trace.record.graph
        if kind == "value":
            return rest
        if kind in ("grad", "partial"):
            return f"∂{self.whole}/∂{rest}"
        child, _, slot = rest.rpartition(".")
        parent = graph.node(child).parents[int(slot)]
        return f"∂{child}/∂{parent}" if kind == "local" else f"∂{self.whole}/∂{child}·∂{child}/∂{parent}"

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        self._known(quantity)
        return receipts.receipt(self.trace, cursor, quantity)

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, object]:
        self._known(quantity)
        return mistakes(self.trace, quantity)

    def within(self, cursor: int, quantity: str) -> Within | None:
        self._known(quantity)
        return within(self.trace, quantity)

    def units(self, cursor: int) -> tuple[Unit, ...]:
        return activated(self.trace, cursor)

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        return (picture(self.trace, cursor),)

    def _known(self, quantity: str) -> None:
        if quantity not in self.names:
            raise UnknownNameError("place.no-such-quantity", quantity, self.names)


class AroundPass(Simulation[K]):
    """A simulation that has a pass inside and shows more than that."""

    @property
    @abstractmethod
    def inside(self) -> PassView:
        """The pass, with the spec of the whole."""

    @property
    def recorded(self) -> Pass:
        return self.inside.trace.record
