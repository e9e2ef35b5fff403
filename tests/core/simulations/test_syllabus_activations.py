"""Scenarios 12 to 15 with their printed numbers: steps, sigmoid, tanh, smooth relatives of ReLU, chains of slopes."""

import math

import numpy as np
import pytest
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec

DIGITS = 6e-6
"""Six printed digits are right to half of the last one."""
NINE = (-5, -2, -1, -0.5, 0, 0.5, 1, 2, 5)
SEVEN = (-3, -2, -1, -0.5, 0, 0.5, 1, 2, 3)


def column(of, points, name="value"):
    run = simulate(Spec("function", {"of": of, "points": list(points)}))
    return [run.frame(cursor).quantities[name] for cursor in range(1, len(points) + 1)]


def ended(kind, **knobs):
    """The last frame's quantities."""
    run = simulate(Spec(kind, knobs))
    return run.frame(run.reach(10**6)).quantities


SIGMOIDS = [0.00669285, 0.119203, 0.268941, 0.377541, 0.5, 0.622459, 0.731059, 0.880797, 0.993307]
SIGMOID_SLOPES = [0.00664806, 0.104994, 0.196612, 0.235004, 0.25, 0.235004, 0.196612, 0.104994, 0.00664806]
TANHS = [-0.999909, -0.964028, -0.761594, -0.462117, 0, 0.462117, 0.761594, 0.964028, 0.999909]
TANH_SLOPES = [0.000181583, 0.0706508, 0.419974, 0.786448, 1, 0.786448, 0.419974, 0.0706508, 0.000181583]


@pytest.mark.parametrize(
    ("of", "name", "wanted"),
    [
        ("step", "value", [0, 0, 0, 0, 1, 1, 1, 1, 1]),
        ("sign", "value", [-1, -1, -1, -1, 0, 1, 1, 1, 1]),
        ("sigmoid", "value", SIGMOIDS),
        ("sigmoid", "slope", SIGMOID_SLOPES),
        ("tanh", "value", TANHS),
        ("tanh", "slope", TANH_SLOPES),
    ],
)
def test_12_steps_sigmoid_and_tanh(of, name, wanted):
    assert column(of, NINE, name) == pytest.approx(wanted, rel=DIGITS)


@pytest.mark.parametrize(
    ("of", "same"),
    [
        ("2*sigmoid(2*x) - 1", "tanh"),
        ("1 - sigmoid(x)", "sigmoid(-x)"),
        ("sigmoid(x)*(1 - sigmoid(x))", "exp(-x)/(1 + exp(-x))^2"),
    ],
)
def test_12_what_they_have_to_do_with_each_other(of, same):
    assert column(of, NINE) == pytest.approx(column(same, NINE), rel=1e-9, abs=1e-12)


def test_12_the_literal_quotient_leaves_the_numbers_and_a_sigmoid_reaches_one():
    assert all(math.isnan(y) for y in column("(exp(x) - exp(-x))/(exp(x) + exp(-x))", (-800, 800)))
    assert column("tanh", (-800, 800)) == [-1, 1]
    assert column("sigmoid", (36, 40)) == [pytest.approx(1), 1]
    assert column("sigmoid", (36,))[0] < 1


SOFT = {
    ("softplus", "value"): [
        0.0485874, 0.126928, 0.313262, 0.474077, 0.693147, 0.974077, 1.31326, 2.12693, 3.04859,
    ],
    ("softplus", "slope"): [
        0.0474259, 0.119203, 0.268941, 0.377541, 0.5, 0.622459, 0.731059, 0.880797, 0.952574,
    ],
    ("swish", "value"): [
        -0.142278, -0.238406, -0.268941, -0.18877, 0, 0.31123, 0.731059, 1.76159, 2.85772,
    ],
    ("swish", "slope"): [
        -0.0881041, -0.0907842, 0.0723295, 0.260039, 0.5, 0.739961, 0.927671, 1.09078, 1.0881,
    ],
    ("gelu", "value"): [
        -0.00404969, -0.0455003, -0.158655, -0.154269, 0, 0.345731, 0.841345, 1.9545, 2.99595,
    ],
    ("gelu", "slope"): [
        -0.0119456, -0.0852318, -0.0833155, 0.132505, 0.5, 0.867495, 1.08332, 1.08523, 1.01195,
    ],
    ("gelu_tanh", "value"): [
        -0.00363739, -0.0454023, -0.158808, -0.154286, 0, 0.345714, 0.841192, 1.9546, 2.99636,
    ],
}  # fmt: skip


