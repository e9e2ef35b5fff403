"""The real programs in real terminals: one presents, others follow on the full screen and line by line."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

pytestmark = pytest.mark.pty
LESSONS = Path(__file__).parent / "lessons"
F5, F6, F7 = "\x1b[15~", "\x1b[17~", "\x1b[18~"


@pytest.fixture
def place():
    """A socket with a path that is short enough, in a folder that only its owner can write to."""
    with TemporaryDirectory(prefix="gs-") as folder:
        yield str(Path(folder) / "class.sock")


def test_a_class_steps_together_parts_catches_up_votes_and_ends(terminal, place):
    teacher = terminal("present", "tiny-neuron", "--lessons", str(LESSONS), "--socket", place, "--lang", "es")
    teacher.wait("todavía nadie sigue")
    pupil = terminal("follow", place, "--lessons", str(LESSONS), "--lang", "es")
    pupil.wait("siguiendo a")
    teacher.wait("sigue una persona")
    teacher.press("→", "→")
    pupil.wait("cuadro 2 de 21")
    pupil.press("→")
    pupil.wait("Sigues a la clase")
    pupil.press(F6)
    pupil.wait("por tu cuenta; la clase va en el paso 2")
    pupil.press("→", "→")
    pupil.wait("cuadro 4 de 21")
    teacher.press(".", ".")
    pupil.wait("la clase va en el paso 4")
    assert "cuadro 4 de 21" in "\n".join(pupil.screen.display)
    pupil.press(F6)
    pupil.wait("cuadro 18 de 21")
    assert "paso 4 de 6" in pupil.screen.display[0] and "?" in "\n".join(pupil.screen.display)
    teacher.press(F6)
    pupil.wait("se pregunta a la clase")
    pupil.press("0,39", "enter")
    pupil.wait("enviado: 0,39")
    teacher.wait("encuesta: 1 de 1")
    # The room sees no counts before they are shown, and the class none that tell what is right.
    assert "▆" not in "\n".join(teacher.screen.display)
    teacher.press(F7)
    pupil.wait("una respuesta")
    assert "✗" not in "\n".join(pupil.screen.display) and "signo" not in "\n".join(pupil.screen.display)
    teacher.press("-0,39", "enter")
    pupil.wait("✗ el signo")
    teacher.press(F7, "→")
    pupil.wait("paso 5 de 6")
    teacher.press(F5)
    teacher.wait("F6 pregunta a la clase")
    teacher.press("^c")
    pupil.wait("la clase terminó")
    assert teacher.ended() == 0
    assert not Path(place).exists()
    pupil.press("q")
    assert pupil.ended() == 0


def test_a_killed_presenter_leaves_the_screens_and_comes_back(terminal, place):
    given = ("present", "tiny-neuron", "--lessons", str(LESSONS), "--socket", place, "--lang", "en")
    teacher = terminal(*given)
    teacher.wait("nobody follows")
    pupil = terminal("follow", place, "--lessons", str(LESSONS), "--lang", "en")
    pupil.wait("following")
    teacher.press("→")
    pupil.wait("frame 1 of 21")
    os.kill(teacher.process.pid, signal.SIGKILL)
    pupil.wait("the line to the class is cut")
    assert "frame 1 of 21" in "\n".join(pupil.screen.display) and Path(place).exists()
    again = terminal(*given, "--from", "3")
    again.wait("step 3 of 6")
    pupil.press(F6)
    pupil.wait("step 3 of 6")
    assert "following" in pupil.screen.display[0]


def test_line_by_line_a_class_is_followed_answered_and_left(terminal, place, tmp_path):
    teacher = terminal("present", "tiny-neuron", "--lessons", str(LESSONS), "--socket", place, "--lang", "en")
    teacher.wait("nobody follows")
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "LANG": "C.UTF-8", "TERM": "dumb"}
    command = [sys.executable, "-m", "gradstep.tui", "follow", place, "--lessons", str(LESSONS), "--lang", "en"]
    pupil = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True, bufsize=1
    )
    try:
        heard = until(pupil, "quit")
        teacher.wait("one follows")
        teacher.press("→", ".", ".")
        heard += until(pupil, "How much is")
        say(pupil, "0.39")
        heard += until(pupil, "You follow the class")
        teacher.press(F6)
        heard += until(pupil, "the class is asked")
        say(pupil, "(")
        say(pupil, "0.39")
        heard += until(pupil, "sent: 0.39")
        teacher.wait("poll: 1 of 1")
        teacher.press(F7, "-0.39", "enter")
        heard += until(pupil, "Your answer, 0.39")
        assert "the sign" in heard and "\x1b" not in heard and max(map(len, heard.splitlines())) <= 80
        say(pupil, "alone")
        until(pupil, "By yourself")
        say(pupil, "")
        until(pupil, "product hand over")
        teacher.press("→", "→")
        say(pupil, "class")
        say(pupil, "quit")
        assert pupil.wait(10) == 0
    finally:
        pupil.kill()
        pupil.communicate()


def say(pupil, line):
    pupil.stdin.write(line + "\n")
    pupil.stdin.flush()


def until(pupil, text):
    """What is written up to a line with a text."""
    heard = ""
    while text not in heard:
        line = pupil.stdout.readline()
        assert line, heard
        heard += line
    return heard


def test_what_cannot_be_presented_or_followed_is_one_sentence(tmp_path, place):
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "LANG": "C.UTF-8", "GRADSTEP_CLASS": str(tmp_path)}
    for arguments, code, told in (
        (("follow",), 1, "Nobody is presenting on this machine"),
        (("follow", place), 1, "Nobody is presenting at"),
        (("present", "24"), 1, "full screen"),
        (("present",), 2, "LESSON"),
        (("follow", "a", "b"), 2, "b"),
    ):
        command = [sys.executable, "-m", "gradstep.tui", *arguments, "--lang", "en"]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL)
        assert done.returncode == code and told in done.stderr and done.stderr.count("\n") == 1, done
