"""How is a map of the laboratory told in words? What a unit says at nine places of the plane, or for each class."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..simulations.network.drawn import plane_range
from ..words import Message, message
from .names import unit_name
from .seen import over, seen
from .state import Lab

SIDE = 3
ROWS = ("top", "middle", "foot")


def unit_words(lab: Lab, layer: int, unit: int) -> Iterator[Message]:
    """What a unit says, from -1 to 1: over a plane at three places of three heights, over a line at three, by class."""
    moment = lab.moment
    kind = over(moment)
    view = seen(moment, SIDE, SIDE if kind != "classes" else 10).units[layer][unit]
    name = unit_name(lab.run, layer, unit)
    if kind == "plane":
        across, up = (plane_range(moment.setup.where.inputs[:, axis]) for axis in (0, 1))
        x = ", ".join(f"{place:.1f}" for place in np.linspace(*across, SIDE))
        yield message("lab.unit-plane", name=name, x=x)
        for row, height in enumerate(np.linspace(up[1], up[0], SIDE)):
            said = ", ".join(f"{value:.2f}" for value in view[row])
            yield message("lab.unit-row", where=message(f"lab.row-{ROWS[row]}"), y=f"{height:.1f}", values=said)
    else:
        said = ", ".join(f"{value:.2f}" for value in view[0])
        yield message("lab.unit-line" if kind == "line" else "lab.unit-classes", name=name, values=said)


def weight_words(lab: Lab, layer: int, unit: int) -> Iterator[Message]:
    """The weights into a unit, each with where it comes from."""
    if layer == 0:
        return
    matrix = lab.moment.parameters.get(f"W{layer}")
    if matrix is None:
        return
    for source in range(lab.sizes[layer - 1]):
        yield message("lab.weight", source=unit_name(lab.run, layer - 1, source), value=f"{matrix[source, unit]:.4f}")
    bias = lab.moment.parameters.get(f"b{layer}")
    if bias is not None:
        yield message("lab.bias", value=f"{bias[unit]:.4f}")
