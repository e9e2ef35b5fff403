"""`gradstep new ID`: a lesson to begin with, which verifies as it is."""

from __future__ import annotations

import sys
from pathlib import Path

from ...core.errors import GradstepError
from ...core.lesson.writing import new_lesson, read_id
from ...core.words import message
from ...core.words.reasons import writing_reason
from ..face import OUR_LESSONS, Face
from ..options import COMMANDS, Call


def run(call: Call, face: Face) -> int:
    """Writes the file into this folder, or into that of `--lessons`."""
    id = read_id(call.given[0].removesuffix(".yaml"), frozenset(command.name for command in COMMANDS))
    folder = Path() if face.lessons == OUR_LESSONS else face.lessons
    path = write_new(folder / f"{id}.yaml", new_lesson(id, (OUR_LESSONS / "lesson.schema.json").as_uri()))
    sys.stdout.write(face.say(message("writing.written", path=str(path))) + "\n")
    return 0


def write_new(path: Path, text: str) -> Path:
    """A file that is not there yet. Raises GradstepError."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise GradstepError("writing.exists", path=str(path)) from None
    except OSError as error:
        raise GradstepError("writing.not-written", path=str(path), reason=writing_reason(error)) from None
    return path
