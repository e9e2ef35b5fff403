"""What is named and does not exist: the nearest first, commands too; nothing that was typed steers the terminal."""

import json
import re
from pathlib import Path

import pytest
from gradstep.tui.commands import frames
from gradstep.tui.options import COMMANDS

from .conftest import run

pytestmark = pytest.mark.usefixtures("a_quiet_place")


def near(err):
    """What a complaint names, in its order."""
    return re.search(r"(?:near|possible|existing|cercanas|posibles)[^:]*: (.*?)(?:\.|$)", err)[1].split(", ")


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_a_command_with_a_letter_missing_is_named_first(capsys, command):
    code, _, err = run(capsys, command[:-1])
    assert code == 1 and near(err)[0] == command


@pytest.mark.parametrize(("typed", "wanted"), [("99", "48"), ("49", "48"), ("0", "1"), ("53", "48")])
def test_of_a_number_the_nearest_numbers_are_named(capsys, typed, wanted):
    for face in ([], ["plain"], ["frames"], ["verify"]):
        code, _, err = run(capsys, *face, typed)
        assert code == 1 and near(err)[0].split()[0] == wanted, err


@pytest.mark.parametrize(
    ("call", "first"),
    [(["sigmoid-neuron-grap"], "sigmoid-neuron-graph"), (["plain", "XOR-impossible"], "xor-impossible"),
     (["verify", "gradient-desc"], "gradient-descent"), (["progress", "--reset", "logic-gate"], "logic-gates"),
     (["lessons", "--jsno"], "--json"), (["frames", "--describe", "convolucion2"], "convolution"),
     (["frames", "convolution-pooling", "--simulation", "larg"], "large")],
)  # fmt: skip
def test_every_unknown_name_has_the_nearest_first(capsys, call, first):
    code, _, err = run(capsys, *call)
    assert code in (1, 2) and re.search(r"(: |has )" + re.escape(first), err), err


@pytest.mark.parametrize("word", ["\x1b[31m", "\x07", "\x9b31m", "a\nb", "\u202e", "x" * 5000])
def test_what_was_typed_is_echoed_without_what_steers_a_terminal(capsys, word):
    calls = [[f"--{word}"], ["solve", f"--{word}"], ["lessons", word], ["--lang", word],
             ["frames", "25", "--from", word],
             ["frames", "25", "--simulation", word], ["explore", word],
             ["judge", word, "--of", "x", "--wrt", "x"],
             ["solve", word], [word], ["progress", "--reset", word], ["--theme", word], ["verify", word]]  # fmt: skip
    for call in calls:
        code, out, err = run(capsys, *call)
        assert code in (1, 2), call
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", out + err), call
        assert len(err) < 1500 and err.count("\n") <= 2, call


@pytest.mark.parametrize("number", ["²", "٣", "9" * 5000, "-1", "1.5", "", "0x1", "1_0", " "])
def test_the_number_of_a_frame_is_one_or_a_sentence(capsys, number):
    for option in ("--from", "--to"):
        code, out, err = run(capsys, "frames", "25", f"{option}={number}")
        assert code == 2 and not out and err.count("\n") == 1


def test_a_flood_of_frames_is_asked_about_first(capsys):
    code, out, err = run(capsys, "frames", "convolution-pooling", "--simulation", "large", "--json")
    assert code == 2 and not out and "--to" in err and " MB" in err
    suggested = re.search(r"--to (\d+)", err)[1]
    code, out, _ = run(capsys, "frames", "convolution-pooling", "--simulation", "large", "--json", "--to", "1")
    assert code == 0 and len(out.splitlines()) == 2
    assert int(suggested) > 1


def test_as_much_as_fits_is_written_without_a_question(capsys, monkeypatch):
    size = len(run(capsys, "frames", "25", "--json")[1])
    for limit, wanted in ((size * 2, 0), (size // 2, 2)):
        monkeypatch.setattr(frames, "MOST_BYTES", limit)
        assert run(capsys, "frames", "25", "--json")[0] == wanted
        assert run(capsys, "frames", "25", "--json", "--from", "0")[0] == 0
    assert json.loads(run(capsys, "frames", "25", "--json", "--to", "0")[1])["cursor"] == 0


def test_a_formula_that_begins_with_two_signs_is_no_option(capsys):
    options = ["--of", "x^2", "--wrt", "x", "--json"]
    for call in (["judge", "--2x", *options], ["judge", *options, "--", "--2x"]):
        code, out, _ = run(capsys, *call)
        assert code == 0 and json.loads(out)["verdict"] == "right"


@pytest.mark.parametrize("face", [[], ["plain"], ["verify"], ["frames"]], ids=str)
def test_a_place_that_may_not_be_looked_into_is_one_sentence(capsys, monkeypatch, tmp_path, face):
    real = Path.stat

    def refused(path, **settings):
        if "locked" in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, **settings)

    monkeypatch.setattr(Path, "stat", refused)
    code, out, err = run(capsys, *face, str(tmp_path / "locked" / "a.yaml"))
    assert code == 1 and "no permission" in err + out and "defect" not in err


@pytest.mark.parametrize("given", ["30", "01", "backprop-matrix-tanh-xor"])
def test_of_a_lesson_that_is_to_be_explored_it_is_told_how(capsys, given):
    code, _, err = run(capsys, "explore", given, "--lang", "en")
    assert code == 2 and f"gradstep {given} opens it" in err
