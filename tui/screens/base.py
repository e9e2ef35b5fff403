"""What do all screens share? One sheet, the keys of the table, and a page made anew after whatever happens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen

from ..face import Face
from ..keys import ID_OF
from ..scene.footer import footer_key
from ..scene.look import Look
from ..scene.page import Page
from ..suspending import suspend
from ..theme import styles
from ..widgets.sheet import Sheet
from .wishes import ChangeFace, EndProgram, ShowGlossary, ShowOptions

SUSPEND = "ctrl+z"
TWICE = 2
"""Clicks in a row that mean: go in."""


class SheetScreen(Screen[None]):
    """A screen that is one sheet of rows. Subclasses say which page, and what a key does."""

    AUTO_FOCUS = ""
    ESCAPE_TO_MINIMIZE = False
    ID_OF: ClassVar[Mapping[str, str]] = ID_OF
    """The id of every key that means something here."""

    def __init__(self, face: Face, name: str) -> None:
        super().__init__(name=name)
        self.face = face
        self.page: Page | None = None
        self._waits = False
        """Is a page to be shown as soon as the letters that have arrived are read?"""

    def compose(self) -> ComposeResult:
        """The sheet."""
        yield Sheet()

    def on_mount(self) -> None:
        """Shows the first page."""
        self.paint()

    def on_resize(self) -> None:
        """Another size is another page."""
        self.paint()

    def on_screen_resume(self) -> None:
        """Back on top: the face may have changed meanwhile."""
        self.paint()

    def wear(self, face: Face) -> None:
        """Looks and speaks differently from now on."""
        self.face = face
        if self.is_current:
            self.paint()

    def look(self) -> Look:
        """The eyes for this size."""
        return Look(self.face, max(1, self.size.width), max(1, self.size.height))

    def paint(self) -> None:
        """Shows the page of this moment."""
        if not self.is_mounted or not self.size.width:
            return
        self.page = self.make_page(self.look())
        self.query_one(Sheet).show(self.page.rows, styles(self.face.theme, self.color_count(), not self.face.ascii))

    def color_count(self) -> int:
        """How many colours the terminal has and the face wants."""
        system = self.app.console.color_system
        if not self.face.color or system is None:
            return 0
        return 16 if system in ("standard", "windows") else 256

    def make_page(self, look: Look) -> Page:
        """The page of this moment."""
        raise NotImplementedError

    def press(self, key: str) -> None:
        """Does what a key does on this screen."""
        raise NotImplementedError

    def typed(self, letters: str) -> bool:
        """Takes printable letters as text; False when they are commands."""
        return False

    def everywhere(self, key: str) -> bool:
        """Does what a key does on every screen; False for other keys."""
        match key:
            case "quit":
                self.post_message(EndProgram())
            case "language":
                self.post_message(ChangeFace(Face.in_other_language))
            case "options":
                self.post_message(ShowOptions())
            case "glossary":
                self.post_message(ShowGlossary())
            case "projector":
                self.post_message(ChangeFace(Face.in_other_size))
            case _:
                return False
        return True

    def repaint(self) -> None:
        """Shows the page behind everything that waits already: letters that come in a heap cost one page."""
        if not self._waits:
            self._waits = True
            self.call_later(self._repainted)

    def _repainted(self) -> None:
        self._waits = False
        self.paint()

    def on_key(self, event: events.Key) -> None:
        """Letters are offered as text first; what is not taken is a key of the table.

        Both are done here, at once: a binding of Textual's would run behind letters that arrived after it.
        """
        if event.key == SUSPEND:
            suspend(self.app)
        taken = event.character is not None and event.is_printable and self.typed(event.character)
        if not taken and event.key not in self.ID_OF:
            return
        event.stop()
        event.prevent_default()
        if not taken:
            self.press(self.ID_OF[event.key])

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text is typed: lines and tabs become blanks, because no line here has more than one."""
        event.stop()
        parts = " ".join(event.text.split())
        self.typed("".join(letter for letter in parts if letter.isprintable()))

    def on_click(self, event: events.Click) -> None:
        """A key named in the footer is pressed by a click on it."""
        if self.page is not None and event.y == self.size.height - 1:
            key = footer_key(self.page.situation, event.x, self.look())
            if key is not None:
                self.press(key)

    def wheel(self, x: int, y: int, by: int) -> None:
        """A notch of the wheel over a cell: the choice goes on, or back."""
        self.press("down" if by > 0 else "up")

    @on(events.MouseScrollDown)
    @on(events.MouseScrollUp)
    def _turned(self, event: events.MouseScrollDown | events.MouseScrollUp) -> None:
        event.stop()
        self.wheel(event.screen_x, event.screen_y, 1 if isinstance(event, events.MouseScrollDown) else -1)


def useful_keys(ids: Iterable[str]) -> frozenset[str]:
    """The ids, with those that work on every screen."""
    return frozenset(ids) | {"quit", "language", "options", "glossary", "help", "leave", "projector"}
