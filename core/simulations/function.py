"""What does a function do to a signal and to a gradient? Its value and its slope, one working point after another.

The slope is the engine's, with a finite difference next to it. If the slope is tiny, zero on both sides, or not defined
at all, the caption says so: saturated, dead, a kink, a jump. Every frame is one working point.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isfinite
from types import MappingProxyType
from typing import cast

from ..answers.receipts import Line, LinesReceipt, Receipt
from ..answers.rounding import Within, reach, within
from ..answers.working import worked
from ..differences import MARKS, Difference, node_difference
from ..errors import SpecError
from ..formula.functions import function_named
from ..formula.limits import FORMULA_LIMITS
from ..formula.parser import parse
from ..formula.tree import Apply, Name, substitute
from ..kinks import remarks_behind
from ..pictures import Curve, CurvesPicture, Picture, PlanePoint, TablePicture, Tangent
from ..words import Message, message
from ..words.numbers import receipt, sentence
from .exact import fraction
from .jumps import overflow, parted
from .knobs import Knobs, knob
from .protocol import Event, Frame
from .reading import formula_text, short
from .rows import Row, Rows
from .run import Run
from .surface import Range, Surface

NAMES = frozenset({"x", "value", "slope"})
MOST_POINTS = 100
SATURATED = 0.01
"""A slope below this, and not zero, lets hardly any gradient through."""
SIDES_DIFFER = 1e-3
"""How far one-sided slopes are apart at a kink, relative to max(1, |slope|); differences err by far less."""


SMOOTH = ("visited", "saturated", "dead")
SLOPES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "sigmoid": ("value*(1 - value)", {"only-complement": "1 - value", "complement-sign": "value*(1 + value)",
                                      "pre-activation": "x*(1 - x)"}),
    "tanh": ("1 - value^2", {"square-forgotten": "1 - value", "complement-sign": "1 + value^2",
                             "pre-activation": "1 - x^2"}),
    "exp": ("value", {"power-rule-on-exp": "x*exp(x - 1)"}),
    "elu": ("value + 1", {}),
    "sqrt": ("1/(2*value)", {"half-forgotten": "1/value", "root-upside-down": "value/2"}),
}  # fmt: skip
"""Functions whose slope one works out from their value, with what goes wrong there; elu on its left side."""


@dataclass(frozen=True, eq=False)
class Visited:
    """A working point: what the engine says there, and what a difference says without it."""

    x: float
    value: float
    slope: float
    difference: Difference | None
    convention: Message | None
    """At a kink or a jump: which slope is taken."""
    overflow: str = ""
    """The operation whose result is larger than any number of the machine, if there is one."""

    @property
    def kind(self) -> str:
        """What is special about the point; `visited` where nothing is."""
        if self.overflow and not (isfinite(self.value) and isfinite(self.slope)):
            return "overflow"
        if not isfinite(self.value):
            return "outside"
        if self.difference is None:
            return "visited"
        sides = [float(self.difference.left), float(self.difference.right)]
        steepest = max(abs(side) for side in sides)
        # A jump of the value, over a step of 1e-5, looks like a slope that no kink has; sign jumps on both sides.
        if self.convention is not None and steepest * self.difference.step > SATURATED:
            return "jump"
        if self.convention is not None and abs(sides[0] - sides[1]) > SIDES_DIFFER * max(1.0, steepest):
            return "kink"
        if self.slope == 0.0 and sides == [0.0, 0.0]:
            return "dead"
        return "saturated" if 0.0 < abs(self.slope) < SATURATED else "visited"


def function_text(given: object) -> str:
    """A formula of one variable; a bare name such as `relu` is that function of x. Raises SpecError."""
    text = formula_text(given).strip()
    return f"{text}(x)" if text.isidentifier() and function_named(text) is not None else text


def working_points(given: object) -> tuple[float, ...]:
    """Numbers to visit, in order. Raises SpecError."""
    if isinstance(given, str) or not isinstance(given, Sequence) or not 1 <= len(given) <= MOST_POINTS:
        raise SpecError("function.points", got=short(given))
    return tuple(float(fraction(x)) for x in cast("Sequence[object]", given))


class FunctionKnobs(Knobs, frozen=True):
    """The settings of a function and its working points."""

    # fmt: off
    of: str = knob("sigmoid", "function of one variable, or its name", "función de una variable, o su nombre",
        read=function_text)
    points: tuple[float, ...] = knob((-5, -2, 0, 2, 5), "working points", "puntos de trabajo", read=working_points)


class FunctionPoints(Run[int, FunctionKnobs]):
    """A function of one variable, visited point by point; a state is how many points were visited."""

    described = {
        "en": "A function of one variable: one frame a working point, with value, slope and what is special there.",
        "es": "Una función de una variable: un cuadro por punto de trabajo, con valor, pendiente y lo especial de él.",
    }
    example = MappingProxyType({"of": "relu", "points": (-2, 0, 3)})

    @cached_property
    def surface(self) -> Surface:
        """The function."""
        surface = Surface(self.settings.of)
        if len(surface.variables) != 1:
            raise SpecError("function.of", got=self.settings.of)
        return surface

    @property
    def names(self) -> frozenset[str]:
        return NAMES

    def start(self, settings: FunctionKnobs) -> int:
        _ = self.surface
        return 0

    def advance(self, state: int, settings: FunctionKnobs) -> int | None:
        return state + 1 if state < len(settings.points) else None

    def visited(self, cursor: int) -> Visited:
        """The working point of a frame that is not the first."""
        x = self.settings.points[cursor - 1]
        record, name = self.surface.visit((x,)), self.surface.variables[0]
        value, slope = float(record.values[self.surface.graph.output]), float(record.gradients[name])
        difference = node_difference(record, name) if isfinite(value) else None
        convention = None if difference is None else next(iter(remarks_behind(record, self.surface.variables[0])), None)
        return Visited(x, value, slope, difference, convention, overflow(record))

    def show(self, state: int) -> Mapping[str, object]:
        if not state:
            return {}
        here = self.visited(state)
        return {"x": here.x, "value": here.value, "slope": here.slope}

    def event(self, state: int) -> Event:
        return Event(self.visited(state).kind, self.surface.name, f"point {state}")

    def frame(self, cursor: int) -> Frame:
        """As in every run; but all three quantities are news, for each point is computed anew."""
        frame = super().frame(cursor)
        if frame.event is None:
            return frame
        return replace(frame, event=replace(frame.event, news=("x", "value", "slope")))

    def say(self, state: int, settings: FunctionKnobs) -> Message:
        name, count = self.surface.name, len(settings.points)
        if not state:
            return message("function.start", name=name, formula=settings.of, count=count)
        here = self.visited(state)
        told = {"x": self.surface.variables[0], "at": sentence(here.x), "value": sentence(here.value)}
        told |= {"slope": sentence(here.slope), "op": here.overflow}
        if here.kind == "kink" and here.difference is not None:
            sides = {"left": sentence(here.difference.left), "right": sentence(here.difference.right)}
            return message("function.kink", **told, **sides, rule=here.convention)
        return message(f"function.{here.kind}", **told)

    @property
    def given(self) -> Collection[str]:
        return (self.surface.name, *self.surface.variables)

    def written(self, quantity: str) -> str:
        name, x = self.surface.name, self.surface.variables[0]
        return {"x": x, "value": name, "slope": f"∂{name}/∂{x}"}.get(quantity, quantity)

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        if not cursor:
            return None
        here, x = self.visited(cursor), self.surface.variables[0]
        lines = [
            Line(
                message("function.receipt-value"),
                f"{self.settings.of} = {receipt(here.value)}; {x} = {here.x:g}",
                of="value",
            ),
            Line(message("function.receipt-slope"), self._slope_worked(cursor) or receipt(here.slope)),
        ]
        if here.difference is not None and here.kind in ("kink", "jump"):
            sides = f"{receipt(here.difference.left)} | {receipt(here.difference.right)}"
            lines.append(Line(message("function.receipt-sides"), sides, here.convention))
        elif here.difference is not None:
            lines.append(Line(message("function.receipt-difference"), self._quotient(here, here.difference)))
        return LinesReceipt(tuple(lines))

    def _slope_worked(self, cursor: int) -> str:
        """The slope over the value, where there is such a formula."""
        rows = self.rows(cursor, "slope")
        if rows is None or not rows.has_formula("slope"):
            return ""
        found = rows.working("slope")
        return f"{found.symbols} = {found.text}"

    def _quotient(self, here: Visited, difference: Difference) -> str:
        """(f(x + h) - f(x - h)) / 2h with its numbers."""
        h = difference.step
        ahead, behind = self.surface.value((here.x + h,)), self.surface.value((here.x - h,))
        quotient = worked("(a - b)/h", a=ahead, b=behind, h=2 * h)
        return f"{quotient} {MARKS[difference.confirms(here.slope)]}".rstrip()

    def rows(self, cursor: int, quantity: str) -> Rows | None:
        """The formula as it was typed, part by part, and its slope: of a bare function over its value, as by hand."""
        if not cursor:
            return None
        here, formula = self.visited(cursor), parse(self.settings.of, limits=FORMULA_LIMITS)
        *parts, whole = formula.definitions
        names = {self.surface.variables[0]: "x", **{part.name or "": f"part.{part.name}" for part in parts}}
        trees = {names[part.name or ""]: part.tree for part in parts} | {"value": whole.tree}
        renamed = {old: Name(new) for old, new in names.items()}
        made = [Row(name, substitute(tree, renamed)) for name, tree in trees.items()]
        bare = whole.tree.op if isinstance(whole.tree, Apply) and is_bare(whole.tree) and not parts else ""
        is_worked = here.kind in SMOOTH and not (bare == "elu" and here.x > 0)
        slope, slips = SLOPES.get(bare, ("", {})) if is_worked else ("", {})
        made.append(Row("slope", slope, {"not-differentiated": "value", **slips, **_other_sides(here)}))
        written = {new: old for old, new in names.items()} | {"value": self.surface.name}
        return Rows({"x": here.x, "slope": here.slope}, made, lambda name: written.get(name, name))

    def within(self, cursor: int, quantity: str) -> Within | None:
        """As from the rows; what the engine alone knows moves with the digits of x."""
        found = super().within(cursor, quantity)
        if found is not None or not cursor or quantity != "slope":
            return found
        at = {"x": self.visited(cursor).x}
        return within(lambda moves: reach(lambda moved: self.surface.gradient((moved["x"],))[0], at, moves))

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        count, x = len(self.settings.points), self.surface.variables[0]
        seen = [self.visited(at) for at in range(1, cursor + 1)]
        rows = [(here.x, here.value, here.slope) for here in seen]
        rows += [(at, None, None) for at in self.settings.points[cursor:]]
        table = TablePicture((x, "value", "slope"), tuple(rows), cursor - 1 if cursor else None)
        known = [here for here in seen if isfinite(here.value)]
        marks = [
            PlanePoint(here.x, here.value, str(at), at == cursor) for at, here in enumerate(seen, 1) if here in known
        ]
        # The slope curve would tell what is still to be found out: until the end there are only the points of it.
        curves = (self._curve, self._slope_curve) if cursor == count else (self._curve,)
        return table, CurvesPicture(
            x, self.surface.name, curves, tuple(marks), tangent=_tangent(seen, self.written("slope"))
        )

    @cached_property
    def _range(self) -> Range:
        points = self.settings.points
        return min(points) - 1.0, max(points) + 1.0

    @cached_property
    def _curve(self) -> Curve:
        points = self.surface.curve(self._range)
        return Curve(self.surface.name, parted(points, lambda x: self.surface.value((x,))))

    @cached_property
    def _slope_curve(self) -> Curve:
        points = self.surface.slopes(self._range)
        name = f"∂{self.surface.name}/∂{self.surface.variables[0]}"
        return Curve(name, parted(points, lambda x: self.surface.gradient((x,))[0]))


def _tangent(seen: Sequence[Visited], name: str) -> Tangent | None:
    """The slope at the newest point, where there is exactly one."""
    if not seen or seen[-1].kind not in SMOOTH:
        return None
    return Tangent(seen[-1].x, seen[-1].value, seen[-1].slope, name, "slope")


def is_bare(tree: Apply) -> bool:
    """Is it a function of the variable itself, with nothing around, inside or beside it?"""
    return len(tree.arguments) == 1 and isinstance(tree.arguments[0], Name) and not tree.attributes


def _other_sides(here: Visited) -> Mapping[str, str]:
    """The slopes at a kink that are not the one that is taken; a difference errs in the fifth decimal."""
    if here.kind != "kink" or here.difference is None:
        return {}
    sides = [round(float(side), 4) for side in (here.difference.left, here.difference.right)]
    others = [side for side in dict.fromkeys(sides) if side != here.slope]
    return {f"slope-one-everywhere{':other' * place}": str(side) for place, side in enumerate(others)}
