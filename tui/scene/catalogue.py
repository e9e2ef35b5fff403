"""What does the catalogue show? Blocks at the left, the lessons of the chosen one at the right, one mark a lesson."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ...core.lesson.course import Course, Entry
from ...core.lesson.progress import LessonProgress
from ...core.words import Message, message
from ..face import plain_ascii
from .cells import Role, Row, Run, column, fit, row, wrapped
from .footer import footer
from .look import WIDEST_TEXT, Look
from .page import Page, too_small
from .typed_line import Line

MARKS: Mapping[str, tuple[str, Role]] = {
    "finished": ("✓", "right"), "begun": ("~", "asked"), "new": ("·", "dim"), "broken": ("!", "wrong"),
}  # fmt: skip
RIGHT = 40
"""The column of the lessons."""
WIDE, WIDE_RIGHT = 110, 60
"""Cells of a screen from which that column begins further to the right."""
AROUND = 10
"""Rows of the catalogue besides its blocks and lessons."""


@dataclass(frozen=True, eq=False)
class Shelf:
    """The course, what is known of the learner, and what is chosen."""

    course: Course
    progress: Mapping[str, LessonProgress] = field(default_factory=dict[str, LessonProgress])
    block: int = 0
    lesson: int = 0
    in_lessons: bool = True
    goal: Line | None = None
    """The number being typed after `g`."""
    said: Message | None = None
    standing: bool = False
    """Is the learner's standing shown instead of the course?"""

    @property
    def entry(self) -> Entry | None:
        """The chosen lesson."""
        entries = self.course.blocks[self.block].entries if self.course.blocks else ()
        return entries[self.lesson] if self.lesson < len(entries) else None

    @property
    def latest(self) -> Entry | None:
        """The lesson of the newest action, unless it is finished."""
        begun = [entry for entry in self.course.entries if self.state(entry) == "begun"]
        return max(begun, key=lambda entry: self.progress[entry.id].time, default=None)

    def state(self, entry: Entry) -> str:
        """`broken`, `finished`, `begun` or `new`."""
        if entry.problem is not None:
            return "broken"
        known = self.progress.get(entry.id)
        if known is None or not known.lines:
            return "new"
        return "finished" if known.is_finished else "begun"


def open_shelf(course: Course, progress: Mapping[str, LessonProgress], at: str | None = None) -> Shelf:
    """The catalogue with the lesson chosen at which one was, or a given one."""
    shelf = Shelf(course, progress)
    entry = course.entry(at) if at is not None else None
    return chosen(shelf, entry or shelf.latest or next((e for e in course.entries if shelf.state(e) == "new"), None))


def chosen(shelf: Shelf, entry: Entry | None) -> Shelf:
    """The catalogue with this lesson chosen."""
    for at, block in enumerate(shelf.course.blocks):
        if entry in block.entries:
            return replace(shelf, block=at, lesson=block.entries.index(entry), in_lessons=True, said=None)
    return shelf


def following(course: Course, id: str | None) -> Entry | None:
    """The next lesson behind this one that can be opened."""
    ids = [entry.id for entry in course.entries]
    place = ids.index(id) + 1 if id in ids else len(ids)
    return next((entry for entry in course.entries[place:] if entry.problem is None), None)


def move(shelf: Shelf, key: str) -> Shelf:
    """The catalogue after a key; Enter is the screen's."""
    if shelf.goal is not None:
        return _in_goal(shelf, shelf.goal, key)
    shelf = replace(shelf, said=None)
    blocks = shelf.course.blocks
    match key:
        case "back" | "next":
            return replace(shelf, in_lessons=key == "next")
        case "go":
            return replace(shelf, goal=Line())
        case "table":
            return replace(shelf, standing=not shelf.standing)
        case "leave" | "out" if shelf.standing:
            return replace(shelf, standing=False)
        case "up" | "down" if shelf.in_lessons:
            count = len(blocks[shelf.block].entries) if blocks else 0
            return replace(shelf, lesson=min(max(0, shelf.lesson + (1 if key == "down" else -1)), max(0, count - 1)))
        case "up" | "down":
            block = min(max(0, shelf.block + (1 if key == "down" else -1)), max(0, len(blocks) - 1))
            return replace(shelf, block=block, lesson=shelf.lesson if block == shelf.block else 0)
        case "first" | "last":
            entries = shelf.course.entries
            return chosen(shelf, entries[0 if key == "first" else -1]) if entries else shelf
        case _:
            return replace(shelf, said=message("screen.no-sense"))


