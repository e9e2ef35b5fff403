"""`gradstep worksheet LESSON|TOPIC`: problems with blank boxes and the key, each student with her own numbers."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from ...core.errors import GradstepError, RecordError, UnknownNameError
from ...core.lesson.load import Lesson, load_lesson
from ...core.lesson.seeds import USUAL, seed_of
from ...core.lesson.source import read_file
from ...core.words import message
from ...core.words.reasons import system_reason
from ..face import Face, student_name
from ..lessons import open_course, open_lesson, what_is
from ..new_file import write_new
from ..options import Call, UsageError
from ..paper.html import html
from ..paper.latex import latex
from ..paper.markdown import markdown
from ..paper.sheets import Chosen, Sheet, make_sheet

FORMS: dict[str, Callable[[Sequence[Sheet], Face], str]] = {"md": markdown, "tex": latex, "html": html}
NAMED = ("name", "nombre", "student", "estudiante", "nombre completo", "full name")
GIVEN, FAMILY = ("first name", "nombre"), ("last name", "surname", "apellido(s)", "apellidos", "apellido")
MOST_STUDENTS = 2_000
MOST_PROBLEMS = 200


def run(call: Call, face: Face) -> int:
    """Prints the sheets, or writes them."""
    lessons = _lessons(call.given[0], face)
    title = face.words.word(message("paper.worksheet", title=_title(call.given[0], lessons, face)), face.language)
    return print_sheets(call, face, title, [Chosen(lesson, most(call)) for lesson in lessons])


def most(call: Call) -> int:
    """How many problems of a lesson are wanted at most; 0 for all. Raises UsageError."""
    return call.number("most", 0, 1, MOST_PROBLEMS)


def print_sheets(call: Call, face: Face, title: str, chosen: Sequence[Chosen]) -> int:
    """A sheet for each student, in the form that was asked for; with `--key` what belongs in the boxes."""
    form = call.get("format") or Path(call.get("to")).suffix.removeprefix(".")
    if form not in FORMS:
        form = "md" if not call.has("to") else _no_form(call.get("to"))
    sheets: list[Sheet] = []
    for student in _students(call, face):
        hers = [Chosen(_hers(one.lesson, student, call), one.most, one.points) for one in chosen]
        sheets.append(make_sheet(title, hers, student, face, call.has("key"), in_ascii=form == "tex"))
    for one, lesson in zip(sheets[:1], chosen, strict=False):
        if not one.parts:
            raise GradstepError("paper.no-problems", lesson=lesson.lesson.file.id)
    text = FORMS[form](sheets, face)
    if not call.has("to"):
        sys.stdout.write(text)
        return 0
    path = write_new(Path(call.get("to")).expanduser(), text)
    sys.stdout.write(face.say(message("paper.written", path=str(path), count=len(sheets))) + "\n")
    return 0


def _no_form(to: str) -> str:
    raise UsageError("cli.not-a-choice", option="--format", got=Path(to).suffix or to, wanted=list(FORMS))


def _hers(lesson: Lesson, student: str, call: Call) -> Lesson:
    """The lesson with the numbers of a seed that was given, or else of a student. Raises LessonError."""
    seed = call.seed
    if seed is None:
        seed = seed_of(student, lesson.file.id) if student else USUAL
    return lesson.variant(seed)


def _students(call: Call, face: Face) -> list[str]:
    """Whose sheets are wanted: those of a list, or one. Raises RecordError."""
    if not call.has("students"):
        return [student_name(call.get("student"))]
    path = Path(call.get("students"))
    try:
        names = read_names(read_file(path))
    except OSError as error:
        raise RecordError("lesson.unreadable-file", path=str(path), reason=system_reason(error)) from None
    if not names:
        raise RecordError("paper.no-students", path=str(path))
    return names[:MOST_STUDENTS]


def read_names(text: str) -> list[str]:
    """The names of a list: a column for them or for given and family name; without a head, the first column."""
    body = text.removeprefix("\ufeff")
    first = body.splitlines()[0] if body.strip() else ""
    separator = max(",;\t", key=first.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(body), delimiter=separator) if any(cell.strip() for cell in row)]
    except csv.Error:
        return []
    head = [" ".join(cell.casefold().split()) for cell in rows[0]] if rows else []
    given = next((head.index(name) for name in GIVEN if name in head), None)
    family = next((head.index(name) for name in FAMILY if name in head), None)
    whole = next((head.index(name) for name in NAMED if name in head), None)
    if given is not None and family is not None:
        found = [f"{_cell(row, given)} {_cell(row, family)}" for row in rows[1:]]
    else:
        found = [_cell(row, whole or 0) for row in rows[0 if whole is None else 1 :]]
    return [name for name in map(student_name, found) if name]


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _lessons(name: str, face: Face) -> list[Lesson]:
    """The lesson, or all lessons of a block of the course. Raises UnknownNameError, LessonError."""
    course = open_course(face)
    for block in course.blocks:
        titles = {title.casefold() for title in block.title.values()}
        if name.casefold() in {block.letter.casefold(), *titles} and course.entry(name) is None:
            for entry in block.entries:
                if entry.problem is not None:
                    sys.stderr.write(face.say(message("paper.left-out", said=entry.problem)) + "\n")
            return [load_lesson(entry.path) for entry in block.entries if entry.problem is None]
    if course.entry(name) is None and what_is(name) != "file":
        known = [*(entry.id for entry in course.entries), *(block.letter for block in course.blocks)]
        raise UnknownNameError("paper.no-topic", name, known)
    return [open_lesson(face, name)]


def _title(name: str, lessons: Sequence[Lesson], face: Face) -> str:
    if len(lessons) == 1:
        return lessons[0].file.title[face.language]
    found = [block for block in open_course(face).blocks if name.casefold() == block.letter.casefold()]
    return found[0].title[face.language] if found else name
