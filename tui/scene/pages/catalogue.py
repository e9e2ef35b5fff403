"""What does the catalogue show? Blocks and their lessons with one mark each, and what the chosen one is about.

Where there is room all lessons stand below their blocks; otherwise those of the chosen block stand beside the blocks.
Which of the two it is follows from the course and the size alone, so nothing moves while one looks around.
"""

from __future__ import annotations

from collections.abc import Sequence

from ....core.lesson.course import Entry
from ....core.lesson.standing import altogether, standing
from ..cells import Role, Row, Run, column, ends, fit, row, width_of, wrapped
from ..desk.typed_line import Line
from ..footer import footer
from ..look import WIDEST_TEXT, Look
from ..page import Page, filled, shortened, too_small, windowed
from .about import MARKS, about_rows, mark_of, step_reached
from .elapsed import ago
from .shelf import Shelf, found
from .slips import slip_rows

NARROW = 72
"""Cells of a screen below which blocks are named by their letters alone."""
BESIDE, BESIDE_LARGE = 40, 52
"""The column of the lessons of the chosen block, at 80 cells and from 110 on."""
WIDE = 110
"""Cells of a screen from which on the lessons may stand below their blocks."""
ABOUT = 46
"""The least cells of what a lesson is about."""
LATELY = 56
"""The least cells of what was done last, beside it."""
RECENT, MOST_SLIPS = 8, 12


def catalogue_page(shelf: Shelf, look: Look) -> Page:
    """The screen of the catalogue."""
    if look.is_too_small:
        return too_small(look)
    if shelf.about and shelf.entry is not None:
        return _about_page(shelf, shelf.entry, look)
    entries = shelf.course.entries
    done = sum(shelf.state(entry) == "finished" for entry in entries)
    title = (Run("gradstep", "title"), Run(look.text(": ") + look.say("screen.course"), "text"))
    head = look.rule(title, (Run(look.say("screen.lessons-done", done=done, count=len(entries))),))
    body: list[Row] = [(), *_where(shelf, look), ()]
    room = look.height - 3 - len(body)
    if not entries:
        folder = look.say("screen.no-lessons-look", folder=str(look.face.lessons))
        told = wrapped(folder, min(look.width - 6, WIDEST_TEXT))
        body = [(), row(f"   {look.say('screen.no-lessons')}"), *[row((f"   {line}", "dim")) for line in told]]
    elif room - 2 < len(shelf.course.blocks):
        body += _zone(shelf, look, room)
    else:
        body += [*_zone(shelf, look, room - 2), (), _legend(look)]
    situation = "go" if shelf.search is not None else "line" if shelf.formula is not None else "catalogue"
    above = _above_formula(shelf, look)
    rows = [*filled(body, look.height - 3 - len(above), look.width), *filled(above, len(above), look.width)]
    return Page((head, *rows, _line(shelf, look), footer(situation, look)), situation)


def _about_page(shelf: Shelf, entry: Entry, look: Look) -> Page:
    """What the chosen lesson is about, on the whole page."""
    head = look.rule(
        (Run(f"{entry.number:02d} {look.both(entry.title)}", "title"),), (Run(look.say("screen.about-close")),)
    )
    width = min(look.width - 6, WIDEST_TEXT)
    rows = [(), *((Run("   "), *cells) for cells in about_rows(shelf, entry, look, width, look.height - 4))]
    return Page((head, *filled(rows, look.height - 3, look.width), _line(shelf, look), footer("about", look)), "about")


def _where(shelf: Shelf, look: Look) -> list[Row]:
    """Where the learner is, and what Enter does there: two rows, whatever there is to say."""
    entry, following = shelf.latest, shelf.next_new
    if entry is not None:
        known = shelf.progress[entry.id]
        step = step_reached(entry, known.lines[-1].step)
        first = look.say("screen.resume", number=f"{entry.number:02d}", step=step, steps=len(entry.steps))
        last = "" if shelf.now is None else look.say("screen.resume-when", ago=ago(known.time, shelf.now, look))
        here = look.say("screen.resume-enter") if shelf.in_lessons and shelf.entry == entry else ""
        return [row(f"   {first}"), row(f"   {' '.join(part for part in (last, here) if part)}")]
    if following is None:
        return [row(f"   {look.say('screen.all-done')}" if shelf.opened else ""), ()]
    id = "screen.resume-next" if shelf.opened else "screen.welcome-first"
    said = look.say(id, number=f"{following.number:02d}", title=look.both(following.title))
    return [row(f"   {look.say('screen.welcome')}"), row((look.cut(f"   {said}", look.width - 1), "dim"))]


