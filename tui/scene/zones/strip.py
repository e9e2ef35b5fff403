"""What stands beside the picture on a wide screen? The knobs, and the nodes in the order in which the pass went on."""

from __future__ import annotations

from ....core.simulations.tracing.view import PassView
from ....core.trace import Computed, Flowed, Seeded
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
    visited = STRIP if isinstance(desk.session.simulation, PassView) else 0
    if not knobs_beside(desk, look):
        return visited
    return max(visited + LEAD if visited else 0, knobs_width(desk, look))


def strip_rows(desk: Desk, look: Look, width: int, height: int) -> list[Row]:
    """The knobs, then the newest events, one a row: the node and what it received."""
    rows: list[Row] = [()]
    simulation, cursor = desk.session.simulation, desk.session.cursor
    is_pass, lead = isinstance(simulation, PassView), Run("")
    if knobs_beside(desk, look):
        lead = Run(" " * LEAD)
        rows += [*knob_column(desk, look, width, height - 1 - LEAST_VISITED * is_pass), ()]
    if isinstance(simulation, PassView) and cursor > 0 and height - len(rows) > 2:
        first = max(1, cursor - (height - len(rows) - 2) + 1)
        rows += [(lead, Run(look.say("screen.visited"), "title"))]
        rows += [(lead, *_event(simulation, at, at == cursor, look)) for at in range(first, cursor + 1)]
    return [*(fit(cells, width) for cells in rows[:height]), *[fit((), width)] * (height - len(rows))]


def _event(simulation: PassView, at: int, is_last: bool, look: Look) -> Row:
    trace = simulation.trace
    match trace.event(at):
        case Computed(node):
            told = (node, trace.value(node, at), "", "value")
        case Seeded(node):
            told = (node, trace.record.upstream, "", "gradient")
        case Flowed(_, _, node):
            told = (node, trace.partial(node, at), "+" if trace.gradient(node, at) is None else "", "gradient")
        case None:
            return ()
    name, number, partly, role = told
    sign = f" {look.glyph('◄')}" if is_last else ""
    shown = numbers.box(number).rjust(6) + partly
    return (Run(look.cut(name, NAME).ljust(NAME)), Run(shown, role), Run(sign, "accent"))
