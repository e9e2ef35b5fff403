"""Over SSH, with a real server on this machine: the line is cut, the client killed, signals come, the window storms.

After each: what was answered is kept, no process is left, and the next login goes on where this one was.
"""

import fcntl
import os
import pwd
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from .conftest import Terminal

SSHD = shutil.which("sshd") or shutil.which("/usr/sbin/sshd")
pytestmark = [
    pytest.mark.pty,
    pytest.mark.skipif(SSHD is None, reason="no sshd: install the Debian package `openssh-server`"),
]
LESSON = Path(__file__).parent / "lessons" / "tiny-neuron.yaml"
RESTORED = b"\x1b[?1049l"


class Lab:
    """An SSH server on the loopback, with one student: whoever runs the tests."""

    def __init__(self, folder):
        self.folder = folder
        self.state = folder / "state"
        for name in ("host", "student"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
        shutil.copy(folder / "student.pub", folder / "allowed")
        with socket.socket() as tried:
            tried.bind(("127.0.0.1", 0))
            self.port = tried.getsockname()[1]
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)
        settings = {
            "Port": self.port, "ListenAddress": "127.0.0.1", "HostKey": folder / "host", "PidFile": "none",
            "AuthorizedKeysFile": folder / "allowed", "StrictModes": "no", "UsePAM": "no", "PermitRootLogin": "yes",
            "PasswordAuthentication": "no", "ClientAliveInterval": 1, "ClientAliveCountMax": 3,
            "PermitUserEnvironment": "no", "AcceptEnv": "LANG LC_*",
        }  # fmt: skip
        (folder / "sshd_config").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        self.server = subprocess.Popen(
            [SSHD, "-D", "-e", "-f", folder / "sshd_config"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(100):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            select.select([], [], [], 0.05)
        raise AssertionError("the SSH server does not start")

    def login(self, *arguments, lang="C.UTF-8"):
        """Somebody logs in from a terminal, and gradstep opens."""
        program = f"XDG_STATE_HOME={self.state} LANG={lang} exec {sys.executable} -m gradstep.tui"
        ssh = ("ssh", "-tt", "-F", "none", "-i", str(self.folder / "student"), "-p", str(self.port),
               "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
               f"{pwd.getpwuid(os.getuid()).pw_name}@127.0.0.1")  # fmt: skip
        return Terminal((" ".join((program, *arguments)),), self.folder, command=ssh)

    def programs(self):
        """The processes of gradstep that this lab has started."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            try:
                environment, command = (path / "environ").read_bytes(), (path / "cmdline").read_bytes()
            except OSError:
                continue
            if f"XDG_STATE_HOME={self.state}".encode() in environment and b"gradstep" in command:
                found.append(int(path.name))
        return found

    def all_gone(self, seconds=15):
        end = time.monotonic() + seconds
        while self.programs() and time.monotonic() < end:
            select.select([], [], [], 0.1)
        return not self.programs()

    def kept(self):
        return "".join(path.read_text() for path in (self.state / "gradstep" / "visits").glob("*.jsonl"))

    def close(self):
        for each in self.programs():
            os.kill(each, signal.SIGKILL)
        self.server.terminate()
        self.server.wait()


@pytest.fixture
def lab(tmp_path):
    found = Lab(tmp_path)
    yield found
    found.close()


def at_step_two(run):
    run.wait("step 1 of 6", 30)
    run.press("→")
    run.wait("step 2 of 6")


def goes_on(lab):
    """The next login is where the last one was."""
    again = lab.login(str(LESSON), "--lang", "en")
    again.wait("step 2 of 6", 30)
    again.press("^c")
    assert again.ended() == 0
    again.close()


def test_the_client_is_killed(lab):
    run = lab.login(str(LESSON), "--lang", "en")
    at_step_two(run)
    run.process.kill()
    assert lab.all_gone() and '"do": "next"' in lab.kept()
    run.close()
    goes_on(lab)


def test_the_terminal_of_the_client_is_closed(lab):
    run = lab.login(str(LESSON), "--lang", "en")
    at_step_two(run)
    os.close(run.master)
    run.process.send_signal(signal.SIGHUP)
    assert lab.all_gone()
    run.master = os.open(os.devnull, os.O_RDONLY)
    run.close()
    goes_on(lab)


def test_the_line_is_half_open(lab):
    """A client that neither answers nor closes is an unplugged line: the server gives it up, and all is kept."""
    run = lab.login(str(LESSON), "--lang", "en")
    at_step_two(run)
    run.process.send_signal(signal.SIGSTOP)
    assert lab.all_gone(20)
    run.process.send_signal(signal.SIGCONT)
    run.close()
    goes_on(lab)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM], ids=lambda number: number.name)
def test_a_signal_ends_it_in_order(lab, number):
    run = lab.login(str(LESSON), "--lang", "en")
    at_step_two(run)
    os.kill(min(lab.programs()), number)
    assert run.ended(15) is not None and lab.all_gone()
    assert RESTORED in run.raw
    run.close()
    goes_on(lab)


def test_the_window_storms(lab):
    run = lab.login(str(LESSON), "--lang", "en")
    at_step_two(run)
    for at in range(60):
        size = struct.pack("HHHH", 12 + at * 7 % 40, 40 + at * 13 % 160, 0, 0)
        fcntl.ioctl(run.master, termios.TIOCSWINSZ, size)
        run.process.send_signal(signal.SIGWINCH)
        run.read(0.01)
    fcntl.ioctl(run.master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    run.process.send_signal(signal.SIGWINCH)
    for _ in range(20):
        run.read(0.1)
    run.screen.reset()
    # One at a time: two keys in one heap lead back to the same page, of which nothing is sent again.
    run.press("l")
    run.wait("paso 2 de 6")
    run.press("l")
    run.wait("step 2 of 6")
    run.press("^c")
    assert run.ended() == 0 and lab.all_gone()
    run.close()


def test_a_shell_without_utf8_gets_letters_it_can_show(lab):
    run = lab.login(str(LESSON), "--lang", "es", lang="C")
    run.wait("paso 1 de 6", 30)
    assert run.raw.isascii()
    run.press("^c")
    assert run.ended() == 0
    run.close()
