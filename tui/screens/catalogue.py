"""How is a lesson chosen? The catalogue: the course by blocks, with the learner's marks."""

from __future__ import annotations

from dataclasses import replace

from ...core.words import Message, message
from ..face import Face
from ..scene.catalogue import Shelf, catalogue_page, chosen, move, typed
from ..scene.look import Look
from ..scene.page import Page
from .base import SheetScreen, useful_keys
from .wishes import OpenLesson, ShowHelp

USEFUL = ("next", "back", "up", "down", "first", "last", "enter", "go", "table")


class CatalogueScreen(SheetScreen):
    """A shelf, shown."""

    def __init__(self, face: Face, shelf: Shelf) -> None:
        super().__init__(face, "catalogue")
        self.shelf = shelf

    def put(self, shelf: Shelf) -> None:
        """Shows another state of the course."""
        self.shelf = shelf
        if self.is_current:
            self.paint()

    def say(self, said: Message) -> None:
        """Says something on the line."""
        self.put(replace(self.shelf, said=said))

    def make_page(self, look: Look) -> Page:
        if not self.shelf.standing:
            return catalogue_page(self.shelf, look)
        # Imported when it is asked for: the first paint is that of the course.
        from ..scene.standing import standing_page

        return standing_page(self.shelf, look)

    def press(self, key: str) -> None:
        shelf = self.shelf
        entry = shelf.entry
        if key == "enter" and shelf.goal is None:
            if entry is None or entry.problem is not None:
                self.put(replace(shelf, said=message("screen.cannot-open") if entry is not None else None))
            else:
                self.post_message(OpenLesson(entry))
        elif key in ("up", "down") and shelf.standing:
            from ..scene.standing import move_standing

            entry = move_standing(shelf, 1 if key == "down" else -1)
            self.put(shelf if entry is None else replace(chosen(shelf, entry), standing=True))
        elif key == "help":
            self.post_message(ShowHelp(useful_keys(USEFUL)))
        elif not self.everywhere(key):
            self.put(move(shelf, key))

    def typed(self, letters: str) -> bool:
        shelf = typed(self.shelf, letters)
        if shelf is not None:
            self.put(shelf)
        return shelf is not None
