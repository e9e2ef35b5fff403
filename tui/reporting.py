"""What does a teacher read about a class? A table of students and lessons, the commonest slips, what does not count."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from ..core.teaching.assessing import Assessed, LessonWork, StepWork
from ..core.teaching.tally import class_slips
from ..core.words import message
from ..core.words.controls import shortened
from .face import Face
from .lessons import taught_by

MOST_SLIPS = 12
LONGEST_NAME = 28
MINUTE = 60

Cells = tuple[str, ...]


def report_lines(found: Sequence[Assessed], face: Face, *, steps: bool) -> Iterator[str]:
    """The whole report as lines."""
    counting = [one for one in found if one.counts]
    yield face.say(message("report.read", count=len(found), students=len(counting)))
    yield face.say(message("report.consistency"))
    if counting:
        yield ""
        yield from _table(_rows(counting, face, steps), face)
        if not all(work.finished for one in counting for work in one.lessons):
            yield face.say(message("report.unfinished"))
        yield from _slip_lines(counting, face)
    yield from _noted(counting, face)
    refused = [one for one in found if not one.counts]
    if refused:
        yield ""
        yield face.say(message("report.refused", count=len(refused)))
        for one in refused:
            yield f"  {face.shown(shortened(one.path, 100))}: {face.say(one.said) if one.said else one.status}"


def _rows(found: Sequence[Assessed], face: Face, steps: bool) -> list[Cells]:
    head = ("student", "lesson", *(("step",) if steps else ()), "right", "first", "tries", "hints", "time", "slips")
    rows: list[Cells] = [tuple(face.say(message(f"report.{name}")) for name in head)]
    names = Counter(one.student for one in found)
    for one in sorted(found, key=lambda one: (one.student.casefold(), one.id)):
        who = f"{one.student} ({one.id})" if one.id and names[one.student] > 1 else one.student or one.id
        for work in one.lessons:
            name = work.lesson + ("" if work.finished else " …")
            slips = sum(sum(step.slips.values()) for step in work.steps)
            rows.append((who, name, *(("",) if steps else ()), *_counts(work), str(slips or "")))
            who = ""
            for step in work.steps if steps else ():
                if step.questions:
                    rows.append(("", "", step.step, *_step_counts(step), _slips(step, face)))
    return [tuple(face.shown(shortened(cell, 60)) for cell in row) for row in rows]


def _counts(work: LessonWork) -> Cells:
    right, questions = int(work.total("right")), int(work.total("questions"))
    others = (int(work.total(what)) for what in ("first", "tries", "hints"))
    return (f"{right}/{questions}", *map(str, others), duration(work.total("seconds")))


def _step_counts(step: StepWork) -> Cells:
    return (f"{step.right}/{step.questions}", str(step.first), str(step.tries), str(step.hints), duration(step.seconds))


def _slips(step: StepWork, face: Face) -> str:
    return "; ".join(f"{count}× {_named(slip, face)}" for slip, count in step.slips.items())


def _named(slip: str, face: Face) -> str:
    return face.words.word(message(f"mistake.{slip}-name"), face.language)


def duration(seconds: float) -> str:
    """Minutes and seconds: `12:05`."""
    return f"{int(seconds) // MINUTE}:{int(seconds) % MINUTE:02d}"


def _table(rows: Sequence[Cells], face: Face) -> Iterator[str]:
    """Columns under their heads: words at the left, numbers at the right."""
    words = len(rows[0]) - 6
    last = len(rows[0]) - 1
    widths = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]
    for number, row in enumerate(rows):
        padded = [
            cell + " " * (widths[at] - width(cell))
            if at < words or at == last
            else " " * (widths[at] - width(cell)) + cell
            for at, cell in enumerate(row)
        ]
        yield "  ".join(padded).rstrip()
        if number == 0:
            yield "  ".join(("-" if face.ascii else "─") * one for one in widths)


def width(text: str) -> int:
    """The columns of a text: marks take none, and wide letters two."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _slip_lines(found: Sequence[Assessed], face: Face) -> Iterator[str]:
    slips = class_slips(found)
    if not slips:
        return
    yield ""
    yield face.say(message("report.commonest"))
    for one in slips[:MOST_SLIPS]:
        lesson, step = one.where
        students = message("report.students", count=one.students)
        said = message("report.slip", students=students, count=one.count, name=message(f"mistake.{one.slip}-name"),
                       lesson=lesson, step=step)  # fmt: skip
        taught = taught_by(face, one.slip, lesson)
        yield f"  {face.say(said)}" + (f"  ({face.say(message('screen.taught-by', lesson=taught))})" if taught else "")
    if len(slips) > MOST_SLIPS:
        yield "  " + face.say(message("report.more-slips", count=len(slips) - MOST_SLIPS))


def _noted(found: Sequence[Assessed], face: Face) -> Iterator[str]:
    """What is to be said of files that count."""
    noted = [(one, note) for one in found for note in (*one.notes, *(n for work in one.lessons for n in work.notes))]
    if noted:
        yield ""
        yield face.say(message("report.notes"))
    for one, note in noted:
        yield f"  {face.shown(one.student or one.id)}: {face.say(note)}"
