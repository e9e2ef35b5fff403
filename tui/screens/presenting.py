"""How is a lesson presented on the full screen? As it is taken, and whatever is shown is told to those who follow."""

from __future__ import annotations

from dataclasses import replace

from ...core.words import message
from ..face import Face
from ..presenting.presenter import Presenter
from ..scene.desk.company import Company
from ..scene.desk.desk import Desk
from ..visit import Opening
from .lesson import LessonScreen


class PresentScreen(LessonScreen):
    """A desk that a class sees."""

    def __init__(self, face: Face, opening: Opening, presenter: Presenter) -> None:
        super().__init__(face, opening)
        self.presenter = presenter

    def on_mount(self) -> None:
        """Opens the door."""
        self.presenter.start(self._changed)
        self._tell()

    def sit(self, desk: Desk) -> None:
        super().sit(desk)
        self._tell()

    def take(self, desk: Desk) -> None:
        super().take(desk)
        self._tell()

    def _reload(self, saved: object) -> None:
        super()._reload(saved)  # pyright: ignore[reportArgumentType]
        self._tell()

    def press(self, key: str) -> None:
        desk = self.desk
        if desk is not None and key == "class":
            self.take(replace(desk, said=self.presenter.ask(desk.session)))
        elif desk is not None and key == "result":
            self.take(replace(desk, said=self.presenter.reveal()))
        else:
            super().press(key)

    def company(self) -> Company:
        """How many follow, and how the class answers: for a whole room only once that is shown to all."""
        presenter, poll = self.presenter, self.presenter.poll
        count = presenter.count
        said = message("present.count", count=count) if count else message("present.nobody-yet")
        asks = self.desk is not None and self.desk.session.is_asking and self.desk.mode in ("look", "write")
        if poll is None:
            return Company(said, "present-ask" if asks and self._is_written() else "")
        if poll.is_open:
            said = message("present.polled", votes=len(poll.votes), count=count)
        elif not poll.is_shown:
            said = message("present.poll-over", votes=len(poll.votes))
        situation = ("present-poll" if poll.is_open else "present-result") if asks else ""
        if poll.is_shown:
            return Company(said, situation, presenter.public, is_whole=True)
        return Company(said, situation, None if self.face.projector else presenter.tally)

    def _is_written(self) -> bool:
        return self.desk is not None and self.desk.session.beat.task != "goal" and self.desk.session.view is None

    def _tell(self) -> None:
        """Tells the class where it is."""
        if self.desk is not None:
            self.presenter.show(self.desk.session, self.desk.attention, self.desk.dial)

    def _changed(self) -> None:
        """Somebody came, left or voted."""
        if self.is_current:
            self.repaint()
