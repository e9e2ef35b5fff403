"""What does the laboratory cost? Frames a second, bytes a frame, a key while it trains, updates alone, rest."""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Mapping
from threading import Event
from time import monotonic, perf_counter

import numpy as np
from gradstep.core.laboratory import moving, turning
from gradstep.core.laboratory.state import BEGINNING, begin

from .cases import Measured
from .ptys import Terminal, gradstep

Numbers = Mapping[str, tuple[float, str, float | None]]
SIZES = ((80, 24), (120, 40), (200, 50))
WATCHED = 6.0
"""Seconds for which a running laboratory is watched."""
GAP = 0.02
"""Seconds without a byte after which what comes next is another frame."""
PROMPT = b"go to (312"
PRESSES = 25


def _started(size: tuple[int, int], *arguments: str) -> Terminal:
    state = tempfile.mkdtemp(prefix="gradstep-bench-")
    terminal = Terminal(gradstep("lab", *arguments), size, XDG_STATE_HOME=state)
    terminal.until(b"F1")
    terminal.settle()
    return terminal


def _frames(terminal: Terminal, seconds: float) -> list[int]:
    """The bytes of every frame that is written in some seconds."""
    sizes: list[int] = []
    end = monotonic() + seconds
    while monotonic() < end:
        data = terminal.read(0.5)
        if not data:
            continue
        count = len(data)
        while more := terminal.read(GAP):
            count += len(more)
        sizes.append(count)
    return sizes


def running() -> Numbers:
    """The laboratory as it begins, running at its usual pace and as fast as it can."""
    found: dict[str, tuple[float, str, float | None]] = {}
    for size in SIZES:
        name = f"{size[0]}×{size[1]}"
        with _started(size) as terminal:
            os.write(terminal.master, b" ")
            start = terminal.processor()
            frames = _frames(terminal, WATCHED)
            used = (terminal.processor() - start) / WATCHED
        small = size == SIZES[0]
        found[f"{name}, frames a second"] = (len(frames) / WATCHED, "", None)
        found[f"{name}, bytes a frame, median"] = (statistics.median(frames) / 1e3, "kB", 8 if small else None)
        found[f"{name}, bytes a frame, 95 of 100"] = (float(np.percentile(frames, 95)) / 1e3, "kB", None)
        found[f"{name}, processor"] = (100 * used, "% of a core", 100 if small else None)
    with _started(SIZES[0]) as terminal:
        os.write(terminal.master, b">>>>> ")
        frames = _frames(terminal, WATCHED)
    found["as fast as it can, frames a second"] = (len(frames) / WATCHED, "", None)
    found["as fast as it can, bytes a frame, median"] = (statistics.median(frames) / 1e3, "kB", 8)
    return found


def keys() -> Numbers:
    """From a key to what it shows, while it trains as fast as it can; the presses come at moments of their own."""
    taken: list[float] = []
    worked: list[float] = []
    with _started(SIZES[0], "--set", "hidden = [8, 8]; count = 200") as terminal:
        os.write(terminal.master, b">>>>> ")
        Event().wait(1.0)
        for turn in range(PRESSES):
            end = monotonic() + 0.3 + 0.013 * turn
            while monotonic() < end:
                terminal.read(0.01)
            start, work = perf_counter(), terminal.work()
            os.write(terminal.master, b"g")
            seen = b""
            while PROMPT not in seen:
                seen += terminal.read(1.0)
            taken.append(1e3 * (perf_counter() - start))
            worked.append(1e3 * (terminal.work() - work))
            os.write(terminal.master, b"\x1b")
            Event().wait(0.2)
    return {
        "key while it trains, 95 of 100": (float(np.percentile(taken, 95)), "ms", 50),
        "key while it trains, median": (statistics.median(taken), "ms", None),
        "its processor time, 95 of 100": (float(np.percentile(worked, 95)), "ms", 50),
        "its processor time, median": (statistics.median(worked), "ms", None),
    }


def alone() -> Numbers:
    """1,000 updates without drawing, and what a state costs to be found again."""
    lab = turning.turned(begin(BEGINNING), {"hidden": (8, 8), "count": 200})
    start = perf_counter()
    lab = moving.stepped(lab, 1_000)
    taken = perf_counter() - start
    lab = moving.stepped(lab, 9_000)
    random = np.random.default_rng(0)
    seeks: list[float] = []
    for at in random.integers(0, 10_000, 100):
        start = perf_counter()
        lab.run.training.state(int(at))
        seeks.append(1e3 * (perf_counter() - start))
    return {
        "1,000 updates of 2-8-8-1 without drawing": (taken, "s", 0.5),
        "back to any of 10,000 updates, 95 of 100": (float(np.percentile(seeks, 95)), "ms", 50),
    }


def rest() -> Numbers:
    """Paused, after it ran."""
    with _started(SIZES[0]) as terminal:
        os.write(terminal.master, b" ")
        _frames(terminal, 2.0)
        os.write(terminal.master, b" ")
        terminal.settle()
        Event().wait(0.5)
        start = terminal.processor()
        Event().wait(8.0)
        idle = (terminal.processor() - start) / 8.0
    return {"paused": (100 * idle, "% of a core", 0.3)}


CASES = (
    Measured("laboratory, running", running),
    Measured("laboratory, keys", keys),
    Measured("laboratory, training alone", alone),
    Measured("laboratory, at rest", rest),
)
