"""What the catalogue shows, and what its keys do."""

from pathlib import Path

import pytest
from gradstep.core.lesson.course import Course, load_course
from gradstep.core.lesson.progress import LessonProgress, Line
from gradstep.tui.scene.catalogue import catalogue_page, move, open_shelf, typed
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.standing import move_standing, standing_page

LESSONS = Path(__file__).parents[1] / "lessons"
PLAN = """\
blocks:
  - letter: A
    title: {en: Neurons, es: Neuronas}
    lessons: {1: tiny-neuron, 2: broken}
  - letter: B
    title: {en: Rules, es: Reglas}
    lessons: {5: tiny-perceptron}
"""


def line(lesson, step, time, finished=False):
    return Line(time, lesson, step, "", 0, {"do": "next"}, finished=finished)


@pytest.fixture
def course(tmp_path):
    for path in LESSONS.glob("*.yaml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("format: 1\nid: broken\n", encoding="utf-8")
    (tmp_path / "course.yaml").write_text(PLAN, encoding="utf-8")
    return load_course(tmp_path)


def shown(shelf, face, **settings):
    rows = [plain(cells) for cells in catalogue_page(shelf, Look(face(**settings))).rows]
    assert len(rows) == 24 and {len(row) for row in rows} == {80}
    return rows


def test_marks_resume_line_and_choice(course, face):
    progress = {
        "tiny-neuron": LessonProgress((line("tiny-neuron", "back", 2.0),)),
        "tiny-perceptron": LessonProgress((line("tiny-perceptron", "run", 1.0, finished=True),)),
    }
    shelf = open_shelf(course, progress)
    rows = shown(shelf, face)
    assert rows[0].endswith("1 de 3 lecciones ─")
    assert rows[2].strip() == "Sigues en la lección 1, paso 3 de 6."
    assert rows[3].strip() == "Enter continúa donde estabas."
    assert any(row.startswith(" ► A Neuronas") and "~!" in row for row in rows)
    assert any("► 01 ~ La neurona sigmoide como grafo" in row for row in rows)


def test_a_broken_lesson_is_named_and_the_others_are_there(course, face):
    shelf = move(open_shelf(course, {}), "down")
    rows = shown(shelf, face)
    assert any("► 02 ! broken" in row for row in rows)
    assert "broken.yaml" in "".join(rows).replace(" ", "")


def test_moving_and_going(course, face):
    shelf = open_shelf(course, {})
    assert shelf.entry.id == "tiny-neuron"
    below = move(move(move(shelf, "back"), "down"), "next")
    assert below.entry.id == "tiny-perceptron"
    going = move(shelf, "go")
    assert typed(shelf, "5") is None
    assert move(typed(going, "5"), "enter").entry.id == "tiny-perceptron"
    nowhere = move(typed(going, "9"), "enter")
    assert nowhere.entry.id == "tiny-neuron" and nowhere.said.id == "screen.no-such-lesson"
    assert move(going, "leave").goal is None


def test_in_ascii_and_without_any_lesson(course, face):
    assert all(row.isascii() for row in shown(open_shelf(course, {}), face, ascii=True))
    assert any("no hay lecciones" in row for row in shown(open_shelf(Course(()), {}), face))


@pytest.mark.parametrize(
    ("words", "id"),
    [("5", "tiny-perceptron"), ("05", "tiny-perceptron"), ("percep", "tiny-perceptron"),
     ("NEURONA sigmo", "tiny-neuron"), ("tiny neu", "tiny-neuron")],
)  # fmt: skip
def test_a_lesson_is_found_by_number_or_words_while_they_are_typed(course, words, id):
    shelf = move(open_shelf(course, {}), "go")
    for letter in words:
        shelf = typed(shelf, letter)
    assert shelf.entry.id == id
    assert move(shelf, "enter").entry.id == id


def test_what_fits_no_lesson_moves_nothing_and_is_said(course):
    shelf = move(open_shelf(course, {}), "go")
    before = shelf.entry
    for letter in "quux":
        shelf = typed(shelf, letter)
    assert shelf.entry is before
    assert move(shelf, "enter").said.id == "screen.no-such-lesson"


def test_the_page_of_progress_counts_what_was_done(course, face):
    asked = Line(1.0, "tiny-neuron", "q", "f", 0, {"do": "answer"}, verdict="wrong", diagnosis="sign", outcome="open")
    right = Line(2.0, "tiny-neuron", "q", "f", 0, {"do": "answer"}, verdict="right", outcome="right", finished=True)
    shelf = move(open_shelf(course, {"tiny-neuron": LessonProgress((asked, right))}, "tiny-neuron"), "table")
    for settings in ({}, {"language": "en"}, {"ascii": True}):
        rows = [plain(cells) for cells in standing_page(shelf, Look(face(**{"language": "es", **settings}))).rows]
        assert len(rows) == 24 and {len(row) for row in rows} == {80}
        assert any(row.split()[-5:] == ["0", "1", "0", "0", "1"] for row in rows)
    assert "signo" in "\n".join(plain(cells) for cells in standing_page(shelf, Look(face())).rows)
    assert not move(shelf, "leave").standing


def test_without_progress_the_page_says_so(course, face):
    shelf = move(open_shelf(course, {}), "table")
    assert "Todavía nada" in "\n".join(plain(cells) for cells in standing_page(shelf, Look(face())).rows)
    assert move_standing(shelf, 1) is None
