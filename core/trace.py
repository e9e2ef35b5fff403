"""What is visible at a moment of a pass? A prefix of its events: nothing is stored a second time.

A pass over a graph is a fixed sequence of events: `Computed` for each operation in node order, `Seeded` at the
output, then `Flowed` for each edge in reverse node order, slots from left to right. Cursor t stands after event t; 0 is
the start, where leaves and constants are visible. A value is visible iff its event is at or before the cursor, and a
partial gradient is the sum of the contributions so far. So stepping back is `cursor - 1`, and seeking costs no more
than the fan-out of the node that is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from .arrays import Value
from .graph import Edge, Graph
from .passes import Pass


class Computed(NamedTuple):
    """The value of `node` was computed."""

    node: str


class Seeded(NamedTuple):
    """The upstream gradient arrived at the output."""

    node: str


class Flowed(NamedTuple):
    """upstream × local travelled from `child` to its parent in `slot`."""

    child: str
    slot: int
    parent: str


TraceEvent = Computed | Seeded | Flowed


@dataclass(frozen=True, eq=False)
class Timetable:
    """When everything happens in a pass over `graph`; it depends on the structure alone."""

    graph: Graph

    @cached_property
    def events(self) -> tuple[TraceEvent, ...]:
        """All events; the cursor after event number t (from 1) is t."""
        computed = [Computed(node.id) for node in self.graph.operations]
        flowed = [
            Flowed(node.id, slot, parent)
            for node in reversed(self.graph.operations)
            for slot, parent in enumerate(node.parents)
            if self.graph.flows(Edge(parent, node.id, slot))
        ]
        return (*computed, Seeded(self.graph.output), *flowed)

    @cached_property
    def turn(self) -> int:
        """The cursor at which forward is over and backward has not begun."""
        return len(self.graph.operations)

    @cached_property
    def computed(self) -> Mapping[str, int]:
        """Node id to the cursor at which its value appears; 0 for what is given."""
        given = {node.id: 0 for node in self.graph.nodes if node.is_given}
        return given | {node.id: at for at, node in enumerate(self.graph.operations, 1)}

    @cached_property
    def flowed(self) -> Mapping[tuple[str, int], int]:
        """(child, slot) to the cursor at which its contribution appears."""
        return {(event.child, event.slot): at for at, event in enumerate(self.events, 1) if isinstance(event, Flowed)}

    @cached_property
    def arrivals(self) -> Mapping[str, tuple[Edge, ...]]:
        """Node id to the edges that bring it a contribution, in the order of their events."""
        found: dict[str, list[Edge]] = {node.id: [] for node in self.graph.nodes}
        for event in self.events:
            if isinstance(event, Flowed):
                found[event.parent].append(Edge(event.parent, event.child, event.slot))
        return {id: tuple(edges) for id, edges in found.items()}

    @cached_property
    def complete(self) -> Mapping[str, int]:
        """Node id to the cursor at which its gradient is complete; what is fixed has none.

        What the output does not depend on is complete with the seed: its gradient is zero.
        """
        return {
            node.id: max((self.flowed[edge.child, edge.slot] for edge in self.arrivals[node.id]), default=self.turn + 1)
            for node in self.graph.nodes
            if node.id not in self.graph.fixed
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class Trace:
    """A recorded pass, seen at any cursor."""

    record: Pass

    @cached_property
    def times(self) -> Timetable:
        """When everything happens."""
        return Timetable(self.record.graph)

    @property
    def last(self) -> int:
        """The last cursor."""
        return len(self.times.events)

    def event(self, cursor: int) -> TraceEvent | None:
        """The event that led to this cursor; None at the start."""
        return self.times.events[cursor - 1] if cursor else None

    def value(self, node: str, cursor: int) -> Value | None:
        """The value of a node, or None while it is not computed."""
        return self.record.values[node] if self.times.computed[node] <= cursor else None

    def contribution(self, child: str, slot: int, cursor: int) -> Value | None:
        """upstream × local on an edge, or None while it has not flowed."""
        at = self.times.flowed.get((child, slot))
        return self.record.contributions[child, slot] if at is not None and at <= cursor else None

    def gradient(self, node: str, cursor: int) -> Value | None:
        """The complete gradient of a node, or None while contributions are missing."""
        at = self.times.complete.get(node)
        return self.record.gradients[node] if at is not None and at <= cursor else None

    def partial(self, node: str, cursor: int) -> Value | None:
        """The sum of the contributions so far, added in the order of their events; None before the first."""
        complete = self.gradient(node, cursor)
        if complete is not None:
            return complete
        total: Value | None = None
        for edge in self.times.arrivals[node]:
            arrived = self.contribution(edge.child, edge.slot, cursor)
            if arrived is not None:
                total = arrived if total is None else total + arrived
        return total
