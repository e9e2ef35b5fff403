"""Lesson files: every fault with its place and its mend; a bad step is set aside and the others still open."""

from pathlib import Path

import pytest
from gradstep.core.errors import LessonError
from gradstep.core.lesson.load import load_lesson, parse_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.words import Message, core_words

LESSONS = Path(__file__).parents[3] / "lessons"
HEAD = """format: 1
id: tiny
title: {en: Tiny, es: Chica}
objectives: [{en: a, es: b}]
simulations:
  one: {kind: graph, formula: "f = a*b", at: {a: 2, b: 3}}
steps:
"""
SAY = "  - {id: intro, kind: say, text: {en: x, es: y}}\n"


def faults(text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(LessonError) as caught:
        parse_lesson(text, "tiny.yaml")
    return [(line, column, said.id) for line, column, said in caught.value.faults]


def test_a_whole_lesson_is_read():
    lesson = parse_lesson(HEAD + SAY, "tiny.yaml")
    assert lesson.file.id == "tiny"
    assert lesson.steps[0].text["es"] == "y"
    assert not lesson.faults


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "id"),
    [
        ("format: 1", "format: 2", 1, 9, "lesson.not-the-value"),
        ("id: tiny", "id: Tiny Lesson", 2, 5, "lesson.not-an-id"),
        ("title: {en: Tiny, es: Chica}", "title: {en: Tiny}", 3, 8, "lesson.missing-key"),
        ("title: {en: Tiny, es: Chica}", "title: Tiny", 3, 8, "lesson.not-a-mapping"),
        ("objectives: [{en: a, es: b}]", "objectives: []", 4, 13, "lesson.too-few"),
        ("objectives:", "objetives:", 4, 1, "lesson.unknown-key"),
        ("format: 1\n", "", 1, 1, "lesson.missing-key"),
        ("  one:", "  1ne:", 6, 3, "lesson.not-an-id"),
        ("{en: Tiny, es: Chica}", "{en: [1], es: Chica}", 3, 13, "lesson.wrong-type"),
    ],
)
def test_faults_of_the_whole_lesson_refuse_it(old, new, line, column, id):
    found = faults((HEAD + SAY).replace(old, new))
    assert (line, column, id) in found


def test_all_faults_are_reported_at_once():
    text = (HEAD + SAY).replace("format: 1", "format: 7").replace("es: Chica", "pt: Pequena")
    assert len(faults(text)) >= 3


@pytest.mark.parametrize(
    ("step", "column", "id"),
    [
        ("  - {id: q, kind: ask-numbr, text: {en: x, es: y}}\n", 19, "lesson.unknown-kind"),
        ("  - {id: q, text: {en: x, es: y}}\n", 5, "lesson.missing-kind"),
        ("  - {id: q, kind: say, txt: {en: x, es: y}}\n", 24, "lesson.unknown-key"),
        ("  - {id: q, kind: show, simulation: one}\n", 5, "lesson.missing-key"),
        ("  - {id: intro, kind: say, text: {en: x, es: y}}\n", 10, "lesson.repeated-id"),
        ("  - 7\n", 5, "lesson.not-a-mapping"),
    ],
)
def test_a_bad_step_is_set_aside(step, column, id):
    lesson = parse_lesson(HEAD + SAY + step + SAY.replace("intro", "last"), "tiny.yaml")
    assert next((fault.line, fault.message.id) for fault in lesson.faults) == (9, id)
    assert column in [fault.column for fault in lesson.faults]
    assert isinstance(lesson.steps[1], Message)
    assert lesson.steps[2].id == "last"
    text = core_words().word(lesson.steps[1], "es")
    assert "tiny.yaml:9:" in text


def test_a_step_whose_simulation_fails_is_named_and_the_others_play():
    broken = (
        "  - {id: b, kind: show, simulation: two, until: end}\n  - {id: c, kind: show, simulation: one, until: zz}\n"
    )
    lesson = parse_lesson(HEAD + SAY + broken + SAY.replace("intro", "last"), "tiny.yaml")
    script = Script(lesson)
    assert script.problem(0) is None
    assert "two" in core_words().word(script.problem(1), "en")
    assert "zz" in core_words().word(script.problem(2), "en")
    assert script.problem(3) is None


def test_a_missing_file_is_a_sentence(tmp_path):
    with pytest.raises(LessonError) as caught:
        load_lesson(tmp_path / "none.yaml")
    assert "none.yaml:1:1" in str(caught.value)


def test_an_edit_changes_the_fingerprint_of_its_step_alone():
    two = HEAD + SAY + SAY.replace("intro", "last")
    before = parse_lesson(two, "t.yaml").hashes
    after = parse_lesson(
        two.replace("id: last, kind: say, text: {en: x", "id: last, kind: say, text: {en: z"), "t.yaml"
    )
    assert before[0] == after.hashes[0]
    assert before[1] != after.hashes[1]


@pytest.mark.parametrize(
    "path", sorted(set(LESSONS.glob("*.yaml")) - {LESSONS / "course.yaml"}), ids=lambda path: path.stem
)
def test_the_course_has_no_quarantined_step(path):
    assert not load_lesson(path).faults


@pytest.mark.parametrize(("count", "id"), [(2, "lesson.too-few"), (8, "lesson.too-many")])
def test_a_list_with_too_few_or_too_many_entries_is_a_fault_of_its_step(count, id):
    items = ", ".join(f"{{en: a{n}, es: b{n}}}" for n in range(count))
    order = f"  - {{id: sort, kind: order, prompt: {{en: x, es: y}}, items: [{items}]}}\n"
    lesson = parse_lesson(HEAD + SAY + order, "tiny.yaml")
    assert [fault.message.id for fault in lesson.faults] == [id]
    assert isinstance(lesson.steps[1], Message)
