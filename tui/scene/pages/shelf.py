"""What is chosen in the catalogue, and what does a key change? A shelf: the course, and the learner in it.

The functions answer another shelf; nothing is drawn here. There is one choice: a block or a lesson of it, and on the
page of progress a lesson (or the whole course) and perhaps one of its slips.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from ....core.lesson.course import Course, Entry
from ....core.lesson.progress import LessonProgress
from ....core.words import Message, message
from ...face import plain_ascii
from ..desk.typed_line import EDITS, Line

NUMBER = re.compile(r"(?<!\S)\d\d(?!\S)")
BLOCK = re.compile(r"\W*(?P<letter>[A-Z]) +\S.*?(?:  |$)")
"""A row of a block: its letter and its name, up to a gap."""
MARGIN = 4
"""Cells before the number of a lesson, with its mark, that belong to it."""
State = Literal["finished", "begun", "new", "broken"]


@dataclass(frozen=True)
class Search:
    """A lesson being looked for."""

    line: Line = field(default_factory=Line)
    from_entry: Entry | None = None
    """What was chosen before: Esc goes back to it."""
    was_in_lessons: bool = True


@dataclass(frozen=True, eq=False)
class Shelf:
    """The course, what is known of the learner, and what is chosen."""

    course: Course
    progress: Mapping[str, LessonProgress] = field(default_factory=dict[str, LessonProgress])
    block: int = 0
    lesson: int = 0
    in_lessons: bool = True
    """Is a lesson chosen, and not its block?"""
    search: Search | None = None
    """What is being typed after `g`."""
    formula: Line | None = None
    """What is being typed to be explored after `e`."""
    about: bool = False
    """Is what the chosen lesson is about shown on the whole page?"""
    said: Message | None = None
    standing: bool = False
    """Is the learner's standing shown instead of the course?"""
    whole: bool = False
    """Is the whole course chosen on the page of progress?"""
    slip: int | None = None
    """Which of its slips is chosen on the page of progress; None while lessons are."""
    now: float | None = None
    """Seconds since 1970; None when nobody says, and then nothing is said of how long ago things were."""

    @property
    def entry(self) -> Entry | None:
        """The chosen lesson; with a block, the lesson that one comes to in it."""
        entries = self.course.blocks[self.block].entries if self.course.blocks else ()
        return entries[self.lesson] if self.lesson < len(entries) else None

    @property
    def latest(self) -> Entry | None:
        """The lesson of the newest action among those that are begun and not finished."""
        begun = [entry for entry in self.course.entries if self.state(entry) == "begun"]
        return max(begun, key=lambda entry: self.progress[entry.id].place, default=None)

    @property
    def next_new(self) -> Entry | None:
        """The first lesson that was not opened yet."""
        return next((entry for entry in self.course.entries if self.state(entry) == "new"), None)

    @property
    def opened(self) -> tuple[Entry, ...]:
        """The lessons that were opened, in the order of the course."""
        return tuple(entry for entry in self.course.entries if self.state(entry) in ("begun", "finished"))

    def state(self, entry: Entry) -> State:
        """How the learner stands in a lesson."""
        if entry.problem is not None:
            return "broken"
        known = self.progress.get(entry.id)
        if known is None or not known.lines:
            return "new"
        return "finished" if known.is_finished else "begun"


def open_shelf(
    course: Course, progress: Mapping[str, LessonProgress], at: str | None = None, said: Message | None = None
) -> Shelf:
    """The catalogue with the lesson chosen at which one was, or a given one; `said` is on its line."""
    shelf = Shelf(course, progress)
    entry = course.entry(at) if at is not None else None
    return replace(chosen(shelf, entry or shelf.latest or shelf.next_new), said=said)


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
    """The catalogue after a key; opening a lesson is the screen's."""
    if shelf.search is not None:
        return _in_search(shelf, shelf.search, key)
    if shelf.formula is not None:
        return _in_formula(shelf, shelf.formula, key)
    shelf = replace(shelf, said=None)
    if shelf.about and key in ("leave", "receipt", "out", "back"):
        return replace(shelf, about=False)
    match key:
        case "back" | "out" if shelf.in_lessons:
            return replace(shelf, in_lessons=False)
        case "back":
            return shelf
        case "next" | "enter":
            return replace(shelf, in_lessons=shelf.entry is not None)
        case "go":
            return replace(shelf, search=Search(Line(), shelf.entry, shelf.in_lessons))
        case "explore":
            return replace(shelf, formula=Line(), about=False)
        case "receipt":
            return replace(shelf, about=shelf.entry is not None and shelf.in_lessons)
        case "table":
            return replace(shelf, standing=True, whole=False, slip=None, about=False)
        case "up" | "down":
            return _stepped(shelf, 1 if key == "down" else -1)
        case "onward" | "backward":
            return _at_block(shelf, shelf.block + (1 if key == "onward" else -1))
        case "first" | "last":
            entries = shelf.course.entries
            return chosen(shelf, entries[0 if key == "first" else -1]) if entries else shelf
        case _:
            return replace(shelf, said=message("screen.no-sense"))


