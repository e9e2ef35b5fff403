"""Scenarios 01 to 11 with their printed numbers: knobs, threshold units, lines, gates, layers, one hidden layer."""

from itertools import product

import numpy as np
import pytest
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec

DIGITS = 6e-6
"""Six printed digits are right to half of the last one."""
AND, NOR = {"x1": 10, "x2": 10, "bias": -15}, {"x1": -10, "x2": -10, "bias": 5}
OR, NAND = {"x1": 10, "x2": 10, "bias": -5}, {"x1": -10, "x2": -10, "bias": 15}
TABLE = ((0, 0), (0, 1), (1, 0), (1, 1))


def ended(kind, **knobs):
    """The last frame's quantities."""
    run = simulate(Spec(kind, knobs))
    return run.frame(run.reach(10**6)).quantities


def value(formula, name="f", **at):
    return ended("graph", formula=formula, at=at)[f"value.{name}"]


def gates(units, *names, **knobs):
    """What is known of each row of the table, unit by unit."""
    run = simulate(Spec("gates", {"units": units, **knobs}))
    rows = 2 ** len(knobs.get("inputs", TABLE[0]))
    shown = [run.frame(len(units) * (row + 1)).quantities for row in range(rows)]
    return [tuple(float(q[name]) for name in names) for q in shown]


def line_loss(w, b, labels=(1, 3, 5), **knobs):
    run = simulate(
        Spec("network", {
            "inputs": [0, 1, 2], "targets": labels, "hidden": [], "loss": "mse",
            "initial": {"W1": [[w]], "b1": [b]}, **knobs,
        })
    )  # fmt: skip
    return run.frame(0).quantities["loss"], run


@pytest.mark.parametrize(("w", "b", "loss"), [(2, 1, 0), (2, 0, 1), (1, 0, 4.66667), (3, 0, 0.666667), (0, 0, 11.6667)])
def test_01_a_line_with_two_knobs(w, b, loss):
    assert line_loss(w, b)[0] == pytest.approx(loss, rel=DIGITS)


def test_01_the_best_of_sixteen_settings_is_the_only_one_without_loss():
    losses = {(w, b): line_loss(w, b)[0] for w, b in product((0, 1, 2, 3), (-1, 0, 1, 2))}
    assert min(losses, key=losses.__getitem__) == (2, 1)
    assert [knobs for knobs, loss in losses.items() if loss == 0] == [(2, 1)]


def test_01_after_the_change_of_a_label_no_line_reaches_zero():
    _, run = line_loss(0, 0, labels=(1, 3, 6), rate=0.3, updates=400)
    end = run.frame(run.reach(400)).quantities
    found = [float(end["W1"][0, 0]), float(end["b1"][0]), end["loss"]]
    assert found == pytest.approx([2.5, 0.833333, 0.0555556], rel=DIGITS)


THREE = [f"{row:03b}" for row in range(8)]


@pytest.mark.parametrize(
    ("weights", "threshold", "fires"),
    [
        ((1, 1, 1), 1.5, ["011", "101", "110", "111"]),
        ((1, 1, -2), 0.5, ["010", "100", "110"]),
        ((1, 1, 1), 2.5, ["111"]),
    ],
)
def test_02_units_of_mcculloch_and_pitts(weights, threshold, fires):
    """The threshold θ is the bias -θ; the same unit with outputs -1 and 1 is the sign of the sum."""
    names = ("x1", "x2", "x3")
    unit = {**dict(zip(names, weights, strict=True)), "bias": -threshold}
    outputs = gates({"y": unit}, "y", inputs=names)
    assert [row for row, (y,) in zip(THREE, outputs, strict=True) if y == 1] == fires
    signs = [value("f = sign(dot(w, x) - t)", w=weights, x=[int(bit) for bit in row], t=threshold) for row in THREE]
    assert [row for row, sign in zip(THREE, signs, strict=True) if sign == 1] == fires
    assert set(signs) == {-1, 1}


NEURON = {"W": [0.4, 0.6, -0.2], "s": [0.5, -1, 2], "b": 0.1}


@pytest.mark.parametrize(
    ("activation", "output"),
    [("z", -0.7), ("sigmoid(z)", 0.331812), ("tanh(z)", -0.604368), ("relu(z)", 0), ("step(z)", 0), ("sign(z)", -1)],
)
def test_02_one_neuron_with_six_activations(activation, output):
    shown = ended("graph", formula=f"p = W*s; z = sum(p) + b; f = {activation} + 0", at=NEURON)
    assert shown["value.p"] == pytest.approx([0.2, -0.6, -0.4])
    assert shown["value.z"] == pytest.approx(-0.7)
    assert shown["value.f"] == pytest.approx(output, rel=DIGITS)


