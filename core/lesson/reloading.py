"""Where is a learner in a lesson that was just edited? At the same step, with everything that is still the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..errors import GradstepError
from .asked import Asked, Stop
from .load import Lesson, load_lesson
from .script import Script
from .session import Session


def moved(session: Session, lesson: Lesson) -> Session:
    """The session in another edition of its lesson: at the step with the same id, or else at the same place.

    Answers to steps that have not changed are kept; the others are asked anew.
    """
    old, step = session.script.lesson, session.at[0]
    script = Script(lesson)
    places = {id: at for at, id in enumerate(lesson.ids)}
    there = places.get(old.ids[step], min(step, len(lesson.ids) - 1))
    same = {(id, mark): at for at, (id, mark) in enumerate(zip(lesson.ids, lesson.hashes, strict=True))}
    kept: dict[Stop, Asked] = {}
    for (index, beat), asked in session.asked.items():
        found = same.get((old.ids[index], old.hashes[index])) if 0 <= index < len(old.ids) else None
        if found is not None:
            kept[found, beat] = asked
    beats = len(script.beats(there))
    is_same = same.get((old.ids[step], old.hashes[step])) == there
    at = (there, min(session.at[1], beats - 1) if is_same or beats > session.at[1] else beats - 1)
    farthest = places.get(old.ids[session.farthest[0]], at[0])
    last = (farthest, len(script.beats(farthest)) - 1)
    return replace(session, script=script, at=at, farthest=max(at, last), asked=kept, away=None, trail=(), left=None,
                   playing=False, notice=None)  # fmt: skip


class Saved:
    """A file that somebody may be editing while its lesson is open."""

    def __init__(self, path: str) -> None:
        self.path: Path = Path(path)
        self._stamp: tuple[int, int] | None = self._look()

    def _look(self) -> tuple[int, int] | None:
        try:
            status = self.path.stat()
        except (OSError, ValueError):
            return None
        return status.st_mtime_ns, status.st_size

    def was_saved(self) -> bool:
        """Was it written since somebody last asked? A file that is away for a moment is being replaced."""
        now = self._look()
        if now is None or now == self._stamp:
            return False
        self._stamp = now
        return True

    def reloaded(self, session: Session) -> Session:
        """The session in the lesson as it is now. Raises LessonError, GradstepError where it cannot be opened."""
        seed = session.script.lesson.seed
        try:
            lesson = load_lesson(self.path, seed)
        except GradstepError:
            # The new edition may have no such seed; whatever else is wrong is wrong with the usual numbers, too.
            lesson = load_lesson(self.path)
        return moved(session, lesson)
