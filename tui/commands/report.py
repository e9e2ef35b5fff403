"""`gradstep report FOLDER|FILES|-`: what a class handed in, re-executed and tabulated, or filled into a gradebook."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ...core.errors import GradstepError, RecordError
from ...core.lesson.source import read_file
from ...core.teaching.assessing import Assessed, assessed_to_json
from ...core.teaching.gradebooks import Filled, Kind, fill, nbgrader, rows_of
from ...core.teaching.hand_in import SUFFIX
from ...core.teaching.statements import statements
from ...core.teaching.tally import without_doubles
from ...core.words import message
from ...core.words.controls import shortened
from ...core.words.reasons import system_reason
from ..assessing_many import assess_many, stream_many
from ..face import Face
from ..lessons import what_is
from ..options import Call, UsageError
from ..reporting import report_lines

FORMS = ("csv", "json", "xapi", "nbgrader", "moodle", "canvas")
TAKEN_BY = {"column": ("moodle", "canvas"), "score": ("moodle", "canvas", "nbgrader")}
"""Options that only some forms take."""
HEAD = ("file", "student", "id", "lesson", "step", "kind", "questions", "right", "first", "revealed", "tries", "hints",
        "seconds", "slips")  # fmt: skip
MOST_FILES = 100_000
MOST_JOBS = 256
STANDARD_INPUT = "-"


def run(call: Call, face: Face) -> int:
    """Prints the report in the form that is asked for; 1 when a file does not count."""
    form = call.one_of(FORMS)
    forms = [form] if form else []
    unfit = [f"--{option}" for option, takers in TAKEN_BY.items() if call.has(option) and form not in takers]
    if unfit:
        raise UsageError("report.needs-gradebook", options=unfit)
    jobs = call.number("jobs", os.cpu_count() or 1, 1, MOST_JOBS)
    if STANDARD_INPUT in call.given:
        return _stream(call, face, jobs)
    gradebook = _gradebook(call, forms)
    paths = list(_paths(call.given))
    if not paths:
        raise GradstepError("report.no-files", path=shortened(", ".join(call.given)), suffix=SUFFIX)
    found = without_doubles(list(assess_many(paths, face.lessons, jobs, call.get("dask"))))
    if gradebook is not None:
        return _fill(call, face, forms[0], gradebook, found)
    _write(call, face, found)
    return 0 if all(one.counts or one.status == "older" for one in found) else 1


def _stream(call: Call, face: Face, jobs: int) -> int:
    """Names on standard input, a line of JSON for each on standard output."""
    if len(call.given) > 1:
        raise UsageError("report.only-input")
    unfit = [f"--{form}" for form in FORMS if call.has(form) and form != "json"]
    if unfit:
        raise UsageError("report.stream-is-json", got=unfit)
    names = (line.rstrip("\r\n") for line in sys.stdin)
    names = (name for name in names if name)
    if call.has("dask") or (jobs > 1 and call.has("jobs")):
        found: Iterator[Assessed] = assess_many(list(names), face.lessons, jobs, call.get("dask"))
    else:
        found = stream_many(names, face.lessons)
    good = True
    for one in found:
        sys.stdout.write(json.dumps(assessed_to_json(one, face.words.both), ensure_ascii=False) + "\n")
        sys.stdout.flush()
        good &= one.counts
    return 0 if good else 1


def _paths(given: Sequence[str]) -> Iterator[str]:
    """The files; a folder stands for the hand-ins in it and below, in order. Raises GradstepError."""
    for name in given:
        if what_is(name) == "folder":
            yield from sorted(_below(Path(name)))[:MOST_FILES]
        elif what_is(name) is None and not os.path.lexists(name):
            raise GradstepError("cli.no-such-file", path=shortened(name))
        else:
            yield name


def _below(folder: Path) -> Iterator[str]:
    """Everything in a folder and below that may be a hand-in by its name; links are not followed."""
    for where, folders, names in os.walk(folder):
        folders.sort()
        yield from (str(Path(where, name)) for name in names if name.lower().endswith(SUFFIX))


def _write(call: Call, face: Face, found: Sequence[Assessed]) -> None:
    out = sys.stdout
    if call.has("json"):
        for one in found:
            out.write(json.dumps(assessed_to_json(one, face.words.both), ensure_ascii=False) + "\n")
    elif call.has("xapi"):
        for one in found:
            out.writelines(json.dumps(stated, ensure_ascii=False) + "\n" for stated in statements(one))
    elif call.has("nbgrader"):
        out.write(nbgrader(found, _score(call)))
    elif call.has("csv"):
        table = csv.writer(out, lineterminator="\n")
        table.writerow(HEAD)
        table.writerows(row for one in found if one.counts for work in one.lessons for row in rows_of(one, work))
    else:
        out.writelines(f"{line}\n" for line in report_lines(found, face, steps=call.has("steps")))
        return
    _complain(face, found)


def _complain(face: Face, found: Iterable[Assessed]) -> None:
    """On standard error, so that what is read by a program stays whole: which files do not count, and why."""
    for one in found:
        if one.said is not None:
            sys.stderr.write(f"{face.shown(one.path)}: {face.say(one.said)}\n")


def _gradebook(call: Call, forms: Sequence[str]) -> str | None:
    """What the exported gradebook says. Raises RecordError."""
    if not forms or forms[0] not in ("moodle", "canvas"):
        return None
    path = Path(call.get(forms[0]))
    try:
        return read_file(path)
    except OSError as error:
        raise RecordError("lesson.unreadable-file", path=str(path), reason=system_reason(error)) from None


def _fill(call: Call, face: Face, form: str, text: str, found: Sequence[Assessed]) -> int:
    """The filled gradebook on standard output; on standard error whatever found no place."""
    kind: Kind = "canvas" if form == "canvas" else "moodle"
    filled: Filled = fill(kind, text, found, _score(call), call.get("column"))
    sys.stdout.write(filled.text)
    sys.stdout.flush()
    sys.stderr.write(face.say(message("report.filled", count=filled.filled)) + "\n")
    for id, names in (("without-row", filled.without_row), ("ambiguous", filled.ambiguous),
                      ("without-work", filled.without_work)):  # fmt: skip
        if names:
            sys.stderr.write(face.say(message(f"report.{id}", count=len(names), names="; ".join(names))) + "\n")
    _complain(face, found)
    whole = not filled.without_row and not filled.ambiguous
    return 0 if whole and all(one.counts or one.status == "older" for one in found) else 1


def _score(call: Call) -> str:
    return call.get("score", "right")
