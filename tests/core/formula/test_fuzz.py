"""Whatever is typed, it is read, or refused in a sentence with a column; nothing else ever happens."""

from collections.abc import Callable
from typing import Any

import numpy as np
from gradstep.core.errors import FormulaError, GradstepError
from gradstep.core.formula import (
    evaluate_formula,
    given_names,
    holds,
    names_of,
    parse,
    parse_assignments,
    parse_condition,
    parse_expression,
    parse_number,
    write,
    write_formula,
)
from hypothesis import example, given, settings
from hypothesis import strategies as st

PIECES = [
    *"0123456789.,;()[]|+-*/^@=<>!&% \n\t'\"_xyweTAσπ²⁻¹ᵀ√·−≤≠½", "exp(", "max(", "where(", "sum(", "transpose(",
    "cosh(", "axis=", "and", "or", "not ", "e^", "1e-3", "w₁", "grad.w1", "X[0,1]", "softmax(", "outer(", "dot(",
    "clip(x,0,1)", "pow(", "maxout(", "x²", "[1 2; 3 4]", "affine(", "||", "f(x)=", "π",
]  # fmt: skip
likely = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)
anything = st.one_of(likely, st.text(max_size=60))
READERS: list[Callable[[str], Any]] = [
    parse_expression,
    parse,
    parse_condition,
    parse_assignments,
    parse_number,
    lambda text: parse_expression(text, ["x", "y", "w", "xy", "e"]),
]


@given(anything)
@settings(max_examples=300, deadline=None)
@example("x=")
@example("[[[[")
@example("1,")
@example("max")
@example("f(x")
@example("f(,")
@example("\x00")
def test_nothing_but_a_formula_error_comes_of_reading(text: str) -> None:
    for read in READERS:
        try:
            read(text)
        except FormulaError as error:
            assert 1 <= error.column <= len(text) + 2
            assert error.length >= 1
            assert str(error)


@given(likely)
@settings(max_examples=400, deadline=None)
def test_what_was_read_is_written_and_evaluated_without_surprise(text: str) -> None:
    try:
        formula = parse(text)
    except FormulaError:
        return
    assert write_formula(formula, "latex")
    assert parse(write_formula(formula)) == formula
    for value in (0.0, -1.5, np.inf, np.array([1.0, 2.0]), np.eye(2)):
        try:
            evaluate_formula(formula, dict.fromkeys(given_names(formula), value))
        except GradstepError as error:
            assert str(error)


@given(likely)
@settings(max_examples=300, deadline=None)
def test_a_condition_that_was_read_holds_or_does_not(text: str) -> None:
    try:
        condition = parse_condition(text)
    except FormulaError:
        return
    assert write(condition)
    try:
        assert holds(condition, dict.fromkeys(names_of(condition), 1.0)) in (True, False)
    except GradstepError as error:
        assert str(error)
