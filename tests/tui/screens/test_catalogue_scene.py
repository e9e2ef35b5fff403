"""What the catalogue shows: small and large, with and without progress, in a search, with a broken lesson."""

from dataclasses import replace
from pathlib import Path

import pytest
from gradstep.core.lesson.course import Course, load_course
from gradstep.core.lesson.progress import LessonProgress, Line
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.pages.catalogue import catalogue_page
from gradstep.tui.scene.pages.shelf import move, open_shelf, typed

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


def shown(shelf, face, size=(80, 24), **settings):
    rows = [plain(cells) for cells in catalogue_page(shelf, Look(face(**settings), *size)).rows]
    assert len(rows) == size[1] and {len(row) for row in rows} == {size[0]}
    return rows


def test_marks_resume_line_and_choice(course, face):
    progress = {
        "tiny-neuron": LessonProgress((line("tiny-neuron", "back", 2.0),)),
        "tiny-perceptron": LessonProgress((line("tiny-perceptron", "run", 1.0, finished=True),)),
    }
    shelf = open_shelf(course, progress)
    rows = shown(shelf, face)
    assert rows[0].endswith("1 de 3 lecciones ─")
    assert rows[2].strip() == "Sigues en la lección 01, paso 3 de 6."
    assert rows[3].strip() == "Enter continúa donde estabas."
    assert any(row.startswith("   A Neuronas") and "~!" in row for row in rows)
    assert any("► 01 ~ La neurona sigmoide como grafo" in row for row in rows)


def test_a_broken_lesson_is_named_and_the_others_are_there(course, face):
    shelf = move(open_shelf(course, {}), "down")
    rows = shown(shelf, face)
    assert any("► 02 ! broken" in row for row in rows)
    assert "broken.yaml" in "".join(rows).replace(" ", "")


def test_when_a_lesson_was_left_is_said_when_the_time_is_known(course, face):
    shelf = open_shelf(course, {"tiny-neuron": LessonProgress((line("tiny-neuron", "back", 100.0),))})
    rows = shown(replace(shelf, now=100.0 + 7300), face)
    assert rows[3].strip() == "La dejaste hace 2 horas. Enter continúa donde estabas."


def test_one_mark_shows_what_is_chosen(course, face):
    shelf = open_shelf(course, {})
    for size in ((60, 20), (80, 24), (120, 40), (200, 50)):
        for keys in ((), ("back",), ("down",), ("down", "down")):
            chosen = shelf
            for key in keys:
                chosen = move(chosen, key)
            assert "".join(shown(chosen, face, size)).count("►") == 1


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30), (120, 40), (200, 50)])
@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_else_moves_while_one_looks_around(course, face, size, language):
    shelf = open_shelf(course, {"tiny-neuron": LessonProgress((line("tiny-neuron", "back", 2.0),))})
    first = shown(shelf, face, size, language=language)
    for _ in range(2):
        shelf = move(shelf, "down")
        rows = shown(shelf, face, size, language=language)
        legend = [at for at, row in enumerate(rows) if "✓" in row and "~" in row and "!" in row]
        assert legend == [at for at, row in enumerate(first) if "✓" in row and "~" in row and "!" in row]
        left = 6 if size[0] < 72 else 24
        assert [row.replace("►", " ")[:left] for row in rows[4:]] == [row.replace("►", " ")[:left] for row in first[4:]]


def test_a_large_screen_has_all_lessons_below_their_blocks(course, face):
    rows = shown(open_shelf(course, {}), face, (120, 40))
    text = "\n".join(rows)
    assert "A Neuronas" in text and "0 de 2" in text and "05 · La regla del perceptrón" in text
    assert "lo que aprendes" in text


def test_a_lesson_that_should_come_first_is_recommended_and_not_demanded(course, face):
    first, (broken, *_) = course.entries[0], course.entries[1:]
    later = replace(course.blocks[1].entries[0], prerequisites=(first.id, "unknown"))
    course = Course((course.blocks[0], replace(course.blocks[1], entries=(later,))))
    shelf = open_shelf(course, {}, later.id)
    assert any("conviene hacer antes: · 01" in row for row in shown(shelf, face))
    done = open_shelf(course, {first.id: LessonProgress((line(first.id, "back", 1.0, finished=True),))}, later.id)
    assert any("se apoya en: ✓ 01" in row for row in shown(done, face))
    large = "\n".join(shown(shelf, face, (120, 40)))
    assert "conviene hacer antes" in large and "· 01 La neurona" in large
    assert "abre el camino a" in "\n".join(shown(open_shelf(course, {}, first.id), face, (120, 40)))
    assert move(shelf, "enter").entry == later
    assert broken.problem is not None


def test_what_is_too_long_for_its_place_has_a_sign(course, face):
    many = replace(course.entries[0], objectives=({"en": "one two three " * 40, "es": "uno dos tres " * 40},))
    course = Course((replace(course.blocks[0], entries=(many, course.entries[1])), course.blocks[1]))
    for size in ((60, 20), (80, 24)):
        rows = shown(open_shelf(course, {}, many.id), face, size)
        assert any("… r muestra el resto" in row for row in rows)
        whole = " ".join(" ".join(shown(move(open_shelf(course, {}, many.id), "receipt"), face, (80, 24))).split())
        assert whole.count("uno dos tres") > 30


def test_in_ascii_and_without_any_lesson(course, face):
    for size in ((60, 20), (80, 24), (120, 40), (200, 50)):
        assert all(row.isascii() for row in shown(open_shelf(course, {}), face, size, ascii=True))
        assert any("no hay lecciones" in row for row in shown(open_shelf(Course(()), {}), face, size))


def test_a_search_counts_what_fits(course, face):
    going = move(open_shelf(course, {}), "go")
    assert shown(typed(going, "perceptr"), face)[-2].rstrip().endswith("una lección")
    assert shown(typed(going, "tiny"), face)[-2].rstrip().endswith("2 lecciones: ↑↓ va a las otras")
    assert shown(typed(going, "zzz"), face)[-2].rstrip().endswith("ninguna lección")
    assert "busca una lección" in shown(going, face)[-2] and "lecciones" not in shown(going, face)[-2]
    assert shown(typed(going, "largo " * 20), face, (60, 20))[-2].rstrip().endswith("█")


def test_before_between_and_after_lessons_the_page_says_what_comes_next(course, face):
    assert "Un buen comienzo es la 01" in shown(open_shelf(course, {}), face)[3]
    known = {"tiny-neuron": LessonProgress((line("tiny-neuron", "back", 1.0, finished=True),))}
    assert "La siguiente sería la 05" in shown(open_shelf(course, known), face)[3]
    known["tiny-perceptron"] = LessonProgress((line("tiny-perceptron", "run", 2.0, finished=True),))
    assert "Terminaste todas" in shown(open_shelf(course, known), face)[2]