def _stepped(shelf: Shelf, by: int) -> Shelf:
    """The next lesson or the one before, over the ends of blocks; of blocks, the next block."""
    if not shelf.in_lessons:
        return _at_block(shelf, shelf.block + by)
    entries = shelf.course.entries
    if shelf.entry is None:
        return shelf
    return chosen(shelf, entries[min(max(0, entries.index(shelf.entry) + by), len(entries) - 1)])


def _at_block(shelf: Shelf, block: int) -> Shelf:
    block = min(max(0, block), len(shelf.course.blocks) - 1)
    return shelf if block in (shelf.block, -1) else replace(shelf, block=block, lesson=0)


def typed(shelf: Shelf, letters: str) -> Shelf | None:
    """The catalogue after printable letters; None when they are commands."""
    search = shelf.search
    if shelf.formula is not None:
        return replace(shelf, formula=shelf.formula.insert(letters), said=None)
    return None if search is None else _sought(shelf, replace(search, line=search.line.insert(letters)))


def _sought(shelf: Shelf, search: Search) -> Shelf:
    """The first lesson that fits what is being typed is chosen at once; nothing moves while none does."""
    fitting = found(shelf.course, search.line.text)
    return replace(chosen(shelf, fitting[0] if fitting else None), search=search, said=None)


def found(course: Course, text: str) -> tuple[Entry, ...]:
    """The lesson of a number, or those that have all the words: in title or id first, then in what they teach.

    Accents and capitals do not matter.
    """
    typed = text.strip()
    if typed.isdecimal():
        entry = course.entry(typed.lstrip("0") or "0")
        return () if entry is None else (entry,)
    words = plain_ascii(typed).lower().split()
    if not words:
        return ()
    named = [entry for entry in course.entries if _has(words, entry.id, *entry.title.values())]
    taught = [
        entry
        for entry in course.entries
        if entry not in named and _has(words, *(said for text in entry.objectives for said in text.values()))
    ]
    return (*named, *taught)


def _has(words: list[str], *texts: str) -> bool:
    """Are all the words in these texts?"""
    text = plain_ascii(" ".join(texts)).lower()
    return all(word in text for word in words)


def _in_search(shelf: Shelf, search: Search, key: str) -> Shelf:
    fitting = found(shelf.course, search.line.text)
    match key:
        case _ if key in EDITS:
            return _sought(shelf, replace(search, line=EDITS[key](search.line)))
        case "up" | "down" if fitting:
            at = fitting.index(shelf.entry) + (1 if key == "down" else -1) if shelf.entry in fitting else 0
            return replace(chosen(shelf, fitting[at % len(fitting)]), search=search)
        case "up" | "down" | "back" | "next" | "first" | "last":
            return shelf
        case "enter" if fitting or not search.line.text.strip():
            return replace(shelf, search=None)
        case "enter":
            said = message("screen.no-such-lesson", got=search.line.text.strip()[:20])
            return replace(_given_up(shelf, search), said=said)
        case _:
            return _given_up(shelf, search)


def _in_formula(shelf: Shelf, line: Line, key: str) -> Shelf:
    """The line of a formula; what cannot be explored stays on it, with the complaint."""
    if key in EDITS:
        return replace(shelf, formula=EDITS[key](line), said=None)
    return shelf if key in ("up", "down", "enter") and line.text.strip() else replace(shelf, formula=None, said=None)


def _given_up(shelf: Shelf, search: Search) -> Shelf:
    """The catalogue as it was before the search."""
    back = chosen(shelf, search.from_entry)
    return replace(back, in_lessons=search.was_in_lessons, search=None, said=None)


def pointed(shelf: Shelf, line: str, x: int) -> Shelf | None:
    """The shelf after a click on a row of the page: its lesson is chosen, or its block; None where neither stands."""
    numbers = [found for found in NUMBER.finditer(line) if found.start() <= x + MARGIN]
    entry = shelf.course.entry(numbers[-1].group()) if numbers else None
    if entry is not None:
        return replace(chosen(shelf, entry), search=None, whole=False, slip=None)
    block = BLOCK.match(line)
    letters = [one.letter for one in shelf.course.blocks]
    if shelf.standing or block is None or block["letter"] not in letters or x > block.end():
        return None
    return replace(shelf, block=letters.index(block["letter"]), lesson=0, in_lessons=False, search=None, said=None)
