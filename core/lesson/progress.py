"""What has a learner done, over all visits? Lines that are only ever appended, merged on reading.

Every visit (one start of the program) writes a file of its own, one JSON line an action, so two sessions at once, a
lost connection or a network file system cannot damage anything: there is nothing to lock, a torn last line is skipped.
Lines name the step by id and fingerprint: an edited lesson invalidates only what changed. What cannot be written is
said (`problem`), and the lesson goes on.

Lines are read without the engine, which is imported when a session is resumed: a catalogue needs the marks only.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

from ..answers.verdict import Kind, Verdict
from ..words import Message, message

if TYPE_CHECKING:
    from .script import Script
    from .session import Action, Asked, Outcome, Session, Stop

FORMAT = 1


@dataclass(frozen=True)
class Line:
    """One action, with where it happened and what came of it."""

    time: float
    lesson: str
    step: str
    fingerprint: str
    beat: int
    action: Mapping[str, Any]
    verdict: str = ""
    diagnosis: str = ""
    hints: int = 0
    outcome: str = ""
    finished: bool = False


def line_of(session: Session, action: Action, time: float) -> Line:
    """The line for an action that led to this session; `time` in seconds since 1970."""
    from .session import action_to_json

    step, beat = session.at
    lesson, asked = session.script.lesson, session.question
    answered = action.do == "answer" and asked.last is not None
    verdict = asked.last.verdict if answered and asked.last is not None else None
    return Line(
        time=round(time, 3),
        lesson=lesson.file.id,
        step=lesson.ids[step],
        fingerprint=lesson.hashes[step],
        beat=beat,
        action=action_to_json(action),
        verdict=verdict.kind if verdict is not None else "",
        diagnosis=(verdict.diagnosis or "") if verdict is not None else "",
        hints=asked.hints,
        outcome=asked.outcome if session.beat.is_question else "",
        finished=session.finished,
    )


@dataclass(eq=False)
class Recorder:
    """Appends the lines of one visit to its file; the file is made with the first line."""

    folder: Path
    visit: str
    """The name of the file, unique to the visit."""
    problem: Message | None = None
    """Why nothing is kept, once writing has failed; the lines wait in `unsaved`."""
    unsaved: list[Line] = field(default_factory=list[Line])

    def write(self, line: Line) -> None:
        """Keeps a line; never raises."""
        self.unsaved.append(line)
        try:
            self._append(self.unsaved)
        except OSError as error:
            self.problem = message("progress.not-kept", folder=str(self.folder), reason=str(error.strerror))
        else:
            self.unsaved.clear()
            self.problem = None

    def _append(self, lines: Iterable[Line]) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        text = "".join(json.dumps(_to_json(line), ensure_ascii=False) + "\n" for line in lines)
        data = text.encode("utf-8")
        path = self.folder / f"{self.visit}.jsonl"
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            start = os.fstat(handle).st_size
            if os.write(handle, data) < len(data):
                os.ftruncate(handle, start)
                raise OSError(28, os.strerror(28))
        finally:
            os.close(handle)


@dataclass(frozen=True)
class LessonProgress:
    """What is known of a learner in one lesson."""

    lines: tuple[Line, ...] = ()

    @property
    def is_finished(self) -> bool:
        """Did the learner reach the end?"""
        return any(line.finished for line in self.lines)

    @property
    def time(self) -> float:
        """When the last action was."""
        return self.lines[-1].time if self.lines else 0.0


def read_progress(folder: Path) -> dict[str, LessonProgress]:
    """Lesson id to progress, merged over all visits in the folder; what cannot be read is skipped."""
    lines: list[Line] = []
    try:
        paths = sorted(folder.glob("*.jsonl"))
    except OSError:
        paths = []
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        lines += [line for row in text.splitlines() if (line := _from_json(row)) is not None]
    merged: dict[str, list[Line]] = {}
    for line in sorted(lines, key=lambda line: line.time):
        if line.action.get("do") == "reset":
            merged.pop(line.lesson, None)
        else:
            merged.setdefault(line.lesson, []).append(line)
    return {lesson: LessonProgress(tuple(of)) for lesson, of in merged.items()}


def resume(script: Script, progress: LessonProgress) -> Session:
    """The session that goes on where the learner stopped, as far as the lesson is still the same."""
    from .session import Asked, Session

    lesson = script.lesson
    known = {(id, mark): at for at, (id, mark) in enumerate(zip(lesson.ids, lesson.hashes, strict=True))}
    asked: dict[Stop, Asked] = {}
    here: Stop = (0, 0)
    farthest: Stop = (0, 0)
    for line in progress.lines:
        step = known.get((line.step, line.fingerprint))
        if step is None or line.beat >= len(script.beats(step)):
            continue
        here = (step, line.beat)
        farthest = max(farthest, here)
        if line.outcome:
            asked[here] = _asked(asked.get(here, Asked()), line)
    finished = bool(progress.lines) and progress.lines[-1].finished
    session = Session(script, here, farthest, asked)
    return Session(script) if finished and here == farthest and not asked else session


def _asked(before: Asked, line: Line) -> Asked:
    """A question after one more line about it."""
    from .session import Asked, Attempt, Outcome

    attempts = before.attempts
    if line.verdict in get_args(Kind):
        said = message(f"mistake.{line.diagnosis}") if line.diagnosis else message(f"verdict.earlier-{line.verdict}")
        verdict = Verdict(cast("Kind", line.verdict), said, "", line.diagnosis or None)
        attempts = (*attempts, Attempt(str(line.action.get("text", "")), verdict))
    outcome = cast("Outcome", line.outcome) if line.outcome in get_args(Outcome) else before.outcome
    return Asked(attempts, max(before.hints, line.hints), outcome)


def _to_json(line: Line) -> dict[str, Any]:
    data: dict[str, Any] = {
        "format": FORMAT, "time": line.time, "lesson": line.lesson, "step": line.step,
        "fingerprint": line.fingerprint, "beat": line.beat, "action": dict(line.action),
    }  # fmt: skip
    for key in ("verdict", "diagnosis", "hints", "outcome", "finished"):
        if getattr(line, key):
            data[key] = getattr(line, key)
    return data


def _from_json(row: str) -> Line | None:
    """A line, or None for one that is torn, foreign or of another format."""
    try:
        data: Any = json.loads(row)
        if data["format"] != FORMAT:
            return None
        line = Line(
            time=float(data["time"]), lesson=str(data["lesson"]), step=str(data["step"]),
            fingerprint=str(data["fingerprint"]), beat=int(data["beat"]), action=dict(data["action"]),
            verdict=str(data.get("verdict", "")), diagnosis=str(data.get("diagnosis", "")),
            hints=int(data.get("hints", 0)), outcome=str(data.get("outcome", "")),
            finished=bool(data.get("finished", False)),
        )  # fmt: skip
    except (ValueError, TypeError, KeyError):
        return None
    return line if line.beat >= 0 else None
