"""The laboratory line by line: the same state in words, in both languages, and what the command line refuses."""

import io
import shlex

import pytest
from gradstep.core.errors import UnknownNameError
from gradstep.core.laboratory.challenges import CHALLENGES
from gradstep.core.laboratory.state import BEGINNING, begin
from gradstep.core.words import LANGUAGES
from gradstep.core.words.names import choice_word
from gradstep.tui.cli import main
from gradstep.tui.commands.lab import asked_for
from gradstep.tui.options import read_call
from gradstep.tui.plain.conversation import WIDTH
from gradstep.tui.plain.lab import ACTING, TELLING, WORDS, LabConversation


def talk(face, *lines):
    """What was said to each line, and the laboratory at the end."""
    typed, said = iter(lines), []
    one = LabConversation(begin(BEGINNING), face, lambda _prompt: next(typed, None), said.append)
    assert one.hold() == 0
    return said, one.lab


def test_every_word_does_something_in_both_languages_and_no_line_is_too_long(a_face, tmp_path):
    assert set(WORDS.values()) == set(ACTING) | set(TELLING) | {"quit"}
    for language in LANGUAGES:
        for ascii in (False, True):
            face = a_face(language, ascii=ascii, state=tmp_path / language)
            for word in WORDS:
                said, _ = talk(face, "run 30", word)
                assert all(len(line) <= WIDTH or line.startswith("gradstep lab") for line in said), word
                assert not any("no word of the laboratory" in line or "no es una palabra" in line for line in said), (
                    word
                )


def test_the_same_story_as_on_the_screen(a_face):
    face = a_face("es")
    said, lab = talk(face, "corre 312", "elige W1[1,2]", "recibo", "perilla tasa = 0,1", "corre 8", "orden")
    text = "\n".join(said)
    assert lab.at == 320 and lab.run.settings_at(320).rate == 0.1
    assert "actúa desde la actualización 312" in text and "W1[1,2] = " in text
    assert said[-1] == "gradstep lab --turn '312: rate = 0.1' --frame 320 --choose 'W1[1,2]'"
    again = asked_for(read_call(shlex.split(said[-1])[1:]), "en")
    assert again.cursor == 320 and again.chosen == lab.chosen


def test_units_layers_inputs_and_places(a_face):
    _, lab = talk(a_face("en"), "unit +", "layer -", "input x1x1", "12", "rate = 1", "epoch", "back 3", "go best")
    assert lab.sizes == (3, 2, 1) or lab.sizes == (3, 5, 1)
    said, _ = talk(
        a_face("en"), "foo", "go nowhere", "input x7", "choose h9", "knob speed = 1", "csv /nowhere.csv", "unit -"
    )
    assert (
        sum("nowhere" in line or "foo" in line or "x7" in line or "h9" in line or "speed" in line for line in said) >= 5
    )


def test_a_map_is_told_at_nine_places(a_face):
    said, _ = talk(a_face("en"), "run 200", "map h1")
    rows = [line for line in said if "x2 =" in line]
    assert len(rows) == 3 and all(line.count(",") == 3 for line in rows)


def test_an_update_opens_and_leads_back(a_face):
    said, lab = talk(a_face("en"), "run 50", "open", "", "zoom", "quit", "where")
    assert lab.at == 50 and sum("Update 50" in line for line in said) == 3
    assert any("Z1" in line for line in said)


def test_a_challenge_is_done_said_and_kept(a_face, tmp_path):
    face = a_face("en", state=tmp_path / "gradstep")
    said, lab = talk(face, "challenge circles", "hidden = []; terms = [x1x1, x2x2]; rate = 1", "run 200", "challenge")
    assert any(line.startswith("Done with 3 numbers") for line in said) and lab.challenge is None
    assert "your best: 3 numbers" in said
    assert (tmp_path / "gradstep" / "laboratory.json").stat().st_mode & 0o077 == 0


def test_piped_and_without_a_terminal_it_is_held_in_words(a_quiet_lab, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("run 20\nquit\n"))
    assert main(["lab", "--lang", "en", "--frame", "5"]) == 0
    out = capsys.readouterr().out
    assert "Update 5," in out and "Update 25," in out


