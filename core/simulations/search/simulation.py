"""How are hyperparameters searched? Measurement after measurement, on a grid, by chance, or where a model hopes most.

With a Gaussian process there are three frames a round: the model is fitted to all measurements, a rule chooses the next
place, and that place is measured. Only measurements cost; fitting and choosing are thinking.

Quantities: the hyperparameters by their names, `value`, `best`, `best.u`, `count`, `planned`, `distinct.u`. With a
Gaussian process also `mean`, `sd`, `acquisition` (one number a candidate), `kernel`, `weights`, and of the chosen place
`next`, `mean.next`, `sd.next`, `z.next`, `ei.next`, `pi.next`, `ucb.next`, `exploit.next`, `explore.next`; `next.ei`,
`next.pi`, `next.ucb`, `next.mean`, `next.sd` are where each rule would go; `….look` the same at the place `look`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType

import numpy as np

from ...answers.receipts import Receipt
from ...arrays import Value
from ...errors import PlaceError
from ...pictures import Picture
from ...words import Message
from ..protocol import Event, Simulation
from ..rows import Rows
from ..run import Run
from . import pictures, receipts, rows, zoomed
from .acquisition import RULES, Outlook
from .gaussian import Belief, Posterior
from .knobs import SearchKnobs, checked_start
from .objectives import Field
from .plan import Plan, read_plan
from .state import Point, SearchState, choose
from .words import label, told

OF_A_PLACE: Mapping[str, str] = MappingProxyType(
    {"mean": "mean", "sd": "spread", "z": "z", "ei": "ei", "pi": "pi", "ucb": "ucb", "exploit": "exploit",
     "explore": "explore"}
)  # fmt: skip
"""Quantity of a place to the field of its outlook."""
ARRAYS = ("mean", "sd", "acquisition", "kernel", "weights")


class Search(Run[SearchState, SearchKnobs]):
    """A score over hyperparameters, measured as few times as possible."""

    described = {
        "en": "Hyperparameter search: on a grid, by chance, or with a Gaussian process (EI, PI, UCB).",
        "es": "Búsqueda de hiperparámetros: en malla, al azar o con un proceso gaussiano (EI, PI, UCB).",
    }
    example = MappingProxyType({"of": "accuracy", "start": (-4.5, -3, -0.5), "look": -2.7})

    @cached_property
    def plan(self) -> Plan:
        """What is decided before the first measurement. Raises SpecError where the knobs do not fit each other."""
        return read_plan(self.settings)

    @property
    def field(self) -> Field:
        """What is searched. Raises SpecError as `plan` does."""
        return self.plan.field

    @property
    def names(self) -> frozenset[str]:
        own = self.field.variables
        found = {*own, "value", "best", "count", "planned"}
        found |= {f"{kind}.{name}" for kind in ("best", "distinct") for name in own}
        if self.plan.is_modelled:
            found |= {*ARRAYS, "next", *(f"next.{rule}" for rule in RULES), *(f"{kind}.next" for kind in OF_A_PLACE)}
            if self._looks:
                found |= {f"{kind}.look" for kind in OF_A_PLACE}
        return frozenset(found)

    @property
    def _looks(self) -> bool:
        turned = [change.get("look") for _, change in self.turned]
        return any(look is not None for look in (self.settings.look, *turned))

    def start(self, settings: SearchKnobs) -> SearchState:
        _ = self.plan
        return SearchState("start")

    def advance(self, state: SearchState, settings: SearchKnobs) -> SearchState | None:
        done = len(state.points)
        if done < self.plan.beginning:
            return self._measure(state, self.plan.point(done), settings)
        if not self.plan.is_modelled:
            return None
        if state.kind == "measured":
            return self._fit(state, settings)
        if state.kind == "fitted":
            return self._choose(state, settings) if done < self.plan.planned else None
        if state.kind == "chosen" and state.choice is not None:
            return self._measure(state, (state.choice.at.u,), settings)
        return None

    def _measure(self, state: SearchState, point: Point, settings: SearchKnobs) -> SearchState:
        return state.measured(point, self.plan.measure(point, len(state.points), settings.scatter))

    def _fit(self, state: SearchState, settings: SearchKnobs) -> SearchState:
        belief = Belief(settings.prior, settings.amplitude, settings.length, settings.noise)
        places = np.array([point[0] for point in state.points])
        posterior = Posterior(belief, places, np.array(state.values))
        fitted = replace(state, kind="fitted", posterior=posterior, choice=None, look=None)
        if settings.look is None:
            return fitted
        checked_start(settings, self.field.ranges[0], self.field.variables[0])
        return replace(fitted, look=_outlooks(fitted, np.array([settings.look]), settings)[0])

    def _choose(self, state: SearchState, settings: SearchKnobs) -> SearchState:
        choice = choose(settings.acquisition, _outlooks(state, self.plan.candidates, settings))
        is_over = choice.rule == "ei" and choice.score < settings.enough
        return replace(state, kind="enough" if is_over else "chosen", choice=choice)

    def show(self, state: SearchState) -> Mapping[str, object]:
        shown: dict[str, object] = {"count": len(state.points), "planned": self.plan.planned}
        own = self.field.variables
        if state.points:
            shown |= dict(zip(own, state.points[-1], strict=True)) | {"value": state.values[-1]}
            shown["best"] = state.values[state.best]
            for place, name in enumerate(own):
                shown[f"best.{name}"] = state.points[state.best][place]
                shown[f"distinct.{name}"] = len({point[place] for point in state.points})
        if state.posterior is not None:
            shown |= {
                "mean": state.posterior.mean(self.plan.candidates),
                "sd": state.posterior.spread(self.plan.candidates),
            }
            shown |= {"kernel": state.posterior.kernel, "weights": state.posterior.weights}
        if state.look is not None:
            shown |= {f"{kind}.look": getattr(state.look, field) for kind, field in OF_A_PLACE.items()}
        if state.choice is not None:
            shown |= {"acquisition": state.choice.scores, "next": state.choice.at.u}
            shown |= {f"{kind}.next": getattr(state.choice.at, field) for kind, field in OF_A_PLACE.items()}
            shown |= {f"next.{rule}": other.u for rule, other in state.choice.others.items()}
        return shown

    def event(self, state: SearchState) -> Event:
        if state.kind == "measured":
            return Event("measured", "value", f"measurement {len(state.points)}", (*self.field.variables, "value"))
        news = {"fitted": ("mean", "sd"), "chosen": ("next",), "enough": ("ei.next",)}[state.kind]
        return Event(state.kind, news[0], f"after {len(state.points)}", news)

    def say(self, state: SearchState, settings: SearchKnobs) -> Message:
        return told(self.plan, state, settings)

    def zooms(self, state: SearchState) -> tuple[str, ...]:
        return zoomed.opens(state)

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """The score at the newest place, or the posterior and the acquisition of the chosen one, as a graph."""
        state = self.state(cursor)
        if quantity not in self.zooms(state):
            raise PlaceError("place.nothing-below", quantity=quantity, cursor=cursor)
        return zoomed.zoom(self.field, state, quantity)

    @property
    def given(self) -> Collection[str]:
        return (self.field.surface.name, *self.field.variables)

    def written(self, quantity: str) -> str:
        return label(self.field, quantity)

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        state = self.state(cursor)
        return receipts.receipt(self.plan, state, quantity) if quantity in self.show(state) else None

    def needs(self, cursor: int, quantity: str) -> Mapping[str, object]:
        """Different values are counted among those that were tried."""
        kind, _, name = quantity.partition(".")
        if kind != "distinct" or name not in self.field.variables:
            return {}
        place = self.field.variables.index(name)
        return {f"tried.{name}": np.array([point[place] for point in self.state(cursor).points])}

    def rows(self, cursor: int, quantity: str) -> Rows | None:
        state = self.state(cursor)
        return rows.rows(self.plan, state, quantity) if quantity in self.show(state) else None

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        return pictures.pictures(self.plan, self.state(cursor))


def _outlooks(state: SearchState, places: Value, settings: SearchKnobs) -> tuple[Outlook, ...]:
    """What is expected at places after a fit."""
    if state.posterior is None:
        return ()
    best, xi, kappa = state.values[state.best], settings.xi, settings.kappa
    means, spreads = state.posterior.mean(places), state.posterior.spread(places)
    found = zip(places.tolist(), means.tolist(), spreads.tolist(), strict=True)
    return tuple(Outlook(round(u, 10), mean, spread, best, xi, kappa) for u, mean, spread in found)
