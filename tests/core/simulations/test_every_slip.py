"""Whoever errs is told how: every quantity that a lesson asks for has a slip that is more than a lost sign.

And what follows from the rounded numbers on the screen is known for every quantity that a formula gives.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from gradstep.core.answers.judge_number import judge_number
from gradstep.core.formula.parser import parse_expression
from gradstep.core.lesson.solved import as_typed
from gradstep.core.simulations.kinds import KINDS, simulate
from gradstep.core.simulations.protocol import Simulation, Spec
from gradstep.core.simulations.rows import Row, Rows
from gradstep.core.simulations.score import RowScore, ScoredSimulation
from gradstep.core.simulations.slips import inner_slips
from gradstep.core.words import core_words, message

from ... import course

LESSONS = sorted(path for path in (Path(__file__).parents[3] / "lessons").glob("*.yaml") if path.stem != "course")
NOTHING_TO_SLIP_ON: dict[str, str] = {
    "graph grad.b2": "the 1 of the larger branch, handed on by a sum: no factor and no other path",
}
"""`kind quantity` of which nobody knows a mistake but a lost sign, and why."""
NO_FORMULA: dict[str, str] = {
    "graph grad.f": "the gradient of the output with respect to itself is 1, and nothing is worked out",
    **dict.fromkeys(
        (f"recurrent {letter}{t}" for letter in ("s", "out") for t in range(1, 4)), "whole numbers, digit by digit"
    ),
    **dict.fromkeys(("text size.entries", "text x.2", "text x.3", "text differences.3.4"), "counted, word by word"),
    **dict.fromkeys(("evaluation tp", "evaluation fp"), "counted, sample by sample"),
}
"""`kind quantity` without a formula from which rounded numbers could follow, and why."""


@cache
def specs():
    """Every kind by its example, and every simulation of every lesson."""
    found = {kind: Spec(kind, dict(KINDS[kind].example)) for kind in sorted(KINDS)}
    for path in LESSONS:
        script = course.script(path)
        found |= {f"{path.stem}: {name}": script.simulation(name).spec for name in script.lesson.file.simulations}
    return found


def has_rows(spec):
    return KINDS[spec.kind].rows is not Simulation.rows or issubclass(KINDS[spec.kind], ScoredSimulation)


def asked(path):
    """(simulation, cursor, quantity) of every question of a lesson for a number."""
    found = {}
    for stop in course.stops(path):
        if stop.is_asking and stop.beat.asks is not None and stop.simulation is not None:
            found[stop.beat.cursor, stop.beat.asks, id(stop.simulation)] = stop.simulation
    return [(simulation, cursor, quantity) for (cursor, quantity, _), simulation in found.items()]


def excused(table, simulation, quantity):
    return f"{simulation.spec.kind} {quantity}" in table


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_quantity_that_is_asked_for_has_a_slip_with_words(path):
    for simulation, cursor, quantity in asked(path):
        found = {id.partition(":")[0] for id in simulation.mistakes(cursor, quantity)}
        assert found - {"sign"} or excused(NOTHING_TO_SLIP_ON, simulation, quantity), (cursor, quantity)
        for id in found:
            assert all(core_words().both(message(f"mistake.{id}")).values())


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_what_a_slip_gives_in_all_its_digits_is_not_taken_for_rounding(path):
    """However wide the rounded numbers on the screen leave the answer."""
    for simulation, cursor, quantity in asked(path):
        truth, slips = simulation.frame(cursor).quantities[quantity], simulation.mistakes(cursor, quantity)
        for id, wrong in slips.items():
            near = np.abs(np.asarray(wrong, float) - np.asarray(truth, float)) <= 0.006 * np.abs(
                np.asarray(truth, float)
            )
            if np.shape(wrong) == np.shape(truth) and np.all(wrong) and not np.all(near):
                found = judge_number(as_typed(wrong), truth, slips, within=simulation.within(cursor, quantity))
                assert not found.is_right, (cursor, quantity, id)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_rounded_numbers_lead_to_every_quantity_that_a_formula_gives(path):
    for simulation, cursor, quantity in asked(path):
        found = simulation.within(cursor, quantity)
        if excused(NO_FORMULA, simulation, quantity):
            continue
        assert found is not None, (cursor, quantity)
        truth = np.asarray(simulation.frame(cursor).quantities[quantity], dtype=float)
        for reach in (found.intervals, found.shown):
            assert np.all(reach.low - 1e-9 <= truth) and np.all(truth <= reach.high + 1e-9), (cursor, quantity)


@pytest.mark.parametrize("name", [name for name, spec in specs().items() if has_rows(spec)])
def test_what_a_row_gives_is_what_the_frame_shows(name):
    """Over every kind and every lesson: the formula of a quantity comes to its value."""
    simulation = simulate(specs()[name])
    last = simulation.reach(12)
    for cursor in sorted({round(last * part / 3) for part in range(4)}):
        for quantity, value in list(simulation.frame(cursor).quantities.items())[:40]:
            rows = rows_of(simulation, cursor, quantity)
            if rows is not None and quantity in rows and rows.has_formula(quantity):
                truth, found = (np.asarray(each, dtype=float) for each in (value, rows[quantity]))
                assert truth.shape == found.shape, (cursor, quantity)
                assert np.allclose(truth, found, rtol=1e-9, atol=1e-12, equal_nan=True), (cursor, quantity)


def rows_of(simulation, cursor, quantity):
    """The rows behind a quantity, of a run or of a score."""
    if isinstance(simulation, ScoredSimulation) and isinstance(simulation.score, RowScore):
        return simulation.score.rows
    return simulation.rows(cursor, quantity)


@pytest.mark.parametrize(
    ("formula", "id", "wanted"),
    [
        ("-log(p) - log(1 - q)", "log-base-ten", "-(log(p)/log(10)) - log(1 - q)"),
        ("2*sigmoid(2*x) - 1", "activation-forgotten", "2*(2*x) - 1"),
        ("relu(-m)", "minus-lost", "relu(m)"),
        ("p/(1 - p)", "minus-lost", "p/(1 + p)"),
        ("sqrt(mean(w^2))", "one-over-n", "sqrt(sum(w^2))"),
        ("step(z)", "strict-threshold", "1 - step(-z)"),
    ],
)
def test_a_slip_is_made_at_one_place_inside_a_formula(formula, id, wanted):
    assert dict(inner_slips(parse_expression(formula)))[id] == parse_expression(wanted)


def test_a_slip_that_says_the_same_as_another_is_left_out():
    rows = Rows({"z": 0.0}, (Row("y", "step(z)"),))
    assert rows.mistakes("y") == {"strict-threshold": 0.0}
