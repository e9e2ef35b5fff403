"""The real program in a terminal, a window, a disk and a shell that are not as they should be."""

import fcntl
import os
import pty
import random
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.pty
LESSON = Path(__file__).parent / "lessons" / "tiny-neuron.yaml"
RESTORED = b"\x1b[?1049l"


def lines_kept(folder):
    return "".join(path.read_text() for path in (folder / "gradstep" / "visits").glob("*.jsonl"))


def at_the_question(run):
    run.wait("step 1 of 6")
    run.press("→", "→", "→", ".", ".")
    run.wait("frame 18 of 21")


def below(run):
    """What stands on the terminal once the full screen is gone."""
    return run.raw.split(RESTORED)[-1].decode()


def test_sequences_that_no_key_has_end_nothing_and_keep_the_draft(terminal, tmp_path):
    run = terminal(str(LESSON), "--lang", "en")
    at_the_question(run)
    run.press("-0,")
    run.wait("∂f/∂w1 = -0,")
    for data in (
        b"\x1b[97;1:3u",
        b"\x1b[999999999999A",
        b"\x1b[27;5;9999999999~",
        b"\x1b[48;9999;9999;0;0t",
        b"\xe9",
        b"\xff",
    ):
        os.write(run.master, data)
    os.write(run.master, b"\x7f\x7f\x1b[51;1:1u9")
    assert any("= -0,39" in line for line in run.wait("= -0,39"))
    run.press("^c")
    assert run.ended() == 0 and '"text": "-0,39"' in lines_kept(tmp_path)


def test_a_key_that_comes_twice_in_a_heap_counts_twice(terminal):
    run = terminal(str(LESSON), "--lang", "en")
    run.wait("step 1 of 6")
    os.write(run.master, b"lll")
    run.wait("paso 1 de 6")
    os.write(run.master, b"ll\x1b[C")
    run.wait("paso 2 de 6")


def test_noise_ends_nothing(terminal, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    draw = random.Random(7)
    run = terminal(str(LESSON), "--lang", "en")
    run.wait("step 1 of 6")
    harmless = bytes(set(range(256)) - set(b"qQ\x03\x11\x1a"))
    for _ in range(60):
        noise = bytes(draw.choice(harmless) for _ in range(draw.randrange(1, 30)))
        os.write(run.master, draw.choice([b"", b"\x1b[", b"\x1b", b"\x1b[200~", b"\x1b[1;"]) + noise)
        run.read(0.02)
    time_out = time.monotonic() + 2
    while time.monotonic() < time_out:
        run.read(0.1)
    assert run.process.poll() is None
    run.press("^c")
    run.read(0.7)
    run.press("^c")
    assert run.ended() == 0
    assert b"Traceback" not in run.raw and not list((tmp_path / "gradstep").glob("defect*"))


def test_a_paste_without_its_end_is_typed_after_a_moment_and_its_lines_stay_apart(terminal):
    run = terminal(str(LESSON), "--lang", "en")
    at_the_question(run)
    run.press("\x1b[200~4\r5\n6")
    run.wait("∂f/∂w1 = 4 5 6")
    run.press("^c")
    assert run.ended() == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1, signal.SIGALRM])
def test_a_signal_keeps_the_draft_and_gives_the_terminal_back(terminal, tmp_path, number):
    run = terminal(str(LESSON), "--lang", "en")
    at_the_question(run)
    run.press("-0.3")
    run.wait("∂f/∂w1 = -0.3")
    run.process.send_signal(number)
    assert run.ended() == 128 + number
    assert RESTORED in run.raw and '"text": "-0.3"' in lines_kept(tmp_path)


