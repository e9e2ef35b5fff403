"""How do results get into a gradebook? Into the file that the teacher exported from it, cell by cell, without guessing.

Moodle and Canvas know their students; what they export has a row for each. A result goes into the row whose e-mail
address, number, account or full name is the one in the hand-in, letter for letter except for capitals and blanks, and
only if there is just one such row. Everything that finds no place is listed, on both sides.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from ..errors import RecordError
from ..words.controls import shortened
from .assessing import Assessed, LessonWork

Kind = Literal["moodle", "canvas"]
MOST_CHARACTERS = 20_000_000
IDENTITIES: Mapping[Kind, frozenset[str]] = {
    "moodle": frozenset({
        "email address", "dirección de correo", "dirección email", "correo electrónico", "id number", "número de id",
        "username", "nombre de usuario", "email", "correo",
    }),
    "canvas": frozenset({"id", "sis user id", "sis login id", "integration id"}),
}  # fmt: skip
"""Columns that tell students apart, as the two programs call them in English and Spanish."""
GIVEN = frozenset({"first name", "nombre"})
FAMILY = frozenset({"last name", "surname", "apellido(s)", "apellidos", "apellido"})
FULL = frozenset({"full name", "nombre completo", "student", "estudiante", "alumno"})
POINTS = "points possible"
DECORATION = re.compile(r"\s*\((?:Real|real|\d+)\)\s*$|^(?:Assignment|Tarea|Manual item|Ítem manual)\s*:\s*")
"""What the two programs put around the name of a column: `Tarea: XOR (Real)`, `XOR (1234)`."""
NBGRADER = ("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email", "raw_score",
            "late_submission_penalty", "score", "max_score")  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """A gradebook with results in it, and what found no place."""

    text: str
    filled: int
    """Rows that got a result."""
    without_row: tuple[str, ...]
    """Students who handed in and stand in no row."""
    ambiguous: tuple[str, ...]
    """Students who could be several rows."""
    without_work: tuple[str, ...]
    """Rows without anything handed in."""


def fill(kind: Kind, text: str, files: Sequence[Assessed], what: str, column: str = "") -> Filled:
    """The exported gradebook with a score for each lesson, or one for all of them in `column`.

    `what` is `right` or `first`. Raises RecordError for a text that is no such gradebook.
    """
    rows, dialect, mark = _read(text)
    head = rows[0]
    people = _Rows(kind, rows)
    if not people.keys and not people.names:
        raise RecordError("gradebook.no-students", kind=kind.capitalize(), got=shortened(", ".join(head), 200))
    counting = [one for one in files if one.counts and one.lessons]
    placed: dict[int, Assessed] = {}
    without_row, ambiguous = list[str](), list[str]()
    for one in counting:
        found = people.rows_of(one)
        if len(found) == 1 and next(iter(found)) not in placed:
            placed[next(iter(found))] = one
        else:
            (ambiguous if found else without_row).append(_called(one))
    for lesson in sorted({work.lesson for one in counting for work in one.lessons}) if not column else [""]:
        titles = [t for one in counting for work in one.lessons if work.lesson == lesson for t in work.titles.values()]
        at = _column(rows, kind, column or lesson, titles)
        most = _points(rows, kind, at)
        for place, one in placed.items():
            score = _score(one, lesson, what)
            if score is not None:
                rows[place][at] = _number(score * most / 100)
    idle = [people.name(place) for place in people.places if place not in placed]
    out = io.StringIO()
    csv.writer(out, dialect).writerows(rows)
    return Filled(mark + out.getvalue(), len(placed), tuple(without_row), tuple(ambiguous), tuple(idle))


def _read(text: str) -> tuple[list[list[str]], type[csv.Dialect], str]:
    """The rows of a table, how it is written, and the mark in front of it. Raises RecordError."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    first = body.splitlines()[0] if body.strip() else ""
    separator = max(",;\t", key=first.count)
    if first.count(separator) == 0 or len(text) > MOST_CHARACTERS or "\0" in text:
        raise RecordError("gradebook.no-table")

    class Dialect(csv.excel):
        delimiter = separator
        lineterminator = "\r\n" if "\r\n" in body else "\n"

    try:
        rows = [row for row in csv.reader(io.StringIO(body, newline=""), Dialect) if row]
    except csv.Error:
        raise RecordError("gradebook.no-table") from None
    width = len(rows[0])
    return [row + [""] * (width - len(row)) for row in rows], Dialect, mark


