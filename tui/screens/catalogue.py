"""How is a lesson chosen? The catalogue: the course by blocks, with the learner's marks."""

from __future__ import annotations

from dataclasses import replace

from textual import events

from ...core.errors import GradstepError
from ...core.words import Message, message
from ..face import Face
from ..scene.cells import plain
from ..scene.look import Look
from ..scene.page import Page
from ..scene.pages.catalogue import catalogue_page
from ..scene.pages.help import Place
from ..scene.pages.shelf import Shelf, move, pointed, typed
from .base import TWICE, SheetScreen, useful_keys
from .wishes import BackToLesson, OpenLab, OpenLesson, ShowHelp

USEFUL = ("next", "back", "onward", "backward", "up", "down", "first", "last", "enter", "out", "go", "table", "explore",
          "receipt", "knob")  # fmt: skip
CATALOGUE: Place = "catalogue"
STANDING: Place = "progress"
IN_STANDING = ("next", "back", "up", "down", "first", "last", "enter", "out", "table")


class CatalogueScreen(SheetScreen):
    """A shelf, shown."""

    def __init__(self, face: Face, shelf: Shelf) -> None:
        super().__init__(face, "catalogue")
        self.shelf = shelf
        self.left: dict[str, str] | None = None
        """The lesson that was left for the catalogue, to which Esc goes back."""

    def put(self, shelf: Shelf) -> None:
        """Shows another state of the course."""
        self.shelf = shelf
        if self.is_current:
            self.paint()

    def say(self, said: Message) -> None:
        """Says something on the line."""
        self.put(replace(self.shelf, said=said))

    def make_page(self, look: Look) -> Page:
        shelf = replace(self.shelf, now=self.face.clock())
        if not shelf.standing:
            return catalogue_page(shelf, look)
        # Imported when it is asked for: the first paint is that of the course.
        from ..scene.pages.standing import standing_page

        return standing_page(shelf, look)

    def press(self, key: str) -> None:
        shelf = self.shelf
        if key == "help":
            ids, place = (IN_STANDING, STANDING) if shelf.standing else (USEFUL, CATALOGUE)
            self.post_message(ShowHelp(useful_keys(ids), place))
        elif key == "knob" and shelf.search is None and shelf.formula is None:
            self.post_message(OpenLab())
        elif shelf.formula is not None and key == "enter" and shelf.formula.text.strip():
            self.explore(shelf.formula.text.strip())
        elif key == "leave" and shelf == self.at_rest(shelf) and self.left is not None:
            self.post_message(BackToLesson())
        elif key == "enter" and shelf.search is None and (shelf.standing or shelf.in_lessons):
            self.open_chosen()
        elif not self.everywhere(key):
            self.put(self.moved(key))

    def moved(self, key: str) -> Shelf:
        """The shelf after a key, on the page that is shown."""
        if not self.shelf.standing:
            return move(self.shelf, key)
        from ..scene.pages.standing import move_standing

        return move_standing(self.shelf, key)

    def at_rest(self, shelf: Shelf) -> Shelf | None:
        """The shelf itself where there is nothing on it that Esc would close."""
        busy = shelf.search is not None or shelf.formula is not None or shelf.standing or shelf.about
        return None if busy else shelf

    def explore(self, given: str) -> None:
        """Asks for what was typed to be opened, a formula or a topic; or says why it cannot be."""
        # The engine comes with it: the catalogue itself does without.
        from ..commands.explore import exploration_of

        try:
            lesson = exploration_of(given, self.face)
        except GradstepError as error:
            refused = None if self.shelf.formula is None else self.shelf.formula.refused()
            self.put(replace(self.shelf, said=error.message, formula=refused))
            return
        self.put(replace(self.shelf, formula=None, said=None))
        self.post_message(OpenLesson(None, lesson))

    def open_chosen(self) -> None:
        """Asks for the chosen lesson to be opened, or says why it cannot be."""
        shelf = self.shelf
        entry = shelf.entry
        if shelf.standing:
            from ..scene.pages.standing import wanted

            entry = wanted(shelf)
        if entry is None:
            self.put(replace(shelf, said=message("screen.nothing-to-open")))
        elif entry.problem is not None:
            self.put(replace(shelf, said=message("screen.cannot-open")))
        else:
            self.post_message(OpenLesson(entry))

    def on_click(self, event: events.Click) -> None:
        # Textual calls the handler of the base class, which knows the footer, by itself.
        if self.page is None or event.y >= len(self.page.rows) - 1:
            return
        shelf = pointed(self.shelf, plain(self.page.rows[event.y]), event.x)
        if shelf is not None:
            self.put(shelf)
            if event.chain == TWICE and (shelf.in_lessons or shelf.standing):
                self.open_chosen()

    def typed(self, letters: str) -> bool:
        shelf = typed(self.shelf, letters)
        if shelf is not None:
            self.put(shelf)
        return shelf is not None
