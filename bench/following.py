"""What does a class of thirty cost its teacher, and how soon does it see her step? Real programs, real sockets."""

from __future__ import annotations

import os
import select
import signal
import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import monotonic

import numpy as np
from gradstep.tui.presenting.finding import knock
from gradstep.tui.presenting.link import Link

from .cases import Measured
from .ptys import Terminal, gradstep

Numbers = Mapping[str, tuple[float, str, float | None]]
RIGHT, LEFT = b"\x1b[C", b"\x1b[D"
CLASS, STEPS, SCREENS = 30, 40, 30
LESSON = "sigmoid-neuron-graph"
TURN = 2
"""Steps forward before as many back: what is shown before the first question."""


def _teacher(place: str) -> Terminal:
    """Somebody who presents, with the first step behind her."""
    state = tempfile.mkdtemp(prefix="gradstep-bench-")
    terminal = Terminal(gradstep("present", LESSON, "--socket", place, "--one-account"), XDG_STATE_HOME=state)
    terminal.until(b"F5")
    terminal.settle()
    return terminal


def _key(turn: int) -> bytes:
    return RIGHT if turn // TURN % 2 == 0 else LEFT


def _pressed(teacher: Terminal) -> list[float]:
    """Milliseconds from a key to the finished screen of the teacher."""
    taken = [teacher.press(_key(turn)) for turn in range(STEPS)]
    return [1e3 * seconds for seconds, count in taken if count]


def lines() -> Numbers:
    """Thirty connections: from the key of the teacher to the line at the last of them, with a killed and a deaf one."""
    place = str(Path(tempfile.mkdtemp(prefix="gs-")) / "class.sock")
    with _teacher(place) as teacher:
        alone = _pressed(teacher)
        links = [Link(*knock(Path(place)), "") for _ in range(CLASS)]
        deaf, killed = links[0], _killed(place)
        teacher.settle(1.0)
        for link in links[1:]:
            _heard(link)
        os.kill(killed, signal.SIGKILL)
        os.waitpid(killed, 0)
        together, arrivals = list[float](), list[float]()
        for turn in range(STEPS):
            start = monotonic()
            os.write(teacher.master, _key(turn))
            for link in links[1:]:
                _heard(link, 2.0)
            arrivals.append(1e3 * (monotonic() - start))
            teacher.settle()
        together = _pressed(teacher)
        used = teacher.processor()
        start = monotonic()
        teacher.settle(5.0)
        idle = (teacher.processor() - used) / (monotonic() - start)
        for link in (deaf, *links[1:]):
            link.close()
    return {
        "step to the last of 29, one deaf and one killed, 95 of 100": (float(np.percentile(arrivals, 95)), "ms", 40),
        "the same, median": (float(np.median(arrivals)), "ms", None),
        "teacher's key, nobody follows, 95 of 100": (float(np.percentile(alone, 95)), "ms", None),
        "teacher's key, 30 follow, 95 of 100": (float(np.percentile(together, 95)), "ms", 40),
        "teacher's key, nobody, median": (float(np.median(alone)), "ms", None),
        "teacher's key, 30 follow, median": (float(np.median(together)), "ms", None),
        "teacher idle with 30 followers": (100 * idle, "% of a core", 1.0),
    }


def _killed(place: str) -> int:
    """A follower in a process of its own."""
    child = os.fork()
    if child == 0:
        link = Link(*knock(Path(place)), "")
        while True:
            _heard(link, 1.0)
    return child


def _heard(link: Link, seconds: float = 0.5) -> None:
    """Waits for a line, and takes all that wait. Raises TimeoutError."""
    if not select.select([link], [], [], seconds)[0]:
        raise TimeoutError("a follower heard nothing")
    link.newest()


def screens() -> Numbers:
    """Thirty whole programs that follow: from the key of the teacher until the last screen begins to change."""
    place = str(Path(tempfile.mkdtemp(prefix="gs-")) / "class.sock")
    with _teacher(place) as teacher:
        state = tempfile.mkdtemp(prefix="gradstep-bench-")
        pupils = [Terminal(gradstep("follow", place), XDG_STATE_HOME=state) for _ in range(SCREENS)]
        try:
            for pupil in pupils:
                pupil.until(b"F1", 180)
            for pupil in pupils:
                pupil.settle(1.0)
            teacher.settle(1.0)
            taken: list[float] = []
            for turn in range(STEPS // 2):
                start = monotonic()
                os.write(teacher.master, _key(turn))
                taken.append(1e3 * _all_changed(pupils, start))
                for terminal in (teacher, *pupils):
                    terminal.settle(0.3)
            memory = teacher.memory() + sum(pupil.memory() for pupil in pupils)
        finally:
            for pupil in pupils:
                pupil.__exit__()
    return {
        "step to the last of 30 screens, 95 of 100": (float(np.percentile(taken, 95)), "ms", 400),
        "step to the last of 30 screens, median": (float(np.median(taken)), "ms", None),
        "memory of teacher and 30 screens": (memory / 1024, "GB", 1.4),
    }


def _all_changed(pupils: list[Terminal], start: float) -> float:
    """Seconds until the last of them has written something."""
    waiting = {pupil.master: pupil for pupil in pupils}
    while waiting and monotonic() - start < 10:
        for handle in select.select(list(waiting), [], [], 1.0)[0]:
            waiting.pop(handle).read(0)
    return monotonic() - start


CASES = (Measured("a class of thirty, lines", lines), Measured("a class of thirty, screens", screens))
