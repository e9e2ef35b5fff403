"""`gradstep new ID`: a lesson to begin with, which verifies as it is."""

from __future__ import annotations

import sys
from pathlib import Path

from ...core.lesson.course import load_course
from ...core.lesson.writing import new_lesson, read_id
from ...core.words import message
from ..face import OUR_LESSONS, Face
from ..new_file import write_new
from ..options import COMMANDS, Call


def run(call: Call, face: Face) -> int:
    """Writes the file into this folder, or into that of `--lessons`."""
    id = read_id(call.given[0].removesuffix(".yaml"), frozenset(command.name for command in COMMANDS))
    folder = Path() if face.lessons == OUR_LESSONS else face.lessons
    path = write_new(folder / f"{id}.yaml", new_lesson(id, (OUR_LESSONS / "lesson.schema.json").as_uri()))
    sys.stdout.write(face.say(message("writing.written", path=str(path))) + "\n")
    entry = load_course(OUR_LESSONS).entry(id)
    if entry is not None:
        sys.stdout.write(face.say(message("writing.twin", id=id, title=entry.title)) + "\n")
    return 0
