"""`gradstep doctor`: what works on this machine, and what to change."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from ...core.algebra.client import Algebra
from ...core.errors import AlgebraError, LessonError
from ...core.words import Message, message
from ..face import Face, terminal_problem
from ..lessons import open_course
from ..options import Call

Grade = Literal["good", "limited", "bad"]
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
    yield _terminal(environment)
    yield _size()
    yield _colors(face, environment)
    yield _language(face)
    yield _state(face.visits)
    yield _course(face)
    yield _algebra()


def _versions() -> list[str]:
    return [f"{name} {metadata.version(name)}" for name in PACKAGES]


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
            "state", "bad", message("doctor.not-writable", folder=str(folder.parent), reason=str(error.strerror))
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
