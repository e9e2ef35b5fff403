"""The page of progress: every opened lesson, the course as a whole, slips and the lessons that teach them."""

from pathlib import Path

import pytest
from gradstep.core.lesson.course import Block, Course, Entry
from gradstep.core.lesson.progress import LessonProgress, Line
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.pages.shelf import move, open_shelf
from gradstep.tui.scene.pages.standing import move_standing, standing_page, wanted

SIZES = [(60, 20), (80, 24), (120, 40), (200, 50)]


def entry(number, id):
    return Entry(number, id, Path(f"{id}.yaml"), {"en": f"Lesson {id}", "es": f"Lección {id}"}, (), (), ("a:1", "q:2"))


NEURON, GATES, LONG = entry(25, "sigmoid-neuron-graph"), entry(26, "gate-patterns"), entry(30, "long")
MANY = tuple(entry(number, f"extra-{number}") for number in range(40, 80))
COURSE = Course((Block("F", {"en": "Chain rule", "es": "Cadena"}, (NEURON, GATES, LONG, *MANY)),))


def answers(id, *verdicts, time=0.0):
    """Answers to one question; `wrong:sign` is a wrong one with its slip."""
    lines = []
    for at, verdict in enumerate(verdicts):
        kind, _, slip = verdict.partition(":")
        outcome = "right" if kind == "right" else "open"
        lines.append(Line(time + at, id, "q", "2", 0, {"do": "answer"}, kind, slip, outcome=outcome))
    return LessonProgress(tuple(lines))


@pytest.fixture
def shelf():
    progress = {
        NEURON.id: answers(NEURON.id, "wrong:sign", "wrong:sign", "wrong:overwritten", "right"),
        GATES.id: answers(GATES.id, "wrong:sign", "right", time=100.0),
    }
    return move(open_shelf(COURSE, progress, NEURON.id), "table")


def shown(shelf, face, size=(80, 24), **settings):
    rows = [plain(cells) for cells in standing_page(shelf, Look(face(**settings), *size)).rows]
    assert len(rows) == size[1] and {len(row) for row in rows} == {size[0]}
    return rows


def pressed(shelf, *keys):
    for key in keys:
        shelf = move_standing(shelf, key)
    return shelf


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("settings", [{}, {"language": "en"}, {"ascii": True}], ids=str)
def test_one_mark_and_every_slip_with_its_lesson(shelf, face, size, settings):
    for keys in ((), ("up",), ("next",), ("next", "down")):
        rows = shown(pressed(shelf, *keys), face, size, **settings)
        mark = ">" if settings.get("ascii") else "►"
        assert sum(row.lstrip(" ").startswith(mark) or f"  {mark} " in row for row in rows) == 1
        assert all(row.isascii() for row in rows) or not settings.get("ascii")
    text = "\n".join(shown(shelf, face, size, **settings))
    assert "26" in text and ("2 veces" in text or "2 times" in text)


def test_counts_of_a_lesson_and_of_the_course(shelf, face):
    rows = shown(shelf, face, (120, 40))
    assert next(row for row in rows if "todo el curso" in row).split()[-5:] == ["0", "2", "0", "0", "2"]
    assert next(row for row in rows if "Lección gate" in row).split()[4:9] == ["0", "1", "0", "0", "1"]
    assert "pasos" in rows[2] and "última vez" in rows[2]


def test_the_course_has_the_slips_of_all_lessons(shelf, face):
    assert "2 veces" in "\n".join(shown(shelf, face)) and "3 veces" not in "\n".join(shown(shelf, face))
    whole = pressed(shelf, "up")
    assert whole.whole and wanted(whole) is None
    assert "3 veces" in "\n".join(shown(whole, face))


def test_enter_opens_the_lesson_or_the_one_that_teaches_a_slip(shelf):
    assert wanted(shelf) == NEURON
    assert wanted(pressed(shelf, "down")) == GATES
    assert wanted(pressed(shelf, "next")) == NEURON, "the sign is taught there"
    assert wanted(pressed(shelf, "next", "down")) == GATES
    assert pressed(shelf, "next", "down", "down", "down").slip == 1
    assert pressed(shelf, "next", "back").slip is None and pressed(shelf, "next", "leave").standing


def test_escape_and_the_same_key_close_the_page(shelf):
    assert not pressed(shelf, "leave").standing
    assert not pressed(shelf, "table").standing
    assert pressed(shelf, "hint").said.id == "screen.no-sense"


@pytest.mark.parametrize("size", SIZES)
def test_nothing_jumps_while_lessons_are_chosen(face, size):
    entries = (NEURON, GATES, *MANY)
    progress = {one.id: answers(one.id, *["wrong:sign"] * (at % 3), "right") for at, one in enumerate(entries)}
    shelf = move(open_shelf(COURSE, progress, NEURON.id), "table")
    places = set()
    for _ in range(len(progress) + 1):
        rows = shown(shelf, face, size)
        places.add(next(at for at, row in enumerate(rows) if "equivocaciones en" in row))
        shelf = move_standing(shelf, "down")
    assert len(places) == 1


def test_what_does_not_fit_is_counted(face):
    progress = {one.id: answers(one.id, "right") for one in MANY}
    rows = shown(move(open_shelf(COURSE, progress, MANY[0].id), "table"), face)
    assert any(row.strip().startswith("… ") and row.strip().endswith(" más") for row in rows)


@pytest.mark.parametrize("size", SIZES)
def test_without_progress_the_page_says_so(face, size):
    shelf = move(open_shelf(COURSE, {}), "table")
    assert "Todavía nada" in "\n".join(shown(shelf, face, size))
    assert pressed(shelf, "down", "next", "up").standing and wanted(shelf) is None
