"""What is kept of a visit, and where the next one goes on."""

from pathlib import Path

import pytest
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.progress import read_progress
from gradstep.tui.visit import Visit

LESSON = Path(__file__).parents[1] / "lessons" / "tiny-neuron.yaml"


def keep(visit, desk, do, *keys):
    for key in keys:
        after = do(desk, key)
        visit.keep(desk, after)
        desk = after
    return desk


def test_another_visit_goes_on_at_the_same_stop_with_the_draft(tmp_path, face, do):
    lesson = load_lesson(LESSON)
    first = Visit(face(state=tmp_path, visit="1"))
    desk = keep(first, first.open(lesson, 25), do, *["next"] * 18, "=-0,", "=5", "=9", "enter", "=0,3")
    first.leave(desk)
    again = Visit(face(state=tmp_path, visit="2")).open(lesson, 25)
    assert again.session.at == desk.session.at == (3, 0)
    assert again.mode == "write" and again.line.text == "0,3"
    assert [attempt.text for attempt in again.session.question.attempts] == ["-0,59"]


def test_two_visits_at_once_add_up(tmp_path, face, do):
    lesson = load_lesson(LESSON)
    one, two = (Visit(face(state=tmp_path, visit=name)) for name in "ab")
    keep(one, one.open(lesson, 25), do, "next", "next")
    keep(two, two.open(lesson, 25), do, "next")
    known = read_progress(tmp_path / "visits")
    assert len(known["tiny-neuron"].lines) == 3


@pytest.mark.parametrize("state", ["file", None])
def test_what_cannot_be_kept_is_said_once(tmp_path, face, do, state):
    if state == "file":
        (tmp_path / "occupied").write_text("")
    visit = Visit(face(state=tmp_path / "occupied" if state else None))
    desk = visit.open(load_lesson(LESSON), 25)
    first, second = do(desk, "next"), do(desk, "next*2")
    problem = visit.keep(desk, first)
    assert problem is not None and problem.id == "screen.not-kept"
    assert visit.keep(first, second) is None
    visit.leave(second)


def test_nothing_is_written_before_something_is_done(tmp_path, face):
    visit = Visit(face(state=tmp_path))
    visit.leave(visit.open(load_lesson(LESSON), 25))
    assert not (tmp_path / "visits").exists()