POINTS = {"A": (3, 1), "B": (1, 1), "C": (1, 2), "D": (0, 0), "E": (2, 3)}
SIDES = [("A", 3, 1.34164), ("B", -1, -0.447214), ("C", 0, 0), ("D", -4, -1.78885), ("E", 3, 1.34164)]


@pytest.mark.parametrize("scale", [1, 10])
@pytest.mark.parametrize(("point", "z", "distance"), SIDES)
def test_03_sides_and_distances(point, z, distance, scale):
    at = {"w": [2 * scale, scale], "b": -4 * scale, "x": POINTS[point]}
    shown = ended("graph", formula="z = dot(w, x) + b; d = z/norm(w); f = sign(d)", at=at)
    assert shown["value.z"] == scale * z
    assert shown["value.d"] == pytest.approx(distance, rel=DIGITS)
    assert shown["value.f"] == np.sign(z)


def test_03_a_point_on_the_line_belongs_to_class_1_where_zero_counts():
    run = simulate(
        Spec("perceptron", {"points": list(POINTS.values()), "labels": [1, 0, 1, 0, 1], "w": [2, 1], "b": -4})
    )
    shown = [run.frame(cursor).quantities for cursor in range(1, run.reach(100) + 1)]
    assert [q["z"] for q in shown] == [z for _, z, _ in SIDES]
    assert [q["o"] for q in shown] == [1, 0, 1, 0, 1]
    assert shown[-1]["errors"] == (0,)


@pytest.mark.parametrize("x", [(2, 0), (0, 4)])
def test_03_where_the_line_crosses_the_axes(x):
    assert value("f = dot(w, x) + b", w=[2, 1], x=x, b=-4) == 0


def test_03_four_dimensions_and_the_bias_as_a_weight():
    w, x = [1, -2, 3, 0.5], [2, 1, 0.5, 4]
    assert value("f = dot(w, x) + b", w=w, x=x, b=-1) == 2.5
    assert value("f = dot(w, x)", w=[*w, -1], x=[*x, 1]) == 2.5


@pytest.mark.parametrize(
    ("unit", "sums"),
    [
        (AND, [-15, -5, -5, 5]),
        (NOR, [5, -5, -5, -15]),
        (OR, [-5, 5, 5, 15]),
        (NAND, [15, 5, 5, -5]),
    ],
)
def test_04_sums_of_the_gates(unit, sums):
    assert gates({"y": unit}, "y.z", "y") == [(z, z >= 0) for z in sums]


def test_04_not_and_the_sigmoid_version_of_and():
    assert gates({"y": {"x": -10, "bias": 5}}, "y.z", "y", inputs=["x"]) == [(5, 1), (-5, 0)]
    soft = [value("f = sigmoid(10*x + 10*y - 15)", x=x, y=y) for x, y in TABLE]
    assert soft == pytest.approx([3.05902e-07, 0.00669285, 0.00669285, 0.993307], rel=DIGITS)


def test_04_the_nearest_corners_of_and():
    distances = [abs(value("f = (dot(w, x) - 15)/norm(w)", w=[10, 10], x=x)) for x in TABLE]
    assert min(distances) == pytest.approx(0.353553, rel=DIGITS)


@pytest.mark.parametrize(
    ("bias", "is_and"), [(-20.001, False), (-20, True), (-15, True), (-10.001, True), (-10, False)]
)
def test_04_and_holds_from_minus_20_to_below_minus_10(bias, is_and):
    outputs = gates({"y": {**AND, "bias": bias}}, "y")
    assert (outputs == [(0,), (0,), (0,), (1,)]) == is_and


def test_04_fourteen_of_the_sixteen_tables_are_learnt_by_one_unit():
    learnt = {
        labels: ended("perceptron", labels=labels, epochs=50)["errors"][-1] == 0
        for labels in product((0, 1), repeat=4)
    }  # fmt: skip
    assert sum(learnt.values()) == 14
    assert {labels for labels, can in learnt.items() if not can} == {(0, 1, 1, 0), (1, 0, 0, 1)}


