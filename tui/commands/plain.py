"""`gradstep plain LESSON`: the lesson line by line, resumed where it was left."""

from __future__ import annotations

import sys
from dataclasses import replace

from ...core.algebra.client import Algebra
from ...core.algebra.symbols import Symbols, symbols_if_any
from ...core.graph import Graph
from ...core.lesson.load import Lesson
from ...core.lesson.progress import LessonProgress, Recorder, read_records
from ...core.lesson.reloading import Saved
from ...core.lesson.resuming import go_on
from ..drawn_lines import drawing_lines
from ..face import Face
from ..lessons import is_edited, open_lesson
from ..options import Call
from ..plain.conversation import Conversation


def run(call: Call, face: Face) -> int:
    """Holds the conversation on standard input and output."""
    return hold(open_lesson(face, call.given[0]), face, call.seed)


def hold(lesson: Lesson, face: Face, seed: int | None = None) -> int:
    """The conversation over a lesson, from where it was left; 1 when something of it could not be kept."""
    recorder, progress = None, LessonProgress()
    folder = face.visits
    if folder is not None:
        known = read_records(folder)
        recorder = Recorder(folder, face.visit, known.last)
        progress = known.lessons.get(lesson.file.id, progress)
    session = go_on(lesson, progress, face.student, seed)
    session = replace(session, learner=face.learner)
    with Algebra() as algebra:
        forms: dict[Graph, Symbols] = {}

        def symbols(graph: Graph) -> Symbols:
            if graph not in forms:
                forms[graph] = symbols_if_any(algebra, graph)
            return forms[graph]

        code = Conversation(
            session,
            face,
            recorder,
            read_line,
            write_line,
            symbols,
            drawing_lines,
            saved=Saved(lesson.path) if is_edited(lesson) else None,
        ).hold()
    return 1 if recorder is not None and recorder.unsaved else code


LONGEST = 100_000
"""Characters of a line that are taken; nobody types so many."""


def read_line(prompt: str) -> str | None:
    """A line of standard input, or None at its end, which is also where it cannot be read at all."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    try:
        line = part = sys.stdin.readline(LONGEST)
        while part and not part.endswith("\n"):
            part = sys.stdin.readline(LONGEST)
    except (OSError, UnicodeDecodeError):
        line = ""
    if not line:
        sys.stdout.write("\n")
        return None
    return line.removesuffix("\n")


def write_line(line: str) -> None:
    """A line on standard output."""
    sys.stdout.write(line + "\n")
