"""What does a graph look like as straight-line code? Text, with one line for each number that has to be computed.

    v7 = v5 + v6            the value of node 7, from the template of its row
    s9_0 = 1.0/v9           a local gradient, unless it is a number we have already
    d5_1 = g5*v0            a contribution: upstream × local on the edge into slot 1 of node 5
    g2 = d7_0 + d5_1        a gradient to which several edges contribute

Invariant: the text is made of positional names, finite numbers written by `repr`, and templates from the op table; of
nothing else, and of nothing that anybody typed. Every sum has the order it has in a pass, so a replay has its bits.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from contextvars import Context
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from .arrays import Shape, Value, unbroadcast
from .errors import GraphError
from .graph import Edge, Graph, Node
from .ops import OPS
from .ops.shaping import elementwise

_ATOM = re.compile(r"[a-z]\w*|-?\d\.0")
"""A name, or a number such as the slope 1.0: nothing is left to compute."""
_NUMBER = re.compile(r"-?\d\.0")
_NUMPY = re.compile(r"\bnp\.(\w+)")
MOST_ADDED = 100
"""Terms in one line: Python reads a sum as deeply nested as it is long."""


@dataclass(frozen=True, eq=False)
class Layout:
    """Where in a row of numbers each quantity is."""

    values: Mapping[str, int]
    slopes: Mapping[str, tuple[int, ...]]
    """Node id to the places of its local gradients, for nodes that were written from a template."""
    recipes: Mapping[str, int]
    """Node id to the place of its tuple of recipes, for nodes that need recipes."""
    contributions: Mapping[tuple[str, int], int]
    gradients: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class Source:
    """A function as text, and what its names stand for."""

    text: str
    bound: Mapping[str, object]
    """The names that the text uses but does not define: functions of rows, arrays of the graph."""
    fixed: tuple[Value, ...]
    """What follows the leaves in a row: the upstream gradient, the constants, numbers such as the slope 1."""
    made: tuple[str, ...]
    """What follows those: the names of the numbers that the function returns."""
    layout: Layout


def write_source(graph: Graph, *, batch: bool = False) -> Source:
    """The source of `replay(*leaves, seed=…, *constants)`, which returns everything it has to compute.

    With `batch`, every number is a vector with an entry for each example. Raises GraphError for a node that cannot be
    computed entry by entry then.
    """
    writer = _Writer(graph, batch)
    writer.write()
    return writer.source()


def is_elementwise(node: Node) -> bool:
    """Does each entry of the node depend only on the entries in the same place?"""
    return OPS[node.op].shape is elementwise


@dataclass(eq=False)
class _Writer:
    """Writes one function; lives as long as that takes."""

    graph: Graph
    batch: bool
    lines: list[str] = field(default_factory=list[str])
    made: list[str] = field(default_factory=list[str])
    """The names that the lines define: what the function returns."""
    bound: dict[str, object] = field(default_factory=lambda: {"unbroadcast": unbroadcast, "errstate": np.errstate})
    slopes: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    recipes: dict[str, str] = field(default_factory=dict[str, str])
    contributions: dict[tuple[str, int], str] = field(default_factory=dict[tuple[str, int], str])
    gradients: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        nodes = self.graph.operations
        written = [OPS[node.op].source and OPS[node.op].slopes and node.shape == () for node in nodes]
        self.quiet: bool = not self.batch and all(written)
        """Is it all numbers and templates? Then silencing NumPy's functions one by one is faster than silencing all."""
        self.calm: Context = Context()
        # NumPy keeps its error state in a context variable: one call in a context costs a thirtieth of np.errstate
        self.calm.run(np.seterr, all="ignore")

    def write(self) -> None:
        graph = self.graph
        templates: dict[str, dict[str, str]] = {}
        for node in graph.operations:
            templates[node.id] = self._names(node)
            self._value(node, templates[node.id])
        arrived: dict[str, list[str]] = {graph.output: ["seed"]}
        for node in reversed(graph.operations):
            if node.id in arrived:
                self._locals(node, templates[node.id])
                self._backward(node, arrived)
        for node in graph.nodes:
            if node.id in arrived:
                self._gradient(node.id, arrived)
        for id in graph.ignored:
            self.gradients[id] = self._zeros(graph.node(id).shape, id)

    def source(self) -> Source:
        """The function made of the lines, and where its numbers are."""
        graph = self.graph
        leaves, constants = [self._of(leaf.id) for leaf in graph.leaves], [self._of(id) for id in graph.constants]
        self.bound["upstream"] = np.ones(graph.node(graph.output).shape) if graph.node(graph.output).shape else 1.0
        given = {f"k{name}": value for name, value in zip(constants, graph.constants.values(), strict=True)}
        self.bound.update(given)
        signature = [*leaves, "seed=upstream", *(f"{name}=k{name}" for name in constants)]
        text = self._text(leaves, signature)
        numbers = sorted({atom for atom in self._atoms() if _NUMBER.fullmatch(atom)})
        zeros = sorted({atom for atom in self._atoms() if atom.startswith("z")})
        fixed = (self.bound["upstream"], *given.values(), *map(float, numbers), *(self.bound[name] for name in zeros))
        place = {atom: at for at, atom in enumerate([*leaves, "seed", *constants, *numbers, *zeros, *self.made])}
        return Source(text, self.bound, fixed, tuple(self.made), self._layout(place))

    def _text(self, leaves: list[str], signature: list[str]) -> str:
        answer = f"return ({', '.join(self.made)}{',' if len(self.made) == 1 else ''})"
        opening, indent = ["    try:"], " " * 8
        if not self.quiet:
            opening, indent = ["    try:", "        with errstate(all='ignore'):"], " " * 12
        body = [indent + line for line in (*self.lines, answer)]
        # Python's floats raise at a division by zero, where NumPy, and so a pass, gives inf
        rescue = ["    except ArithmeticError:", f"        return slowly(seed, {', '.join(leaves)})", ""]
        return "\n".join([f"def replay({', '.join(signature)}):", *opening, *body, *rescue])

    def _layout(self, place: Mapping[str, int]) -> Layout:
        return Layout(
            values={node.id: place[self._of(node.id)] for node in self.graph.nodes},
            slopes={id: tuple(place[atom] for atom in atoms) for id, atoms in self.slopes.items()},
            recipes={id: place[name] for id, name in self.recipes.items()},
            contributions={edge: place[atom] for edge, atom in self.contributions.items()},
            gradients={id: place[atom] for id, atom in self.gradients.items()},
        )

    def _atoms(self) -> list[str]:
        slopes = [atom for atoms in self.slopes.values() for atom in atoms]
        return [*slopes, *self.contributions.values(), *self.gradients.values()]

    def _of(self, id: str) -> str:
        """The name of a node's value."""
        return f"v{self.graph.position[id]}"

    def _let(self, name: str, expression: str) -> str:
        """The name under which the value of an expression can be found; no line for what exists already."""
        if _ATOM.fullmatch(expression):
            return expression
        self.lines.append(f"{name} = {expression}")
        self.made.append(name)
        return name

    def _names(self, node: Node) -> dict[str, str]:
        """What the placeholders in the row's templates stand for; empty if its templates cannot be used."""
        row = OPS[node.op]
        numbers = [value for value in node.attributes.values() if type(value) is not float or not math.isfinite(value)]
        if self.batch and (node.shape != () or not is_elementwise(node)):
            raise GraphError("replay.not-one-number", node=node.id, op=node.op)
        if row.source is None or row.slopes is None or numbers:
            return {}
        names = {letter: self._of(parent) for letter, parent in zip(row.inputs, node.parents, strict=True)}
        return {**names, **{name: f"({value!r})" for name, value in node.attributes.items()}, "out": self._of(node.id)}

    def _filled(self, template: str, names: Mapping[str, str], shape: Shape) -> str:
        """A template filled with names; NumPy's functions get short names too, because `np.` would be looked up."""
        calls = _NUMPY.findall(template)
        for call in calls:
            function = getattr(np, call)
            self.bound[f"np_{call}"] = partial(self.calm.run, function) if self.quiet else function
        expression = _NUMPY.sub(r"np_\1", template).format_map(names)
        # NumPy returns numbers of its own kind, which are slower to compute with in Python
        return f"float({expression})" if calls and shape == () and not self.batch else expression

    def _value(self, node: Node, names: Mapping[str, str]) -> None:
        name, source = self._of(node.id), OPS[node.op].source
        if names and source:
            expression = self._filled(source, names, node.shape)
        else:
            expression = f"{self._function('f', node, OPS[node.op].forward)}({self._inputs(node)})"
        self.lines.append(f"{name} = {expression}")
        self.made.append(name)

    def _locals(self, node: Node, names: Mapping[str, str]) -> None:
        at, slopes = self.graph.position[node.id], OPS[node.op].slopes
        if names and slopes:
            self.slopes[node.id] = tuple(
                self._let(f"s{at}_{slot}", self._filled(slope, names, node.shape)) for slot, slope in enumerate(slopes)
            )
            return
        call = f"{self._function('r', node, OPS[node.op].local)}({self._of(node.id)}, {self._inputs(node)})"
        if self.batch:
            self.lines.append(f"q{at} = {call}")
            self.slopes[node.id] = tuple(
                self._let(f"s{at}_{slot}", f"q{at}[{slot}].slope") for slot in range(len(node.parents))
            )
        elif OPS[node.op].vjp is None:
            self.recipes[node.id] = self._let(f"q{at}", call)

    def _backward(self, node: Node, arrived: dict[str, list[str]]) -> None:
        at, upstream = self.graph.position[node.id], self._gradient(node.id, arrived)
        for slot, parent in enumerate(node.parents):
            if not self.graph.flows(Edge(parent, node.id, slot)):
                continue
            expression = self._downstream(node, slot, upstream)
            name = self.contributions[node.id, slot] = self._let(f"d{at}_{slot}", expression)
            arrived.setdefault(parent, []).append(name)

    def _downstream(self, node: Node, slot: int, upstream: str) -> str:
        """upstream × local: multiplied here where the local gradient is a slope, otherwise by the node's own recipe."""
        if node.id not in self.slopes:
            row = OPS[node.op]
            if row.vjp is None:
                return f"{self.recipes[node.id]}[{slot}].vjp({upstream})"
            vjp = self._function("b", node, row.vjp)
            return f"{vjp}({slot}, {upstream}, {self._of(node.id)}, {self._inputs(node)})"
        slope = self.slopes[node.id][slot]
        product = upstream if slope == "1.0" else f"{upstream}*{slope}"
        shape = self.graph.node(node.parents[slot]).shape
        return product if shape == node.shape else f"unbroadcast({product}, {shape})"

    def _gradient(self, id: str, arrived: Mapping[str, list[str]]) -> str:
        """The sum of what has arrived, in the order of arrival."""
        if id not in self.gradients:
            name, parts = f"g{self.graph.position[id]}", arrived[id]
            self.gradients[id] = self._let(name, " + ".join(parts[:MOST_ADDED]))
            for start in range(MOST_ADDED, len(parts), MOST_ADDED):
                self.lines.append(f"{name} = {' + '.join((name, *parts[start : start + MOST_ADDED]))}")
        return self.gradients[id]

    def _zeros(self, shape: Shape, id: str) -> str:
        if shape == ():
            return "0.0"
        name = f"z{self.graph.position[id]}"
        self.bound[name] = np.zeros(shape)
        return name

    def _inputs(self, node: Node) -> str:
        return ", ".join(self._of(parent) for parent in node.parents)

    def _function(self, letter: str, node: Node, function: Callable[..., object]) -> str:
        """The name under which the code calls the function that a pass would call."""
        name = f"{letter}{self.graph.position[node.id]}"
        self.bound[name] = partial(function, **node.attributes) if node.attributes else function
        return name
