"""`gradstep doctor`: what works on this machine, and what to change."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from importlib.util import MAGIC_NUMBER, cache_from_source, find_spec
from pathlib import Path
from typing import Literal

from ...core.algebra.client import Algebra
from ...core.errors import AlgebraError, LessonError
from ...core.lesson.progress import read_records
from ...core.plain_files import append_private, is_open_to_others, private_folder, read_plain
from ...core.words import Message, message
from ...core.words.reasons import system_reason
from ..face import Face, terminal_problem
from ..lessons import open_course
from ..options import Call
from ..remembered import FILE, MOST_BYTES
from ..window import window_size

Grade = Literal["good", "limited", "bad"]
STARTED = ("gradstep.core", "gradstep.tui", "textual", "rich", "numpy")
MOST_SKIPPED = 10
"""Kept files that are named one by one."""
PACKAGES = ("textual", "rich", "numpy", "sympy", "msgspec", "pyyaml")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    about: str
    grade: Grade
    said: Message


def run(call: Call, face: Face) -> int:
    """Prints the findings; 1 when something does not work."""
    findings = list(examine(face, os.environ))
    if call.has("json"):
        data = [
            {"about": found.about, "grade": found.grade, "message": face.words.both(found.said)} for found in findings
        ]
        sys.stdout.write(json.dumps({"format": 1, "findings": data}, ensure_ascii=False) + "\n")
    else:
        marks = {"good": "ok", "limited": "~", "bad": "!!"}
        for found in findings:
            sys.stdout.write(f"{marks[found.grade]:<3} {face.say(found.said)}\n")
    return 1 if any(found.grade == "bad" for found in findings) else 0


def examine(face: Face, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Looks at everything that a lesson needs, one finding a thing."""
    yield Finding("versions", "good", message("doctor.versions", gradstep=metadata.version("gradstep"),
                                              python=platform.python_version(), packages=_versions()))  # fmt: skip
    yield _compiled(package_folders())
    yield _terminal(environment)
    yield _size()
    yield _colors(face, environment)
    yield _language(face)
    yield from _state(face)
    yield _course(face)
    yield _algebra()


def _versions() -> list[str]:
    return [f"{name} {metadata.version(name)}" for name in PACKAGES]


def package_folders() -> list[Path]:
    """Where the sources lie of which every start of the full screen imports a good part."""
    found = [find_spec(name) for name in STARTED]
    return [Path(folder) for spec in found if spec is not None for folder in spec.submodule_search_locations or ()]


def _compiled(folders: Iterable[Path]) -> Finding:
    """Is the compiled form of every source there, and of its age? Otherwise each start compiles for itself."""
    stale: dict[Path, int] = {}
    for folder in folders:
        count = sum(not _is_compiled(path) for path in folder.rglob("*.py"))
        if count:
            stale[folder] = count
    if not stale:
        return Finding("compiled", "good", message("doctor.compiled"))
    command = f"{sys.executable} -m compileall -q {' '.join(map(str, stale))}"
    return Finding("compiled", "limited", message("doctor.not-compiled", count=sum(stale.values()), command=command))


def _is_compiled(source: Path) -> bool:
    """Does a compiled form say the age and size of this source? (Its header: magic, flags, time, size.)"""
    try:
        with Path(cache_from_source(str(source))).open("rb") as compiled:
            header = compiled.read(16)
        flags, changed, size = (int.from_bytes(header[at : at + 4], "little") for at in (4, 8, 12))
        status = source.stat()
    except (OSError, NotImplementedError):
        # There is none, or it cannot be read; or this Python keeps no compiled forms at all.
        return False
    same = (changed, size) == (int(status.st_mtime) & 0xFFFFFFFF, status.st_size & 0xFFFFFFFF)
    return header[:4] == MAGIC_NUMBER and (same or flags != 0)


def _terminal(environment: Mapping[str, str]) -> Finding:
    problem = terminal_problem(environment)
    if problem is None:
        return Finding("terminal", "good", message("doctor.terminal", term=environment.get("TERM", "")))
    said = message(f"cli.{problem}", term=environment.get("TERM", "") or "''", lesson="LESSON")
    return Finding("terminal", "limited", said)


