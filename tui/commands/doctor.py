"""`gradstep doctor`: what works on this machine, and what to change."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from importlib.util import MAGIC_NUMBER, cache_from_source, find_spec
from pathlib import Path
from typing import Literal

from ...core.algebra.client import Algebra
from ...core.errors import AlgebraError, LessonError
from ...core.words import Message, message
from ...core.words.reasons import system_reason
from ..face import Face, terminal_problem
from ..lessons import open_course
from ..options import Call

Grade = Literal["good", "limited", "bad"]
STARTED = ("gradstep.core", "gradstep.tui", "textual", "rich", "numpy")
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
    yield _state(face.visits)
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
    columns, rows = shutil.get_terminal_size()
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


def _state(folder: Path | None) -> Finding:
    """Can progress be kept? Found out by writing and removing a file."""
    if folder is None:
        return Finding("state", "bad", message("doctor.no-home"))
    probe = folder / f".probe-{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe.write_text("ok", encoding="ascii")
        probe.unlink()
    except OSError as error:
        return Finding(
            "state", "bad", message("doctor.not-writable", folder=str(folder.parent), reason=system_reason(error))
        )
    if folder.stat().st_mode & 0o077:
        return Finding("state", "limited", message("doctor.others-can-read", folder=str(folder)))
    return Finding("state", "good", message("doctor.writable", folder=str(folder.parent)))


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
