"""What happens between opening a lesson and leaving it? A visit: it resumes sessions and keeps every action.

After each action a line is appended, so that whatever ends the program costs at most the letters being typed; those are
kept too when it ends in any orderly way. What cannot be kept is said, and the lesson goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.lesson.course import Course
from ..core.lesson.progress import LessonProgress, Recorder, read_progress
from ..core.words import Message, message
from .face import Face
from .symbols import Claim, Derive, Prove

if TYPE_CHECKING:
    from ..core.lesson.actions import Action
    from ..core.lesson.load import Lesson
    from .scene.desk.desk import Desk


class Visit:
    """One start of the program, as far as progress is concerned."""

    def __init__(self, face: Face) -> None:
        self.clock = face.clock
        self.folder: Path | None = face.visits
        self.recorder: Recorder | None = Recorder(self.folder, face.visit) if self.folder is not None else None
        self._said = False

    def progress(self) -> dict[str, LessonProgress]:
        """What is known of the learner, over all visits."""
        return read_progress(self.folder) if self.folder is not None else {}

    def open(self, lesson: Lesson, number: int | None, course: Course | None = None) -> Desk:
        """The desk at the stop where the learner was, with what was left unfinished on the line."""
        # The engine is imported when the first lesson is opened, and not before the catalogue is there.
        from ..core.lesson.resuming import resume
        from ..core.lesson.script import Script
        from .scene.desk.desk import sit_down

        known = self.progress().get(lesson.file.id, LessonProgress())
        session = resume(Script(lesson), known)
        last = known.lines[-1].action if known.lines else {}
        draft = str(last.get("text", "")) if last.get("do") == "leave" and session.is_asking else ""
        return sit_down(session, number, draft, course)

    def keep(self, before: Desk, after: Desk) -> Message | None:
        """Keeps what was done between two desks; says once when it cannot be kept."""
        if len(after.session.log) <= len(before.session.log):
            return None
        return self._write(after, after.session.log[-1])

    def leave(self, desk: Desk) -> None:
        """Keeps where the learner was, and what was being typed. Does nothing but write, so a signal may call it."""
        from ..core.lesson.actions import Action

        draft = desk.line.text if desk.session.is_asking else ""
        if desk.session.log or draft:
            self._write(desk, Action("leave", text=draft))

    def _write(self, desk: Desk, action: Action) -> Message | None:
        from ..core.lesson.resuming import line_of

        problem: Message | None = None
        if self.recorder is None:
            problem = message("screen.not-kept", reason=message("screen.no-folder"))
        else:
            self.recorder.write(line_of(desk.session, action, self.clock()))
            if self.recorder.problem is not None:
                reason = self.recorder.problem.arguments["reason"]
                full = reason.id == "system.ENOSPC"
                why = message("screen.disk-full" if full else "screen.not-writable")
                problem = message("screen.not-kept", reason=why)
        if problem is None:
            self._said = False
            return None
        said, self._said = self._said, True
        return None if said else problem


def no_proof(_claim: Claim) -> bool:
    """What is proved when there is no algebra."""
    return False


@dataclass(frozen=True, eq=False)
class Opening:
    """What the program begins with."""

    course: Course
    visit: Visit
    derive: Derive
    prove: Prove = no_proof
    desk: Desk | None = None
    """The lesson that was asked for; None begins with the catalogue."""
    first: bool = False
    """Is it the first start, at which language and colours are chosen?"""
