"""How does the code of a frame stand on the screen? Beside the picture where both have room, otherwise in its place."""

from __future__ import annotations

from ....core.lesson.coded import code_at
from ...drawing.code import draw_code
from ..cells import Row, Run, fit
from ..desk.desk import Desk
from ..look import Look

BESIDE = 120
"""Columns of a screen from which on code stands beside the picture."""
CODE = 40
"""Columns of the code there; the rest is the picture's, whose boxes want to be large."""


def code_width(desk: Desk, look: Look) -> int:
    """The columns of the code: those beside the picture, all of them in its place, or none."""
    if not desk.code or code_at(desk.session) is None:
        return 0
    return CODE if look.width >= BESIDE else look.width


def code_rows(desk: Desk, look: Look, width: int, height: int) -> list[Row]:
    """The lines around the current one, below their title."""
    picture = code_at(desk.session)
    if picture is None:
        return [fit((), width)] * height
    drawing = draw_code(picture, width - 1, height - 1, ascii=look.face.ascii, words=look.label)
    title: Row = (Run(f"   {look.say('screen.code-title')}", "title"),)
    rows: list[Row] = [title, *(tuple(Run(*run) for run in cells) for cells in drawing.rows)]
    return [*(fit(cells, width) for cells in rows[:height]), *[fit((), width)] * (height - len(rows))]
