"""What does `gradstep serve` cost with thirty visitors? Each opens the page, then makes a step a second there.

The visitors speak as the page does (a cookie, a websocket, `["stdin", …]`); no browser draws, so what a browser itself
needs is not in the numbers. `python -m bench.visitors [VISITORS] [SECONDS]` takes other numbers.
"""

from __future__ import annotations

import asyncio
import re
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import numpy as np

from .cases import Measured
from .ptys import TICKS, gradstep

VISITORS, SECONDS = 30, 45
LESSON = "sigmoid-neuron-graph"
RIGHT, LEFT = "\x1b[C", "\x1b[D"
QUIET = 0.08
"""Seconds without a byte after which a screen stands; they are not counted."""
OPENED = 120.0
MEGABYTE = 1024


@dataclass
class Visits:
    """What the visitors saw."""

    firsts: list[float] = field(default_factory=list)
    """Seconds until the first screen."""
    steps: list[float] = field(default_factory=list)
    """Seconds from a key to the last byte of its screen."""
    sent: int = 0
    """Bytes that came over the line for all steps."""
    silent: int = 0
    """Steps to which nothing came."""


async def _visit(address: str, place: int, count: int, seconds: int, begin: asyncio.Event, ready: list[int],
                 visits: Visits) -> None:  # fmt: skip
    """One visitor, from opening the page to leaving it."""
    from aiohttp import ClientSession, CookieJar

    started = monotonic()
    async with ClientSession(cookie_jar=CookieJar(unsafe=True), headers={"Accept-Language": "en"}) as http:
        async with http.get(address) as page:
            await page.text()
        async with http.ws_connect(address + "ws?width=80&height=24") as line:
            seen = b""
            while b"F1" not in seen:
                seen += await asyncio.wait_for(line.receive_bytes(), OPENED)
            visits.firsts.append(monotonic() - started)
            await _quiet(line)
            ready.append(place)
            await begin.wait()
            start = monotonic() + place / count
            for turn in range(seconds):
                await asyncio.sleep(max(0.0, start + turn - monotonic()))
                pressed = monotonic()
                await line.send_json(["stdin", RIGHT if turn % 2 == 0 else LEFT])
                last, size = await _quiet(line, 5.0)
                visits.sent += size
                visits.silent += not size
                if size:
                    visits.steps.append(last - pressed)


async def _quiet(line: Any, longest: float = QUIET) -> tuple[float, int]:
    """Receives until nothing comes any more: when the last byte came, and how many did."""
    last, size = monotonic(), 0
    while True:
        try:
            data = await asyncio.wait_for(line.receive_bytes(), QUIET if size else longest)
        except TimeoutError:
            return last, size
        last, size = monotonic(), size + len(data)


def _family(root: int) -> Iterator[int]:
    """The process and everything that it has started."""
    yield root
    for children in Path(f"/proc/{root}/task").glob("*/children"):
        for child in _told(children).split():
            yield from _family(int(child))


def _told(path: Path) -> str:
    """What the system says of a process; nothing of one that has ended meanwhile."""
    try:
        return path.read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _memory(root: int) -> float:
    """Proportional memory of all of them, in MB."""
    total = 0
    for each in _family(root):
        text = _told(Path(f"/proc/{each}/smaps_rollup"))
        total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total / MEGABYTE


def _processor(root: int) -> float:
    """Seconds of processor that all of them have used."""
    found = 0.0
    for each in _family(root):
        fields = _told(Path(f"/proc/{each}/stat")).rpartition(")")[2].split()
        found += sum(map(int, fields[11:13])) / TICKS
    return found


async def _class(address: str, root: int, count: int, seconds: int) -> tuple[Visits, float, float]:
    """All visitors at once; answers what they saw, the memory of all programs, and the share of a core."""
    begin, ready, visits = asyncio.Event(), list[int](), Visits()
    tasks = [
        asyncio.create_task(_visit(address, place, count, seconds, begin, ready, visits)) for place in range(count)
    ]
    while len(ready) < count and not any(task.done() for task in tasks):
        await asyncio.sleep(0.1)
    used, started = _processor(root), monotonic()
    begin.set()
    await asyncio.sleep(seconds * 0.8)
    share = (_processor(root) - used) / (monotonic() - started)
    memory = _memory(root)
    await asyncio.gather(*tasks)
    return visits, memory, share


def _await_listening(address: str, longest: float = 30.0) -> None:
    """The address is told a moment before anybody listens there."""
    host, port = address.removeprefix("http://").rstrip("/").split(":")
    ends, pause = monotonic() + longest, Event()
    while monotonic() < ends:
        try:
            socket.create_connection((host, int(port)), 1.0).close()
            return
        except OSError:
            pause.wait(0.05)


def visited(count: int = VISITORS, seconds: int = SECONDS) -> Mapping[str, tuple[float, str, float | None]]:
    """A server of its own with so many visitors for so many seconds."""
    environment = {"XDG_STATE_HOME": tempfile.mkdtemp(prefix="gradstep-visitors-"), "PATH": "/usr/bin:/bin"}
    with subprocess.Popen([*gradstep("serve", LESSON, "--port", "0", "--sessions", str(count))],
                          stdout=subprocess.PIPE, text=True, env=environment) as server:  # fmt: skip
        try:
            assert server.stdout is not None
            told = re.search(r"http://[^/]+/", server.stdout.readline())
            assert told is not None
            _await_listening(told[0])
            visits, memory, share = asyncio.run(_class(told[0], server.pid, count, seconds))
        finally:
            server.terminate()
    return {
        f"{count} at once, first screen, median": (statistics.median(visits.firsts), "s", None),
        "the last one": (max(visits.firsts), "s", None),
        "a step each second, 95 of 100": (1e3 * float(np.percentile(visits.steps, 95)), "ms", 100),
        "a step each second, median": (1e3 * statistics.median(visits.steps), "ms", None),
        "steps that nothing answered": (visits.silent, f"of {count * seconds}", 0),
        "bytes a step": (visits.sent / max(1, len(visits.steps)) / 1e3, "kB", None),
        "processor, server and programs": (100 * share, "% of a core", None),
        "memory of all, server included (PSS)": (memory / MEGABYTE, "GB", 1.1),
    }


CASES = (Measured("thirty visitors of gradstep serve", visited),)

if __name__ == "__main__":
    for name, (value, unit, _) in visited(*map(int, sys.argv[1:])).items():
        print(f"{name}: {value:.4g} {unit}")
