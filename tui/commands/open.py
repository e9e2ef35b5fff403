"""`gradstep` and `gradstep LESSON`: the full screen, with the catalogue or a lesson, resumed where it was left."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from ...core.algebra.client import Algebra
from ...core.lesson.course import Course
from ...core.words import message
from .. import garbage
from ..face import Face, terminal_problem
from ..lessons import open_course, open_lesson
from ..options import Call
from ..remembered import read_options

if TYPE_CHECKING:
    from ...core.lesson.load import Lesson


def run(call: Call, face: Face) -> int:
    """Shows the full screen until it is left."""
    name = call.given[0] if call.given else None
    course = open_course(face)
    entry = course.entry(name) if name is not None else None
    lesson = open_lesson(face, name) if name is not None else None
    asked = name is not None or call.has("lang") or call.has("theme")
    return show(face, course, lesson, entry.number if entry is not None else None, first=not asked)


def _plainly(face: Face, lesson: Lesson | None, problem: str) -> int:
    """The lesson line by line, or the course as a list, and on standard error why."""
    from . import lessons, plain

    said = message(f"cli.{problem}", term=os.environ.get("TERM", "") or "-")
    sys.stderr.write(f"gradstep: {face.say(said)}\n")
    return lessons.list_course(face) if lesson is None else plain.hold(lesson, face)


def show(face: Face, course: Course, lesson: Lesson | None, number: int | None = None, first: bool = False) -> int:
    """The full screen with a lesson, or with the catalogue when there is none.

    `first` asks for language and colours at a first start, when nothing is remembered and nothing was done yet.

    Where no full screen can be shown, the plain twin of it.
    """
    problem = terminal_problem(os.environ)
    if problem is not None:
        return _plainly(face, lesson, problem)
    garbage.hold()
    from ..app import GradstepApp
    from ..driver import QuietDriver
    from ..guard import Guard, tell_defect
    from ..symbols import Prover
    from ..theme import checked_theme
    from ..visit import Opening, Visit

    checked_theme(face.theme)
    visit = Visit(face)
    desk = visit.open(lesson, number, course) if lesson is not None else None
    with Algebra() as algebra:
        prover = Prover(algebra)
        opening = Opening(
            course,
            visit,
            prover.derive,
            prover.prove,
            desk,
            first and not visit.progress() and not read_options(face.state),
        )
        app = GradstepApp(face, opening, QuietDriver)
        code = Guard(app, app.save).run()
    if app.defect is not None:
        sys.stderr.write(f"gradstep: {tell_defect(face, app.defect)}\n")
    return code
