"""What was the best so far in each challenge? A short list of one's own, in a private file beside the progress.

A file that cannot be read counts as empty, and one that cannot be written costs only the list.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from ..plain_files import read_kept, replace_private
from .challenges import CHALLENGES

FILE = "laboratory.json"
MOST_BYTES = 100_000
KEPT = 5
"""Results that are kept of each challenge."""
LONGEST = 2_000
"""Letters of a command that is kept."""


@dataclass(frozen=True)
class Result:
    """Something that was reached: what it counts, and the command that shows it."""

    score: int
    command: str


Best = Mapping[str, tuple[Result, ...]]
"""Challenge id to its results, the best first."""


def read_best(state: Path | None) -> Best:
    """What is kept; only what can be used."""
    found: dict[str, tuple[Result, ...]] = {}
    for id, rows in (read_kept(state / FILE, MOST_BYTES) if state is not None else {}).items():
        if id in CHALLENGES and isinstance(rows, list):
            results = [_result(row) for row in cast("list[object]", rows)[:KEPT]]
            found[id] = tuple(one for one in results if one is not None)
    return found


def _result(row: object) -> Result | None:
    if not isinstance(row, Mapping):
        return None
    fields = cast("Mapping[str, object]", row)
    score, command = fields.get("score"), fields.get("command")
    if isinstance(score, bool) or not isinstance(score, int) or score < 0 or not isinstance(command, str):
        return None
    return Result(score, command[:LONGEST])


def with_result(best: Best, id: str, result: Result) -> Best:
    """The lists with one more result in its place; what was reached by the same command before stands once."""
    rows = [one for one in best.get(id, ()) if one.command != result.command]
    rows = sorted([*rows, result], key=lambda one: one.score)[:KEPT]
    return {**best, id: tuple(rows)}


def keep_best(state: Path | None, best: Best, visit: str) -> bool:
    """Writes the lists; answers whether that could be done."""
    if state is None:
        return False
    data = {id: [{"score": one.score, "command": one.command} for one in rows] for id, rows in best.items()}
    try:
        replace_private(state / FILE, (json.dumps(data) + "\n").encode("utf-8"), visit)
    except OSError:
        return False
    return True
