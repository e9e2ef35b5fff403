"""`gradstep follow [WHO]`: the stop that a teacher on the same machine presents, on a screen of one's own."""

from __future__ import annotations

import os
import select
import sys
import time
from importlib.metadata import version

from ...core.errors import GradstepError
from ...core.lesson.course import Course
from ...core.lesson.load import Lesson, load_lesson
from ...core.words import message
from ...core.words.controls import shortened, visible
from ..face import Face, terminal_problem
from ..lessons import open_course
from ..options import Call
from ..presenting.finding import class_meant
from ..presenting.following import Following

PATIENCE = 5.0
"""Seconds in which a presenter has to say where the class is."""


def run(call: Call, face: Face) -> int:
    """Follows until the screen is left, or line by line until the class or the input ends."""
    course = open_course(face)
    path = class_meant(call.given[0] if call.given else "", os.environ)
    following = Following(path, lambda id: lesson_of(course, id), version("gradstep"))
    try:
        _hear_first(following)
        if call.has("plain") or terminal_problem(os.environ) is not None:
            from ..plain.following import hold

            return hold(following, face)
        from ..visit import ClassVisit, Opening
        from .open import run_screen

        code = run_screen(face, Opening(course, ClassVisit(face), company=following))
    finally:
        following.close()
    if code == 0 and following.session is not None:
        lesson = following.session.script.lesson.file.id
        entry = course.entry(lesson)
        name = str(entry.number) if entry is not None else lesson
        sys.stderr.write(face.say(message("present.own-visit", lesson=name)) + "\n")
    return code


def lesson_of(course: Course, id: str) -> Lesson:
    """The lesson of an id, which is never a path, in the course of this installation. Raises GradstepError."""
    entry = next((entry for entry in course.entries if entry.id == id), None)
    if entry is None:
        raise GradstepError("present.no-lesson", lesson=shortened(visible(id)))
    return load_lesson(entry.path)


def _hear_first(following: Following) -> None:
    """Waits until the presenter has said where the class is. Raises GradstepError where that cannot be shown."""
    end = time.monotonic() + PATIENCE
    while following.session is None:
        if following.problem is not None:
            raise GradstepError(following.problem.id, **following.problem.arguments)
        left = end - time.monotonic()
        if following.state != "with":
            raise GradstepError("present.full", path=str(following.path))
        if left <= 0:
            raise GradstepError("present.silent", path=str(following.path))
        if select.select([following.link], [], [], left)[0]:
            following.hear()
