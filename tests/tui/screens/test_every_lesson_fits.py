"""Every stop of every lesson on the design size, in both languages: nothing that is said or asked is cut."""

import re
from pathlib import Path

import pytest
from gradstep.core.answers.receipts import LinesReceipt
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.shown import shown
from gradstep.core.lesson.solved import answered, onward
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.desk.desk import sit_down
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.zones.choices import option_rows
from gradstep.tui.scene.zones.lesson import lesson_page
from gradstep.tui.scene.zones.narration import narration_lines

from ... import course

LESSONS = Path(__file__).parents[3] / "lessons"


def stops(session):
    """The session at every stop of its lesson: before the answer, with all hints read, and behind it."""
    for _ in range(600):
        yield session
        if session.finished:
            return
        if session.is_asking:
            for _hint in session.hints:
                session = session.act(Action("hint"))
                yield session
            session = answered(session)
            yield session
        session = onward(session)
    raise AssertionError("the lesson does not end")


LEAKED = re.compile(r"Message\(|mappingproxy|<gradstep|array\(|dtype")
"""What is Python's way to write something, and nobody's words."""


def totals_cut(session, rows, look):
    """The rows in which arithmetic of the receipt is cut, and what it comes to."""
    found = shown(session).receipt
    for line in found.lines if isinstance(found, LinesReceipt) else ():
        label, (_, equals, total) = look.word(line.label), line.text.rpartition(" = ")
        is_sum = equals and not set(line.text) & set(";…") and "  " not in line.text and line.note is None
        for row in rows if is_sum else ():
            if row.startswith(f" {label} ") and "…" in row and line.text.split(" ")[0] in row:
                yield row, total


EVERY = sorted(set(LESSONS.glob("*.yaml")) - {LESSONS / "course.yaml"})


@pytest.mark.parametrize(
    ("path", "language"), [(path, ("es", "en")[at % 2]) for at, path in enumerate(EVERY)],
    ids=lambda given: getattr(given, "stem", given),
)  # fmt: skip
def test_nothing_that_is_said_or_asked_is_cut(path, language, face):
    look = Look(face(language), 80, 24)
    for session in stops(Session(course.script(path))):
        desk = sit_down(session, 99)
        rows = [plain(cells) for cells in lesson_page(desk, look).rows]
        where = f"{path.stem} {session.at} {rows[0]}"
        assert len(rows) == 24 and {len(row) for row in rows} == {80}
        assert "…" not in rows[0], where
        assert not [row for row in rows if LEAKED.search(row)], where
        for row, total in totals_cut(session, rows, look):
            assert total in row, (where, row, total)
        if session.finished:
            continue
        for line in narration_lines(desk, look):
            assert any(line in row for row in rows), (where, line)
        for option in option_rows(session, look):
            assert plain(option).rstrip() in [row.rstrip() for row in rows], (where, plain(option))
