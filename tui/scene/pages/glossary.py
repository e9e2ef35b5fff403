"""What do the words of the course mean? All terms in a column, and the chosen one with its symbols and its lesson."""

from __future__ import annotations

from ....core.lesson.course import Course
from ....core.lesson.glossary import NONE, NOTATIONS, Glossary, Term
from ..cells import Row, Run, column, row, wrapped
from ..footer import footer
from ..look import Look
from ..page import Page, filled, too_small, windowed

LIST = 32
"""Cells of the column of terms."""


def glossary_page(look: Look, glossary: Glossary, chosen: Term | None, course: Course) -> Page:
    """The page of terms with the chosen one opened."""
    if look.is_too_small:
        return too_small(look)
    head = look.rule((Run(look.say("screen.glossary-title"), "title"),), (Run(look.say("screen.help-close")),))
    terms = glossary.sorted(look.face.language)
    at = terms.index(chosen) if chosen in terms else 0
    listed = windowed([_listed(term, term == terms[at], look) for term in terms], at, look.height - 2, look, 1)
    opened = _opened(terms[at], look, course)
    rows = [
        column([(0, listed[y] if y < len(listed) else ()), (LIST + 1, opened[y] if y < len(opened) else ())],
               look.width)
        for y in range(look.height - 2)
    ]  # fmt: skip
    return Page((head, *filled(rows, look.height - 2, look.width), footer("glossary", look)), "glossary")


def _listed(term: Term, is_chosen: bool, look: Look) -> Row:
    mark = look.glyph("►") if is_chosen else " "
    text = look.cut(look.text(term.term[look.face.language]), LIST - 3)
    return (Run(f"{mark} ", "accent"), Run(text, "title" if is_chosen else "text"))


def _opened(term: Term, look: Look, course: Course) -> list[Row]:
    """Everything that is known of a term."""
    width, other = look.width - LIST - 2, "en" if look.face.language == "es" else "es"
    rows: list[Row] = [(), row((look.cut(look.text(term.term[look.face.language]), width), "title"))]
    rows += [row((line, "dim")) for line in wrapped(look.text(term.term[other]), width)]
    rows += [(), *(row(line) for line in wrapped(look.text(term.everyday[look.face.language]), width)), ()]
    for letter, symbol in zip(NOTATIONS, term.symbols, strict=True):
        told = look.say("screen.notation", letter=letter)
        rows.append((Run(f"{told}  ", "dim"), Run(look.text(symbol), "dim" if symbol == NONE else "value")))
    entry = course.entry(term.lesson)
    if entry is not None:
        said = look.say("screen.term-lesson", number=f"{entry.number:02d}", title=look.both(entry.title))
        rows += [(), *(row(line) for line in wrapped(said, width))]
    return rows
