"""What does the page of progress show? Every lesson that was opened, with its counts and slips."""

from __future__ import annotations

from ...core.lesson.course import Entry
from ...core.lesson.standing import Standing, standing
from .catalogue import Shelf
from .cells import Row, Run, fit, row
from .footer import footer
from .look import Look
from .page import Page, too_small

HEADS = ("first", "later", "revealed", "left", "total")
MOST_SLIPS = 5


def opened(shelf: Shelf) -> tuple[Entry, ...]:
    """The lessons that were opened, in the order of the course."""
    return tuple(entry for entry in shelf.course.entries if shelf.state(entry) in ("begun", "finished"))


def standing_page(shelf: Shelf, look: Look) -> Page:
    """The page of progress."""
    if look.is_too_small:
        return too_small(look)
    head = look.rule((Run(look.say("screen.standing-title"), "title"),), (Run(look.say("screen.standing-close")),))
    entries = opened(shelf)
    height = look.height - 3
    body: list[Row] = [()]
    if not entries:
        body.append(row(f"   {look.say('progress.nothing-yet')}"))
    else:
        here = entries.index(shelf.entry) if shelf.entry in entries else 0
        slips = _slips(standing(shelf.progress[entries[here].id]), look)
        room = height - 4 - len(slips)
        first = max(0, min(here - room // 2, len(entries) - room))
        body.append(_heads(look))
        body += [_lesson(shelf, entry, at == here, look) for at, entry in enumerate(entries)][first : first + room]
        body += [(), *slips]
    rows = [fit(cells, look.width) for cells in body[:height]]
    rows += [fit((), look.width)] * (height - len(rows))
    return Page((head, *rows, fit((), look.width), footer("standing", look)), "standing")


def _widths(look: Look) -> list[int]:
    return [max(6, len(look.say(f"screen.count-{head}"))) + 2 for head in HEADS]


def _name_width(look: Look) -> int:
    return min(40, look.width - sum(_widths(look)) - 10)


def _heads(look: Look) -> Row:
    words = [look.say(f"screen.count-{head}") for head in HEADS]
    cells = "".join(word.rjust(width) for word, width in zip(words, _widths(look), strict=True))
    return row((f"{' ' * (_name_width(look) + 9)}{cells}", "dim"))


def _lesson(shelf: Shelf, entry: Entry, is_here: bool, look: Look) -> Row:
    found = standing(shelf.progress[entry.id])
    numbers = (found.first, found.later, found.revealed, found.open, found.asked)
    cells = "".join(str(number).rjust(width) for number, width in zip(numbers, _widths(look), strict=True))
    mark = look.glyph("✓")[:1] if found.finished else "~"
    title = look.cut(look.both(entry.title), _name_width(look)).ljust(_name_width(look))
    sign = look.glyph("►") if is_here else " "
    return (
        Run(f" {sign} {entry.number:02d} ", "accent" if is_here else "text"),
        Run(f"{mark} ", "right" if found.finished else "asked"),
        Run(title, "title" if is_here else "text"), Run(cells),
    )  # fmt: skip


def _slips(found: Standing, look: Look) -> list[Row]:
    """The slips that came up, the most frequent first."""
    if not found.slips:
        return []
    rows: list[Row] = [row((f"   {look.say('screen.slips')}", "dim"))]
    for slip, count in list(found.slips.items())[:MOST_SLIPS]:
        times = look.say("screen.times", count=count)
        rows.append(row(f"   {look.cut(look.say(f'mistake.{slip}-name'), look.width - 20):<50}  {times}"))
    return rows


def move_standing(shelf: Shelf, by: int) -> Entry | None:
    """The lesson some places further on the page; None when nothing was opened."""
    entries = opened(shelf)
    if not entries:
        return None
    here = entries.index(shelf.entry) if shelf.entry in entries else 0
    return entries[min(max(0, here + by), len(entries) - 1)]
