"""How does a class stand? Which slips are the commonest, at which stop they arise, and which files are whose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..words import message
from .assessing import Assessed

Where = tuple[str, str]
"""Lesson and step."""


@dataclass(frozen=True)
class ClassSlip:
    """A slip of the class, at the stop where it arises."""

    slip: str
    where: Where
    count: int
    students: int


def class_slips(files: Iterable[Assessed]) -> list[ClassSlip]:
    """The slips by how many students made them at a stop, then by how often; one file a student counts."""
    counts: Counter[tuple[str, Where]] = Counter()
    students: Counter[tuple[str, Where]] = Counter()
    for one in files:
        for work in one.lessons:
            for step in work.steps:
                for slip, count in step.slips.items():
                    key = (slip, (work.lesson, step.step))
                    counts[key] += count
                    students[key] += 1
    found = [ClassSlip(slip, where, counts[slip, where], students[slip, where]) for slip, where in counts]
    return sorted(found, key=lambda one: (-one.students, -one.count, one.where, one.slip))


def without_doubles(files: Sequence[Assessed]) -> list[Assessed]:
    """The same files; of those of one student all but the latest do not count, and copies of others are noted."""
    latest: dict[str, Assessed] = {}
    same: dict[str, list[Assessed]] = {}
    for one in files:
        if one.counts:
            before = latest.get(one.who.casefold())
            if before is None or (one.made, one.path) > (before.made, before.path):
                latest[one.who.casefold()] = one
            same.setdefault(one.digest, []).append(one)
    found: list[Assessed] = []
    for one in files:
        if one.counts:
            others = [other.path for other in same[one.digest] if other.who.casefold() != one.who.casefold()]
            if others and one.lessons:
                one = replace(one, notes=(*one.notes, message("handin.copy", other=others[0])))
            newest = latest[one.who.casefold()]
            if newest.path != one.path:
                one = replace(one, status="older", said=message("handin.older", other=newest.path))
        found.append(one)
    return found
