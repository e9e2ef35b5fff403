"""Threshold units: the tables of logic, compositions up to a full adder, and what cannot be built."""

import pytest
from gradstep.core.errors import SpecError
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec

AND = {"x1": 10, "x2": 10, "bias": -15}
NOR = {"x1": -10, "x2": -10, "bias": 5}
XOR = {"a": AND, "n": NOR, "y": {"a": -10, "n": -10, "bias": 5}}


def outputs(units, **knobs):
    run = simulate(Spec("gates", {"units": units, **knobs}))
    return run.frame(run.reach(10**6)).quantities["outputs"]


@pytest.mark.parametrize(
    ("unit", "table"),
    [
        (AND, (0, 0, 0, 1)),
        (NOR, (1, 0, 0, 0)),
        ({"x1": 10, "x2": 10, "bias": -5}, (0, 1, 1, 1)),
        ({"x1": -10, "x2": -10, "bias": 15}, (1, 1, 1, 0)),
    ],
)
def test_the_gates_of_logic(unit, table):
    assert outputs({"y": unit}) == table


def test_not_has_one_input():
    assert outputs({"y": {"x": -10, "bias": 5}}, inputs=["x"]) == (1, 0)


def test_xor_is_nor_of_and_and_nor():
    assert outputs(XOR) == (0, 1, 1, 0)


def test_a_full_adder():
    """sum = XOR(XOR(a, b), c) and carry = at least two of three."""
    units = {
        "carry": {"a": 10, "b": 10, "c": 10, "bias": -15},
        "sum": {"a": 10, "b": 10, "c": 10, "carry": -20, "bias": -5},
    }
    run = simulate(Spec("gates", {"inputs": ["a", "b", "c"], "units": units}))
    for row in range(8):
        q = run.frame(2 * (row + 1)).quantities
        count = bin(row).count("1")
        assert (q["carry"], q["sum"]) == (count >= 2, count % 2)


def test_a_sum_of_exactly_zero_fires():
    run = simulate(Spec("gates", {"units": {"y": {"x1": 0.1, "x2": 0.2, "bias": -0.3}}}))
    frame = run.frame(4)
    assert (frame.quantities["y.z"], frame.quantities["y"], frame.event.kind) == (0, 1, "fired")
    assert run.mistakes(4, "y") == {"strict-threshold": 0}


def test_a_frame_is_one_unit_in_one_row():
    run = simulate(Spec("gates", {"units": XOR, "wanted": [0, 1, 1, 0]}))
    assert run.reach(10**6) == 12
    assert run.frame(3).event.news == ("y", "y.z", "outputs", "right")
    assert run.frame(12).quantities["right"] == 4


def test_the_table_fills_row_by_row():
    run = simulate(Spec("gates", {"units": {"y": AND}, "wanted": [0, 0, 0, 1]}))
    table = run.pictures(2)[0]
    assert table.columns == ("x1", "x2", "y.z", "y", "?")
    assert table.rows[1] == (0, 1, -5, 0, 0)
    assert table.rows[2] == (1, 0, None, None, 0)
    assert table.current == 1


@pytest.mark.parametrize(
    "knobs",
    [
        {"units": {}},
        {"units": [1]},
        {"units": {"y": {"zz": 1}}},
        {"units": {"x1": {"x2": 1}}},
        {"units": {"y": {"x1": "much"}}},
        {"inputs": []},
        {"inputs": ["a", "a"]},
        {"wanted": [0, 1]},
    ],
)
def test_what_cannot_be_built_says_why(knobs):
    with pytest.raises(SpecError) as caught:
        simulate(Spec("gates", knobs)).frame(0)
    assert str(caught.value)


def receipt(units, cursor):
    return [line.text for line in simulate(Spec("gates", {"units": units})).receipt(cursor, "y.z").lines]


@pytest.mark.parametrize(
    ("unit", "added", "border"),
    [
        ({"x1": 10, "x2": -2, "bias": -15}, "10·1 - 2·0 - 15 = -5", "10·x1 - 2·x2 = 15"),
        ({"x1": -1, "x2": 1, "bias": 0}, "-1 + 0 = -1", "-x1 + x2 = 0"),
        ({"x1": 0, "x2": -2.5, "bias": 1}, "-2.5·0 + 1 = 1", "-2.5·x2 = -1"),
        ({"x1": 0, "x2": 0}, "0 = 0", "0 = 0"),
    ],
)
def test_a_receipt_adds_as_a_person_writes(unit, added, border):
    """The row (1, 0): a minus is no `+ -`, a factor 1 is not written, and nothing is multiplied by 0."""
    texts = receipt({"y": unit}, 3)
    assert (texts[0], texts[2]) == (added, border)
