"""What do we know of a recurrent network at each moment? Its stages step by step, the loss, and all that back in time.

Quantities: `z1`, `A1`, `O1` of a plain cell (`zf1`, `f1`, …, `c1`, `h1` of the others), `loss`; `grad.A1`, `grad.z1`;
and of every shared weight `contribution.u.3` (of time step 3), `partial.u`, `grad.u`; `size.cell`, `size.parameters`.
"""

from __future__ import annotations

from functools import cached_property

from ..rows import Rows
from ..score import Moment, Score
from .cells import GREEK, Stage
from .network import Network
from .rows import make_rows, size_rows


class NetworkRecord(Score):
    """A recurrent network over one sequence, with its values; `watch` is the weight whose contributions are drawn."""

    def __init__(self, network: Network, watch: str) -> None:
        self.network: Network = network
        self.watch: str = watch

    @cached_property
    def rows(self) -> Rows:
        """The values of the way there."""
        return make_rows(self.network)

    @cached_property
    def sizes(self) -> Rows:
        """The numbers of parameters."""
        return size_rows(self.network)

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

    def step(self, quantity: str, cursor: int) -> int:
        """The time step of the newest moment that brought a quantity."""
        return self.moments[[at for at in self.when[quantity] if at <= cursor][-1]].at[0]

    def value(self, name: str, cursor: int) -> object:
        network = self.network
        kind, _, rest = name.partition(".")
        match kind:
            case "x":
                return network.sequence[:, 0] if network.inputs == 1 else network.sequence
            case "size":
                return self.sizes[name]
            case "grad":
                return network.record.gradients[rest]
            case "contribution":
                weight, _, step = rest.partition(".")
                return network.contribution(weight, int(step))
            case "partial":
                return network.partial(rest, self.moments[cursor].at[0])
            case _:
                return network.given[name] if name in network.given else network.record.values[name]

    def label(self, quantity: str) -> str:
        kind, _, rest = quantity.partition(".")
        name, _, step = rest.partition(".")
        name = GREEK.get(name, name)
        if kind in ("grad", "partial"):
            return f"∂L/∂{name}"
        if kind == "contribution":
            return f"∂L/∂{name}, t = {step}"
        return {"loss": "L", **GREEK}.get(quantity, rest if kind == "size" else quantity)
