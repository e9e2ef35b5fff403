"""What stands beside the picture on a wide screen? The knobs, and the nodes in the order in which the pass went on."""

from __future__ import annotations

from ....core.lesson.passing import is_pass, visited
from ....core.lesson.shown import shown
from ....core.simulations.protocol import Simulation
from ....core.words import numbers
from ..cells import Row, Run, fit
from ..desk.desk import Desk
from ..look import Look
from .trying import knob_column, knobs_beside, knobs_width

STRIP, LEAD = 16, 2
"""Columns of the nodes that were visited, and blank ones before them below knobs."""
NAME = 7
LEAST_VISITED = 6
"""Rows that the knobs leave to them."""


def strip_width(desk: Desk, look: Look) -> int:
    """The columns of the strip; 0 where there is none. Only a pass reaches its nodes one by one."""
    if not look.is_wide:
        return 0
    nodes = STRIP if is_pass(desk.session.simulation) else 0
    if not knobs_beside(desk, look):
        return nodes
    return max(nodes + LEAD if nodes else 0, knobs_width(desk, look))


def strip_rows(desk: Desk, look: Look, width: int, height: int) -> list[Row]:
    """The knobs, then the newest events, one a row: the node and what it received."""
    rows: list[Row] = [()]
    simulation, cursor = desk.session.simulation, desk.session.cursor
    goes_by_nodes, lead = is_pass(simulation), Run("")
    if knobs_beside(desk, look):
        lead = Run(" " * LEAD)
        rows += [*knob_column(desk, look, width, height - 1 - LEAST_VISITED * goes_by_nodes), ()]
    if simulation is not None and goes_by_nodes and cursor > 0 and height - len(rows) > 2:
        first = max(1, cursor - (height - len(rows) - 2) + 1)
        rows += [(lead, Run(look.say("screen.visited"), "title"))]
        secret = bool(shown(desk.session).hidden) and desk.session.cursor == desk.session.beat.cursor
        rows += [(lead, *_event(simulation, at, cursor, secret, look)) for at in range(first, cursor + 1)]
    return [*(fit(cells, width) for cells in rows[:height]), *[fit((), width)] * (height - len(rows))]


def _event(simulation: Simulation, at: int, cursor: int, secret: bool, look: Look) -> Row:
    """What an event brought; of the newest one `?` where that is still asked."""
    told = visited(simulation, at)
    if told is None:
        return ()
    is_last = at == cursor
    sign = f" {look.glyph('◄')}" if is_last else ""
    number = numbers.box(told.number).rjust(6) + ("+" if told.is_partial else "")
    brought = Run(number, "gradient" if told.is_gradient else "value")
    if is_last and secret:
        brought = Run("?".rjust(6), "asked")
    return (Run(look.cut(told.node, NAME).ljust(NAME)), brought, Run(sign, "accent"))
