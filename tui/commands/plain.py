"""`gradstep plain LESSON`: the lesson line by line, resumed where it was left."""

from __future__ import annotations

import sys

from ...core.lesson.progress import LessonProgress, Recorder, read_progress, resume
from ...core.lesson.script import Script
from ...core.lesson.session import Session
from ..face import Face
from ..lessons import open_lesson
from ..options import Call
from ..plain import Conversation


def run(call: Call, face: Face) -> int:
    """Holds the conversation on standard input and output."""
    lesson = open_lesson(face, call.given[0])
    script = Script(lesson)
    recorder, session = None, Session(script)
    if face.state is not None:
        folder = face.state / "visits"
        recorder = Recorder(folder, face.visit)
        session = resume(script, read_progress(folder).get(lesson.file.id, LessonProgress()))
    return Conversation(session, face, recorder, _read, _write).hold()


def _read(prompt: str) -> str | None:
    """A line of standard input, or None at its end."""
    try:
        return input(prompt)
    except EOFError:
        sys.stdout.write("\n")
        return None


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
