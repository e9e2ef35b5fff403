"""Which words of the glossary does a lesson use before anybody has introduced them? By the order of the course.

A term belongs to the lesson that introduces it. Earlier ones may use it where they explain it in passing, or mean
something else by it (a logic gate is no gate of a cell): the entry lists them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import cast

from ..errors import LessonError
from ..words import LANGUAGES, message
from .course import load_course
from .glossary import Glossary, Term, load_glossary
from .load import Lesson
from .source import Fault, Path


@dataclass(frozen=True)
class Vocabulary:
    """The terms of a course, and the order of its lessons."""

    glossary: Glossary
    order: tuple[str, ...]

    def later(self, id: str) -> tuple[Term, ...]:
        """The terms that a lesson must not use yet; none where it is no lesson of the course."""
        if id not in self.order:
            return ()
        known = {*self.order[: self.order.index(id) + 1]}
        return tuple(
            term for term in self.glossary.terms
            if term.lesson in self.order and term.lesson not in known and id not in term.early
        )  # fmt: skip


def vocabulary(folder: FilePath) -> Vocabulary | None:
    """What the lessons of a folder may say when; None where there is no glossary, or no course that can be read."""
    try:
        return Vocabulary(load_glossary(folder), tuple(entry.id for entry in load_course(folder).entries))
    except (LessonError, OSError):
        return None


def too_early(lesson: Lesson, known: Vocabulary) -> Iterator[Fault]:
    """Each term that the lesson uses too early, at its first use."""
    later = known.later(lesson.file.id)
    for language in LANGUAGES if later else ():
        said = [(path, text) for path, text in _texts(lesson.raw, language)]
        for term in later:
            place = next((path for path, text in said if _uses(text, _bare(term.term[language]))), None)
            if place is not None:
                remark = message("verify.term-too-early", term=_bare(term.term[language]), lesson=term.lesson)
                yield lesson.source.fault(place, remark)


def _bare(name: str) -> str:
    """A term without what stands behind it in brackets."""
    return name.partition(" (")[0]


def _uses(text: str, word: str) -> bool:
    """Is the word in the text? Capitals do not matter, but for names that are nothing without them: F1 is not f1."""
    capitals = re.IGNORECASE if len(word) > 3 else re.NOFLAG
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, capitals) is not None


def _texts(data: object, language: str, at: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of one language in the data of a lesson, with its place."""
    if isinstance(data, dict):
        for key, value in cast("dict[str, object]", data).items():
            if key == language and isinstance(value, str):
                yield (*at, key), value
            else:
                yield from _texts(value, language, (*at, key))
    elif isinstance(data, list):
        for place, one in enumerate(cast("list[object]", data)):
            yield from _texts(one, language, (*at, place))
