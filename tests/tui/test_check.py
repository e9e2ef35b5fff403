"""`gradstep check` on the command line: a file to begin with, sentences for what is no file, marks for every rule."""

import pytest
from gradstep.tui.cli import main


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_file_is_begun_and_never_written_over(tmp_path, capsys, language):
    path = tmp_path / "engine.py"
    assert main(["check", str(path), "--template", "--lang", language]) == 0
    assert "___" in path.read_text(encoding="utf-8")
    assert main(["check", str(path), "--template", "--lang", language]) == 1
    assert str(path) in capsys.readouterr().err


def test_an_unfinished_file_is_told_rule_by_rule(tmp_path, capsys):
    path = tmp_path / "engine.py"
    main(["check", str(path), "--template"])
    capsys.readouterr()
    assert main(["check", str(path), "--lang", "en", "--ascii"]) == 1
    said = capsys.readouterr().out
    assert "still has a blank, ___" in said and said.count("not tried yet") == 9
    assert said.isascii() and max(map(len, said.split("\n"))) <= 80


@pytest.mark.parametrize(("name", "code"), [("none.py", 1), ("", 2), (".", 1), ("large.py", 1)])
def test_what_is_no_file_gets_a_sentence(tmp_path, monkeypatch, capsys, name, code):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "large.py").write_text("x" * 200_000)
    assert main(["check", *([name] if name else []), "--lang", "en"]) == code
    said = capsys.readouterr().err
    assert said.startswith("gradstep: ") and said.count("\n") == 1
