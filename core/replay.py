"""How is a graph run again in a microsecond? Compiled once to straight-line code that returns the whole record.

A pass looks up every operation, node and name. For a slider, or for one graph and many examples, that takes nearly all
its time. Here the same arithmetic is written out once, from the templates in the op table (`Op.source`, `Op.slopes`);
operations without templates are called just as a pass calls them.

Invariant: for float64 leaves every value, local gradient, contribution and gradient has the bits of
`run_pass(graph, leaves, strict=False)` (tests/core/test_replay.py). This is the only file that runs generated source,
and nothing that anybody typed gets into it (replay_source.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from .arrays import Value, shape_of
from .errors import ShapeError
from .graph import CONSTANT, Graph
from .local import Diagonal, Recipe
from .passes import Locals, Pass, given_values, run_pass, upstream_or_ones
from .replay_source import Layout, Source, write_source


class Replay:
    """A graph compiled to be run again and again: compiling takes milliseconds, a run microseconds."""

    def __init__(self, graph: Graph) -> None:
        self.graph: Graph = graph
        self.source: Source = write_source(graph)
        self.cells: Callable[..., tuple[Value, ...]] = _compiled(self.source, self._slowly)
        """cells(*leaves) are the values, local gradients, contributions and gradients, each number computed once.

        Leaves are floats and float arrays in the order of `graph.leaves`, unchecked; the upstream gradient may follow
        them. Numbers that are always equal share a cell: what a sum sends to its inputs is its own upstream gradient.
        `source.layout` tells where in `row` everything is. Outside a domain there is inf or nan, never an exception.
        """

    def row(self, *leaves: Value) -> tuple[Value, ...]:
        """What a layout numbers: leaves, upstream gradient, constants, slopes that never change, then cells."""
        return (*leaves, *self.source.fixed, *self.cells(*leaves))

    def record(self, leaves: Mapping[str, Value], upstream: Value | None = None) -> Pass:
        """The whole record for named leaves, the same as `run_pass(graph, leaves, upstream, strict=False)`.

        Raises GraphError for a missing leaf, UnknownNameError for one too many, ShapeError for a wrong shape.
        """
        graph, fixed = self.graph, self.source.fixed
        values = given_values(graph, leaves)
        ordered = [values[leaf.id] for leaf in graph.leaves]
        start = upstream_or_ones(graph, fixed[0], upstream)
        return self._pass((*ordered, start, *fixed[1:], *self.cells(*ordered, start)))

    def batch(self, leaves: Mapping[str, Value], upstream: Value = 1.0) -> Batch:
        """All examples of a scalar graph at once: a vector for each node, with an entry for each example.

        A leaf is a vector, or one number that all examples share. Raises GraphError for a node that is not one number
        for each example, ShapeError for vectors of different lengths, and for names whatever `record` raises.
        """
        graph, source = self.graph, self._batched
        shared = given_values(graph, {name: 0.0 if shape_of(value) else value for name, value in leaves.items()})
        given = [np.asarray(leaves[id], dtype=float) for id in shared if id in leaves]
        count = _examples(graph, given)
        start = len(given)
        table = np.empty((start + 1 + len(graph.constants), count))
        for at, value in enumerate([*given, upstream, *graph.constants.values()]):
            table[at] = value
        rows = tuple(table)
        return Batch(
            graph, source.layout, count, (*rows, *source.fixed[1 + len(graph.constants) :], *self._batch(*rows))
        )

    @cached_property
    def _batched(self) -> Source:
        return write_source(self.graph, batch=True)

    @cached_property
    def _batch(self) -> Callable[..., tuple[object, ...]]:
        return _compiled(self._batched, self._slowly)

    def _slowly(self, start: Value, *leaves: Value) -> tuple[object, ...]:
        """The same cells, out of an ordinary pass."""
        names = [leaf.id for leaf in self.graph.leaves]
        record = run_pass(self.graph, dict(zip(names, leaves, strict=True)), start, strict=False)
        layout, found = self.source.layout, dict[int, object]()
        found |= _placed(layout.values, record.values) | _placed(layout.contributions, record.contributions)
        found |= _placed(layout.gradients, record.gradients) | _placed(layout.recipes, record.locals)
        for id, places in layout.slopes.items():
            slopes = [recipe.slope for recipe in record.locals[id] if isinstance(recipe, Diagonal)]
            found |= dict(zip(places, slopes, strict=True))
        start = len(leaves) + len(self.source.fixed)
        return tuple(found[place] for place in range(start, start + len(self.source.made)))

    def _pass(self, row: tuple[Value, ...]) -> Pass:
        layout, graph = self.source.layout, self.graph
        values = {id: row[place] for id, place in layout.values.items()}
        recipes = {id: row[place] for id, place in layout.recipes.items()}
        for id, places in layout.slopes.items():
            node = graph.nodes[graph.position[id]]
            shapes = [graph.nodes[graph.position[parent]].shape for parent in node.parents]
            recipes[id] = tuple(
                [Diagonal(row[place], shape, node.shape) for place, shape in zip(places, shapes, strict=True)]
            )
        return Pass(
            graph,
            values,
            locals=Locals(graph, values, recipes),
            contributions={edge: row[place] for edge, place in layout.contributions.items()},
            gradients={id: row[place] for id, place in layout.gradients.items()},
            upstream=row[len(graph.leaves)],
        )


K = TypeVar("K")


@dataclass(frozen=True, eq=False)
class Batch:
    """The record of a scalar graph for `count` examples: every quantity is a vector, with an entry for each of them."""

    graph: Graph
    layout: Layout
    count: int
    row: tuple[Value, ...]

    def value(self, id: str) -> Value:
        """The values of a node."""
        return self._at(self.layout.values[id])

    def local(self, child: str, slot: int) -> Value:
        """The local gradients on an edge; they exist only for nodes that the output depends on."""
        return self._at(self.layout.slopes[child][slot])

    def contribution(self, child: str, slot: int) -> Value:
        """upstream × local, example by example: what travels along an edge."""
        return self._at(self.layout.contributions[child, slot])

    def gradient(self, id: str) -> Value:
        """The gradient of each example's own output."""
        return self._at(self.layout.gradients[id])

    def total(self, id: str) -> float:
        """The gradient of the sum of all outputs with respect to a leaf that all examples share."""
        return float(self.gradient(id).sum())

    def record(self, example: int) -> Pass:
        """The record of one example, cut out of this one without computing anything again."""
        given = [node for node in self.graph.nodes if node.is_given]
        values = {node.id: float(self.value(node.id)[example]) for node in self.graph.nodes}
        values |= {node.id: node.attributes["value"] for node in given if node.op == CONSTANT}
        recipes: dict[str, tuple[Recipe, ...]] = {
            id: tuple([Diagonal(float(self._at(place)[example])) for place in places])
            for id, places in self.layout.slopes.items()
        }
        return Pass(
            self.graph,
            values,
            locals=Locals(self.graph, values, recipes),
            contributions={edge: float(self._at(at)[example]) for edge, at in self.layout.contributions.items()},
            gradients={id: float(self._at(at)[example]) for id, at in self.layout.gradients.items()},
            upstream=float(self.row[len(self.graph.leaves)][example]),
        )

    def _at(self, place: int) -> Value:
        return np.broadcast_to(self.row[place], (self.count,))


def _examples(graph: Graph, given: Sequence[Value]) -> int:
    """How many examples there are: the length of every vector. Raises ShapeError."""
    counts = {value.shape for value in given if value.ndim}
    if len(counts) > 1 or any(len(shape) > 1 for shape in counts):
        shapes = {leaf.id: list(value.shape) for leaf, value in zip(graph.leaves, given, strict=True) if value.ndim}
        raise ShapeError("replay.uneven-examples", got=", ".join(f"{id} {shape}" for id, shape in shapes.items()))
    return counts.pop()[0] if counts else 1


def _placed(places: Mapping[K, int], numbers: Mapping[K, object]) -> dict[int, object]:
    """Cell to number, for numbers that belong to nodes or to edges."""
    return {place: numbers[key] for key, place in places.items()}


def _compiled(source: Source, slowly: Callable[..., tuple[object, ...]]) -> Callable[..., tuple[object, ...]]:
    """The function that the source defines; it calls `slowly` where Python's floats would raise."""
    names = {**source.bound, "slowly": slowly}
    exec(compile(source.text, "<replay>", "exec"), names)  # noqa: S102 (see the invariant in the module docstring)
    return names["replay"]
