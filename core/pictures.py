"""What can a frame show? A closed set of pictures, as data.

A picture holds structure and numbers, never characters: each face draws it in its own way. What changes between two
frames of a simulation (values, gradients, the active edge) is kept apart from what must stay where it is (the diagram),
so a layout is made once, and a step only changes symbols in fixed places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from .words import Message

Direction = Literal["forward", "backward"]
Label = str | Message
"""A name as in formulas, or a word that each language has its own version of."""


@dataclass(frozen=True)
class Box:
    """A node as it is drawn."""

    id: str
    title: str
    """What is written into the upper border: `w0`, `m0 *`, `den +1`."""
    given: bool = False
    """Is it given? Then it has round corners; operations have square ones."""
    swappable: bool = False
    """May a drawing swap the two inputs, because the operation is commutative?"""
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
    values: Mapping[str, object]
    """Node id to number or array; a node that is not in it has no value yet."""
    gradients: Mapping[str, object]
    """Node id to the gradient so far; complete unless the id is in `partial`."""
    locals: Mapping[tuple[str, int], object] = field(default_factory=dict[tuple[str, int], object])
    """(child, slot) to the local gradient, for elementwise operations."""
    partial: frozenset[str] = frozenset()
    """The nodes that are still waiting for contributions."""
    active: tuple[str, int] | None = None
    """(child, slot) of the edge that the event of this frame used."""
    direction: Direction | None = None
    focus: str | None = None
    """The node that received something in this frame."""


@dataclass(frozen=True, eq=False)
class TablePicture:
    """Rows of numbers with one that is current: a truth table, the record of a perceptron run."""

    columns: tuple[Label, ...]
    rows: tuple[tuple[object, ...], ...]
    """One cell for each column: a number (a Fraction in exact runs), a text, or None as long as it is not known."""
    current: int | None = None
    """The row that the event of this frame made."""
    widest: tuple[object, ...] = ()
    """For each column, the widest cell of the whole run, if we know it: columns keep that width."""


@dataclass(frozen=True)
class PlanePoint:
    """A point, drawn as a text such as its label `0` or `1`."""

    x: float
    y: float
    text: str
    current: bool = False
    kind: int | None = None
    """The place of its class among the classes, which have a shape and a colour each; 1 is the side above 0."""
    is_wrong: bool = False
    is_held: bool = False
    """Is it taken for another class than its own? Is it held out of the training?"""


@dataclass(frozen=True)
class PlaneLine:
    """The line a·x + b·y + c = 0; `before` is the line as it was before the event."""

    a: float
    b: float
    c: float
    before: bool = False
    has_sides: bool = False
    """Do its sides mean something, such as the two classes? Then they are shaded."""


@dataclass(frozen=True)
class PlaneArrow:
    """A vector from one point to another, such as the weights of a perceptron or a principal direction."""

    start: tuple[float, float]
    end: tuple[float, float]
    name: str = ""


@dataclass(frozen=True, eq=False)
class PlaneField:
    """A number at every point of the plane, such as the output of a network; its sign makes two regions."""

    values: object
    """An array, its first row at the top of the plane, its first column at the left, evenly spaced over the ranges."""
    margin: float = 0.0
    """Numbers up to this size count as 0, and make an empty channel between the regions."""
    full: float = 1.0
    """Numbers from this size on have the strongest shade."""


@dataclass(frozen=True, eq=False)
class PlanePicture:
    """Points and lines in a plane; its ranges stay the same for a whole run, so that nothing jumps."""

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
    classes: tuple[Label, ...] = ()
    """The names of the classes, told beside the title with their shapes."""


@dataclass(frozen=True)
class Curve:
    """A named series of (x, y), in the order of x; gaps are NaN."""

    name: Label
    points: tuple[tuple[float, float], ...]
    has_end: bool = False
    """Is its newest value of interest? Then it is written at its end, where there is room."""


@dataclass(frozen=True)
class Band:
    """What lies between two curves over the same places: (x, low, high), in the order of x."""

    name: Label
    edges: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Tangent:
    """The straight line that touches a curve at a point: its slope there is a gradient."""

    x: float
    y: float
    slope: float
    name: Label
    """What the slope is: `∂f/∂x`."""
    quantity: str
    """The quantity that the slope is, which may be asked for."""


@dataclass(frozen=True)
class CurvesPicture:
    """Curves over one axis, with points marked by their own text."""

    x_name: Label
    y_name: Label
    curves: tuple[Curve, ...]
    points: tuple[PlanePoint, ...] = ()
    log: bool = False
    """Is the vertical axis logarithmic? Then only positive numbers are drawn."""
    bands: tuple[Band, ...] = ()
    now: float | None = None
    """Where on the horizontal axis this frame is, drawn as a vertical line."""
    x_range: tuple[float, float] | None = None
    """Fixed ends of the horizontal axis, for curves that grow from frame to frame."""
    y_range: tuple[float, float] | None = None
    title: Label = ""
    tangent: Tangent | None = None
    """Drawn as a short stroke through its point, with its slope told above."""


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
    cells: tuple[tuple[object, ...], ...]
    """Rows from top to bottom: numbers, short texts, or None for what is not known yet."""
    window: Window | None = None
    """The cells that the event of this frame reads or makes."""
    shades: bool = False
    """Is it an image? Then cells are shades from `low` to `high`, not numbers."""
    low: float = 0.0
    high: float = 1.0
    note: Label = ""
    """What is written below it: `sum 67`."""
    sign: str = ""
    """What is written between this grid and the next: `*`, `=`, `→`."""
    row_names: tuple[Label, ...] = ()
    column_names: tuple[Label, ...] = ()
    widest: float | None = None
    """The widest number of the whole run, if we know it: cells keep that width in all frames."""


@dataclass(frozen=True, eq=False)
class GridPicture:
    """Grids side by side, in reading order; where there is no room they go on in the next line."""

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
    """Is it hidden because the learner is being asked for it?"""


@dataclass(frozen=True)
class BarsPicture:
    """Bars one below the other, on one scale that stays the same for a whole run."""

    title: Label
    bars: tuple[Bar, ...]
    largest: float
    """The size that fills the whole width."""


@dataclass(frozen=True, eq=False)
class NeuronLayer:
    """A column of neurons, with their outputs."""

    name: Label
    neurons: tuple[Label, ...]
    values: tuple[float | None, ...]
    gradients: tuple[float | None, ...] = ()
    biases: tuple[float | None, ...] = ()
    """The bias of each neuron; empty if there are none."""


@dataclass(frozen=True, eq=False)
class NetworkPicture:
    """Neurons in layers, and the weights between two layers, a row for each neuron of the later one."""

    layers: tuple[NeuronLayer, ...]
    weights: tuple[object, ...]
    """One matrix for each pair of neighbouring layers, of shape (later, earlier)."""
    direction: Direction | None = None
    focus: int | None = None
    """The layer that the event of this frame computed."""


@dataclass(frozen=True)
class CodePicture:
    """Pseudo-code, and the line that the event of this frame carried out."""

    lines: tuple[Label, ...]
    """Lines of code, indented by blanks."""
    current: int | None = None
    values: tuple[tuple[str, object], ...] = ()
    """The variables, as they are after the current line."""


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
