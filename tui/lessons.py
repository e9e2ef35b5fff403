"""Which lesson is meant? An id, a number of the course, or a path to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import UnknownNameError
from ..core.lesson.course import Course, load_course
from .face import Face

if TYPE_CHECKING:
    from ..core.lesson.load import Lesson


def open_course(face: Face) -> Course:
    """The course of this installation."""
    return load_course(face.lessons)


def open_lesson(face: Face, name: str) -> Lesson:
    """The lesson of an id, a number or a path. Raises UnknownNameError, LessonError."""
    # The catalogue needs no lesson, so it does not wait for the models of one.
    from ..core.lesson.load import load_lesson

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
    from ..core.answers.taught import TAUGHT_BY

    id = TAUGHT_BY.get(slip)
    return id if id is not None and id != here and (face.lessons / f"{id}.yaml").is_file() else None
