"""Formulas that define names, in order."""

import pytest
from gradstep.core.formula import evaluate_formula, given_names, parse, substitute, write, write_formula
from gradstep.core.formula.tree import Name

ROWS = [
    ("q = w*x + b; f = 1/(1+exp(-q))", "q = w*x + b; f = 1/(1 + exp(-q))", ("w", "x", "b")),
    ("x*y", "x*y", ("x", "y")),
    ("q = 2x;", "q = 2*x", ("x",)),
    ("q = 2x; q + 1", "q = 2*x; q + 1", ("x",)),
    ("f(x) = x²", "f = x^2", ("x",)),
    ("f(x, y) = x*y", "f = x*y", ("x", "y")),
    ("a = 1\nb = a + 2\n", "a = 1; b = a + 2", ()),
    ("a = 1 +\n 2", "a = 1 + 2", ()),
    ("a = max(0,\n x)", "a = max(0, x)", ("x",)),
    ("e = y - t; L = e²", "e = y - t; L = e^2", ("y", "t")),
    ("pi = 3; f = 2pi", "pi = 3; f = 2*pi", ()),
    ("σ = 2; f = σ(1-σ)", "sigma = 2; f = sigma*(1 - sigma)", ()),
    ("z = 0,5x; a = σ(z)", "z = 0.5*x; a = sigmoid(z)", ("x",)),
    ("T = 2; f = x^T", "T = 2; f = x^T", ("x",)),
]


@pytest.mark.parametrize(("typed", "written", "given"), ROWS, ids=[row[0] for row in ROWS])
def test_definitions_are_read_in_order(typed: str, written: str, given: tuple[str, ...]) -> None:
    formula = parse(typed)
    assert write_formula(formula, "ascii") == written
    assert given_names(formula) == given


def test_defined_names_take_part_in_products_once_names_are_given() -> None:
    formula = parse("q = wx; f = 2q(1-q)", ["w", "x"])
    assert write(formula.output.tree) == "2·q·(1 - q)"


def test_a_name_keeps_its_columns() -> None:
    first, second = parse("q = 2x; f = q").definitions
    assert (first.span, second.span) == ((1, 7), (9, 14))


def test_a_formula_is_evaluated_through_its_definitions() -> None:
    formula = parse("q = w*x + b; f = q^2 + q")
    assert evaluate_formula(formula, {"w": 2.0, "x": 3.0, "b": -1.0}) == 30.0


def test_a_definition_can_be_put_in_place_of_its_name() -> None:
    first, second = parse("q = w*x; f = exp(q) + where(q > 0, q, -q)").definitions
    whole = substitute(second.tree, {str(first.name): first.tree})
    assert write(whole) == "exp(w·x) + where(w·x > 0, w·x, -(w·x))"
    assert substitute(whole, {"z": Name("y")}) == whole