def _size() -> Finding:
    columns, rows = window_size()
    fits = columns >= 80 and rows >= 24
    small = columns >= 60 and rows >= 20
    id = "doctor.size" if fits else "doctor.size-small" if small else "doctor.size-too-small"
    return Finding("size", "good" if fits else "limited", message(id, columns=columns, rows=rows))


def _colors(face: Face, environment: Mapping[str, str]) -> Finding:
    if not face.color:
        return Finding("colors", "good", message("doctor.no-color"))
    term = environment.get("TERM", "")
    if terminal_problem(environment) == "bad-term":
        return Finding("colors", "limited", message("doctor.colors-none", term=term or "-"))
    if environment.get("COLORTERM") in ("truecolor", "24bit") or "256color" in term:
        return Finding("colors", "good", message("doctor.colors"))
    return Finding("colors", "limited", message("doctor.colors-16", term=term))


def _language(face: Face) -> Finding:
    id = "doctor.language-ascii" if face.ascii else "doctor.language"
    return Finding("language", "limited" if face.ascii else "good", message(id, language=face.language))


def _state(face: Face) -> Iterator[Finding]:
    """Can progress be kept, is it nobody else's business, and is all of it understood?"""
    if face.state is None or face.visits is None:
        yield Finding("state", "bad", message("doctor.no-home"))
        return
    exposed = list(_exposed(face.state))
    try:
        _try_to_keep(face)
    except OSError as error:
        yield Finding(
            "state", "bad", message("doctor.not-writable", folder=str(face.state), reason=system_reason(error))
        )
    else:
        yield Finding("state", "good", message("doctor.writable", folder=str(face.state)))
    if exposed:
        said = message("doctor.others-can-read", folder=str(exposed[0]), count=len(exposed))
        yield Finding("privacy", "limited", said)
    yield from _records(face.visits)


def _try_to_keep(face: Face) -> None:
    """Writes a file where progress is kept, and takes it away again, whatever happens. Raises OSError."""
    assert face.visits is not None
    probe = face.visits / f".probe-{face.visit}"
    if not face.visits.is_dir():
        private_folder(face.visits)
    try:
        append_private(probe, b"ok\n")
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)


def _exposed(state: Path) -> Iterator[Path]:
    """What of ours somebody else may look at or change: the folder, and everything in it."""
    for path in (state, *_inside(state)):
        with suppress(OSError):
            if not path.is_symlink() and is_open_to_others(path):
                yield path


def _inside(folder: Path) -> Iterator[Path]:
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return
    for path in paths:
        yield path
        with suppress(OSError):
            if path.is_dir() and not path.is_symlink():
                yield from _inside(path)


def _records(visits: Path) -> Iterator[Finding]:
    """What of the kept files does not count, each file by its name."""
    skipped = read_records(visits).skipped
    for one in skipped[:MOST_SKIPPED]:
        said = (
            message("doctor.bad-lines", count=one.lines, path=str(one.path))
            if one.reason is None
            else message("doctor.bad-file", path=str(one.path), reason=one.reason)
        )
        yield Finding("records", "limited", said)
    if len(skipped) > MOST_SKIPPED:
        yield Finding("records", "limited", message("doctor.more-bad-files", count=len(skipped) - MOST_SKIPPED))
    odd = visits.parent / FILE
    try:
        json.loads(read_plain(odd, MOST_BYTES))
    except FileNotFoundError:
        pass
    except OSError as error:
        yield Finding("records", "limited", message("doctor.bad-file", path=str(odd), reason=system_reason(error)))
    except (ValueError, RecursionError):
        yield Finding("records", "limited", message("doctor.bad-options", path=str(odd)))


def _course(face: Face) -> Finding:
    try:
        entries = open_course(face).entries
    except (LessonError, OSError) as error:
        said = (
            error.message if isinstance(error, LessonError) else message("doctor.no-course", folder=str(face.lessons))
        )
        return Finding("course", "bad", said)
    broken = [entry.id for entry in entries if entry.problem is not None]
    if broken:
        return Finding("course", "bad", message("doctor.course-broken", broken=broken))
    return Finding("course", "good", message("doctor.course", count=len(entries)))


def _algebra() -> Finding:
    with Algebra() as algebra:
        try:
            algebra.ask({"do": "echo", "echo": 1})
        except AlgebraError as error:
            return Finding("algebra", "limited", error.message)
    return Finding("algebra", "good", message("doctor.algebra"))
