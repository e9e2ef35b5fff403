"""`gradstep present LESSON`: the full screen on a projector, and whoever may follows it from a terminal of her own."""

from __future__ import annotations

import os
import shlex
import sys
from dataclasses import replace
from grp import getgrgid
from importlib.metadata import version

from ...core.errors import GradstepError
from ...core.words import Message, message
from ..face import Face, terminal_problem
from ..lessons import open_course, open_lesson
from ..options import Call
from ..presenting.peers import login
from ..presenting.places import USUAL_NAME, Place, place_for
from ..presenting.presenter import Presenter
from ..presenting.server import MOST_FOLLOWERS, MOST_OF_ONE, by_screen, by_user
from ..visit import ClassVisit, Opening
from .open import run_screen


def run(call: Call, face: Face) -> int:
    """Presents until the screen is left; nobody can follow any more then."""
    if terminal_problem(os.environ) is not None:
        raise GradstepError("present.needs-screen", term=os.environ.get("TERM", "") or "-")
    name, course = call.given[0], open_course(face)
    lesson, entry = open_lesson(face, name), course.entry(name)
    visit = ClassVisit(face)
    number = entry.number if entry is not None else None
    desk = visit.open_at(lesson, number, course, call.seed, call.number("from", 1, 1))
    place = place_for(call.get("socket"), call.get("name"), call.get("group"), os.environ)
    is_shared = call.has("one-account")
    presenter = Presenter(
        place, version("gradstep"), by_screen if is_shared else by_user, MOST_FOLLOWERS if is_shared else MOST_OF_ONE
    )
    try:
        desk = replace(desk, said=_begun(place, call))
        opening = Opening(course, visit, desk=desk, company=presenter)
        code = run_screen(replace(face, projector=True), opening)
    finally:
        presenter.close()
    if code == 0:
        _tell(face, _part(presenter, call, lesson.file.id))
    if presenter.dropped:
        _tell(face, message("present.sent-away", count=presenter.dropped))
    return code


def who(place: Place, call: Call) -> str:
    """What a follower types to find the class."""
    if call.has("socket"):
        return shlex.quote(str(place.socket))
    name = place.socket.stem
    return login(os.geteuid()) + (f"/{name}" if name != USUAL_NAME else "")


def _begun(place: Place, call: Call) -> Message:
    """Who may follow, and how."""
    if place.group is None:
        return message("present.begun-alone")
    try:
        group = getgrgid(place.group).gr_name
    except KeyError:
        group = str(place.group)
    return message("present.begun-group", group=group, who=who(place, call))


def _part(presenter: Presenter, call: Call, first: str) -> Message:
    """The command that presents again from the step where the class ended; `first` is the lesson it began with."""
    stand = presenter.stand
    name = call.given[0] if stand is None or stand.lesson == first else stand.lesson
    options = [f"--{option} {shlex.quote(call.get(option))}"
               for option in ("seed", "group", "name", "socket") if call.has(option)]  # fmt: skip
    step = stand.step + 1 if stand is not None else 1
    command = ["gradstep present", shlex.quote(name), *options, f"--from {step}"]
    return message("present.go-on-at", command=" ".join(command))


def _tell(face: Face, said: Message) -> None:
    sys.stderr.write(face.say(said) + "\n")
