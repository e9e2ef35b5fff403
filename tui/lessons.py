"""Which lesson is meant? An id, a number of the course, or a path to a file."""

from __future__ import annotations

from pathlib import Path

from ..core.answers.taught import TAUGHT_BY
from ..core.errors import UnknownNameError
from ..core.lesson.course import Course, load_course
from ..core.lesson.load import Lesson, load_lesson
from .face import Face


def open_course(face: Face) -> Course:
    """The course of this installation."""
    return load_course(face.lessons)


def open_lesson(face: Face, name: str) -> Lesson:
    """The lesson of an id, a number or a path. Raises UnknownNameError, LessonError."""
    course = open_course(face)
    entry = course.entry(name)
    if entry is not None:
        return load_lesson(entry.path)
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        return load_lesson(path)
    raise UnknownNameError("cli.no-such-lesson", name, [entry.id for entry in course.entries])


def taught_by(face: Face, slip: str, here: str = "") -> str | None:
    """The id of the lesson that teaches what a misconception gets wrong; None if it is this one or not there."""
    id = TAUGHT_BY.get(slip)
    return id if id is not None and id != here and (face.lessons / f"{id}.yaml").is_file() else None
