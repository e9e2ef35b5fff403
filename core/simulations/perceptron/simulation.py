"""How does a perceptron learn? One datum after another, correcting itself only when it is wrong.

A frame is a datum that was visited, in cyclic order or always the first wrong one. The run ends after an epoch without
errors (it has converged) or at the epoch limit; on data that no line separates it comes back to weights it had before,
and the cycle is named. All numbers are exact fractions: a datum that lies on the line has z = 0 exactly, and rounding
would decide it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from ...answers.receipts import Receipt
from ...errors import SpecError
from ...learning.randomness import generator
from ...pictures import Picture
from ...words import Message
from ..knobs import Knob
from ..protocol import Event
from ..rows import Rows
from ..run import Run
from . import pictures, rows, words
from .bound import Bound, bound
from .knobs import PerceptronKnobs
from .rule import Row, data, judge, margins_of, moved, signs, total_loss
from .state import PerceptronState, Visit

NAMES = frozenset({
    "w", "b", "x", "y", "z", "o", "e", "margin", "datum", "epoch", "errors", "updates", "loss", "margins", "cycle",
    "bound",
})  # fmt: skip
LONGEST_CYCLE = 60
"""How many epochs back a repeated start is looked for."""
MOST_MEASURED = 200
"""With more data than this, loss and margins over all of them are not computed in every frame."""


class Perceptron(Run[PerceptronState, PerceptronKnobs]):
    """A threshold neuron that corrects itself, in exact arithmetic."""

    described = {
        "en": "A perceptron that corrects itself, with labels 0, 1 or -1, 1: one frame a datum, exact arithmetic.",
        "es": "Un perceptrón que se corrige, con etiquetas 0 y 1 o -1 y 1: un cuadro por dato, con aritmética exacta.",
    }
    example = MappingProxyType({"labels": (0, 0, 0, 1)})

    @property
    def names(self) -> frozenset[str]:
        return NAMES

    def held(self, knob: Knob) -> object:
        """The start weights by name, so that each is a dial; none where a seed draws them."""
        if knob.name != "w":
            return super().held(knob)
        drawn_by_seed = self.settings.seed is not None and not self.settings.w
        row = () if drawn_by_seed else self.start(self.settings).w
        return {f"w{place}": weight for place, weight in enumerate(row, 1)}

    def start(self, settings: PerceptronKnobs) -> PerceptronState:
        points, _ = data(settings)
        width = len(points[0])
        w, b = tuple(settings.w), settings.b
        if not w and settings.seed is not None:
            tenths = [int(tenth) for tenth in generator(settings.seed, "initial").integers(-5, 6, width + 1)]
            w, b = tuple(Fraction(tenth, 10) for tenth in tenths[:-1]), Fraction(tenths[-1], 10)
        w = w or (Fraction(0),) * width
        if len(w) != width:
            raise SpecError("spec.weights", knob="w", got=len(w), wanted=width)
        return PerceptronState(w, b if settings.bias else Fraction(0), 0, None, ())

    def advance(self, state: PerceptronState, settings: PerceptronKnobs) -> PerceptronState | None:
        points, labels = data(settings)
        if settings.order == "first-wrong":
            return self._first_wrong(state, settings)
        epoch, datum = divmod(state.seen, len(points))
        if datum == 0 and epoch:
            if state.errors[-1] == 0 or epoch >= settings.epochs:
                return None
        elif datum and settings.stop == "sample" and state.errors[-1] == 0:
            return None
        begun = state if datum else _epoch_begun(state)
        visit = _visit(state, settings, epoch + 1, datum, points[datum], labels[datum])
        errors = (*begun.errors[:-1], begun.errors[-1] + visit.is_wrong)
        return replace(begun, w=visit.w, b=visit.b, seen=state.seen + 1, visit=visit, errors=errors)

    def _first_wrong(self, state: PerceptronState, settings: PerceptronKnobs) -> PerceptronState | None:
        """An update by the first wrong datum; the run is over when there is none."""
        points, labels = data(settings)
        if state.seen >= settings.epochs * len(points):
            return None
        for datum, (x, y) in enumerate(zip(points, labels, strict=True)):
            visit = _visit(state, settings, 1, datum, x, y)
            if visit.is_wrong:
                errors = ((state.errors or (0,))[0] + 1,)
                return replace(state, w=visit.w, b=visit.b, seen=state.seen + 1, visit=visit, errors=errors)
        return None

    def show(self, state: PerceptronState) -> Mapping[str, object]:
        quantities: dict[str, object] = {
            "w": state.w,
            "b": state.b,
            "errors": state.errors,
            "updates": sum(state.errors),
        }
        if len(self.settings.points) <= MOST_MEASURED:
            margins = margins_of(self.settings, state.w, state.b)
            quantities |= {"loss": total_loss(margins), "margins": margins}
        if self.bound is not None:
            quantities["bound"] = self.bound.updates
        seen = state.visit
        if seen is not None:
            quantities |= {"epoch": seen.epoch, "datum": seen.datum, "x": seen.x, "y": seen.y, "z": seen.z}
            quantities |= {"o": seen.o, "e": seen.e, "margin": seen.margin, "cycle": state.cycle}
        return quantities

    @cached_property
    def bound(self) -> Bound | None:
        """Novikoff's bound for these data; None when nothing separates them."""
        points, labels = data(self.settings)
        return bound(points, signs(self.settings, labels), bias=self.settings.bias)

    def event(self, state: PerceptronState) -> Event:
        seen = state.visit
        if seen is None:
            return Event("started")
        return Event("updated" if seen.is_wrong else "kept", f"datum {seen.datum}", f"epoch {seen.epoch}")

    def say(self, state: PerceptronState, settings: PerceptronKnobs) -> Message:
        return words.caption(state, settings, opens=state.seen % len(settings.points) == 1)

    def rows(self, cursor: int, quantity: str) -> Rows | None:
        state = self.state(cursor)
        if state.visit is None:
            return None
        return rows.rows(self.state(cursor - 1), state, state.visit, self.settings_at(cursor))

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        found, visit = self.rows(cursor, quantity), self.state(cursor).visit
        if found is None or visit is None:
            return None
        if quantity == "updates":
            return rows.counted(found, [at for at in range(1, cursor + 1) if _corrects(self.state(at))])
        return rows.receipt(found, visit, self.settings_at(cursor), self.bound)

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, object]:
        """Also those that happen to come to the truth here: a label of 1 may be forgotten without harm."""
        found = self.rows(cursor, quantity)
        return {} if found is None else found.mistakes(quantity)

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        return pictures.pictures(self, cursor)


def _corrects(state: PerceptronState) -> bool:
    """Did the visit that led to a state move the weights?"""
    return state.visit is not None and bool(state.visit.is_wrong)


def _visit(state: PerceptronState, settings: PerceptronKnobs, epoch: int, datum: int, x: Row, y: Fraction) -> Visit:
    """What a datum does to the weights of a state."""
    found = judge(settings, state.w, state.b, x, y)
    w, b = moved(settings, state.w, state.b, x, found.push)
    return Visit(epoch, datum, x, y, found.z, found.o, found.e, found.margin, found.is_wrong, found.push, w, b)


def _epoch_begun(state: PerceptronState) -> PerceptronState:
    """The state at the beginning of an epoch: weights that an earlier epoch began with make a cycle."""
    here = (state.w, state.b)
    cycle = state.cycle
    if not cycle and here in state.starts and state.errors and state.errors[-1]:
        cycle = len(state.starts) - state.starts.index(here)
    return replace(state, errors=(*state.errors, 0), starts=(*state.starts, here)[-LONGEST_CYCLE:], cycle=cycle)
