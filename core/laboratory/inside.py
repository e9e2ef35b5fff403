"""Where inside the next update is the chosen unit made? At which frame its layer, in which number, by which product."""

from __future__ import annotations

from dataclasses import dataclass

from ..simulations.network.update import UpdatePass
from ..simulations.protocol import Simulation
from ..simulations.tracing.view import AroundPass, PassView
from .names import quantity
from .state import Lab


@dataclass(frozen=True)
class Inside:
    """Where in an update the chosen unit is made."""

    node: str
    """What reaches its layer: `Z1`."""
    entry: str
    """The number in which its weights meet, for the first sample of the batch: `value.Z1[0,2]`."""
    weight: str | None
    """The weight that was chosen: `W1[1,2]`."""

    @property
    def layer(self) -> str:
        """The layer as a whole, as it is opened: `value.Z1`."""
        return f"value.{self.node}"


def inside(lab: Lab) -> Inside:
    """Where in the next update the chosen unit is made; of an input, the first unit that it feeds."""
    node = f"Z{max(1, lab.chosen.layer)}"
    unit = lab.chosen.unit if lab.chosen.layer else 0
    return Inside(node, f"value.{node}[0,{unit}]", quantity(lab.chosen))


def layer_frame(update: Simulation, where: Inside) -> int:
    """The frame of an opened update in which the layer of the chosen unit is computed."""
    return update.inside.trace.times.computed[where.node] if isinstance(update, UpdatePass) else 0


def product_frame(unit: Simulation | None, where: Inside) -> int | None:
    """The frame of an opened unit in which the chosen weight is multiplied or added; None where none is chosen."""
    if where.weight is None or not isinstance(unit, PassView | AroundPass):
        return None
    trace = unit.trace if isinstance(unit, PassView) else unit.inside.trace
    uses = (node.id for node in trace.record.graph.operations if where.weight in node.parents)
    return next((trace.times.computed[id] for id in uses), None)
