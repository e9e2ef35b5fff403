"""Would the tests notice? `python -m bench.mutants [--count 20] [--seed 0]` plants one fault at a time and runs them.

A fault is a small change at a place drawn from the seed: another operator or comparison, a number that is one off, a
condition turned round, a branch that is never taken. Places are drawn from the topics and from what the faces print.
Each is planted in a copy of the product, and the suite runs over it until a test fails, the rooms next to the fault
first. Survivors are printed as they were planted: each is a gap, or a change that changes nothing.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("core/simulations", "tui/plain", "tui/scene/zones")
OTHER_OPERATOR = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.Pow: ast.Mult, ast.MatMult: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
OTHER_COMPARISON = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
FIRST = {
    "core/simulations": ("tests/core/simulations", "tests/core/lesson", "tests/test_every_kind.py"),
    "tui/plain": ("tests/tui/test_plain.py", "tests/tui/test_faces_agree.py", "tests/tui/lab"),
    "tui/scene/zones": ("tests/tui/screens", "tests/tui/test_snapshots.py", "tests/tui/test_faces_agree.py"),
}
"""The tests that are asked first about a fault in a room; then all of them are."""
TOO_LONG = 1800.0


@dataclass(frozen=True)
class Mutant:
    """One fault: what stood at a place of a file, and what stands there now."""

    path: Path
    line: int
    before: str
    after: str
    text: str
    """The file with the fault in it."""


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """The faults that can be made of one node of a program."""
    match node:
        case ast.BinOp(op=op) if type(op) in OTHER_OPERATOR and not _is_text(node):
            yield ast.BinOp(node.left, OTHER_OPERATOR[type(op)](), node.right)
        case ast.Compare(ops=[op]):
            yield ast.Compare(node.left, [OTHER_COMPARISON[type(op)]()], node.comparators)
        case ast.BoolOp(op=op):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), node.values)
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node.operand
        case ast.IfExp():
            yield node.orelse
            yield node.body
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int() | float()):
            yield ast.Constant(node.value + 1)
        case ast.Subscript(slice=ast.Slice(lower=ast.Constant() as lower, upper=upper, step=None)):
            yield ast.Subscript(node.value, ast.Slice(None, upper) if lower.value else node.slice, node.ctx)
        case _:
            return


def _is_text(node: ast.BinOp) -> bool:
    return any(isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
               for side in (node.left, node.right))  # fmt: skip


def places(tree: ast.Module) -> Iterator[ast.expr]:
    """Every expression that is run: none of an annotation, a default that only says a type, or a text."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.expr):
            yield node
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "type_params") or isinstance(node, ast.JoinedStr):
                continue
            waiting.extend(one for one in (value if isinstance(value, list) else [value]) if isinstance(one, ast.AST))


@cache
def planted(path: Path, root: Path = ROOT) -> tuple[Mutant, ...]:
    """Every fault that can be planted in a file."""
    text = path.read_text(encoding="utf-8")
    rows = [0]
    for row in text.splitlines(keepends=True):
        rows.append(rows[-1] + len(row.encode()))
    raw, found = text.encode(), list[Mutant]()
    for node in places(ast.parse(text)):
        begin = rows[node.lineno - 1] + node.col_offset
        end = rows[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        before = raw[begin:end].decode()
        for change in changes(node):
            after = f"({ast.unparse(ast.fix_missing_locations(change))})"
            if ast.dump(ast.parse(f"({before})", mode="eval")) != ast.dump(ast.parse(after, mode="eval")):
                whole = (raw[:begin] + after.encode() + raw[end:]).decode()
                found.append(Mutant(path.relative_to(root), node.lineno, before, after, whole))
    return tuple(found)


def drawn(count: int, seed: int) -> list[Mutant]:
    """Faults at random places: first a line of all lines that can bear one, then one of its faults."""
    lines: dict[tuple[Path, int], list[Mutant]] = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for mutant in planted(path):
                lines.setdefault((mutant.path, mutant.line), []).append(mutant)
    dice = random.Random(seed)
    return [dice.choice(lines[place]) for place in dice.sample(sorted(lines), count)]


class FailsAnyway(Exception):
    """A test fails without any fault, so every fault would seem to be noticed."""


def killed(mutant: Mutant, copy: Path, jobs: int, sound: set[tuple[str, ...]]) -> str:
    """The name of the test that noticed, or nothing. `sound` has the tests that pass without a fault.

    Raises FailsAnyway.
    """
    target = copy / mutant.path
    kept = target.read_text(encoding="utf-8")
    room = next(room for room in ROOMS if mutant.path.as_posix().startswith(room))
    for tests in (FIRST[room], ("tests",)):
        if tests not in sound and (name := _failing(copy, tests, jobs)):
            raise FailsAnyway(name)
        sound.add(tests)
        target.write_text(mutant.text, encoding="utf-8")
        name = _failing(copy, tests, jobs)
        target.write_text(kept, encoding="utf-8")
        if name:
            return name
    return ""


def _failing(copy: Path, tests: tuple[str, ...], jobs: int) -> str:
    """The first test that fails over the copy; a suite that does not end has noticed as well."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--dist", "loadfile", f"-n{jobs}"]
    left_out = ["--deselect", "tests/test_house.py", "--ignore", "tests/test_bench.py"]
    known = {**os.environ, "PYTHONPATH": str(copy.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run([*command, *left_out, *tests], cwd=copy, env=known, capture_output=True,
                              text=True, timeout=TOO_LONG)  # fmt: skip
    except subprocess.TimeoutExpired:
        return "(it did not end)"
    if done.returncode == 0:
        return ""
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return failed[0].partition(" ")[2].partition(" - ")[0] if failed else f"(exit {done.returncode})"


def main() -> int:
    """Plants, runs and reports; 0 when nine of ten faults were noticed, 2 when the suite fails without any."""
    parser = argparse.ArgumentParser(prog="python -m bench.mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    survivors, sound = 0, set[tuple[str, ...]]()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        names = (
            "core",
            "tui",
            "lessons",
            "tests",
            "docs",
            "bench",
            "pyproject.toml",
            "README.md",
            "CHANGELOG.md",
            "Makefile",
        )
        for name in names:
            source, target = ROOT / name, copy / "gradstep" / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)
        copy = copy / "gradstep"
        for number, mutant in enumerate(drawn(given.count, given.seed), 1):
            begun = time.perf_counter()
            try:
                name = killed(mutant, copy, given.jobs, sound)
            except FailsAnyway as failed:
                print(f"without a fault fails {failed}: first make that pass, or every fault would seem to be noticed")
                return 2
            survivors += not name
            took = f"{time.perf_counter() - begun:.0f} s"
            print(f"{number:>3}  {mutant.path}:{mutant.line}  {mutant.before!r} -> {mutant.after!r}", flush=True)
            print(f"     {f'noticed by {name}' if name else 'SURVIVES'}  ({took})", flush=True)
    print(f"{given.count - survivors} of {given.count} noticed")
    return int(survivors * 10 > given.count)


if __name__ == "__main__":
    sys.exit(main())
