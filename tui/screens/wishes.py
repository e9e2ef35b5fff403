"""What can a screen ask of the program? Messages: a screen never reaches for another screen or for the application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from ...core.lesson.course import Entry
from ..face import Face

if TYPE_CHECKING:
    from ...core.algebra.symbols import Symbols
    from ...core.graph import Graph
    from ...core.laboratory.inside import Inside
    from ...core.laboratory.state import Lab
    from ...core.lesson.asked import Stop
    from ...core.lesson.drawable import Drawable
    from ...core.lesson.load import Lesson
    from ...core.lesson.script import Script
    from ..scene.desk.desk import Desk
    from ..scene.pages.help import Place


@dataclass
class OpenLesson(Message):
    """A lesson is to be opened: one of the course, or one that was made for this moment."""

    entry: Entry | None
    lesson: Lesson | None = None


@dataclass
class OpenLab(Message):
    """The laboratory is to be shown: as it was left, or as it begins."""

    lab: Lab | None = None


@dataclass
class OpenUpdate(Message):
    """A desk is to be shown over the laboratory: its next update, opened."""

    desk: Desk
    chosen: Inside


class BackToLab(Message):
    """The laboratory is to be shown again, as it was."""


class LeaveLab(Message):
    """The catalogue is to be shown in the place of the laboratory."""


class BackToLesson(Message):
    """The lesson that was left for the catalogue is to be shown again, as it was."""


class NextLesson(Message):
    """The lesson behind this one is to be opened."""


class ShowMap(Message):
    """The catalogue is to be shown."""


@dataclass
class ShowHelp(Message):
    """The keys are to be shown; `useful` are those that do something here, `place` is where that is."""

    useful: frozenset[str]
    place: Place = "lesson"


class ShowGlossary(Message):
    """The words of the course are to be shown."""


class ShowOptions(Message):
    """The options are to be shown."""


@dataclass
class ShowChart(Message):
    """A run is to be drawn, as far as it may be."""

    drawable: Drawable


@dataclass
class CloseOverlay(Message):
    """The page on top is to be closed, and perhaps a key pressed on what is below."""

    key: str | None = None


@dataclass
class ChangeFace(Message):
    """The program is to look or speak differently: what becomes of the face that it has by then."""

    change: Callable[[Face], Face]


class EndProgram(Message):
    """The program is to end."""


@dataclass
class ProofTold(Message):
    """Whether the answer of a stop is proved; None when nobody could say."""

    script: Script
    place: Stop
    proved: bool | None


@dataclass
class SymbolsTold(Message):
    """The algebra has answered about a graph: its forms, or None when it could not."""

    graph: Graph
    symbols: Symbols | None
