"""Which lessons are there, in which order? The course: blocks of lessons, and what a catalogue needs to know of each.

To read fifty files before the first screen would take too long. So a generated index (lessons/index.json) keeps title,
objectives, prerequisites and step fingerprints of every lesson, next to a digest of its file. If the digest does not
match, the file is read again: an index may be old, but it is never wrong.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import LessonError
from ..plain_files import read_plain
from ..whole import whole
from ..words import LANGUAGES, Message, Text, core_words, message
from ..words.reasons import system_reason
from .source import MOST_BYTES, MOST_CHARACTERS, read_file, read_source


@dataclass(frozen=True)
class Entry:
    """A lesson as the catalogue lists it."""

    number: int
    id: str
    path: Path
    title: Text
    objectives: tuple[Text, ...]
    prerequisites: tuple[str, ...]
    steps: tuple[str, ...]
    """Id and fingerprint of each step, joined by a colon."""
    problem: Message | None = None
    """Why the lesson cannot be opened, if so; the others still can."""


@dataclass(frozen=True)
class Block:
    """Lessons that belong together."""

    letter: str
    title: Text
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Course:
    """All lessons in teaching order."""

    blocks: tuple[Block, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The lessons of all blocks, in order."""
        return tuple(entry for block in self.blocks for entry in block.entries)

    def entry(self, id: str) -> Entry | None:
        """The lesson with an id or a number (`5` or `05`), if there is one."""
        return next((e for e in self.entries if id in (e.id, str(e.number), f"{e.number:02d}")), None)


def load_course(folder: Path) -> Course:
    """The course in a folder: `course.yaml` has the order, the lesson files the rest.

    Without a `course.yaml` all lessons stand in one block, by name. Raises LessonError, OSError for no folder.
    """
    plan_path = folder / "course.yaml"
    try:
        text = read_file(plan_path)
    except FileNotFoundError:
        return _without_plan(folder)
    source, index = read_source(text), read_index(folder)
    if source.faults:
        raise LessonError(str(plan_path), [(f.line, f.column, f.message) for f in source.faults])
    try:
        return Course(tuple(_block(folder, block, index) for block in source.data["blocks"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        # imported here, because a course that can be read never needs the models of lessons
        from .plan import plan_faults

        raise LessonError(str(plan_path), [(f.line, f.column, f.message) for f in plan_faults(text)]) from None


def _without_plan(folder: Path) -> Course:
    """All lessons of a folder by name, numbered from 1. Raises OSError."""
    names = sorted(path.stem for path in folder.iterdir() if path.suffix == ".yaml")
    entries = tuple(_entry(folder, number, id, read_index(folder)) for number, id in enumerate(names, 1))
    title = core_words().both(message("course.without-plan"))
    return Course((Block("A", title, entries),) if entries else ())


def _block(folder: Path, block: Mapping[str, Any], index: Mapping[str, object]) -> Block:
    """A block of the plan with its lessons. Raises what a plan of another shape raises."""
    numbers = [(whole(number), str(id)) for number, id in block["lessons"].items()]
    if any(number is None for number, _ in numbers):
        raise ValueError("a number is none")
    entries = tuple(_entry(folder, number or 0, id, index) for number, id in numbers)
    title = {language: str(block["title"][language]) for language in LANGUAGES}
    return Block(str(block["letter"]), title, entries)


def read_index(folder: Path) -> Mapping[str, object]:
    """The generated index; empty if it is missing or damaged."""
    try:
        data = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def make_index(folder: Path) -> str:
    """What has to be in `index.json` for the lessons in a folder."""
    entries = {path.stem: _summary(path) for path in sorted(folder.glob("*.yaml")) if path.stem != "course"}
    return json.dumps(entries, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _entry(folder: Path, number: int, id: str, index: Mapping[str, Any]) -> Entry:
    path = folder / f"{id}.yaml"
    try:
        known = index.get(id)
        summary = known if known and known["digest"] == _digest(path) else _summary(path)
    except (LessonError, OSError) as error:
        problem = _broken(path, error) if isinstance(error, LessonError) else _missing(path, error)
        return Entry(number, id, path, {"en": id, "es": id}, (), (), (), problem)
    return Entry(
        number, id, path, summary["title"], tuple(summary["objectives"]),
        tuple(summary["prerequisites"]), tuple(summary["steps"]),
    )  # fmt: skip


def _broken(path: Path, error: LessonError) -> Message:
    """The faults of a file, which goes by its bare name: a catalogue has no room for folders."""
    return Message(error.message.id, {**error.message.arguments, "path": path.name})


def _missing(path: Path, error: OSError) -> Message:
    return message("lesson.unreadable-file", path=str(path), reason=system_reason(error))


def _summary(path: Path) -> dict[str, Any]:
    # imported here, because a catalogue whose index is complete never needs the models of lessons
    from .load import load_lesson

    lesson = load_lesson(path)
    file = lesson.file
    return {
        "digest": _digest(path),
        "title": {"en": file.title.en, "es": file.title.es},
        "objectives": [{"en": text.en, "es": text.es} for text in file.objectives],
        "prerequisites": list(file.prerequisites),
        "steps": [f"{id}:{mark}" for id, mark in zip(lesson.ids, lesson.hashes, strict=True)],
    }


def _digest(path: Path) -> str:
    return hashlib.blake2b(read_plain(path, MOST_BYTES * MOST_CHARACTERS), digest_size=8).hexdigest()
