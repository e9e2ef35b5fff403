"""How is a graph run again in a microsecond? Compiled once to straight-line code, with the whole record as its answer.

A pass looks up every operation, node and name; for a slider, or for one graph on many examples, that is nearly all of
its time. Here the same arithmetic is written out once, from the templates that the op table keeps (`Op.source`,
`Op.slopes`); rows without templates are called as a pass calls them.

Invariant: float64 leaves give the bits of `run_pass(graph, leaves, strict=False)`: every value, local gradient,
contribution and gradient (tests/core/test_replay.py). This is the only file that runs generated source, and nothing
typed gets into it (replay_source.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import Context
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from .arrays import Value, shape_of
from .errors import ShapeError
from .graph import Graph
from .local import Diagonal, Recipe
from .passes import Pass, given_values, run_pass, seed
from .replay_source import Layout, Source, write_source

_QUIET = Context()
_QUIET.run(np.seterr, all="ignore")
# NumPy keeps its error state in a context variable: running in a copy of this one takes a tenth of np.errstate's time


class Replay:
    """A graph compiled for running again; compiling takes milliseconds, each run microseconds."""

    def __init__(self, graph: Graph) -> None:
        self.graph: Graph = graph
        self.source: Source = write_source(graph)
        self._run: Callable[..., tuple[Any, ...]] = _compiled(self.source)

    def cells(self, *leaves: Value) -> tuple[Any, ...]:
        """Values, local gradients, contributions and gradients: whatever had to be computed, each number once.

        `leaves` are floats and float arrays in the order of `graph.leaves`, unchecked. What is equal to another number
        by its nature (the contribution of a sum is its upstream gradient) has no cell of its own: `source.layout`
        tells where everything stands in `row`. Outside a domain there is inf or nan, never an exception.
        """
        try:
            return _QUIET.copy().run(self._run, *leaves)
        except ArithmeticError:
            return self._passed(leaves)

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
        try:
            cells = _QUIET.copy().run(self._run, *ordered, start)
        except ArithmeticError:
            return run_pass(graph, leaves, upstream, strict=False)
        return self._pass((*ordered, start, *fixed[1:], *cells))

    def batch(self, leaves: Mapping[str, Value], upstream: Value = 1.0) -> Batch:
        """Every example of a scalar graph at once: one vector a node, with an entry for each example.

        A leaf is one number that all examples share, or a vector. Raises GraphError for a node that is no number of
        its own example, ShapeError for vectors that are not equally long, and what `record` raises for names.
        """
        graph, source = self.graph, self._batched
        shared = given_values(graph, {name: 0.0 if shape_of(value) else value for name, value in leaves.items()})
        given = [np.asarray(leaves.get(id, value), dtype=float) for id, value in shared.items() if id in leaves]
        count = _examples(graph, given)
        start = len(given)
        table = np.empty((start + 1 + len(graph.constants), count))
        for at, value in enumerate([*given, upstream, *graph.constants.values()]):
            table[at] = value
        rows = tuple(table)
        cells = _QUIET.copy().run(self._run_batch, *rows)
        return Batch(graph, source.layout, count, (*rows, *source.fixed[len(rows) - start :], *cells))

    @cached_property
    def _batched(self) -> Source:
        return write_source(self.graph, batch=True)

    @cached_property
    def _run_batch(self) -> Callable[..., tuple[Any, ...]]:
        return _compiled(self._batched)

    def _passed(self, leaves: tuple[Value, ...]) -> tuple[Any, ...]:
        """The cells of an ordinary pass: Python's floats raise where NumPy divides by zero."""
        names = [leaf.id for leaf in self.graph.leaves]
        record = run_pass(self.graph, dict(zip(names, leaves, strict=True)), strict=False)
        layout, found = self.source.layout, dict[int, Any]()
        for places, numbers in (
            (layout.values, record.values),
            (layout.contributions, record.contributions),
            (layout.gradients, record.gradients),
            (layout.recipes, record.locals),
        ):
            found |= {place: numbers[key] for key, place in places.items()}  # type: ignore[index]
        for id, places in layout.slopes.items():
            recipes = record.locals[id]
            found |= {place: recipes[slot].slope for slot, place in enumerate(places)}  # type: ignore[union-attr]
        start = len(leaves) + len(self.source.fixed)
        return tuple(found[place] for place in range(start, start + len(self.source.made)))

    def _pass(self, row: tuple[Any, ...]) -> Pass:
        layout, graph = self.source.layout, self.graph
        return Pass(
            graph,
            values={id: row[place] for id, place in layout.values.items()},
            locals={node.id: _recipes(graph, layout, row, node.id) for node in graph.operations},
            contributions={edge: row[place] for edge, place in layout.contributions.items()},
            gradients={id: row[place] for id, place in layout.gradients.items()},
            upstream=row[len(graph.leaves)],
        )
