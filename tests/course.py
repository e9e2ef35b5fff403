"""The course as tests walk it: a lesson is read and played once for all tests of a process, for it never changes."""

from functools import cache
from pathlib import Path

from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import walk

COURSE = Path(__file__).parents[1] / "lessons"
PATHS = sorted(path for path in COURSE.glob("*.yaml") if path.stem != "course")

FORK = """
format: 1
id: one-fork
title: {en: Fork, es: Bifurcación}
objectives: [{en: a, es: a}]
simulations:
  g: {kind: graph, formula: "m = b*w; s = b + x; f = m*s", at: {b: 1, w: 2, x: 3}}
"""
"""The beginning of a lesson whose one simulation is a fork; its steps are still missing."""


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
