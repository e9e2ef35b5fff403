"""`gradstep record FORMULA|KIND|LESSON`: a lesson written by playing it, right paths and wrong ones; it verifies."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from ...core.errors import GradstepError
from ...core.lesson.load import parse_lesson
from ...core.lesson.recording import Recording, enriched
from ...core.lesson.script import Script
from ...core.lesson.session import Session
from ...core.lesson.verify import verify_file
from ...core.lesson.writing import lesson_text, read_id
from ...core.simulations.protocol import Simulation
from ...core.words import Message, message
from ..drawn_lines import drawing_lines
from ..face import Face, spelled
from ..lessons import open_course, open_lesson, what_is
from ..new_file import write_new
from ..options import COMMANDS, Call, UsageError
from ..plain.conversation import Conversation
from ..topics import kind_meant
from .explore import explored
from .plain import read_line, write_line

WORDS = {
    "back": "back", "atras": "back", "atrás": "back", "ask": "ask", "preguntar": "ask", "pregunta": "ask",
    "go": "go", "ir": "go", "say": "say", "decir": "say", "prompt": "prompt", "enunciado": "prompt",
    "hint": "hints", "pista": "hints", "solution": "solution", "solucion": "solution", "solución": "solution",
    "play": "play", "jugar": "play", "end": "end", "fin": "end", "help": "help", "ayuda": "help",
    "quit": "quit", "salir": "quit",
}  # fmt: skip
BETWEEN = "|"
"""Between the English text and the Spanish one."""


def run(call: Call, face: Face) -> int:
    """Records until it ends, writes the lesson and proves it; 1 when it has a fault."""
    given = call.given[0]
    is_lesson = what_is(given) == "file" or open_course(face).entry(given) is not None
    name = call.get("id") or (Path(call.get("to")).stem if call.has("to") else "")
    if not name:
        raise UsageError("record.needs-id")
    id = read_id(name, frozenset(command.name for command in COMMANDS))
    data = (
        _replayed(given, face)
        if is_lesson
        else _recorded(explored(_kind(given, face), call.get("at"), call.get("set")), face, id)
    )
    if data is None:
        sys.stdout.write(face.say(message("record.nothing")) + "\n")
        return 1
    data["id"] = id
    path = write_new(Path(call.get("to") or f"{id}.yaml"), lesson_text(data))
    return _prove(path, face)


def _kind(given: str, face: Face) -> str:
    return kind_meant(given, face) or given


def _prove(path: Path, face: Face) -> int:
    """Says where the lesson is and that it holds; or every fault of it."""
    found = verify_file(path, {command.name for command in COMMANDS})
    for fault in found.faults:
        sys.stdout.write(f"{path}:{fault.line}:{fault.column}: {face.say(fault.message)}\n")
    if not found.faults:
        sys.stdout.write(face.say(message("record.written", path=str(path))) + "\n")
    return 1 if found.faults else 0


def _replayed(given: str, face: Face) -> dict[str, object] | None:
    """A lesson that is there, played once more; what is answered is added to its questions."""
    lesson = open_lesson(face, given)
    write_line(face.say(message("record.play-lesson")))
    talk = Conversation(Session(Script(lesson)), face, None, read_line, write_line, draw=drawing_lines, keeps=False)
    talk.hold()
    return enriched(talk.session, lambda said: write_line(face.say(said))) if talk.session.asked else None


def _recorded(simulation: Simulation, face: Face, id: str) -> dict[str, object] | None:
    """A simulation, stepped through line by line."""
    told = _Telling(face)
    told.say(message("record.help"))
    recording = Recording(simulation)
    told.frame(recording)
    while (typed := read_line(told.prompt(recording))) is not None:
        word = WORDS.get(typed.strip().partition(" ")[0].lower())
        if word == "quit":
            return None
        if word == "end":
            break
        recording = done(recording, typed.strip(), told)
    try:
        data = recording.lesson(id)
        parse_lesson(lesson_text(data), f"{id}.yaml")
    except GradstepError as error:
        told.say(error.message)
        return None
    return data


def done(recording: Recording, typed: str, told: _Telling) -> Recording:
    """The recording after a line; what cannot be done is said."""
    first, _, rest = typed.partition(" ")
    word = WORDS.get(first.lower())
    try:
        after = _after(recording, word, typed, rest.strip())
    except GradstepError as error:
        told.say(error.message)
        return recording
    if word == "help":
        told.say(message("record.help"))
    elif after.verdict is not None and after.verdict is not recording.verdict:
        told.verdict(after)
    elif word in ("prompt", "hints", "solution", "say"):
        told.say(message("record.noted"))
    elif after is not recording:
        told.frame(after)
    return after


def _after(recording: Recording, word: str | None, typed: str, rest: str) -> Recording:
    """Raises GradstepError for what cannot be done."""
    match word:
        case "help":
            return recording
        case "back":
            return recording.step(-1)
        case "ask":
            return recording.ask(rest)
        case "go":
            return recording.go(rest)
        case "play":
            pattern, _, place = rest.partition(" ")
            return recording.play(pattern or "*", place.strip() or "end")
        case "say":
            return recording.say(_both(rest))
        case "prompt" | "hints" | "solution":
            return recording.word(word, _both(rest))
        case _ if recording.asked is not None and typed:
            return recording.answer(typed)
        case _ if not typed:
            return recording.step(1) if recording.asked is None else recording
        case _:
            raise GradstepError("record.not-a-word", got=typed[:40])


def _both(text: str) -> dict[str, str]:
    """A text in both languages. Raises GradstepError where one of them is missing."""
    english, between, spanish = text.partition(BETWEEN)
    if not between or not english.strip() or not spanish.strip():
        raise GradstepError("record.both-languages")
    return {"en": english.strip(), "es": spanish.strip()}


class _Telling:
    """What is said to an author."""

    def __init__(self, face: Face, write: Callable[[str], None] = write_line) -> None:
        self.face: Face = face
        self.write: Callable[[str], None] = write

    def say(self, said: Message) -> None:
        self.write(self.face.say(said))

    def frame(self, recording: Recording) -> None:
        """Where the recording is, and what happened there."""
        if recording.asked is not None:
            self.say(message("record.answer"))
            return
        frame = recording.simulation.frame(recording.cursor)
        self.say(message("record.frame", cursor=recording.cursor, caption=frame.caption))

    def verdict(self, recording: Recording) -> None:
        if recording.verdict is not None:
            self.say(recording.verdict.message)
            self.say(message("record.question-kept" if recording.asked is None else "record.wrong-kept")
                     if recording.verdict.kind in ("right", "wrong") else message("record.answer"))  # fmt: skip

    def prompt(self, recording: Recording) -> str:
        if recording.asked is None:
            return "> "
        return spelled(self.face.named(recording.simulation.label(recording.asked)), self.face) + " = "
