"""What did the backward pass over an expression find? The record, asked by expression or by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from html import escape
from typing import Any, NamedTuple, overload

import numpy as np

from ..arrays import Value
from ..errors import UnknownNameError
from ..formula.build import tree_of
from ..formula.latex import latex_name, write_latex
from ..formula.tree import Tree, substitute
from ..graph import CONSTANT, DATA, LEAF, Graph, GraphBuilder
from ..passes import Pass
from ..passes import backward as backward_pass
from ..simulations.protocol import Event, Frame, Spec
from ..simulations.tracing.view import PassView
from ..vector import MOST_BOXES
from ..words import Language, core_words
from .expressions import Expression, Made, as_expression, written_value

MOST_ROWS = 100
"""Rows of the table that a notebook shows."""


LONGEST_FORMULA = 120
"""Parts of the longest formula that is written over the leaves; what is used twice is written twice."""


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

    @cached_property
    def frames(self) -> Frames:
        """The moments of the pass, from the start on: each has its event, its caption and what is visible."""
        return Frames(_View(self.record))

    def sentences(self, language: Language = "en") -> tuple[str, ...]:
        """What happened, one sentence a frame."""
        return tuple(moment.sentence(language) for moment in self.frames)

    def _repr_html_(self) -> str:
        """How a notebook shows it: the graph, where it is small, and a row for each node."""
        cells = "".join(
            "<tr>" + "".join(f"<td style='text-align:left'>{escape(cell)}</td>" for cell in _cells(row)) + "</tr>"
            for row in self.table()[:MOST_ROWS]
        )
        more = len(self.graph.nodes) - MOST_ROWS
        rest = f"<tr><td colspan='4'>… {more}</td></tr>" if more > 0 else ""
        head = "".join(f"<th style='text-align:left'>{name}</th>" for name in Row._fields)
        table = f"<table><tr>{head}</tr>{cells}{rest}</table>"
        return f"<div>{self.record._repr_svg_() or ''}{table}</div>"

    def _whole(self, node: str) -> Tree:
        """The formula of a node over the leaves."""
        inner = {parent: self._whole(parent) for parent in self.graph.node(node).parents
                 if not self.graph.node(parent).is_given}  # fmt: skip
        return substitute(tree_of(self.graph, node), inner)

    def _repr_latex_(self) -> str | None:
        """The formula of the output and, for each leaf, its gradient as the sum of what arrived."""
        if len(self.graph.nodes) > MOST_BOXES:
            return None
        size: dict[str, int] = {}
        for node in self.graph.nodes:
            size[node.id] = 1 + sum(size[parent] for parent in node.parents)
        is_short = size[self.graph.output] <= LONGEST_FORMULA
        formula = self._whole(self.graph.output) if is_short else tree_of(self.graph, self.graph.output)
        lines = [rf"{latex_name(self.graph.output)} &= {write_latex(formula)}"]
        for leaf in self.graph.leaves:
            if leaf.id in self.record.gradients and leaf.shape == ():
                arrived = [self.record.contributions[edge.child, edge.slot] for edge in self.graph.children[leaf.id]]
                terms = " + ".join(f"({written_value(each)})" for each in arrived) if len(arrived) > 1 else ""
                slope = rf"\frac{{\partial {latex_name(self.graph.output)}}}{{\partial {latex_name(leaf.id)}}}"
                value = written_value(self.record.gradients[leaf.id])
                lines.append(f"{slope} &= {terms} = {value}" if terms else f"{slope} &= {value}")
        return r"$$\begin{aligned}" + r" \\ ".join(lines) + r"\end{aligned}$$"

    def __repr__(self) -> str:
        rows = [("node", "op", "value", "gradient"), *(_cells(row) for row in self.table())]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


class Moment:
    """One frame of a pass, with the graph as far as it is known."""

    def __init__(self, view: PassView, cursor: int) -> None:
        self.frame: Frame = view.frame(cursor)
        self._view: PassView = view

    @property
    def event(self) -> Event | None:
        """What happened, None at the start."""
        return self.frame.event

    @property
    def quantities(self) -> Mapping[str, Any]:
        """Everything that is visible, by name."""
        return self.frame.quantities

    def sentence(self, language: Language = "en") -> str:
        """What happened, in a sentence."""
        return core_words().word(self.frame.caption, language)

    def __repr__(self) -> str:
        return f"{self.frame.cursor}: {self.sentence()}"

    def _repr_html_(self) -> str:
        graph, known = self._view.trace.record.graph, self.frame.quantities
        values = {node.id: known[f"value.{node.id}"] for node in graph.nodes if f"value.{node.id}" in known}
        gradients = {node.id: known[f"grad.{node.id}"] for node in graph.nodes if f"grad.{node.id}" in known}
        bright = {self.event.subject.partition(".")[0]} if self.event is not None else set[str]()
        return f"<div>{graph.drawn(values, gradients, bright=bright)}<p>{escape(self.sentence())}</p></div>"


class Frames(Sequence[Moment]):
    """The moments of a pass: `frames[k]`, `frames[-1]`, one after the other."""

    def __init__(self, view: PassView) -> None:
        self._view: PassView = view

    def __len__(self) -> int:
        return self._view.trace.last + 1

    @overload
    def __getitem__(self, at: int) -> Moment: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Moment, ...]: ...
    def __getitem__(self, at: Any) -> object:
        places = range(len(self))[at]
        if isinstance(at, slice):
            return tuple(Moment(self._view, place) for place in places)
        return Moment(self._view, places)


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


OFFERED: Mapping[str, object] = {"Run": Run, "backward": backward}
"""What `from gradstep.core import …` finds here."""
