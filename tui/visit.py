"""What happens between opening a lesson and leaving it? A visit: it resumes sessions and keeps every action.

After each action a line is appended, so that whatever ends the program costs at most the letters being typed; those are
kept too when it ends in any orderly way. What cannot be kept is said, and the lesson goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import GradstepError
from ..core.lesson.course import Course
from ..core.lesson.kept_line import Line
from ..core.lesson.progress import LessonProgress, Recorder, read_records, with_lines
from ..core.words import Message, message
from .face import Face
from .symbols import Claim, Derive, Prove

if TYPE_CHECKING:
    from ..core.algebra.symbols import Symbols
    from ..core.graph import Graph
    from ..core.laboratory.state import Lab
    from ..core.lesson.actions import Action
    from ..core.lesson.load import Lesson
    from .presenting.following import Following
    from .presenting.presenter import Presenter
    from .scene.desk.desk import Desk


FULL = frozenset({"system.ENOSPC", "system.EDQUOT", "system.EFBIG"})
"""Reasons that are the disk's, and may pass."""


class Visit:
    """One start of the program, as far as progress is concerned."""

    def __init__(self, face: Face) -> None:
        self.clock = face.clock
        self.learner = face.learner
        self.student = face.student
        self.folder: Path | None = face.visits
        self.recorder: Recorder | None = Recorder(self.folder, face.visit) if self.folder is not None else None
        self.forgotten: list[Line] = []
        """What was done, where there is no folder at all: it lasts as long as the visit."""
        self.done: Desk | None = None
        """The desk at which something was done last."""
        self._said = False

    def progress(self) -> Mapping[str, LessonProgress]:
        """What is known of the learner, over all visits, and what of this one waits to be kept."""
        if self.folder is None or self.recorder is None:
            return with_lines({}, self.forgotten)
        known = read_records(self.folder)
        self.recorder.last = max(known.last, self.recorder.last or 0)
        return with_lines(known.lessons, self.recorder.unsaved)

    def open(self, lesson: Lesson, number: int | None, course: Course | None = None, seed: int | None = None) -> Desk:
        """The desk at the stop where the learner was, with what was left unfinished on the line. Raises LessonError."""
        # The engine is imported when the first lesson is opened, and not before the catalogue is there.
        from ..core.lesson.resuming import go_on
        from .scene.desk.desk import sit_down

        known = self.progress().get(lesson.file.id, LessonProgress())
        session = go_on(lesson, known, self.student, seed)
        last = known.lines[-1].action if known.lines else {}
        draft = str(last.get("text", "")) if last.get("do") == "leave" and session.is_asking else ""
        return sit_down(replace(session, learner=self.learner), number, draft, course)

    def keep(self, before: Desk, after: Desk) -> Message | None:
        """Keeps what was done between two desks; says when it cannot be kept, and when what waited is kept."""
        if len(after.session.log) <= len(before.session.log):
            return None
        self._write(after, after.session.log[-1])
        was_said, self._said = self._said, self.unkept is not None
        if self._said:
            return None if was_said else message("screen.not-kept", reason=self._reason())
        return message("screen.kept-again") if was_said else None

    def leave(self, desk: Desk) -> None:
        """Keeps where the learner was, and what was being typed. Does nothing but write, so a signal may call it."""
        from ..core.lesson.actions import Action

        draft = desk.line.text if desk.session.is_asking else ""
        if desk.session.log or draft:
            self._write(desk, Action("leave", text=draft))

    @property
    def unkept(self) -> Message | None:
        """That something is not being kept, and how much, for as long as it is so."""
        count = len(self.forgotten if self.recorder is None else self.recorder.unsaved)
        return message("screen.unkept", count=count) if count else None

    def lost(self) -> Message | None:
        """What is lost now that the visit is over, if anything; what waits is tried once more."""
        if self.recorder is None:
            return message("progress.lost-no-folder") if self.forgotten else None
        lost = None if self.recorder.flush() else self.recorder.lost
        return None if lost is None else message("cli.lost", said=lost, reason=self._reason())

    def _write(self, desk: Desk, action: Action) -> None:
        from ..core.lesson.resuming import line_of

        self.done, line = desk, line_of(desk.session, action, self.clock())
        if self.recorder is None:
            self.forgotten.append(replace(line, order=len(self.forgotten) + 1))
        else:
            self.recorder.write(line)

    def _reason(self) -> Message:
        """Why nothing is kept, in few words."""
        if self.recorder is None or self.recorder.problem is None:
            return message("screen.no-folder")
        full = self.recorder.problem.arguments["reason"].id in FULL
        return message("screen.disk-full" if full else "screen.not-writable")


class NoVisit(Visit):
    """A visit of which nothing is to be kept: what is looked at in the laboratory is no lesson."""

    def keep(self, before: Desk, after: Desk) -> Message | None:
        return None

    def leave(self, desk: Desk) -> None:
        return

    @property
    def unkept(self) -> Message | None:
        return None


class ClassVisit(NoVisit):
    """A visit in company: who presents does not learn, and who follows did not do it herself, so nothing is kept.

    A lesson opens with nothing answered, whatever its teacher did in it, and with options in the order of the file.
    """

    def __init__(self, face: Face) -> None:
        super().__init__(face)
        self._left: dict[str, Desk] = {}

    def progress(self) -> Mapping[str, LessonProgress]:
        return {}

    def open(self, lesson: Lesson, number: int | None, course: Course | None = None, seed: int | None = None) -> Desk:
        left = self._left.get(lesson.file.id)
        return left if left is not None and seed is None else self.open_at(lesson, number, course, seed, 1)

    def leave(self, desk: Desk) -> None:
        """Remembers where the class is in a lesson, as long as the program runs."""
        self._left[desk.session.script.lesson.file.id] = desk

    def open_at(self, lesson: Lesson, number: int | None, course: Course | None, seed: int | None, step: int) -> Desk:
        """The desk at a step, from 1, with everything before it seen and nothing answered. Raises GradstepError."""
        from ..core.lesson.script import Script
        from ..core.lesson.session import Session
        from .scene.desk.desk import sit_down

        script = Script(lesson.variant(seed) if seed is not None else lesson)
        if not 1 <= step <= len(lesson.steps):
            raise GradstepError("present.no-step", steps=len(lesson.steps), got=step)
        here = (step - 1, 0)
        return sit_down(Session(script, here, here), number, "", course)


def no_symbols(_graph: Graph) -> Symbols:
    """What is derived when there is no algebra."""
    from ..core.algebra.symbols import NO_SYMBOLS

    return NO_SYMBOLS


def no_proof(_claim: Claim) -> bool:
    """What is proved when there is no algebra."""
    return False


@dataclass(frozen=True, eq=False)
class Opening:
    """What the program begins with."""

    course: Course
    visit: Visit
    derive: Derive = no_symbols
    prove: Prove = no_proof
    desk: Desk | None = None
    """The lesson that was asked for; None begins with the catalogue."""
    lab: Lab | None = None
    """The laboratory that was asked for."""
    first: bool = False
    """Is it the first start, at which language and colours are chosen?"""
    company: Presenter | Following | None = None
    """The class that the lesson is presented to, or that is followed."""
