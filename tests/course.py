"""The course as tests walk it: a lesson is read and played once for all tests of a process, for it never changes."""

from functools import cache
from pathlib import Path

from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import walk

COURSE = Path(__file__).parents[1] / "lessons"
PATHS = sorted(path for path in COURSE.glob("*.yaml") if path.stem != "course")

lesson = cache(load_lesson)
"""The lesson of a file."""


@cache
def script(path):
    """The script of a lesson."""
    return Script(lesson(path))


@cache
def stops(path):
    """Every stop of a lesson as somebody sees it who answers everything right, the end included."""
    return tuple(walk(Session(script(path))))
