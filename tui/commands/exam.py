"""`gradstep exam LESSON[=POINTS] …`: problems of several lessons on one paper, with points, and the key."""

from __future__ import annotations

from ...core.words import message
from ..face import Face
from ..lessons import open_lesson
from ..options import Call, UsageError
from ..paper.sheets import Chosen
from .worksheet import most, print_sheets

MOST_POINTS = 1_000
USUAL_POINTS = 10.0


def run(call: Call, face: Face) -> int:
    """Prints the exam, or writes it."""
    chosen: list[Chosen] = []
    for given in call.given:
        name, _, points = given.partition("=")
        worth = _points(points, given) if "=" in given else USUAL_POINTS
        lesson = open_lesson(face, name)
        if lesson.file.id in {one.lesson.file.id for one in chosen}:
            raise UsageError("paper.lesson-twice", got=given[:60], lesson=lesson.file.id)
        chosen.append(Chosen(lesson, most(call), worth))
    title = call.get("title") or face.words.word(message("paper.exam"), face.language)
    return print_sheets(call, face, title, chosen)


def _points(text: str, given: str) -> float:
    """Points in halves. Raises UsageError."""
    try:
        points = float(text.replace(",", "."))
    except ValueError:
        points = 0.0
    if not 0 < points <= MOST_POINTS or (2 * points) % 1:
        raise UsageError("paper.bad-points", got=given[:60], most=MOST_POINTS)
    return points
