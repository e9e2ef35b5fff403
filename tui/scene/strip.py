"""What stands beside the picture on a wide screen? The nodes in the order in which the pass reached them."""

from __future__ import annotations

from ...core.simulations.tracing.view import PassView
from ...core.trace import Computed, Flowed, Seeded
from ...core.words import numbers
from .cells import Row, Run, fit
from .desk import Desk
from .look import Look

STRIP = 16
"""Columns of the strip."""


def has_strip(desk: Desk) -> bool:
    """Is there something to stand beside the picture? Only a pass reaches its nodes one by one."""
    return isinstance(desk.session.simulation, PassView)


def strip_rows(desk: Desk, look: Look, height: int) -> list[Row]:
    """The newest events, one a row: the node and what it received."""
    rows: list[Row] = []
    simulation, cursor = desk.session.simulation, desk.session.cursor
    if isinstance(simulation, PassView) and cursor > 0:
        first = max(1, cursor - (height - 3) + 1)
        rows = [(Run(look.say("screen.visited"), "title"),)]
        rows += [_event(simulation, at, at == cursor, look) for at in range(first, cursor + 1)]
    rows = [(), *rows]
    return [*(fit(cells, STRIP) for cells in rows[:height]), *[fit((), STRIP)] * (height - len(rows))]


def _event(simulation: PassView, at: int, is_last: bool, look: Look) -> Row:
    trace, sign = simulation.trace, f" {look.glyph('◄')}" if is_last else ""
    match trace.event(at):
        case Computed(node):
            return (Run(_name(node)), Run(numbers.box(trace.value(node, at)).rjust(6), "value"), Run(sign, "accent"))
        case Seeded(node):
            return (Run(_name(node)), Run(numbers.box(trace.record.upstream).rjust(6), "gradient"), Run(sign, "accent"))
        case Flowed(_, _, parent):
            partly = "+" if trace.gradient(parent, at) is None else ""
            number = numbers.box(trace.partial(parent, at)).rjust(6)
            return (Run(_name(parent)), Run(number + partly, "gradient"), Run(sign, "accent"))
        case None:
            return ()


def _name(node: str) -> str:
    return f"{node[:7]:7}"
