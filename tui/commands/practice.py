"""`gradstep practice [TOPIC]`: exercises without end, drawn from a seed that can be shared."""

from __future__ import annotations

import sys

from ...core.lesson.practice import LARGEST_SEED, LEVELS, TOPICS, level_of, practice_lesson
from ...core.lesson.progress import read_records
from ...core.words import message
from ..face import Face
from ..lessons import open_course
from ..options import Call, UsageError
from .open import Chosen, show


def run(call: Call, face: Face) -> int:
    """A set of exercises on the full screen, or line by line; without a topic, the topics with their levels."""
    known = {} if face.visits is None else read_records(face.visits).lessons
    if not call.given:
        for topic in TOPICS:
            title = face.say(message(f"practice.title-{topic}"))
            level = face.say(message("screen.level", place=level_of(topic, known)))
            sys.stdout.write(face.shown(f"{topic:<12} {level}  {title}") + "\n")
        return 0
    topic = call.given[0]
    level = call.number("level", level_of(topic, known))
    seed = call.number("seed", int(face.clock() * 1000) % LARGEST_SEED + 1, 0, LARGEST_SEED)
    if level not in LEVELS:
        raise UsageError("cli.not-a-choice", option="--level", got=str(level), wanted=[str(one) for one in LEVELS])
    lesson = practice_lesson(topic, level, seed)
    sys.stderr.write(face.say(message("cli.practice-seed", topic=topic, level=level, seed=seed)) + "\n")
    return show(face, open_course(face), Chosen(lesson), again=f"gradstep practice {topic}")
