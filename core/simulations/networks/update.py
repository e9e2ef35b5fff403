"""What happens inside one update? Its pass, operation by operation, and at the end the step of every parameter.

Forward, loss, backward are the frames of a pass over the tensor graph; then each parameter takes its step, all with
gradients that were complete before the first of them moved. The numbers are those of the training at this cursor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from ...answers.receipts import LinesReceipt, Receipt
from ...arrays import Value, shape_of, write_shape
from ...errors import PlaceError, SpecError
from ...passes import Pass
from ...pictures import Picture
from ...words import Message, message
from ...words.numbers import sentence
from ..protocol import Event, Frame, Knob, Spec
from ..tracing.view import PassView
from ..tracing.zoomed import path_of, read_path
from .grids import parts_of, pass_grids, step_grids
from .mistaken import gradient_mistakes, mistakes, told_apart, value_mistakes
from .moment import Moment, Quantities, entry_names, split
from .receipts import gradient_lines, update_lines

_TRAINING = {"kind": "network", "knobs": {"data": "and", "hidden": []}}


class UpdatePass(PassView):
    """One update of a network, opened."""

    described = {
        "en": "One update of a network, opened: forward, loss, backward, and the step of every parameter.",
        "es": "Una actualización de una red, abierta: ida, pérdida, vuelta y el paso de cada parámetro.",
    }
    example = MappingProxyType({"above": _TRAINING, "cursor": 0})
    knobs = (
        Knob("above", _TRAINING, {"en": "the training above", "es": "el entrenamiento de arriba"}, read=read_path),
        Knob("cursor", 0, {"en": "its frame", "es": "su cuadro"}, low=0),
    )

    def __init__(self, spec: Spec, moment: Moment | None = None) -> None:
        self._moment: Moment | None = moment
        super().__init__(spec)

    @cached_property
    def moment(self) -> Moment:
        """The training at the cursor from which the update leaves. Raises SpecError, and PlaceError beyond its end."""
        if self._moment is not None:
            return self._moment
        # the registry knows this kind, so it can only be asked when somebody needs it
        from ..kinds import simulate
        from ..network import NetworkTraining

        found = simulate(self.settings["above"])
        if not isinstance(found, NetworkTraining):
            raise SpecError("network.above", got=self.settings["above"].kind)
        return found.moment(self.settings["cursor"])

    def make_record(self) -> Pass:
        return self.moment.record

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
        return self.trace.last + len(self.order)

    @property
    def names(self) -> frozenset[str]:
        return self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        found = set(super().names)
        for node in self.trace.record.graph.nodes:
            for kind in ("value", "grad"):
                if f"{kind}.{node.id}" in found:
                    found |= set(entry_names(f"{kind}.{node.id}", node.shape))
        for name, value in self.after.items():
            found |= {f"new.{name}", *entry_names(f"new.{name}", value.shape)}
        return frozenset(found)

    @property
    def marks(self) -> Mapping[str, int]:
        """`forward`: all values; `backward`: all gradients; `end`: all parameters have moved."""
        return {**super().marks, "end": self.last}

    def reach(self, cursor: int, stop: Callable[[], bool] | None = None) -> int:
        return min(cursor, self.last)

    def frame(self, cursor: int) -> Frame:
        inside, moved = min(cursor, self.trace.last), cursor - self.trace.last
        if cursor > self.last:
            raise PlaceError("place.beyond-end", got=cursor, last=self.last)
        frame = super().frame(inside)
        if moved <= 0:
            return Frame(cursor, frame.event, self._said(frame), Quantities(frame.quantities), frame.zooms)
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
        parts = parts_of(self.trace, frame.cursor)
        if not parts or frame.event is None:
            return frame.caption
        formula = " ".join(f"{name} {sign}" if sign else name for name, _, sign in parts)
        shapes = " ".join(f"{write_shape(shape_of(value))} {sign}".strip() for _, value, sign in parts)
        value = parts[-1][1]
        number = f" = {sentence(float(value), 4)}" if shape_of(value) == () else ""
        return message(f"network.{frame.event.kind}", formula=f"{formula}{number}", shapes=shapes)

    def label(self, quantity: str) -> str:
        name, index = split(quantity)
        if name.startswith("new."):
            return quantity.removeprefix("new.")
        shown = super().label(name)
        return f"{shown}[{','.join(map(str, index))}]" if index else shown

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        self._known(quantity)
        name, index = split(quantity)
        kind, _, node = name.partition(".")
        if kind == "new":
            return LinesReceipt(tuple(update_lines(self.moment, self.after[node], node, index))[:10])
        if index and kind == "grad":
            return LinesReceipt(tuple(gradient_lines(self.moment, node, index)))
        return super().receipt(min(cursor, self.trace.last), name)

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, Any]:
        self._known(quantity)
        name, index = split(quantity)
        kind, _, node = name.partition(".")
        moment = self.moment
        if kind == "new":
            following = Moment(moment.setup, moment.training, moment.cursor + 1)
            is_over = moment.training.reach(moment.cursor + 1) == moment.cursor
            return {} if is_over else mistakes(following, moment, node + quantity.removeprefix(name))
        found = dict(super().mistakes(cursor, name))
        truth = self.trace.record.gradients.get(node) if kind == "grad" else self.trace.record.values.get(node)
        if kind == "grad":
            found |= gradient_mistakes(moment, node)
        elif kind == "value":
            found |= value_mistakes(moment, node)
        return told_apart(found, truth, index)

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        moved = cursor - self.trace.last
        if moved > 0:
            grids = step_grids(self.moment, self.after, self.order[moved - 1])
        else:
            grids = pass_grids(self.trace, cursor)
        pictures = super().pictures(min(cursor, self.trace.last))
        return (*pictures, grids) if grids is not None else pictures


def opened(spec: Spec, moment: Moment) -> UpdatePass:
    """The update that leaves a moment of the training with this spec."""
    return UpdatePass(Spec("update", {"above": path_of(spec), "cursor": moment.cursor}), moment)
