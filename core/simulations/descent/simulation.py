"""How does a function lead us to its minimum? Update by update, each against the gradient of the point before.

The gradient comes from the engine: one graph, one pass an update. Nothing promises that f falls; a run whose numbers
leave the finite ones ends with the event `diverged`. Several rates can walk side by side from one start.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType

from ...answers.receipts import Receipt
from ...answers.rounding import Within
from ...errors import PlaceError, SpecError
from ...pictures import Curve, Picture
from ...words import Message
from ..graph import GraphSimulation
from ..protocol import Event, Simulation, Spec, differing
from ..rows import Rows
from ..run import Run
from ..surface import Range, Surface
from .drawn import marks, over_curve, over_plane, table, view_of
from .knobs import DescentKnobs
from .told import caption, receipt, rows
from .walk import DescentState, Walk, advanced, all_rates, begun, named, shown, split

TABLE_ROWS = 200
LOOKED_AT = 12
"""Updates that decide what the pictures show."""


class Descent(Run[DescentState, DescentKnobs]):
    """A function of one or two variables, walked down."""

    described = {
        "en": "Gradient descent on a function of one or two variables: one frame an update.",
        "es": "Descenso por gradiente en una función de una o dos variables: un cuadro por actualización.",
    }
    example = MappingProxyType({"formula": "(x^2 + 10*y^2)/2", "at": {"x": 10.0, "y": 1.0}, "rate": 0.21})

    @cached_property
    def surface(self) -> Surface:
        """The function."""
        at = self.settings.at
        surface = Surface(self.settings.formula, tuple(at))
        numbers = all(isinstance(value, float) for value in at.values())
        if set(surface.variables) != set(at) or not 1 <= len(at) <= 2 or not numbers:
            raise SpecError("descent.start-values", got=sorted(at), wanted=list(surface.variables))
        return surface

    @property
    def names(self) -> frozenset[str]:
        own = self.surface.variables
        kinds = ("grad", "step", "noise")
        plain = (*own, self.surface.name, *(f"{kind}.{v}" for kind in kinds for v in own))
        walks = range(len(all_rates(self.settings)))
        return frozenset(named(name, walk) for name in plain for walk in walks)

    def start(self, settings: DescentKnobs) -> DescentState:
        walk = begun(self.surface, settings)
        return DescentState(0, (walk,) * len(all_rates(settings)))

    def advance(self, state: DescentState, settings: DescentKnobs) -> DescentState | None:
        if state.t >= settings.updates or not any(walk.is_finite for walk in state.walks):
            return None
        pairs = zip(state.walks, all_rates(settings), strict=True)
        walks = tuple(advanced(self.surface, walk, settings, rate, state.t + 1) for walk, rate in pairs)
        return DescentState(state.t + 1, walks)

    def show(self, state: DescentState) -> Mapping[str, object]:
        found: dict[str, object] = {}
        for number, walk in enumerate(state.walks):
            found |= shown(self.surface, walk, number)
        return found

    def event(self, state: DescentState) -> Event:
        return Event(state.first.kind, self.surface.name, f"update {state.t}")

    def say(self, state: DescentState, settings: DescentKnobs) -> Message:
        return caption(self.surface, state, settings)

    def zooms(self, state: DescentState) -> tuple[str, ...]:
        own = (self.surface.name, *(f"grad.{name}" for name in self.surface.variables))
        walks = [number for number, walk in enumerate(state.walks) if walk.is_finite]
        return tuple(named(name, number) for number in walks for name in own)

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """The graph of the function at this frame's point: the gradient with which the next update is made."""
        state = self.state(cursor)
        if quantity not in self.zooms(state):
            raise PlaceError("place.nothing-below", quantity=quantity, cursor=cursor)
        point = state.walks[split(quantity)[1]].point
        at = dict(zip(self.surface.variables, point, strict=True))
        return GraphSimulation(Spec("graph", {"formula": self.settings.formula, "at": at}))

    @property
    def given(self) -> Collection[str]:
        return (self.surface.name, *self.surface.variables)

    def written(self, quantity: str) -> str:
        plain, walk = split(quantity)
        kind, _, name = plain.partition(".")
        signs = {"grad": f"∂{self.surface.name}/∂{name}", "step": f"Δ{name}", "noise": f"ν{name}"}
        told = signs.get(kind if name else "", plain)
        return f"{told} (η {all_rates(self.settings)[walk]:g})" if walk else told

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        walk, before, eta = self._around(cursor, quantity)
        return receipt(self.surface, before, walk, self.settings.method, eta, split(quantity)[0])

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, object]:
        known, name = self._rows(cursor, quantity), split(quantity)[0]
        return differing(known.mistakes(name), known[name]) if name in known else {}

    def within(self, cursor: int, quantity: str) -> Within | None:
        return self._rows(cursor, quantity).within(split(quantity)[0])

    def _rows(self, cursor: int, quantity: str) -> Rows:
        """The rows of the walk that a quantity speaks of."""
        walk, before, eta = self._around(cursor, quantity)
        return rows(self.surface, before, walk, self.settings.method, eta)

    def _around(self, cursor: int, quantity: str) -> tuple[Walk, Walk | None, float]:
        """The walk that a quantity speaks of, the same before the update that led here, if there was one; its rate."""
        number, earlier = split(quantity)[1], max(0, cursor - 1)
        before = self.state(earlier).walks[number]
        moved = cursor > 0 and before.is_finite
        # Before the first update the rate that counts is the one with which it will be made.
        rate = all_rates(self.settings_at(max(1, cursor)))[number]
        return self.state(cursor).walks[number], before if moved else None, rate

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        states = [self.state(at) for at in range(max(0, cursor - TABLE_ROWS + 1), cursor + 1)]
        points = marks(self.surface, states)
        if len(self.surface.variables) == 1:
            way = over_curve(self.surface, self._curve, self._view[0], points, states[-1])
        else:
            way = over_plane(self.surface, self._view, self._dots, points)
        return table(self.surface, states), way

    @cached_property
    def _view(self) -> tuple[Range, ...]:
        base = self if not self.spec.changes else type(self)(replace(self.spec, changes=()))
        states = [base.state(at) for at in range(base.reach(LOOKED_AT) + 1)]
        return view_of(self.surface, states, self.settings.view)

    @cached_property
    def _curve(self) -> Curve:
        return Curve(self.surface.name, self.surface.curve(self._view[0]))

    @cached_property
    def _dots(self) -> tuple[tuple[float, float], ...]:
        return self.surface.levels(*self._view, top=self.state(0).first.f)
