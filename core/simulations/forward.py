"""How does a change of the inputs travel forwards? In forward mode every value carries a tangent, node by node.

The leaves move along a direction; the tangent of a node is the sum of local × tangent over its parents, known as soon
as its value is. One such pass answers for one direction and every node, where one backward pass answers for one output
and every leaf. Along a single leaf, the tangent of the output is the gradient of that leaf. Nothing ever flows back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from types import MappingProxyType

import numpy as np

from ..answers.receipts import Line, LinesReceipt, Receipt
from ..arrays import Numbers, Value, shape_of, write_shape
from ..differences import direction_difference
from ..errors import SpecError, UnknownNameError
from ..graph import CONSTANT, Node
from ..passes import Pass, tangents
from ..pictures import GraphPicture, Picture
from ..trace import Trace
from ..words import Message, message
from ..words.numbers import receipt as written
from .graph import GraphKnobs, recorded
from .knobs import knob
from .reading import values
from .score import Moment, Score, ScoredSimulation, entries, operand, short
from .tracing import captions, receipts
from .tracing.drawn import diagram
from .tracing.mistaken import mistakes
from .tracing.wording import told

Direction = Mapping[str, Value]


def moving(given: object) -> str | dict[str, Numbers]:
    """The name of a leaf, or a number or array for each leaf that moves. Raises SpecError."""
    return given if isinstance(given, str) else values(given)


def direction(record: Pass, wanted: str | Direction) -> dict[str, Value]:
    """How every leaf that moves does so; an empty name is the first leaf. Raises UnknownNameError, SpecError."""
    leaves = {leaf.id: record.values[leaf.id] for leaf in record.graph.leaves}
    if isinstance(wanted, str):
        name = wanted or next(iter(leaves), "")
        if name in leaves and shape_of(leaves[name]):
            raise SpecError("forward.direction", name=name, shape=write_shape(shape_of(leaves[name])))
        wanted = {name: 1.0}
    for name, value in wanted.items():
        if name not in leaves:
            raise UnknownNameError("graph.extra-leaf", name, leaves)
        if shape_of(value) != shape_of(leaves[name]):
            shapes = {"wanted": write_shape(shape_of(leaves[name])), "got": write_shape(shape_of(value))}
            raise SpecError("forward.shape", name=name, **shapes)
    return dict(wanted)


class ForwardScore(Score):
    """Value and tangent of every operation, in node order."""

    def __init__(self, record: Pass, along: Direction) -> None:
        self.record: Pass = record
        self.along: Direction = along
        self.trace: Trace = Trace(record)
        self.tangents: Mapping[str, Value] = tangents(record, along)

    def make_moments(self) -> tuple[Moment, ...]:
        graph, found = self.record.graph, list[Moment]()
        start = [f"{kind}.{leaf.id}" for leaf in graph.leaves for kind in ("value", "tangent")]
        start += [f"value.{id}" for id in graph.constants]
        found.append(Moment("start", news=tuple(start)))
        for node in graph.operations:
            found.append(Moment("computed", "forward", node.id, (f"value.{node.id}",)))
            edges = [f"{node.id}.{slot}" for slot in self.slots(node)]
            local = [f"local.{edge}" for edge in edges if receipts.local_fits(self.record, *_edge(edge))]
            terms = [f"contribution.{edge}" for edge in edges]
            found.append(Moment("moved", "forward", node.id, (*local, *terms, f"tangent.{node.id}")))
        return tuple(found)

    def slots(self, node: Node) -> tuple[int, ...]:
        """The inputs of a node that can move: all but constants."""
        graph = self.record.graph
        return tuple(slot for slot, parent in enumerate(node.parents) if graph.node(parent).op != CONSTANT)

    def term(self, child: str, slot: int) -> Value:
        """local × tangent of the parent: what one edge brings."""
        return self.record.locals[child][slot].jvp(self.tangents[self.parent(child, slot)])

    def parent(self, child: str, slot: int) -> str:
        """The node at the other end of an edge."""
        return self.record.graph.node(child).parents[slot]

    def value(self, name: str, cursor: int) -> object:
        kind, _, rest = name.partition(".")
        if kind == "value":
            return self.record.values[rest]
        if kind == "tangent":
            return self.tangents[rest]
        child, slot = _edge(rest)
        if kind == "contribution":
            return self.term(child, slot)
        return receipts.local_numbers(self.record, child, slot)

    def say(self, cursor: int) -> Message:
        moment = self.moments[cursor]
        if not cursor:
            moves = ", ".join(f"{name}: {told(value)}" for name, value in self.along.items())
            return message("forward.start", count=len(self.record.graph.leaves), moves=moves)
        if moment.kind == "computed":
            return captions.caption(self.trace, self.trace.times.computed[moment.subject])
        node = self.record.graph.node(moment.subject)
        moved = [slot for slot in self.slots(node) if np.any(self.tangents[node.parents[slot]])]
        if not moved:
            return message("forward.still", node=node.id)
        terms = " + ".join(self._product(node.id, slot) for slot in moved)
        return message("forward.moved", node=node.id, terms=terms, value=told(self.tangents[node.id]))

    def _product(self, child: str, slot: int) -> str:
        """local × tangent in numbers; of arrays the shapes."""
        local = receipts.local_numbers(self.record, child, slot)
        shown = told(local) if local is not None else "…"
        return f"{shown} × {told(self.tangents[self.parent(child, slot)])}"

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        kind, _, rest = quantity.partition(".")
        if kind == "value":
            return receipts.receipt(self.trace, self.trace.last, quantity)
        if kind in ("local", "contribution"):
            return LinesReceipt((self._line(*_edge(rest)),))
        node = self.record.graph.node(rest)
        if node.is_given:
            return None
        lines = [self._line(rest, slot) for slot in self.slots(node)]
        if len(lines) > 1:
            parts = " + ".join(_operand(self.term(rest, slot)) for slot in self.slots(node))
            lines.append(Line(message("forward.receipt-sum"), f"{parts} = {_number(self.tangents[rest])}"))
        found = direction_difference(self.record, rest, self.along, self.tangents[rest])
        if found is not None:
            text = found.marked(self.tangents[rest], _number)
            lines.append(Line(message("forward.receipt-difference"), text))
        return LinesReceipt(tuple(lines))

    def _line(self, child: str, slot: int) -> Line:
        parent = self.parent(child, slot)
        local = receipts.local_numbers(self.record, child, slot)
        shown = "…" if local is None else _short(local)
        text = f"{shown} × {_operand(self.tangents[parent])} = {_number(self.term(child, slot))}"
        return Line(message("forward.receipt-edge", child=child, parent=parent), text)

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, object]:
        kind, _, rest = quantity.partition(".")
        if kind == "value":
            return mistakes(self.trace, quantity)
        if kind != "tangent" or self.record.graph.node(rest).is_given:
            return {}
        node = self.record.graph.node(rest)
        slots = [slot for slot in self.slots(node) if np.any(self.tangents[node.parents[slot]])]
        found: dict[str, object] = {"sign": -self.tangents[rest]}
        locals_ = [receipts.local_numbers(self.record, rest, slot) for slot in slots]
        arriving = [self.tangents[node.parents[slot]] for slot in slots]
        if slots and all(local is not None for local in locals_):
            found["tangent-forgotten"] = _sum(locals_)
            found["tangent-unchanged"] = _sum(arriving)
        if len(slots) > 1:
            found["one-input-only"] = self.term(rest, slots[0])
            found["one-input-only:1"] = self.term(rest, slots[-1])
        if node.op == "mul" and len(slots) == 1:
            found["own-input"] = self.record.values[node.parents[slots[0]]] * arriving[0]
        right = shape_of(self.tangents[rest])
        return {id: wrong for id, wrong in found.items() if wrong is not None and shape_of(wrong) == right}

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        drawn, moment = diagram(self.record.graph), self.moments[cursor]
        known = [box.id for box in drawn.boxes]
        shown = {id: self.record.values[id] for id in known if self.known(f"value.{id}", cursor)}
        carried = {id: self.tangents[id] for id in known if self.known(f"tangent.{id}", cursor)}
        slopes = {
            (node.id, slot): float(local)
            for node in self.record.graph.operations
            for slot in self.slots(node)
            if self.known(f"tangent.{node.id}", cursor)
            and isinstance(local := receipts.local_numbers(self.record, node.id, slot), float)
        }
        wires = [(wire.child, wire.slot) for wire in drawn.wires if wire.child == moment.subject]
        active = wires[-1] if wires else None
        ahead = "forward" if cursor else None
        focus = moment.subject or None
        return (GraphPicture(drawn, shown, carried, slopes, frozenset(), active, ahead, focus),)

    @property
    def given(self) -> Collection[str]:
        return self.record.graph.position

    def label(self, quantity: str) -> str:
        kind, _, rest = quantity.partition(".")
        if kind == "value":
            return rest
        if kind == "tangent":
            return self._derivative(rest)
        child, slot = _edge(rest)
        local = f"∂{child}/∂{self.parent(child, slot)}"
        return local if kind == "local" else f"{local}·{self._derivative(self.parent(child, slot))}"

    def _derivative(self, node: str) -> str:
        """∂N/∂x along one leaf; along any other direction D N."""
        names = list(self.along)
        alone = len(names) == 1 and shape_of(self.along[names[0]]) == () and self.along[names[0]] == 1.0
        return f"∂{node}/∂{names[0]}" if alone else f"D {node}"


class ForwardKnobs(GraphKnobs, frozen=True):
    """The settings of a pass in forward mode: those of a graph, and what moves; nothing arrives from outside."""

    left_out = frozenset({"upstream"})

    # fmt: off
    wrt: str | dict[str, Value] = knob("", "the leaf that moves, or how far each leaf does",
        "la hoja que se mueve, o cuánto se mueve cada una", read=moving)


class ForwardMode(ScoredSimulation[ForwardKnobs]):
    """A formula, forwards only, with tangents."""

    described = {
        "en": "A formula in forward mode: every value carries a tangent, along one leaf or one direction.",
        "es": "Una fórmula en modo directo: cada valor lleva una tangente, según una hoja o una dirección.",
    }
    example = MappingProxyType({"formula": "f = a*b + sin(a)", "at": {"a": 2.0, "b": 3.0}, "wrt": "a"})

    def make_score(self) -> ForwardScore:
        return ForwardScore(self.record, direction(self.record, self.settings.wrt))

    @cached_property
    def record(self) -> Pass:
        """The pass that has every value."""
        return recorded(self.spec, self.settings)[1]


def _edge(rest: str) -> tuple[str, int]:
    """`f.0` as (`f`, 0)."""
    child, _, slot = rest.rpartition(".")
    return child, int(slot)


def _sum(parts: list[Value]) -> object:
    """The sum of numbers or arrays of one shape; None where shapes differ."""
    if len({shape_of(part) for part in parts}) > 1:
        return None
    return sum(parts[1:], parts[0])


def _number(value: Value) -> str:
    return written(float(value)) if shape_of(value) == () else entries(value)


def _short(value: Value) -> str:
    """A number in front of an operator; an array as it can be typed."""
    return short(value, 6) if shape_of(value) == () else entries(value)


def _operand(value: Value) -> str:
    """A number behind an operator; an array as it can be typed."""
    return operand(value, 6) if shape_of(value) == () else entries(value)
