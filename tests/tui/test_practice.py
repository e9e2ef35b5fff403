"""`gradstep practice`: topics with levels, exercises line by line, a printed seed, sentences for what is none."""

import io

import pytest
from gradstep.tui.cli import main


@pytest.fixture(autouse=True)
def a_quiet_place(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


def test_the_topics_are_listed(capsys):
    assert main(["practice", "--lang", "es"]) == 0
    said = capsys.readouterr().out
    assert said.count("Práctica: ") == 7 and "backprop" in said


def test_a_set_is_held_line_by_line_with_its_seed(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("2*3\nsolution\n"))
    assert main(["practice", "convolution", "--seed", "5", "--level", "3", "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert "gradstep practice convolution --level 3 --seed 5" in err
    assert "rows = ___" in out and "Blank 1 of 1" in out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["origami"], 1), (["backprop", "--level", "4"], 2), (["backprop", "--level", "x"], 2),
     (["backprop", "--seed", "-1"], 2), (["backprop", "--seed", "9999999"], 2)],
)  # fmt: skip
def test_what_is_no_topic_level_or_seed_gets_a_sentence(capsys, arguments, code):
    assert main(["practice", *arguments, "--lang", "en"]) == code
    said = capsys.readouterr().err
    assert said.startswith("gradstep: ") and said.count("\n") == 1
