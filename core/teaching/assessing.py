"""What does one file that was handed in come to? Its lessons, question by question; or why it does not count.

A file counts if it is whole, this program can read its format, and nothing in it contradicts the engine. Lessons that
are not known here, or were edited since, are named, and everything that is still the same counts.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..lesson.kept_line import write_line
from ..lesson.seeds import USUAL, seed_of
from ..words import Message, message
from .hand_in import HandIn, HandInError, read_bytes, read_hand_in
from .library import Library
from .replaying import Attempt, Replayed, Worked, replay


@dataclass(frozen=True)
class StepWork:
    """What came of one lesson step; a step in which the learner is the machine has several questions."""

    step: str
    kind: str
    questions: int
    right: int
    first: int
    """Right at the first try, without a hint."""
    revealed: int
    tries: int
    hints: int
    seconds: float
    slips: Mapping[str, int] = field(default_factory=dict[str, int])
    attempts: tuple[Attempt, ...] = ()

    @property
    def is_right(self) -> bool:
        """Was every question of it answered right?"""
        return self.questions > 0 and self.right == self.questions


@dataclass(frozen=True)
class LessonWork:
    """What came of one lesson."""

    lesson: str
    seeds: tuple[int, ...]
    finished: bool
    steps: tuple[StepWork, ...]
    notes: tuple[Message, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict[str, str])

    def total(self, what: str) -> float:
        """The sum of a count over all steps: `questions`, `right`, `first`, `tries`, `hints`, `seconds`."""
        return sum(getattr(step, what) for step in self.steps)

    def score(self, what: str = "right") -> float:
        """From 0 to 100: the part of the questions that were right, or right at the first try (`first`)."""
        questions = self.total("questions")
        return 100 * self.total(what) / questions if questions else 0.0


@dataclass(frozen=True)
class Assessed:
    """What came of one file."""

    path: str
    status: str
    """`ok`, or one word for why it does not count."""
    said: Message | None = None
    student: str = ""
    id: str = ""
    made: float = 0.0
    version: str = ""
    lessons: tuple[LessonWork, ...] = ()
    notes: tuple[Message, ...] = ()
    digest: str = ""
    """Of the actions alone: two files with the same one are copies."""

    @property
    def counts(self) -> bool:
        """Does it count?"""
        return self.status == "ok"

    @property
    def who(self) -> str:
        """The student, as she is told apart from others."""
        return self.id or self.student


def assess_file(path: str, library: Library, version: str) -> Assessed:
    """What a file comes to. Never raises for anything in a file."""
    try:
        return assess(path, read_bytes(Path(path)), library, version)
    except HandInError as error:
        return Assessed(path, error.status, error.message)


def assess(path: str, data: bytes, library: Library, version: str) -> Assessed:
    """What the bytes of a file come to; `version` is that of this program. Never raises for anything in them."""
    try:
        handed = read_hand_in(data)
    except HandInError as error:
        return Assessed(path, error.status, error.message)
    done = {id: _replayed(library, id, handed) for id in handed.digests}
    works = tuple(_work(library, one, handed) for one in done.values() if one is not None and one.known)
    notes = [message("handin.lesson-unknown", lesson=id) for id, one in done.items() if one is None]
    notes += [
        message("handin.lesson-other", lesson=id) for id, one in done.items() if one is not None and _is_other(one)
    ]
    if handed.version != version:
        notes.append(message("handin.version", theirs=handed.version, ours=version))
    status, said = _status(handed, done, works, version)
    digest = hashlib.blake2b(b"".join(map(write_line, handed.lines)), digest_size=16).hexdigest()
    return Assessed(
        path, status, said, handed.student, handed.id, handed.made, handed.version, works, tuple(notes), digest
    )


def _replayed(library: Library, id: str, handed: HandIn) -> Replayed | None:
    lesson = library.lesson(id)
    return None if lesson is None else replay(library, lesson, [line for line in handed.lines if line.lesson == id])


def _is_other(done: Replayed) -> bool:
    """Is nothing of what was done in this lesson as it is known here?"""
    return done.unknown > 0 and not done.known


def _status(
    handed: HandIn, done: Mapping[str, Replayed | None], works: tuple[LessonWork, ...], version: str
) -> tuple[str, Message | None]:
    """Whether a whole file counts, and if not, why."""
    for id, one in done.items():
        for wrong in one.contradictions[:1] if one is not None else ():
            told = {"lesson": id, "step": wrong.step, "line": wrong.number, "claimed": wrong.claimed}
            found = wrong.found or "-"
            if handed.version != version:
                return "foreign-version", message("handin.foreign-version", theirs=handed.version, ours=version,
                                                  found=found, **told)  # fmt: skip
            return "forged", message("handin.forged", found=found, **told)
    if handed.lines and not works:
        return "other-lesson", message("handin.other-lesson", lessons=list(done))
    return "ok", None


def _work(library: Library, done: Replayed, handed: HandIn) -> LessonWork:
    """The counts of a lesson, step by step, in its order."""
    lesson = done.lesson
    id = lesson.file.id
    found = library.script(id, max(done.seeds, default=USUAL))
    script = found[0] if found is not None else None
    steps: list[StepWork] = []
    for index, step in enumerate(lesson.steps):
        beats = script.beats(index) if script is not None else ()
        stops = [(index, place) for place, beat in enumerate(beats) if beat.is_question]
        if not stops and index not in done.seconds:
            continue
        kind = "broken" if isinstance(step, Message) else str(step.__struct_config__.tag)
        steps.append(_step_work(done, lesson.ids[index], kind, stops, index))
    titles = {"en": lesson.file.title.en, "es": lesson.file.title.es}
    return LessonWork(
        id, tuple(sorted(done.seeds)), done.finished, tuple(steps), tuple(_notes(library, done, handed)), titles
    )


def _step_work(done: Replayed, id: str, kind: str, stops: list[tuple[int, int]], index: int) -> StepWork:
    worked = [done.questions.get(stop, Worked()) for stop in stops]
    slips: Counter[str] = Counter()
    for one in worked:
        slips.update(one.slips)
    ways = Counter(one.way for one in worked)
    return StepWork(
        id, kind, len(stops), ways["first"] + ways["later"], ways["first"], ways["revealed"],
        sum(one.tries for one in worked), sum(one.hints for one in worked), round(done.seconds.get(index, 0.0), 1),
        dict(slips.most_common()), tuple(one for one in done.attempts if one.stop[0] == index),
    )  # fmt: skip


def _notes(library: Library, done: Replayed, handed: HandIn) -> list[Message]:
    """What a teacher may want to know of a lesson beside its counts."""
    id, notes = done.lesson.file.id, list[Message]()
    if done.unknown:
        notes.append(message("handin.edited", lesson=id, count=done.unknown))
    elif handed.digests.get(id) not in ("", library.digest(id)):
        notes.append(message("handin.edited-elsewhere", lesson=id))
    own = seed_of(handed.student, id)
    if done.lesson.varies and done.seeds and not done.seeds & {own, USUAL}:
        notes.append(message("handin.other-numbers", lesson=id))
    return notes


def assessed_to_json(found: Assessed, both: Any) -> dict[str, object]:
    """What came of a file, as plain data; `both` words a message in both languages."""
    return {
        "format": 1, "path": found.path, "status": found.status,
        "message": None if found.said is None else both(found.said),
        "student": found.student, "id": found.id, "made": found.made, "gradstep": found.version,
        "notes": [both(note) for note in (*found.notes, *(note for work in found.lessons for note in work.notes))],
        "lessons": [
            {
                "lesson": work.lesson, "seeds": list(work.seeds), "finished": work.finished,
                "score": round(work.score(), 2), "score_first": round(work.score("first"), 2),
                "steps": [_step_to_json(step) for step in work.steps],
            }
            for work in found.lessons
        ],
    }  # fmt: skip


def _step_to_json(step: StepWork) -> dict[str, object]:
    return {
        "step": step.step, "kind": step.kind, "questions": step.questions, "right": step.right, "first": step.first,
        "revealed": step.revealed, "tries": step.tries, "hints": step.hints, "slips": dict(step.slips),
        "seconds": step.seconds,
    }  # fmt: skip
