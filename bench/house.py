"""How large is the house? Counts what a reader has to read and what is loose, for the table in docs/architecture.md.

`python -m bench.house` counts; `--write` puts the table into the page. The column "before" was counted in the same way
when the quantities were still said by hand, at the beginning of the rebuilding on rows.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- figures: written by `python -m bench.house --write` -->", "<!-- end of the figures -->"
BEFORE = {
    "lines of `core/simulations`": "14,700", "kinds of simulation": "16", "lines a topic, median": "1,104",
    "`Any` in `core`": "857", "of them in `core/simulations`": "", "`isinstance` on a simulation in `tui`": "20",
    "reaches into a trace in `tui`": "23", "lines of `tui/plain`": "",
}  # fmt: skip
GOALS = {
    "lines of `core/simulations`": "8,000", "lines a topic, median": "350", "`Any` in `core`": "250",
    "`isinstance` on a simulation in `tui`": "0", "reaches into a trace in `tui`": "0",
}  # fmt: skip


def sources(folder: str) -> dict[Path, str]:
    """The text of every module below a folder."""
    return {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / folder).rglob("*.py"))}


def lines(texts: dict[Path, str]) -> int:
    """How many lines they have together."""
    return sum(text.count("\n") for text in texts.values())


def found(pattern: str, texts: dict[Path, str]) -> int:
    """How often a pattern stands in them."""
    return sum(len(re.findall(pattern, text)) for text in texts.values())


def topics() -> list[int]:
    """The lines of each topic: its folder, or its file."""
    from gradstep.core.simulations.kinds import PLACES

    home, sizes = "core/simulations", dict[str, int]()
    for place in PLACES.values():
        room = place.partition(":")[0].strip(".").partition(".")[0]
        folder = ROOT / home / room
        sizes[room] = (
            lines(sources(f"{home}/{room}"))
            if folder.is_dir()
            else (ROOT / home / f"{room}.py").read_text().count("\n")
        )
    return list(sizes.values())


def figures() -> dict[str, int]:
    """What is counted, by name."""
    from gradstep.core.simulations.kinds import PLACES

    core, simulations, faces = sources("core"), sources("core/simulations"), sources("tui")
    kinds = "|".join(sorted({place.rpartition(":")[2] for place in PLACES.values()} | {"PassView", "AroundPass"}))
    return {
        "lines of `core/simulations`": lines(simulations), "kinds of simulation": len(PLACES) - 1,
        "lines a topic, median": round(median(topics())), "`Any` in `core`": found(r"\bAny\b", core),
        "of them in `core/simulations`": found(r"\bAny\b", simulations),
        "`isinstance` on a simulation in `tui`": found(rf"isinstance\([^()]*\b({kinds})\b", faces),
        "reaches into a trace in `tui`": found(r"\.trace\.(record|times)\b", faces),
        "lines of `tui/plain`": lines(sources("tui/plain")),
    }  # fmt: skip


def table() -> str:
    """The table as Markdown."""
    rows = [f"| {name} | {BEFORE[name]} | {count:,} | {GOALS.get(name, '')} |" for name, count in figures().items()]
    return "\n".join(["| | before | now | goal |", "|---|--:|--:|--:|", *rows])


def page(text: str) -> str:
    """The page with a fresh table."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    if "--write" in sys.argv:
        target = ROOT / "docs" / "architecture.md"
        target.write_text(page(target.read_text(encoding="utf-8")), encoding="utf-8")
    print(table())
