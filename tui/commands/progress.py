"""`gradstep progress`: how you stand in every lesson; `--reset LESSON` begins one anew."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable

from ...core.errors import RecordError, UnknownNameError
from ...core.lesson.course import Course
from ...core.lesson.kept_line import RESET, Line
from ...core.lesson.progress import Recorder, read_records
from ...core.lesson.standing import Standing, standing, standing_to_json
from ...core.words import message
from ..face import Face
from ..lessons import open_course, taught_by
from ..options import Call


def run(call: Call, face: Face) -> int:
    """Prints the standing, or resets a lesson."""
    if call.has("reset"):
        return _reset(call.get("reset"), face)
    known = read_records(face.visits).lessons if face.visits is not None else {}
    found = {id: standing(progress) for id, progress in known.items() if progress.lines}
    if call.has("json"):
        data = {"format": 1, "lessons": {id: standing_to_json(one) for id, one in found.items()}}
        sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
        return 0
    sys.stdout.write("\n".join(_told(open_course(face), found, face)) + "\n")
    return 0


def _told(course: Course, found: dict[str, Standing], face: Face) -> Iterable[str]:
    """A paragraph for each lesson that was opened, in the order of the course."""
    if not found:
        yield face.say(message("progress.nothing-yet"))
    known = {entry.id: entry for entry in course.entries}
    order = [id for id in known if id in found] + [id for id in found if id not in known]
    for id in order:
        one = found[id]
        title = known[id].title[face.language] if id in known else id
        state = face.say(message("lessons.finished" if one.finished else "lessons.begun"))
        title = face.shown(title)
        yield f"{known[id].number:02d}  {title}  ({state})" if id in known else f"{title}  ({state})"
        counts = {"first": one.first, "later": one.later, "revealed": one.revealed, "open": one.open}
        if one.asked:
            yield "    " + face.say(message("progress.counts", asked=one.asked, **counts))
        for slip, count in one.slips.items():
            told = face.say(message("progress.slip", count=count, name=message(f"mistake.{slip}-name")))
            lesson = taught_by(face, slip, id)
            yield f"    {told}" + (f"  ({face.say(message('screen.taught-by', lesson=lesson))})" if lesson else "")


def _reset(id: str, face: Face) -> int:
    """Writes down that a lesson, by id or number, begins anew; nothing recorded is thrown away.

    Only what is there by now begins anew: what is done from here on counts, whatever the clock says.
    Raises UnknownNameError, RecordError.
    """
    if face.visits is None:
        raise RecordError("progress.no-folder")
    records, course = read_records(face.visits), open_course(face)
    known = records.lessons
    entry = course.entry(id)
    id = id if entry is None or id in known else entry.id
    if id not in known:
        raise UnknownNameError("progress.no-such-lesson", id, known or {entry.id for entry in course.entries})
    recorder = Recorder(face.visits, face.visit, records.last)
    recorder.write(Line(face.clock(), id, "", "", 0, {"do": RESET}))
    if recorder.problem is not None:
        raise RecordError(recorder.problem.id, **recorder.problem.arguments)
    sys.stdout.write(face.say(message("progress.reset", lesson=id)) + "\n")
    return 0
