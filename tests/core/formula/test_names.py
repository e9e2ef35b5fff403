"""Which name a word means, when names are given."""

import pytest
from gradstep.core.errors import FormulaError
from gradstep.core.formula import names_of, parse_expression, write
from gradstep.core.formula.names import Scope

ROWS = [
    ("xy", ["x", "y"], "x*y"),
    ("xy", ["xy", "x", "y"], "xy"),
    ("wx+b", ["w", "x", "b"], "w*x + b"),
    ("w1x1+w2x2", ["w1", "x1", "w2", "x2"], "w1*x1 + w2*x2"),
    ("w₁x₁", ["w1", "x1"], "w1*x1"),
    ("1/xy", ["x", "y"], "1/x*y"),
    ("xy^2", ["x", "y"], "x*y^2"),
    ("-xy", ["x", "y"], "-x*y"),
    ("xsin(x)", ["x"], "x*sin(x)"),
    ("2xexp(-x)", ["x"], "2*x*exp(-x)"),
    ("xe^x", ["x"], "x*exp(x)"),
    ("xe²", ["x"], "x*exp(2)"),
    ("pix", ["x"], "pi*x"),
    ("2πx", ["x"], "2*pi*x"),
    ("xy(1-x)", ["x", "y"], "x*y*(1 - x)"),
    ("x(1-x)", ["x"], "x*(1 - x)"),
    ("f(x)", ["f", "x"], "f*x"),
    ("σ(1-x)", ["σ", "x"], "sigma*(1 - x)"),
    ("σ(x)", ["x"], "sigmoid(x)"),
    ("sigma(x)", ["x"], "sigmoid(x)"),
    ("w_1", ["w1"], "w1"),
    ("w1", ["w_1"], "w_1"),
    ("alpha*x", ["α", "x"], "alpha*x"),
    ("α·x", ["alpha", "x"], "alpha*x"),
    ("αx", ["alpha", "x"], "alpha*x"),
    ("θ₀", ["theta0"], "theta0"),
    ("θ_0", ["theta0"], "theta0"),
    ("e", ["x"], "e"),
    ("e^x", ["e", "x"], "e^x"),
    ("pi", ["pi"], "pi"),
    ("x^T", ["x"], "transpose(x)"),
    ("x^T", ["x", "T"], "x^T"),
    ("[xy 2]", ["x", "y"], "[x*y, 2]"),
    ("(xy)^2", ["x", "y"], "(x*y)^2"),
]


@pytest.mark.parametrize(("typed", "known", "written"), ROWS, ids=[f"{row[0]} of {','.join(row[1])}" for row in ROWS])
def test_a_word_means_a_given_name_or_a_product_of_them(typed: str, known: list[str], written: str) -> None:
    assert write(parse_expression(typed, known), "ascii") == written


def test_without_given_names_every_word_is_one_name() -> None:
    assert names_of(parse_expression("wx + xy*wx")) == ("wx", "xy")


def test_a_letter_that_stands_alone_elsewhere_is_a_factor_before_a_parenthesis() -> None:
    assert write(parse_expression("x(1-x)")) == "x·(1 - x)"
    with pytest.raises(FormulaError, match="no function `g`"):
        parse_expression("g(1-x)")


def test_given_names_come_back_as_they_were_given() -> None:
    assert names_of(parse_expression("w₁ + α", ["w_1", "alpha"])) == ("w_1", "alpha")


def test_two_names_that_lose_their_underscore_alike_are_not_confused() -> None:
    with pytest.raises(FormulaError):
        parse_expression("w12", ["w_12", "w1_2"])


def test_a_word_that_splits_in_two_ways_is_refused_with_both() -> None:
    scope = Scope(["ab", "bc", "a", "c"])
    assert scope.splits("abc", before_call=False, before_power=False) == [("ab", "c"), ("a", "bc")]


@pytest.mark.parametrize("typed", ["e", "pi", "π"])
def test_constants_are_no_names(typed: str) -> None:
    assert names_of(parse_expression(typed)) == ()
