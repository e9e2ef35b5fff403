"""What no command can do is refused with the reason: numbers out of range, options that do not go together."""

import re

import pytest
from gradstep.core.formula.names import GREEK
from gradstep.core.lesson.glossary import NONE, load_glossary
from gradstep.tui.face import OUR_LESSONS
from gradstep.tui.options import COMMANDS

from .conftest import run

pytestmark = pytest.mark.usefixtures("a_quiet_place")
GIVEN = {
    "plot": ("network", "--of", "loss"), "frames": ("25",), "practice": ("backprop",), "verify": (), "lab": (),
    "report": (".",), "review": (), "worksheet": ("26",), "exam": ("26",), "serve": (),
}  # fmt: skip
NUMBERS = sorted({
    (command.name, option.name)
    for command in COMMANDS if command.name in GIVEN
    for option in command.options
    if option.value in ("N", "I", "J", "FRAME", "8000", "30", "3600") and option.name != "seed"
} | {("practice", "seed")})  # fmt: skip


@pytest.mark.parametrize(("command", "option"), NUMBERS)
@pytest.mark.parametrize("typed", ["-3", "abc", "2.5", "99999999999"])
def test_a_number_that_is_none_or_lies_out_of_range_is_told_what_is_possible(capsys, command, option, typed):
    shaped = ("--as", "heat") if option == "at" else ()
    for language, wanted in (("en", "whole number"), ("es", "número entero")):
        code, out, said = run(capsys, command, *GIVEN[command], *shaped, f"--{option}", typed, "--lang", language)
        assert (code, out) == (2, "") and said.startswith(f"gradstep: --{option}: ")
        assert wanted in said and re.search(r"\d", said.partition(typed)[0]), said


@pytest.mark.parametrize(
    ("call", "options"),
    [
        (("verify", "--json", "--sarif"), ("--json", "--sarif")),
        (("report", ".", "--csv", "--xapi"), ("--csv", "--xapi")),
        (("report", ".", "--moodle", "a", "--canvas", "b"), ("--moodle", "--canvas")),
        (("solve", "x^2", "--at", "x=1", "--json", "--latex"), ("--json", "--latex")),
        (("report", ".", "--column", "X"), ("--column", "--moodle")),
        (("report", ".", "--csv", "--score", "first"), ("--score", "--canvas")),
    ],
)
def test_options_that_do_not_go_together_are_named_together(capsys, call, options):
    code, out, said = run(capsys, *call)
    assert (code, out) == (2, "") and all(option in said for option in options) and "twice" not in said


@pytest.mark.parametrize("command", [one for one in COMMANDS if not any(map(str.endswith, one.takes, ["...", "...]"]))],
                         ids=lambda command: command.name)  # fmt: skip
def test_quotes_are_advised_only_where_a_formula_is_taken(capsys, command):
    if any("..." in name for name in command.takes):
        return
    code, _, said = run(capsys, command.name, *["w"] * len(command.takes), "extra")
    assert code == 2 and "`extra`" in said
    assert ("quotes" in said) == bool({"FORMULA", "ANSWER"} & {name.strip("[]") for name in command.takes})


@pytest.mark.parametrize(
    "call",
    [
        ("plot", "network", "--of", "loss", "--to", "2", "--save", "no/where.svg"),
        ("worksheet", "26", "--to", "no/where.html"),
        ("cast", "26", "--to", "no/where.cast"),
    ],
    ids=lambda call: call[0],
)
def test_a_file_in_a_folder_that_is_not_there_is_told_as_that(capsys, call):
    code, _, said = run(capsys, *call)
    assert code == 1 and "its folder does not exist" in said


def test_a_lesson_stands_in_an_exam_once(capsys):
    code, out, said = run(capsys, "exam", "24=10", "chain-rule-paths=5")
    assert (code, out) == (2, "") and "chain-rule-paths" in said


def test_serving_a_lesson_that_is_not_there_does_not_begin(capsys):
    code, out, said = run(capsys, "serve", "99", "--port", "0")
    assert (code, out) == (1, "") and "`99`" in said


@pytest.mark.parametrize("words", [("glossary", "capa"), ("glossary",)])
def test_a_pack_without_a_glossary_has_ours(capsys, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    run(capsys, "new", "my-lesson")
    ours, theirs = (run(capsys, *pack, *words, "--lang", "es") for pack in ((), ("--lessons", str(tmp_path))))
    assert theirs[0] == 0 and theirs[1].splitlines()[:2] == ours[1].splitlines()[:2]


def test_a_lesson_that_cannot_be_opened_is_named_where_a_block_goes_on_without_it(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run(capsys, "new", "my-lesson")
    (tmp_path / "broken.yaml").write_text("x: [")
    code, out, said = run(capsys, "--lessons", str(tmp_path), "worksheet", "A")
    assert code == 0 and "**1.**" in out and "broken.yaml" in said


@pytest.mark.parametrize("command", [(), *((one.name,) for one in COMMANDS)], ids=" ".join)
@pytest.mark.parametrize("columns", [60, 80, 130])
def test_help_fits_the_window_and_keeps_its_columns(capsys, monkeypatch, command, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    for language in ("es", "en"):
        code, out, _ = run(capsys, *command, "--help", "--lang", language)
        assert code == 0 and max(map(len, out.splitlines())) < columns
        options = re.findall(r"^  --([a-z-]+)", out, re.MULTILINE)
        assert len(options) == len(set(options)) and {"lang", "student", "help"} <= set(options)
        assert "GRADSTEP_LESSONS)" in out.split(), "no word is cut in two"
        assert "\n\n\n" not in out


def test_letters_that_no_keyboard_has_may_be_spelled():
    glossary = load_glossary(OUR_LESSONS)
    symbols = {part.strip() for term in glossary.terms for one in term.symbols for part in one.split(",")} - {NONE}
    spelled = symbols & set(GREEK)
    assert len(spelled) > 5
    for letter in spelled:
        assert glossary.meanings(GREEK[letter]) == glossary.meanings(letter) != ()


def test_terms_are_suggested_in_the_language_that_is_spoken(capsys):
    glossary = load_glossary(OUR_LESSONS)
    for language in ("es", "en"):
        said = run(capsys, "glossary", "xyzzy", "--lang", language)[2]
        names = said.rpartition(": ")[2].strip().split(", ")
        assert set(names) <= {term.term[language] for term in glossary.terms}
