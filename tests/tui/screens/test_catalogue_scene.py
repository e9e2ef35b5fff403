"""What the catalogue shows, and what its keys do."""

from pathlib import Path

import pytest
from gradstep.core.lesson.course import Course, load_course
from gradstep.core.lesson.progress import LessonProgress, Line
from gradstep.tui.scene.catalogue import catalogue_page, move, open_shelf, typed
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.look import Look

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
