"""Working points of functions: tables of activations, kinks with both slopes, dead zones and saturation."""

import pytest
from gradstep.core.errors import GradstepError
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.core.words import core_words


def function(of, *points):
    return simulate(Spec("function", {"of": of, "points": list(points)}))


def table(of, *points):
    run = function(of, *points)
    frames = [run.frame(cursor).quantities for cursor in range(1, len(points) + 1)]
    return [number for q in frames for number in (q["value"], q["slope"])]


@pytest.mark.parametrize(
    ("of", "wanted"),
    [
        ("sigmoid", [0.00669285, 0.00664806, 0.377541, 0.235004, 0.5, 0.25, 0.880797, 0.104994]),
        ("tanh", [-0.999909, 0.000181583, -0.462117, 0.786448, 0, 1, 0.964028, 0.0706508]),
        ("relu", [0, 0, 0, 0, 0, 0, 2, 1]),
        ("leaky_relu(x, 0.1)", [-0.5, 0.1, -0.05, 0.1, 0, 0.1, 2, 1]),
    ],
)
def test_activations(of, wanted):
    assert table(of, -5, -0.5, 0, 2) == pytest.approx(wanted, abs=1e-6)


@pytest.mark.parametrize(
    ("of", "x", "kind"),
    [
        ("relu", 0, "kink"), ("relu", -1, "dead"), ("relu", 2, "visited"), ("relu", 1e-7, "visited"),
        ("relu(x)^2", 0, "visited"), ("-relu(3 - 2*z)", 1.5, "kink"), ("elu(x, 2)", 0, "kink"),
        ("elu", 0, "visited"), ("sigmoid", 6, "saturated"), ("sigmoid", 40, "dead"), ("tanh", 1, "visited"),
        ("step", 0, "jump"), ("step", 1, "dead"), ("x^2", 0, "visited"), ("log", -1, "outside"), ("abs", 0, "kink"),
    ],
)  # fmt: skip
def test_what_is_special_about_a_point(of, x, kind):
    """In float64 σ(40) is exactly 1, so its slope f·(1 - f) is exactly 0: no gradient passes."""
    run = function(of, x)
    frame = run.frame(1)
    assert frame.event.kind == kind
    assert all(core_words().both(frame.caption).values())


@pytest.mark.parametrize(
    ("of", "wanted"),
    [
        ("relu", [0, 0, 0, 0, 0, 0.5, 1, 2, 3]),
        ("leaky_relu(x, 0.1)", [-0.3, -0.2, -0.1, -0.05, 0, 0.5, 1, 2, 3]),
        ("leaky_relu", [-0.03, -0.02, -0.01, -0.005, 0, 0.5, 1, 2, 3]),
        ("prelu(x, 0.25)", [-0.75, -0.5, -0.25, -0.125, 0, 0.5, 1, 2, 3]),
        ("elu", [-0.950213, -0.864665, -0.632121, -0.393469, 0, 0.5, 1, 2, 3]),
        ("shifted_relu", [-1, -1, -1, -0.5, 0, 0.5, 1, 2, 3]),
        ("selu", [-1.67057, -1.52017, -1.11133, -0.691758, 0, 0.52535, 1.0507, 2.1014, 3.1521]),
    ],
)
def test_values_of_the_relu_family(of, wanted):
    points = (-3, -2, -1, -0.5, 0, 0.5, 1, 2, 3)
    assert table(of, *points)[::2] == pytest.approx(wanted, abs=6e-6)


@pytest.mark.parametrize(
    ("of", "left", "right"),
    [("relu", 0, 1), ("leaky_relu(x, 0.1)", 0.1, 1), ("elu", 1, 1), ("elu(x, 2)", 2, 1), ("selu", 1.7581, 1.0507)],
)
def test_slopes_on_both_sides_of_zero(of, left, right):
    run = function(of, 0)
    sides = run.visited(1).difference
    assert (sides.left, sides.right) == pytest.approx((left, right), abs=5e-5)
    assert (run.frame(1).event.kind == "kink") == (left != right)


def test_a_kink_shows_both_slopes_and_the_rule():
    run = function("elu(x, 2)", 0)
    texts = [line.text for line in run.receipt(1, "slope").lines]
    assert texts[1] == "2.000000"
    assert texts[2] == "1.999990 | 1.000000"
    assert "slope from the left" in core_words().both(run.frame(1).caption)["en"]


def test_the_difference_confirms_the_slope():
    texts = [line.text for line in function("sigmoid", 0.5).receipt(1, "slope").lines]
    assert texts[0].startswith("sigmoid(x) = 0.622459")
    assert texts[2].endswith("= 0.235004 ✓")


def test_every_point_is_news_even_with_the_same_slope():
    run = function("relu", -2, -1)
    assert run.frame(2).event.news == ("x", "value", "slope")


def test_wrong_slopes_have_names():
    wrong = function("sigmoid", 2).mistakes(1, "slope")
    assert wrong["not-differentiated"] == pytest.approx(0.880797, abs=1e-6)
    assert wrong["only-complement"] == pytest.approx(0.119203, abs=1e-6)
    assert wrong["pre-activation"] == -2
    assert function("relu", 0).mistakes(1, "slope")["slope-one-everywhere"] == 1
    assert function("tanh", 1).mistakes(1, "slope")["square-forgotten"] == pytest.approx(1 - 0.761594, abs=1e-6)


def test_seeks_equal_steps_and_a_branch_begins_again():
    run, other = function("tanh", -1, 0, 1), function("tanh", -1, 0, 1)
    last = other.frame(3)
    assert [run.frame(cursor).quantities for cursor in range(4)][3] == last.quantities
    assert other.frame(1).quantities == run.frame(1).quantities
    assert run.branch(2, of="relu").frame(1).quantities["value"] == 0


def test_the_curve_of_the_slope_waits_until_the_last_point():
    run = function("sigmoid", -1, 2)
    rows, curves = run.pictures(1)
    assert rows.rows[1] == (2.0, None, None)
    assert [curve.name for curve in curves.curves] == ["f"]
    both = run.pictures(2)[1]
    assert [curve.name for curve in both.curves] == ["f", "∂f/∂x"]
    assert max(y for _, y in both.curves[1].points) == pytest.approx(0.25, abs=1e-3)
    assert [mark.text for mark in both.points if mark.current] == ["2"]


@pytest.mark.parametrize(
    "knobs",
    [{"of": "x + y"}, {"of": "3"}, {"of": ""}, {"of": "relu("}, {"points": []}, {"points": "1 2"}, {"points": ["a"]}],
)
def test_what_cannot_be_shown_says_why(knobs):
    with pytest.raises(GradstepError) as caught:
        simulate(Spec("function", knobs))
    assert str(caught.value)
