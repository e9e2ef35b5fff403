"""`gradstep cast LESSON`: a lesson played to its end as an asciicast, with a marker at every step."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.style import Style

from ...core.errors import GradstepError
from ...core.lesson.actions import Action
from ...core.lesson.load import Lesson
from ...core.lesson.schema import Challenge
from ...core.lesson.script import Script
from ...core.lesson.session import Session
from ...core.lesson.solved import onward, right_answer
from ...core.whole import whole
from ...core.words import message
from ..face import Face
from ..lessons import open_lesson
from ..new_file import write_new
from ..options import Call, UsageError
from ..scene.cells import Row
from ..scene.desk.desk import Desk, act, sit_down
from ..scene.desk.typed_line import Line
from ..scene.look import Look
from ..scene.zones.lesson import lesson_page
from ..theme import checked_theme, styles
from ..widgets.line import line

VERSION = 2
READING, SHORTEST, LETTER, AFTER = 0.035, 1.2, 0.09, 1.6
"""Seconds: for a letter that is read, for any frame, for a letter that is typed, and behind an answer."""
LEAST, MOST = (60, 20), (300, 100)
HOME = "\x1b[2J\x1b[H\x1b[?25l"


@dataclass(frozen=True)
class Shot:
    """One picture of a cast: what is shown, for how long, and the step that begins with it."""

    desk: Desk
    seconds: float
    step: str | None = None


def run(call: Call, face: Face) -> int:
    """Prints the cast, or writes it."""
    lesson = open_lesson(face, call.given[0])
    seed = call.seed
    lesson = lesson.variant(seed) if seed is not None else lesson
    look = Look(replace(face, theme=checked_theme(face.theme)), *_size(call.get("size", "80x24")))
    text = "".join(f"{json.dumps(event, ensure_ascii=False)}\n" for event in cast(lesson, look))
    if not call.has("to"):
        sys.stdout.write(text)
        return 0
    path = write_new(Path(call.get("to")).expanduser(), text)
    sys.stdout.write(face.say(message("cast.written", path=str(path))) + "\n")
    return 0


def _size(text: str) -> tuple[int, int]:
    """Columns and rows, `80x24`. Raises UsageError."""
    columns, _, rows = text.lower().replace("×", "x").partition("x")
    found = whole(columns), whole(rows)
    if (
        found[0] is None
        or found[1] is None
        or not all(low <= size <= high for low, size, high in zip(LEAST, (found[0], found[1]), MOST, strict=True))
    ):
        raise UsageError("cast.size", got=text[:20], least="x".join(map(str, LEAST)), most="x".join(map(str, MOST)))
    return found[0], found[1]


def cast(lesson: Lesson, look: Look) -> Iterator[object]:
    """The heading and the events of an asciicast (version 2): what is written, and a marker where a step begins."""
    yield {
        "version": VERSION, "width": look.width, "height": look.height, "title": lesson.file.title[look.face.language],
        "env": {"TERM": "xterm-256color"},
    }  # fmt: skip
    painter = _Painter(look)
    now = 0.0
    for shot in shots(lesson):
        if shot.step is not None:
            yield [round(now, 3), "m", shot.step]
        yield [round(now, 3), "o", painter.paint(lesson_page(shot.desk, look).rows)]
        now += shot.seconds
    yield [round(now, 3), "o", "\x1b[0m\x1b[?25h\r\n"]


class _Painter:
    """What a terminal has to be sent: only the rows that changed."""

    def __init__(self, look: Look) -> None:
        self.look: Look = look
        self.console: Console = Console(color_system="256", width=look.width, force_terminal=True)
        colors = 256 if look.face.color else 0
        self.styles: Mapping[str, Style] = styles(look.face.theme, colors, not look.face.ascii)
        self.before: list[str] = []

    def paint(self, rows: Sequence[Row]) -> str:
        lines = [line(row, self.styles, self.look.width).render(self.console) for row in rows]
        sent = "" if self.before else HOME
        for number, text in enumerate(lines):
            if number >= len(self.before) or self.before[number] != text:
                sent += f"\x1b[{number + 1};1H{text}"
        self.before = lines
        return sent


def shots(lesson: Lesson) -> Iterator[Shot]:
    """A lesson that is taken by somebody who knows it all, and types at the speed of a person."""
    desk = sit_down(Session(Script(lesson)))
    step = -1
    while True:
        session = desk.session
        label = None
        if session.at[0] != step and not session.finished:
            step = session.at[0]
            label = f"{step + 1} {lesson.ids[step]}"
        yield Shot(desk, _reading(session), label)
        if session.finished:
            return
        if session.is_asking:
            yield from _typed(desk)
            desk = _answered(desk)
            yield Shot(desk, AFTER + _reading(desk.session) / 2)
        after = onward(desk.session)
        if after.at == desk.session.at and not after.finished:
            raise GradstepError("cast.stuck", step=lesson.ids[step])
        desk = replace(sit_down(after, desk.number), digits=desk.digits)


def _typed(desk: Desk) -> Iterator[Shot]:
    """The answer, letter by letter; a goal is reached by knobs."""
    if isinstance(desk.session.step, Challenge):
        return
    text = desk.session.shown(right_answer(desk.session))
    for end in range(1, len(text) + 1):
        yield Shot(replace(desk, line=Line(text[:end], end)), LETTER)


def _answered(desk: Desk) -> Desk:
    text = right_answer(desk.session)
    if isinstance(desk.session.step, Challenge):
        return act(act(desk, Action("change", text=text)), Action("answer"))
    return replace(act(desk, Action("answer", text=text)), line=Line())


def _reading(session: Session) -> float:
    """How long the text of a stop is read."""
    step = session.step
    text = getattr(step, "text", None) or getattr(step, "prompt", None)
    length = len(text.es) if text is not None and session.at[1] == 0 else 0
    return max(SHORTEST, READING * length)
