"""How does the code of a frame stand on the screen? Beside the picture where both have room, otherwise in its place.

That is when it is called. On a wide screen it stands beside the receipt by itself, wherever the receipt leaves room.
"""

from __future__ import annotations

from collections.abc import Sequence

from ....core.lesson.coded import code_at
from ....core.pictures import CodePicture
from ...drawing.code import code_size, draw_code
from ..cells import Row, Run, column, fit, plain
from ..desk.desk import Desk
from ..look import Look

BESIDE = 120
"""Columns of a screen from which on code stands beside the picture."""
CODE = 40
"""Columns of the code there; the rest is the picture's, whose boxes want to be large."""
FEWEST, GAP = 3, 2
"""Rows below which nothing stands beside a receipt, and the columns between them."""


def code_width(desk: Desk, look: Look) -> int:
    """The columns of the code: those beside the picture, all of them in its place, or none."""
    if not desk.code or code_at(desk.session) is None:
        return 0
    return CODE if look.width >= BESIDE else look.width


def code_rows(desk: Desk, look: Look, width: int, height: int) -> list[Row]:
    """The lines around the current one, below their title."""
    picture = code_at(desk.session)
    return [fit((), width)] * height if picture is None else _listed(picture, look, width, height)


def _listed(picture: CodePicture, look: Look, width: int, height: int) -> list[Row]:
    drawing = draw_code(picture, width - 1, height - 1, ascii=look.face.ascii, words=look.label)
    title: Row = (Run(f"   {look.say('screen.code-title')}", "title"),)
    rows: list[Row] = [title, *(tuple(Run(*run) for run in cells) for cells in drawing.rows)]
    return [*(fit(cells, width) for cells in rows[:height]), *[fit((), width)] * (height - len(rows))]


def beside_receipt(desk: Desk, look: Look, receipt: Sequence[Row], height: int) -> tuple[Row, ...]:
    """The rows of a receipt with the code at their right: on a wide screen, where no line of either has to be cut."""
    start = look.width * 5 // 8
    picture = code_at(desk.session) if look.width >= BESIDE and not desk.code and height > FEWEST else None
    if picture is None or code_size(picture, look.label)[0] >= look.width - start:
        return tuple(receipt)
    if any(len(plain(cells).rstrip()) > start - GAP for cells in receipt):
        return tuple(receipt)
    code = _listed(picture, look, look.width - start, height)
    told = [*receipt, *[()] * (height - len(receipt))]
    return tuple(column([(0, cells), (start, line)], look.width) for cells, line in zip(told, code, strict=True))
