"""How are words looked up? The glossary, on top of a screen; Esc closes it, and nothing is lost."""

from __future__ import annotations

from functools import cached_property

from ...core.lesson.course import Course
from ...core.lesson.glossary import Glossary, Term
from ..face import Face
from ..glossary import open_glossary
from ..scene.look import Look
from ..scene.page import Page
from ..scene.pages.glossary import glossary_page
from .base import SheetScreen
from .wishes import CloseOverlay

PAGE = 10
"""Terms that a page key goes on by."""


class GlossaryScreen(SheetScreen):
    """The words of the course."""

    def __init__(self, face: Face, course: Course) -> None:
        super().__init__(face, "glossary")
        self.course = course
        self.chosen: Term | None = None

    @cached_property
    def glossary(self) -> Glossary:
        """Read when it is opened for the first time. Raises LessonError."""
        return open_glossary(self.face)

    def open_for(self, lesson: str | None) -> None:
        """Is opened at the first word that this lesson introduces."""
        taught = [term for term in self.glossary.terms if term.lesson == lesson]
        self.chosen = taught[0] if taught else self.chosen

    def make_page(self, look: Look) -> Page:
        return glossary_page(look, self.glossary, self.chosen, self.course)

    def press(self, key: str) -> None:
        terms = self.glossary.sorted(self.face.language)
        at = terms.index(self.chosen) if self.chosen in terms else 0
        moves = {"up": at - 1, "down": at + 1, "backward": at - PAGE, "onward": at + PAGE, "first": 0,
                 "last": len(terms) - 1}  # fmt: skip
        if key in moves:
            self.chosen = terms[min(max(0, moves[key]), len(terms) - 1)]
            self.paint()
        elif key in ("language", "quit"):
            self.everywhere(key)
        else:
            self.post_message(CloseOverlay())
