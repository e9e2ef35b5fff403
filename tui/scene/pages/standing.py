"""What does the page of progress show? Every lesson that was opened, with its counts, and the slips of the chosen one.

The first row stands for the whole course: its slips are those of all lessons. A slip can be chosen too; Enter then
opens the lesson that teaches it. Table and slips keep their places, whatever is chosen.
"""

from __future__ import annotations

from dataclasses import replace

from ....core.lesson.course import Entry
from ....core.lesson.standing import Standing, altogether, standing
from ....core.words import message
from ..cells import Role, Row, Run, column, fit, row, wrapped
from ..footer import footer
from ..look import Look
from ..page import Page, filled, too_small, windowed
from .about import mark_of, step_reached
from .elapsed import ago
from .shelf import Shelf, chosen
from .slips import slip_rows, teacher

HEADS = ("first", "later", "revealed", "left", "total")
TITLE, STEPS, WHEN = 32, 13, 17
"""Cells of a title where there are so many; of the steps and of when, where there is room for them."""
WIDE, BESIDE = 100, 186
"""Cells of a screen from which on a row says everything, and from which on the slips stand beside the table."""
LEAST_SLIPS = 4
"""Rows that slips have below the table, when it is long."""


def standing_page(shelf: Shelf, look: Look) -> Page:
    """The page of progress."""
    if look.is_too_small:
        return too_small(look)
    total = len(shelf.course.entries)
    done = look.say("screen.lessons-done", done=sum(shelf.state(e) == "finished" for e in shelf.opened), count=total)
    head = look.rule((Run(look.say("screen.standing-title"), "title"),), (Run(done),))
    height = look.height - 3
    if shelf.opened:
        body = _beside(shelf, look, height) if look.width >= BESIDE else _below(shelf, look, height)
    else:
        told = look.say("progress.nothing-yet")
        body = [(), *[row(f"   {line}") for line in wrapped(told, min(76, look.width - 6))]]
        body.append(row((f"   {look.say('screen.nothing-back')}", "dim")))
    said = Run(look.cut(f" {look.word(shelf.said)}", look.width)) if shelf.said is not None else Run("")
    return Page((head, *filled(body, height, look.width), fit((said,), look.width), footer("standing", look)),
                "standing")  # fmt: skip


