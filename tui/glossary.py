"""What is said of the words of the course, line by line? An entry, all meanings of a symbol, or a list of terms."""

from __future__ import annotations

from textwrap import wrap

from ..core.lesson.glossary import FILE, NONE, NOTATIONS, Glossary, Term, load_glossary
from ..core.words import message
from .face import OUR_LESSONS, Face
from .lessons import open_course

WIDTH = 78


def open_glossary(face: Face) -> Glossary:
    """The glossary of the course that is open; ours where it has none of its own. Raises LessonError."""
    has_own = (face.lessons / FILE).exists()
    return load_glossary(face.lessons if has_own else OUR_LESSONS)


def glossary_lines(typed: str, lesson: str | None, face: Face) -> list[str]:
    """The entry of a term or symbol; without one, the terms of a lesson, or all of them. Raises GradstepError."""
    glossary = open_glossary(face)
    if typed:
        return _asked(glossary, typed, face)
    here = [term for term in glossary.terms if term.lesson == lesson]
    return [f"{term.term[face.language]}: {term.everyday[face.language]}"
            for term in here or glossary.sorted(face.language)]  # fmt: skip


def _asked(glossary: Glossary, typed: str, face: Face) -> list[str]:
    """The entry of a term, or all that a symbol means. Raises UnknownNameError."""
    term = glossary.named(typed)
    if term is not None:
        return _entry(term, face)
    meanings = glossary.meanings(typed)
    if not meanings:
        raise glossary.unknown(typed, face.language)
    return [
        face.say(message("screen.symbol-means", symbol=typed, term=_both(one.term), notations=", ".join(one.notations)))
        for one in meanings
    ]


def _entry(term: Term, face: Face) -> list[str]:
    """A term, line by line."""
    other = "en" if face.language == "es" else "es"
    rows = [f"{term.term[face.language]} ({term.term[other]})", *wrap(term.everyday[face.language], WIDTH)]
    for letter, symbol in zip(NOTATIONS, term.symbols, strict=True):
        if symbol != NONE:
            rows.append(face.say(message("screen.notation", letter=letter)) + f": {symbol}")
    entry = open_course(face).entry(term.lesson)
    if entry is not None:
        title = entry.title[face.language]
        rows.append(face.say(message("screen.term-lesson", number=f"{entry.number:02d}", title=title)))
    return rows


def _both(term: Term) -> dict[str, str]:
    return {"en": term.term.en, "es": term.term.es}
