"""What can be seen at a moment of a pass? What the events so far have brought; nothing is stored a second time.

A pass over a graph is a fixed sequence of events: `Computed` for each operation in node order, `Seeded` at the output,
then `Flowed` for each edge in reverse node order, slots from left to right. Cursor t is the moment after event t; at
cursor 0, the start, only what is given can be seen. A value is visible once its event has happened, and a partial
gradient is the sum of the contributions so far. So stepping back is `cursor - 1`, and to look up a gradient at any
moment takes at most one addition for each child of its node.
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
    """The upstream gradient arrived at the output, which is `node`."""

    node: str


class Flowed(NamedTuple):
    """upstream × local travelled from `child` to `parent`, its input in `slot`."""

    child: str
    slot: int
    parent: str


TraceEvent = Computed | Seeded | Flowed


@dataclass(frozen=True, eq=False)
class Timetable:
    """When what happens in a pass over `graph`; no values are needed to know that."""

    graph: Graph

    @cached_property
    def events(self) -> tuple[TraceEvent, ...]:
        """All events, in order; after the t-th of them, counted from 1, the cursor is t."""
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
        """The cursor at which the forward pass is over and the backward pass has not begun."""
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
        """Node id to the cursor at which its gradient is complete; fixed nodes have none.

        Where the output does not depend on a node, its gradient is zero, and complete as soon as the output is seeded.
        """
        return {
            node.id: max((self.flowed[edge.child, edge.slot] for edge in self.arrivals[node.id]), default=self.turn + 1)
            for node in self.graph.nodes
            if node.id not in self.graph.fixed
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class Trace:
    """A recorded pass that can be looked at from any cursor."""

    record: Pass

    @cached_property
    def times(self) -> Timetable:
        """When what happens."""
        return Timetable(self.record.graph)

    @property
    def last(self) -> int:
        """The last cursor."""
        return len(self.times.events)

    def event(self, cursor: int) -> TraceEvent | None:
        """The event that led to this cursor; None at the start."""
        return self.times.events[cursor - 1] if cursor else None

    def value(self, node: str, cursor: int) -> Value | None:
        """The value of a node, or None until it is computed."""
        return self.record.values[node] if self.times.computed[node] <= cursor else None

    def contribution(self, child: str, slot: int, cursor: int) -> Value | None:
        """upstream × local on an edge, or None until it has flowed."""
        at = self.times.flowed.get((child, slot))
        return self.record.contributions[child, slot] if at is not None and at <= cursor else None

    def gradient(self, node: str, cursor: int) -> Value | None:
        """The gradient of a node, or None until it is complete."""
        at = self.times.complete.get(node)
        return self.record.gradients[node] if at is not None and at <= cursor else None

    def partial(self, node: str, cursor: int) -> Value | None:
        """The contributions so far, added up in the order in which they arrived; None before the first."""
        complete = self.gradient(node, cursor)
        if complete is not None:
            return complete
        total: Value | None = None
        for edge in self.times.arrivals[node]:
            arrived = self.contribution(edge.child, edge.slot, cursor)
            if arrived is not None:
                total = arrived if total is None else total + arrived
        return total
