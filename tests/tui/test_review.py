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
    typed(monkeypatch, "\n\n\n7\n6\nquit\n")
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
