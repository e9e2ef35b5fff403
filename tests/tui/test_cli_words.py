"""What the command line understands of what people type: topics in Spanish, formulas without values, numbers."""

import io
import json

import pytest
from gradstep.core.simulations.kinds import KINDS
from gradstep.tui.topics import INNER
from gradstep.tui.words import face_words

from .conftest import run

pytestmark = pytest.mark.usefixtures("a_quiet_place")


@pytest.fixture(autouse=True)
def nothing_typed(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))


@pytest.mark.parametrize(("typed", "title"), [
    ("red", "Una red que aprende"), ("Descenso", "Descenso por gradiente"), ("convolucion", "Convolución y pooling"),
    ("búsqueda", "Búsqueda de hiperparámetros"), ("network", "Una red que aprende"),
])  # fmt: skip
def test_a_topic_may_be_called_in_spanish(capsys, typed, title):
    code, out, _ = run(capsys, "explore", typed, "--lang", "es")
    assert code == 0 and title in out


def test_every_kind_has_its_word_in_both_languages():
    for kind in set(KINDS) - INNER:
        assert set(face_words().texts[f"topic.{kind}"]) == {"en", "es"}


@pytest.mark.parametrize("command", [("explore",), ("frames", "--describe")])
def test_an_unknown_topic_names_near_ones_in_the_language_that_is_read(capsys, command):
    code, _, err = run(capsys, *command, "redes", "--lang", "es")
    assert code == 1 and "`redes`" in err and "red" in err.replace("redes", "") and "network" not in err


def test_a_formula_without_values_begins_with_one_two_three(capsys):
    code, out, _ = run(capsys, "explore", "2x + sen(y)", "--lang", "es")
    assert code == 0 and "\n  x: 1\n" in out and "\n  y: 2\n" in out
    assert "Tu fórmula como grafo" in out and "f la edita" not in out
    code, _, err = run(capsys, "explore", "log(x - 1)", "--lang", "es")
    assert code == 1 and '--at "x=1"' in err
    code, _, err = run(capsys, "explore", "W@x", "--lang", "en")
    assert code == 1 and '--at "W=1, x=1"' in err


def test_solve_says_which_option_gives_the_values(capsys):
    code, _, err = run(capsys, "solve", "x*y", "--lang", "es")
    assert code == 1 and '--at "x=1, y=1"' in err


def test_the_column_of_an_upstream_counts_from_what_was_typed(capsys):
    code, _, err = run(capsys, "solve", "x^2", "--at", "x=3", "--upstream", "abc", "--lang", "en")
    assert code == 1 and "column 1:" in err


def test_values_without_a_formula_are_usage(capsys):
    code, _, err = run(capsys, "explore", "--at", "x=1", "--lang", "es")
    assert code == 2 and "--at" in err


def test_a_theme_is_refused_whatever_the_face(capsys):
    code, _, err = run(capsys, "lessons", "--theme", "rosa", "--lang", "es")
    assert code == 2 and "safe-dark" in err


def test_complaints_about_the_call_are_in_the_language_of_the_last_visit(capsys, tmp_path):
    (tmp_path / "gradstep").mkdir()
    (tmp_path / "gradstep" / "options.json").write_text(json.dumps({"language": "es"}), encoding="utf-8")
    assert run(capsys, "judge")[2].startswith("gradstep: falta ANSWER")


def test_a_lesson_is_reset_and_verified_by_its_number(capsys, tmp_path):
    run(capsys, "plain", "25", "--lang", "en")
    code, out, _ = run(capsys, "progress", "--reset", "25", "--lang", "en")
    assert code == 0 and "sigmoid-neuron-graph" in out
    assert run(capsys, "verify", "25", "--lang", "en")[0] == 0


@pytest.mark.parametrize(("first", "last", "code"), [("3", "2", 2), ("300", "400", 1)])
def test_frames_that_do_not_exist_are_complained_of(capsys, first, last, code):
    answered, out, err = run(capsys, "frames", "25", "--from", first, "--to", last, "--lang", "es")
    assert answered == code and not out and first in err


def test_a_missing_file_is_called_a_file(capsys):
    code, _, err = run(capsys, "verify", "nope.yaml", "--lang", "es")
    assert code == 1 and "archivo `nope.yaml`" in err


def test_the_help_of_judge_speaks_of_a_derivative(capsys):
    out = run(capsys, "judge", "--help", "--lang", "es")[1]
    assert "la variable de la derivada" in out and "safe-dark" in out
