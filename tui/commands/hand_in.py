"""`gradstep hand-in [LESSON…]`: one file with what was done in these lessons, or in all of them, for the teacher."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from importlib import metadata
from pathlib import Path

from ...core.errors import GradstepError, RecordError
from ...core.lesson.load import load_lesson
from ...core.lesson.progress import LessonProgress, read_records
from ...core.plain_files import write_private
from ...core.teaching.hand_in import SUFFIX, HandIn, digest_of, write_hand_in
from ...core.words import message
from ...core.words.reasons import writing_reason
from ..face import Face, student_name
from ..lessons import no_lesson, open_course
from ..options import Call, UsageError


def run(call: Call, face: Face) -> int:
    """Writes the file and says where it is."""
    if not face.student:
        raise UsageError("handin.no-student")
    if face.visits is None:
        raise RecordError("progress.no-folder")
    chosen = _chosen(call, face)
    lines = sorted((line for one in chosen.values() for line in one.lines), key=lambda line: line.place)
    version = metadata.version("gradstep")
    digests = {id: _digest(id, face) for id in chosen}
    handed = HandIn(face.student, student_name(call.get("id")), face.clock(), version, digests, tuple(lines))
    path = _write(call.get("to"), face.student, write_hand_in(handed))
    said = message("handin.written", count=len(chosen), path=str(path), student=face.student, lessons=list(chosen))
    sys.stdout.write(f"{face.say(said)}\n{face.say(message('report.consistency'))}\n")
    return 0


def _chosen(call: Call, face: Face) -> dict[str, LessonProgress]:
    """The lessons that are asked for, or all that were begun. Raises UnknownNameError, RecordError."""
    known = {id: one for id, one in read_records(face.visits).lessons.items() if one.lines} if face.visits else {}
    course = open_course(face)
    chosen: dict[str, LessonProgress] = {}
    for name in call.given:
        entry = course.entry(name)
        id = name if entry is None or name in known else entry.id
        if id not in known:
            if entry is None:
                raise no_lesson(course, name)
            raise RecordError("handin.nothing-in", lesson=id)
        chosen[id] = known[id]
    if not call.given:
        chosen = {id: one for id, one in known.items() if (face.lessons / f"{id}.yaml").is_file()}
    if not chosen:
        raise RecordError("handin.nothing")
    return chosen


def _digest(id: str, face: Face) -> str:
    """The digest of a lesson as it is here; empty where it cannot be read any more."""
    try:
        return digest_of(load_lesson(face.lessons / f"{id}.yaml"))
    except GradstepError:
        return ""


def _write(to: str, student: str, data: bytes) -> Path:
    """The new file: the one that was asked for, or one here that is not there yet. Raises RecordError."""
    plain = unicodedata.normalize("NFKD", student.casefold()).encode("ascii", "ignore").decode()
    name = "gradstep-" + (re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "hand-in")
    path = Path(to).expanduser() if to else Path(f"{name}{SUFFIX}")
    if path.is_dir():
        path = path / f"{name}{SUFFIX}"
    wanted, number = path, 1
    while os.path.lexists(path):
        number += 1
        path = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
    try:
        write_private(path, data)
    except (OSError, ValueError) as error:
        raise RecordError("handin.not-written", path=str(path), reason=writing_reason(error)) from None
    return path
