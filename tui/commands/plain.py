"""`gradstep plain LESSON`: the lesson line by line, resumed where it was left."""

from __future__ import annotations

import sys

from ...core.algebra.client import Algebra
from ...core.algebra.symbols import Symbols, symbols_if_any
from ...core.graph import Graph
from ...core.lesson.load import Lesson
from ...core.lesson.progress import LessonProgress, Recorder, read_progress
from ...core.lesson.resuming import resume
from ...core.lesson.script import Script
from ...core.lesson.session import Session
from ..face import Face
from ..lessons import open_lesson
from ..options import Call
from ..plain.conversation import Conversation


def run(call: Call, face: Face) -> int:
    """Holds the conversation on standard input and output."""
    return hold(open_lesson(face, call.given[0]), face)


def hold(lesson: Lesson, face: Face) -> int:
    """The conversation over a lesson, from where it was left."""
    script = Script(lesson)
    recorder, session = None, Session(script)
    folder = face.visits
    if folder is not None:
        recorder = Recorder(folder, face.visit)
        session = resume(script, read_progress(folder).get(lesson.file.id, LessonProgress()))
    with Algebra() as algebra:
        forms: dict[Graph, Symbols] = {}

        def symbols(graph: Graph) -> Symbols:
            if graph not in forms:
                forms[graph] = symbols_if_any(algebra, graph)
            return forms[graph]

        return Conversation(session, face, recorder, _read, _write, symbols).hold()


def _read(prompt: str) -> str | None:
    """A line of standard input, or None at its end."""
    try:
        return input(prompt)
    except EOFError:
        sys.stdout.write("\n")
        return None


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
