"""What does a learner do in each lesson, and how long does it take? Writes docs/course.md by walking every lesson.

An action is an answer or a goal; a pass is a frame that is only looked at. Minutes are what reading takes (170 words a
minute) and three quarters of a minute an action. `make generate` runs it; tests/test_house.py compares the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gradstep.core.lesson.course import load_course
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.schema import Choose, Match, Order
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session, narration
from gradstep.core.lesson.solved import walk
from gradstep.core.words import Message

ROOT = Path(__file__).parents[1]
WORDS_A_MINUTE, MINUTES_AN_ACTION = 170, 0.75
HEAD = """# The course

Every lesson of the course, from walking it to its end with the right answers. Written by `make generate`.

*Actions* are answers and goals; *passes* are stops where one only goes on; *longest* is the longest run of passes
without an action, where the learner only watches. *Minutes* are reading at 170 words a minute and three quarters of
a minute an action.

| no | lesson | minutes | actions | passes | longest |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Walked:
    """What came of walking a lesson."""

    actions: int
    passes: int
    longest: int
    words: int

    @property
    def minutes(self) -> int:
        """About how long it takes."""
        return round(self.words / WORDS_A_MINUTE + MINUTES_AN_ACTION * self.actions)


def walked(path: Path) -> Walked:
    """The counts of a lesson."""
    actions = passes = longest = run = words = 0
    told: set[int] = set()
    for session in walk(Session(Script(load_lesson(path)))):
        if session.finished:
            break
        if session.at[0] not in told:
            told.add(session.at[0])
            words += _words(session)
        if session.is_asking:
            actions, run = actions + 1, 0
        elif not session.beat.is_question:
            passes, run = passes + 1, run + 1
            longest = max(longest, run)
    return Walked(actions, passes, longest, words)


def _words(session: Session) -> int:
    """The words that a learner reads in a step who needs no hint."""
    step = session.step
    if isinstance(step, Message):
        return 0
    texts = [narration(step), getattr(step, "solution", None)]
    match step:
        case Choose():
            texts += [part for option in step.options for part in (option.text, option.why)]
        case Order():
            texts += step.items
        case Match():
            texts += [part for pair in step.pairs for part in (pair.left, pair.right)]
        case _:
            pass
    return sum(len(text.en.split()) for text in texts if text is not None)


def page(root: Path = ROOT) -> str:
    """The page."""
    rows: list[str] = []
    total = Walked(0, 0, 0, 0)
    for entry in load_course(root / "lessons").entries:
        found = walked(entry.path)
        rows.append(_row(f"{entry.number:02d}", entry.title["en"], found))
        total = Walked(total.actions + found.actions, total.passes + found.passes, max(total.longest, found.longest),
                       total.words + found.words)  # fmt: skip
    return HEAD + "\n".join([*rows, _row("", f"{len(rows)} lessons", total)]) + "\n"


def _row(number: str, title: str, found: Walked) -> str:
    return f"| {number} | {title} | {found.minutes} | {found.actions} | {found.passes} | {found.longest} |"


if __name__ == "__main__":
    (ROOT / "docs" / "course.md").write_text(page(), encoding="utf-8")
