"""What does the laboratory's screen show? A page of rows from a desk and a look; nothing else.

Knobs above, the network in the middle with a map in every unit, the plane of the output beside it, losses below, then
the next update of the chosen weight as arithmetic, or what there is to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from ....core.errors import GradstepError
from ....core.laboratory.names import choice_name, quantity
from ....core.simulations.network.moment import split
from ....core.simulations.watches import seen
from ....core.words.names import choice_word
from ....core.words.numbers import brief, receipt
from ..cells import Row, Run, fit, width_of
from ..footer import footer
from ..look import Look
from ..page import Page, filled, too_small
from .below import below_rows
from .desk import SPEEDS, TYPED, LabDesk, Mode
from .knobs import inputs_rows, knob_rows
from .lists import challenge_rows, finding_rows
from .network import network_rows
from .output import output_rows
from .plan import BESIDE, Zones, zones
from .said import bottom_rows

AROUND = 7
"""Cells of the rule around what stands on it."""
LISTS: Mapping[Mode, Callable[[LabDesk, Look, int], list[Row]]] = {
    "challenge": challenge_rows,
    "detective": finding_rows,
}
"""What one chooses from takes the place of everything in the middle."""


def lab_page(desk: LabDesk, look: Look) -> Page:
    """The screen of the laboratory."""
    if look.is_too_small:
        return too_small(look)
    room = zones(look)
    last = bottom_rows(desk, look)
    rows = [_header(desk, look)]
    if desk.mode in LISTS:
        whole = room.middle + room.below
        rows += filled(LISTS[desk.mode](desk, look, whole), whole, look.width)
    else:
        rows += _middle(desk, look, room)
        rows += filled(below_rows(desk, look, room.below), room.below, look.width) if room.below else []
    # A long sentence lies over the lowest rows of the curves until the next key.
    rows = [*rows[: len(rows) - len(last) + 1], _chosen(desk, look), *last, footer(situation_of(desk), look)]
    return Page(tuple(fit(cells, look.width) for cells in rows), situation_of(desk))


def situation_of(desk: LabDesk) -> str:
    """Which footer fits."""
    if desk.mode in TYPED:
        return "line"
    if desk.mode in ("inputs", "challenge", "detective"):
        return {"inputs": "lab-inputs", "challenge": "lab-challenge", "detective": "detective"}[desk.mode]
    if desk.running:
        return "lab-running"
    return "lab-two" if len(desk.lab.runs) > 1 else "lab"


def _middle(desk: LabDesk, look: Look, room: Zones) -> list[Row]:
    """Knobs and network at the left, the plane at the right."""
    is_choosing = desk.mode == "inputs"
    left = inputs_rows(desk, look, room.left) if is_choosing else knob_rows(desk, look, room.left, room.knobs)
    left = filled(left, room.knobs, room.left)
    if len(desk.lab.runs) > 1 and look.width >= BESIDE:
        half = room.left // 2
        both = [network_rows(desk, look, half, room.network, run) for run in (0, 1)]
        left += [(*fit(one, half), *fit(other, room.left - half)) for one, other in zip(*both, strict=True)]
    else:
        left += filled(network_rows(desk, look, room.left, room.network, desk.lab.active), room.network, room.left)
    right = filled(output_rows(desk, look, room.side, room.middle, room.told), room.middle, room.side)
    line = Run(look.glyph("│"), "rule")
    return [(*cells, line, *beside) for cells, beside in zip(left, right, strict=True)]


def _header(desk: LabDesk, look: Look) -> Row:
    """Which data and network, and where we are; what there is no room for is left out, never cut."""
    lab = desk.lab
    data = Path(lab.table.path).name if lab.table is not None else _data(desk, look)
    parts = [
        Run(look.say("screen.lab-title"), "title"),
        Run(look.cut(data, 24)),
        Run("-".join(map(str, lab.sizes)), "title"),
    ]
    if lab.challenge is not None:
        parts.append(Run(look.say("screen.lab-challenge"), "accent"))
    speed = SPEEDS[desk.speed]
    right: list[Run] = [Run(look.say("screen.lab-place", cursor=lab.at, epoch=lab.at // lab.per_epoch), "title")]
    if desk.running:
        pace = f"{speed or 'max'}/s" if desk.target is None else f"{desk.target}:"
        right.insert(0, Run(f"{look.glyph('►')} {pace} ", "accent"))
    room = look.width - width_of(tuple(right)) - AROUND
    while len(parts) > 1 and width_of(tuple(parts)) + 3 * (len(parts) - 1) > room:
        del parts[0]
    between = Run(f" {look.glyph('·')} ", "rule")
    left = [run for part in parts for run in (between, part)][1:]
    return look.rule(tuple(left), tuple(right))


def _data(desk: LabDesk, look: Look) -> str:
    return choice_word(desk.lab.run.settings.data, look.face.language)


def _watches(desk: LabDesk, look: Look) -> Row:
    """The newest watch and what it sees, and how many there are besides."""
    watches = desk.lab.watches
    if not watches:
        return ()
    newest = watches[-1]
    try:
        now = seen(newest, desk.lab.run, desk.lab.at)
    except GradstepError:
        now = None
    if newest.stops:
        told = look.glyph("✓") if now else look.glyph("✗")
    else:
        told = "?" if now is None else brief(now) if np.ndim(now) == 0 else look.number(now, 20)
    more = f" +{len(watches) - 1}" if len(watches) > 1 else ""
    room = max(8, look.width - 60)
    return (Run(f"  {look.say('key.watch')} ", "dim"), Run(f"{look.cut(newest.text, room)} {told}{more}", "text"))


def _chosen(desk: LabDesk, look: Look) -> Row:
    """What is chosen, its gradient and its value."""
    lab = desk.lab
    name = (Run(look.named(choice_name(lab)), "accent"), *_watches(desk, look))
    wanted = quantity(lab.chosen)
    if wanted is None:
        return look.rule(name)
    moment = lab.moment
    parameter, index = split(wanted)
    value, slope = moment.parameters[parameter][index], moment.record.gradients[parameter][index]
    letter = "b" if parameter.startswith("b") else "w"
    right = (
        Run(look.text(f"∂L/∂{letter} "), "dim"), Run(receipt(float(slope), 4).rjust(8), "gradient"),
        Run(f"  {letter} ", "dim"), Run(receipt(float(value), 4).rjust(8), "value"),
    )  # fmt: skip
    return look.rule(name, right)
