"""Which options did the learner choose last time? Kept in one small file beside her progress; losing it loses nothing.

What the command line or the environment asks for counts more than what is remembered. A file that cannot be read or
written is as good as none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..core.plain_files import read_kept, replace_private
from ..core.words import LANGUAGES
from .face import Face, student_name
from .options import THEME_NAMES, Call

FILE = "options.json"
MOST_BYTES = 10_000
REMEMBERED = ("language", "theme", "ascii", "student")


def read_options(state: Path | None) -> dict[str, Any]:
    """What is remembered: `language`, `theme`, `ascii`, `student`; only what has a value that can be used."""
    data = read_kept(state / FILE, MOST_BYTES) if state is not None else {}
    kinds = {"language": str, "theme": str, "ascii": bool, "student": str}
    return {name: data[name] for name in REMEMBERED if isinstance(data.get(name), kinds[name])}


def with_options(face: Face, call: Call) -> Face:
    """The face with what is remembered, where the call asks for nothing else."""
    known = read_options(face.state)
    language, theme = known.get("language"), known.get("theme")
    if language in LANGUAGES and not call.has("lang"):
        face = replace(face, language="es" if language == "es" else "en")
    if theme in THEME_NAMES and not call.has("theme"):
        face = replace(face, theme=str(theme))
    if not face.student:
        student = student_name(known.get("student", ""))
        face = replace(face, student=student, learner=student or face.learner)
    return replace(face, ascii=face.ascii or known.get("ascii", False))


def keep_student(face: Face) -> bool:
    """Remembers who learns here, until another name is given; answers whether it could."""
    return _keep(face, {"student": face.student})


def keep_options(before: Face, after: Face) -> bool:
    """Remembers what was chosen, and nothing that only followed from the terminal; answers whether it could."""
    chosen: dict[str, Any] = {"language": after.language, "theme": after.theme}
    if after.ascii != before.ascii:
        chosen["ascii"] = after.ascii
    return _keep(after, chosen)


def _keep(face: Face, chosen: Mapping[str, Any]) -> bool:
    if face.state is None:
        return False
    data = {**read_options(face.state), **chosen}
    try:
        replace_private(face.state / FILE, (json.dumps(data) + "\n").encode("ascii"), face.visit)
    except OSError:
        return False
    return True
