"""How are slips listed? By name, with how often they came up and the lesson that teaches what was missed."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.answers.taught import TAUGHT_BY
from ....core.lesson.course import Course, Entry
from ..cells import Role, Row, Run
from ..look import Look

NAME, TIMES = 40, 10
"""Cells of the name and of how often."""
TITLED = 28
"""Cells from which on the lesson is named by its title too."""


def teacher(course: Course | None, slip: str) -> Entry | None:
    """The lesson that teaches what a slip gets wrong; None when there is none that can be opened."""
    entry = course.entry(TAUGHT_BY.get(slip, "")) if course is not None else None
    return entry if entry is not None and entry.problem is None else None


def slip_rows(
    slips: Sequence[tuple[str, int]], course: Course | None, look: Look, width: int,
    here: str | None = None, chosen: int | None = None,
) -> list[Row]:  # fmt: skip
    """One row a slip, `width` cells at most; `here` is the id of the lesson that the page is about."""
    name = max(12, min(NAME, width - 3 - TIMES))
    rows: list[Row] = []
    for at, (slip, count) in enumerate(slips):
        role: Role = "title" if at == chosen else "text"
        called = look.cut(look.say(f"mistake.{slip}-name"), name - 1).ljust(name)
        times = look.say("screen.times", count=count).ljust(TIMES)
        told = _taught(teacher(course, slip), here, look, width - 3 - name - TIMES)
        sign = look.glyph("►") if at == chosen else " "
        rows.append((Run(f" {sign} ", "accent"), Run(called, role), Run(times), Run(told, "dim")))
    return rows


def _taught(entry: Entry | None, here: str | None, look: Look, room: int) -> str:
    """Which lesson teaches it, as well as it can be said in so many cells."""
    if entry is None or room <= 0:
        return ""
    if entry.id == here:
        return look.cut(look.say("screen.taught-here"), room)
    short = look.say("screen.taught-by", lesson=f"{entry.number:02d}")
    if room < TITLED:
        return short if len(short) <= room else f"{entry.number:02d}"
    return look.cut(f"{entry.number:02d} {look.both(entry.title)}", room)