@pytest.mark.parametrize("arguments, code, told", [
    (["--set", "rate = quick"], 1, {"en": "`rate`", "es": "`tasa`"}),
    (["--set", "hiden = [3]"], 1, {"en": "hidden", "es": "ocultas"}),
    (["--turn", "rate = 0.1"], 1, "312: rate = 0.1"),
    (["--frame", "soon"], 2, "--frame"),
    (["--frame", "-3"], 2, "--frame"),
    (["--choose", "h99"], 1, "h99"),
    (["--challenge", "circle"], 1, "`circle`"),
    (["--target", "y"], 2, "--csv"),
    (["--csv", "/nowhere/data.csv"], 1, "data.csv"),
    (["--beside", "speed = 2"], 1, "speed"),
    (["extra"], 2, "extra"),
    (["--set", "data = nonsense"], 1, "nonsense"),
    (["--set", "terms = [x1, x3]"], 1, "x3"),
    (["--set", "data = glyphs; terms = [x1]"], 1, "x1"),
])  # fmt: skip
def test_what_cannot_be_is_one_sentence_and_never_a_traceback(arguments, code, told, a_quiet_lab, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    for language in LANGUAGES:
        assert main(["lab", "--lang", language, "--plain", *arguments]) == code
        captured = capsys.readouterr()
        assert (told if isinstance(told, str) else told[language]) in captured.err
        assert captured.err.count("\n") == 1 and "Traceback" not in captured.err


def test_own_data_come_with_the_command(tmp_path, a_quiet_lab, capsys, monkeypatch):
    file = tmp_path / "mine.csv"
    file.write_text("a,b,c\n" + "".join(f"{n},{-n},{n % 2}\n" for n in range(20)), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("run 5\ncommand\n"))
    assert main(["lab", "--lang", "en", "--plain", "--csv", str(file), "--target", "c"]) == 0
    command = next(line for line in capsys.readouterr().out.splitlines() if "gradstep lab" in line)
    lab = asked_for(read_call(shlex.split(command.removeprefix("> "))[1:]), "en")
    assert lab.cursor == 5 and lab.table.target == "c" and lab.sizes[0] == 2
    file.write_text("a,b,c\n1,2,3\n4,five,6\n", encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["lab", "--lang", "en", "--plain", "--csv", str(file)]) == 1
    told = capsys.readouterr().err
    assert "line 3" in told and "column 2" in told


@pytest.mark.parametrize("knobs", ["held_every = 5", "held_every = 5; held = 0", "held = 0.2", "held_every = 0"])
def test_samples_are_held_out_by_number_or_by_chance(knobs, a_quiet_lab, capsys, monkeypatch):
    """Who asks for the one gives the other up, and the command that comes back has the same samples."""
    monkeypatch.setattr("sys.stdin", io.StringIO("command\n"))
    assert main(["lab", "--lang", "en", "--plain", "--set", knobs]) == 0
    told = " ".join(capsys.readouterr().out.split("> ")[-2:]).replace("\n", " ")
    command = told[told.index("gradstep lab") :].partition("Everything")[0]
    there = asked_for(read_call(shlex.split(command)[1:]), "en").run.settings
    wanted = asked_for(read_call(["lab", "--set", knobs]), "en").run.settings
    assert (there.held, there.held_every) == (wanted.held, wanted.held_every)
    assert not (there.held and there.held_every)


@pytest.mark.parametrize("id", CHALLENGES)
def test_a_challenge_can_be_asked_for_on_the_command_line(id, a_quiet_lab):
    for name in {id, choice_word(id, "es")}:
        lab = asked_for(read_call(["lab", "--challenge", name, "--set", "seed = 3"]), "es")
        assert lab.challenge == id and lab.run.settings.seed == 3
    assert lab.run.settings.data == CHALLENGES[id].given["data"]
    with pytest.raises(UnknownNameError) as caught:
        asked_for(read_call(["lab", "--challenge", f"{choice_word(id, 'es')}x"]), "es")
    assert choice_word(id, "es") in caught.value.near
