"""How is a graph run again in a microsecond? Compiled once to straight-line code, with the whole record as its answer.

A pass looks up every operation, node and name; for a slider, or for one graph on many examples, that is nearly all of
its time. Here the same arithmetic is written out once, from the templates that the op table keeps (`Op.source`,
`Op.slopes`); rows without templates are called as a pass calls them.

Invariant: float64 leaves give the bits of `run_pass(graph, leaves, strict=False)`: every value, local gradient,
contribution and gradient (tests/core/test_replay.py). This is the only file that runs generated source, and nothing
typed gets into it (replay_source.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from .arrays import Value, shape_of
from .errors import ShapeError
from .graph import CONSTANT, Graph
from .local import Diagonal, Recipe
from .passes import Locals, Pass, given_values, run_pass, seed
from .replay_source import Layout, Source, write_source


class Replay:
    """A graph compiled for running again; compiling takes milliseconds, each run microseconds."""

    def __init__(self, graph: Graph) -> None:
        self.graph: Graph = graph
        self.source: Source = write_source(graph)
        self.cells: Callable[..., tuple[Any, ...]] = _compiled(self.source, self._slowly)
        """cells(*leaves): values, local gradients, contributions, gradients: whatever had to be computed, each once.

        Leaves are floats and float arrays in the order of `graph.leaves`, unchecked; behind them the upstream gradient
        may follow. What is equal to another number by its nature (the contribution of a sum is its upstream gradient)
        has no cell of its own: `source.layout` tells where everything stands in `row`. Outside a domain there is inf
        or nan, never an exception.
        """

    def row(self, *leaves: Value) -> tuple[Any, ...]:
        """Leaves, upstream gradient, constants, slopes that are numbers, then cells: what a layout counts through."""
        return (*leaves, *self.source.fixed, *self.cells(*leaves))

    def record(self, leaves: Mapping[str, Value], upstream: Value | None = None) -> Pass:
        """The whole record at named leaves: what `run_pass(graph, leaves, upstream, strict=False)` answers.

        Raises GraphError for a missing leaf, UnknownNameError for an extra one, ShapeError for a shape that differs.
        """
        graph, fixed = self.graph, self.source.fixed
        values = given_values(graph, leaves)
        ordered = [values[leaf.id] for leaf in graph.leaves]
        start = seed(graph, fixed[0], upstream)
        return self._pass((*ordered, start, *fixed[1:], *self.cells(*ordered, start)))

    def batch(self, leaves: Mapping[str, Value], upstream: Value = 1.0) -> Batch:
        """Every example of a scalar graph at once: one vector a node, with an entry for each example.

        A leaf is one number that all examples share, or a vector. Raises GraphError for a node that is no number of
        its own example, ShapeError for vectors that are not equally long, and what `record` raises for names.
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
    def _batch(self) -> Callable[..., tuple[Any, ...]]:
        return _compiled(self._batched, self._slowly)

    def _slowly(self, start: Value, *leaves: Value) -> tuple[Any, ...]:
        """The cells of an ordinary pass."""
        names = [leaf.id for leaf in self.graph.leaves]
        record = run_pass(self.graph, dict(zip(names, leaves, strict=True)), start, strict=False)
        layout, found = self.source.layout, dict[int, Any]()
        found |= _placed(layout.values, record.values) | _placed(layout.contributions, record.contributions)
        found |= _placed(layout.gradients, record.gradients) | _placed(layout.recipes, record.locals)
        for id, places in layout.slopes.items():
            slopes = [recipe.slope for recipe in record.locals[id] if isinstance(recipe, Diagonal)]
            found |= dict(zip(places, slopes, strict=True))
        start = len(leaves) + len(self.source.fixed)
        return tuple(found[place] for place in range(start, start + len(self.source.made)))

    def _pass(self, row: tuple[Any, ...]) -> Pass:
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
    """The record of a scalar graph for `count` examples: every quantity is a vector with an entry for each."""

    graph: Graph
    layout: Layout
    count: int
    row: tuple[Any, ...]

    def value(self, id: str) -> Value:
        """The values of a node."""
        return self._at(self.layout.values[id])

    def local(self, child: str, slot: int) -> Value:
        """The local gradients on an edge; only of nodes on which the output depends."""
        return self._at(self.layout.slopes[child][slot])

    def contribution(self, child: str, slot: int) -> Value:
        """What travels along an edge: upstream × local, example by example."""
        return self._at(self.layout.contributions[child, slot])

    def gradient(self, id: str) -> Value:
        """The gradients of each example's own output."""
        return self._at(self.layout.gradients[id])

    def total(self, id: str) -> float:
        """The gradient of the sum of all outputs with respect to a leaf that the examples share."""
        return float(self.gradient(id).sum())

    def record(self, example: int) -> Pass:
        """The record of one example, cut out of this one and not computed again."""
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


def _placed(places: Mapping[K, int], numbers: Mapping[K, Any]) -> dict[int, Any]:
    """What stands in each cell, by what it belongs to: a node or an edge."""
    return {place: numbers[key] for key, place in places.items()}


def _compiled(source: Source, slowly: Callable[..., tuple[Any, ...]]) -> Callable[..., tuple[Any, ...]]:
    """The function that the source defines; `slowly` answers for it where Python's floats raise."""
    names = {**source.bound, "slowly": slowly}
    exec(compile(source.text, "<replay>", "exec"), names)  # noqa: S102 (see the invariant in the module docstring)
    return names["replay"]
