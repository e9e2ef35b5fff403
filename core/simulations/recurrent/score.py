"""Which moments has a recurrent network? Its stages step by step, the loss, and all of it back through time.

Quantities: `z1`, `A1`, `O1` of a plain cell (`zf1`, `f1`, …, `c1`, `h1` of the others), `loss`; `grad.A1`, `grad.z1`;
and of every shared weight `contribution.u.3` (of time step 3), `partial.u`, `grad.u`; `size.cell`, `size.parameters`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ...answers.receipts import Receipt
from ...pictures import Picture
from ...words import Message, message
from ..graph import GraphSimulation
from ..protocol import Simulation, Spec
from ..score import Moment, Score, entries, operand
from . import mistakes, pictures, receipts
from .cells import NAME, Stage
from .network import Network

MOST_OPENED = 4
"""Time steps of a network that opens as one graph."""
GREEK: Mapping[str, str] = MappingProxyType({"beta0": "β0", "beta": "β"})
DOUBLE = re.compile(r"\(\((-[^()]*)\)\)")
"""A negative number that stands in the parentheses of a call already."""


class NetworkScore(Score):
    """A recurrent network over one sequence; `watch` is the weight whose contributions are drawn."""

    def __init__(self, network: Network, watch: str) -> None:
        self.network: Network = network
        self.watch: str = watch

    def make_moments(self) -> tuple[Moment, ...]:
        network, cell = self.network, self.network.cell
        given = ["x", *network.starts, *network.weights, "size.cell", "size.parameters"]
        found = [Moment("start", news=(*given, *(["y"] if network.target is not None else [])))]
        stages = list(enumerate(cell.stages))
        for t in range(1, network.steps + 1):
            for place, stage in stages:
                news = [f"{letter}{t}" for letter in stage.letters]
                news += [f"O{t}"] if place == len(stages) - 1 else []
                found.append(Moment(stage.key, "forward", f"{stage.letters[-1]}{t}", tuple(news), (t, place)))
        if network.target is None:
            return tuple(found)
        found.append(Moment("loss", "forward", "loss", ("loss",)))
        found.append(
            Moment("turned", "backward", network.output, (f"grad.{network.output}", "grad.beta", "grad.beta0"))
        )
        for t in range(network.steps, 0, -1):
            for place, stage in reversed(stages):
                news = self._returns(t, place, stage)
                found.append(Moment(f"back-{stage.key}", "backward", f"{stage.letters[-1]}{t}", news, (t, place)))
        return tuple(found)

    def _returns(self, t: int, place: int, stage: Stage) -> tuple[str, ...]:
        """What a stage brings on the way back."""
        news = [f"grad.{letter}{t}" for letter in reversed(stage.letters)]
        for weight in stage.weights:
            news += [f"contribution.{weight}.{t}", f"partial.{weight}"]
            news += [f"grad.{weight}"] if t == 1 else []
        if t == 1 and place == 0:
            news += [f"grad.{name}" for name in self.network.starts]
        return tuple(news)

    def stage(self, cursor: int) -> Stage | None:
        """The stage of a moment, or None."""
        moment = self.moments[cursor]
        return self.network.cell.stages[moment.at[1]] if moment.at else None

    def value(self, name: str, cursor: int) -> Any:
        network = self.network
        kind, _, rest = name.partition(".")
        match kind:
            case "x":
                return network.sequence[:, 0] if network.inputs == 1 else network.sequence
            case "size":
                return network.size + (network.units + 1 if rest == "parameters" else 0)
            case "grad":
                return network.record.gradients[rest]
            case "contribution":
                weight, _, step = rest.partition(".")
                return network.contribution(weight, int(step))
            case "partial":
                return network.partial(rest, self.moments[cursor].at[0])
            case _:
                return network.given[name] if name in network.given else network.record.values[name]

    def say(self, cursor: int) -> Message:
        network, moment, stage = self.network, self.moments[cursor], self.stage(cursor)
        if moment.kind == "start":
            told = {"count": network.steps, "inputs": network.inputs, "units": network.units}
            return message(f"recurrent.start-{network.kind}", **told)
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
            return message(f"recurrent.{stage.key}", output=entries(self.value(f"O{t}", cursor)), **told)
        told["value"] = entries(self.value(f"grad.{stage.letters[0]}{t}", cursor))
        told["before"] = f"{stage.letters[0]}{t}"
        if stage.gate is None:
            return message("recurrent.back-memory", **told)
        weight = stage.weights[1]
        told |= {"weight": weight, "part": entries(self.value(f"contribution.{weight}.{t}", cursor))}
        told["sum"] = entries(network.partial(weight, t))
        return message("recurrent.back" if t > 1 else "recurrent.back-last", **told)

    def label(self, quantity: str) -> str:
        kind, _, rest = quantity.partition(".")
        name, _, step = rest.partition(".")
        name = GREEK.get(name, name)
        if kind in ("grad", "partial"):
            return f"∂L/∂{name}"
        if kind == "contribution":
            return f"∂L/∂{name}, t = {step}"
        return {"loss": "L", **GREEK}.get(quantity, rest if kind == "size" else quantity)

    def substituted(self, formula: str) -> str:
        """A formula with the numbers of its names; of a network of arrays the formula itself."""
        if not self.network.is_scalar:
            return formula

        def written(found: Any) -> str:
            name = found[0]
            known = name in self.network.given or name in self.network.record.values
            return operand(self.value(name, 0)) if known else name

        return DOUBLE.sub(r"(\1)", NAME.sub(written, formula)).replace("*", "·")

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        return receipts.receipt(self, cursor, quantity)

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, Any]:
        return mistakes.mistakes(self, cursor, quantity)

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        return pictures.pictures(self, cursor)

    def zooms(self, cursor: int) -> tuple[str, ...]:
        """The quantities of this moment and of the next one; of a short network also the loss."""
        near = (self.moments[at] for at in (cursor, cursor + 1) if at < len(self.moments))
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