def _below(shelf: Shelf, look: Look, height: int) -> list[Row]:
    """The table, and below it the slips: as far down as the number of opened lessons asks for, whatever is chosen."""
    most = height - 5 - max(LEAST_SLIPS, (height - 5) // 3)
    room = min(len(shelf.opened) + 1, most)
    rows: list[Row] = [(), *_table(shelf, look, room), (), _slips_head(shelf, look), ()]
    return [*rows, *_slips(shelf, look, look.width - 2, height - len(rows))]


def _beside(shelf: Shelf, look: Look, height: int) -> list[Row]:
    """The table at the left, the slips at the right."""
    table = _table(shelf, look, height - 2)
    at = 8 + TITLE + sum(_widths(look)) + STEPS + WHEN
    slips = [_slips_head(shelf, look), (), *_slips(shelf, look, look.width - at - 2, height - 4)]
    return [(), *[
        column([(0, table[y] if y < len(table) else ()), (at, slips[y] if y < len(slips) else ())], look.width)
        for y in range(height - 1)
    ]]  # fmt: skip


def _heads_shown(look: Look) -> tuple[str, ...]:
    """Which counts there is room for."""
    return HEADS if look.width >= WIDE else HEADS[:4] if look.width >= 72 else (HEADS[0], HEADS[4])


def _widths(look: Look) -> list[int]:
    heads = _heads_shown(look)
    return [max(6, len(look.say(f"screen.count-{head}"))) + (2 if at else 1) for at, head in enumerate(heads)]


def _title_width(look: Look) -> int:
    return min(TITLE, look.width - sum(_widths(look)) - 9)


def _table(shelf: Shelf, look: Look, room: int) -> list[Row]:
    """The heads, the course as a whole, and as many lessons as fit around the chosen one."""
    entries = shelf.opened
    found = [standing(shelf.progress[entry.id]) for entry in entries]
    words = [look.say(f"screen.count-{head}") for head in _heads_shown(look)]
    heads = "".join(word.rjust(width) for word, width in zip(words, _widths(look), strict=True))
    if look.width >= WIDE:
        heads += f"   {look.say('screen.count-steps')}".ljust(STEPS) + look.say("screen.count-when")
    rows = [row((f"{' ' * (_title_width(look) + 8)}{heads}", "dim"))]
    sign = Run(f" {look.glyph('►') if shelf.whole and shelf.slip is None else ' '} ", "accent")
    called = look.cut(look.say("screen.whole-course"), _title_width(look) + 4).ljust(_title_width(look) + 5)
    rows.append((sign, Run(called, "title" if shelf.whole else "text"), Run(_counts(altogether(found), look))))
    here = _here(shelf)
    lessons = [_lesson(shelf, entry, one, look) for entry, one in zip(entries, found, strict=True)]
    return rows + windowed(lessons, entries.index(here) if here is not None else 0, room - 1, look)


def _here(shelf: Shelf) -> Entry | None:
    """The lesson that the page is about; None for the whole course."""
    if shelf.whole:
        return None
    return shelf.entry if shelf.entry in shelf.opened else shelf.opened[0] if shelf.opened else None


def _counts(found: Standing, look: Look) -> str:
    numbers = {"first": found.first, "later": found.later, "revealed": found.revealed, "left": found.open,
               "total": found.asked}  # fmt: skip
    return "".join(
        str(numbers[head]).rjust(width) for head, width in zip(_heads_shown(look), _widths(look), strict=True)
    )


def _lesson(shelf: Shelf, entry: Entry, found: Standing, look: Look) -> Row:
    here = entry == _here(shelf)
    title = look.cut(look.both(entry.title), _title_width(look)).ljust(_title_width(look))
    sign = look.glyph("►") if here and shelf.slip is None else " "
    role: Role = "title" if here else "text"
    when = ""
    if look.width >= WIDE:
        ids = len(entry.steps)
        step = ids if found.finished else step_reached(entry, shelf.progress[entry.id].lines[-1].step)
        then = "" if shelf.now is None else ago(found.time, shelf.now, look)
        when = f"   {look.say('screen.done-of', done=step, count=ids)}".ljust(STEPS) + then
    return (
        Run(f" {sign} ", "accent"), Run(f"{entry.number:02d} ", role), mark_of(shelf, entry, look),
        Run(f" {title}", role), Run(_counts(found, look)), Run(when, "dim"),
    )  # fmt: skip


def slips_of(shelf: Shelf) -> tuple[tuple[str, int], ...]:
    """The slips of the chosen lesson or of the whole course, the most frequent first."""
    here = _here(shelf)
    entries = shelf.opened if shelf.whole else () if here is None else (here,)
    return tuple(altogether(standing(shelf.progress[entry.id]) for entry in entries).slips.items())


def _slips_head(shelf: Shelf, look: Look) -> Row:
    here = _here(shelf)
    id = "screen.slips-everywhere" if here is None else "screen.slips-in"
    said = look.say(id, lesson="" if here is None else f"{here.number:02d}")
    return row((look.cut(f"   {said}", look.width), "title"))


def _slips(shelf: Shelf, look: Look, width: int, room: int) -> list[Row]:
    slips, here = slips_of(shelf), _here(shelf)
    if not slips:
        return [row((f"   {look.say('screen.no-slips')}", "dim"))]
    rows = slip_rows(slips, shelf.course, look, width, here.id if here is not None else None, shelf.slip)
    return windowed(rows, shelf.slip or 0, room, look)


def wanted(shelf: Shelf) -> Entry | None:
    """The lesson that Enter opens: the chosen one, or the one that teaches the chosen slip; None if there is none."""
    if shelf.slip is None:
        return _here(shelf)
    slips = slips_of(shelf)
    return teacher(shelf.course, slips[shelf.slip][0]) if shelf.slip < len(slips) else None


def move_standing(shelf: Shelf, key: str) -> Shelf:
    """The page of progress after a key; opening a lesson is the screen's."""
    shelf = replace(shelf, said=None)
    match key:
        case "leave" | "out" | "back" if shelf.slip is not None:
            return replace(shelf, slip=None)
        case "leave" | "out" | "table":
            return replace(shelf, standing=False)
        case "next" | "back":
            return replace(shelf, slip=0 if key == "next" and slips_of(shelf) and shelf.slip is None else shelf.slip)
        case "up" | "down" | "first" | "last":
            by = {"up": -1, "down": 1, "first": -(10**6), "last": 10**6}[key]
            return _stepped(shelf, by)
        case _:
            return replace(shelf, said=message("screen.no-sense"))


def _stepped(shelf: Shelf, by: int) -> Shelf:
    """The slip, or the row of the table, some places further."""
    if shelf.slip is not None:
        return replace(shelf, slip=min(max(0, shelf.slip + by), len(slips_of(shelf)) - 1))
    here, entries = _here(shelf), shelf.opened
    if not entries:
        return shelf
    at = min(max(0, (0 if here is None else entries.index(here) + 1) + by), len(entries))
    return replace(shelf, whole=True) if at == 0 else replace(chosen(shelf, entries[at - 1]), whole=False)
