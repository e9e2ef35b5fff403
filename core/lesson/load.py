"""Which lesson is in a file? The lesson, with every bad step set aside and named.

If something is wrong with the file as a whole (it is not YAML, the lesson lacks a key), that is a `LessonError`. A
fault inside a step quarantines that step alone: the lesson opens, says at that step what is wrong and where, and goes
on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

import msgspec

from ..errors import LessonError
from ..words import Message, message
from ..words.reasons import system_reason
from .drawing_faults import vary
from .faults import shape_faults
from .parameters import Drawn
from .schema import LessonFile, Step
from .seeds import USUAL
from .source import Fault, Path, Source, read_file, read_source


@dataclass(frozen=True, eq=False)
class Lesson:
    """A lesson that can be opened."""

    path: str
    """Where it came from, as messages name it."""
    file: LessonFile
    steps: tuple[Step | Message, ...]
    """The steps in order; a quarantined one is the message that says why."""
    faults: tuple[Fault, ...]
    source: Source
    raw: object = None
    """The data as the file has it, from which variants are made."""
    seed: int = USUAL
    drawn: Drawn = field(default_factory=dict[str, object])
    """The parameters of this variant."""
    unfit: Mapping[str, Message] = field(default_factory=dict[str, Message])
    """Simulations with something in them that cannot be read, and what; only the steps that show them are broken."""

    @property
    def varies(self) -> bool:
        """Are there other numbers to be had?"""
        return bool(self.file.parameters)

    def variant(self, seed: int) -> Lesson:
        """The lesson with the numbers of another seed; itself if it draws none. Raises LessonError."""
        same = seed == self.seed or not self.varies
        return self if same else _lesson(replace(self.source, data=self.raw), self.path, seed)

    @cached_property
    def hashes(self) -> tuple[str, ...]:
        """A fingerprint of each step and what it depends on, so that progress survives edits elsewhere."""
        return tuple(self._hash(step) for step in self.steps)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The id of each step; a quarantined step gets one from its position."""
        return tuple(
            f"broken-{index}" if isinstance(step, Message) else step.id for index, step in enumerate(self.steps)
        )

    def _hash(self, step: Step | Message) -> str:
        if isinstance(step, Message):
            return ""
        keys = msgspec.to_builtins(step)
        content: dict[str, object] = {"step": {key: keys[key] for key in keys if keys[key] or key not in LATER_KEYS}}
        if step.simulation is not None:
            content["simulation"] = self.file.simulations.get(step.simulation)
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


IN_SIMULATION = 3
"""Parts of the path of anything inside a simulation."""
LATER_KEYS = frozenset({"positive", "targets"})
"""Keys that came after the first release: a step without them keeps the fingerprint it had."""


def load_lesson(path: FilePath, seed: int = USUAL) -> Lesson:
    """The lesson in a file, with the numbers of a seed. Raises LessonError, with all faults, if it cannot be opened."""
    try:
        text = read_file(path)
    except OSError as error:
        raise LessonError(str(path), [(1, 1, message("lesson.unreadable", reason=system_reason(error)))]) from None
    return parse_lesson(text, str(path), seed)


def parse_lesson(text: str, path: str, seed: int = USUAL) -> Lesson:
    """The lesson in a text; `path` is what messages call it. Raises LessonError."""
    source = read_source(text)
    if not isinstance(source.data, dict):
        raise _refused(path, source.faults or [Fault(1, 1, message("source.empty"))])
    return _lesson(source, path, seed)


def _lesson(source: Source, path: str, seed: int) -> Lesson:
    """The lesson of data that have been read. Raises LessonError."""
    raw = source.data
    found = list(zip(source.places, source.faults, strict=True))
    read_so_far = {(fault.line, fault.column) for _, fault in found}
    drawn, later = vary(source, seed)
    later += _shape_faults(source)
    later += _repeated_ids(source)
    # What could not be read is missing in the data; that it does not fit its place is no second fault.
    found += [(where, fault) for where, fault in later if (fault.line, fault.column) not in read_so_far]
    unfit = {str(where[1]): fault.message for where, fault in reversed(found) if _is_in_simulation(where)}
    bad_steps = {_step(where) for where, _ in found if not _is_in_simulation(where)}
    if None in bad_steps:
        raise _refused(path, [fault for _, fault in found])
    data = dict(source.data)
    broken = {index: _quarantine(path, found, index) for index in bad_steps if index is not None}
    data["steps"] = [
        {"id": f"broken-{index}", "kind": "say", "text": {"en": "-", "es": "-"}} if index in broken else step
        for index, step in enumerate(data["steps"])
    ]
    file = msgspec.convert(data, LessonFile)
    steps = tuple(broken.get(index, step) for index, step in enumerate(file.steps))
    return Lesson(path, file, steps, tuple(fault for _, fault in found), source, raw,
                  seed if file.parameters else USUAL, drawn, unfit)  # fmt: skip


def _shape_faults(source: Source) -> list[tuple[Path, Fault]]:
    """What of the data has not the shape of a lesson; it is looked for only where the models refuse the data."""
    try:
        msgspec.convert(source.data, LessonFile)
    except msgspec.ValidationError:
        return shape_faults(source, LessonFile)
    return []


def _refused(path: str, faults: list[Fault]) -> LessonError:
    ordered = sorted(faults, key=lambda fault: (fault.line, fault.column))
    return LessonError(path, [(fault.line, fault.column, fault.message) for fault in ordered])


def _step(where: Path) -> int | None:
    """The step that a fault is in, or None if it concerns the lesson as a whole."""
    inside = len(where) >= 2 and where[0] == "steps" and isinstance(where[1], int)
    return int(where[1]) if inside and len(where) > 1 else None


def _is_in_simulation(where: Path) -> bool:
    """Is a fault inside one simulation, which other steps need not show?"""
    return len(where) >= IN_SIMULATION and where[0] == "simulations"


def _quarantine(path: str, found: list[tuple[Path, Fault]], index: int) -> Message:
    first = next(fault for where, fault in found if _step(where) == index)
    return message("lesson.bad-step", place=index + 1, path=path, line=first.line, column=first.column,
                   problem=first.message)  # fmt: skip


def _repeated_ids(source: Source) -> list[tuple[Path, Fault]]:
    """A fault for each step whose id is taken: progress is kept by id, so ids must differ."""
    found: list[tuple[Path, Fault]] = []
    seen: set[str] = set()
    steps: Any = source.data.get("steps")
    for index, step in enumerate(steps if isinstance(steps, list) else []):
        id = step.get("id") if isinstance(step, dict) else None
        if isinstance(id, str) and id in seen:
            where: Path = ("steps", index, "id")
            found.append((where, source.fault(where, message("lesson.repeated-id", id=id))))
        elif isinstance(id, str):
            seen.add(id)
    return found
