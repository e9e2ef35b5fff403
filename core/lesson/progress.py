"""What has a learner done, over all visits? Every action is a line, only ever appended; reading merges the lines.

Every visit (one start of the program) writes a file of its own, one JSON line an action, so two sessions at once, a
lost connection or a network file system cannot damage anything: there is nothing to lock. Whatever cannot be read (a
torn line, a line of another version, a pipe among the files) is skipped and counted; the rest counts.
Lines name the step by id and fingerprint: an edited lesson invalidates only what changed. They are ordered by a number
that goes by the clock but never back, so a clock that is wrong for a while hides nothing that was done later.
What cannot be written is said (`problem`), waits, and is written when there is room again.

Nothing here needs the engine: a catalogue reads marks before anything is simulated. What lines mean for a session is in
resuming.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from ..plain_files import append_private, open_plain, private_folder
from ..words import Message, message
from ..words.reasons import system_reason
from .kept_line import LONGEST_LINE, RESET, Line, read_line, write_line

__all__ = ["LessonProgress", "Line", "Recorder", "Records", "Skipped", "read_progress", "read_records", "with_lines"]
MOST_OF_A_FILE = 32_000_000
"""Bytes of one visit that are read: a hundred thousand actions."""
BOM = b"\xef\xbb\xbf"


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

    @property
    def place(self) -> tuple[int, float]:
        """What lessons are sorted by from the one of long ago to the latest; no clock decides it."""
        return self.lines[-1].place if self.lines else (0, 0.0)


@dataclass(frozen=True)
class Skipped:
    """Something among the kept files that does not count."""

    path: Path
    lines: int = 0
    """Lines that are not ours, or not whole; or that another version understands better."""
    reason: Message | None = None
    """Why the file as a whole could not be read, if so."""


@dataclass(frozen=True)
class Records:
    """Everything that the kept files say."""

    lessons: Mapping[str, LessonProgress] = field(default_factory=dict[str, LessonProgress])
    last: int = 0
    """The order of the latest line; what comes now has a higher one."""
    skipped: tuple[Skipped, ...] = ()


@dataclass(eq=False)
class Recorder:
    """Appends the lines of one visit to its file; the file is made with the first line."""

    folder: Path
    visit: str
    """The name of the file; no other visit has the same."""
    last: int | None = None
    """The order of the latest line that is known; None until somebody has looked."""
    problem: Message | None = None
    """Why nothing is being kept, if writing has failed; then lines wait in `unsaved`."""
    unsaved: list[Line] = field(default_factory=list[Line])
    kept: int = 0
    """How many lines of this visit are in its file."""

    @property
    def lost(self) -> Message | None:
        """What would be said if the visit ended now, and something waited that could not be written."""
        if self.problem is None:
            return None
        return message("progress.lost" if self.kept else "progress.lost-all", count=len(self.unsaved))

    def write(self, line: Line) -> None:
        """Keeps a line, behind all that are known; never raises."""
        self.unsaved.append(replace(line, order=self._next(line.time)))
        self.flush()

    def flush(self) -> bool:
        """Writes what waits; answers whether nothing waits any more. Never raises."""
        if not self.unsaved:
            return True
        try:
            private_folder(self.folder)
            append_private(self.folder / f"{self.visit}.jsonl", b"".join(map(write_line, self.unsaved)))
        except OSError as error:
            self.problem = message("progress.not-kept", folder=str(self.folder), reason=system_reason(error))
            return False
        self.kept += len(self.unsaved)
        self.unsaved.clear()
        self.problem = None
        return True

    def _next(self, time: float) -> int:
        if self.last is None:
            self.last = read_records(self.folder).last
        self.last = max(int(time * 1000), self.last + 1)
        return self.last


def read_progress(folder: Path) -> dict[str, LessonProgress]:
    """Lesson id to progress, merged over all visits in the folder; whatever cannot be read is skipped."""
    return dict(read_records(folder).lessons)


def read_records(folder: Path) -> Records:
    """Everything that the files of a folder say, and what of them does not count. Never raises."""
    lines: list[Line] = []
    skipped: list[Skipped] = []
    for path in _files(folder):
        found: dict[int, Line] = {}
        bad = 0
        try:
            for row in _rows(path):
                line, is_whole = read_line(row) if row is not None else (None, False)
                bad += not is_whole
                if line is not None:
                    # One visit gives each of its lines a number of its own: a line written twice counts once.
                    found[line.order or -len(found) - 1] = line
        except OSError as error:
            skipped.append(Skipped(path, bad, system_reason(error)))
        else:
            skipped += [Skipped(path, bad)] if bad else []
        lines += found.values()
    lines.sort(key=lambda line: line.place)
    merged: dict[str, list[Line]] = {}
    for line in lines:
        if line.action["do"] == RESET:
            merged.pop(line.lesson, None)
        else:
            merged.setdefault(line.lesson, []).append(line)
    lessons = {lesson: LessonProgress(tuple(of)) for lesson, of in merged.items()}
    return Records(lessons, lines[-1].place[0] if lines else 0, tuple(skipped))


def with_lines(lessons: Mapping[str, LessonProgress], lines: Sequence[Line]) -> dict[str, LessonProgress]:
    """What is known, and behind it lines of this visit that are in no file."""
    known = dict(lessons)
    for line in lines:
        known[line.lesson] = LessonProgress((*known.get(line.lesson, LessonProgress()).lines, line))
    return known


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".jsonl")
    except OSError:
        return []


def _rows(path: Path) -> Iterator[bytes | None]:
    """The rows of a plain file that are not blank; None for one that is too long, or for what is too much.

    Raises OSError.
    """
    with os.fdopen(open_plain(path), "rb") as file:
        read = 0
        while row := file.readline(LONGEST_LINE + 1):
            read += len(row) if row.endswith(b"\n") or len(row) <= LONGEST_LINE else len(row) + _past(file)
            if read > MOST_OF_A_FILE:
                yield None
                return
            if len(row) > LONGEST_LINE:
                yield None
            elif row.strip():
                yield row.removeprefix(BOM) if read == len(row) else row


def _past(file: IO[bytes]) -> int:
    """Reads on to the end of a line; answers how many bytes that was."""
    passed = 0
    while passed <= MOST_OF_A_FILE and (rest := file.readline(LONGEST_LINE)):
        passed += len(rest)
        if rest.endswith(b"\n"):
            break
    return passed
