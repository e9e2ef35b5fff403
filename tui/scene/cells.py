"""What is a screen made of before anybody paints it? Rows of runs: text with a role.

A role says what a text means; the theme gives it a colour. Everything on a screen is made of these rows by pure
functions, so that a test reads the same screen as a learner. A finished row is exactly as wide as the screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import Literal, NamedTuple, TypeAlias

from ..drawing.graph.canvas import Role as DrawnRole

Role = DrawnRole | Literal["text", "rule", "caret", "spot"]
"""`idle` boxes, `wire` and `rule` are structure; `caret` is what is under the cursor of the line, or selected;
`spot` is the letter that a complaint is about."""


class Run(NamedTuple):
    """A text of one role."""

    text: str
    role: Role = "text"


Row: TypeAlias = tuple[Run, ...]


def row(*parts: str | Run | tuple[str, Role]) -> Row:
    """A row of its parts; a bare string has the role `text`."""
    return tuple(Run(part) if isinstance(part, str) else Run(*part) for part in parts)


def plain(cells: Row) -> str:
    """The text of a row."""
    return "".join(run.text for run in cells)


def width_of(cells: Row) -> int:
    """How many cells a row takes."""
    return sum(len(run.text) for run in cells)


def fit(cells: Row, width: int) -> Row:
    """The row, filled with blanks or cut, exactly `width` cells wide."""
    fitted: list[Run] = []
    room = width
    for run in cells:
        if room <= 0:
            break
        fitted.append(Run(run.text[:room], run.role))
        room -= len(run.text)
    if room > 0:
        fitted.append(Run(" " * room))
    return tuple(run for run in fitted if run.text)


def ends(left: Row, right: Row, width: int) -> Row:
    """One part at the left, one at the right; the left one is cut when they meet."""
    room = max(0, width - width_of(right))
    return fit((*fit(left, room), *right), width)


def column(parts: Iterable[tuple[int, Row]], width: int) -> Row:
    """Parts at fixed columns, in order; a part that reaches into the next one is cut."""
    placed = list(parts)
    cells: Row = ()
    for place, (at, part) in enumerate(placed):
        stop = placed[place + 1][0] if place + 1 < len(placed) else width
        cells = (*fit(cells, at), *fit(part, min(width_of(part), stop - at)))
    return fit(cells, width)


def cut(text: str, width: int, sign: str = "…") -> str:
    """The text, or as much of it as fits before a sign that says that there is more."""
    return text if len(text) <= width else text[: max(0, width - len(sign))] + sign[:width]


def cut_sum(text: str, width: int, sign: str = "…") -> str:
    """Arithmetic that has no room, without its middle: its first terms and what it comes to."""
    before, equals, total = text.rpartition(" = ")
    room = width - len(sign) - len(equals) - len(total) - 1
    if len(text) <= width or not equals or room < 1 or ";" in text or "  " in text:
        return cut(text, width, sign)
    kept = before[:room].rpartition(" ")[0] or before[:room]
    return f"{kept} {sign}{equals}{total}"


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells."""
    return [line for part in text.splitlines() for line in wrap(part, width, break_on_hyphens=False) or [""]]
