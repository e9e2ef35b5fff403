"""Trees have values, and conditions hold or do not."""

import math
from fractions import Fraction

import numpy as np
import pytest
from gradstep.core.errors import GraphError, ShapeError, UnknownNameError
from gradstep.core.formula import (
    FORMULA_LIMITS,
    evaluate,
    holds,
    parse_condition,
    parse_expression,
    substitute,
    write,
)
from gradstep.core.formula.tree import height

VALUES = [
    ("1/(1+exp(-(w*x+b)))", {"w": 2, "x": -1, "b": 2}, 0.5),
    ("-x^2", {"x": 3.0}, -9.0),
    ("1/2x", {"x": 4.0}, 2.0),
    ("2^-1", {}, 0.5),
    ("e^x", {"x": 1.0}, math.e),
    ("sin²(x) + cos²(x)", {"x": 0.7}, 1.0),
    ("max(1, x, 2)", {"x": 7.0}, 7.0),
    ("|x|", {"x": -2.5}, 2.5),
    ("√(x)", {"x": 2.25}, 1.5),
    ("leaky_relu(x, 0.1)", {"x": -2.0}, -0.2),
    ("leaky_relu(x)", {"x": -2.0}, -0.02),
    ("clip(x, 0, 1)", {"x": 3.0}, 1.0),
    ("sum([1 2; 3 4])", {}, 10.0),
    ("norm2([3, 4])", {}, 25.0),
    ("norm([3, 4])", {}, 5.0),
    ("||[3, 4]||", {}, 5.0),
    ("[1,2] @ [3,4]", {}, 11.0),
    ("where(x > 0, x, 2x)", {"x": -3.0}, -6.0),
    ("log10(1000)", {}, 3.0),
    ("cosh(x)^2 - sinh(x)^2", {"x": 0.3}, 1.0),
    ("sech(x)^2 + tanh(x)^2", {"x": 1.2}, 1.0),
    ("π", {}, math.pi),
]


@pytest.mark.parametrize(("typed", "names", "value"), VALUES, ids=[row[0] for row in VALUES])
def test_a_tree_has_a_value(typed: str, names: dict[str, float], value: float) -> None:
    got = evaluate(parse_expression(typed), names)
    assert type(got) is float
    assert got == pytest.approx(value, rel=1e-14)


def test_arrays_are_taken_entry_by_entry() -> None:
    points = np.linspace(-3, 3, 24)
    got = evaluate(parse_expression("w*x^2 + where(x < 0 or x >= 1, 1, 0)"), {"x": points, "w": 2.0})
    assert np.array_equal(got, 2 * points**2 + ((points < 0) | (points >= 1)))


@pytest.mark.parametrize(
    ("typed", "names"),
    [("1/x", {"x": 0.0}), ("0/x", {"x": 0.0}), ("log(x)", {"x": -1.0}), ("x^0.5", {"x": -1.0}), ("exp(x)", {"x": 1e5}),
     ("x^32^x", {"x": 1e9}), ("x - x", {"x": math.inf}), ("1/x", {"x": np.zeros(3)})],
)  # fmt: skip
def test_infinities_and_nan_are_values(typed: str, names: dict[str, float]) -> None:
    assert not np.all(np.isfinite(evaluate(parse_expression(typed), names)))


def test_a_name_without_a_value_is_named_with_near_ones() -> None:
    with pytest.raises(UnknownNameError) as caught:
        evaluate(parse_expression("w1 + x"), {"w2": 1.0, "x": 2.0})
    assert (caught.value.got, caught.value.near) == ("w1", ["w2"])


@pytest.mark.parametrize(
    ("typed", "error"),
    [("A + x", ShapeError), ("A @ x", ShapeError), ("[A, 1]", ShapeError), ("A[0,5] > 0", GraphError),
     ("A[0,0,0] > 0", GraphError), ("A < x", ShapeError)],
)  # fmt: skip
def test_arrays_that_do_not_fit_are_refused_in_a_sentence(typed: str, error: type[GraphError]) -> None:
    names = {"A": np.ones((2, 3)), "x": np.ones(4)}
    with pytest.raises(error) as caught:
        evaluate(parse_expression(typed, conditions=True), names)
    assert str(caught.value)


