"""What can a frame show? A closed set of pictures, as data.

A picture holds structure and numbers, never characters: each face draws it with one widget and in one plain
form. What moves between two frames of a simulation (values, gradients, the active edge) is kept apart from what
must not move (the diagram), so that a layout is made once and a step changes symbols inside fixed places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Direction = Literal["forward", "backward"]


@dataclass(frozen=True)
class Box:
    """A node as it is drawn."""

    id: str
    title: str
    """What stands in the upper border: `w0`, `m0 *`, `den +1`."""
    given: bool = False
    """A leaf (round corners); operations have square ones."""
    swappable: bool = False
    """The drawing may swap the two input ports, because the operation is commutative."""
    group: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wire:
    """An edge as it is drawn; `slot` is the position of the parent among the child's inputs."""

    parent: str
    child: str
    slot: int


@dataclass(frozen=True)
class Diagram:
    """The structure of a graph picture: hashable, so that its layout can be kept."""

    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]


@dataclass(frozen=True, eq=False)
class GraphPicture:
    """A computational graph with the values and gradients that are visible in one frame."""

    diagram: Diagram
    values: Mapping[str, Any]
    """Node id to number or array; a node that is missing has no value yet."""
    gradients: Mapping[str, Any]
    """Node id to the gradient so far; complete unless the id is in `partial`."""
    locals: Mapping[tuple[str, int], Any] = field(default_factory=dict[tuple[str, int], Any])
    """(child, slot) to the local gradient, for elementwise operations."""
    partial: frozenset[str] = frozenset()
    """Nodes that still wait for contributions."""
    active: tuple[str, int] | None = None
    """(child, slot) of the edge that the event of this frame used."""
    direction: Direction | None = None
    focus: str | None = None
    """The node that received something in this frame."""


@dataclass(frozen=True, eq=False)
class TablePicture:
    """Rows of numbers with one that is current: a truth table, the record of a perceptron run."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    """One cell a column: a number (Fractions in exact runs), a text, or None while it is not known."""
    current: int | None = None
    """The row that the event of this frame made."""


@dataclass(frozen=True)
class PlanePoint:
    """A point that is drawn as its own text, such as its label `0` or `1`."""

    x: float
    y: float
    text: str
    current: bool = False


@dataclass(frozen=True)
class PlaneLine:
    """The line a·x + b·y + c = 0; `before` is where it stood before the event."""

    a: float
    b: float
    c: float
    before: bool = False


@dataclass(frozen=True)
class PlanePicture:
    """Points and lines in a plane; the ranges stay the same for a whole run, so that nothing jumps."""

    x_name: str
    y_name: str
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    points: tuple[PlanePoint, ...]
    lines: tuple[PlaneLine, ...] = ()
    path: tuple[PlanePoint, ...] = ()
    """Where a run has been, its newest point last and current."""
    dots: tuple[tuple[float, float], ...] = ()
    """Points of level curves, close enough to look like curves."""


@dataclass(frozen=True)
class Curve:
    """A named series of (x, y), in the order of x; gaps are NaN."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class CurvesPicture:
    """Curves over one axis, with points marked by their own text."""

    x_name: str
    y_name: str
    curves: tuple[Curve, ...]
    points: tuple[PlanePoint, ...] = ()
    log: bool = False
    """Is the vertical axis logarithmic? What is not positive is not drawn then."""


Picture = GraphPicture | TablePicture | PlanePicture | CurvesPicture
"""The closed set of pictures."""
