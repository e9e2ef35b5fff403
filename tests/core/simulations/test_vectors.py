"""f = ‖W·x‖² and an entrywise ReLU: the printed gradients, their shapes, and what wrong products give."""

import numpy as np
import pytest
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec
from gradstep.core.words import core_words

SQUARE = {"W": [[0.1, 0.5], [-0.3, 0.8]], "x": [0.2, 0.4]}
WIDE = {"W": [[1, 0, -1], [2, 1, 0]], "x": [1, 2, 3]}


def norm2(at):
    return simulate(Spec("graph", {"formula": "y = W@x; f = norm2(y)", "at": at}))


def end(run):
    return run.frame(run.marks["end"]).quantities


@pytest.mark.parametrize(
    ("at", "y", "f", "dy", "dw", "dx"),
    [
        (SQUARE, [0.22, 0.26], 0.116, [0.44, 0.52], [[0.088, 0.176], [0.104, 0.208]], [-0.112, 0.636]),
        (WIDE, [-2, 4], 20, [-4, 8], [[-4, -8, -12], [8, 16, 24]], [12, 8, 4]),
    ],
)
def test_the_squared_norm_of_a_product(at, y, f, dy, dw, dx):
    shown = end(norm2(at))
    assert shown["value.y"] == pytest.approx(np.array(y))
    assert shown["value.f"] == pytest.approx(f)
    assert shown["grad.y"] == pytest.approx(np.array(dy))
    assert shown["grad.W"] == pytest.approx(np.array(dw))
    assert shown["grad.x"] == pytest.approx(np.array(dx))


def test_the_square_is_not_the_norm():
    run = simulate(Spec("graph", {"formula": "f = norm(W@x)", "at": SQUARE}))
    assert end(run)["value.f"] == pytest.approx(0.3406, abs=5e-5)


def test_an_entrywise_relu_has_a_diagonal_jacobian():
    knobs = {"formula": "y = relu(x)", "at": {"x": [1, -2, 3, -0.5]}, "upstream": [0.1, 0.2, 0.3, 0.4]}
    shown = end(simulate(Spec("graph", knobs)))
    assert shown["local.y.0"].tolist() == np.diag([1.0, 0.0, 1.0, 0.0]).tolist()
    assert shown["grad.x"].tolist() == [0.1, 0, 0.3, 0]


def test_wrong_products_have_names():
    run = norm2(SQUARE)
    last = run.marks["end"]
    assert run.mistakes(last, "grad.W")["transposed"] == pytest.approx(np.array([[0.088, 0.104], [0.176, 0.208]]))
    assert run.mistakes(last, "grad.x")["transpose-forgotten"] == pytest.approx(np.array(SQUARE["W"]) @ [0.44, 0.52])
    assert run.mistakes(last, "grad.y")["exponent-factor"] == pytest.approx(np.array([0.22, 0.26]))
    wide = norm2(WIDE)
    assert "transposed" not in wide.mistakes(last, "grad.W")
    assert "transpose-forgotten" not in wide.mistakes(last, "grad.x")
    assert "mistake.transpose-forgotten-name" in core_words().texts


def test_the_slope_of_a_learned_relu_gets_its_gradient_from_the_left_side_only():
    at = {"w": -0.75, "x": 1, "b": -1, "s": 0.1, "y": 0.5}
    knobs = {"formula": "z = w*x + b; a = prelu(z, s); L = (a - y)^2", "at": at}
    shown = end(simulate(Spec("graph", knobs)))
    assert shown["local.a.1"] == -1.75
    assert shown["grad.s"] == pytest.approx(-1.35 * -1.75)
    for x, wanted in ((-3, -3), (-1, -1), (-0.5, -0.5), (0, 0), (2, 0)):
        run = simulate(Spec("graph", {"formula": "prelu(x, s)", "at": {"x": x, "s": 0.25}}))
        assert end(run)["grad.s"] == wanted


def test_a_sigmoid_output_never_reaches_beyond_one():
    run = simulate(
        Spec("network", {
            "inputs": [[0.9, 0.1, 1.5]], "autoencoder": True, "hidden": [2], "activation": "sigmoid",
            "output": "sigmoid", "loss": "mean_sse", "rate": 5, "updates": 500,
        })
    )  # fmt: skip
    assert 0.25 < run.frame(500).quantities["loss"] < 0.3


def test_a_relu_unit_dies_in_one_update_and_lives_with_a_smaller_rate():
    knobs = {"inputs": [[1], [2]], "targets": [0.5, 0.5], "hidden": [], "output": "relu", "loss": "mse", "updates": 40,
             "initial": {"W1": [[1]], "b1": [0]}}  # fmt: skip
    run = simulate(Spec("network", {**knobs, "rate": 0.5}))
    first = run.frame(1).quantities
    assert (first["W1[0,0]"], first["b1[0]"], first["loss"]) == (-0.75, -1, 0.25)
    assert first["Z1"].ravel().tolist() == [-1.75, -2.5]
    assert all(run.frame(t).quantities["norm.grad"] == 0 for t in (1, 2, 40))
    (unit,) = run.units(1)
    assert unit.has_flat_part and not np.any(unit.slopes)
    assert simulate(Spec("network", {**knobs, "rate": 0.1})).frame(40).quantities["loss"] < 0.03