def test_the_window_counts_and_not_what_was_exported(terminal):
    run = terminal(str(LESSON), "--lang", "en", COLUMNS="300", LINES="7", TEXTUAL_COLOR_SYSTEM="zz", ESCDELAY="9" * 12)
    run.wait("step 1 of 6")
    assert has_row(run, 23)
    fcntl.ioctl(run.master, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    run.screen.resize(30, 100)
    run.process.send_signal(signal.SIGWINCH)
    assert has_row(run, 29)
    run.press("^c")
    assert run.ended() == 0


def has_row(run, row):
    """Is the last row drawn, in a while?"""
    end = time.monotonic() + 5
    while not run.screen.display[row].strip() and time.monotonic() < end:
        run.read(0.1)
    return bool(run.screen.display[row].strip())


FULL = """import resource, runpy, signal, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (700, resource.RLIM_INFINITY))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
sys.argv = ["gradstep", *sys.argv[1:]]
if "relieve" in sys.argv:
    sys.argv.remove("relieve")
    signal.signal(signal.SIGCHLD, lambda *_: resource.setrlimit(resource.RLIMIT_FSIZE, (10**9, resource.RLIM_INFINITY)))
runpy.run_module("gradstep.tui", run_name="__main__")
"""


@pytest.fixture
def on_a_full_disk(terminal, monkeypatch):
    """Opens the program where no file may be longer than a few lines."""
    real = subprocess.Popen

    def start(command, **settings):
        assert command[:3] == [sys.executable, "-m", "gradstep.tui"]
        return real([sys.executable, "-c", FULL, *command[3:]], **settings)

    def open_(*arguments):
        monkeypatch.setattr(subprocess, "Popen", start)
        run = terminal(*arguments)
        monkeypatch.setattr(subprocess, "Popen", real)
        return run

    return open_


def test_a_full_disk_stays_said_and_is_said_at_the_end(on_a_full_disk, tmp_path):
    run = on_a_full_disk(str(LESSON), "--lang", "en")
    run.wait("step 1 of 6")
    for _ in range(8):
        run.press("→", "←")
    for count in (10, 12):
        run.press("→", "←")
        assert any("not being kept" in line for line in run.wait("not being kept")), count
    assert "not being kept" in run.wait("step 1 of 6")[0]
    run.press("q")
    assert run.ended() == 1
    kept = lines_kept(tmp_path).count("\n")
    assert kept and f"{20 + 1 - kept} actions could not be kept" in below(run) and "the disk is full" in below(run)
    assert below(run).count("\n") == 1


def test_what_waited_is_written_when_there_is_room_again(on_a_full_disk, tmp_path):
    run = on_a_full_disk(str(LESSON), "--lang", "en", "relieve")
    run.wait("step 1 of 6")
    for _ in range(8):
        run.press("→", "←")
    run.wait("not being kept")
    while select.select([run.master], [], [], 1.0)[0]:
        run.read(0)  # every key has been answered, so that the next one is the first with room
    run.process.send_signal(signal.SIGCHLD)
    run.press("→")
    run.wait("What waited is kept now.")
    run.press("q")
    assert run.ended() == 0
    assert lines_kept(tmp_path).count("\n") == 18 and "could not" not in below(run)


def test_leaving_says_how_to_come_back(terminal):
    run = terminal("25", "--lang", "es")
    run.wait("paso 1 de 16")
    run.press("→")
    run.wait("paso 2 de 16")
    run.press("q")
    assert run.ended() == 0
    assert below(run).strip().splitlines()[-1].endswith("guardado; sigue con gradstep 25")


def test_the_shell_comes_back_with_ctrl_z_and_the_lesson_with_fg(tmp_path):
    """A shell with job control, in a terminal of its own."""
    process, master = pty.fork()
    if process == 0:
        os.environ.update(XDG_STATE_HOME=str(tmp_path), TERM="xterm-256color", LANG="C.UTF-8", PS1="$ ")
        os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])
    heard = b""

    def wait(text, seconds=15.0):
        nonlocal heard
        end = time.monotonic() + seconds
        while text not in heard and time.monotonic() < end:
            if select.select([master], [], [], 0.2)[0]:
                heard += os.read(master, 65536)
        assert text in heard, heard[-500:]
        heard = b""

    try:
        fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        os.write(master, f"{sys.executable} -m gradstep.tui {LESSON} --lang en\n".encode())
        wait(b"step 1 of 6")
        os.write(master, b"\x1a")
        wait(b"Stopped")
        os.write(master, b"echo si; fg\n")
        wait(b"\x1b[?1049h")
        os.write(master, b"\x1b[C")
        wait(b"step 2 of 6")
        os.write(master, b"q")
        wait(b"go on with")
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(master)


def test_where_no_shell_could_wake_it_ctrl_z_does_nothing(terminal):
    run = terminal(str(LESSON), "--lang", "en")
    run.wait("step 1 of 6")
    os.write(run.master, b"\x1a")
    run.press("→")
    run.wait("step 2 of 6")
    run.press("q")
    assert run.ended() == 0
