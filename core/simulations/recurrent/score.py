"""What is said about a recurrent network, and what is inside it? Captions; a stage, or the whole, as a graph."""

from __future__ import annotations

from collections.abc import Mapping

from ...answers.receipts import Receipt
from ...answers.rounding import Within
from ...pictures import Picture
from ...words import Message, message
from ..graph import GraphSimulation
from ..protocol import Simulation, Spec
from ..score import entries
from . import mistakes, pictures, receipts
from .cells import NAME
from .record import NetworkRecord

MOST_OPENED = 4
"""Time steps of a network that opens as one graph."""


class NetworkScore(NetworkRecord):
    """A recurrent network over one sequence; `watch` is the weight whose contributions are drawn."""

    def say(self, cursor: int) -> Message:
        network, moment, stage = self.network, self.moments[cursor], self.stage(cursor)
        if moment.kind == "start":
            told = {"count": network.steps, "inputs": network.inputs, "units": network.units}
            return message(f"recurrent.start-{network.kind.partition('-')[0]}", **told)
        if moment.kind == "loss":
            return message("recurrent.loss", output=network.output, value=entries(self.value("loss", cursor)))
        if stage is None:
            upstream = entries(self.value(f"grad.{network.output}", cursor))
            return message("recurrent.turned", output=network.output, value=upstream)
        t, last = moment.at[0], f"{stage.letters[-1]}{moment.at[0]}"
        told = {"t": t, "name": last}
        if moment.phase == "forward":
            told |= {"value": entries(self.value(last, cursor)), "before": f"{stage.letters[0]}{t}"}
            told["sum"] = entries(self.value(told["before"], cursor))
            key = "z-new" if stage.key == "z" and network.kind == "gru-z-new" else stage.key
            return message(f"recurrent.{key}", output=entries(self.value(f"O{t}", cursor)), **told)
        told["value"] = entries(self.value(f"grad.{stage.letters[0]}{t}", cursor))
        told["before"] = f"{stage.letters[0]}{t}"
        if stage.gate is None:
            return message("recurrent.back-memory", **told)
        weight = stage.weights[1]
        told |= {"weight": weight, "part": entries(self.value(f"contribution.{weight}.{t}", cursor))}
        told["sum"] = entries(network.partial(weight, t))
        return message("recurrent.back" if t > 1 else "recurrent.back-last", **told)

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        return receipts.receipt(self, cursor, quantity)

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, object]:
        return mistakes.mistakes(self, quantity, cursor)

    def within(self, cursor: int, quantity: str) -> Within | None:
        return receipts.within(self, cursor, quantity)

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        return pictures.pictures(self, cursor)

    def zooms(self, cursor: int) -> tuple[str, ...]:
        """The quantities of this moment and of the next one; of a short network also the loss."""
        near = self.near(cursor)
        own = [f"{letter}{m.at[0]}" for m in near if m.at
               for letter in self.network.cell.stages[m.at[1]].letters]  # fmt: skip
        whole = self.network.target is not None and self.network.steps <= MOST_OPENED
        return (*dict.fromkeys(own), *(["loss"] if whole else []))

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """One stage of a time step, or the whole unrolled network, as a graph of single operations."""
        if quantity not in self.zooms(cursor):
            return super().zoom(cursor, quantity)
        network = self.network
        if quantity == "loss":
            return GraphSimulation(Spec("graph", {"formula": network.formula, "at": dict(network.given)}))
        letter = quantity.rstrip("0123456789")
        step = int(quantity[len(letter) :])
        stage = next(stage for stage in network.cell.stages if letter in stage.letters)
        place = stage.letters.index(letter) + 1
        formulas = [f"{own}{step} = {network.equation(own, step)}" for own in stage.letters[:place]]
        own_names = {f"{own}{step}" for own in stage.letters}
        known = (set(network.given) | set(network.record.values)) - own_names
        at = {name: self.value(name, 0) for name in NAME.findall(" ".join(formulas)) if name in known}
        arriving = network.record.gradients.get(quantity)
        return GraphSimulation(Spec("graph", {"formula": "; ".join(formulas), "at": at, "upstream": arriving}))
