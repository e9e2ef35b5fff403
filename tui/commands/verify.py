"""`gradstep verify [PATH …]`: every fault of the lessons, with file, line, column and the mend."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata
from pathlib import Path
from threading import Event

from ...core.errors import GradstepError
from ...core.lesson.remarks import remarks_of_file
from ...core.lesson.verify import Verified
from ...core.lesson.vocabulary import vocabulary
from ...core.words import Message, message
from ...core.words.controls import shortened
from ...core.words.reasons import system_reason
from ..face import OUR_LESSONS, Face
from ..lessons import no_lesson, open_course, what_is
from ..options import COMMANDS, Call
from ..proving import COURSE, prove, telling

MOST_JOBS = 256
LOOKS = 0.5
"""Seconds between two looks at the files that are watched."""
SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def run(call: Call, face: Face) -> int:
    """Prints the faults; 1 when there are any."""
    call.one_of(("json", "sarif"))
    if not call.has("watch"):
        return _once(call, face)
    pause = Event()
    return watch(call, face, lambda: pause.wait(LOOKS))


def watch(call: Call, face: Face, pause: Callable[[], object]) -> int:
    """Proves again whenever a file was saved, until it is stopped, or `pause` answers that this is over."""
    before: dict[str, tuple[int, int]] = {}
    code, over = 0, False
    while not over:
        now = _stamps(list(_paths(call, face)))
        if now != before:
            before = now
            code = _once(call, face)
            sys.stdout.flush()
        over = bool(pause())
    return code


def _stamps(paths: Sequence[Path]) -> dict[str, tuple[int, int]]:
    """When each file was written, and how long it is; a file that is just being replaced has neither."""
    found: dict[str, tuple[int, int]] = {}
    for path in paths:
        try:
            status = path.stat()
            found[str(path)] = status.st_mtime_ns, status.st_size
        except OSError:
            found[str(path)] = 0, 0
    return found


def _once(call: Call, face: Face) -> int:
    jobs = call.number("jobs", os.cpu_count() or 1, 1, MOST_JOBS)
    reserved = {command.name for command in COMMANDS}
    known = {path.stem for folder in {face.lessons, OUR_LESSONS} for path in _files(folder)}
    paths = list(_paths(call, face))
    known |= {path.stem for path in paths}
    results = list(prove(paths, reserved, known, jobs, telling()))
    faults = sum(len(result.faults) for result in results)
    if call.has("json") or call.has("sarif"):
        data = _sarif(results, face) if call.has("sarif") else _data(results, face)
        sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
        return 1 if faults else 0
    for result in results:
        for fault in result.faults:
            sys.stdout.write(f"{_short(result.path)}:{fault.line}:{fault.column}: {face.say(fault.message)}\n")
    words = {folder: vocabulary(folder) for folder in {Path(result.path).parent for result in results}}
    for result in results:
        path = Path(result.path)
        for remark in remarks_of_file(path, words[path.parent]) if result.lesson != COURSE else ():
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


def _sarif(results: list[Verified], face: Face) -> dict[str, object]:
    """The faults as SARIF 2.1.0, which editors and code hosts show at their lines."""
    found = [(result.path, fault) for result in results for fault in result.faults]
    rules = sorted({fault.message.id for _, fault in found})
    return {
        "$schema": SARIF,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "gradstep", "version": metadata.version("gradstep"),
                                "rules": [{"id": rule} for rule in rules]}},
            "columnKind": "unicodeCodePoints",
            "results": [{
                "ruleId": fault.message.id, "level": "error", "message": {"text": face.say(fault.message)},
                "locations": [{"physicalLocation": {
                    "artifactLocation": {"uri": Path(_short(path)).as_posix()},
                    "region": {"startLine": fault.line, "startColumn": fault.column},
                }}],
            } for path, fault in found],
        }],
    }  # fmt: skip
