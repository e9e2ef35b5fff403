"""What did the backward pass over an expression find? The record, asked by expression or by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from ..arrays import Value
from ..errors import UnknownNameError
from ..graph import CONSTANT, DATA, LEAF, Graph, GraphBuilder
from ..passes import Pass
from ..passes import backward as backward_pass
from ..simulations.protocol import Frame, Spec
from ..simulations.tracing.view import PassView
from ..words import Language, core_words
from .expressions import Expression, Made, as_expression, written_value


class Row(NamedTuple):
    """What is known about one node."""

    node: str
    op: str
    value: Value
    gradient: Value | None
    """None for data and constants."""


class Run:
    """One forward and one backward pass over an expression; `record` has everything."""

    def __init__(self, record: Pass, nodes: dict[int, str], output: Expression) -> None:
        self.record: Pass = record
        self.output: Expression = output
        """Kept, so that every expression below it stays the one it was."""
        self._nodes: dict[int, str] = nodes

    @property
    def graph(self) -> Graph:
        """The graph of the expression."""
        return self.record.graph

    def node(self, which: Expression | str) -> str:
        """The id of a node. Raises UnknownNameError for what the output does not depend on."""
        if isinstance(which, str):
            return self.graph.node(which).id
        found = self._nodes.get(id(which.made))
        if found is None:
            raise UnknownNameError("graph.no-such-node", which.name or which.made.op, self.graph.position)
        return found

    def value(self, which: Expression | str) -> Value:
        """The value of a node, an array as a read-only view."""
        return _read_only(self.record.values[self.node(which)])

    def gradient(self, which: Expression | str) -> Value:
        """The gradient of the output, an array as a read-only view: contributions may share their memory.

        Raises UnknownNameError for data and constants, which have none.
        """
        node = self.node(which)
        if node not in self.record.gradients:
            raise UnknownNameError("notebook.no-gradient", node, self.record.gradients)
        return _read_only(self.record.gradients[node])

    def __getitem__(self, which: Expression | str) -> Row:
        node = self.graph.node(self.node(which))
        return Row(
            node.id,
            node.op,
            _read_only(self.record.values[node.id]),
            _read_only(self.record.gradients.get(node.id)),
        )

    def table(self) -> tuple[Row, ...]:
        """A row for each node, in order."""
        return tuple(self[node.id] for node in self.graph.nodes)

    def frames(self) -> Iterator[Frame]:
        """The moments of the pass, from the start on: each has its event, its caption and what is visible."""
        view = _View(self.record)
        return (view.frame(cursor) for cursor in range(view.trace.last + 1))

    def sentences(self, language: Language = "en") -> tuple[str, ...]:
        """What happened, one sentence a frame."""
        return tuple(core_words().word(frame.caption, language) for frame in self.frames())

    def __repr__(self) -> str:
        rows = [("node", "op", "value", "gradient"), *(_cells(row) for row in self.table())]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


class _View(PassView):
    """The frames of a record that no spec describes."""

    def __init__(self, record: Pass) -> None:
        self._record: Pass = record
        super().__init__(Spec("record"))

    def make_record(self) -> Pass:
        return self._record


def _read_only(value: Value) -> Value:
    if not isinstance(value, np.ndarray):
        return value
    view = value.view()
    view.flags.writeable = False
    return view


def backward(output: Expression, upstream: Value | None = None) -> Run:
    """The gradient of an expression with respect to everything that it was computed from.

    `upstream` is what arrives at the output from outside, ones when None. Raises GraphError when two different
    expressions have one name, ShapeError for an upstream gradient of another shape.
    """
    output = as_expression(output)
    made = in_order(output)
    builder = GraphBuilder(reserved={name for _, name in made if name})
    nodes: dict[int, str] = {}
    for each, name in made:
        if each.op in (LEAF, DATA):
            nodes[id(each)] = builder.leaf(name, _shape(each), op=each.op)
        elif each.op == CONSTANT:
            nodes[id(each)] = builder.constant(each.value)
        else:
            parents = [nodes[id(parent.made)] for parent in each.parents]
            nodes[id(each)] = builder.apply(each.op, *parents, name=name, **each.attributes)
    graph = builder.graph(nodes[id(output.made)])
    by_id = {nodes[id(each)]: each.value for each, _ in made}
    values = {node.id: by_id[node.id] for node in graph.nodes}
    return Run(backward_pass(graph, values, upstream), nodes, output)


def _shape(made: Made) -> tuple[int, ...]:
    return () if type(made.value) is float else made.value.shape


def in_order(output: Expression) -> list[tuple[Made, str]]:
    """Every computation below an expression, once, parents first, with the first name that was given to it."""
    names: dict[int, str] = {}
    order: dict[int, Made] = {}
    waiting: list[tuple[Expression, bool]] = [(output, False)]
    while waiting:
        expression, ready = waiting.pop()
        key = id(expression.made)
        if expression.name:
            names.setdefault(key, expression.name)
        if ready:
            order.setdefault(key, expression.made)
        elif key not in order:
            waiting.append((expression, True))
            waiting.extend((parent, False) for parent in reversed(expression.made.parents))
    return [(made, names.get(key, "")) for key, made in order.items()]


def _cells(row: Row) -> tuple[str, str, str, str]:
    gradient = "" if row.gradient is None else written_value(row.gradient)
    return row.node, row.op, written_value(row.value), gradient


OFFERED: Mapping[str, Any] = {"Run": Run, "backward": backward}
"""What `from gradstep.core import …` finds here."""
