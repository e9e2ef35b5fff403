"""Other numbers in every face: the key, the word, the options, the name that is remembered."""

import io
import json
from pathlib import Path

import pytest
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.seeds import next_seed, seed_of
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import walk
from gradstep.tui.scene.desk.desk import sit_down
from gradstep.tui.scene.desk.press import press
from gradstep.tui.scene.desk.useful import useful

from .conftest import run

LESSONS = Path(__file__).parents[2] / "lessons"
GATES = "gate-patterns"
pytestmark = pytest.mark.usefixtures("a_quiet_place")


def typing(monkeypatch, *lines):
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def asked(name):
    """The first question of a lesson."""
    return next(stop for stop in walk(Session(Script(load_lesson(LESSONS / f"{name}.yaml")))) if stop.is_asking)


def test_a_key_asks_once_more_with_other_numbers():
    desk = press(sit_down(asked(GATES)), "write")
    assert desk.mode == "look" and "vary" in useful(desk)
    after = press(desk, "vary")
    lesson = after.session.script.lesson
    assert lesson.seed == next_seed(0) and lesson.drawn != desk.session.script.lesson.drawn
    assert after.mode == "write" and after.session.is_asking and after.said.id == "screen.other-numbers"
    assert "vary" not in useful(press(sit_down(asked("linear-collapse")), "write"))


@pytest.mark.parametrize(("language", "word"), [("es", "números"), ("en", "numbers")])
def test_a_word_does_it_line_by_line(capsys, monkeypatch, language, word):
    typing(monkeypatch, *[""] * 9, word, "2")
    code, out, _ = run(capsys, "plain", GATES, "--lang", language)
    assert code == 0 and str(next_seed(0)) in out
    typing(monkeypatch)
    _, again, _ = run(capsys, "plain", GATES, "--lang", language)
    assert "grad" in again or "∂" in again or "d" in again
    typing(monkeypatch, *[""] * 9, word)
    _, out, _ = run(capsys, "plain", "linear-collapse", "--lang", language)
    assert ("mismos números" if language == "es" else "same numbers") in out


def test_a_name_is_given_once_and_remembered(capsys, monkeypatch, tmp_path):
    def first(*options):
        typing(monkeypatch, "", "", "", "", "", "", "", "", "graph")
        return run(capsys, "plain", GATES, "--lang", "en", *options)

    code, named, _ = first("--student", "  Ana   Pérez ")
    assert code == 0
    kept = json.loads((tmp_path / "gradstep" / "options.json").read_text())
    assert kept["student"] == "Ana Pérez"
    lesson = load_lesson(LESSONS / f"{GATES}.yaml", seed_of("Ana Pérez", GATES))
    assert f"  x, value {lesson.drawn['x']}" in named and f"  y, value {lesson.drawn['y']}" in named
    lines = [json.loads(row) for path in tmp_path.rglob("*.jsonl") for row in path.read_text().splitlines()]
    assert {line["seed"] for line in lines} == {lesson.seed}


def test_the_environment_may_say_who_it_is(capsys, monkeypatch):
    monkeypatch.setenv("GRADSTEP_STUDENT", "Luis")
    typing(monkeypatch, *[""] * 8, "graph")
    _, out, _ = run(capsys, "plain", GATES, "--lang", "en")
    drawn = load_lesson(LESSONS / f"{GATES}.yaml", seed_of("Luis", GATES)).drawn
    assert f"  x, value {drawn['x']}" in out


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("seed", ["-1", "x", "", "9999999999"])
def test_what_is_no_seed_is_said_in_one_sentence(capsys, language, seed):
    for command in (("plain", GATES), (GATES,)):
        code, _, err = run(capsys, *command, f"--seed={seed}", "--lang", language)
        assert code == 1 and err.count("\n") == 1 and "Traceback" not in err
        assert ("no seed" if language == "en" else "no es una semilla") in err
