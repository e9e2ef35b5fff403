"""What is said about a defect of the program? One sentence; the details go to a file that only the learner can read."""

from __future__ import annotations

import traceback
from pathlib import Path

from ..core.plain_files import private_folder, write_private
from ..core.words import message
from ..core.words.reasons import system_reason
from .face import Face


def tell_defect(face: Face, defect: BaseException, is_kept: bool = True) -> str:
    """The sentence about a defect of the program, with the file that holds the details."""
    text = "".join(traceback.format_exception(defect))
    path: Path | None = face.state / f"defect-{face.visit}.txt" if face.state is not None else None
    kept = "-"
    if path is not None:
        try:
            private_folder(path.parent)
            write_private(path, text.encode("utf-8", "backslashreplace"))
            kept = str(path)
        except OSError as error:
            kept = f"- ({face.say(system_reason(error))})"
    id = "cli.defect" if is_kept else "cli.defect-unkept"
    return face.say(message(id, kind=type(defect).__name__, detail=str(defect)[:200], path=kept))
