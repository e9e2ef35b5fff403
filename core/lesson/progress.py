"""What has a learner done, over all visits? Every action is a line, only ever appended; reading merges the lines.

Every visit (one start of the program) writes a file of its own, one JSON line an action, so two sessions at once, a
lost connection or a network file system cannot damage anything: there is nothing to lock, a torn last line is skipped.
Lines name the step by id and fingerprint: an edited lesson invalidates only what changed. What cannot be written is
said (`problem`), and the lesson goes on.

Nothing here needs the engine: a catalogue reads marks before anything is simulated. What lines mean for a session is in
resuming.py.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..words import Message, message
from ..words.reasons import system_reason

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


@dataclass(eq=False)
class Recorder:
    """Appends the lines of one visit to its file; the file is made with the first line."""

    folder: Path
    visit: str
    """The name of the file; no other visit has the same."""
    problem: Message | None = None
    """Why nothing is being kept, if writing has failed; then lines wait in `unsaved`."""
    unsaved: list[Line] = field(default_factory=list[Line])

    def write(self, line: Line) -> None:
        """Keeps a line; never raises."""
        self.unsaved.append(line)
        try:
            self._append(self.unsaved)
        except OSError as error:
            self.problem = message("progress.not-kept", folder=str(self.folder), reason=system_reason(error))
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
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        finally:
            os.close(handle)


@dataclass(frozen=True)
class LessonProgress:
    """What we know of a learner in one lesson."""

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
    """Lesson id to progress, merged over all visits in the folder; whatever cannot be read is skipped."""
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
    """A line, or None for one that is torn, not ours, or in another format."""
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