def _zone(shelf: Shelf, look: Look, room: int) -> list[Row]:
    """Blocks and lessons at the left, what the chosen one is about at the right; exactly `room` rows."""
    tree = _tree(shelf, look, room)
    if tree is None:
        return _beside(shelf, look, room)
    columns, width = tree
    at = len(columns) * width + 2
    about = min(WIDEST_TEXT, look.width - at - 2)
    parts = [(place * width, rows) for place, rows in enumerate(columns)]
    parts.append((at, _chosen(shelf, look, about, room)))
    if look.width - at - about - 5 >= LATELY:
        parts.append((at + about + 4, _lately(shelf, look, min(WIDEST_TEXT, look.width - at - about - 6), room)))
    return [column([(x, rows[y] if y < len(rows) else ()) for x, rows in parts], look.width) for y in range(room)]


def _tree(shelf: Shelf, look: Look, room: int) -> tuple[list[list[Row]], int] | None:
    """All lessons below their blocks, in columns, and how wide one is; None without room for them."""
    if look.width < WIDE:
        return None
    blocks = shelf.course.blocks
    longest = max(len(look.both(entry.title)) + 11 for entry in shelf.course.entries)
    width = max(longest, *(len(look.both(block.title)) + 5 + len(_count(shelf, at, look)) + 2
                           for at, block in enumerate(blocks))) + 1  # fmt: skip
    for gap in (1, 0):
        columns: list[list[Row]] = [[]]
        for place in range(len(blocks)):
            rows = _branch(shelf, place, look, width)
            if columns[-1] and len(columns[-1]) + gap + len(rows) > room:
                columns.append([])
            columns[-1] += [*([()] * gap if columns[-1] else []), *rows]
        fits = all(len(rows) <= room for rows in columns)
        if fits and len(columns) * width + 4 + ABOUT <= look.width:
            return columns, width
    return None


def _branch(shelf: Shelf, place: int, look: Look, width: int) -> list[Row]:
    """A block with its lessons below it."""
    block = shelf.course.blocks[place]
    count = _count(shelf, place, look)
    head: Row = (_pointer(place == shelf.block and not shelf.in_lessons, look),
                 Run(f"{block.letter} {look.both(block.title)}", "title"))  # fmt: skip
    return [
        ends(head, (Run(count, "dim"), Run("  ")), width),
        *(_lesson(shelf, entry, look, width - 1, "  ") for entry in block.entries),
    ]


def _count(shelf: Shelf, place: int, look: Look) -> str:
    """How many lessons of a block are done."""
    entries = shelf.course.blocks[place].entries
    done = sum(shelf.state(entry) == "finished" for entry in entries)
    return look.say("screen.done-of", done=done, count=len(entries))


def _pointer(is_here: bool, look: Look) -> Run:
    return Run(f" {look.glyph('►') if is_here else ' '} ", "accent")


def _lesson(shelf: Shelf, entry: Entry, look: Look, width: int, indent: str = "") -> Row:
    """A lesson: number, mark, title; `►` when it is chosen."""
    here = shelf.in_lessons and entry == shelf.entry
    role: Role = "title" if here else "text"
    start = (Run(indent), _pointer(here, look), Run(f"{entry.number:02d} "), mark_of(shelf, entry, look))
    return (*start, Run(f" {look.cut(look.both(entry.title), width - width_of(start) - 1)}", role))


def _beside(shelf: Shelf, look: Look, room: int) -> list[Row]:
    """Blocks with a mark for each lesson, and beside them the lessons of the chosen block."""
    blocks = shelf.course.blocks
    most = max(len(block.entries) for block in blocks)
    at = 6 + most if look.width < NARROW else BESIDE_LARGE if look.width >= WIDE else BESIDE
    name = max(1, at - 5 - most)
    left: list[Row] = []
    for place, block in enumerate(blocks):
        here = place == shelf.block
        called = block.letter if look.width < NARROW else f"{block.letter} {look.both(block.title)}"
        marks = [mark_of(shelf, entry, look) for entry in block.entries]
        text = Run(look.cut(called, name).ljust(name + 1), "title" if here else "text")
        left.append((_pointer(here and not shelf.in_lessons, look), text, *marks))
    left = windowed(left, shelf.block, room, look)
    right = _shelved(shelf, look, min(look.width - at - 1, WIDEST_TEXT + 8), room)
    return [
        column([(0, left[y] if y < len(left) else ()), (at, right[y] if y < len(right) else ())], look.width)
        for y in range(room)
    ]


