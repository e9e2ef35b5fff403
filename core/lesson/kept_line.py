"""What does one line of a visit's file say? One action, or nothing at all when any part of it is not as it should be.

A file may hold anything: torn lines, lines of another version, bytes of another program. A line counts only if each of
its parts has the type and the size that this program writes, so that nothing behind has to doubt a number or a text.
Texts come without a sign that steers a terminal.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from ..words import core_words
from ..words.controls import visible
from .actions import DOES, LOOKS
from .seeds import LARGEST_SEED, USUAL

FORMAT = 1
RESET = "reset"
"""The action of a line that begins a lesson anew."""
LONGEST_LINE = 64_000
"""Bytes of a line; a longer one is none of ours."""
LONGEST_TEXT = 2_000
"""Characters of an answer that are kept, which is more than any answer that can be read has."""
LONGEST_NAME = 200
MOST_BEATS = 1_000_000
MOST_HINTS = 1_000
LAST_TIME = 253_402_300_799.0
"""The end of the year 9999: no clock of a learner is behind it."""
LAST_ORDER = 1_000_000_000_000_000
"""Far behind any time in milliseconds, so that there is always a place behind the latest line."""
MOST_TRAIL = 60
"""Looks that a line remembers at most."""


@dataclass(frozen=True)
class Line:
    """One action, with where it happened and what came of it."""

    time: float
    lesson: str
    step: str
    fingerprint: str
    beat: int
    action: Mapping[str, object]
    verdict: str = ""
    diagnosis: str = ""
    hints: int = 0
    outcome: str = ""
    finished: bool = False
    order: int = 0
    """Its place among all lines: milliseconds by the clock, but always behind what was there; 0 goes by time."""
    seed: int = USUAL
    """Whose numbers the lesson had, once the action was done."""
    neighbour: bool = False
    """Was the same question with other numbers shown by then?"""
    trail: tuple[Mapping[str, object], ...] = ()
    """The looks that lead to what was seen then; a line without an order, of an older version, does not say."""

    @property
    def helps(self) -> int:
        """How much help was taken by then: hints, and the worked neighbour as one more."""
        return self.hints + self.neighbour

    @property
    def place(self) -> tuple[int, float]:
        """What lines are sorted by: the order of writing, which no clock can disturb."""
        return (self.order or int(self.time * 1000), self.time)


def line_to_json(line: Line) -> dict[str, object]:
    """A line as plain data, without its empty parts."""
    data: dict[str, object] = {
        "format": FORMAT, "time": line.time, "lesson": line.lesson, "step": line.step,
        "fingerprint": line.fingerprint, "beat": line.beat, "action": _cut(line.action),
    }  # fmt: skip
    for key in ("verdict", "diagnosis", "hints", "neighbour", "outcome", "finished", "seed", "order"):
        if getattr(line, key):
            data[key] = getattr(line, key)
    if line.trail:
        data["trail"] = [dict(look) for look in line.trail]
    return data


def write_line(line: Line) -> bytes:
    """The line as it is appended to a file: in ASCII, so that no sign in an answer can end it or be refused."""
    data = line_to_json(line)
    written = json.dumps(data, ensure_ascii=True)
    if len(written) >= LONGEST_LINE and data.pop("trail", None):
        # What was looked at can be found again; the action cannot.
        written = json.dumps(data, ensure_ascii=True)
    return written.encode("ascii") + b"\n"


def read_line(row: bytes) -> tuple[Line | None, bool]:
    """The line of a row, or None for one that is not ours; and whether all of it was understood."""
    if len(row) > LONGEST_LINE or not row.lstrip().startswith(b"{"):
        return None, False
    try:
        line = _line(json.loads(row.decode("utf-8", "replace"), parse_constant=_refuse))
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return None, False
    if line.diagnosis and not is_known(line.diagnosis):
        # Another version has a name for this mistake; the answer counts all the same.
        return replace(line, diagnosis=""), False
    return line, True


def is_known(diagnosis: str) -> bool:
    """Has this version a name and a sentence for a misconception?"""
    texts = core_words().texts
    return f"mistake.{diagnosis}" in texts and f"mistake.{diagnosis}-name" in texts


def _line(data: Any) -> Line:
    """The line in plain data. Raises ValueError, TypeError, KeyError for data that is not one."""
    if data["format"] != FORMAT or isinstance(data["format"], bool):
        raise ValueError("another format")
    order = data.get("order", 0)
    return Line(
        time=_time(data["time"]), lesson=_name(data["lesson"]), step=_name(data["step"]),
        fingerprint=_name(data["fingerprint"]), beat=_count(data["beat"], MOST_BEATS), action=_action(data["action"]),
        verdict=_name(data.get("verdict", "")), diagnosis=_name(data.get("diagnosis", "")),
        hints=_count(data.get("hints", 0), MOST_HINTS), outcome=_name(data.get("outcome", "")),
        finished=_truth(data.get("finished", False)),
        seed=_count(data.get("seed", USUAL), LARGEST_SEED), neighbour=_truth(data.get("neighbour", False)),
        order=order if type(order) is int and 0 < order <= LAST_ORDER else 0,
        trail=_trail(data.get("trail", [])),
    )  # fmt: skip


def _action(data: Any) -> Mapping[str, object]:
    """An action that can be done. Raises ValueError, TypeError, KeyError."""
    do, text = data["do"], data.get("text", "")
    if not isinstance(do, str) or (do not in DOES and do != RESET) or not isinstance(text, str):
        raise ValueError("no action")
    found: dict[str, object] = {"do": do}
    if text:
        found["text"] = visible(text[:LONGEST_TEXT])
    if do == "seek":
        found |= {key: _count(data.get(key, 0), MOST_BEATS) for key in ("step", "beat")}
    return found


def _trail(data: object) -> tuple[Mapping[str, object], ...]:
    """Looks and steps between them. Raises ValueError, TypeError, KeyError."""
    if not isinstance(data, list) or len(data) > MOST_TRAIL:
        raise ValueError("no trail")
    found = tuple(_action(look) for look in data)
    if any(look["do"] not in LOOKS | {"next", "back"} for look in found):
        raise ValueError("no trail")
    return found


def _time(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("no time")
    time = float(value)
    if not math.isfinite(time) or not 0 <= time <= LAST_TIME:
        raise ValueError("no time")
    return time


def _name(value: object) -> str:
    """A text of one line that can be shown."""
    if not isinstance(value, str) or len(value) > LONGEST_NAME or not value.isprintable():
        raise ValueError("no name")
    return value


def _count(value: object, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError("no count")
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("neither true nor false")
    return value


def _cut(action: Mapping[str, Any]) -> dict[str, object]:
    """The action, with no more of its text than is read again."""
    data = dict(action)
    if len(str(data.get("text", ""))) > LONGEST_TEXT:
        data["text"] = data["text"][:LONGEST_TEXT]
    return data


def _refuse(word: str) -> NoReturn:
    """JSON has no NaN and no infinity; what has them is not ours."""
    raise ValueError(word)
