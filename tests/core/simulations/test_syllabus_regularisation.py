"""Scenarios 32 and 33 with their printed numbers: penalties and dropout, mask by mask."""

from itertools import product

import numpy as np
import pytest
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec

DIGITS = 6e-6
"""Six printed digits are right to half of the last one."""
LINE = {"inputs": [1, 2, 3, 4], "targets": [2, 3, 5, 6], "hidden": [], "initialiser": "zeros", "loss": "mse",
        "rate": 0.04}  # fmt: skip


def network(**knobs):
    return simulate(Spec("network", knobs))


@pytest.mark.parametrize(("decay", "total"), [(0, 0.05), (0.1, 0.231481), (1, 1.13889), (10, 2.22778)])
def test_32_what_ridge_goes_down_on(decay, total):
    run = network(**LINE, l2=decay, optimiser="momentum", updates=400)
    assert run.frame(400).quantities["loss"] == pytest.approx(total, rel=DIGITS)


def test_32_lasso_makes_the_weight_zero_where_the_formula_says():
    """At Nλ/2 = Sxy = 7 the weight arrives at 0 and the line at the mean of the targets."""
    shown = network(**LINE, l1=3.5, updates=1500).frame(1500).quantities
    assert [shown["W1"][0, 0], shown["b1"][0]] == pytest.approx([0, 4], abs=1e-6)


@pytest.mark.parametrize(("weights", "l2", "l1"), [([1, 0, 0, 0], 1, 1), ([0.25] * 4, 0.25, 1)])
def test_32_two_weights_of_the_same_score(weights, l2, l1):
    own = {"inputs": [[1, 1, 1, 1]], "targets": [1], "hidden": [], "bias": False, "loss": "mse",
           "initial": {"W1": [[w] for w in weights]}}  # fmt: skip
    for penalty, wanted in (("l2", l2), ("l1", l1)):
        shown = network(**own, **{penalty: 1}).frame(0).quantities
        assert shown["output"].item() == 1
        assert shown["loss"] - shown["data_loss"] == wanted


MASKS = list(product((0, 1), repeat=4))
ONE_LAYER = {
    "inputs": [[0.2, 0.8, 0.5, 1]], "targets": [0], "hidden": [4], "bias": False, "activation": "identity",
    "loss": "mse", "initial": {"W1": np.eye(4).tolist(), "W2": [[1], [-1], [2], [0.5]]},
}  # fmt: skip


@pytest.mark.parametrize(("chance", "unscaled", "variance"), [(0.5, 0.45, 1.93), (0.2, 0.72, 0.4825)])
def test_33_all_sixteen_masks(chance, unscaled, variance):
    """Each mask with its chance φ^out·(1 - φ)^kept: the mean of the outputs is that without dropout."""
    runs = [network(**ONE_LAYER, dropout=chance, masks={"mask1": mask}) for mask in MASKS]
    outputs = np.array([run.frame(0).quantities["Z2"].item() for run in runs])
    chances = np.array([np.prod([1 - chance if kept else chance for kept in mask]) for mask in MASKS])
    mean = chances @ outputs
    assert mean == pytest.approx(0.9)
    assert (1 - chance) * mean == pytest.approx(unscaled)
    assert chances @ (outputs - mean) ** 2 == pytest.approx(variance)
    assert [run.frame(0).quantities["output"].item() for run in runs] == pytest.approx([0.9] * 16)


def test_33_the_factor_that_survivors_get():
    run = network(**ONE_LAYER, dropout=0.2, masks={"mask1": [1, 0, 1, 1]})
    assert set(run.frame(0).quantities["mask1"].ravel().tolist()) == {0, 1.25}


def test_33_through_a_sigmoid_the_mean_moves():
    knobs = {"inputs": [[2]], "targets": [0], "hidden": [1], "bias": False, "activation": "identity",
             "output": "sigmoid", "loss": "mse", "dropout": 0.5, "initial": {"W1": [[1]], "W2": [[1]]}}  # fmt: skip
    moments = [network(**knobs, masks={"mask1": [kept]}).frame(0).quantities for kept in (0, 1)]
    assert np.mean([shown["A2"] for shown in moments]) == pytest.approx(0.741007, rel=DIGITS)
    assert moments[0]["output"].item() == pytest.approx(0.880797, rel=DIGITS)
