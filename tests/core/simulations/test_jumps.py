"""Sampled curves: a gap where they jump and where they have a pole, none where they are only steep; overflows."""

from math import isnan

import pytest
from gradstep.core.simulations.jumps import overflow
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.core.words import core_words


def function(of, *points):
    return simulate(Spec("function", {"of": of, "points": list(points)}))


def gaps(curve):
    """Where a curve has gaps, each with the points beside it."""
    found = [at for at, (_, y) in enumerate(curve.points) if isnan(y)]
    return [(curve.points[at - 1], curve.points[at][0], curve.points[at + 1]) for at in found]


def curves(run):
    return run.pictures(run.reach(10**6))[1].curves


def test_a_step_is_drawn_with_a_gap_between_its_two_sides():
    [(left, at, right)] = gaps(curves(function("step(m - 0.3)", -1, 1))[0])
    assert (left[1], right[1]) == (0, 1)
    assert left[0] == pytest.approx(0.3, abs=1e-9) and right[0] == pytest.approx(0.3, abs=1e-9)
    assert left[0] < at < right[0]


def test_sign_has_a_point_of_its_own_between_two_gaps():
    first, second = gaps(curves(function("sign", -1, 1))[0])
    assert (first[0][1], first[2], second[0], second[2][1]) == (-1, (0, 0), (0, 0), 1)


def test_the_slope_of_relu_jumps_and_its_value_does_not():
    value, slope = curves(function("relu", -1, 1))
    assert gaps(value) == []
    [(left, _, right)] = gaps(slope)
    assert (left[1], right[1]) == (0, 1)


@pytest.mark.parametrize("of", ["sigmoid(1000*x)", "x^9", "exp(3*x)", "abs(x)", "tanh(50*x)", "3*x", "0*x"])
def test_what_is_only_steep_has_no_gap(of):
    assert gaps(curves(function(of, -2.03, 2))[0]) == []


def test_a_pole_parts_the_curve_and_leaves_the_axis_alone():
    curve = curves(function("1/x", -1.03, 1.3))[0]
    [(left, _, right)] = gaps(curve)
    assert left[1] < 0 < right[1]
    assert max(abs(y) for _, y in curve.points if not isnan(y)) < 1000


@pytest.mark.parametrize(
    ("of", "x", "kind", "op"),
    [
        ("(exp(x) - exp(-x))/(exp(x) + exp(-x))", 800, "overflow", "exp"),
        ("(exp(x) - exp(-x))/(exp(x) + exp(-x))", -800, "overflow", "exp"),
        ("1/(1 + exp(-m))", -800, "overflow", "exp"), ("(x^32*x^32)*(x^32*x^32)", 1000, "overflow", "*"),
        ("tanh", 800, "dead", ""), ("log", 0, "outside", ""), ("1/x", 0, "outside", ""), ("x^-1", 0, "outside", ""),
        ("log", -1, "outside", ""),
    ],
)  # fmt: skip
def test_an_overflow_is_no_gap_in_the_domain(of, x, kind, op):
    """tanh(800) is 1: what has no value is the quotient of two numbers above 1.8e308."""
    run = function(of, x)
    frame = run.frame(1)
    assert (frame.event.kind, overflow(run.surface.visit((float(x),)))) == (kind, op)
    said = core_words().both(frame.caption)
    assert ("overflow" in said["en"]) == (kind == "overflow") == ("desborde" in said["es"])
    assert "not defined" not in said["en"] or kind == "outside"


def test_sign_jumps_at_zero_as_the_step_does():
    assert function("sign", 0).frame(1).event.kind == "jump"
    assert function("step", 0).frame(1).event.kind == "jump"


def test_the_table_has_the_variable_of_the_formula():
    assert function("m^2", 1).pictures(1)[0].columns == ("m", "value", "slope")
