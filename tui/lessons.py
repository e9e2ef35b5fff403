"""Which lesson is meant? An id, a number of the course, or a path to a file."""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..core.errors import GradstepError, UnknownNameError
from ..core.lesson.course import Course, load_course
from ..core.whole import whole
from ..core.words.controls import shortened
from ..core.words.reasons import system_reason
from .face import OUR_LESSONS, Face

if TYPE_CHECKING:
    from ..core.lesson.load import Lesson

NOT_THERE = frozenset({errno.ENOENT, errno.ENOTDIR})
NEAR_NUMBERS = 3


def open_course(face: Face) -> Course:
    """The course: of this installation, or of the folder that was named. Raises LessonError, GradstepError."""
    try:
        course = load_course(face.lessons)
    except OSError as error:
        if face.lessons == OUR_LESSONS:
            raise
        path = shortened(str(face.lessons), 200)
        raise GradstepError("course.no-folder", path=path, reason=system_reason(error)) from None
    if not course.entries and face.lessons != OUR_LESSONS:
        raise GradstepError("course.empty-folder", path=shortened(str(face.lessons), 200))
    return course


def course_or_none(face: Face) -> Course:
    """The course behind the map key; what needs no lesson goes on without one, over an empty course."""
    try:
        return open_course(face)
    except (GradstepError, OSError):
        return Course(())


def open_lesson(face: Face, name: str, others: Iterable[str] = (), unknown: str = "cli.no-such-lesson") -> Lesson:
    """The lesson of an id, a number or a path; `others` are names that may have been meant instead.

    Raises UnknownNameError, with the sentence `unknown`, LessonError, GradstepError.
    """
    # The catalogue needs no lesson, so it does not wait for the models of one.
    from ..core.lesson.load import load_lesson

    course = open_course(face)
    entry = course.entry(name)
    if entry is not None:
        return load_lesson(entry.path)
    if name.endswith((".yaml", ".yml")) or what_is(name) not in (None, "folder"):
        return load_lesson(Path(name))
    raise no_lesson(course, name, others, unknown)


def is_edited(lesson: Lesson) -> bool:
    """May the file of a lesson be edited while it is open? Those of this installation are not looked at again."""
    path = Path(lesson.path)
    return path.suffix in (".yaml", ".yml") and path.parent.resolve() != OUR_LESSONS and path.is_file()


def no_lesson(course: Course, name: str, others: Iterable[str] = (), unknown: str = "cli.no-such-lesson") -> Exception:
    """That there is no such lesson: the nearest numbers are named for a number, the nearest names for anything else."""
    number = whole(name)
    if number is None:
        return UnknownNameError(unknown, name, [*(entry.id for entry in course.entries), *others])
    nearest = sorted(course.entries, key=lambda entry: abs(entry.number - number))[:NEAR_NUMBERS]
    near = [f"{entry.number} ({entry.id})" for entry in nearest]
    return UnknownNameError(unknown, name, (), near=near)


def what_is(name: str) -> Literal["file", "folder", "other"] | None:
    """What a path leads to: a plain file, a folder, something that is neither; None where there is nothing.

    Raises GradstepError where the system does not say: a name that is too long, a folder that may not be searched.
    """
    try:
        mode = Path(name).stat().st_mode
    except OSError as error:
        if error.errno in NOT_THERE:
            return None
        if error.errno == errno.ENAMETOOLONG and "/" not in name:
            # Nothing has such a name; it may be meant as an id all the same.
            return None
        raise GradstepError("lesson.unreadable-file", path=shortened(name), reason=system_reason(error)) from None
    except ValueError:
        return None
    return "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else "other"


def taught_by(face: Face, slip: str, here: str = "") -> str | None:
    """The id of the lesson that teaches what a misconception gets wrong; None if it is this one or not there."""
    from ..core.answers.taught import TAUGHT_BY

    id = TAUGHT_BY.get(slip)
    return id if id is not None and id != here and (face.lessons / f"{id}.yaml").is_file() else None