class _Rows:
    """Which row is whose."""

    def __init__(self, kind: Kind, rows: list[list[str]]) -> None:
        self.rows: list[list[str]] = rows
        head = [_bare(cell) for cell in rows[0]]
        self.keys: list[int] = [at for at, cell in enumerate(head) if cell in IDENTITIES[kind]]
        self.full: list[int] = [at for at, cell in enumerate(head) if cell in FULL]
        apart = kind == "moodle"
        given = [at for at, cell in enumerate(head) if apart and cell in GIVEN]
        family = [at for at, cell in enumerate(head) if apart and cell in FAMILY]
        self.names: list[tuple[int, ...]] = [(at,) for at in self.full] + [(a, b) for a in given for b in family]
        self.places: list[int] = [at for at in range(1, len(rows)) if self._is_student(at)]
        self.by_key: dict[str, set[int]] = {}
        self.by_name: dict[str, set[int]] = {}
        for place in self.places:
            for key in self.keys:
                if _bare(rows[place][key]):
                    self.by_key.setdefault(_bare(rows[place][key]), set()).add(place)
            for columns in self.names:
                for name in self._spellings(place, columns):
                    self.by_name.setdefault(name, set()).add(place)

    def rows_of(self, one: Assessed) -> set[int]:
        """The rows that may be a student's: by what tells students apart, and only without that by name."""
        for text in (one.id, one.student):
            found = self.by_key.get(_bare(text), set[int]()) if text.strip() else set[int]()
            if found:
                return found
        # An account that stands in no row is somebody else, whatever the name.
        return set[int]() if one.id.strip() and self.keys else self.by_name.get(_bare(one.student), set[int]())

    def name(self, place: int) -> str:
        """What a row is called in a list."""
        columns = self.names[0] if self.names else tuple(self.keys[:1])
        return " ".join(self.rows[place][at].strip() for at in columns)

    def _spellings(self, place: int, columns: tuple[int, ...]) -> set[str]:
        """`Ana Pérez` and `Pérez, Ana` are one name."""
        parts = [self.rows[place][at].strip() for at in columns]
        if len(parts) == 1 and "," in parts[0]:
            family, _, given = parts[0].partition(",")
            return {_bare(parts[0]), _bare(f"{given} {family}")}
        return {_bare(" ".join(parts)), _bare(", ".join(reversed(parts)))}

    def _is_student(self, place: int) -> bool:
        first = _bare(self.rows[place][0])
        told = any(self.rows[place][at].strip() for at in (*self.keys, *(at for name in self.names for at in name)))
        return told and first not in (POINTS, "student, test", "estudiante de prueba")


def _column(rows: list[list[str]], kind: Kind, name: str, titles: Sequence[str]) -> int:
    """The place of the column of a lesson; a new one at the end where the gradebook has none."""
    wanted = {_bare(name), *(_bare(title) for title in titles)}
    for at, cell in enumerate(rows[0]):
        if _bare(cell) in wanted or _bare(DECORATION.sub("", DECORATION.sub("", cell))) in wanted:
            return at
    for row in rows:
        row.append("")
    rows[0][-1] = name
    for row in rows[1:]:
        if kind == "canvas" and _bare(row[0]) == POINTS:
            row[-1] = "100"
    return len(rows[0]) - 1


def _points(rows: list[list[str]], kind: Kind, at: int) -> float:
    """How many points a column of Canvas has; Moodle's go from 0 to 100."""
    for row in rows[1:4]:
        if kind == "canvas" and _bare(row[0]) == POINTS:
            try:
                return float(row[at])
            except ValueError:
                return 100.0
    return 100.0


def _score(one: Assessed, lesson: str, what: str) -> float | None:
    """The score in a lesson, or the mean of all of them; None where nothing was handed in."""
    works = [work for work in one.lessons if work.lesson == lesson or not lesson]
    return sum(work.score(what) for work in works) / len(works) if works else None


def nbgrader(files: Sequence[Assessed], what: str) -> str:
    """Results in the columns of nbgrader's export, a row for each student and lesson."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(NBGRADER)
    for one in files:
        given, _, family = one.student.rpartition(" ")
        for work in one.lessons if one.counts else ():
            most = int(work.total("questions"))
            score = work.total(what)
            table.writerow([work.lesson, "", datetime.fromtimestamp(one.made, UTC).strftime("%Y-%m-%d %H:%M:%S"),
                            safe(one.who), safe(family), safe(given), safe(one.id if "@" in one.id else ""),
                            _number(score), "0.0", _number(score), most])  # fmt: skip
    return out.getvalue()


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def rows_of(one: Assessed, work: LessonWork) -> list[list[object]]:
    """A row of a table for each step of a lesson that asks something."""
    return [
        [one.path, safe(one.student), safe(one.id), work.lesson, step.step, step.kind, step.questions, step.right,
         step.first, step.revealed, step.tries, step.hints, step.seconds,
         "; ".join(f"{slip} {count}" for slip, count in step.slips.items())]
        for step in work.steps
        if step.questions
    ]  # fmt: skip


def _called(one: Assessed) -> str:
    return f"{one.student} ({one.id})" if one.student and one.id else one.who


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _bare(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
