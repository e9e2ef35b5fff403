"""What does a word mean, how do others write it, and where is it taught? The glossary: data beside the lessons."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from ..errors import LessonError, UnknownNameError
from ..formula.names import GREEK
from ..near import near_names
from ..plain_files import read_plain
from ..words import LANGUAGES, message
from ..words.names import bare
from ..words.reasons import system_reason
from .faults import shape_faults
from .schema import BothLanguages, Id, LessonStruct, Written
from .source import MOST_BYTES, MOST_CHARACTERS, read_source

NOTATIONS = "ABCDE"
"""The five notations, in the order of the symbols."""
NONE = "–"
FILE = Path("tables") / "glossary.yaml"


class Term(LessonStruct, frozen=True):
    """A word of the field, the same in everyday words, and its symbols."""

    term: BothLanguages
    everyday: BothLanguages
    symbols: Annotated[list[Written], Meta(min_length=len(NOTATIONS), max_length=len(NOTATIONS))]
    """In each notation; `–` where it has none."""
    lesson: Id
    """The lesson that introduces it."""
    early: list[Id] = []
    """Lessons before that one which explain it in passing, or mean something else by the word."""


class GlossaryFile(LessonStruct, frozen=True):
    """The whole file."""

    entries: list[Term]


@dataclass(frozen=True)
class Meaning:
    """What a symbol stands for, and in which notations."""

    term: Term
    notations: str


@dataclass(frozen=True)
class Glossary:
    """All terms, in teaching order."""

    terms: tuple[Term, ...]

    def sorted(self, language: str) -> tuple[Term, ...]:
        """All terms by the alphabet of a language."""
        return tuple(sorted(self.terms, key=lambda term: bare(term.term[language]).lower()))

    def named(self, typed: str) -> Term | None:
        """The term of a name in any language; accents and capitals do not matter, and its beginning is enough."""
        wanted = bare(typed.strip()).lower()
        names = {bare(term.term[language]).lower(): term for language in LANGUAGES for term in self.terms}
        if wanted in names:
            return names[wanted]
        begun = [term for name, term in names.items() if wanted and name.startswith(wanted)]
        return begun[0] if begun and all(term is begun[0] for term in begun) else None

    def meanings(self, symbol: str) -> tuple[Meaning, ...]:
        """Everything that a symbol stands for in one of the notations: `α` is a rate here and a slope there."""
        wanted = _letter(symbol.strip())
        found: list[Meaning] = []
        for term in self.terms:
            parts = [[part.strip() for part in written.split(",")] for written in term.symbols]
            where = "".join(letter for letter, part in zip(NOTATIONS, parts, strict=True) if wanted in part)
            if where and wanted != NONE:
                found.append(Meaning(term, where))
        return tuple(found)

    def unknown(self, typed: str, language: str) -> UnknownNameError:
        """That there is no such term or symbol: with near terms of any language, or else with some of this one."""
        every = {term.term[each] for term in self.terms for each in LANGUAGES}
        near = near_names(typed, every, rest=0) or near_names(typed, {term.term[language] for term in self.terms})
        return UnknownNameError("glossary.no-such-term", typed, (), near=near)


def _letter(symbol: str) -> str:
    """The letter that a symbol is written with; letters that no keyboard has may be spelled: `eta` is η."""
    spelled = {name: letter for letter, name in reversed(GREEK.items())}
    return spelled.get(symbol) or spelled.get(symbol.lower(), symbol)


def load_glossary(folder: Path) -> Glossary:
    """The glossary beside the lessons of a folder. Raises LessonError."""
    path = folder / FILE
    try:
        text = read_plain(path, MOST_BYTES * MOST_CHARACTERS).decode("utf-8", "replace")
    except OSError as error:
        raise LessonError(str(path), [(1, 1, message("lesson.unreadable", reason=system_reason(error)))]) from None
    source = read_source(text)
    faults = source.faults or [fault for _, fault in shape_faults(source, GlossaryFile)]
    if faults:
        raise LessonError(str(path), [(fault.line, fault.column, fault.message) for fault in faults])
    return Glossary(tuple(msgspec.convert(source.data, GlossaryFile).entries))