def typed(shelf: Shelf, letters: str) -> Shelf | None:
    """The catalogue after printable letters; None when they are commands."""
    return None if shelf.goal is None else _sought(replace(shelf, goal=shelf.goal.insert(letters)))


def _sought(shelf: Shelf) -> Shelf:
    """The first lesson that fits what is being typed is chosen at once; nothing moves while none does."""
    entry = sought(shelf.course, shelf.goal.text if shelf.goal is not None else "")
    return shelf if entry is None else replace(chosen(shelf, entry), goal=shelf.goal)


def sought(course: Course, text: str) -> Entry | None:
    """The lesson of a number, or the first one whose title or id has all the words; accents do not matter."""
    typed = text.strip()
    if typed.isdigit():
        return course.entry(typed.lstrip("0") or "0")
    words = plain_ascii(typed).lower().split()
    if not words:
        return None
    for entry in course.entries:
        named = plain_ascii(" ".join((entry.id, *entry.title.values()))).lower()
        if all(word in named for word in words):
            return entry
    return None


def _in_goal(shelf: Shelf, goal: Line, key: str) -> Shelf:
    if key == "out":
        return _sought(replace(shelf, goal=goal.erase()))
    if key != "enter":
        return replace(shelf, goal=None)
    entry = sought(shelf.course, goal.text)
    if entry is None:
        return replace(shelf, goal=None, said=message("screen.no-such-lesson", got=goal.text.strip()[:20] or "?"))
    return chosen(replace(shelf, goal=None), entry)


def catalogue_page(shelf: Shelf, look: Look) -> Page:
    """The screen of the catalogue."""
    if look.is_too_small:
        return too_small(look)
    entries = shelf.course.entries
    done = sum(shelf.state(entry) == "finished" for entry in entries)
    title = (Run("gradstep", "title"), Run(look.text(" · ") + look.say("screen.course"), "text"))
    head = look.rule(title, (Run(look.say("screen.lessons-done", done=done, count=len(entries))),))
    height = look.height - 3
    problem = _problem(shelf, look)
    # What is wrong with a lesson is read to its end; the empty rows of the columns make room for it.
    least = min(13, height - 7 - len(problem))
    body: list[Row] = [(), *_resume(shelf, look), (), *_columns(shelf, look, least), (), _legend(look), (), *problem]
    body = [fit(cells, look.width) for cells in body[:height]]
    body += [fit((), look.width)] * (height - len(body))
    situation = "go" if shelf.goal is not None else "catalogue"
    return Page((head, *body, _line(shelf, look), footer(situation, look)), situation)


def _resume(shelf: Shelf, look: Look) -> list[Row]:
    entry = shelf.latest
    if entry is None:
        return [row(f"   {look.say('screen.welcome')}"), ()]
    line = shelf.progress[entry.id].lines[-1]
    ids = [step.partition(":")[0] for step in entry.steps]
    step = ids.index(line.step) + 1 if line.step in ids else 1
    said = look.say("screen.resume", number=entry.number, step=step, steps=len(ids))
    return [row(f"   {said}"), row(f"   {look.say('screen.resume-enter')}" if shelf.entry is entry else "")]


def _columns(shelf: Shelf, look: Look, least: int) -> list[Row]:
    blocks = shelf.course.blocks
    if not blocks:
        return [row(f"   {look.say('screen.no-lessons')}")]
    left = [cells for place in range(len(blocks)) for cells in _block(shelf, place, look)]
    right, start = _lessons(shelf, look), _right(shelf, look)
    count = max(len(left), len(right), least)
    rows: list[Row] = []
    for at in range(count):
        parts = [(0, left[at] if at < len(left) else ()), (start, right[at] if at < len(right) else ())]
        rows.append(column(parts, look.width))
    return rows


def _right(shelf: Shelf, look: Look) -> int:
    """Where the lessons of the chosen block begin."""
    return WIDE_RIGHT if _spare(shelf, look) >= 0 else RIGHT


