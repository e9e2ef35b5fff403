"""`gradstep review`: questions of earlier lessons once more, when they are nearly forgotten."""

from __future__ import annotations

import sys
from datetime import datetime

from ...core.errors import GradstepError
from ...core.lesson.due import due, questions
from ...core.lesson.progress import read_records
from ...core.lesson.reviewing import LARGEST_SEED, review_lesson
from ...core.words import message
from ..face import Face
from ..lessons import open_course, open_lesson
from ..options import Call
from .open import Chosen, show

COUNT, MOST = 3, 30
"""Questions of one review, and how many may be asked for."""


def run(call: Call, face: Face) -> int:
    """Asks what is due, on the full screen or line by line; says when something will be, if nothing is."""
    count = call.number("count", COUNT, 1, MOST)
    known = {} if face.visits is None else read_records(face.visits).lessons
    now = face.clock()
    found = questions(known, now) if call.has("all") else due(known, now)
    seed = int(now) % LARGEST_SEED + 1
    lesson = review_lesson(found, lambda id: open_lesson(face, id), count, seed, str(int(now)))
    if lesson is None:
        return _nothing(call, face, now)
    return show(face, open_course(face), Chosen(lesson), again="gradstep review")


def _nothing(call: Call, face: Face, now: float) -> int:
    """Says that nothing is due, and when it will be."""
    known = {} if face.visits is None else read_records(face.visits).lessons
    later = sorted(one.when for one in questions(known, now) if one.when > now)
    if not later:
        raise GradstepError("cli.review-nothing-yet")
    day = datetime.fromtimestamp(later[0]).astimezone()
    told = message("cli.review-later", date=day.strftime("%Y-%m-%d"), count=len(later))
    sys.stdout.write(face.say(told) + "\n")
    return 0
