"""The harness of the benchmarks: values are compared before times, goals mean what they say, a missing peer is said."""

import ast
import sys

import numpy as np
import pytest
from gradstep.core.simulations.kinds import KINDS

from bench import house, mutants
from bench.cases import Case, Contender, Measured, Peer, at_least, at_most
from bench.ptys import Terminal


def work(size, answer=1.0):
    def run():
        return float(np.arange(size).sum())

    return Contender(run, {"answer": np.array([answer])})


def test_a_faster_peer_and_a_slower_one_are_told_apart():
    case = Case("sums", lambda: work(20_000), (Peer("slow", lambda: work(400_000), at_least(3)),
                                               Peer("quick", lambda: work(20), at_most(1.0))), rounds=5)  # fmt: skip
    slow, quick = case.rows()
    assert slow.reached is True and slow.value > 3
    assert quick.reached is False and quick.value > 1


def test_a_peer_that_answers_something_else_is_not_timed():
    case = Case("sums", lambda: work(10), (Peer("other", lambda: work(10, answer=1.001)),), rounds=1)
    with pytest.raises(AssertionError, match="other"):
        case.rows()


def test_a_peer_that_is_not_installed_is_said_to_be_missing():
    def absent():
        raise ImportError("no module", name="absent_package")

    (row,) = Case("sums", lambda: work(10), (Peer("absent", absent, at_least(2)),), rounds=1).rows()
    assert row.result == "missing: absent_package" and row.reached is None


def test_measured_numbers_know_their_limits():
    rows = Measured("n", lambda: {"low": (1.0, "ms", 2.0), "high": (3.0, "ms", 2.0), "told": (5.0, "ms", None)}).rows()
    assert [row.reached for row in rows] == [True, False, None]


def test_a_terminal_counts_bytes_and_the_time_until_they_stop():
    with Terminal([sys.executable, "-c", "print('ready', flush=True); print(input()[::-1] * 10)"]) as terminal:
        assert terminal.until(b"ready") > 0
        terminal.settle(0.5)
        seconds, count = terminal.press(b"abc\r")
        assert count >= 30 and 0 < seconds < 5


def test_a_text_that_never_comes_is_said():
    with Terminal([sys.executable, "-c", "print('something else')"]) as terminal, pytest.raises(TimeoutError):
        terminal.until(b"ready", 2)


def test_every_planted_fault_is_another_program_and_the_same_seed_plants_the_same():
    first, again = mutants.drawn(60, 3), mutants.drawn(60, 3)
    assert first == again and first != mutants.drawn(60, 4)
    for mutant in first:
        before = (mutants.ROOT / mutant.path).read_text(encoding="utf-8")
        compile(mutant.text, str(mutant.path), "exec")
        assert ast.dump(ast.parse(mutant.text)) != ast.dump(ast.parse(before)), mutant
        rows = zip(before.splitlines(), mutant.text.splitlines(), strict=False)
        assert next(at for at, (old, new) in enumerate(rows, 1) if old != new) == mutant.line
    assert {room for room in mutants.ROOMS for one in first if one.path.as_posix().startswith(room)} == set(
        mutants.ROOMS
    )


def test_the_figures_of_the_house_are_counted():
    counted = house.figures()
    assert set(counted) == set(house.BEFORE) and counted["kinds of simulation"] == len(KINDS) - 1
    assert counted["`isinstance` on a simulation in `tui`"] == counted["reaches into a trace in `tui`"] == 0
    page = (house.ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert house.BEGIN in page and house.page(page).count("| before | now |") == 1
