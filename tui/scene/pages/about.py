"""What is known of a lesson before it is opened? How one stands in it, what it builds on, what it teaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ....core.lesson.course import Entry
from ....core.lesson.standing import standing
from ..cells import Role, Row, Run, row, wrapped
from ..look import Look
from ..page import shortened
from .elapsed import ago
from .shelf import Shelf
from .slips import slip_rows

MARKS: Mapping[str, tuple[str, Role]] = {
    "finished": ("✓", "right"), "begun": ("~", "asked"), "new": ("·", "dim"), "broken": ("!", "wrong"),
}  # fmt: skip
ROOMY = 17
"""Rows from which on there is a heading for each thing that is said."""
MOST_SLIPS = 4


def mark_of(shelf: Shelf, entry: Entry, look: Look) -> Run:
    """The sign for how the learner stands in a lesson."""
    sign, role = MARKS[shelf.state(entry)]
    return Run(look.glyph(sign)[:1], role)


def about_rows(shelf: Shelf, entry: Entry, look: Look, width: int, room: int) -> list[Row]:
    """All that is known of a lesson, at most `width` cells wide and `room` rows high; with less room, less of it."""
    if entry.problem is not None:
        told = wrapped(f"! {look.word(entry.problem)}", width)
        others = wrapped(look.say("screen.cannot-open"), width)
        parts = [[row((line, "wrong")) for line in told], [row((line, "dim")) for line in others]]
        return shortened(_apart(parts), room, look)
    if room < ROOMY:
        rows = [*_needed_shortly(shelf, entry, look, width), *_objectives(entry, look, width)]
        state = _state(shelf, entry, look, width)
        if len(rows) + 1 + len(state) <= room:
            return [*rows, (), *state]
        more = row((look.cut(f"{look.glyph('…')} {look.say('screen.about-more')}", width), "dim"))
        return rows if len(rows) <= room else [*rows[: max(0, room - 1)], more]
    parts = [
        _state(shelf, entry, look, width),
        _headed("learns", _objectives(entry, look, width), look),
        _headed(*_needed(shelf, entry, look, width), look),
        _headed("slips", _slips(shelf, entry, look, width), look),
        _headed("opens-way", _listed(shelf, _built_on(shelf, entry), look, width), look),
    ]
    return shortened(_apart(parts), room, look)


def _apart(parts: Iterable[list[Row]]) -> list[Row]:
    """The parts that say something, with a blank row between them."""
    rows: list[Row] = []
    for part in parts:
        rows += [*([()] if rows and part else []), *part]
    return rows


def _headed(id: str, rows: list[Row], look: Look) -> list[Row]:
    return [row((look.say(f"screen.{id}"), "dim")), *rows] if rows else []


def _state(shelf: Shelf, entry: Entry, look: Look, width: int) -> list[Row]:
    """How the learner stands: the mark in words, the place, when; and the counts."""
    state = shelf.state(entry)
    known = shelf.progress.get(entry.id)
    told = [look.say(f"screen.is-{state}")]
    if state == "begun" and known is not None:
        told.append(look.say("screen.step-of", step=step_reached(entry, known.lines[-1].step), steps=len(entry.steps)))
    elif entry.steps:
        told.append(look.say("screen.step-count", count=len(entry.steps)))
    if known is not None and known.lines and shelf.now is not None:
        told.append(ago(known.time, shelf.now, look))
    rows: list[Row] = [(mark_of(shelf, entry, look), Run(look.cut(f" {', '.join(told)}", width - 1)))]
    found = standing(known) if known is not None else None
    if found is not None and found.asked:
        counts = {"first": found.first, "later": found.later, "revealed": found.revealed, "open": found.open}
        said = look.say("progress.counts", asked=found.asked, **counts)
        rows += [row((line, "dim")) for line in wrapped(said, width)]
    return rows


def step_reached(entry: Entry, id: str) -> int:
    """The number of a step of a lesson, from 1; the first one when it is no longer there."""
    ids = [step.partition(":")[0] for step in entry.steps]
    return ids.index(id) + 1 if id in ids else 1


def _objectives(entry: Entry, look: Look, width: int) -> list[Row]:
    """What the lesson teaches, each with a dash."""
    return [
        row((f"{'-' if at == 0 else ' '} {line}", "text"))
        for text in entry.objectives
        for at, line in enumerate(wrapped(look.both(text), width - 2))
    ]


def _needed(shelf: Shelf, entry: Entry, look: Look, width: int) -> tuple[str, list[Row]]:
    """What it builds on, under a heading that recommends what was not finished yet."""
    before = [found for id in entry.prerequisites if (found := shelf.course.entry(id)) is not None]
    done = all(shelf.state(one) == "finished" for one in before)
    return "builds-on" if done else "better-before", _listed(shelf, before, look, width)


def _needed_shortly(shelf: Shelf, entry: Entry, look: Look, width: int) -> list[Row]:
    """The same in one row, with numbers only."""
    heading, _ = _needed(shelf, entry, look, width)
    before = [found for id in entry.prerequisites if (found := shelf.course.entry(id)) is not None]
    runs = [Run(f"{look.say(f'screen.{heading}')}:", "dim")]
    for one in before:
        runs += [Run(" "), mark_of(shelf, one, look), Run(f" {one.number:02d}")]
    return [tuple(runs)] if before else []


def _built_on(shelf: Shelf, entry: Entry) -> list[Entry]:
    """The lessons that build on this one."""
    return [one for one in shelf.course.entries if entry.id in one.prerequisites]


def _listed(shelf: Shelf, entries: Iterable[Entry], look: Look, width: int) -> list[Row]:
    return [
        (mark_of(shelf, one, look), Run(look.cut(f" {one.number:02d} {look.both(one.title)}", width - 1)))
        for one in entries
    ]


def _slips(shelf: Shelf, entry: Entry, look: Look, width: int) -> list[Row]:
    """The slips that came up in it most often."""
    known = shelf.progress.get(entry.id)
    slips = list(standing(known).slips.items())[:MOST_SLIPS] if known is not None else []
    # The margin of a list with a choice is not needed here.
    return [cells[1:] for cells in slip_rows(slips, shelf.course, look, width + 3, entry.id)]
