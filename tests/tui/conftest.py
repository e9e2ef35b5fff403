"""A real pseudo-terminal for the tests of the faces."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time

import pytest
from gradstep.tui.cli import main

KEYS = {"→": b"\x1b[C", "←": b"\x1b[D", "enter": b"\r", "tab": b"\t", "f3": b"\x1bOR", "^c": b"\x03"}
IN_PLACE = (b"\x1b[?2026h", b"\x1b[?2026l")


@pytest.fixture
def a_quiet_place(monkeypatch, tmp_path):
    """No records of anybody else, and a locale that is the same everywhere."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


def run(capsys, *arguments):
    """Exit code, standard output, standard error."""
    code = main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


class Terminal:
    """One program in a pseudo-terminal of 80×24 cells; by itself it is gradstep."""

    def __init__(self, arguments, state, command=(sys.executable, "-m", "gradstep.tui"), **environment):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        env = {**os.environ, "XDG_STATE_HOME": str(state), "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment}
        env.pop("NO_COLOR", None)
        self.process = subprocess.Popen(
            [*command, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=env,
            start_new_session=True,
            close_fds=True,
        )
        os.close(slave)
        import pyte

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
            if not self.read(0.2) and text not in "\n".join(self.screen.display):
                raise AssertionError(f"{text!r} never came, and it ended:\n" + "\n".join(self.screen.display))
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
    """Opens the program in a terminal of its own, with progress in a folder of the test."""
    pytest.importorskip("pyte")
    opened = []

    def open_(*arguments, **environment):
        opened.append(Terminal(arguments, tmp_path, **environment))
        return opened[-1]

    yield open_
    for each in opened:
        each.close()
