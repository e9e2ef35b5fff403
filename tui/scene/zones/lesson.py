"""What does the lesson screen show? One page of rows from a desk, a look and what the algebra has said; nothing else.

The zones and their heights follow from the size of the screen alone, so nothing jumps between steps. Only a text that
does not fit its zone takes rows from its neighbour, because a sentence cut short is worse.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ....core.lesson.listing import offered
from ....core.lesson.shown import shown
from ...drawing.graph.area import Area
from ...keys import FOOTERS, WITHOUT
from ...opened_update import is_training
from ..cells import Row, fit, row
from ..desk.desk import Desk, repeats
from ..desk.looks import current_dial, shown_dials
from ..footer import footer
from ..look import Look
from ..page import Page, filled, too_small
from ..pages.summary import asks_missed, summary_rows
from .coded import beside_receipt, code_rows, code_width
from .comparing import difference_rows, two_pictures
from .edges import NOTHING_YET, Known, Told
from .investigating import clue_rows, finding_rows
from .line import line_row
from .narration import narration_lines, question_lines
from .picture import Placed, picture_rows
from .projected import projected_page
from .receipt import least_receipt, receipt
from .rules import header, state, timeline
from .strip import strip_rows, strip_width
from .tally import tally_rows
from .tasks import task_rows
from .trying import is_turning, trying_rows

VISITED = 8
"""Rows below the code for the nodes that were visited last."""


@dataclass(frozen=True)
class Zones:
    """How many rows each zone has; the rules, the line and the footer have one each."""

    picture: int
    receipt: int
    narration: int


def zones(height: int) -> Zones:
    """The rows of a screen: the picture grows first, then the receipt, then the narration."""
    spare = height - 24
    if spare < 0:
        return Zones(max(6, height - 11), 4, 2)
    picture, receipt_, narration = 12 + min(8, spare), 4, 3
    spare = max(0, spare - 8)
    receipt_ += min(4, spare)
    spare = max(0, spare - 4)
    narration += min(2, spare)
    return Zones(picture + max(0, spare - 2), receipt_, narration)


def lesson_page(desk: Desk, look: Look, known: Known = NOTHING_YET, before: Area | None = None) -> Page:
    """The screen of a lesson."""
    situation = desk.company.situation if desk.company is not None else ""
    situation = situation or situation_of(desk)
    if look.is_too_small:
        return too_small(look)
    if desk.session.finished:
        rows = summary_rows(desk, look)
        body = [fit(cells, look.width) for cells in rows[: look.height - 3]]
        body += [fit((), look.width)] * (look.height - 3 - len(body))
        return Page((header(desk, look), *body, line_row(desk, look), footer(situation, look)), situation)
    if look.face.projector and not desk.full and desk.findings is None and not desk.is_comparing:
        return projected_page(desk, look, known, before)
    lines = [row(f" {line}") for line in narration_lines(desk, look)]
    question = question_lines(desk, look)
    lines += [row(" ? " if n == 0 else "   ", line) for n, line in enumerate(question)]
    room = _grown(zones(look.height), desk, look, known, len(lines))
    told = _told(desk, look, known, room.receipt)
    picture, placed = _pictured(desk, look, room.picture, before)
    rows = [header(desk, look), *picture, timeline(desk, look)]
    rows += filled(list(told.rows), room.receipt, look.width)
    rows.append(state(desk, look, told, placed.goes_on(desk.folded) if placed is not None else ""))
    rows += filled(lines, room.narration, look.width)
    rows += [line_row(desk, look), footer(situation, look)]
    window = placed.window if placed is not None else None
    return Page(tuple(rows), situation, placed, window, 1 + room.picture)


def _pictured(desk: Desk, look: Look, height: int, before: Area | None) -> tuple[list[Row], Placed | None]:
    """The picture zone: findings, two timelines, or the picture with its strip."""
    if not height:
        return [], None
    if desk.findings:
        return filled(finding_rows(desk, look), height, look.width), None
    if desk.company is not None and desk.company.is_whole:
        return filled(tally_rows(desk, look, look.width, height), height, look.width), None
    if desk.is_comparing:
        return two_pictures(desk, look, look.width, height), None
    code = code_width(desk, look)
    if code == look.width:
        return code_rows(desk, look, code, height), None
    if code:
        picture, placed = picture_rows(desk, look, look.width - code, height, before)
        below = strip_rows(desk, look, code, VISITED) if strip_width(desk, look) and height > 2 * VISITED else []
        coded = [*code_rows(desk, look, code, height - len(below)), *below]
        return [(*cells, *side) for cells, side in zip(picture, coded, strict=True)], placed
    beside = strip_width(desk, look)
    picture, placed = picture_rows(desk, look, look.width - beside, height, before)
    if beside:
        strip = strip_rows(desk, look, beside, height)
        picture = [(*cells, *side) for cells, side in zip(picture, strip, strict=True)]
    return picture, placed


def _told(desk: Desk, look: Look, known: Known, height: int) -> Told:
    """The receipt zone: clues, differences, how the class answers, or the receipt with the knobs below it."""
    if desk.findings:
        return Told(tuple(clue_rows(desk, look, height)))
    if desk.company is not None and desk.company.tally is not None and not desk.company.is_whole:
        return Told(tuple(filled(tally_rows(desk, look, look.width, height), height, look.width)))
    trying = trying_rows(desk, look)
    room = max(0, height - len(trying))
    if desk.is_comparing and not desk.session.playing:
        return Told((*filled(difference_rows(desk, look, room), room, look.width), *trying)[:height])
    told = receipt(desk, look, known, room)
    told = replace(told, rows=beside_receipt(desk, look, told.rows, room))
    return told if not trying else replace(told, rows=(*filled(list(told.rows), room, look.width), *trying)[:height])


def _grown(zones: Zones, desk: Desk, look: Look, known: Known, lines: int) -> Zones:
    """Room for options and for a long text: the options take from the picture, the text from the receipt.

    What is needed for an answer keeps its rows, and so does the question behind a wrong one.
    """
    options = len(task_rows(desk.session, look))
    if is_turning(desk, look):
        # Captions are short, and the knobs need a row of their own.
        zones = Zones(zones.picture, zones.receipt + 1, zones.narration - 1)
    receipt_, picture = zones.receipt, zones.picture
    if desk.full:
        receipt_, picture = receipt_ + picture, 0
    if desk.findings:
        findings = len(desk.findings) + 3
        receipt_, picture = receipt_ + picture - findings, findings
    least = 3 if desk.session.simulation is not None and look.height >= 24 else 0
    wanted = max(0, min(options - receipt_, picture - least))
    receipt_, picture = receipt_ + wanted, picture - wanted
    more = max(0, lines - zones.narration)
    taken = min(more, receipt_ - max(least_receipt(desk, look, known), options))
    more -= max(0, taken)
    from_picture = max(0, min(more, picture - least))
    return Zones(picture - from_picture, receipt_ - max(0, taken), zones.narration + max(0, taken) + from_picture)


def situation_of(desk: Desk) -> str:
    """Which footer fits, without the keys that would do nothing."""
    situation = _situation(desk)
    idle = [key for key, _ in FOOTERS[situation] if is_idle(desk, key)]
    return "".join((situation, *(f"{WITHOUT}{key}" for key in idle)))


def is_idle(desk: Desk, key: str) -> bool:
    """Would a key that the footer could name do nothing here?"""
    session = desk.session
    match key:
        case "up":
            options = session.is_asking and offered(session.step, session.at[1])
            before = desk.mode == "write" and bool(session.question.attempts)
            return not (desk.nodes or desk.findings or options or before)
        case "enter" if session.view is not None and not session.is_asking and desk.mode == "look":
            goes_on = session.beat.task == "goal" and desk.attention is None
            return not goes_on and shown(session).opens(desk.attention) is None
        case "leave" if desk.mode == "look" and desk.findings is None and not desk.speed:
            return session.view is None or (session.is_outermost and desk.attention is None and not desk.is_alone)
        case "again":
            return not asks_missed(desk) and not repeats(desk)
        case "hint":
            return session.is_asking and not shown(session).may & {"hint", "neighbour"}
        case "explore":
            return session.simulation is None
        case "knob" | "more":
            return session.view is not None and (current_dial(desk) is None or not shown_dials(desk))
        case _:
            return False


def _situation(desk: Desk) -> str:
    """What is going on."""
    if desk.session.finished:
        return "end"
    if desk.findings is not None:
        return "detective"
    if desk.speed:
        return "playing"
    if desk.mode in ("go", "confirm"):
        return desk.mode
    if desk.mode in ("turn", "branch", "watch"):
        return "line"
    if desk.session.view is not None and not desk.session.playing:
        trying = desk.session.is_asking and len(desk.session.view.levels) == 1
        free = "training" if is_training(desk.session) else "free"
        return "trying" if trying else "two" if desk.is_comparing else free
    if desk.mode == "write":
        if offered(desk.session.step, desk.session.at[1]):
            return "choose"
        return "answered" if desk.session.question.attempts else "ask"
    if desk.session.is_asking:
        return "ask-look"
    if desk.session.beat.is_question:
        return "settled"
    if repeats(desk):
        return "repeat"
    return "look" if desk.session.at != (0, 0) else "start"
