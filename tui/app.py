"""What runs in the terminal? The application: it opens screens and ends with everything kept. Screens do the rest."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver

from ..core.errors import GradstepError
from ..core.words import message
from .face import Face
from .remembered import keep_options
from .scene.pages.shelf import following, open_shelf
from .screens import wishes
from .screens.base import SheetScreen
from .screens.catalogue import CatalogueScreen
from .screens.overlays import HelpScreen, OptionsScreen
from .visit import NoVisit, Opening

if TYPE_CHECKING:
    from .screens.chart import ChartScreen
    from .screens.glossary import GlossaryScreen
    from .screens.lab import LabScreen, OpenedScreen
    from .screens.lesson import LessonScreen


class GradstepApp(App[None]):
    """The full screen."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = []
    CSS = "Screen { background: ansi_default; color: ansi_default; }"

    def __init__(self, face: Face, opening: Opening, driver: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver)
        self.theme = "ansi-dark"
        self.face = face
        self.opening = opening
        self.defect: Exception | None = None
        shelf = open_shelf(opening.course, opening.visit.progress())
        self.catalogue = CatalogueScreen(face, shelf)
        self.help = HelpScreen(face)
        self.options = OptionsScreen(face)

    @cached_property
    def lesson(self) -> LessonScreen:
        """The lesson screen; the engine comes with it, so it is made when the first lesson is opened."""
        from .screens.company import lesson_screen

        screen = lesson_screen(self.face, self.opening)
        self.install_screen(screen, "lesson")
        return screen

    @cached_property
    def glossary(self) -> GlossaryScreen:
        """The glossary, made when it is opened for the first time."""
        from .screens.glossary import GlossaryScreen

        screen = GlossaryScreen(self.face, self.opening.course)
        self.install_screen(screen, "glossary")
        return screen

    @cached_property
    def chart(self) -> ChartScreen:
        """The page of charts, made when it is opened for the first time."""
        from .screens.chart import ChartScreen

        screen = ChartScreen(self.face)
        self.install_screen(screen, "chart")
        return screen

    @cached_property
    def lab(self) -> LabScreen:
        """The laboratory, made when it is asked for."""
        from .screens.lab import LabScreen

        screen = LabScreen(self.face, self.opening)
        self.install_screen(screen, "lab")
        return screen

    @cached_property
    def opened(self) -> OpenedScreen:
        """An update of the laboratory, opened."""
        from .screens.lab import OpenedScreen

        screen = OpenedScreen(self.face, replace(self.opening, visit=NoVisit(self.face)))
        self.install_screen(screen, "opened")
        return screen

    @property
    def is_lesson_made(self) -> bool:
        """Has a lesson been opened?"""
        return "lesson" in self.__dict__

    def get_default_screen(self) -> CatalogueScreen:
        """The catalogue lies below everything."""
        return self.catalogue

    def on_mount(self) -> None:
        """Installs every screen once; opens the lesson that was asked for."""
        for screen in (self.help, self.options):
            self.install_screen(screen, str(screen.name))
        if self.opening.lab is not None:
            self.on_open_lab(wishes.OpenLab(self.opening.lab))
        elif self.opening.desk is not None:
            self.lesson.sit(self.opening.desk)
            self.push_screen("lesson")
        elif self.opening.company is not None:
            # What is seen there is told by the teacher.
            self.lesson.wear(self.face)
            self.push_screen("lesson")
        elif self.opening.first:
            self.options.greet()
            self.push_screen("options")

    @property
    def lab_command(self) -> str | None:
        """The command of the state in which the laboratory was left; None if it was not opened, or is as it begins."""
        desk = self.lab.desk if "lab" in self.__dict__ else None
        return desk.left if desk is not None else None

    def save(self) -> None:
        """Keeps where the learner is; may be called from a signal, so it touches no widget."""
        if self.is_lesson_made:
            self.lesson.save()

    def on_open_lesson(self, wish: wishes.OpenLesson) -> None:
        """Opens a lesson of the catalogue, or one made of a formula."""
        from ..core.lesson.load import load_lesson

        lesson, number = wish.lesson, None
        try:
            if wish.entry is not None:
                lesson, number = load_lesson(wish.entry.path), wish.entry.number
            desk = self.opening.visit.open(lesson, number, self.opening.course) if lesson is not None else None
        except GradstepError as error:
            self.catalogue.say(error.message)
            return
        if desk is not None:
            self.lesson.sit(desk)
            self.on_back_to_lesson()

    def on_open_lab(self, wish: wishes.OpenLab) -> None:
        """Shows the laboratory: one that was asked for, or else the one that was left, or a new one."""
        from ..core.laboratory.state import BEGINNING, begin

        if wish.lab is not None or self.lab.desk is None:
            self.lab.sit(wish.lab or begin(BEGINNING))
        self.push_screen("lab")

    def on_open_update(self, wish: wishes.OpenUpdate) -> None:
        """Shows an update of the laboratory."""
        self.opened.chosen = wish.chosen
        self.opened.sit(wish.desk)
        self.push_screen("opened")

    def on_back_to_lab(self) -> None:
        """Back to where the update was opened."""
        if self.screen is self.opened:
            self.pop_screen()

    def on_leave_lab(self) -> None:
        """Back to the catalogue; the laboratory stays as it is."""
        if self.screen is self.lab:
            self.pop_screen()

    def on_back_to_lesson(self) -> None:
        """Shows the lesson, as it is."""
        if self.screen is not self.lesson and self.lesson.desk is not None:
            self.push_screen("lesson")

    def on_next_lesson(self) -> None:
        """Opens the lesson behind this one; behind the last one there is the catalogue."""
        entry = following(self.opening.course, self.lesson.id_of_lesson)
        if entry is None:
            self.on_show_map()
        else:
            self.lesson.save()
            self.on_open_lesson(wishes.OpenLesson(entry))

    def on_show_map(self) -> None:
        """Back to the catalogue, with what is known by now."""
        self.lesson.save()
        here, known = self.lesson.id_of_lesson, self.opening.visit.progress()
        self.catalogue.left = self.lesson.desk.title if self.lesson.desk is not None else None
        said = message("screen.map-back", title=self.catalogue.left)
        shelf = open_shelf(self.opening.course, known, here, self.opening.visit.unkept)
        self.catalogue.shelf = replace(shelf, said=said)
        if self.screen is self.lesson:
            self.pop_screen()

    def on_show_help(self, wish: wishes.ShowHelp) -> None:
        """The keys, on top of what is there."""
        self.help.open_for(wish.useful, wish.place)
        self.push_screen("help")

    def on_show_options(self) -> None:
        """The options, on top of what is there."""
        self.push_screen("options")

    def on_show_glossary(self) -> None:
        """The words of the course, on top of what is there, at those of the lesson that is open."""
        try:
            self.glossary.open_for(self.lesson.id_of_lesson if self.is_lesson_made else None)
        except GradstepError as error:
            self.catalogue.say(error.message)
            return
        self.push_screen("glossary")

    def on_show_chart(self, wish: wishes.ShowChart) -> None:
        """Quantities over a run, on top of what is there."""
        self.chart.open_for(wish.drawable)
        self.push_screen("chart")

    def on_close_overlay(self, wish: wishes.CloseOverlay) -> None:
        """Away with the page on top."""
        if self.options.goodbye():
            keep_options(self.face, self.face)
        if self.screen in (self.help, self.options, *(self.__dict__.get(name) for name in ("glossary", "chart"))):
            self.pop_screen()
        if wish.key is not None and isinstance(self.screen, SheetScreen):
            self.screen.press(wish.key)

    def on_change_face(self, wish: wishes.ChangeFace) -> None:
        """Another language, theme or drawing, everywhere and at once."""
        face = wish.change(self.face)
        if face.projector == self.face.projector:
            # How large things are depends on the room, and is nothing to remember.
            keep_options(self.face, face)
        self.face = face
        for screen in (self.catalogue, self.help, self.options):
            screen.wear(face)
        for name in ("lesson", "lab", "opened", "glossary", "chart"):
            if name in self.__dict__:
                self.__dict__[name].wear(face)

    def on_end_program(self) -> None:
        """The end."""
        self.save()
        self.exit()

    def _handle_exception(self, error: Exception) -> None:
        # Textual 8.2 would print the traceback with all local variables over the learner's terminal; the guard writes
        # it to a file and says one sentence instead. What run_test needs of an exception is kept.
        self._return_code = 1
        if self.defect is None:
            self.defect = error
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()
