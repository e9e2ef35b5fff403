"""Given values and numeric answers, as people type them."""

import math

import numpy as np
import pytest
from gradstep.core.formula import parse_assignments, parse_number
from gradstep.core.formula.numbers import WORKED_OUT

ASSIGNMENTS = [
    ("a=1, b=2", {"a": 1.0, "b": 2.0}),
    ("a=1,b=2", {"a": 1.0, "b": 2.0}),
    ("a=1;b=2", {"a": 1.0, "b": 2.0}),
    ("a=1 b=2", {"a": 1.0, "b": 2.0}),
    ("a=1\nb=2\n", {"a": 1.0, "b": 2.0}),
    ("a=1,5", {"a": 1.5}),
    ("a=1,5,b=2", {"a": 1.5, "b": 2.0}),
    ("a=1,5, b=-2,5", {"a": 1.5, "b": -2.5}),
    ("a = 1 ,", {"a": 1.0}),
    ("a=pi/2, b=-2^3", {"a": math.pi / 2, "b": -8.0}),
    ("a=1/4", {"a": 0.25}),
    ("a=-1e-3", {"a": -1e-3}),
    ("w₁=2; α=3", {"w1": 2.0, "α": 3.0}),
    ("e=2, pi=3", {"e": 2.0, "pi": 3.0}),
    ("a=[1,2]", {"a": np.array([1.0, 2.0])}),
    ("W=[[1,2],[3,4]], b=2", {"W": np.array([[1.0, 2.0], [3.0, 4.0]]), "b": 2.0}),
    ("a=1, b=-2,5; W=[1 2; 3 4]", {"a": 1.0, "b": -2.5, "W": np.array([[1.0, 2.0], [3.0, 4.0]])}),
    ("x=[0.5; -1]", {"x": np.array([[0.5], [-1.0]])}),
    ("a=[1,2] @ [3,4]", {"a": 11.0}),
]


@pytest.mark.parametrize(("typed", "values"), ASSIGNMENTS, ids=[row[0] for row in ASSIGNMENTS])
def test_given_values(typed: str, values: dict[str, object]) -> None:
    read = parse_assignments(typed)
    assert list(read) == list(values)
    for name, value in values.items():
        assert type(read[name]) is type(value)
        assert np.array_equal(read[name], np.asarray(value))


def test_a_large_matrix_may_be_given() -> None:
    typed = "X=[" + "; ".join(" ".join(["0.25"] * 28) for _ in range(28)) + "]"
    assert parse_assignments(typed)["X"].shape == (28, 28)


NUMBERS = [
    # typed, value, significant digits, decimals, how it was read
    ("0,250", 0.25, 3, 3, "0.250"),
    ("0.25", 0.25, 2, 2, "0.25"),
    ("-0,00120", -0.0012, 3, 5, "-0.00120"),
    ("12", 12.0, 2, 0, "12"),
    ("1200", 1200.0, 4, 0, "1200"),
    ("1.5e3", 1500.0, 2, -2, "1.5e3"),
    ("3e-2", 0.03, 1, 2, "3e-2"),
    ("0", 0.0, 1, 0, "0"),
    ("0.00", 0.0, 1, 2, "0.00"),
    (".5", 0.5, 1, 1, "0.5"),
    ("- 3", -3.0, 1, 0, "-3"),
    ("(1,5)", 1.5, 2, 1, "1.5"),
    ("1/3", 1 / 3, WORKED_OUT, WORKED_OUT, "1/3"),
    ("0,2*3", 0.2 * 3, WORKED_OUT, WORKED_OUT, "0.2·3"),
    ("-(2)", -2.0, WORKED_OUT, WORKED_OUT, "-(2)"),
    ("π/2", math.pi / 2, WORKED_OUT, WORKED_OUT, "π/2"),
    ("e", math.e, WORKED_OUT, WORKED_OUT, "e"),
    ("3 - 2", 1.0, WORKED_OUT, WORKED_OUT, "3 - 2"),
    ("√2", math.sqrt(2), WORKED_OUT, WORKED_OUT, "√2"),
]


@pytest.mark.parametrize(
    ("typed", "value", "significant", "decimals", "text"), NUMBERS, ids=[row[0] for row in NUMBERS]
)
def test_a_numeric_answer(typed: str, value: float, significant: int, decimals: int, text: str) -> None:
    reading = parse_number(typed)
    assert (reading.value, reading.significant_digits, reading.decimals, reading.text) == (
        value,
        significant,
        decimals,
        text,
    )


ARRAYS = [
    ("1 2 3", [1, 2, 3]),
    ("1, 2, 3", [1, 2, 3]),
    ("0,5, 1,5", [0.5, 1.5]),
    ("0,5 1,5", [0.5, 1.5]),
    ("0,5,-0,3", [0.5, -0.3]),
    ("(1, 2)", [1, 2]),
    ("(0,5; 1)", [[0.5], [1]]),
    ("3 -2", [3, -2]),
    ("[1,2]", [1, 2]),
    ("[1 2]", [1, 2]),
    ("0,5 1; 2 3", [[0.5, 1], [2, 3]]),
    ("[0.5, 1; 2, 3]", [[0.5, 1], [2, 3]]),
    ("[[1,2],[3,4]]", [[1, 2], [3, 4]]),
    ("1; 2", [[1], [2]]),
    ("1/2 1/4", [0.5, 0.25]),
    ("[1,2]*2", [2, 4]),
]


@pytest.mark.parametrize(("typed", "value"), ARRAYS, ids=[row[0] for row in ARRAYS])
def test_rows_of_numbers_need_no_brackets(typed: str, value: object) -> None:
    reading = parse_number(typed)
    assert np.array_equal(reading.value, np.array(value, dtype=float))
    assert reading.decimals.shape == reading.significant_digits.shape == reading.value.shape


def test_every_entry_keeps_its_own_digits() -> None:
    reading = parse_number("0,50 1; 12 1/3")
    assert reading.significant_digits.tolist() == [[2, 1], [2, WORKED_OUT]]
    assert reading.decimals.tolist() == [[2, 0], [0, WORKED_OUT]]
