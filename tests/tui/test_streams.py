"""Streams that are closed, full or in another encoding, and files that are none: a sentence or silence, and a code."""

import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from gradstep.tui.cli import main

GRADSTEP = f"{shlex.quote(sys.executable)} -m gradstep.tui"
FACES = ["lessons", "progress --json", "plain 25", "explore graph", "frames 25", "--help", "--version", "verify 25"]


def shell(tmp_path, line, **environment):
    """Exit code, standard output and standard error of a line of the shell, in which `G` is the program."""
    env = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "LC_ALL": "C.UTF-8", **environment}
    run = subprocess.run(
        ["bash", "-c", f'G() {{ {GRADSTEP} "$@"; }}; {line}'], capture_output=True, timeout=60, env=env, cwd=tmp_path
    )
    out, err = (told.decode("utf-8", "replace") for told in (run.stdout, run.stderr))
    assert "Traceback" not in out + err and "defect" not in out + err, out + err
    return run.returncode, out, err


@pytest.mark.parametrize("face", FACES)
def test_output_that_cannot_be_written_is_one_sentence_and_a_failure(tmp_path, face):
    code, _, err = shell(tmp_path, f"G {face} >&- </dev/null || exit 1; exit 0")
    assert code == 1 and err.count("\n") == 1 + ("line by line" in err), err
    if Path("/dev/full").exists():
        code, _, err = shell(tmp_path, f"G {face} >/dev/full </dev/null")
        assert code == 1 and "full" in err and err.count("\n") == 1 + ("line by line" in err), err


@pytest.mark.parametrize("closed", ["<&-", "2>&-", "<&- 2>&-", "2>/dev/full"])
def test_without_input_or_complaints_it_runs_to_its_end(tmp_path, closed):
    code, out, _ = shell(tmp_path, f"G plain 25 --lang en {closed}" + ("" if "<" in closed else " </dev/null"))
    assert code == 0 and "Everything is kept" in out
    assert shell(tmp_path, f"G no-such-lesson {closed}")[0] == 1


def test_with_nothing_open_at_all_no_file_is_taken_for_a_stream(tmp_path):
    code, _, _ = shell(tmp_path, "G plain 25 <&- >&- 2>&-")
    assert code == 1
    for path in tmp_path.rglob("*.jsonl"):
        assert all(line.startswith("{") for line in path.read_text().splitlines())


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "POSIX"])
def test_bytes_of_another_encoding_are_read_as_some_sign_and_kept(tmp_path, locale):
    typed = r"printf '\n\n\n\xe9\n\xff\xfe\n\xc3\n6\nquit\n'"
    code, out, _ = shell(tmp_path, f"{typed} | G plain 25 --lang en", LC_ALL=locale)
    assert code == 0 and "Everything is kept" in out
    kept = "".join(path.read_text() for path in tmp_path.rglob("*.jsonl"))
    assert kept.count('"answer"') == 4


@pytest.mark.parametrize(
    "word", [r"\xc2\xb2", r"\xd9\xa3", "9" * 5000, "-1", "1e9", r"\x1b[31m", r"\x00", r"\xe2\x80\xa8"]
)
def test_any_number_of_a_frame_is_one_sentence(tmp_path, word):
    code, out, _ = shell(tmp_path, f"printf 'go {word}\\n\\n\\n{word}\\nquit\\n' | G plain 25 --lang en")
    assert code == 0 and "\x1b" not in out and "\x00" not in out


def test_a_line_without_an_end_is_cut(tmp_path):
    code, out, _ = shell(
        tmp_path, "(head -c 5000000 /dev/zero | tr '\\0' 'x'; printf '\\nquit\\n') | G plain 25 --lang en"
    )
    assert code == 0 and "none of the words" in out


@pytest.mark.parametrize(
    ("state", "said"),
    [("XDG_STATE_HOME=/dev/null", "Nothing of this visit was kept"), ("-u XDG_STATE_HOME -u HOME", "Nothing was kept")],
)
def test_everything_is_kept_is_said_only_when_it_was(tmp_path, state, said):
    program = f"printf '\\n\\n\\n6\\nquit\\n' | env {state} {GRADSTEP} plain 25"
    _, out, _ = shell(tmp_path, f"{program} --lang en")
    assert said in out.splitlines()[-1] and "Everything is kept" not in out
    assert "Todo queda" not in shell(tmp_path, f"{program} --lang es")[1]


def lesson_names(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    (tmp_path / "round.yaml").symlink_to("round.yaml")
    (tmp_path / "folder.yaml").mkdir()
    with (tmp_path / "large.yaml").open("wb") as file:
        file.truncate(10**11)
    return ["pipe.yaml", "pipe", "zero.yaml", "round.yaml", "folder.yaml", "large.yaml", "/dev/zero", "/dev/full",
            "a" * 300, "a" * 300 + ".yaml", "b/" * 3000, "²", "\x1b[31m", "", ".", "/", "none.yaml",
             "1/2", "9" * 5000, "\udcff", "a\x00b"]  # fmt: skip


@pytest.mark.parametrize("face", [[], ["plain"], ["verify"], ["frames"]], ids=str)
def test_any_name_of_a_lesson_is_one_sentence(tmp_path, face, capsys, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.chdir(tmp_path)
    for name in lesson_names(tmp_path):
        code = main([*face, name])
        told = capsys.readouterr()
        assert code in (1, 2) or name in (".", ""), name
        assert "defect" not in told.err and not re.search(r"[\x00-\x09\x0b-\x1f]", told.out + told.err), name
        assert (told.err + told.out).count("\n") <= 2 or name in (".", "/", ""), name
