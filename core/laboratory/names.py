"""What are the units and weights of the laboratory called? Short names on the screen, those of the training behind it.

Inputs have the names of what they are made of, hidden units a letter for their layer and a number, outputs are ŷ. A
weight is called by its two ends; the training knows it as an entry of a matrix.
"""

from __future__ import annotations

from ..simulations.network.drawn import input_names
from ..simulations.network.simulation import NetworkTraining
from .state import BIAS, Choice, Lab

LETTERS = "hkmnpqrs"
"""One for each hidden layer."""


def unit_name(run: NetworkTraining, layer: int, unit: int) -> str:
    """`x1`, `h2`, `k1`, `ŷ`."""
    sizes = run.setup.settings.sizes
    if layer == 0:
        return input_names(run.setup.data)[unit]
    if layer == len(sizes) - 1:
        classes = run.setup.data.classes
        if sizes[-1] == 1:
            return "ŷ"
        return f"ŷ{classes[unit]}" if len(classes) == sizes[-1] else f"ŷ{unit + 1}"
    return f"{LETTERS[layer - 1]}{unit + 1}"


def choice_name(lab: Lab) -> str:
    """`h2`, or for a weight where it leads and from where: `h2 ◄ x1`; its bias `h2 ◄ 1`."""
    chosen = lab.chosen
    name = unit_name(lab.run, chosen.layer, chosen.unit)
    if chosen.source is None:
        return name
    source = "1" if chosen.source == BIAS else unit_name(lab.run, chosen.layer - 1, chosen.source)
    return f"{name} ◄ {source}"


def quantity(chosen: Choice) -> str | None:
    """The entry of a parameter that is chosen: `W1[0,1]`, `b1[1]`; None for a unit."""
    if chosen.source is None or chosen.layer == 0:
        return None
    if chosen.source == BIAS:
        return f"b{chosen.layer}[{chosen.unit}]"
    return f"W{chosen.layer}[{chosen.source},{chosen.unit}]"


def choice_of(lab: Lab, typed: str) -> Choice | None:
    """The unit of a name, or the weight of a parameter's entry; None where there is neither."""
    wanted = typed.strip().lower().replace("yhat", "ŷ")
    for layer, count in enumerate(lab.sizes):
        for unit in range(count):
            if unit_name(lab.run, layer, unit).lower() == wanted:
                return Choice(layer, unit, None)
            weights = [Choice(layer, unit, source) for source in (BIAS, *range(lab.sizes[layer - 1]))] if layer else []
            found = next((one for one in weights if (quantity(one) or "").lower() == wanted.replace(" ", "")), None)
            if found is not None:
                return found
    return None
