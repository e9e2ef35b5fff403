"""What can a frame show? A closed set of pictures, as data.

A picture holds structure and numbers, never characters: each face draws it with one widget and in one plain
form. What moves between two frames of a simulation (values, gradients, the active edge) is kept apart from what
must not move (the diagram), so that a layout is made once and a step changes symbols inside fixed places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .words import Message

Direction = Literal["forward", "backward"]
Label = str | Message
"""A name as formulas have it, or a word that each language writes in its own way."""


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

    columns: tuple[Label, ...]
    rows: tuple[tuple[Any, ...], ...]
    """One cell a column: a number (Fractions in exact runs), a text, or None while it is not known."""
    current: int | None = None
    """The row that the event of this frame made."""
    widest: tuple[Any, ...] = ()
    """For each column the cell of the whole run that takes most room, where it is known: columns keep that width."""


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
class PlaneArrow:
    """A vector from one point to another, such as the weights of a perceptron or a principal direction."""

    start: tuple[float, float]
    end: tuple[float, float]
    name: str = ""


@dataclass(frozen=True, eq=False)
class PlaneField:
    """A number at every point of the plane, such as the output of a network; its sign makes two regions."""

    values: Any
    """An array, its first row at the top of the plane, its first column at the left, evenly spaced over the ranges."""
    margin: float = 0.0
    """Up to which size a number counts as 0: the empty channel between the regions."""


@dataclass(frozen=True, eq=False)
class PlanePicture:
    """Points and lines in a plane; the ranges stay the same for a whole run, so that nothing jumps."""

    x_name: Label
    y_name: Label
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    points: tuple[PlanePoint, ...]
    lines: tuple[PlaneLine, ...] = ()
    path: tuple[PlanePoint, ...] = ()
    """Where a run has been, its newest point last and current."""
    dots: tuple[tuple[float, float], ...] = ()
    """Points of level curves, close enough to look like curves."""
    field: PlaneField | None = None
    arrows: tuple[PlaneArrow, ...] = ()
    title: Label = ""


@dataclass(frozen=True)
class Curve:
    """A named series of (x, y), in the order of x; gaps are NaN."""

    name: Label
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Band:
    """What lies between two curves over the same places: (x, low, high), in the order of x."""

    name: Label
    edges: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class CurvesPicture:
    """Curves over one axis, with points marked by their own text."""

    x_name: Label
    y_name: Label
    curves: tuple[Curve, ...]
    points: tuple[PlanePoint, ...] = ()
    log: bool = False
    """Is the vertical axis logarithmic? What is not positive is not drawn then."""
    bands: tuple[Band, ...] = ()
    now: float | None = None
    """Where the frame stands on the horizontal axis: a vertical line."""
    x_range: tuple[float, float] | None = None
    """Fixed ends of the horizontal axis, for what grows from frame to frame."""
    y_range: tuple[float, float] | None = None
    title: Label = ""


@dataclass(frozen=True)
class Window:
    """A rectangle of cells of a grid."""

    row: int
    column: int
    height: int = 1
    width: int = 1


@dataclass(frozen=True, eq=False)
class Grid:
    """A matrix, a filter, an image, a glyph: cells in rows and columns."""

    name: Label
    """Its shape is written behind it, unless it is there already: `image` is shown as `image 4×3`."""
    cells: tuple[tuple[Any, ...], ...]
    """Rows from the top: numbers, short texts, or None for what is not known yet."""
    window: Window | None = None
    """The cells that the event of this frame reads or makes."""
    shades: bool = False
    """An image: cells are shown as shades from `low` to `high`, not as numbers."""
    low: float = 0.0
    high: float = 1.0
    note: Label = ""
    """What stands below it: `sum 67`."""
    sign: str = ""
    """What stands between this grid and the next one: `*`, `=`, `→`."""
    row_names: tuple[Label, ...] = ()
    column_names: tuple[Label, ...] = ()
    widest: float | None = None
    """The number of the whole run that takes most room, where it is known: cells keep that width in all frames."""


@dataclass(frozen=True, eq=False)
class GridPicture:
    """Grids side by side, in reading order; they break into further lines where there is no room."""

    grids: tuple[Grid, ...]


@dataclass(frozen=True)
class Bar:
    """A number as a length; its sign is written behind it."""

    name: Label
    value: float | None
    """None while it is not known."""
    current: bool = False
    note: Label = ""
    asked: bool = False
    """Is it not known because it is asked for?"""


@dataclass(frozen=True)
class BarsPicture:
    """Bars under each other on one scale, which stays the same for a whole run."""

    title: Label
    bars: tuple[Bar, ...]
    largest: float
    """The size that fills the whole width."""


@dataclass(frozen=True, eq=False)
class NeuronLayer:
    """A column of neurons with what they put out."""

    name: Label
    neurons: tuple[Label, ...]
    values: tuple[float | None, ...]
    gradients: tuple[float | None, ...] = ()
    biases: tuple[float | None, ...] = ()
    """What is added to the weighted inputs of each neuron; empty where nothing is."""


@dataclass(frozen=True, eq=False)
class NetworkPicture:
    """Neurons in layers, and between two layers the weights, one row a neuron of the later layer."""

    layers: tuple[NeuronLayer, ...]
    weights: tuple[Any, ...]
    """One matrix (later, earlier) fewer than there are layers."""
    direction: Direction | None = None
    focus: int | None = None
    """The layer that the event of this frame computed."""


@dataclass(frozen=True)
class CodePicture:
    """Pseudo-code with the line that the event of this frame carried out."""

    lines: tuple[Label, ...]
    """Indented by blanks at their beginning."""
    current: int | None = None
    values: tuple[tuple[str, Any], ...] = ()
    """The variables, as they are after that line."""


Picture = (
    GraphPicture
    | TablePicture
    | PlanePicture
    | CurvesPicture
    | GridPicture
    | BarsPicture
    | NetworkPicture
    | CodePicture
)
"""The closed set of pictures."""
