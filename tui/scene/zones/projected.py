"""What does a lesson show on a projector? The picture, as large as it gets, one line of arithmetic, what is said.

Who sits at the back reads few things or none. So there is no table of what is known, no timeline and no facts beside;
everything that is left has more room. What is asked stays hidden by the same masks.
"""

from __future__ import annotations

from ...drawing.graph.area import Area
from ..cells import Row, fit, row
from ..desk.desk import Desk
from ..footer import footer
from ..look import Look
from ..page import Page, filled
from .edges import Known, Told
from .line import line_row
from .narration import narration_lines, question_lines
from .picture import Placed, picture_rows
from .receipt import least_receipt, receipt
from .rules import header, state
from .tally import tally_rows
from .tasks import task_rows
from .trying import is_turning, trying_rows

SITUATION, PRESENTS = "projected", "present-"
LEAST_PICTURE = 3
MOST_SAID = 4
"""Rows of text that leave the picture as it is; a longer one takes from it."""
ARITHMETIC = 2
"""Rows of the receipt: what follows from what, and its number."""


def projected_page(desk: Desk, look: Look, known: Known, before: Area | None) -> Page:
    """The screen of a lesson for a whole room."""
    lines = [row(f" {line}") for line in narration_lines(desk, look)]
    lines += [row(" ? " if n == 0 else "   ", line) for n, line in enumerate(question_lines(desk, look))]
    arithmetic = _arithmetic(desk, look, known)
    # The picture keeps its height while the texts of a lesson come and go, as far as they are of the usual length.
    said = max(MOST_SAID, len(lines) + len(arithmetic))
    least = LEAST_PICTURE if desk.session.simulation is not None else 0
    high = max(least, look.height - 4 - said)
    picture, placed = _pictured(desk, look, high, before)
    room = look.height - 4 - high
    below = [*arithmetic, *lines]
    if len(below) > room:
        # A text is whole; what there is no room for is the arithmetic.
        below = [*arithmetic[: max(0, room - len(lines))], *lines][:room]
    rows = [header(desk, look), *picture, state(desk, look, Told(()))]
    rows += filled(below, room, look.width)
    asks = desk.company.situation if desk.company is not None else ""
    situation = asks if asks.startswith(PRESENTS) else SITUATION
    rows += [line_row(desk, look), footer(situation, look)]
    window = placed.window if placed is not None else None
    return Page(tuple(rows), situation, placed, window, None)


def _arithmetic(desk: Desk, look: Look, known: Known) -> list[Row]:
    """Options and blanks, knobs that are turned, or else the first lines of the receipt; nothing that is empty."""
    tasks = task_rows(desk.session, look, desk.line.text)
    if tasks:
        return [fit(cells, look.width) for cells in tasks]
    trying = trying_rows(desk, look) if is_turning(desk, look) or desk.session.beat.task == "goal" else []
    most = max(ARITHMETIC, least_receipt(desk, look, known)) if desk.session.beat.task != "goal" else 0
    found = [cells for cells in receipt(desk, look, known, most).rows if any(run.text.strip() for run in cells)]
    return [fit(cells, look.width) for cells in (*found, *trying)]


def _pictured(desk: Desk, look: Look, height: int, before: Area | None) -> tuple[list[Row], Placed | None]:
    """The picture, or how the class answered."""
    if desk.company is not None and desk.company.is_whole:
        return filled(tally_rows(desk, look, look.width, height), height, look.width), None
    return picture_rows(desk, look, look.width, height, before)