def _shelved(shelf: Shelf, look: Look, width: int, room: int) -> list[Row]:
    """The lessons of the chosen block, and below them what the chosen one is about."""
    block, entry = shelf.course.blocks[shelf.block], shelf.entry
    rows: list[Row] = [row((look.cut(f"{block.letter}  {look.both(block.title)}", width), "title")), ()]
    listed = [_lesson(shelf, one, look, width) for one in block.entries]
    rows += windowed(listed, shelf.lesson, max(3, room - 4), look)
    if entry is None or not shelf.in_lessons:
        return [*rows, (), row((look.say("screen.block-enter"), "dim"))]
    return [*rows, (), *about_rows(shelf, entry, look, min(width, WIDEST_TEXT), room - len(rows) - 1)]


def _chosen(shelf: Shelf, look: Look, width: int, room: int) -> list[Row]:
    """What the chosen lesson is about; of a block, its lessons."""
    entry, block = shelf.entry, shelf.course.blocks[shelf.block]
    if entry is None or not shelf.in_lessons:
        called = f"{block.letter}  {look.both(block.title)}"
        rows: list[Row] = [row((look.cut(called, width), "title")), ()]
        told = [
            (mark_of(shelf, one, look), Run(look.cut(f" {one.number:02d} {look.both(one.title)}", width - 1)))
            for one in block.entries
        ]
        return shortened([*rows, *told, (), row((look.say("screen.block-enter"), "dim"))], room, look)
    rows = [row((look.cut(f"{entry.number:02d}  {look.both(entry.title)}", width), "title")), ()]
    return [*rows, *about_rows(shelf, entry, look, width, room - len(rows))]


def _lately(shelf: Shelf, look: Look, width: int, room: int) -> list[Row]:
    """What was done last in the course, and the slips of all lessons together."""
    recent = sorted(shelf.opened, key=lambda entry: shelf.progress[entry.id].place, reverse=True)[:RECENT]
    if not recent:
        return []
    rows: list[Row] = [row((look.say("screen.lately"), "title")), ()]
    for entry in recent:
        when = "" if shelf.now is None else ago(shelf.progress[entry.id].time, shelf.now, look)
        called = Run(f" {entry.number:02d} {look.cut(look.both(entry.title), 36)}".ljust(41))
        rows.append((mark_of(shelf, entry, look), called, Run(when, "dim")))
    found = altogether(standing(shelf.progress[entry.id]) for entry in shelf.opened)
    slips = list(found.slips.items())[:MOST_SLIPS]
    if slips:
        rows += [(), row((look.say("screen.slips-everywhere"), "title")), ()]
        rows += [cells[1:] for cells in slip_rows(slips, shelf.course, look, width + 3)]
    return shortened(rows, room, look)


def _legend(look: Look) -> Row:
    """What the marks mean, and what they stand for where there is room to say it."""
    cells: Row = (Run("   "),)
    for state, (sign, role) in MARKS.items():
        cells = (*cells, Run(look.glyph(sign)[:1], role), Run(f" {look.say(f'screen.is-{state}')}   ", "dim"))
    said = look.say("screen.legend")
    return (*cells, Run(f"   {said}", "dim")) if width_of(cells) + len(said) + 4 <= look.width else cells


def _line(shelf: Shelf, look: Look) -> Row:
    """What is being looked for, and how many lessons fit; or a message."""
    search = shelf.search
    if shelf.formula is not None:
        return _formula_line(shelf.formula, look)
    if search is None:
        return fit(row(look.cut(f" {look.word(shelf.said)}", look.width) if shelf.said is not None else ""), look.width)
    typed = search.line.text
    count = len(found(shelf.course, typed))
    note = look.say("screen.found" if count else "screen.found-none", count=count) if typed.strip() else ""
    prompt = look.say("screen.go-lesson")
    room = max(8, look.width - len(prompt) - len(note) - 5)
    shown = (Run(f" {prompt}", "title"), Run(look.text(typed)[-room:]), Run(look.glyph("█"), "accent"))
    told: Sequence[Run] = (Run(f" {note} ", "dim"),) if width_of(shown) + len(note) + 2 <= look.width else ()
    return ends(shown, tuple(told), look.width)


def _above_formula(shelf: Shelf, look: Look) -> list[Row]:
    """What may be typed, or the whole complaint, in the rows above the line."""
    if shelf.formula is None:
        return []
    said = look.say("screen.explore-what") if shelf.said is None else look.word(shelf.said)
    role: Role = "dim" if shelf.said is None else "asked"
    return [row((f" {line}", role)) for line in wrapped(said, look.width - 2)]


def _formula_line(line: Line, look: Look) -> Row:
    """The formula being typed."""
    prompt = look.say("screen.explore-line")
    role: Role = "caret" if line.selected else "text"
    room = max(8, look.width - len(prompt) - 4)
    shown = look.text(line.text)[-room:]
    return fit((Run(f" {prompt}", "title"), Run(shown, role), Run(look.glyph("█"), "accent")), look.width)
