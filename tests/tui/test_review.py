"""`gradstep review`: what is asked, when, and what is said when nothing is."""

import io

import pytest
from gradstep.core.lesson.progress import read_records

from .conftest import run

pytestmark = pytest.mark.usefixtures("a_quiet_place")


def typed(monkeypatch, text):
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_who_answered_nothing_has_nothing_to_review(capsys):
    code, _, complaint = run(capsys, "review", "--lang", "es")
    assert code == 1 and "repasar" in complaint


def test_what_was_answered_comes_back_some_days_later(capsys, monkeypatch, tmp_path):
    typed(monkeypatch, "\n\n\n\n7\n6\nquit\n")
    run(capsys, "plain", "convolution-pooling", "--lang", "en")
    before = read_records(tmp_path / "gradstep" / "visits").lessons
    assert any(line.action.get("do") == "answer" for line in before["convolution-pooling"].lines)
    code, said, _ = run(capsys, "review", "--lang", "en")
    assert code == 0 and "Nothing is due today" in said
    typed(monkeypatch, "3\n\nquit\n")
    code, said, _ = run(capsys, "review", "--all", "--lang", "en")
    assert code == 0 and "Review" in said and "step 1 of" in said
    after = read_records(tmp_path / "gradstep" / "visits").lessons
    assert any(lesson.startswith("review-") for lesson in after)


@pytest.mark.parametrize("count", ["0", "31", "x"])
def test_a_number_of_questions_is_within_its_limits(capsys, count):
    code, _, complaint = run(capsys, "review", "--count", count)
    assert code == 2 and "--count" in complaint


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_lesson_offers_questions_of_earlier_ones_and_goes_on_where_it_was(capsys, monkeypatch, tmp_path, language):
    again, quits = {"en": ("again", "quit"), "es": ("repetir", "salir")}[language]
    typed(monkeypatch, f"\n{again}\n{quits}\n")
    _, said, _ = run(capsys, "plain", "step-sigmoid-tanh", "--lang", language)
    assert {"en": "no question of an earlier", "es": "todavía no respondiste"}[language] in " ".join(said.split())
    typed(monkeypatch, f"\n\n\n\n7\n6\n{quits}\n")
    run(capsys, "plain", "convolution-pooling", "--lang", language)
    typed(monkeypatch, f"{again}\n3\n{quits}\n\n{quits}\n")
    _, said, _ = run(capsys, "plain", "step-sigmoid-tanh", "--lang", language)
    pages = [line for line in said.splitlines() if line.startswith(("[", "> ["))]
    step = {"en": "step", "es": "paso"}[language]
    assert [line.partition(",")[0].strip("> [").split(" ")[:2] for line in pages][:4] == [
        [step, "2"], [step, "1"], [step, "2"], [step, "3"]
    ]  # fmt: skip
    known = read_records(tmp_path / "gradstep" / "visits").lessons
    assert any(name.startswith("review-") for name in known)
