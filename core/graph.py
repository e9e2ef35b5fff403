"""What was computed from what? A graph: immutable nodes in an order in which every parent comes first.

A node can only refer to nodes that exist already, so the order in which nodes are made is a topological order, and
nothing ever has to be sorted or walked recursively. Parents are an ordered tuple and may repeat: a*a has two edges,
into slot 0 and slot 1. Identical subexpressions are not merged: what was typed is what is drawn. Values are not kept
here; they belong to a `Pass`.

Three kinds of node are given instead of computed: leaves, whose gradients are wanted; data, handed in like leaves, but
nobody wants their gradients; and constants, whose values are part of the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from .arrays import Shape, Value, scalar, shape_of
from .errors import GraphError, ShapeError, UnknownNameError
from .local import Recipe
from .ops import OPS
from .ops.calls import check_attributes
from .vector import MOST_BOXES, Box, Wire, graph_svg
from .words import Message
from .words.numbers import box

LEAF = "leaf"
DATA = "data"
CONSTANT = "constant"
GIVEN = frozenset({LEAF, DATA, CONSTANT})
NO_ATTRIBUTES: Mapping[str, object] = MappingProxyType({})
NO_VALUES: Mapping[str, Value] = MappingProxyType({})
NO_LABELS: Mapping[tuple[str, int], str] = MappingProxyType({})


class Edge(NamedTuple):
    """The use of `parent` as input number `slot` of `child`."""

    parent: str
    child: str
    slot: int


class Node(NamedTuple):
    """One application of an operation, or something given: a leaf, data, a constant."""

    id: str
    op: str
    """A name of the op table, or `leaf`, `data`, `constant`."""
    parents: tuple[str, ...] = ()
    attributes: Mapping[str, Any] = NO_ATTRIBUTES
    """What an op takes beside its inputs; for a constant, its `value` and its `text`."""
    shape: Shape = ()
    group: tuple[str, ...] = ()
    """Which part of a larger picture the node belongs to, outermost first: `("layer1", "neuron2")`."""

    @property
    def is_given(self) -> bool:
        """Is it a leaf, data or a constant? These have no event: their values are there from the start."""
        return self.op in GIVEN


class Step(NamedTuple):
    """An operation ready for a pass: its row looked up and its attributes filled in, once and for all passes."""

    id: str
    parents: tuple[str, ...]
    forward: Callable[..., Value]
    """forward(*inputs)."""
    local: Callable[..., tuple[Recipe, ...]]
    """local(out, *inputs)."""
    vjp: Callable[..., Value] | None
    """vjp(slot, upstream, out, *inputs) if the row has a faster way than its recipes."""
    domain: Callable[..., Message | None] | None
    receivers: tuple[tuple[tuple[str, int], int, str], ...]
    """((id, slot), slot, parent) for each parent that receives a gradient, slots from left to right."""


@dataclass(frozen=True, eq=False)
class Graph:
    """Nodes in topological order: leaves, constants, operations; made by a `GraphBuilder`."""

    nodes: tuple[Node, ...]
    output: str

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Node id to place in the order."""
        return {node.id: place for place, node in enumerate(self.nodes)}

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """The nodes whose values are handed in: leaves and data."""
        return tuple(node for node in self.nodes if node.op in (LEAF, DATA))

    @cached_property
    def constants(self) -> Mapping[str, Value]:
        """The values that are part of the graph, by node id."""
        return {node.id: node.attributes["value"] for node in self.nodes if node.op == CONSTANT}

    @cached_property
    def operations(self) -> tuple[Node, ...]:
        """The nodes that have to be computed, in order."""
        return tuple([node for node in self.nodes if node.op not in GIVEN])

    @cached_property
    def fixed(self) -> frozenset[str]:
        """The nodes that no gradient flows into: constants, data, and whatever is computed from these with no leaf."""
        fixed = {node.id for node in self.nodes if node.op in (CONSTANT, DATA)}
        from_data = {node.id for node in self.nodes if node.op == DATA}
        for node in self.operations if from_data else ():
            if fixed.issuperset(node.parents) and not from_data.isdisjoint(node.parents):
                fixed.add(node.id)
                from_data.add(node.id)
        return frozenset(fixed)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The operations, in order, ready to be performed."""
        fixed = self.fixed
        return tuple([_step(node, fixed) for node in self.operations])

    @cached_property
    def step(self) -> Mapping[str, Step]:
        """Node id to the step that computes it."""
        return {step.id: step for step in self.steps}

    @cached_property
    def children(self) -> Mapping[str, tuple[Edge, ...]]:
        """Node id to the edges that lead from it to its children, in node order."""
        found: dict[str, list[Edge]] = {node.id: [] for node in self.nodes}
        for node in self.operations:
            for slot, parent in enumerate(node.parents):
                found[parent].append(Edge(parent, node.id, slot))
        return {id: tuple(edges) for id, edges in found.items()}

    @cached_property
    def reaches_output(self) -> frozenset[str]:
        """The nodes on which the output depends, and the output itself."""
        reached = {self.output}
        for node in reversed(self.nodes):
            if node.id in reached:
                reached.update(node.parents)
        return frozenset(reached)

    @cached_property
    def ignored(self) -> tuple[str, ...]:
        """The nodes that have no influence on the output, so their gradient is zero."""
        cared_for = self.reaches_output | self.fixed
        return tuple([node.id for node in self.nodes if node.id not in cared_for])

    def node(self, id: str) -> Node:
        """The node with this id. Raises UnknownNameError, which suggests similar names."""
        place = self.position.get(id)
        if place is None:
            raise UnknownNameError("graph.no-such-node", id, self.position)
        return self.nodes[place]

    def drawn(
        self, values: Mapping[str, Value] = NO_VALUES, gradients: Mapping[str, Value] = NO_VALUES,
        locals: Mapping[tuple[str, int], str] = NO_LABELS, bright: Collection[str] = (),
    ) -> str:  # fmt: skip
        """The graph as an SVG image with what is known of its nodes; empty where there are too many to be read."""
        if len(self.nodes) > MOST_BOXES:
            return ""

        def number(known: Mapping[str, Value], id: str) -> str:
            return box(known[id], 9) if id in known else ""

        boxes = [
            Box(each.id, _title(each), "" if each.op == CONSTANT else number(values, each.id),
                number(gradients, each.id), each.is_given, each.id in bright)
            for each in self.nodes
        ]  # fmt: skip
        wires = [
            Wire(parent, each.id, locals.get((each.id, slot), ""), each.id in bright)
            for each in self.nodes
            for slot, parent in enumerate(each.parents)
        ]
        return graph_svg(boxes, wires)

    def _repr_svg_(self) -> str | None:
        """How a notebook shows it."""
        return self.drawn() or None

    def flows(self, edge: Edge) -> bool:
        """Does a gradient travel along this edge? Not into fixed nodes, nor out of nodes that the output ignores."""
        return edge.child in self.reaches_output and edge.parent not in self.fixed


def _title(node: Node) -> str:
    """The name of a node and its operation, as a box has them."""
    if node.op == CONSTANT:
        return node.attributes["text"] or box(node.attributes["value"], 9)
    return node.id if node.is_given else f"{node.id} {OPS[node.op].title}"


def _step(node: Node, fixed: Collection[str]) -> Step:
    row, attributes = OPS[node.op], node.attributes
    forward, local, vjp, domain = row.forward, row.local, row.vjp, row.domain
    if attributes:
        forward, local = partial(forward, **attributes), partial(local, **attributes)
        vjp, domain = vjp and partial(vjp, **attributes), domain and partial(domain, **attributes)
    id, parents = node.id, node.parents
    receivers = tuple([((id, slot), slot, parent) for slot, parent in enumerate(parents) if parent not in fixed])
    return Step(id, parents, forward, local, vjp, domain, receivers)


@dataclass(eq=False)
class GraphBuilder:
    """Collects nodes; every method that makes one returns its id."""

    reserved: Collection[str] = ()
    """Names to be avoided by automatic ids, because somebody will use them later."""
    _given: list[Node] = field(default_factory=list[Node])
    _constants: list[Node] = field(default_factory=list[Node])
    _operations: list[Node] = field(default_factory=list[Node])
    _shapes: dict[str, Shape] = field(default_factory=dict[str, Shape])
    _next: dict[str, int] = field(default_factory=dict[str, int])

    def leaf(self, name: str, shape: Shape = (), group: tuple[str, ...] = (), op: str = LEAF) -> str:
        """A leaf called `name`. Raises GraphError if the name is taken."""
        self._given.append(Node(self._claim(name), op, (), NO_ATTRIBUTES, shape, group))
        self._shapes[name] = shape
        return name

    def data(self, name: str, shape: Shape = (), group: tuple[str, ...] = ()) -> str:
        """Something handed in like a leaf, but nobody wants its gradient: inputs, targets, masks."""
        return self.leaf(name, shape, group, DATA)

    def constant(self, value: Value, text: str = "") -> str:
        """A constant, `c1`, `c2`, …; `text` is how it was written."""
        id, fixed = self._automatic("c"), value if type(value) is float else scalar(np.asarray(value, dtype=float))
        self._constants.append(Node(id, CONSTANT, (), {"value": fixed, "text": text}, shape_of(fixed)))
        self._shapes[id] = shape_of(fixed)
        return id

    def apply(self, op: str, *parents: str, name: str = "", group: tuple[str, ...] = (), **attributes: object) -> str:
        """An operation on existing nodes; without a name it is called `v1`, `v2`, … in order of creation.

        Raises UnknownNameError for an op or a parent that does not exist, GraphError for a wrong number of parents or
        a name that is taken, ShapeError if the shapes of the parents do not fit.
        """
        row = OPS.get(op)
        if row is None:
            raise UnknownNameError("graph.no-such-op", op, OPS)
        if not row.takes(len(parents)):
            raise GraphError("graph.wrong-inputs", node=name, op=op, got=len(parents), wanted=len(row.inputs))
        shapes = [self.shape(parent) for parent in parents]
        id = self._claim(name) if name else self._automatic("v")
        if attributes:
            check_attributes(row, attributes)
        fixed = row.complete(attributes) if attributes or row.attributes else NO_ATTRIBUTES
        try:
            shape = row.shape(op, *shapes, **fixed)
        except ShapeError as error:
            raise _at_node(error, id) from None
        self._operations.append(Node(id, op, parents, fixed, shape, group))
        self._shapes[id] = shape
        return id

    def shape(self, id: str) -> Shape:
        """The shape of a node made earlier. Raises UnknownNameError."""
        if id not in self._shapes:
            raise UnknownNameError("graph.no-such-node", id, self._shapes)
        return self._shapes[id]

    def graph(self, output: str = "") -> Graph:
        """The finished graph; its output is the last operation, unless another node is named."""
        nodes = (*self._given, *self._constants, *self._operations)
        if not nodes:
            raise GraphError("graph.empty")
        if output:
            self.shape(output)
        return Graph(nodes, output or nodes[-1].id)

    def _claim(self, name: str) -> str:
        if name in self._shapes:
            raise GraphError("graph.name-taken", node=name)
        return name

    def _automatic(self, letter: str) -> str:
        """`v1`, `v2`, …, skipping names that are taken or reserved."""
        count = self._next.get(letter, 0)
        while True:
            count += 1
            id = f"{letter}{count}"
            if id not in self._shapes and id not in self.reserved:
                self._next[letter] = count
                return id


def _at_node(error: ShapeError, node: str) -> ShapeError:
    """The same complaint, with the node where it arose."""
    return type(error)(error.message.id, **{**error.message.arguments, "node": node})