def _spare(shelf: Shelf, look: Look) -> int:
    """How many rows are left when the titles of all lessons stand below their blocks; negative without room."""
    if look.width < WIDE:
        return -1
    return look.height - AROUND - len(shelf.course.blocks) - len(shelf.course.entries)


def _block(shelf: Shelf, place: int, look: Look) -> list[Row]:
    """A block with a mark for each of its lessons; on tall screens also their titles."""
    block = shelf.course.blocks[place]
    pointed = place == shelf.block
    sign = look.glyph("►") if pointed else " "
    role: Role = "title" if pointed else "text"
    pointer: Role = "accent" if not shelf.in_lessons else "dim"
    marks = tuple(_mark(shelf, entry, look) for entry in block.entries)
    room = max(12, _right(shelf, look) - 5 - max(len(other.entries) for other in shelf.course.blocks))
    name = look.cut(f"{block.letter} {look.both(block.title)}", room).ljust(room + 1)
    head: Row = (Run(f" {sign} ", pointer), Run(name, role), *marks)
    spare = _spare(shelf, look)
    if spare < 0:
        return [head]
    titles = [
        (Run(f"     {entry.number:02d} "), _mark(shelf, entry, look),
         Run(f" {look.cut(look.both(entry.title), room - 6)}", "text" if pointed else "dim"))
        for entry in block.entries
    ]  # fmt: skip
    return [head, *titles, *([()] if spare >= len(shelf.course.blocks) else [])]


def _mark(shelf: Shelf, entry: Entry, look: Look) -> Run:
    sign, role = MARKS[shelf.state(entry)]
    return Run(look.glyph(sign)[:1] if look.face.ascii and sign == "✓" else look.glyph(sign), role)


def _lessons(shelf: Shelf, look: Look) -> list[Row]:
    """The lessons of the chosen block, and below them what the chosen one is about."""
    block, width = shelf.course.blocks[shelf.block], min(look.width - _right(shelf, look) - 1, WIDEST_TEXT)
    rows: list[Row] = [row((look.cut(f"{block.letter}  {look.both(block.title)}", width), "title")), ()]
    for place, entry in enumerate(block.entries):
        here = place == shelf.lesson
        pointer: Role = "accent" if shelf.in_lessons else "dim"
        sign = Run(f"{look.glyph('►') if here else ' '} ", pointer)
        title = look.cut(look.both(entry.title), width - 8)
        rows.append((Run(" "), sign, Run(f"{entry.number:02d} "), _mark(shelf, entry, look),
                     Run(f" {title}", "title" if here else "text")))  # fmt: skip
    return [*rows, (), *_about(shelf, look, width)]


def _about(shelf: Shelf, look: Look, width: int) -> list[Row]:
    entry = shelf.entry
    if entry is None:
        return []
    told: list[str] = []
    if entry.prerequisites:
        known = [shelf.course.entry(id) for id in entry.prerequisites]
        names = [f"{e.number:02d}" if e is not None else id for e, id in zip(known, entry.prerequisites, strict=True)]
        told.append(look.say("screen.requires", lessons=", ".join(names)))
    told += [look.both(text) for text in entry.objectives]
    return [row((line, "dim")) for text in told for line in wrapped(text, width)]


def _legend(look: Look) -> Row:
    said = look.say("screen.legend")
    return row((f"   {said.replace('ok ', 'o ') if look.face.ascii else said}", "dim"))


def _problem(shelf: Shelf, look: Look) -> list[Row]:
    """The sentence of a broken lesson."""
    entry = shelf.entry
    if entry is None or entry.problem is None:
        return []
    lines = wrapped(look.word(entry.problem), look.width - 6)
    return [row((f"   {line}", "wrong")) for line in lines]


def _line(shelf: Shelf, look: Look) -> Row:
    if shelf.goal is not None:
        prompt = Run(f" {look.say('screen.go-lesson')}", "title")
        return fit((prompt, Run(shelf.goal.text), Run(look.glyph("█"), "accent")), look.width)
    return fit(row(f" {look.word(shelf.said)}" if shelf.said is not None else ""), look.width)
