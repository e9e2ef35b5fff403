"""The order of the course: what is wrong with it is named with its place, and never a traceback."""

import pytest
from gradstep.core.errors import LessonError
from gradstep.core.lesson.course import load_course
from gradstep.core.lesson.plan import plan_faults, too_early

GOOD = """blocks:
  - letter: A
    title: {en: First, es: Primero}
    lessons: {1: one, 2: two}
"""


def faults(text, ids=("one", "two", "three")):
    return [(fault.line, fault.column, fault.message.id) for fault in plan_faults(text, ids)]


def test_a_course_without_faults():
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("lessons: {1: one, 2: two}", "lesson: {1: one}", [(2, 5, "lesson.missing-key"), (4, 5, "lesson.unknown-key")]),
        ("    title: {en: First, es: Primero}\n", "", [(2, 5, "lesson.missing-key")]),
        ("{en: First, es: Primero}", "{en: First}", [(3, 12, "lesson.missing-key")]),
        ("letter: A", "letter: Block A", [(2, 13, "lesson.length")]),
        ("2: two", "x: two", [(4, 23, "course.not-a-number")]),
        ("2: two", "2: one", [(4, 26, "course.repeated")]),
        ("2: two", "2: tow", [(4, 26, "course.no-such-lesson")]),
        ("2: two", "2: Two Words", [(4, 26, "lesson.not-an-id")]),
        ("{1: one, 2: two}", "[one, two]", [(4, 14, "lesson.wrong-type")]),
        ("blocks:", "block:", [(1, 1, "lesson.missing-key"), (1, 1, "lesson.unknown-key")]),
        ("{1: one", "{1: one, 1: two", [(4, 23, "source.repeated")]),
    ],
)
def test_every_fault_has_its_place(tmp_path, old, new, found):
    assert old in GOOD
    text = GOOD.replace(old, new)
    assert sorted(faults(text)) == found
    if found[0][2] not in ("course.repeated", "course.no-such-lesson", "lesson.length", "lesson.not-an-id"):
        (tmp_path / "course.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(LessonError):
            load_course(tmp_path)


def test_a_number_and_a_lesson_stand_in_one_block_only():
    more = GOOD + GOOD.removeprefix("blocks:\n").replace("2: two", "02: three").replace("1: one", "5: four")
    assert [id for _, _, id in faults(more)] == ["course.no-such-lesson", "course.repeated"]


def test_a_course_that_is_not_text_is_named(tmp_path):
    (tmp_path / "course.yaml").write_bytes(b"blocks:\n  - letter: \xff\n")
    with pytest.raises(LessonError) as caught:
        load_course(tmp_path)
    assert caught.value.faults[0][:2] == (2, 13)


@pytest.mark.parametrize(
    ("needs", "found"),
    [
        ({}, []),
        ({"two": ["one"]}, []),
        ({"one": ["two"]}, [(4, 18, "course.too-early")]),
        ({"two": ["two"]}, [(4, 26, "course.too-early")]),
        ({"one": ["not-in-the-course"]}, []),
    ],
)
def test_a_lesson_comes_after_what_it_builds_on(needs, found):
    assert [(fault.line, fault.column, fault.message.id) for fault in too_early(GOOD, needs)] == found
