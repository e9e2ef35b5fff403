"""At which points must an answer be compared? Drawn ones of several sizes and signs, and some on every side of an edge.

An edge (edges.py) may lie far from where anything would be drawn: `relu(x - 7)`, `sqrt(x^2 - 49)`. So along each
variable we look for where the edge takes a few small values of either sign, first on a grid that spans many orders of
magnitude, then between two neighbours of it. A point is kept if the formula exists there and no digits get lost; one
where digits are lost because something is saturated is kept apart, for the comparison of what differs grossly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Array, Numbers, Places, Shape, Truths, Value
from ..formula.evaluator import evaluate
from ..formula.tree import Formula, Tree, names_of
from ..local import Diagonal
from ..passes import Pass
from .edges import CURVED, edges_of

if TYPE_CHECKING:
    from .derivative import DerivativeQuestion, Trial

SCALES = (0.3, 1.0, 2.5, 6.0)
"""Sizes of the points drawn; about a quarter of them stay below each."""
DRAWN = 480
"""Points drawn for a formula of single numbers; those that are sound are kept, and compared all at once."""
ENOUGH = 60
"""With this many sound points we stop looking for more."""
ROUNDS = 3
BASES = 4
"""Points from which an edge is looked for along each variable."""
LEVELS = (-4.0, -1.5, -0.4, -0.05, 0.0, 0.05, 0.4, 1.5, 4.0)
"""Values of an edge near which points are wanted; where it is 0, points are taken a little to either side."""
ASIDE = (-0.3, -0.03, -0.003, 0.003, 0.03, 0.3)
PLACES = 20
"""Places kept for an edge, a level and a variable."""
MANY = 24
"""With more pairs of an edge and a variable than this, each edge is looked for along one variable, at a few levels."""
FEW_LEVELS = (-1.5, -0.05, 0.0, 0.05, 1.5)
FEW_PLACES = 3
MOST = 960
"""Points kept at most."""
_HALF = np.geomspace(1e-6, 1e6, 48)
GRID = np.concatenate([-_HALF[::-1], _HALF])
PARTS = np.linspace(0.0, 1.0, 17)
REFINEMENTS = 5
LARGEST = 1e12
SMALLEST = 1e-6
NEAR_A_KINK = 1e-5
LOST = 1e-8
"""A sum this small, compared with its terms, has lost half of its digits."""
LARGEST_EXPONENT = 12.0
SATURATED = (5.0, 12.0, np.inf)
"""Beyond this an operation is saturated; the next limit holds where the one before leaves too few points."""
LEAST = 12
Points = dict[str, Array]


@dataclass(frozen=True, eq=False)
class Pool:
    """Points where everything is exact enough to compare digits, and `rough` ones where something is saturated."""

    points: Points
    rough: Points
    positive: frozenset[str]

    @property
    def size(self) -> int:
        """The number of exact points."""
        return int(next(iter(self.points.values())).size)


def find_pool(
    question: DerivativeQuestion, edges: Sequence[Tree], positive: frozenset[str], *, count: int = DRAWN
) -> Pool:
    """The points for a formula of single numbers, with those around `edges`."""
    drawn = draw_numbers(question.names, positive, count)
    for name, value in question.at.items():
        drawn[name][0] = value
    points, whole = drawn, question.trial(drawn)
    good = is_sound(question, whole)
    for _ in range(ROUNDS if edges else 0):
        near = _near_edges(question, edges, _bases(points, whole, good), positive)
        if not near[question.wrt].size:
            break
        points = {name: np.concatenate([values, near[name]]) for name, values in points.items()}
        whole = question.trial(points)
        good = is_sound(question, whole)
        if np.sum(good & _is_tame(whole, SATURATED[0])) >= ENOUGH:
            break
    tames = [good & _is_tame(whole, limit) for limit in SATURATED]
    tame = next((each for each in tames if np.sum(each) >= LEAST), tames[-1])
    return Pool(_kept(points, tame), _kept(points, good & ~tame) if np.any(good & ~tame) else {}, positive)


def _kept(points: Points, good: Truths) -> Points:
    """The points that are good; if these are many, some of them from everywhere."""
    places = np.flatnonzero(good)
    if len(places) > MOST:
        places = places[np.linspace(0, len(places) - 1, MOST).astype(int)]
    return {name: values[places] for name, values in points.items()}


def draw_numbers(names: Sequence[str], positive: frozenset[str], count: int) -> Points:
    """Points of several sizes and both signs; about three in four are positive, because some formulas need that."""
    draw = np.random.default_rng(20_240_607)
    sizes = np.repeat(SCALES, count // len(SCALES))
    found: Points = {}
    for name in names:
        magnitude = draw.uniform(0.05, 1.0, count) * sizes
        sign = np.where(draw.random(count) < 0.5, 1.0, draw.choice([-1.0, 1.0], count))
        found[name] = magnitude if name in positive else magnitude * sign
    return found


def is_sound(question: DerivativeQuestion, trial: Trial) -> Truths:
    """At which points of a trial does everything exist, away from kinks, with digits left?"""
    record = trial.record
    count = int(np.size(trial.at[question.wrt]))
    gradient = np.broadcast_to(record.gradients[question.wrt], count)
    with np.errstate(all="ignore"):
        size = np.abs(gradient)
        gross = np.broadcast_to(gross_gradient(record, question.wrt), count)
        good = np.isfinite(gradient) & (size < LARGEST) & np.isfinite(gross)
        largest = float(np.max(size[good], initial=0.0))
        is_zero = size <= 1e-13 * gross
        good &= is_zero | ((size > SMALLEST * min(1.0, largest)) & (size > LOST * gross))
        for node in record.graph.operations:
            out = np.abs(trial.values[node.id])
            good &= np.isfinite(out) & (out < LARGEST)
            if node.op in ("add", "sub"):
                terms = sum(np.abs(trial.values[parent]) for parent in node.parents)
                good &= (out >= LOST * terms) | (out == 0.0)
        for edge in (edge for part in question.formula.definitions for edge in edges_of(part.tree, kinks_only=True)):
            good &= ~(np.abs(evaluate(edge, trial.values)) < NEAR_A_KINK)
    return good


def gross_gradient(record: Pass, name: str) -> Numbers:
    """The sum of the sizes of all contributions to a gradient: how large it would be if nothing cancelled."""
    gross: dict[str, Numbers] = {record.graph.output: 1.0}
    with np.errstate(all="ignore"):
        for node in reversed(record.graph.operations):
            if node.id not in gross:
                continue
            for recipe, parent in zip(record.locals[node.id], node.parents, strict=True):
                if isinstance(recipe, Diagonal):
                    gross[parent] = gross.get(parent, 0.0) + np.abs(recipe.slope) * gross[node.id]
    return gross.get(name, 0.0)


def _is_tame(trial: Trial, saturated: float) -> Truths:
    """Is every operation far from saturated? Where 1 - s has no digits left, right and wrong answers look the same."""
    tame = np.array(True)
    for node in trial.record.graph.operations:
        if node.op in CURVED:
            limit = max(LARGEST_EXPONENT, saturated) if node.op == "exp" else saturated
            tame = tame & (np.abs(trial.values[node.parents[0]]) < limit)
    return tame


def _bases(points: Points, whole: Trial, good: Truths) -> Points:
    """A few points to start from: sound ones, or those where most of the formula exists."""
    finite = sum(np.isfinite(whole.values[node.id]).astype(int) for node in whole.record.graph.operations)
    order = np.argsort(-(finite + 1000 * good), kind="stable")
    best = order[: max(BASES, int(np.sum(good)))]
    chosen = np.append(0, best[np.linspace(0, len(best) - 1, BASES).astype(int)])
    return {name: values[chosen] for name, values in points.items()}


def _near_edges(question: DerivativeQuestion, edges: Sequence[Tree], bases: Points, positive: frozenset[str]) -> Points:
    """Points near every edge, found along the variables from each of the bases."""
    formula, found = question.formula, list[Points]()
    is_many = len(edges) * len(bases) > MANY
    levels, places = (FEW_LEVELS, FEW_PLACES) if is_many else (LEVELS, PLACES)
    for name, along in _paths(question, edges, is_many).items():
        line = _HALF if name in positive else GRID
        wide = {other: values[:, None] for other, values in bases.items()} | {name: line[None, :]}
        shape = (len(bases[name]), len(line))
        for edge, values in zip(along, _on(formula, along, wide), strict=True):
            for level in levels:
                cells = _cells(np.broadcast_to(values, shape) - level, places)
                if len(cells[0]):
                    found += _between(formula, edge, level, bases, name, line, cells)
    return {name: np.concatenate([np.zeros(0), *(each[name] for each in found)]) for name in bases}


def _paths(question: DerivativeQuestion, edges: Sequence[Tree], is_many: bool) -> dict[str, list[Tree]]:
    """Which edges are looked for along which variable; the variable of the derivative comes first."""
    names = sorted(question.names, key=lambda name: name != question.wrt)
    along: dict[str, list[Tree]] = {name: [] for name in names}
    for edge in edges:
        inside = _names_below(question.formula, edge)
        for name in [name for name in names if name in inside][: 1 if is_many else None]:
            along[name].append(edge)
    return {name: found for name, found in along.items() if found}


def _on(formula: Formula, edges: Sequence[Tree], names: Mapping[str, object]) -> list[Numbers]:
    """The edges at points, by way of the definitions."""
    known = dict(names)
    for definition in formula.definitions:
        if definition.name is not None:
            known[definition.name] = evaluate(definition.tree, known)
    return [evaluate(edge, known) for edge in edges]


def _names_below(formula: Formula, edge: Tree) -> set[str]:
    """The names on which an edge depends, also by way of definitions."""
    inside = set(names_of(edge))
    for definition in reversed(formula.definitions):
        if definition.name in inside:
            inside.update(names_of(definition.tree))
    return inside


def _cells(values: Array, most: int) -> tuple[Places, Places]:
    """Where the sign changes from one place of the grid to the next: bases and places, a few of each base."""
    with np.errstate(all="ignore"):
        changes = np.isfinite(values[:, :-1]) & np.isfinite(values[:, 1:]) & (values[:, :-1] * values[:, 1:] < 0.0)
    base, place = np.nonzero(changes)
    if len(base) > most:
        kept = np.linspace(0, len(base) - 1, most).astype(int)
        base, place = base[kept], place[kept]
    return base, place


def _between(
    formula: Formula, edge: Tree, level: float, bases: Points, name: str, line: Array, cells: tuple[Places, Places]
) -> list[Points]:
    """The points inside the cells where the edge has just this value."""
    base, place = cells
    at = {other: values[base] for other, values in bases.items()}
    low, high = line[place], line[place + 1]
    for _ in range(REFINEMENTS):
        inner = low[:, None] + (high - low)[:, None] * PARTS[None, :]
        wide = {other: values[:, None] for other, values in at.items()} | {name: inner}
        values = np.broadcast_to(_on(formula, [edge], wide)[0], inner.shape) - level
        with np.errstate(all="ignore"):
            first = np.argmax(values[:, :-1] * values[:, 1:] <= 0.0, axis=1)
        rows = np.arange(len(first))
        low, high = inner[rows, first], inner[rows, first + 1]
    if level:
        return [{**at, name: (low + high) / 2.0}]
    size = np.maximum(np.abs(low), 0.01)
    return [{**at, name: low + size * part} for part in ASIDE]


def draw_arrays(
    shapes: Mapping[str, Shape], given: Mapping[str, Value], positive: frozenset[str], *, count: int
) -> Iterator[dict[str, Value]]:
    """Points for a formula with arrays: the given one first, then others like it, of several sizes."""
    draw = np.random.default_rng(20_240_607)
    if set(given) == set(shapes):
        yield dict(given)
    for place in range(count):
        scale = SCALES[place % 3] if place < count // 2 else (8.0, 30.0)[place % 2]
        yield {name: _drawn(draw, shape, scale, given.get(name), name in positive) for name, shape in shapes.items()}


def _drawn(draw: np.random.Generator, shape: Shape, scale: float, given: Value | None, is_positive: bool) -> Value:
    """An array of this shape; where the given one is a target, one of the same kind."""
    if shape and given is not None:
        array = np.asarray(given)
        rows = shape[:-1]
        is_shared = bool(np.all(array >= 0.0) and np.allclose(array.sum(axis=-1), 1.0) and shape[-1] > 1)
        if is_shared and set(np.unique(array)) <= {0.0, 1.0}:
            return np.eye(shape[-1])[draw.integers(0, shape[-1], rows)]
        if is_shared:
            return draw.dirichlet(np.ones(shape[-1]), rows)
        for labels in ((0.0, 1.0), (-1.0, 1.0)):
            if set(np.unique(array)) == set(labels):
                return draw.choice(labels, shape)
    drawn = draw.uniform(0.1, 1.0, shape) * scale
    if not is_positive:
        drawn = drawn * draw.choice([-1.0, 1.0], shape)
    return drawn if shape else float(drawn)