@pytest.mark.parametrize(("of", "name"), SOFT)
def test_14_smooth_relatives_of_relu(of, name):
    assert column(of, SEVEN, name) == pytest.approx(SOFT[of, name], rel=DIGITS, abs=1e-12)


@pytest.mark.parametrize(("of", "x", "f"), [("swish", -1.27846, -0.278465), ("gelu", -0.751792, -0.169971)])
def test_14_they_have_a_minimum(of, x, f):
    end = ended("descent", formula=f"f = {of}(x)", at={"x": -1}, rate=1, updates=200)
    assert [end["x"], end["f"]] == pytest.approx([x, f], rel=DIGITS)


def test_14_how_far_the_tanh_form_of_gelu_is_from_gelu():
    """Both are x/2 and an even part, so the gap is even; it is largest near 2.7."""
    near, elsewhere = [2.69 + k / 1000 for k in range(20)], [k / 5 for k in range(26)]
    gaps, others = ([abs(gap) for gap in column("gelu(x) - gelu_tanh(x)", points)] for points in (near, elsewhere))
    assert max(others) <= max(gaps)
    assert max(gaps) == pytest.approx(0.000473236, rel=1e-5)


def test_14_the_winner_of_maxout_takes_the_gradient():
    shown = ended(
        "graph", formula="z1 = dot(w1, x) + b1; z2 = dot(w2, x) + b2; f = maxout(z1, z2)",
        at={"w1": [1, -1], "b1": 0.5, "w2": [-0.5, 2], "b2": -1, "x": [1, 2]},
    )  # fmt: skip
    assert [shown[f"value.{name}"] for name in ("z1", "z2", "f")] == [-0.5, 2.5, 2.5]
    wanted = {"w1": [0, 0], "w2": [1, 2], "b1": 0, "b2": 1, "x": [-0.5, 2]}
    assert {name: np.asarray(shown[f"grad.{name}"]).tolist() for name in wanted} == wanted


def chain(activation, length, x=0.5, w=1):
    """(output, gradient at the input) of `length` layers of one unit each, with weight `w` and no bias."""
    layers = [f"a{k} = {activation}(w*{f'a{k - 1}' if k > 1 else 'x'})" for k in range(1, length + 1)]
    shown = ended("graph", formula="; ".join(layers), at={"x": x, "w": w})
    return shown[f"value.a{length}"], shown["grad.x"]


@pytest.mark.parametrize(
    ("activation", "length", "output", "slope"),
    [
        ("sigmoid", 1, 0.622459, 0.235004), ("sigmoid", 2, 0.650778, 0.0534084), ("sigmoid", 3, 0.657186, 0.0120325),
        ("sigmoid", 5, 0.658952, 0.000607986), ("sigmoid", 10, 0.659046, 3.48312e-07),
        ("sigmoid", 20, 0.659046, 1.1431e-13), ("tanh", 1, 0.462117, 0.786448), ("tanh", 2, 0.431808, 0.639808),
        ("tanh", 3, 0.406831, 0.533912), ("tanh", 5, 0.367716, 0.393004), ("tanh", 10, 0.304758, 0.22276),
        ("tanh", 20, 0.239167, 0.107274), ("relu", 20, 0.5, 1),
    ],
)  # fmt: skip
def test_15_what_a_chain_leaves_of_the_gradient(activation, length, output, slope):
    assert chain(activation, length) == pytest.approx((output, slope), rel=DIGITS)


def test_15_bounds_and_explosion():
    assert abs(chain("sigmoid", 10)[1]) < 0.25**10 == pytest.approx(9.53674e-07, rel=DIGITS)
    assert chain("relu", 10, w=5)[1] == 9765625
    leaky = "; ".join(f"a{k} = leaky_relu({f'a{k - 1}' if k > 1 else 'x'}, 0.01)" for k in range(1, 11))
    assert ended("graph", formula=leaky, at={"x": -1})["grad.x"] == pytest.approx(1e-20)


def test_15_positive_inputs_give_all_weights_one_sign():
    shown = ended("graph", formula="z = dot(w, x)", at={"w": [1, 1, 1], "x": [0.7, 0.2, 0.9]}, upstream=-0.3)
    assert shown["grad.w"] == pytest.approx(np.array([-0.21, -0.06, -0.27]))
