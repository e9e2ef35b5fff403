"""What does the mouse do over a lesson? Another desk, as after a key; nothing can be done by the mouse alone.

A click chooses what is under it: a box, a frame of the timeline, a knob, an option, the line. A second click goes in,
the right button comes out. The wheel turns what is under it: time, the value of a knob, and elsewhere the attention.
"""

from __future__ import annotations

from dataclasses import replace

from ....core.lesson.schema import Choose, Order
from ....core.lesson.shown import shown
from ....core.simulations.dials import Dial
from ...drawing.graph.viewport import hit
from ..cells import plain
from ..desk.desk import Desk, go_to
from ..desk.looks import current_dial, open_line, shown_dials
from ..desk.press import press, typed
from ..desk.typed_line import Line
from ..look import Look
from ..page import Page
from .rules import frame_at


def clicked(desk: Desk, page: Page, look: Look, x: int, y: int, *, twice: bool = False) -> Desk | None:
    """The desk after a click on a cell; None where there is nothing to choose."""
    if desk.findings is not None or desk.speed or desk.mode in ("go", "turn", "branch", "watch", "confirm"):
        return None
    node = _node_at(page, x, y)
    if node is not None and (desk.mode == "look" or desk.session.is_asking):
        if twice:
            return press(replace(desk, attention=node), "enter") if desk.mode == "look" else None
        if desk.attention == node and desk.mode == "look" and shown(desk.session).opens(node) is not None:
            return press(desk, "enter")
        return replace(desk, attention=None if desk.attention == node else node, said=None)
    if y == page.timeline_row:
        frame = frame_at(desk, look, x)
        return None if frame is None else go_to(replace(desk, goal=Line(str(frame))))
    dial = _dial_at(desk, page, look, x, y)
    if dial is not None:
        is_current = dial == current_dial(desk)
        return open_line(desk, "turn") if is_current else replace(desk, dial=dial.name, said=None)
    number = _option_at(desk, page, look, y)
    if number is not None:
        kept = desk.line if isinstance(desk.session.step, Order) else Line()
        return typed(replace(desk, mode="write", line=kept.moved(len(kept.text))), number)
    writes = desk.session.is_asking and desk.session.beat.task != "goal"
    if y == look.height - 2 and writes and desk.mode == "look":
        return press(desk, "write")
    return None


def out(desk: Desk) -> Desk | None:
    """The desk after the right button: one level up; None on the level of the script."""
    return press(desk, "out") if desk.mode == "look" and desk.session.view is not None else None


def wheeled(desk: Desk, page: Page, look: Look, x: int, y: int, by: int) -> Desk:
    """The desk after a notch of the wheel over a cell; `by` is 1 towards the learner, -1 away from her."""
    if y == page.timeline_row:
        # While something is typed the arrows move in the text; the frames are stepped through all the same.
        keys = {"write": ("onward", "backward"), "look": ("next", "back")}.get(desk.mode)
        return desk if keys is None else press(desk, keys[0 if by > 0 else 1])
    dial = _dial_at(desk, page, look, x, y) if desk.mode == "look" and desk.findings is None else None
    if dial is not None:
        return press(replace(desk, dial=dial.name), "less" if by > 0 else "more")
    return press(desk, "down" if by > 0 else "up")


def _node_at(page: Page, x: int, y: int) -> str | None:
    """The box or the wire's end under a cell of the picture."""
    placed = page.placed
    if placed is None or not 0 <= y - 1 - placed.y < placed.window.height:
        return None
    found = hit(placed.layout, x - placed.x + placed.window.x, y - 1 - placed.y + placed.window.y)
    return found if isinstance(found, str) or found is None else found[0]


def _dial_at(desk: Desk, page: Page, look: Look, x: int, y: int) -> Dial | None:
    """The knob whose name or value stands under a cell."""
    if desk.session.view is None or desk.session.playing or not 0 < y < len(page.rows):
        return None
    text = plain(page.rows[y])
    for dial in shown_dials(desk):
        name, value = (look.text(said(look.face.language)) for said in (dial.shown_name, dial.shown_value))
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            is_word = not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()
            rest = text[end:].lstrip()
            if is_word and rest.startswith(value[:4]) and start <= x < len(text) - len(rest) + len(value):
                return dial
            start = text.find(name, end)
    return None


def _option_at(desk: Desk, page: Page, look: Look, y: int) -> str | None:
    """The number of the option, or of the part to be ordered, to which a row belongs."""
    if not desk.session.is_asking or not isinstance(desk.session.step, Choose | Order):
        return None
    first = (page.timeline_row or 0) + 1
    for row in range(y, first - 1, -1):
        marks = [run.text.strip() for run in page.rows[row] if run.role == "accent" and run.text.strip().isdecimal()]
        if marks:
            return marks[0]
        if not plain(page.rows[row]).startswith(" " * 7):
            return None
    return None
