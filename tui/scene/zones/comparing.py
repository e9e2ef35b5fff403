"""How do two timelines stand side by side? Each with its own picture; below, what differs, in a table A, B, B - A."""

from __future__ import annotations

from dataclasses import replace
from math import isclose, isfinite

from ....core.lesson.passing import is_pass
from ....core.simulations.excursion import Difference, Excursion, Level, differences, parting
from ....core.simulations.knobs import named
from ....core.simulations.turns import shown_turns
from ....core.words.numbers import receipt
from ..cells import Row, Run, fit, row
from ..desk.desk import Desk
from ..look import Look
from .picture import picture_rows

LETTERS = "AB"
WIDEST_LABEL = 28
"""Cells for the name of a number that differs."""


def two_pictures(desk: Desk, look: Look, width: int, height: int) -> list[Row]:
    """The pictures of both branches, with what was turned above each; the one that keys act on is marked."""
    view = desk.session.view
    if view is None:
        return []
    half = (width - 1) // 2
    halves = [_half(desk, view, branch, look, half, height) for branch in (0, 1)]
    bar = Run(look.glyph("│"), "rule")
    return [fit((*left, bar, *right), width) for left, right in zip(*halves, strict=True)]


def _half(desk: Desk, view: Excursion, branch: int, look: Look, width: int, height: int) -> list[Row]:
    level = view.level
    is_active = branch == level.active
    sign = look.glyph("►") if is_active else " "
    turned, cursor = level.branches[branch].turned or _differs(level, branch), level.cursor_of(branch)
    told = shown_turns(level.branches[branch].simulation, cursor, turned, look.face.language)
    head = f"{sign}{LETTERS[branch]}  {told}"
    alone = replace(level, branches=(level.branches[branch],), active=0)
    session = replace(desk.session, away=Excursion((*view.levels[:-1], alone)))
    rows, _ = picture_rows(replace(desk, session=session), look, width, height - 1, None)
    return [fit(row((look.cut(head, width), "accent" if is_active else "title")), width), *rows]


def _differs(level: Level, branch: int) -> str:
    """What the first timeline has where the other was turned."""
    simulation = level.branches[branch].simulation
    names = [part.partition("=")[0].strip() for part in level.branches[1 - branch].turned.split(";")]
    settings = named(simulation.settings_at(level.cursor_of(branch) + 1))
    return "; ".join(f"{name} = {settings[name]}" for name in names if name in settings)


def difference_rows(desk: Desk, look: Look, height: int) -> list[Row]:
    """A table of the numbers that differ, those of scalars first."""
    view = desk.session.view
    if view is None:
        return []
    event = view.simulation.frame(view.cursor).event
    news = event.news if event is not None and is_pass(view.simulation) else ()
    # A frame of a graph brings one number or two: they come first, where there is room for little else.
    found = sorted(filter(_is_telling, differences(view.level)), key=lambda one: one.quantity not in news)
    if not found:
        return [row((f" {look.say('screen.same-so-far')}", "dim"))]
    width = 15 if look.width >= 78 else 11
    label = min(WIDEST_LABEL, look.width - 3 * width - 2)
    heads = "".join(text.rjust(width) for text in (*LETTERS, look.say("screen.difference")))
    rows = [row((" " * (label + 1) + heads, "dim"))]
    for one in found[: max(1, height - 1)]:
        first, second = float(one.first), float(one.second)
        cells = "".join(look.text(receipt(value)).rjust(width) for value in (first, second, second - first))
        name = look.named(view.simulation.label(one.quantity))
        rows.append(row((f" {look.cut(name, label).ljust(label)}", "dim"), cells))
    return rows[:height]


def parting_row(desk: Desk, look: Look) -> str:
    """Where the two timelines part; nothing while they are the same."""
    where = parting(desk.session.view.level) if desk.session.view is not None else None
    return "" if where is None else look.say("screen.part-at", cursor=where)


def _is_telling(one: Difference) -> bool:
    """Is it a number in both timelines, and do they differ by more than rounding?"""
    try:
        first, second = float(one.first), float(one.second)
    except (TypeError, ValueError):
        return False
    return isfinite(first) and isfinite(second) and not isclose(first, second, rel_tol=1e-12, abs_tol=1e-15)
