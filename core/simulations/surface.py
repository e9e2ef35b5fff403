"""What is a function of a few numbers, to a topic that visits its points? A formula and its graph, built once.

Values and gradients come from the engine, by a pass for each point. Outside the domain of an operation there is NaN or
infinity, never an error: if a run leaves the domain, people should see it leave. Curves and level curves are sampled
here, as data; nothing in this file draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, cast

import numpy as np

from ..arrays import Value
from ..errors import SpecError
from ..formula.build import build
from ..formula.limits import FORMULA_LIMITS
from ..formula.parser import parse
from ..formula.tree import given_names
from ..graph import Graph
from ..passes import Pass, compute, run_pass
from .exact import fraction
from .reading import short

Range = tuple[float, float]
SAMPLES = 121
"""Points of a curve."""
PARTS = (0.1, 0.4, 1.0)
"""Where level curves run, between the lowest value of the window and the start."""
LEVEL_COLUMNS, LEVEL_ROWS = 121, 61
"""The grid in which level curves are searched: finer than the cells of any screen that shows them."""


def ranges(given: object) -> dict[str, Range]:
    """Ranges by variable, `{x: [-11, 11]}`. Raises SpecError."""
    found: dict[str, Range] = {}
    try:
        for name, pair in cast("Mapping[str, Any]", given).items():
            low, high = (float(fraction(end)) for end in pair)
            if not low < high:
                raise ValueError
            found[str(name)] = (low, high)
    except (AttributeError, TypeError, ValueError):
        raise SpecError("descent.view", got=short(given)) from None
    return found


class Surface:
    """A function of `variables`, each a single number, called `name`."""

    def __init__(self, text: str, known: Sequence[str] = ()) -> None:
        """Raises FormulaError for what cannot be read, SpecError for a value that is no single number."""
        formula = parse(text, known=tuple(known), limits=FORMULA_LIMITS)
        self.variables: tuple[str, ...] = given_names(formula)
        self.graph: Graph = build(formula, dict.fromkeys(self.variables, ())).graph
        called = formula.definitions[-1].name or "f"
        self.name: str = called if called not in self.variables else "value"
        if self.graph.node(self.graph.output).shape:
            raise SpecError("descent.scalar", got=text)

    def visit(self, point: Sequence[float]) -> Pass:
        """The engine's pass at a point: one number a variable, in their order."""
        at = {name: float(number) for name, number in zip(self.variables, point, strict=True)}
        return run_pass(self.graph, at, strict=False)

    def value(self, point: Sequence[float]) -> float:
        """The value at a point."""
        return float(self.visit(point).values[self.graph.output])

    def gradient(self, point: Sequence[float]) -> tuple[float, ...]:
        """The gradient at a point, one number a variable."""
        record = self.visit(point)
        return tuple(float(record.gradients[name]) for name in self.variables)

    def curvature(self, point: Sequence[float]) -> float:
        """The largest second derivative at a point along any direction, from differences of the engine's gradients."""
        here = np.asarray(point, dtype=float)
        rows: list[Value] = []
        for place in range(len(here)):
            step = np.zeros(len(here))
            step[place] = 1e-4 * max(1.0, abs(here[place]))
            ahead, behind = (np.asarray(self.gradient(tuple(here + sign * step))) for sign in (1, -1))
            rows.append((ahead - behind) / (2 * step[place]))
        hessian = np.stack(rows)
        if not np.all(np.isfinite(hessian)):
            return float("nan")
        return float(np.linalg.eigvalsh((hessian + hessian.T) / 2)[-1])

    def curve(self, across: Range) -> tuple[tuple[float, float], ...]:
        """(x, value) along the only variable."""
        return tuple((x, self.value((x,))) for x in np.linspace(*across, SAMPLES).tolist())

    def slopes(self, across: Range) -> tuple[tuple[float, float], ...]:
        """(x, slope) along the only variable."""
        return tuple((x, self.gradient((x,))[0]) for x in np.linspace(*across, SAMPLES).tolist())

    def levels(self, across: Range, up: Range, top: float) -> tuple[tuple[float, float], ...]:
        """Level curves of a function of two variables, as points on the lines of a grid.

        They are at PARTS of the way up from the lowest value in the window to `top`.
        """
        xs, ys = np.linspace(*across, LEVEL_COLUMNS), np.linspace(*up, LEVEL_ROWS)
        grid = self._grid(xs, ys)
        if not isfinite(top) or not np.any(np.isfinite(grid)):
            return ()
        low = min(top, float(np.min(grid[np.isfinite(grid)])))
        found: list[tuple[float, float]] = []
        for height in [low + part * (top - low) for part in PARTS]:
            found += [(x, float(y)) for row, y in enumerate(ys) for x in _crossings(xs, grid[row] - height)]
            found += [(float(x), y) for column, x in enumerate(xs) for y in _crossings(ys, grid[:, column] - height)]
        return tuple(found)

    def _grid(self, xs: Value, ys: Value) -> Value:
        """The values on a grid, one row a y. All at once: formulas of single numbers are elementwise."""
        columns, rows = (part.ravel() for part in np.meshgrid(xs, ys))
        given = dict(zip(self.variables, (columns, rows), strict=True))
        with np.errstate(all="ignore"):
            values = compute(self.graph, {**given, **self.graph.constants}, strict=False)[self.graph.output]
        if np.shape(values) != columns.shape:
            values = np.asarray([self.value(point) for point in zip(columns, rows, strict=True)])
        return np.reshape(values, (len(ys), len(xs)))


def _crossings(places: Value, offsets: Value) -> list[float]:
    """Where a sampled function changes sign, between neighbours, by linear interpolation."""
    left, right = offsets[:-1], offsets[1:]
    with np.errstate(all="ignore"):
        at = ((left < 0) != (right < 0)) & np.isfinite(left) & np.isfinite(right)
        shares = left[at] / (left[at] - right[at])
    return (places[:-1][at] + (places[1:] - places[:-1])[at] * shares).tolist()