def test_07_the_first_two_epochs_of_xor():
    wanted = [
        # epoch, x, y, z, o, e, w, b
        (1, (0, 0), 0, 0, 1, -1, (0, 0), -1), (1, (0, 1), 1, -1, 0, 1, (0, 1), 0),
        (1, (1, 0), 1, 0, 1, 0, (0, 1), 0), (1, (1, 1), 0, 1, 1, -1, (-1, 0), -1),
        (2, (0, 0), 0, -1, 0, 0, (-1, 0), -1), (2, (0, 1), 1, -1, 0, 1, (-1, 1), 0),
        (2, (1, 0), 1, -1, 0, 1, (0, 1), 1), (2, (1, 1), 0, 2, 1, -1, (-1, 0), 0),
    ]  # fmt: skip
    run = simulate(Spec("perceptron", {"labels": [0, 1, 1, 0], "rate": 1, "epochs": 10}))
    names = ("epoch", "x", "y", "z", "o", "e", "w", "b")
    assert [tuple(run.frame(cursor).quantities[name] for name in names) for cursor in range(1, 9)] == wanted
    for epoch in range(2, 10):
        shown = run.frame(4 * epoch).quantities
        assert (shown["w"], shown["b"]) == ((-1, 0), 0)


def test_07_the_best_that_a_line_can_do_with_xor():
    """Three of four rows are reached; all four are not, for no line separates them."""
    assert ended("gates", units={"y": OR}, wanted=[0, 1, 1, 0])["right"] == 3
    assert simulate(Spec("perceptron", {"labels": [-1, 1, 1, -1], "rule": "pm1"})).bound is None
    squares = {"data": "xor", "hidden": [], "loss": "mse", "rate": 0.3, "updates": 400}
    end = ended("network", **squares)
    assert [*end["W1"].ravel(), *end["b1"], end["loss"]] == pytest.approx([0, 0, 0.5, 0.25], abs=1e-9)


XOR_UNITS = {"a": AND, "n": NOR, "y": {"a": -10, "n": -10, "bias": 5}}


def test_08_xor_by_two_layers_row_by_row():
    rows = gates(XOR_UNITS, "a.z", "a", "n.z", "n", "y.z", "y")
    assert rows == [(-15, 0, 5, 1, -5, 0), (-5, 0, -5, 0, 5, 1), (-5, 0, -5, 0, 5, 1), (5, 1, -15, 0, -5, 0)]
    hidden = gates(XOR_UNITS, "a", "n")
    assert hidden == [(0, 1), (0, 0), (0, 0), (1, 0)]
    assert sum(len(unit) for unit in XOR_UNITS.values()) == 9


@pytest.mark.parametrize(
    ("units", "outputs"),
    [
        ({"o": OR, "n": NAND, "y": {"o": 10, "n": 10, "bias": -15}}, [0, 1, 1, 0]),
        ({"a": AND, "n": NOR, "y": {"a": 10, "n": 10, "bias": -5}}, [1, 0, 0, 1]),
    ],
)
def test_08_xor_from_other_gates_and_xnor_by_one_change(units, outputs):
    assert [y for (y,) in gates(units, "y")] == outputs


def test_08_xor_with_sigmoids_and_with_relus():
    soft = "a = sigmoid(10*x + 10*y - 15); n = sigmoid(5 - 10*x - 10*y); f = sigmoid(5 - 10*a - 10*n)"
    assert value(soft, x=0, y=0) == pytest.approx(0.00715279, rel=DIGITS)
    assert value(soft, x=0, y=1) == pytest.approx(0.992356, rel=DIGITS)
    assert [value("f = relu(x + y) - 2*relu(x + y - 1)", x=x, y=y) for x, y in TABLE] == [0, 1, 1, 0]


DEEP = {
    "inputs": [[1, 2]], "targets": [[0, 0]], "hidden": [3], "activation": "sigmoid", "output": "sigmoid", "loss": "mse",
    "initial": {"W1": [[0.1, -0.3, 0.5], [0.4, 0.2, -0.1]], "b1": [0.1, -0.2, 0],
                "W2": [[0.2, -0.4], [-0.5, 0.1], [0.3, 0.6]], "b2": [0.05, -0.05]},
}  # fmt: skip


def test_09_layers_by_their_matrices():
    shown = simulate(Spec("network", DEEP)).frame(0).quantities
    assert shown["Z1"].ravel() == pytest.approx([1, -0.1, 0.3])
    assert shown["A1"].ravel() == pytest.approx([0.731059, 0.475021, 0.574443], rel=DIGITS)
    assert shown["Z2"].ravel() == pytest.approx([0.131034, 0.0497442], rel=DIGITS)
    assert shown["output"].ravel() == pytest.approx([0.532712, 0.512433], rel=DIGITS)
    assert sum(np.size(shown[name]) for name in ("W1", "b1", "W2", "b2")) == 17


def test_09_with_the_misprinted_row_two_units_are_one():
    start = {**DEEP["initial"], "W1": [[0.1, 0.1, 0.5], [0.4, 0.4, -0.1]], "b1": [0.1, 0.1, 0]}
    hidden = simulate(Spec("network", {**DEEP, "initial": start})).frame(0).quantities["A1"].ravel()
    assert hidden[:2] == pytest.approx([0.731059, 0.731059], rel=DIGITS)


