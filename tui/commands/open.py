"""`gradstep` and `gradstep LESSON`: the full screen, with the catalogue or a lesson, resumed where it was left."""

from __future__ import annotations

import os
import shlex
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ...core.algebra.client import Algebra
from ...core.lesson.course import Course
from ...core.words import message
from .. import garbage
from ..face import Face, terminal_problem
from ..lessons import open_course, open_lesson
from ..options import COMMANDS, Call
from ..remembered import read_options
from ..surroundings import harmless

if TYPE_CHECKING:
    from ...core.laboratory.state import Lab
    from ...core.lesson.load import Lesson
    from ..visit import Opening, Visit


class Chosen(NamedTuple):
    """A lesson to be opened."""

    lesson: Lesson
    number: int | None = None
    """Its number in the course."""
    seed: int | None = None
    """Whose numbers it has, where somebody says so."""


def run(call: Call, face: Face) -> int:
    """Shows the full screen until it is left."""
    name = call.given[0] if call.given else None
    course = open_course(face)
    entry = course.entry(name) if name is not None else None
    commands = [command.name for command in COMMANDS]
    lesson = open_lesson(face, name, commands, "cli.no-such-name") if name is not None else None
    asked = name is not None or call.has("lang") or call.has("theme")
    seed = call.seed
    again = f"gradstep {shlex.quote(name)}" if name is not None else ""
    chosen = None if lesson is None else Chosen(lesson, entry.number if entry is not None else None, seed)
    return show(face, course, chosen, first=not asked, again=again)


def _plainly(face: Face, chosen: Chosen | None, problem: str) -> int:
    """The lesson line by line, or the course as a list, and on standard error why."""
    from . import lessons, plain

    said = message(f"cli.{problem}", term=os.environ.get("TERM", "") or "-")
    sys.stderr.write(f"gradstep: {face.say(said)}\n")
    return lessons.list_course(face) if chosen is None else plain.hold(chosen.lesson, face, chosen.seed)


def show(
    face: Face,
    course: Course,
    chosen: Chosen | None,
    first: bool = False,
    again: str = "",
    lab: Lab | None = None,
) -> int:
    """The full screen with a lesson or the laboratory, or with the catalogue when there is neither.

    `first` asks for language and colours at a first start, when nothing is remembered and nothing was done yet;
    `again` is the command that opens the lesson once more, where its number does not. Where no full screen can be
    shown, the plain twin of it.
    """
    problem = terminal_problem(os.environ)
    if problem is not None:
        return _plainly(face, chosen, problem)
    garbage.hold()
    from ..visit import Opening, Visit

    visit = Visit(face)
    desk = None if chosen is None else visit.open(chosen.lesson, chosen.number, course, chosen.seed)
    is_new = first and not visit.progress() and not read_options(face.state)
    return run_screen(face, Opening(course, visit, desk=desk, lab=lab, first=is_new), again)


def run_screen(face: Face, opening: Opening, again: str = "") -> int:
    """Shows the full screen until it is left, and says below the prompt what there is to say; answers the exit code."""
    harmless(os.environ)
    garbage.hold()
    from ..app import GradstepApp
    from ..driver import QuietDriver
    from ..guard import Guard
    from ..symbols import Prover
    from ..theme import checked_theme

    checked_theme(face.theme)
    with Algebra() as algebra:
        prover = Prover(algebra)
        app = GradstepApp(face, replace(opening, derive=prover.derive, prove=prover.prove), QuietDriver)
        code = Guard(app, app.save).run()
    return _parting(app.face, opening.visit, app.defect, code, again, app.lab_command)


def _parting(face: Face, visit: Visit, defect: Exception | None, code: int, again: str, lab: str | None) -> int:
    """What is said below the prompt once the screen is gone: what is lost, or how to go on; answers the exit code."""
    lost = visit.lost()
    if defect is not None:
        from ..defects import tell_defect

        sys.stderr.write(f"gradstep: {tell_defect(face, defect, lost is None)}\n")
    if lost is not None:
        sys.stderr.write(f"gradstep: {face.say(lost)}\n")
        return code or (0 if visit.folder is None else 1)
    if code == 0 and lab is not None:
        sys.stderr.write(face.say(message("cli.lab-left", command=lab)) + "\n")
    elif code == 0 and visit.done is not None:
        command = again if visit.done.number is None else f"gradstep {visit.done.number}"
        sys.stderr.write(face.say(message("cli.come-back", command=command or "gradstep")) + "\n")
    return code
