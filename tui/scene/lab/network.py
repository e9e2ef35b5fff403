"""What stands in the middle of the laboratory? The network, every unit with a map of what it says."""

from __future__ import annotations

from ....core.laboratory.names import unit_name
from ....core.laboratory.seen import seen
from ....core.laboratory.state import kept_choice
from ....core.simulations.network.simulation import NetworkTraining
from ...drawing.maps import LABEL, Plan, Units, draw_maps, plan_of
from ..cells import Row, Run
from ..look import Look
from .desk import LabDesk

SHORT = {"x1²": "x1²", "x2²": "x2²", "x1·x2": "x1x2", "sin(π·x1)": "~x1", "sin(π·x2)": "~x2"}
"""Names of inputs as they stand beside a map."""


def network_rows(desk: LabDesk, look: Look, width: int, height: int, place: int) -> list[Row]:
    """The network of a timeline in so many cells."""
    lab = desk.lab
    run = lab.runs[place]
    sizes = run.setup.settings.sizes
    chosen = kept_choice(lab.chosen, sizes)
    plan = plan_of(sizes, (chosen.layer, chosen.unit), width, height)
    view = seen(run.moment(run.reach(lab.cursor)), 2 * plan.height, plan.width)
    letter = "AB"[place] if len(lab.runs) > 1 else ""
    units = Units(
        _titles(run, plan, look, letter),
        [[_short(run, look, layer, unit) for unit in range(count)] for layer, count in enumerate(sizes)],
        view.units, view.weights, (None, *view.biases), (chosen.layer, chosen.unit, chosen.source),
    )  # fmt: skip
    drawing = draw_maps(units, plan, width, height, ascii=look.face.ascii)
    return [tuple(Run(*run) for run in cells) for cells in drawing.rows]


def plan_at(desk: LabDesk, width: int, height: int) -> Plan:
    """Where the units of the active timeline stand, for whoever points at them."""
    lab = desk.lab
    return plan_of(lab.sizes, (lab.chosen.layer, lab.chosen.unit), width, height)


def _short(run: NetworkTraining, look: Look, layer: int, unit: int) -> str:
    name = unit_name(run, layer, unit)
    return look.text(SHORT.get(name, name))


def _titles(run: NetworkTraining, plan: Plan, look: Look, letter: str) -> list[str]:
    """What stands above every column, and how many of its units are shown where not all are.

    Dots say that the network goes on before the first column or behind the last one.
    """
    sizes = run.setup.settings.sizes
    shown = {column.layer: len(column.tops) for column in plan.columns}
    titles: list[str] = []
    for layer, count in enumerate(sizes):
        here = shown.get(layer, count)
        part = look.say("screen.lab-part", shown=here, count=count) if here < count else ""
        if layer == 0:
            name = look.say("screen.lab-enter")
            title = f"{letter} {name}".strip()
        elif layer == len(sizes) - 1:
            title = look.say("screen.lab-leave")
        else:
            title = look.say("screen.lab-layer", layer=layer)
        whole = f"{title} {part}".strip()
        room = LABEL + plan.width + (plan.gap if layer < plan.columns[-1].layer else 0)
        titles.append(whole if len(whole) < room else part or title)
    first, last = plan.columns[0].layer, plan.columns[-1].layer
    if first > 0:
        titles[first] = f"{look.glyph('…')} {titles[first]}"
    if last < len(sizes) - 1:
        titles[last] = f"{titles[last]} {look.glyph('…')}"
    return titles
