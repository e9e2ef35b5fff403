"""What stands around the picture while somebody tries things? The goal, knobs, watches, parts to be ordered.

On a wide screen the knobs stand in a column of their own beside the picture, one a row; otherwise below it.
"""

from __future__ import annotations

from ....core.lesson.drawable import gives_away
from ....core.lesson.judging import shuffled
from ....core.lesson.schema import Challenge, Order
from ....core.lesson.session import Session
from ....core.simulations.dials import Dial
from ....core.simulations.naming import shown_condition
from ....core.words.numbers import sentence
from ..cells import Role, Row, Run, width_of, wrapped
from ..desk.desk import Desk
from ..desk.looks import current_dial, shown_dials, watch_now
from ..look import Look
from .columns import columns_for, free

KNOB_ROWS = 2
WIDEST_VALUE = 24
NARROWEST_COLUMN, WIDEST_COLUMN = 16, 28
NOTHING = "-"
"""Where a knob holds an empty text."""
LEAST_VALUE, MOST_LINES = 4, 4
"""Cells that names leave to values, and rows of a long value."""
MARK = 2
"""Cells before the name of a knob, for `►`."""


def order_rows(session: Session, look: Look) -> list[Row]:
    """The parts in the order in which they are shown, with their numbers; once settled, in the right one."""
    step = session.step
    if not isinstance(step, Order):
        return []
    shown = shuffled(step)
    places = list(enumerate(shown, 1))
    if not session.is_asking and session.question.outcome != "skipped":
        places.sort(key=lambda one: one[1])
    rows: list[Row] = []
    for number, place in places:
        lines = wrapped(look.text(session.text(step.items[place], look.face.language)), look.text_width - 6)
        rows.append((Run("    "), Run(f"{number} ", "accent"), Run(f" {lines[0]}")))
        rows += [(Run(f"{' ' * 7}{line}"),) for line in lines[1:]]
    return rows


def trying_rows(desk: Desk, look: Look) -> list[Row]:
    """The goal, the knobs with the one that `+` turns marked, and the watches with what they see."""
    rows: list[Row] = []
    step = desk.session.step
    if isinstance(step, Challenge):
        goal = shown_condition(desk.session.simulation, step.goal, look.face.language)
        rows.append(free(look.say("screen.goal"), goal, look, "asked"))
    if not knobs_beside(desk, look):
        rows += _knobs(desk, look)
    if desk.watches:
        rows.append(_watches(desk, look))
    return rows


def knobs_beside(desk: Desk, look: Look) -> bool:
    """Do the knobs have a column of their own?"""
    taken = desk.is_comparing or desk.full or bool(desk.findings)
    return look.is_wide and look.height >= 30 and not taken and bool(_turned(desk))


def is_turning(desk: Desk, look: Look) -> bool:
    """Does somebody turn knobs that stand below the picture, while nothing is asked?"""
    taken = desk.full or bool(desk.findings) or desk.session.is_asking
    return look.height < 30 and not taken and bool(_turned(desk))


