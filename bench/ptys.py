"""How is a full-screen program measured? In a pseudo-terminal of its own: what it writes, when, and what it costs."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from compileall import compile_dir
from functools import cache
from pathlib import Path
from time import monotonic

from gradstep import core, tui

BARE = Path(__file__).with_name("bare_app.py")
QUIET = 0.06
"""Seconds without a byte after which a frame counts as settled; they are not counted."""
TICKS = os.sysconf("SC_CLK_TCK")


class Terminal:
    """A program in a pseudo-terminal."""

    def __init__(self, command: Sequence[str], size: tuple[int, int] = (80, 24), **environment: str) -> None:
        self.master, slave = pty.openpty()
        columns, rows = size
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        wanted: Mapping[str, str] = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment}
        self.started = monotonic()
        self.process = subprocess.Popen(
            list(command), stdin=slave, stdout=slave, stderr=slave, env=dict(wanted), start_new_session=True
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)

    def until(self, text: bytes, seconds: float = 60.0) -> float:
        """Seconds from the start until a text was written. Raises TimeoutError."""
        seen = b""
        while text not in seen:
            data = self.read(seconds)
            if not data:
                raise TimeoutError(f"{text!r} was not written:\n{seen[-400:]!r}")
            seen = (seen + data)[-65_536:]
        return monotonic() - self.started

    def settle(self, longest: float = 5.0) -> tuple[float, int]:
        """Reads until nothing comes any more; answers when the last byte came (seconds from now on) and how many."""
        start = last = monotonic()
        count = 0
        while (data := self.read(QUIET if count else longest)) and monotonic() - start < longest:
            last, count = monotonic(), count + len(data)
        return (last - start if count else 0.0), count

    def press(self, keys: bytes) -> tuple[float, int]:
        """Presses keys; answers how long it took until the screen was settled, and the bytes that were written."""
        os.write(self.master, keys)
        return self.settle()

    def write(self, keys: bytes) -> None:
        """Presses keys and waits for nothing."""
        os.write(self.master, keys)

    def memory(self) -> float:
        """Proportional memory of the program itself, in MB; processes that it started are not counted."""
        text = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024

    def own_memory(self) -> float:
        """Memory that no other process shares, in MB: what can grow."""
        text = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text(encoding="ascii")
        return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Private_")) / 1024

    def processor(self) -> float:
        """Seconds of processor that the program has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def work(self) -> float:
        """Seconds of processor that all threads of the program have used, to the microsecond."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9

    def read(self, seconds: float) -> bytes:
        """What arrives within some seconds; nothing when nothing does, or the program has ended."""
        if not select.select([self.master], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self.master, 65_536)
        except OSError:
            return b""


def gradstep(*arguments: str) -> list[str]:
    """The command line of the program, compiled as an installation leaves it."""
    _compile()
    return [sys.executable, "-m", "gradstep.tui", "--lang", "en", *arguments]


@cache
def _compile() -> None:
    """Sources that changed since are compiled once, and not by every start that is measured."""
    for package in (core, tui):
        compile_dir(package.__path__[0], quiet=2)


def bare() -> list[str]:
    """The command line of a Textual application that shows a few labels and nothing else."""
    return [sys.executable, str(BARE)]
