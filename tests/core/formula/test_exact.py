"""Exact arithmetic agrees with the evaluator of floats, and a tie stays one."""

from fractions import Fraction

import numpy as np
import pytest
from gradstep.core.errors import GradstepError
from gradstep.core.formula.evaluator import evaluate
from gradstep.core.formula.exact import evaluate_exact
from gradstep.core.formula.parser import parse_expression
from hypothesis import given
from hypothesis import strategies as st

NUMBERS = st.fractions(min_value=-9, max_value=9, max_denominator=40)
ROWS = st.lists(NUMBERS, min_size=3, max_size=3).map(tuple)
FORMULAS = (
    "w + rate*push*x", "dot(w; x) + b", "relu(-b) - rate", "where(b > rate, x, w)", "step(b)", "min(b, rate)/4",
    "sum(w*x)", "|b| - max(rate, push)", "w[1]*x[0] - b", "-w", "0.1*b",
)  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
@given(st.tuples(ROWS, ROWS, NUMBERS, NUMBERS, NUMBERS))
def test_it_agrees_with_floats(formula, numbers):
    names = dict(zip(("w", "x", "b", "rate", "push"), numbers, strict=True))
    tree = parse_expression(formula, known=tuple(names), conditions=True)
    floats = {name: np.asarray(value, dtype=float) for name, value in names.items()}
    assert np.allclose(np.asarray(evaluate_exact(tree, names), dtype=float), evaluate(tree, floats))


def test_a_tie_is_a_tie():
    names = {"a": Fraction("0.1"), "b": Fraction("0.2"), "c": Fraction("-0.3")}
    assert evaluate_exact(parse_expression("a + b + c", known=tuple(names)), names) == 0


def test_what_leaves_the_fractions_is_refused():
    with pytest.raises(GradstepError):
        evaluate_exact(parse_expression("sqrt(a)", known=("a",)), {"a": Fraction(2)})