def knobs_width(desk: Desk, look: Look) -> int:
    """The cells of that column: what names and values take, up to a part of the screen."""
    names = max(len(name) for name, _, _ in _named(desk, look))
    values = max(len(value) for _, value, _ in _named(desk, look))
    return max(NARROWEST_COLUMN, min(MARK + names + 2 + values + 2, max(WIDEST_COLUMN, look.width // 5)))


def knob_column(desk: Desk, look: Look, width: int, height: int) -> list[Row]:
    """The knobs one a row, names and values under each other, the one that `+` turns marked; a long value goes on."""
    found = _named(desk, look)
    names = min(max(len(name) for name, _, _ in found), width - 2 * MARK - LEAST_VALUE)
    entries = [_entry(*one, names, width, look) for one in found]
    here = next((place for place, (_, _, is_here) in enumerate(found) if is_here), 0)
    first, last = here, here + 1
    room = height - 1 - len(entries[here])
    while first > 0 or last < len(entries):
        more = [at for at in (first - 1, last) if 0 <= at < len(entries) and len(entries[at]) <= room]
        if not more:
            break
        first, last = min(first, more[0]), max(last, more[0] + 1)
        room -= len(entries[more[0]])
    count = f"  {here + 1}/{len(found)}" if last - first < len(found) else ""
    head: Row = (Run(" " * MARK), Run(look.say("screen.knobs"), "title"), Run(count, "dim"))
    rows = [line for entry in entries[first:last] for line in entry]
    more = Run(f"{look.glyph('…')[:1]} ", "dim")
    if first > 0 and first != here:
        rows[0] = (more, *rows[0][1:])
    if last < len(entries) and last - 1 != here and len(entries[last - 1]) == 1:
        rows[-1] = (more, *rows[-1][1:])
    return [head, *rows]


def _entry(name: str, value: str, is_here: bool, names: int, width: int, look: Look) -> list[Row]:
    """The rows of one knob: its value beside its name, or where that is too long, below it."""
    at = MARK + names + 2
    named, valued = _roles(is_here)
    head: Row = (
        Run(f"{look.glyph('►') if is_here else ' '} ", "accent"),
        Run(look.cut(name, names).ljust(names + 2), named),
    )
    if at + len(value) < width:
        return [(*head, Run(value, valued))]
    below = MARK + 2
    lines = wrapped(value, width - below - 1)
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], look.cut(" ".join(lines[MOST_LINES - 1 :]), width - below - 1)]
    return [head, *((Run(" " * below), Run(line, valued)) for line in lines)]


def _roles(is_here: bool) -> tuple[Role, Role]:
    """Of a name and of a value."""
    return ("accent", "accent") if is_here else ("dim", "text")


def _turned(desk: Desk) -> tuple[Dial, ...]:
    """The knobs that can be turned now."""
    if desk.session.view is None or desk.session.playing or current_dial(desk) is None:
        return ()
    return shown_dials(desk)


def _named(desk: Desk, look: Look) -> list[tuple[str, str, bool]]:
    """Every knob: its name, its value, and is it the one that `+` turns?"""
    here, language = current_dial(desk), look.face.language
    return [
        (look.text(dial.shown_name(language)), look.text(dial.shown_value(language)) or NOTHING, dial == here)
        for dial in _turned(desk)
    ]


def _knobs(desk: Desk, look: Look) -> list[Row]:
    """The page of knobs on which the current one stands, and how many there are; `…` where there are more."""
    found = _named(desk, look)
    if not found:
        return []
    room, sign = look.width - columns_for(look).free - 1, look.glyph("…")
    pages: list[list[list[Run]]] = [[[]]]
    most = 1 if look.height < 30 or desk.is_comparing else KNOB_ROWS
    page = 0
    for name, value, is_here in found:
        named, valued = _roles(is_here)
        shown = look.cut(value, WIDEST_VALUE)
        runs = [Run(f"{look.glyph('►') if is_here else ' '}", "accent"), Run(f"{name} ", named), Run(shown, valued)]
        taken = width_of(tuple(pages[-1][-1])) + width_of(tuple(runs)) + 2 * len(sign) + 3
        if pages[-1][-1] and taken > room:
            if len(pages[-1]) < most:
                pages[-1].append([])
            else:
                pages.append([[]])
        pages[-1][-1] += [*runs, Run("  ")]
        page = len(pages) - 1 if is_here else page
    here = next((place for place, one in enumerate(found, 1) if one[2]), 1)
    head = look.say("screen.knobs") + (f" {here}/{len(found)}" if len(pages) > 1 else "")
    lines = [[Run(" " * (len(sign) + 1)), *line] if len(pages) > 1 else line for line in pages[page]]
    if page:
        lines[0] = [Run(f"{sign} ", "dim"), *lines[0][1:]]
    if page + 1 < len(pages):
        lines[-1] = [*lines[-1], Run(sign, "dim")]
    return [free("" if n else head, tuple(line), look) for n, line in enumerate(lines)]


def _watches(desk: Desk, look: Look) -> Row:
    """Each watch with its value; a condition with its mark."""
    simulation, cursor = desk.session.simulation, max(0, desk.session.cursor)
    parts: Row = ()
    for watch in desk.watches:
        is_told = simulation is not None and not gives_away(desk.session, watch)
        now = watch_now(watch, simulation, cursor) if simulation is not None and is_told else None
        if now is None:
            said, role = "…", "dim"
        elif watch.stops:
            said, role = (look.glyph("✓"), "right") if now else (look.say("screen.watch-no"), "dim")
        else:
            said, role = sentence(now, 4), "value"
        parts = (*parts, Run(f"{look.text(watch.text)} "), Run(f"{look.text(said)}   ", role))
    label = look.say("screen.watches")
    return free(label, parts, look) if width_of(parts) < look.width - 20 else free(label, parts[-2:], look)
