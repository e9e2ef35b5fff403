"""What went wrong in a run or a pass, where first, and why? Findings from its frames, each with the way to its cause.

A finding is something that a number shows: it is not finite, a gradient is exactly 0, tiny or huge, a unit is flat for
all its examples. From there, clues lead upstream, each being the cause of the one before: through the graph of a pass,
and from a run into the update where it happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..arrays import Numbers
from ..errors import GradstepError
from ..words import Message, message
from ..words.numbers import receipt
from .protocol import Simulation, Unit
from .tracing.view import AroundPass, PassView
from .tracing.wording import formula_text, numbers_text

Kind = Literal["not-finite", "exploded", "vanished", "zero", "dead", "saturated"]
KINDS: tuple[Kind, ...] = ("not-finite", "exploded", "dead", "zero", "vanished", "saturated")
"""What is looked for, the gravest first."""
HUGE, TINY = 1e6, 1e-7
"""Sizes of a gradient beyond which it counts as exploded, and below which as vanished."""
FLAT = 0.05
"""The part of its steepest slope below which a unit counts as saturated."""
MOST_CLUES = 12


@dataclass(frozen=True)
class Finding:
    """One kind of failure."""

    kind: Kind
    subject: str
    """The quantity or the unit that shows it first."""
    first: int
    """The first frame in which it shows."""
    now: tuple[str, ...]
    """The quantities or units that show it in the last frame looked at."""


@dataclass(frozen=True)
class Clue:
    """One link of the way to a cause."""

    said: Message
    cursor: int
    """The frame in which it can be seen."""
    opened: str = ""
    """The quantity through which the level below is entered, where the clue lies there."""


def examine(
    simulation: Simulation, upto: int, stop: Callable[[], bool] | None = None, since: int = 0
) -> tuple[Finding, ...]:
    """The first frame of every kind of failure from `since` on, and what shows it in the last frame looked at."""
    first: dict[Kind, tuple[str, int]] = {}
    last = simulation.reach(upto, stop)
    for cursor in range(min(since, last), last + 1):
        frame = simulation.frame(cursor)
        names: Iterable[str] = frame.quantities if frame.event is None else frame.event.news
        for kind, name in _shown(simulation, cursor, names):
            first.setdefault(kind, (name, cursor))
        if stop is not None and stop():
            break
    now: dict[Kind, list[str]] = {}
    for kind, name in _shown(simulation, last, simulation.frame(last).quantities):
        now.setdefault(kind, []).append(name)
    return tuple(Finding(kind, *first[kind], tuple(now.get(kind, ()))) for kind in KINDS if kind in first)


def _shown(simulation: Simulation, cursor: int, names: Iterable[str]) -> Iterator[tuple[Kind, str]]:
    """Every failure that these quantities and the units of a frame show."""
    quantities = simulation.frame(cursor).quantities
    for name in names:
        kind = _failure(name, quantities[name]) if name in quantities else None
        if kind is not None:
            yield kind, name
    for unit in simulation.units(cursor):
        slopes = np.abs(np.asarray(unit.slopes, dtype=float))
        if slopes.size and slopes.max() < FLAT * unit.steepest:
            yield _flatness(unit, slopes), unit.name


def _flatness(unit: Unit, slopes: Numbers) -> Kind:
    """A unit without any slope is dead if its activation is flat somewhere; otherwise it only rounds to 0."""
    return "saturated" if np.any(slopes) or not unit.has_flat_part else "dead"


def _failure(name: str, value: object) -> Kind | None:
    """What is wrong with a quantity, or None."""
    try:
        sizes = np.abs(np.asarray(value, dtype=float))
    except (TypeError, ValueError):
        return None
    if not np.isfinite(sizes).all():
        return "not-finite"
    if not name.startswith("grad.") or not sizes.size:
        return None
    largest = sizes.max()
    if largest > HUGE:
        return "exploded"
    return "zero" if largest == 0.0 else "vanished" if largest < TINY else None


def trail(simulation: Simulation, finding: Finding) -> tuple[Clue, ...]:
    """The clues from a finding to its cause, each the cause of the one before; empty where nothing is below."""
    if isinstance(simulation, AroundPass):
        simulation = simulation.inside
    if isinstance(simulation, PassView):
        return tuple(_in_pass(simulation, finding))[:MOST_CLUES]
    return tuple(_in_run(simulation, finding))[:MOST_CLUES]


def _in_run(simulation: Simulation, finding: Finding) -> Iterator[Clue]:
    """The update that brought it, opened: the clues of the same failure in there."""
    called = simulation.label(finding.subject) if finding.subject in simulation.names else finding.subject
    for cursor in (finding.first - 1, finding.first):
        for opened in simulation.frame(cursor).zooms if cursor >= 0 else ():
            try:
                below = simulation.zoom(cursor, opened)
            except GradstepError:
                continue
            wanted = (finding.kind, "exploded") if finding.kind == "not-finite" else (finding.kind,)
            inside = next((f for f in examine(below, below.reach(10**9)) if f.kind in wanted), None)
            if inside is not None:
                yield Clue(message("detective.update", cursor=cursor, subject=called), cursor)
                for clue in trail(below, inside):
                    yield Clue(clue.said, cursor, opened)
                return
    if finding.first > 0:
        yield Clue(message("detective.update", cursor=finding.first - 1, subject=called), finding.first - 1)


def _in_pass(simulation: PassView, finding: Finding) -> Iterator[Clue]:
    kind, _, rest = finding.subject.partition(".")
    if finding.kind in ("dead", "saturated"):
        yield from _flat_unit(simulation, finding.kind, finding.subject)
    elif kind == "value":
        yield from _not_finite_value(simulation, rest)
    elif kind in ("local", "contribution"):
        child, _, slot = rest.rpartition(".")
        yield from _edge(simulation, finding.kind, child, int(slot))
    else:
        yield from _gradient(simulation, finding.kind, rest)


def _flat_unit(simulation: PassView, kind: Kind, node: str) -> Iterator[Clue]:
    """A flat unit is flat because of what it was given."""
    trace = simulation.trace
    parent = trace.record.graph.node(node).parents[0]
    told = {"unit": node, "parent": parent, "value": _size(trace.record.values[parent])}
    yield Clue(message(f"detective.{kind}-unit", **told), trace.times.computed[node])
    if parent in trace.times.computed:
        numbers = f"{parent} = {formula_text(trace, parent)} = {numbers_text(trace, parent)}"
        yield Clue(message("detective.made-of", numbers=numbers, value=told["value"]), trace.times.computed[parent])


def _not_finite_value(simulation: PassView, node: str) -> Iterator[Clue]:
    """Upstream through the values until the operation whose inputs were all finite."""
    trace = simulation.trace
    values, times = trace.record.values, trace.times.computed
    while True:
        parents = trace.record.graph.node(node).parents
        bad = next((parent for parent in parents if not np.isfinite(values[parent]).all()), None)
        if bad is None:
            break
        yield Clue(message("detective.came-in", node=node, parent=bad), times.get(node, 0))
        node = bad
    if not trace.record.graph.node(node).is_given:
        numbers = f"{node} = {formula_text(trace, node)} = {numbers_text(trace, node)}"
        yield Clue(message("detective.born", numbers=numbers), times[node])


def _gradient(simulation: PassView, kind: Kind, node: str) -> Iterator[Clue]:
    """The contribution that decides a gradient, and what is behind it."""
    trace = simulation.trace
    arrivals = trace.times.arrivals.get(node, ())
    if not arrivals:
        if node != trace.record.graph.output:
            yield Clue(message("detective.no-path", node=node, output=simulation.whole), trace.times.complete[node])
        return
    contributions = trace.record.contributions
    weights = [np.abs(np.asarray(contributions[edge.child, edge.slot], dtype=float)) for edge in arrivals]
    sizes = [np.inf if not np.isfinite(weight).all() else weight.max() for weight in weights]
    edge = arrivals[int(np.argmax(sizes))]
    yield from _edge(simulation, kind, edge.child, edge.slot)


def _edge(simulation: PassView, kind: Kind, child: str, slot: int) -> Iterator[Clue]:
    """upstream × local: which factor is to blame? The upstream one is followed, the local one is the cause."""
    trace = simulation.trace
    record, cursor = trace.record, trace.times.flowed[child, slot]
    parent = record.graph.node(child).parents[slot]
    upstream = np.abs(np.asarray(record.gradients[child], dtype=float))
    told = {"child": child, "parent": parent, "upstream": _size(record.gradients[child])}
    if _failure(f"grad.{child}", upstream) == kind:
        yield Clue(message("detective.upstream", **told), cursor)
        yield from _gradient(simulation, kind, child)
        return
    downstream = _size(record.contributions[child, slot])
    yield Clue(message(f"detective.local-{kind}", downstream=downstream, **told), cursor)
    unit = next((unit for unit in simulation.units(trace.last) if unit.name == child), None)
    if unit is not None and kind in ("zero", "vanished"):
        yield from _flat_unit(simulation, _flatness(unit, unit.slopes), child)
    else:
        numbers = f"{child} = {formula_text(trace, child)} = {numbers_text(trace, child)}"
        value = _size(record.values[child])
        yield Clue(message("detective.made-of", numbers=numbers, value=value), trace.times.computed[child])


def _size(value: object) -> str:
    """A number, or the range of an array."""
    array = np.asarray(value, dtype=float)
    if array.ndim == 0:
        return receipt(float(array))
    low, high = float(array.min()), float(array.max())
    return receipt(low) if low == high else f"{receipt(low)} … {receipt(high)}"
