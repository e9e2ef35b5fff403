"""How does a network learn? Update after update: forward, loss, backward, and a step against the gradient.

Linear, logistic and softmax regression are networks without a hidden layer; an autoencoder is one whose targets are its
inputs. Frame k is the network after k updates together with the pass that leaves it, so opening the update shows the
same numbers, node by node. Chance comes from keys: the same seed gives the same frames, in whatever order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from math import isfinite
from types import MappingProxyType
from typing import Self

from ...answers.receipts import Receipt
from ...answers.rounding import Within
from ...errors import PlaceError, UnknownNameError
from ...learning.training import Training
from ...pictures import Picture
from ...trace import Trace
from ..knobs import named
from ..protocol import Frame, Simulation, Unit, same
from ..tracing.activated import activated
from .drawn import pictures
from .knobs import TrainingKnobs
from .moment import Moment, all_names, entry_names
from .receipts import receipt, within_moment
from .rows import mistakes
from .setup import Setup, late_settings
from .timeline import Timeline
from .told import caption, event_of, start_caption
from .update import opened


class NetworkTraining(Simulation[TrainingKnobs]):
    """A network that learns from examples."""

    described = {
        "en": "A network that learns from examples: one frame an update, which opens to every operation.",
        "es": "Una red que aprende de ejemplos: un cuadro por actualización, que se abre hasta cada operación.",
    }
    example = MappingProxyType({"data": "circles", "hidden": [4], "held": 0.25, "rate": 1.0})

    @cached_property
    def timeline(self) -> Timeline:
        """The training and its moments."""
        return Timeline(self.settings, self.turned)

    @property
    def setup(self) -> Setup:
        """The training before its first update. Raises SpecError or UnknownNameError when the knobs do not fit."""
        return self.timeline.setup

    @property
    def training(self) -> Training:
        """The updates; knobs that were turned on the way are settings from their cursor on."""
        return self.timeline.training

    def branch(self, cursor: int, /, **changes: object) -> Self:
        other = super().branch(cursor, **changes)
        now = named(other.settings_at(cursor + 1))
        late = late_settings({name: now[name] for name in changes})
        is_late = bool(late) and other.spec.knobs is self.spec.knobs
        if is_late and all(at <= cursor for at, _ in self.spec.changes) and self.reach(cursor + 1) > cursor:
            # what lies before the cursor is the same: it is shared instead of being computed again
            shared = self.training.fork(cursor, **late)
            other.timeline = Timeline(other.settings, other.turned, shared)
        return other

    @property
    def names(self) -> frozenset[str]:
        return self._all_names

    @cached_property
    def _all_names(self) -> frozenset[str]:
        cursors = [1, *(at + 1 for at, _ in self.spec.changes)]
        batches = self.training.batches
        rows = {len(batches.of(number).inputs) for number in (0, batches.per_epoch - 1)}
        networks = [self.training.settings_at(cursor).network for cursor in cursors]
        return all_names(self.setup, {f"{n} {count}": n.graph(count) for n in networks for count in sorted(rows)})

    @property
    def marks(self) -> Mapping[str, int]:
        """`start`; `epochN` where an epoch has several updates; `end`, and `best` with held-out data, once known."""
        training, each = self.training, self.training.batches.per_epoch
        end, limit = training.end, self.settings_at(10**9).updates
        last = limit if end is None else end
        marks: dict[str, int] = {"start": 0}
        if each > 1:
            marks |= {f"epoch{n}": n * each for n in range(1, min(last // each, 1_000) + 1)}
        if end is None:
            return marks
        best = {"best": training.best_epoch * each} if training.held_out is not None else {}
        return {**marks, **best, "end": end}

    def reach(self, cursor: int, stop: Callable[[], bool] | None = None) -> int:
        return self.timeline.reach(cursor, stop)

    def moment(self, cursor: int) -> Moment:
        """What can be known at a cursor. Raises PlaceError beyond the end."""
        return self.timeline.moment(cursor)

    def frame(self, cursor: int) -> Frame:
        moment = self.moment(cursor)
        shown = moment.quantities
        zooms = ("loss", *moment.parameters) if isfinite(moment.loss) else ()
        if cursor == 0:
            return Frame(0, None, start_caption(moment), shown, zooms)
        before = self.moment(cursor - 1)
        changed = [n for n in shown if n not in before.quantities or not same(shown[n], before.quantities[n])]
        entries = [entry for n in moment.parameters for entry in entry_names(n, moment.parameters[n].shape)]
        event = replace(event_of(self.timeline, moment), news=(*changed, *entries))
        return Frame(cursor, event, caption(moment, before, event), shown, zooms)

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """The update that leaves this frame: its pass, operation by operation, and the step of every parameter."""
        if quantity not in self.names:
            raise UnknownNameError("place.no-such-quantity", quantity, self.names)
        if not isfinite(self.moment(cursor).loss):
            raise PlaceError("place.nothing-below", quantity=quantity, cursor=cursor)
        return opened(self.spec, self.moment(cursor))

    def written(self, quantity: str) -> str:
        kind, _, name = quantity.partition(".")
        return {"grad": f"∂L/∂{name}", "step": f"Δ{name}"}.get(kind if name else "", quantity)

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        return receipt(self.moment(cursor), self._before(cursor), quantity)

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, object]:
        return mistakes(self.moment(cursor), self._before(cursor), quantity)

    def within(self, cursor: int, quantity: str) -> Within | None:
        return within_moment(self.moment(cursor), self._before(cursor), quantity)

    def units(self, cursor: int) -> tuple[Unit, ...]:
        trace = Trace(self.moment(cursor).record)
        return activated(trace, trace.last)

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        settings = self.settings_at(cursor)
        return pictures(self.timeline, cursor, settings.shows, settings.sample)

    def _before(self, cursor: int) -> Moment | None:
        return self.moment(cursor - 1) if cursor else None
