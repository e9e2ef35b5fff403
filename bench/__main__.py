"""`python -m bench [TOPIC …] [--json FILE]`: compares, prints a table, and says which goals are reached."""

from __future__ import annotations

import argparse
import json
import pkgutil
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from .cases import Row

MARKS = {True: "yes", False: "NO", None: ""}
WIDTHS = (44, 30, 16, 18, 4)


def main() -> int:
    """Runs the topics that are named, or all; 0 when every goal is reached."""
    folder = Path(__file__).parent
    modules = {found.name: import_module(f"bench.{found.name}") for found in pkgutil.iter_modules([str(folder)])
               if not found.name.startswith("__")}  # fmt: skip
    topics = {name: module.CASES for name, module in modules.items() if hasattr(module, "CASES")}
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help=", ".join(topics))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there as well")
    given = parser.parse_args()
    unknown = [name for name in given.topics if name not in topics]
    if unknown:
        parser.error(f"there is no topic {unknown[0]}; topics: {', '.join(topics)}")
    print(_line(("case", "against", "result", "goal", "ok")))
    rows: list[Row] = []
    for name in given.topics or topics:
        for case in topics[name]:
            for row in case.rows():
                rows.append(row)
                print(_line((row.case, row.against, row.result, row.goal, MARKS[row.reached])), flush=True)
    if given.json:
        given.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")
    return int(any(row.reached is False for row in rows))


def _line(cells: tuple[str, ...]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()


if __name__ == "__main__":
    sys.exit(main())
