"""Finite differences: they confirm every right gradient, also where a fixed step would not, and refuse wrong ones."""

import numpy as np
import pytest
from gradstep.core.differences import direction_difference, edge_difference, node_difference
from gradstep.core.formula.build import read_pass
from gradstep.core.passes import tangents


@pytest.mark.parametrize(
    "formula, x",
    [("log(x)", 1e-3), ("log(x)", 1e-5), ("1/x", 0.01), ("sqrt(x)", 1e-4), ("sin(x)", 1000.0), ("relu(x)", 2e-6),
     ("-log(x)", 0.002), ("x^-2", 0.05)],
)  # fmt: skip
def test_a_step_that_is_too_long_for_the_curve_is_made_shorter(formula, x):
    _, record = read_pass(formula, {"x": x})
    assert node_difference(record, "x").agrees(record.gradients["x"])


def test_the_rounding_of_a_large_output_is_no_disagreement():
    _, record = read_pass("x + y", {"x": 1.0, "y": 1e9})
    assert node_difference(record, "x").agrees(1.0)
    assert not node_difference(record, "x").agrees(1.1)


def test_an_entry_is_confirmed_beside_a_much_larger_one():
    _, record = read_pass("sum(log(x))", {"x": np.array([1e-3, 50.0])})
    assert node_difference(record, "x").agrees(record.gradients["x"])
    assert edge_difference(record, "v1", 0).agrees(record.contributions["v1", 0])


@pytest.mark.parametrize("formula, x", [("log(x)", 1e-3), ("exp(x)", 3.0), ("x^2", 1.0)])
def test_a_gradient_that_is_one_part_in_a_thousand_off_is_refused(formula, x):
    _, record = read_pass(formula, {"x": x})
    assert not node_difference(record, "x").agrees(1.001 * record.gradients["x"])


def test_at_a_kink_the_sides_differ_and_the_step_stays_the_first():
    _, record = read_pass("relu(x)", {"x": 0.0})
    found = node_difference(record, "x")
    assert (found.left, found.right, found.step) == (0.0, 1.0, 1e-5)


def test_where_one_side_is_outside_the_domain_nothing_is_confirmed():
    _, record = read_pass("sqrt(x)", {"x": 0.0})
    found = node_difference(record, "x")
    assert np.isnan(found.left)
    assert not found.agrees(record.gradients["x"])


def test_an_infinite_gradient_is_never_confirmed():
    _, record = read_pass("sqrt(maximum(x, 0))", {"x": 0.0})
    assert record.gradients["x"] == np.inf
    assert not node_difference(record, "x").agrees(record.gradients["x"])


def test_differences_of_a_large_array_are_not_made():
    _, record = read_pass("sum(x)", {"x": np.ones(401)})
    assert node_difference(record, "x") is None


def test_a_tangent_is_confirmed_along_any_direction():
    _, record = read_pass("s = sum(log(x)); s*y", {"x": np.array([1e-3, 0.5]), "y": 2.0})
    along = {"x": np.array([1.0, -2.0]), "y": 3.0}
    moving = tangents(record, along)
    for node in record.graph.operations:
        found = direction_difference(record, node.id, along)
        assert found.agrees(moving[node.id]), node.id
        assert not found.agrees(1.001 * moving[node.id]), node.id