def test_09_parameters_of_three_kinds_of_layers():
    dense = simulate(Spec("network", {"inputs": [[1] * 6], "targets": [[0] * 4], "hidden": [], "loss": "mse"}))
    shown = dense.frame(0).quantities
    assert np.size(shown["W1"]) + np.size(shown["b1"]) == 28
    sliding = simulate(Spec("convolution", {"image": "6x1", "filter": "3x1"})).frame(1).quantities
    assert sliding["size.parameters"] == 4
    assert sliding["size.rows"] * 3 == 12
    for length in (6, 500):
        unit = simulate(Spec("recurrent", {"x": f"{length}x1", "units": 1})).frame(0).quantities
        assert unit["size.cell"] == 3


LINEAR = {"W1": [[1, 2], [0, -1], [3, 1]], "b1": [1, 0, -2], "W2": [[1, -1, 2], [0, 2, 1]], "b2": [0.5, -1]}


@pytest.mark.parametrize(
    ("x", "hidden", "linear", "bent"),
    [([2, -1], [1, 1, 3], [6.5, 4], [6.5, 4]), ([-1, 1], [2, -1, -4], [-4.5, -7], [2.5, -1])],
)
def test_10_two_linear_layers_are_one_until_they_are_bent(x, hidden, linear, bent):
    layers = "h = W1@x + b1; f = W2@{}(h) + b2"
    deep = ended("graph", formula=layers.format(""), at={**LINEAR, "x": x})
    assert deep["value.h"].tolist() == hidden
    assert deep["value.f"].tolist() == linear
    assert value("f = (W2@W1)@x + (W2@b1 + b2)", **LINEAR, x=x).tolist() == linear
    assert value(layers.format("relu"), **LINEAR, x=x).tolist() == bent


def test_10_what_the_collapsed_layer_is():
    weights = value("f = W2@W1", W1=LINEAR["W1"], W2=LINEAR["W2"])
    biases = value("f = W2@b1 + b2", **{name: LINEAR[name] for name in ("W2", "b1", "b2")})
    assert (weights.tolist(), biases.tolist()) == ([[7, 5], [3, -1]], [-2.5, -3])
    assert (sum(np.size(array) for array in LINEAR.values()), weights.size + biases.size) == (17, 6)
    narrow = value("f = W2@W1", W1=[[1, 2]], W2=[[3], [-1]])
    assert np.linalg.matrix_rank(narrow) == 1
    assert ended("function", of="0.5*(-3*(2*x))", points=[1])["slope"] == -3


@pytest.mark.parametrize(
    ("x", "hidden", "f"), [([2, 3], (25, 1), 6), ([-1, 4], (9, 25), -4), ([0, 5], (25, 25), 0),
                           ([1.5, -2], (0.25, 12.25), -3)],
)  # fmt: skip
def test_11_two_squares_multiply(x, hidden, f):
    shown = ended("graph", formula="h = W@x; A = h^2; f = dot(v, A)", at={"W": [[1, 1], [1, -1]], "x": x,
                                                                         "v": [0.25, -0.25]})  # fmt: skip
    assert tuple(shown["value.A"]) == hidden
    assert shown["value.f"] == f
    assert value("f = dot(v, W@x)", W=[[1, 1], [1, -1]], x=x, v=[0.25, -0.25]) == 0.5 * x[1]


def visited(of, points):
    run = simulate(Spec("function", {"of": of, "points": points}))
    return [run.frame(cursor).quantities["value"] for cursor in range(1, len(points) + 1)]


def test_11_three_relus_make_a_tent():
    points = [-0.5, 0, 0.25, 0.5, 1, 1.5, 2, 3]
    assert visited("relu(x) - 2*relu(x - 1) + relu(x - 2)", points) == [0, 0, 0.25, 0.5, 1, 0.5, 0, 0]


@pytest.mark.parametrize(
    ("coefficients", "error"),
    [([1], 0.25), ([0.5, 1], 0.0625), ([0.25, 0.5, 0.5, 0.5], 0.015625), ([0.125, *[0.25] * 7], 0.00390625)],
)
def test_11_relus_approximate_a_square(coefficients, error):
    """The error is 0 at the joints and largest halfway between them: 1/(4K²)."""
    count = len(coefficients)
    relus = " + ".join(f"{c}*relu(x - {k / count})" for k, c in enumerate(coefficients))
    points = [k / (2 * count) for k in range(2 * count + 1)]
    errors = [abs(gap) for gap in visited(f"{relus} - x^2", points)]
    assert max(errors) == error
    assert errors[::2] == [0] * (count + 1)
