"""Scenarios 21 to 23 with their printed numbers, where other tests leave gaps: extremes, rows of a training, means."""

import numpy as np
import pytest
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec

DIGITS = 6e-6
"""Six printed digits are right to half of the last one."""


def simulated(kind, **knobs):
    return simulate(Spec(kind, knobs))


@pytest.mark.parametrize(
    ("n", "x", "f", "slope"),
    [
        (0, 0, 11, -6), (1, 0.6, 7.76, -4.8), (2, 1.08, 5.6864, -3.84), (3, 1.464, 4.3593, -3.072),
        (4, 1.7712, 3.50995, -2.4576), (5, 2.01696, 2.96637, -1.96608), (6, 2.21357, 2.61848, -1.57286),
    ],
)  # fmt: skip
def test_21_down_a_parabola(n, x, f, slope):
    shown = simulated("descent", formula="f = (x - 3)^2 + 2", at={"x": 0}, rate=0.1).frame(n).quantities
    assert [shown["x"], shown["f"], shown["grad.x"]] == pytest.approx([x, f, slope], rel=DIGITS)


@pytest.mark.parametrize(("x", "f"), [(-1.473, -5.44419), (0.126, 0.062748), (1.347, -2.61856)])
def test_21_two_minima_and_a_maximum_between_them(x, f):
    shown = simulated("descent", formula="f = x^4 - 4*x^2 + x", at={"x": x}).frame(0).quantities
    assert shown["f"] == pytest.approx(f, abs=2e-5)
    assert shown["grad.x"] == pytest.approx(0, abs=5e-3)


@pytest.mark.parametrize(("rate", "first"), [(0.05, (9.5, 0.5)), (0.18, (8.2, -0.8)), (0.2, (8, -1)),
                                             (0.21, (7.9, -1.1))])  # fmt: skip
def test_21_the_first_step_into_a_bowl(rate, first):
    shown = simulated("descent", formula="(x^2 + 10*y^2)/2", at={"x": 10, "y": 1}, rate=rate).frame(1).quantities
    assert (shown["x"], shown["y"]) == pytest.approx(first)


MAIL = {"inputs": [[3, 0], [2, 1], [0, 2], [1, 2], [1, 0], [0, 1]], "targets": [1, 1, 0, 0, 1, 0], "hidden": [],
        "initialiser": "zeros", "rate": 0.5}  # fmt: skip


@pytest.mark.parametrize(
    ("t", "w", "b", "loss", "norm", "grad"),
    [
        (3, [0.494467, -0.447212], -0.0203236, 0.41442, 0.666705, [-0.216038, 0.229606, 0.0205868]),
        (4, [0.602486, -0.562014], -0.030617, 0.367625, 0.823923, [-0.188762, 0.202419, 0.0173353]),
    ],
)
def test_22_rows_of_the_spam_filter(t, w, b, loss, norm, grad):
    shown = simulated("network", **MAIL).frame(t).quantities
    found = [*shown["W1"].ravel(), shown["b1[0]"], shown["loss"], shown["norm.weights"]]
    assert found == pytest.approx([*w, b, loss, norm], rel=DIGITS)
    assert [*shown["grad.W1"].ravel(), *shown["grad.b1"]] == pytest.approx(grad, rel=DIGITS)
    assert shown["errors"] == 0


SLOPE = {"inputs": [-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2], "targets": [-2.9, -2.2, -0.7, -0.1, 2.2, 2.7, 4.1, 4.9],
         "hidden": [], "initialiser": "zeros", "loss": "mse", "shuffle": False, "updates": 500}  # fmt: skip


def gradients(batch):
    """The gradients of the batches of an epoch, all at the start: a rate of 0 moves nothing."""
    run = simulated("network", **SLOPE, batch=batch, rate=0)
    shown = [run.frame(t).quantities for t in range(-(-8 // batch))]
    return np.array([[one["grad.W1"].item(), one["grad.b1"].item()] for one in shown])


@pytest.mark.parametrize(
    ("batch", "wanted"),
    [
        (8, [[-7.4, -2]]),
        (4, [[-4.925, 2.95], [-9.875, -6.95]]),
        (2, [[-9.1, 5.1], [-0.75, 0.8], [-3.8, -4.9], [-15.95, -9]]),
    ],
)
def test_23_the_mean_of_equal_batches_is_the_whole_gradient(batch, wanted):
    found = gradients(batch)
    assert found == pytest.approx(np.array(wanted))
    assert found.mean(axis=0) == pytest.approx([-7.4, -2])


def test_23_batches_of_unequal_size_have_to_be_weighted():
    found = gradients(3)
    assert found.mean(axis=0) == pytest.approx([-8.35, -2.77778], rel=DIGITS)
    assert np.average(found, axis=0, weights=[3, 3, 2]) == pytest.approx([-7.4, -2])


def test_23_where_all_of_them_go():
    end = simulated("network", **SLOPE, rate=0.1).frame(500).quantities
    found = [end["W1"].item(), end["b1"].item(), end["loss"]]
    assert found == pytest.approx([1.97333, 1, 0.0361667], rel=DIGITS)
