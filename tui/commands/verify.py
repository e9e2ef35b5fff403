"""`gradstep verify [PATH …]`: every fault of the lessons, with file, line, column and the mend."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from ...core.errors import GradstepError, LessonError
from ...core.lesson.plan import plan_faults
from ...core.lesson.remarks import remarks_of_file
from ...core.lesson.source import Fault, read_file
from ...core.lesson.verify import Verified, verify_file
from ...core.words import Message, message
from ...core.words.controls import shortened
from ...core.words.reasons import system_reason
from ..face import Face
from ..lessons import no_lesson, open_course, what_is
from ..options import COMMANDS, Call

COURSE = "course.yaml"


def run(call: Call, face: Face) -> int:
    """Prints the faults; 1 when there are any."""
    reserved = {command.name for command in COMMANDS}
    known = {path.stem for path in _files(face.lessons)}
    results = [
        _proved_course(path) if path.name == COURSE else verify_file(path, reserved, known)
        for path in _paths(call, face)
    ]
    faults = sum(len(result.faults) for result in results)
    if call.has("json"):
        sys.stdout.write(json.dumps(_data(results, face), ensure_ascii=False) + "\n")
        return 1 if faults else 0
    for result in results:
        for fault in result.faults:
            sys.stdout.write(f"{_short(result.path)}:{fault.line}:{fault.column}: {face.say(fault.message)}\n")
    for result in results:
        for remark in remarks_of_file(Path(result.path)) if result.lesson != COURSE else ():
            said = face.say(message("verify.remark", said=remark.message))
            sys.stdout.write(f"{_short(result.path)}:{remark.line}:{remark.column}: {said}\n")
    lessons = [result for result in results if result.lesson != COURSE]
    if not results:
        sys.stdout.write(face.say(message("verify.nothing")) + "\n")
        return 1
    said = message("verify.found", count=faults) if faults else _all_good(len(lessons))
    sys.stdout.write(face.say(said) + "\n")
    return 1 if faults else 0


def _all_good(lessons: int) -> Message:
    """What is said when there is no fault, in so many lessons or in the course alone."""
    return message("verify.all-good", count=lessons) if lessons else message("verify.course-good")


def _paths(call: Call, face: Face) -> Iterator[Path]:
    """The files asked for; a folder stands for the lessons in it. Raises UnknownNameError, GradstepError."""
    for name in call.given or (str(face.lessons),):
        path, kind = Path(name), what_is(name)
        entry = open_course(face).entry(name) if kind is None else None
        if kind == "folder":
            yield from [path / COURSE] if what_is(str(path / COURSE)) is not None else []
            yield from _files(path)
        elif kind is not None:
            yield path
        elif entry is not None:
            yield entry.path
        elif path.suffix in (".yaml", ".yml") or len(path.parts) > 1:
            raise GradstepError("cli.no-such-file", path=shortened(name))
        elif path.stem in {file.stem for file in _files(face.lessons)}:
            yield face.lessons / f"{name}.yaml"
        else:
            raise no_lesson(open_course(face), name)


def _proved_course(path: Path) -> Verified:
    """The faults of the file that has the order of the lessons."""
    ids = [file.stem for file in _files(path.parent)]
    try:
        faults = plan_faults(read_file(path), ids)
    except LessonError as error:
        faults = [Fault(*fault) for fault in error.faults]
    except OSError as error:
        faults = [Fault(1, 1, message("lesson.unreadable", reason=system_reason(error)))]
    return Verified(str(path), COURSE, tuple(faults))


def _files(folder: Path) -> list[Path]:
    """The lessons in a folder. Raises GradstepError where it cannot be looked into."""
    try:
        found = list(folder.iterdir())
    except OSError as error:
        raise GradstepError("lesson.unreadable-file", path=str(folder), reason=system_reason(error)) from None
    return sorted(path for path in found if path.suffix == ".yaml" and path.name != COURSE)


def _short(path: str) -> str:
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative


def _data(results: list[Verified], face: Face) -> dict[str, object]:
    faults = [
        {"path": _short(result.path), "line": fault.line, "column": fault.column,
         "id": fault.message.id, "message": face.words.both(fault.message)}
        for result in results
        for fault in result.faults
    ]  # fmt: skip
    lessons = [
        {"path": _short(result.path), "lesson": result.lesson, "faults": len(result.faults)}
        for result in results
        if result.lesson != COURSE
    ]
    return {"format": 1, "lessons": lessons, "faults": faults}
