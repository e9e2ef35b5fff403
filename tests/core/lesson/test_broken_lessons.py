"""Lessons broken on purpose, one way each: every fault has its sentence and its place, and takes nothing else down."""

import json
from pathlib import Path

import pytest
from gradstep.core.errors import LessonError
from gradstep.core.lesson.course import load_course
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import onward, right_answer
from gradstep.core.lesson.verify import verify_file
from gradstep.core.words import LANGUAGES, core_words

WHOLE = (Path(__file__).parent / "broken" / "whole.yaml").read_text(encoding="utf-8")
CASES = json.loads((Path(__file__).parent / "broken" / "cases.json").read_text(encoding="utf-8"))
IDS = [f"{number}-{case['id']}" for number, case in enumerate(CASES)]


@pytest.fixture(autouse=True)
def few_seeds(monkeypatch):
    """A few draws will do: none of these faults is one of the numbers."""
    monkeypatch.setattr("gradstep.core.lesson.verify.SEEDS", 3)


def broken(case, folder):
    path = folder / "whole.yaml"
    assert WHOLE.count(case["old"]) >= 1, case["old"]
    path.write_bytes(WHOLE.replace(case["old"], case["new"], 1).encode("utf-8", "surrogateescape"))
    return path


def test_the_whole_lesson_is_whole(tmp_path):
    path = tmp_path / "whole.yaml"
    path.write_text(WHOLE, encoding="utf-8")
    assert verify_file(path, {"verify"}, {"whole", "chain-rule-paths"}).faults == ()
    assert len(CASES) >= 60 and len({case["id"] for case in CASES}) >= 40


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_the_fault_has_its_sentence_and_its_place(case, tmp_path):
    faults = verify_file(broken(case, tmp_path), {"verify"}, {"whole", "chain-rule-paths"}).faults
    assert [[fault.line, fault.column, fault.message.id] for fault in faults] == case["faults"]
    said = [core_words().word(fault.message, "en") for fault in faults]
    # A sentence that lists all kinds there are ends differently when there are more.
    assert said[0] == case["says"] or (case["says"].endswith(":") and said[0].startswith(case["says"]))
    for language in LANGUAGES:
        for fault in faults:
            text = core_words().word(fault.message, language)
            assert text.isprintable() and 15 < len(text) < 500 and "Error" not in text


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_broken_step_takes_neither_the_lesson_nor_the_catalogue_down(case, tmp_path):
    path = broken(case, tmp_path)
    (tmp_path / "other.yaml").write_text(WHOLE.replace("id: whole", "id: other", 1), encoding="utf-8")
    course = load_course(tmp_path)
    entries = {entry.id: entry for entry in course.entries}
    assert set(entries) == {"whole", "other"} and entries["other"].problem is None
    try:
        lesson = load_lesson(path)
    except LessonError as error:
        assert case["opens"] is False and entries["whole"].problem is not None and error.faults
        return
    assert case["opens"] is True
    session = Session(Script(lesson))
    for _ in range(80):
        if session.finished:
            break
        if session.is_asking:
            right_answer(session)
            session = session.act(type(session.log[0])("reveal") if session.log else _reveal())
        session = onward(session)
    assert session.finished, session.at


def _reveal():
    from gradstep.core.lesson.actions import Action

    return Action("reveal")


def test_all_faults_of_a_file_come_in_one_run(tmp_path):
    path = tmp_path / "whole.yaml"
    text = WHOLE.replace("until: forward", "until: 012", 1).replace("kind: choose", "kind: chose", 1)
    text = text.replace("quantity: grad.z", "quantity: grad.q", 1).replace("knobs: [rate]", "knobs: [rat]", 1)
    path.write_text(text.replace("de la vuelta", "de la {vuelta", 1), encoding="utf-8")
    found = {fault.message.id for fault in verify_file(path).faults}
    assert {"source.leading-zero", "lesson.unknown-kind", "place.no-such-quantity", "verify.no-such-dial",
            "template.stray-brace"} <= found  # fmt: skip
