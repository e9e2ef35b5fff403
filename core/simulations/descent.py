"""How does a function lead to its minimum? Update after update, each against the gradient of the point before.

x ← x - η·∂f/∂x for every variable at once, or the rule of another optimiser on the same gradient. The gradient comes
from the engine: one graph, one pass an update. Nothing promises that f falls; a run whose numbers leave the finite ones
ends with the event `diverged`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import isfinite
from types import MappingProxyType
from typing import Any

import numpy as np

from ..answers.receipts import Line, LinesReceipt, Receipt
from ..arrays import Value
from ..errors import PlaceError, SpecError
from ..learning.optimisers import OPTIMISERS, Optimiser, first_vector, updated
from ..pictures import Curve, CurvesPicture, Picture, PlanePicture, PlanePoint, TablePicture
from ..words import Message, message
from ..words.numbers import receipt, sentence
from .exact import fraction
from .graph import GraphSimulation, formula_text, values
from .protocol import Event, Knob, Simulation, Spec
from .run import Run
from .surface import Range, Surface, ranges

METHODS: Mapping[str, str] = MappingProxyType({"gd": "sgd", **{name: name for name in OPTIMISERS if name != "sgd"}})
"""Method to the row of the optimisers that does it."""
TABLE_ROWS = 200
PATH_POINTS = 20
"""How many of the newest points the pictures number."""
LOOKED_AT = 12
"""Updates that decide what the pictures show; they stay within three times the start."""


@dataclass(frozen=True, eq=False)
class DescentState:
    """Where the run is after `t` updates, the function and its gradient there, and where it came from."""

    t: int
    vector: Value
    """The state of the optimiser: the point, its moments, the count of updates."""
    point: tuple[float, ...]
    f: float
    gradient: tuple[float, ...]
    before: tuple[float, ...] | None = None
    f_before: float = 0.0

    @property
    def is_finite(self) -> bool:
        """Can there be another update?"""
        return all(isfinite(number) for number in (*self.point, self.f, *self.gradient))


def rate(given: Any) -> float:
    """A rate as a number: 0.21, or a text such as `1/4`. Raises SpecError."""
    return float(fraction(given))


def _fixed(name: str, default: float, en: str, es: str) -> Knob:
    """A knob of an optimiser."""
    return Knob(name, default, {"en": en, "es": es}, effect="next", read=rate, low=0, high=1)


class Descent(Run[DescentState]):
    """A function of one or two variables, walked down."""

    described = {
        "en": "Gradient descent on a function of one or two variables: one frame an update.",
        "es": "Descenso por gradiente en una función de una o dos variables: un cuadro por actualización.",
    }
    example = MappingProxyType({"formula": "(x^2 + 10*y^2)/2", "at": {"x": 10.0, "y": 1.0}, "rate": 0.21})
    knobs = (
        Knob("formula", "(x^2 + 10*y^2)/2", {"en": "function of one or two variables",
             "es": "función de una o dos variables"}, read=formula_text),
        Knob("at", MappingProxyType({"x": 10.0, "y": 1.0}), {"en": "start", "es": "inicio"}, step=0.5,
             entries=True, read=values),
        Knob("rate", 0.1, {"en": "rate η", "es": "tasa η"}, effect="next", read=rate, low=0, high=1000, step=0.01),
        Knob("method", "gd", {"en": "update rule", "es": "regla de actualización"}, choices=tuple(METHODS)),
        Knob("updates", 20, {"en": "limit of updates", "es": "límite de actualizaciones"}, low=1, high=100_000, step=1),
        _fixed("momentum", 0.9, "β of momentum and nesterov", "β de momentum y nesterov"),
        _fixed("rho", 0.9, "ρ of rmsprop", "ρ de rmsprop"),
        _fixed("beta1", 0.9, "β1 of adam", "β1 de adam"),
        _fixed("beta2", 0.999, "β2 of adam", "β2 de adam"),
        _fixed("epsilon", 1e-8, "ε below the quotient", "ε en el denominador"),
        Knob("view", MappingProxyType({}), {"en": "what the picture shows of each variable",
             "es": "lo que muestra el dibujo de cada variable"}, read=ranges),
    )  # fmt: skip

    @cached_property
    def surface(self) -> Surface:
        """The function."""
        at = self.settings["at"]
        surface = Surface(self.settings["formula"], tuple(at))
        numbers = all(isinstance(value, float) for value in at.values())
        if set(surface.variables) != set(at) or not 1 <= len(at) <= 2 or not numbers:
            raise SpecError("descent.start-values", got=sorted(at), wanted=list(surface.variables))
        return surface

    @property
    def names(self) -> frozenset[str]:
        own = self.surface.variables
        return frozenset({*own, self.surface.name, *(f"grad.{v}" for v in own), *(f"step.{v}" for v in own)})

    def start(self, settings: Mapping[str, Any]) -> DescentState:
        point = tuple(settings["at"][name] for name in self.surface.variables)
        return self._arrived(0, first_vector(np.asarray(point), _rule(settings)), point)

    def _arrived(self, t: int, vector: Value, point: tuple[float, ...]) -> DescentState:
        record = self.surface.visit(point)
        gradient = tuple(float(record.gradients[name]) for name in self.surface.variables)
        return DescentState(t, vector, point, float(record.values[self.surface.graph.output]), gradient)

    def advance(self, state: DescentState, settings: Mapping[str, Any]) -> DescentState | None:
        if state.t >= settings["updates"] or not state.is_finite:
            return None
        row = _rule(settings)
        knobs = {name: settings[name] for name in row.knobs}
        parts = ((0, len(state.point), np.asarray(state.gradient)),)
        with np.errstate(all="ignore"):
            vector = updated(row, state.vector, parts, settings["rate"], knobs)
        point = tuple(float(number) for number in vector[: len(state.point)])
        return replace(self._arrived(state.t + 1, vector, point), before=state.point, f_before=state.f)

    def show(self, state: DescentState) -> Mapping[str, Any]:
        own = self.surface.variables
        shown: dict[str, Any] = dict(zip(own, state.point, strict=True)) | {self.surface.name: state.f}
        shown |= {f"grad.{name}": slope for name, slope in zip(own, state.gradient, strict=True)}
        for name, now, then in zip(own, state.point, state.before or (), strict=False):
            shown[f"step.{name}"] = now - then
        return shown

    def event(self, state: DescentState) -> Event:
        return Event(_what(state), self.surface.name, f"update {state.t}")

    def say(self, state: DescentState, settings: Mapping[str, Any]) -> Message:
        pairs = zip(self.surface.variables, state.point, strict=True)
        told = {"point": ", ".join(f"{name} = {sentence(number)}" for name, number in pairs)}
        told |= {"f": self.surface.name, "now": sentence(state.f), "before": sentence(state.f_before)}
        if state.before is None:
            return message("descent.start", rate=f"{settings['rate']:g}", **told)
        return message(f"descent.{_what(state)}", t=state.t, **told)

    def zooms(self, state: DescentState) -> tuple[str, ...]:
        return (self.surface.name, *(f"grad.{name}" for name in self.surface.variables)) if state.is_finite else ()

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """The graph of the function at this frame's point: the gradient with which the next update is made."""
        state = self.state(cursor)
        if quantity not in self.zooms(state):
            raise PlaceError("place.nothing-below", quantity=quantity, cursor=cursor)
        at = dict(zip(self.surface.variables, state.point, strict=True))
        return GraphSimulation(Spec("graph", {"formula": self.settings["formula"], "at": at}))

    def label(self, quantity: str) -> str:
        kind, _, name = quantity.partition(".")
        return {"grad": f"∂{self.surface.name}/∂{name}", "step": f"Δ{name}"}.get(kind if name else "", quantity)

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        state, name = self.state(cursor), self.surface.name
        own, eta = self.surface.variables, self.settings_at(cursor)["rate"]
        if state.before is None:
            slopes = zip(own, state.gradient, strict=True)
            given = [Line(message("descent.receipt-slope", f=name, name=v), _long(slope)) for v, slope in slopes]
            return LinesReceipt((*given, *self._limit(state, eta)))
        lines: list[Line] = []
        gradient = self.state(cursor - 1).gradient
        for place, (v, old, new) in enumerate(zip(own, state.before, state.point, strict=True)):
            if self.settings["method"] == "gd":
                again = f"   × {_long(new / old)}" if _shrinks_evenly(state, place, eta) else ""
                moved = f"{_long(old)} - {eta:g}·{_wrapped(gradient[place])} = {_long(new)}{again}"
                lines.append(Line(message("descent.receipt-update", f=name, name=v), moved))
            else:
                moved = f"{_long(old)} + {_wrapped(new - old)} = {_long(new)}"
                lines.append(Line(message("descent.receipt-step", name=v), moved))
        change = state.f - state.f_before
        fall = f"{_long(state.f_before)} → {_long(state.f)}   ({'+' if change > 0 else ''}{_long(change)})"
        return LinesReceipt((*lines, Line(message("descent.receipt-value", f=name), fall), *self._limit(state, eta)))

    def _limit(self, state: DescentState, eta: float) -> tuple[Line, ...]:
        """Below which rate plain descent falls, by the largest curvature at the point; L-smooth: f falls if η < 2/L."""
        steepest = self.surface.curvature(state.before or state.point) if state.is_finite else 0.0
        if self.settings["method"] != "gd" or not steepest > 1e-9:
            return ()
        limit = 2.0 / steepest
        close = abs(eta - limit) <= 1e-6 * limit
        sign = "=" if close else "<" if eta < limit else ">"
        return (
            Line(message("descent.receipt-limit"), f"2/{_long(steepest)} = {_long(limit)}   η = {eta:g} {sign} 2/L"),
        )

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, Any]:
        if not cursor or self.settings["method"] != "gd":
            found: dict[str, float] = {}
        else:
            found = self._moved_wrongly(cursor, quantity)
        state, own = self.state(cursor), self.surface.variables
        kind, _, name = quantity.partition(".")
        if kind == "grad" and name in own:
            place = own.index(name)
            found = {"sign": -state.gradient[place], "not-differentiated": state.f}
            for other in _others(state.gradient, place):
                found["another-variable"] = other
        return {id: value for id, value in found.items() if isfinite(value)}

    def _moved_wrongly(self, cursor: int, quantity: str) -> dict[str, float]:
        """What a coordinate, or its step, would be if something else were subtracted than η times its own slope."""
        before, eta, own = self.state(cursor - 1), self.settings_at(cursor)["rate"], self.surface.variables
        name = quantity.removeprefix("step.")
        if name not in own:
            return {}
        place = own.index(name)
        x, slope = before.point[place], before.gradient[place]
        taken = {"climbed": -eta * slope, "rate-forgotten": slope, "value-for-slope": eta * before.f}
        taken |= {"input-for-slope": eta * x}
        taken["gradient-ahead"] = eta * self.state(cursor).gradient[place]
        for other in _others(before.gradient, place):
            taken["another-variable"] = eta * other
        start = 0.0 if quantity.startswith("step.") else x
        return {id: start - wrong for id, wrong in taken.items()}

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        surface = self.surface
        states = [self.state(at) for at in range(max(0, cursor - TABLE_ROWS + 1), cursor + 1)]
        lone = len(surface.variables) == 1
        slopes = tuple(f"grad.{name}" for name in surface.variables) if lone else ()
        rows = tuple((s.t, *s.point, s.f, *(s.gradient if lone else ())) for s in states)
        table = TablePicture(("t", *surface.variables, surface.name, *slopes), rows, len(rows) - 1)
        near = states[-PATH_POINTS:]
        places = [(s.point[0], s.f if lone else s.point[1], s.t) for s in near if s.is_finite]
        marks = [PlanePoint(x, y, str(t), t == cursor) for x, y, t in places]
        if lone:
            inside = tuple(mark for mark in marks if self._view[0][0] <= mark.x <= self._view[0][1])
            return table, CurvesPicture(surface.variables[0], surface.name, (self._curve,), inside)
        (across, up), (x, y) = self._view, surface.variables
        return table, PlanePicture(x, y, across, up, (), (), tuple(marks), self._dots)

    @cached_property
    def _view(self) -> tuple[Range, ...]:
        """What is drawn of each variable: as asked for, otherwise where the first updates go; the same in branches."""
        base = self if not self.spec.changes else type(self)(replace(self.spec, changes=()))
        visited = [base.state(at).point for at in range(base.reach(LOOKED_AT) + 1)]
        largest = 3.0 * max(1.0, *(abs(number) for number in visited[0]))
        near = [point for point in visited if all(abs(number) <= largest for number in point)]
        view: list[Range] = []
        for place, name in enumerate(self.surface.variables):
            low, high = min(point[place] for point in near), max(point[place] for point in near)
            air = 0.1 * (high - low) or 1.0
            view.append(self.settings["view"].get(name, (low - air, high + air)))
        return tuple(view)

    @cached_property
    def _curve(self) -> Curve:
        return Curve(self.surface.name, self.surface.curve(self._view[0]))

    @cached_property
    def _dots(self) -> tuple[tuple[float, float], ...]:
        return self.surface.levels(*self._view, top=self.state(0).f)


def _rule(settings: Mapping[str, Any]) -> Optimiser:
    return OPTIMISERS[METHODS[settings["method"]]]


def _shrinks_evenly(state: DescentState, place: int, eta: float) -> bool:
    """Will the next update multiply this variable by the same factor again, as in a bowl around 0?"""
    old, new = (state.before or state.point)[place], state.point[place]
    if not state.is_finite or old == 0.0 or new == 0.0:
        return False
    return abs((new - eta * state.gradient[place]) / new - new / old) <= 1e-9 * abs(new / old)


def _what(state: DescentState) -> str:
    """The kind of event that led to a state."""
    if not state.is_finite:
        return "diverged"
    return "fell" if state.f < state.f_before else "rose" if state.f > state.f_before else "stayed"


def _others(gradient: tuple[float, ...], place: int) -> tuple[float, ...]:
    """The slopes by the other variable, if there is one."""
    return (*gradient[:place], *gradient[place + 1 :])


def _long(number: float) -> str:
    return receipt(number, 4)


def _wrapped(number: float) -> str:
    """A negative number in parentheses, as it stands behind an operator."""
    return _long(number) if number >= 0 else f"({_long(number)})"
