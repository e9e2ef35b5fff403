"""What lies on top of a screen for a moment? The keys and the options; Esc closes them, and nothing is lost."""

from __future__ import annotations

from textual import events

from ..face import Face
from ..scene.cells import plain
from ..scene.look import Look
from ..scene.page import Page
from ..scene.pages.help import Place, choosable, help_page
from ..scene.pages.options import ROWS, Choice, changed, options_page, pointed
from .base import SheetScreen
from .wishes import ChangeFace, CloseOverlay


class HelpScreen(SheetScreen):
    """The keys."""

    def __init__(self, face: Face) -> None:
        super().__init__(face, "help")
        self.useful: frozenset[str] = frozenset()
        self.place: Place = "lesson"
        self.chosen: str | None = None

    def open_for(self, useful: frozenset[str], place: Place = "lesson") -> None:
        """Is shown over a screen on which these keys do something."""
        self.useful, self.place, self.chosen = useful, place, None

    def make_page(self, look: Look) -> Page:
        return help_page(look, self.useful, self.chosen, self.place)

    def press(self, key: str) -> None:
        if key in ("up", "down"):
            self.choose(1 if key == "down" else -1)
        elif key == "enter" and self.chosen is not None:
            self.post_message(CloseOverlay(self.chosen))
        elif key in ("language", "quit"):
            self.everywhere(key)
        else:
            self.post_message(CloseOverlay())

    def choose(self, by: int) -> None:
        """The next key that does something."""
        known = choosable(self.useful, self.place)
        if known:
            at = known.index(self.chosen) + by if self.chosen in known else (0 if by > 0 else -1)
            self.chosen = known[at % len(known)]
            self.paint()


class OptionsScreen(SheetScreen):
    """The options."""

    def __init__(self, face: Face) -> None:
        super().__init__(face, "options")
        self.choice = Choice()
        self.first = False
        """Is this the choice of a first start?"""

    def greet(self) -> None:
        """Is shown at a first start, with the language first."""
        self.first, self.choice = True, Choice(ROWS.index("language"))

    def goodbye(self) -> bool:
        """Was this the choice of a first start? It is over now."""
        was, self.first = self.first, False
        return was

    def make_page(self, look: Look) -> Page:
        return options_page(look, self.choice, self.first)

    def on_click(self, event: events.Click) -> None:
        # The first click on a row chooses it, the next one changes what it sets.
        page = self.page
        found = pointed(plain(page.rows[event.y]), self.look()) if page is not None else None
        if found is not None and found != self.choice:
            self.choice = found
            self.paint()
        elif found is not None:
            self.press("next")

    def press(self, key: str) -> None:
        match key:
            case "up" | "down":
                self.choice = self.choice.moved(1 if key == "down" else -1)
                self.paint()
            case "next" | "back":
                choice, step = self.choice, -1 if key == "back" else 1
                self.post_message(ChangeFace(lambda face: changed(face, choice, step)))
            case "language" | "quit":
                self.everywhere(key)
            case _:
                self.post_message(CloseOverlay())
