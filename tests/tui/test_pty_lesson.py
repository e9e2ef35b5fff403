"""The real program in a real terminal: a lesson to its end, a lost line, and going on."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

pyte = pytest.importorskip("pyte")
pytestmark = pytest.mark.pty
LESSON = Path(__file__).parent / "lessons" / "tiny-neuron.yaml"
KEYS = {"→": b"\x1b[C", "←": b"\x1b[D", "enter": b"\r", "tab": b"\t", "f3": b"\x1bOR", "^c": b"\x03"}
IN_PLACE = (b"\x1b[?2026h", b"\x1b[?2026l")


class Terminal:
    """One program in a pseudo-terminal of 80×24 cells."""

    def __init__(self, arguments, state, **environment):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        env = {**os.environ, "XDG_STATE_HOME": str(state), "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment}
        env.pop("NO_COLOR", None)
        command = [sys.executable, "-m", "gradstep.tui", *arguments]
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True, close_fds=True
        )
        os.close(slave)
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""

    def read(self, seconds):
        """Feeds what arrives; False at the end of the program."""
        if not select.select([self.master], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.raw += data
        # Private modes with intermediate bytes are no drawing, and pyte would print them.
        for sequence in (b"\x1b[>25u", b"\x1b[<u", b"\x1b[?2026$p", b"\x1b[?2048$p", *IN_PLACE):
            data = data.replace(sequence, b"")
        self.stream.feed(data)
        return bool(data) or bool(self.raw)

    def wait(self, text, seconds=15):
        """Reads until a text is on the screen."""
        end = time.monotonic() + seconds
        while text not in "\n".join(self.screen.display):
            assert time.monotonic() < end, f"{text!r} is not on the screen:\n" + "\n".join(self.screen.display)
            if not self.read(0.2):
                break
        return self.screen.display

    def press(self, *keys):
        for key in keys:
            os.write(self.master, KEYS.get(key, key.encode()))

    def ended(self, seconds=10):
        """The exit code, once the program has ended."""
        end = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < end:
            self.read(0.1)
        while self.read(0.05) and select.select([self.master], [], [], 0.05)[0]:
            pass
        return self.process.poll()

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)


@pytest.fixture
def terminal(tmp_path):
    opened = []

    def open_(*arguments, **environment):
        opened.append(Terminal(arguments, tmp_path, **environment))
        return opened[-1]

    yield open_
    for each in opened:
        each.close()


def lines_kept(folder):
    return "".join(path.read_text() for path in (folder / "gradstep" / "visits").glob("*.jsonl"))


def test_a_lesson_by_keyboard_to_its_end(terminal, tmp_path):
    run = terminal(str(LESSON), "--lang", "es")
    run.wait("paso 1 de 6")
    run.press("→")
    run.wait("cuadro 1 de 21")
    run.press(".", ".")
    run.wait("cuadro 18 de 21")
    run.press("-0,59", "enter")
    run.wait("todavía no · intento 1")
    run.press("-0,39", "enter")
    run.wait("✓ correcto")
    run.press("→")
    run.wait("opción =")
    run.press("1", "enter")
    run.wait("✓ correcto")
    run.press("→")
    run.wait("0 de 3")
    for expected in ("1 de 3", "2 de 3", "cuadro 21 de 21"):
        run.press("f3")
        run.wait("¿Ver la solución?")
        run.press("enter")
        run.wait("solución ─")
        run.press("→")
        run.wait(expected)
    run.press("→")
    run.wait("terminada")
    run.press("q")
    assert run.ended() == 0
    assert b"\x1b[?1049l" in run.raw and b"\x1b[?1004h" not in run.raw and b"\x1b[?1003h" not in run.raw
    assert lines_kept(tmp_path).count('"finished": true') >= 1


def test_a_lost_line_is_saved_and_the_next_start_goes_on(terminal, tmp_path):
    run = terminal(str(LESSON), "--lang", "en")
    run.wait("step 1 of 6")
    run.press("→", "→", "→")
    run.wait("frame 3 of 21")
    run.press(".", ".")
    run.wait("frame 18 of 21")
    run.press("-0.3")
    run.wait("∂f/∂w1 = -0.3")
    run.process.send_signal(signal.SIGHUP)
    assert run.ended() == 128 + signal.SIGHUP
    assert b"\x1b[?1049l" in run.raw
    again = terminal(str(LESSON), "--lang", "es")
    assert any("cuadro 18 de 21" in line for line in again.wait("∂f/∂w1 = -0.3"))
    again.press("^c")
    assert again.ended() == 0


def test_a_terminal_that_is_gone_ends_the_program(terminal):
    run = terminal(str(LESSON))
    run.wait("sigm")
    os.close(run.master)
    run.master = os.open(os.devnull, os.O_RDONLY)
    assert run.process.wait(timeout=10) != 0


def test_a_terminal_that_can_show_nothing_gets_a_sentence(terminal):
    run = terminal(str(LESSON), "--lang", "es", TERM="dumb")
    assert run.ended() == 2
    assert "gradstep plain tiny-neuron" in run.raw.decode()
    assert b"\x1b[" not in run.raw
