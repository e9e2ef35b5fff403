"""What does the full screen cost? First paint, keys, bytes, memory, many sessions, beside a bare application."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Mapping
from threading import Event
from time import monotonic

import numpy as np

from .cases import Measured
from .ptys import Terminal, bare, gradstep

Numbers = Mapping[str, tuple[float, str, float | None]]
RIGHT, LEFT, BACK = b"\x1b[C", b"\x1b[D", b"m"
ROUNDS = 7
STEPS = 40
SESSIONS, ROUND = 30, 2.0
"""Sessions at once, and the seconds in which each of them makes a step."""
SIXTY = "+".join(f"a{place}*b{place}" for place in range(1, 16))
VALUES = ",".join(f"a{place}={place / 10},b{place}={1 - place / 20}" for place in range(1, 16))


def _state() -> str:
    return tempfile.mkdtemp(prefix="gradstep-bench-")


def _started(*arguments: str, size: tuple[int, int] = (80, 24)) -> Terminal:
    """The program, its first screen settled."""
    terminal = Terminal(gradstep(*arguments), size, XDG_STATE_HOME=_state())
    terminal.until(b"F1")
    terminal.settle()
    return terminal


def first_paint() -> Numbers:
    """Starts in turns, so that what else the machine does hits both; both were started once before."""
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for turn in range(ROUNDS + 1):
        for name, command, text in (("bare", bare(), b"hello 3"), ("ours", gradstep(), b"F1")):
            with Terminal(command, XDG_STATE_HOME=_state()) as terminal:
                taken = terminal.until(text)
            if turn:
                times[name].append(taken)
    ratios = [ours / theirs for ours, theirs in zip(times["ours"], times["bare"], strict=True)]
    return {
        "catalogue over a bare application": (statistics.median(ratios), "×", 1.5),
        "catalogue": (1e3 * statistics.median(times["ours"]), "ms", None),
        "bare application": (1e3 * statistics.median(times["bare"]), "ms", None),
    }


def _keys(terminal: Terminal, keys: tuple[bytes, ...]) -> tuple[list[float], list[int]]:
    """Milliseconds and bytes of every key."""
    taken = [terminal.press(keys[turn % len(keys)]) for turn in range(STEPS)]
    return [1e3 * seconds for seconds, count in taken if count], [count for _, count in taken if count]


def _told(name: str, terminal: Terminal, keys: tuple[bytes, ...], limit: float, most: float) -> Numbers:
    seconds, sizes = _keys(terminal, keys)
    return {
        f"{name}, 95 of 100": (float(np.percentile(seconds, 95)), "ms", limit),
        f"{name}, median": (statistics.median(seconds), "ms", None),
        f"{name}, bytes a step": (float(np.percentile(sizes, 95)) / 1e3, "kB", most),
    }


def keys() -> Numbers:
    """A key pressed until nothing is written any more; the wait that shows it is not counted."""
    found: dict[str, tuple[float, str, float | None]] = {}
    with Terminal(bare()) as terminal:
        terminal.until(b"hello 3")
        terminal.settle()
        found["four labels of a bare application, median"] = (
            statistics.median(_keys(terminal, (RIGHT,))[0]),
            "ms",
            None,
        )
    with _started("explore", "1/(1+exp(-(w0*x0+w1*x1+w2)))", "--at", "w0=2,x0=-1,w1=-3,x1=-2,w2=-3") as terminal:
        found |= _told("graph of 13 nodes", terminal, (*[RIGHT] * 18, *[LEFT] * 18), 40, 3)
    with _started("explore", SIXTY, "--at", VALUES) as terminal:
        found |= _told("graph of 59 nodes", terminal, (RIGHT,), 60, 3)
    with _started("explore", "network", "--set", "rate = 0.2") as terminal:
        found |= _told("network with decision regions", terminal, (RIGHT,), 50, 40)
    with _started() as terminal:
        terminal.press(b"\x1b")
        seconds, _ = _keys(terminal, (b"\x1bOP", b"\x1b"))
        found["a page on top, 95 of 100"] = (float(np.percentile(seconds, 95)), "ms", 120)
    return found


def memory() -> Numbers:
    """Proportional memory with a lesson open, beside the bare application; what a thousand steps add; idle."""
    with Terminal(bare()) as terminal:
        terminal.until(b"hello 3")
        terminal.settle()
        alone = terminal.memory()
    with _started("explore", "1/(1+exp(-(w0*x0+w1*x1+w2)))", "--at", "w0=2,x0=-1,w1=-3,x1=-2,w2=-3") as terminal:
        for _ in range(10):
            terminal.press(RIGHT)
        opened = terminal.memory()
        start = terminal.processor()
        Event().wait(10)
        idle = (terminal.processor() - start) / 10
        _back_and_forth(terminal, 150, 10)
        warm = terminal.own_memory()
        _back_and_forth(terminal, 500, 50)
        grown = terminal.own_memory() - warm
    return {
        "a lesson, above a bare application": (opened - alone, "MB", 20),
        "a lesson": (opened, "MB", None),
        "bare application": (alone, "MB", None),
        "after 1,000 steps and 100 pages more": (grown, "MB", 1),
        "idle": (100 * idle, "% of a core", 0.2),
    }


def _back_and_forth(terminal: Terminal, steps: int, pages: int) -> None:
    """Steps on and back, and the page of keys opened and closed."""
    for _ in range(steps):
        terminal.press(RIGHT)
        terminal.press(LEFT)
    for _ in range(pages):
        terminal.press(b"\x1bOP")
        terminal.press(b"\x1b")


def many() -> Numbers:
    """Thirty sessions, each of which makes a step every two seconds."""
    begin = monotonic()
    sessions = [Terminal(gradstep("sigmoid-neuron-graph"), XDG_STATE_HOME=_state()) for _ in range(SESSIONS)]
    try:
        firsts = [session.until(b"F1", 180) for session in sessions]
        ready = monotonic() - begin
        for session in sessions:
            session.settle()
        used = sum(session.processor() for session in sessions)
        taken: list[float] = []
        start = monotonic()
        for turn in range(6):
            for place, session in enumerate(sessions):
                due = start + turn * ROUND + place * ROUND / SESSIONS
                Event().wait(max(0.0, due - monotonic()))
                seconds, count = session.press(RIGHT if turn % 2 == 0 else LEFT)
                if count:
                    taken.append(1e3 * seconds)
        wall = monotonic() - start
        share = (sum(session.processor() for session in sessions) - used) / wall
        total = sum(session.memory() for session in sessions)
    finally:
        for session in sessions:
            session.__exit__()
    return {
        "30 at once, first frame, median": (statistics.median(firsts), "s", 12),
        "30 at once, the last one ready": (ready, "s", None),
        "a step, 95 of 100": (float(np.percentile(taken, 95)), "ms", 100),
        "a step, median": (statistics.median(taken), "ms", None),
        "processor": (100 * share, "% of a core", 60),
        "memory of all": (total / 1024, "GB", 1.4),
    }


CASES = (
    Measured("first paint", first_paint),
    Measured("key to settled frame", keys),
    Measured("memory and rest", memory),
    Measured("thirty sessions on one host", many),
)
