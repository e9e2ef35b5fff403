"""What happens inside one update? A pass, operation by operation, and at the end the step of every parameter.

Forward, loss, backward are the frames of a pass over the tensor graph; then each parameter takes its step, all with
gradients that were complete before the first of them moved. The numbers are those of the training at this cursor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import islice
from types import MappingProxyType

from ...answers.receipts import LinesReceipt, Receipt
from ...answers.rounding import Within
from ...arrays import Value, shape_of, write_shape
from ...errors import PlaceError, SpecError, UnknownNameError
from ...passes import Pass
from ...pictures import Diagram, GraphPicture, Picture
from ...words import Message, message
from ...words.numbers import sentence
from ..kinds import simulate
from ..knobs import Knobs, knob
from ..protocol import Event, Frame, Simulation, Spec, Unit
from ..reading import FARTHEST, whole
from ..tracing.formulas import within_of
from ..tracing.view import AroundPass, PassView
from ..tracing.zoomed import path_of, read_path
from .grids import formula_of, lettered, parts_of, pass_grids, step_grids
from .knobs import TrainingKnobs, names
from .moment import Moment, Quantities, entry_names, split
from .receipts import MOST_LINES, gradient_lines, update_lines, value_lines, within_update
from .rows import gradient_mistakes, mistakes, told_apart, value_mistakes
from .timeline import Timeline

_TRAINING = {"kind": "network", "knobs": {"data": "and", "hidden": []}}


SHOWS = ("graph", "matrices")


class UpdateKnobs(Knobs, frozen=True):
    """Where an update is opened."""

    # fmt: off
    above: Spec = knob(_TRAINING, "the training above", "el entrenamiento de arriba", read=read_path)
    cursor: int = knob(0, "its frame", "su cuadro", read=whole, low=0, high=FARTHEST)
    shows: tuple[str, ...] = knob(SHOWS, "pictures, the most important first", "dibujos, el más importante primero",
        read=names(SHOWS), words=SHOWS)


class _Inside(PassView[UpdateKnobs]):
    """The pass of an update; its spec is that of the update."""

    def __init__(self, spec: Spec, moment: Moment) -> None:
        self._moment: Moment = moment
        super().__init__(spec)

    def make_record(self) -> Pass:
        return self._moment.record


class UpdatePass(AroundPass[UpdateKnobs]):
    """One update of a network, opened."""

    described = {
        "en": "One update of a network, opened: forward, loss, backward, and the step of every parameter.",
        "es": "Una actualización de una red, abierta: ida, pérdida, vuelta y el paso de cada parámetro.",
    }
    example = MappingProxyType({"above": _TRAINING, "cursor": 0})

    def __init__(self, spec: Spec, moment: Moment | None = None) -> None:
        super().__init__(spec)
        self._moment: Moment | None = moment

    @cached_property
    def moment(self) -> Moment:
        """The training at the cursor from which the update leaves. Raises SpecError, and PlaceError beyond its end."""
        if self._moment is not None:
            return self._moment
        above = simulate(self.settings.above)
        if not isinstance(above.settings, TrainingKnobs) or above.spec.kind != "network":
            raise SpecError("network.above", got=above.spec.kind)
        return Timeline(above.settings, above.turned).moment(self.settings.cursor)

    @property
    def inside(self) -> PassView:
        return self._inside

    @cached_property
    def _inside(self) -> PassView:
        return _Inside(self.spec, self.moment)

    @cached_property
    def after(self) -> Mapping[str, Value]:
        """The parameters that the update makes."""
        return self.moment.network.views(self.moment.training.following(self.moment.cursor))

    @property
    def order(self) -> tuple[str, ...]:
        """The parameters in the order in which they step."""
        return self.moment.network.names

    @property
    def last(self) -> int:
        """The last frame."""
        return self.inside.trace.last + len(self.order)

    @property
    def names(self) -> frozenset[str]:
        return self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        found = set(self.inside.names)
        for node in self.inside.trace.record.graph.nodes:
            for kind in ("value", "grad"):
                if f"{kind}.{node.id}" in found:
                    found |= set(entry_names(f"{kind}.{node.id}", node.shape))
        for name, value in self.after.items():
            found |= {f"new.{name}", *entry_names(f"new.{name}", value.shape)}
        return frozenset(found)

    @property
    def marks(self) -> Mapping[str, int]:
        """`forward`: all values; `backward`: all gradients; `end`: all parameters have moved."""
        return {**self.inside.marks, "end": self.last}

    def reach(self, cursor: int, stop: Callable[[], bool] | None = None) -> int:
        return min(cursor, self.last)

    def frame(self, cursor: int) -> Frame:
        moved = cursor - self.inside.trace.last
        if not 0 <= cursor <= self.last:
            raise PlaceError("place.beyond-end", got=cursor, last=self.last)
        frame = self.inside.frame(min(cursor, self.inside.trace.last))
        if moved <= 0:
            event = frame.event and replace(frame.event, news=tuple(sorted(frame.event.news, key=_importance)))
            return replace(frame, event=event, caption=self._said(frame), quantities=Quantities(frame.quantities))
        name = self.order[moved - 1]
        event = Event("stepped", name, "update", (f"new.{name}",))
        new = {f"new.{name}": self.after[name] for name in self.order[:moved]}
        told = {"name": name, "rate": f"{self.moment.rate:g}"}
        rule = self.moment.training.settings_at(self.moment.cursor + 1).optimiser
        id = "network.stepped" if rule == "sgd" else "network.stepped-otherwise"
        quantities = Quantities({**dict(frame.quantities), **new})
        return Frame(cursor, event, message(id, optimiser=rule, **told), quantities, frame.zooms)

    def _said(self, frame: Frame) -> Message:
        """What an event does to whole matrices, with their shapes."""
        parts = parts_of(self.inside.trace, frame.cursor)
        if not parts or frame.event is None:
            told = frame.caption.arguments.items()
            return Message(frame.caption.id, {k: lettered(v) if isinstance(v, str) else v for k, v in told})
        shapes = " ".join(f"{write_shape(shape_of(value))} {sign}".strip() for _, value, sign in parts)
        value = parts[-1][1]
        number = f" = {sentence(float(value), 4)}" if shape_of(value) == () else ""
        return message(f"network.{frame.event.kind}", formula=f"{formula_of(parts)}{number}", shapes=shapes)

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """The scalar graph of one number: `value.N`, or an entry `value.N[i,j]`. Raises PlaceError with the reason."""
        return self.inside.zoom(min(cursor, self.inside.trace.last), quantity)

    def written(self, quantity: str) -> str:
        name, index = split(quantity)
        if name.startswith("new."):
            return quantity.removeprefix("new.")
        shown = lettered(self.inside.written(name))
        return f"{shown}[{','.join(map(str, index))}]" if index else shown

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        self._known(quantity)
        if quantity not in self.frame(cursor).quantities:
            return None
        name, index = split(quantity)
        kind, _, node = name.partition(".")
        if kind == "new":
            lines = update_lines(self.moment, self.after[node], node, index)
        elif kind == "value":
            lines = value_lines(self.moment, node, index)
        elif kind in ("local", "contribution"):
            child, _, slot = node.rpartition(".")
            parent = self.inside.trace.record.graph.node(child).parents[int(slot)]
            lines = gradient_lines(self.moment, parent)
        else:
            lines = gradient_lines(self.moment, node, index)
        found = tuple(islice(lines, MOST_LINES))
        return LinesReceipt(found) if found else None

    def needs(self, cursor: int, quantity: str) -> Mapping[str, object]:
        """The rate of the update, which is a knob of the training above."""
        return {"rate": self.moment.rate} if quantity == "rate" else {}

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, object]:
        self._known(quantity)
        name, index = split(quantity)
        kind, _, node = name.partition(".")
        moment, record = self.moment, self.inside.trace.record
        if kind == "new":
            following = Moment(moment.setup, moment.training, moment.cursor + 1)
            is_over = moment.training.reach(moment.cursor + 1) == moment.cursor
            return {} if is_over else mistakes(following, moment, node + quantity.removeprefix(name))
        found = dict(self.inside.mistakes(min(cursor, self.inside.trace.last), name))
        if kind == "grad":
            return told_apart(found | dict(gradient_mistakes(moment, node)), record.gradients[node], index)
        if kind == "value":
            return told_apart(found | dict(value_mistakes(moment, node)), record.values[node], index)
        return found

    def within(self, cursor: int, quantity: str) -> Within | None:
        self._known(quantity)
        name, index = split(quantity)
        if name.startswith("new."):
            return within_update(self.moment, name.removeprefix("new."), index)
        return within_of(self.inside.trace.record, name, index)

    def units(self, cursor: int) -> tuple[Unit, ...]:
        return self.inside.units(min(cursor, self.inside.trace.last))

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        trace = self.inside.trace
        moved = cursor - trace.last
        grids = step_grids(self.moment, self.after, self.order[moved - 1]) if moved > 0 else pass_grids(trace, cursor)
        drawn = {
            "graph": tuple(map(_drawn, self.inside.pictures(min(cursor, trace.last)))),
            "matrices": () if grids is None else (grids,),
        }
        found = tuple(picture for name in self.settings.shows for picture in drawn[name])
        return found or drawn["graph"]

    def _known(self, quantity: str) -> None:
        if quantity not in self.names:
            raise UnknownNameError("place.no-such-quantity", quantity, self.names)


def _drawn(picture: Picture) -> Picture:
    """The picture of the pass with letters in its boxes."""
    return replace(picture, diagram=_lettered(picture.diagram)) if isinstance(picture, GraphPicture) else picture


@lru_cache(maxsize=64)
def _lettered(diagram: Diagram) -> Diagram:
    """The diagram with letters for the nodes that are words."""
    return replace(diagram, boxes=tuple(replace(box, title=lettered(box.title)) for box in diagram.boxes))


def _importance(quantity: str) -> int:
    """Of the news of an event, a whole gradient comes before what it was made of."""
    return ("value", "grad", "partial", "contribution", "local").index(quantity.partition(".")[0])


def opened(spec: Spec, moment: Moment) -> UpdatePass:
    """The update that leaves a moment of the training with this spec."""
    return UpdatePass(Spec("update", {"above": path_of(spec), "cursor": moment.cursor}), moment)
