"""Vectors that are typed in another layout than they have: only the way of writing differs."""

import numpy as np
import pytest
from gradstep.core.answers.judge_number import judge_number

COLUMN = np.array([[0.25], [-0.5]])


@pytest.mark.parametrize("text", ["0.25; -0.5", "0.25 -0.5", "[0.25, -0.5]"])
def test_a_column_may_be_typed_as_a_row(text):
    assert judge_number(text, COLUMN, {}).is_right
    assert judge_number(text, COLUMN.T, {}).is_right


def test_a_single_number_stands_for_an_array_of_one():
    assert judge_number("0.25", np.array([0.25]), {}).is_right
    assert judge_number("0.25", np.array([[0.25]]), {}).is_right
    found = judge_number("-0.25", np.array([0.25]), {"sign": np.array([-0.25])})
    assert found.diagnosis == "sign"


def test_mistakes_are_recognised_in_the_layout_that_is_wanted():
    assert judge_number("-0.25 0.5", COLUMN, {"sign": -COLUMN}).diagnosis == "sign"


@pytest.mark.parametrize("text", ["0.25 -0.5 1", "0.25", "0.25 -0.5; 1 2"])
def test_other_counts_and_tables_have_another_shape(text):
    assert judge_number(text, COLUMN, {}).kind == "unreadable"
    assert judge_number("1 2 3 4", np.ones((2, 2)), {}).kind == "unreadable"
