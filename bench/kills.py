"""What is lost when the program is killed? It is started, typed at, and killed at a random moment, again and again.

Everything that was acknowledged must be there: every line that was kept when a screen had settled, and the place that
the screen showed. `python -m bench.kills [COUNT]` kills as often as asked.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import monotonic

from gradstep.core.lesson.progress import Records, read_records

from .cases import Measured
from .ptys import Terminal, gradstep

COUNT = 200
LESSONS = ("sigmoid-neuron-graph", "perceptron-01-labels", "xor-two-layers")
KEYS = (b"\x1b[C",) * 6 + (b"\x1b[D", b".", b",", b"4", b"-0.5", b"1", b"\r", b"\r", b"\r", b"\t", b"\x1bOR\x1bOR",
        b"\x1bOQ", b"e", b"k", b"+", b"j", b"u", b"\x1b", b"t", b"n", b"\x1bOP", b"\x1b[15~")  # fmt: skip
"""Steps, answers, solutions, hints, exploring, and pages on top."""
MOST_KEYS = 20
START = 60.0
QUIET = 0.15
"""Seconds without a byte after which a screen stands."""
LATEST = 0.08
"""Seconds after a key in which it is killed, when it is not killed at rest; and, as often, while it starts."""


@dataclass
class Found:
    """What was seen over all kills."""

    kills: int = 0
    unsettled: int = 0
    """Of these, while a key was being answered or the program was starting."""
    lost: int = 0
    """Acknowledged lines that were gone."""
    back: int = 0
    """Lessons that came back to the place that was shown when they were killed at rest."""
    elsewhere: int = 0
    """Lessons that did not come back to the place that was shown."""
    damaged: int = 0
    """Lines or files that could not be read."""
    tracebacks: int = 0
    kept: int = 0
    """Lines in the end."""
    places: dict[str, str] = field(default_factory=dict)
    """Where each lesson was shown at last, if it was killed at rest."""


def killed(count: int, seed: int) -> Found:
    """Kills the program so many times over one folder of progress."""
    chance, state, found = random.Random(seed), tempfile.mkdtemp(prefix="gradstep-kills-"), Found()
    folder = Path(state) / "gradstep" / "visits"
    for _ in range(count):
        _once(chance, state, folder, found)
    found.kept = len(_lines(read_records(folder)))
    return found


def _once(chance: random.Random, state: str, folder: Path, found: Found) -> None:
    """One start, some keys, one kill; and what was there before is looked for."""
    lesson = chance.choice(LESSONS)
    with Terminal(gradstep(lesson), XDG_STATE_HOME=state) as terminal:
        if chance.random() < 0.1:
            Event().wait(chance.random())
            return _killed(terminal, b"", folder, _lines(read_records(folder)), found, is_settled=False)
        written = _settled(terminal, START)
        where = _place(written)
        if lesson in found.places:
            is_back = where == found.places[lesson]
            found.back, found.elsewhere = found.back + is_back, found.elsewhere + (not is_back)
        acknowledged, is_settled = _lines(read_records(folder)), True
        for _ in range(chance.randrange(MOST_KEYS)):
            terminal.write(chance.choice(KEYS))
            is_settled = chance.random() > 1 / MOST_KEYS
            if not is_settled:
                Event().wait(chance.random() * LATEST)
                break
            written += _settled(terminal, 0.5)
            acknowledged = _lines(read_records(folder))
        _killed(terminal, written, folder, acknowledged, found, is_settled=is_settled)
    found.places.pop(lesson, None)
    if is_settled and (shown := _place(written)):
        found.places[lesson] = shown
    return None


def _killed(
    terminal: Terminal, written: bytes, folder: Path, acknowledged: set[str], found: Found, *, is_settled: bool
) -> None:
    """Kills it, and counts what is missing of what was acknowledged."""
    terminal.process.kill()
    terminal.process.wait()
    while data := terminal.read(0.05):
        written += data
    records = read_records(folder)
    found.kills += 1
    found.unsettled += not is_settled
    found.lost += len(acknowledged - _lines(records))
    found.damaged += len(records.skipped)
    found.tracebacks += b"Traceback" in written


def _settled(terminal: Terminal, longest: float) -> bytes:
    """What is written until nothing comes any more."""
    written, end = b"", monotonic() + longest
    while (left := end - monotonic()) > 0:
        is_shown = longest < START or b"F1" in written
        data = terminal.read(min(left, QUIET) if is_shown else left)
        if not data:
            break
        written += data
    return written


def _place(written: bytes) -> str:
    """The step that stands on the screen; nothing where a page lies on top."""
    import pyte

    from .terminals import PRIVATE

    screen = pyte.Screen(80, 24)
    pyte.ByteStream(screen).feed(PRIVATE.sub(b"", written))
    head = screen.display[0]
    return head.strip() if "step" in head else ""


def _lines(records: Records) -> set[str]:
    """Every line that counts, as it is kept."""
    return {repr((id, line)) for id, lesson in records.lessons.items() for line in lesson.lines}


def kills(count: int = COUNT) -> Mapping[str, tuple[float, str, float | None]]:
    """Counts of so many kills."""
    found = killed(count, seed=1)
    return {
        f"{found.kills} kills: acknowledged lines lost": (found.lost, "", 0),
        "lessons that came back elsewhere": (found.elsewhere, "", 0),
        "lessons that came back to the place that was shown": (found.back, "", None),
        "files or lines damaged": (found.damaged, "", 0),
        "tracebacks": (found.tracebacks, "", 0),
        "killed while it answered or started": (found.unsettled, "", None),
        "lines kept in the end": (found.kept, "", None),
    }


CASES = (Measured("killed at random moments", kills),)

if __name__ == "__main__":
    for name, (value, unit, _) in kills(int(sys.argv[1]) if sys.argv[1:] else COUNT).items():
        print(f"{name}: {value:g} {unit}".rstrip())