def test_fractions_and_integers_are_numbers_and_words_are_not() -> None:
    tree = parse_expression("a + n")
    assert evaluate(tree, {"a": Fraction(1, 4), "n": 2}) == 2.25
    with pytest.raises(GraphError, match="`a` is neither a number"):
        evaluate(tree, {"a": "red", "n": 2})


def test_the_tallest_tree_that_may_be_typed_is_evaluated_written_and_compared() -> None:
    text = "1" + " + x" * (FORMULA_LIMITS.height - 1)
    tree = parse_expression(text, limits=FORMULA_LIMITS)
    assert height(tree) == FORMULA_LIMITS.height
    assert evaluate(tree, {"x": 1.0}) == FORMULA_LIMITS.height
    assert parse_expression(write(tree, "ascii"), limits=FORMULA_LIMITS) == tree
    assert hash(tree) == hash(substitute(tree, {"y": tree}))
    assert write(tree, "latex").count("+") == FORMULA_LIMITS.height - 1


QUANTITIES = {"loss": 0.05, "epoch": 3, "errors": 0, "grad.w1": -2e-4, "w": np.array([[0.5, 2.0], [1.0, 0.0]]),
              "X[0,1]": 7.0, "third": 0.1 + 0.2, "bad": math.nan}  # fmt: skip
KNOWN = {*QUANTITIES, "later", "grad.b", "Y[1]"}
CONDITIONS = [
    ("loss < 0.1", True),
    ("loss < 0,1 and epoch >= 3", True),
    ("loss > 0.1 or epoch == 3", True),
    ("not loss < 0.1", False),
    ("abs(grad.w1) < 1e-3", True),
    ("errors == 0", True),
    ("errors != 0", False),
    ("0 < loss < 0.1", True),
    ("0 < loss < 0.01", False),
    ("third == 0.3", True),
    ("third <= 0.3", True),
    ("third > 0.3", False),
    ("loss < 1e-13", False),
    ("w >= 0", True),
    ("w > 0", False),
    ("w[0,1] == 2", True),
    ("sum(w) == 3.5", True),
    ("X[0,1] > 6", True),
    ("bad == bad", False),
    ("bad < 1 or bad >= 1", False),
    ("bad != bad", True),
    ("later > 0", False),
    ("not later > 0", False),
    ("later > 0 or loss < 1", True),
    ("later > 0 and loss < 1", False),
    ("not (later > 0 and loss > 1)", True),
    ("grad.b*0 == 0", False),
    ("Y[1] > 0", False),
    ("where(later > 0, 1, 2) > 0", False),
]


@pytest.mark.parametrize(("typed", "expected"), CONDITIONS, ids=[row[0] for row in CONDITIONS])
def test_a_condition_holds(typed: str, expected: bool) -> None:
    assert holds(parse_condition(typed), QUANTITIES, KNOWN) is expected
    assert holds(parse_condition(typed, KNOWN), QUANTITIES, KNOWN) is expected


@pytest.mark.parametrize("typed", ["losss < 1", "later > losss", "losss < 1 or loss < 1", "losss[0] > 1"])
def test_a_misspelt_quantity_is_an_error_even_beside_one_that_is_not_there_yet(typed: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        holds(parse_condition(typed), QUANTITIES, KNOWN)
    assert "loss" in caught.value.near


@pytest.mark.parametrize("text", ["where(x > 0, x, y)", "where(x > 0 and y > 0, x, 1)", "where(x > 0, x, 1) + y"])
def test_choices_between_arrays_that_do_not_fit_are_refused_in_words(text):
    names = {"x": np.ones(2), "y": np.ones(3)}
    with pytest.raises(ShapeError):
        evaluate(parse_expression(text), names)
