"""On which screen is a lesson taken: alone, before a class, or following one?"""

from __future__ import annotations

from ..face import Face
from ..visit import Opening
from .lesson import LessonScreen


def lesson_screen(face: Face, opening: Opening) -> LessonScreen:
    """The screen that suits who is there; whoever learns alone loads nothing for a class."""
    company = opening.company
    if company is None:
        return LessonScreen(face, opening)
    from ..presenting.presenter import Presenter

    if isinstance(company, Presenter):
        from .presenting import PresentScreen

        return PresentScreen(face, opening, company)
    from .following import FollowScreen

    return FollowScreen(face, opening, company)
