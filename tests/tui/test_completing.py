"""Shells complete what the program reads, and nothing else."""

import re
import shutil
import subprocess

import pytest
from gradstep.core.simulations.kinds import KINDS
from gradstep.tui.completing import SHELLS
from gradstep.tui.options import COMMANDS, GLOBAL

from .conftest import run

pytestmark = pytest.mark.usefixtures("a_quiet_place")
ASK = r"""
source <(cat "$SCRIPT")
COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_gradstep; printf '%s\n' "${{COMPREPLY[@]}}"
"""


def script_of(capsys, shell, language="en"):
    code, out, _ = run(capsys, "completion", shell, "--lang", language)
    assert code == 0
    return out


@pytest.fixture
def bash(capsys, tmp_path):
    path = tmp_path / "script"
    path.write_text(script_of(capsys, "bash"), encoding="utf-8")

    def ask(*words):
        quoted = " ".join(f"'{word}'" for word in ("gradstep", *words))
        done = subprocess.run(
            ["bash", "-c", ASK.format(words=quoted)], capture_output=True, text=True, check=True,
            env={"SCRIPT": str(path), "PATH": "/usr/bin:/bin"}, cwd=tmp_path,
        )  # fmt: skip
        assert not done.stderr
        return set(filter(None, done.stdout.split("\n")))

    return ask


def test_commands_lessons_and_options_come_first(bash):
    assert bash("pl") == {"plain", "plot"}
    assert bash("sigmoid") == {"sigmoid-neuron-graph"}
    assert {command.name for command in COMMANDS} <= bash("")
    assert {f"--{option.name}" for option in GLOBAL} <= bash("--")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_offers_its_options(bash, command):
    wanted = {f"--{option.name}" for option in (*command.options, *GLOBAL)}
    assert bash(command.name, "--") == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("plot", "network", "--as", ""), {"lines", "histogram", "heat", "confusion"}),
        (("--lang", ""), {"es", "en"}),
        (("completion", "z"), {"zsh"}),
        (("explore", "net"), {"network"}),
        (("frames", "--describe", "conv"), {"convolution"}),
        (("judge", "2x", "--of", ""), set()),
        (("practice", "back"), {"backprop"}),
        (("practice", "--level", ""), {"1", "2", "3"}),
        (("lab", "--challenge", "sp"), {"spirals"}),
        (("record", "net"), {"network"}),
        (("plot", "net"), {"network"}),
        (("worksheet", "F"), {"F"}),
    ],
)
def test_values_are_offered_where_they_are_a_closed_set(bash, words, wanted):
    found = bash(*words)
    assert found == wanted if wanted else not found & set(KINDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_topics_are_offered_only_where_they_are_taken(bash, command):
    takes = command.name in {"explore", "frames", "plot", "record"}
    offered = bash(command.name, "")
    assert ("network" in offered) == takes
    assert ("augmentation" in offered) == takes


def test_files_are_offered_where_files_are_meant(bash, tmp_path):
    (tmp_path / "my-lesson.yaml").write_text("")
    assert "my-lesson.yaml" in bash("verify", "my")


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_shell_reads_its_script(capsys, tmp_path, shell, language):
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"no {shell}: install the Debian package `{shell}`")
    path = tmp_path / "script"
    path.write_text(script_of(capsys, shell, language), encoding="utf-8")
    done = subprocess.run([program, "-n", path], capture_output=True, text=True, env={"LC_ALL": "C.UTF-8"})
    assert (done.returncode, done.stderr) == (0, "")


def test_fish_offers_commands_with_their_sentences(capsys, tmp_path):
    program = shutil.which("fish")
    if program is None:
        pytest.skip("no fish: install the Debian package `fish`")
    path = tmp_path / "script"
    path.write_text(script_of(capsys, "fish"), encoding="utf-8")
    ask = f"source {path}; complete -C 'gradstep pl'; complete -C 'gradstep plot network --as '"
    out = subprocess.run([program, "-N", "-c", ask], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^plot\t.*chart", out, re.MULTILINE) and "histogram" in out


def test_another_shell_is_named(capsys):
    code, _, complaint = run(capsys, "completion", "bsh")
    assert code == 2 and "bash" in complaint
