"""`gradstep lessons`: the course in order, with the learner's progress."""

from __future__ import annotations

import json
import sys

from ...core.lesson.course import Course, Entry
from ...core.lesson.progress import LessonProgress, read_progress
from ...core.words import message
from ..face import Face
from ..lessons import open_course
from ..options import Call


def run(call: Call, face: Face) -> int:
    """Prints the course."""
    if not call.has("json"):
        return list_course(face)
    course, progress = _known(face)
    lessons = [
        {"number": entry.number, "id": entry.id, "block": block.letter, "title": dict(entry.title),
         "prerequisites": list(entry.prerequisites), "steps": len(entry.steps),
         "state": state_of(entry, progress)}
        for block in course.blocks
        for entry in block.entries
    ]  # fmt: skip
    sys.stdout.write(json.dumps({"format": 1, "lessons": lessons}, ensure_ascii=False) + "\n")
    return 0


def _known(face: Face) -> tuple[Course, dict[str, LessonProgress]]:
    """The course, and what is known of the learner."""
    return open_course(face), read_progress(face.visits) if face.visits is not None else {}


def list_course(face: Face) -> int:
    """Prints the blocks and lessons in order, with what became of each."""
    course, progress = _known(face)
    for block in course.blocks:
        sys.stdout.write(f"{block.letter} {_shown(block.title[face.language], face)}\n")
        for entry in block.entries:
            state = face.say(message(f"lessons.{state_of(entry, progress)}"))
            sys.stdout.write(
                f"  {entry.number:02d}  {entry.id:<24} {_shown(entry.title[face.language], face)}  ({state})\n"
            )
            if entry.problem is not None:
                sys.stdout.write(f"      {face.say(entry.problem)}\n")
    return 0


def state_of(entry: Entry, progress: dict[str, LessonProgress]) -> str:
    """`broken`, `finished`, `begun` or `new`."""
    if entry.problem is not None:
        return "broken"
    known = progress.get(entry.id)
    if known is None or not known.lines:
        return "new"
    return "finished" if known.is_finished else "begun"


def _shown(text: str, face: Face) -> str:

    return face.shown(text)
