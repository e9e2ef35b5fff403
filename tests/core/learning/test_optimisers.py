"""Optimisers: each rule against steps worked out by hand, and the flat vector that carries their moments."""

import math

import numpy as np
import pytest
from gradstep.core.learning.optimisers import OPTIMISERS, first_vector, updated

KNOBS = {"momentum": 0.5, "rho": 0.5, "beta1": 0.5, "beta2": 0.75, "epsilon": 0.0, "decay": 0.5}
THETA, GRADIENTS = 1.0, (2.0, -1.0)


def by_hand(name):
    """θ after two updates from 1 with gradients 2 and −1 and rate 0.1, from the printed formulas."""
    if name == "sgd":
        return 1.0 - 0.1 * 2.0 + 0.1 * 1.0
    if name == "momentum":  # v = 2, then 0.5·2 − 1 = 0
        return 1.0 - 0.1 * 2.0 - 0.1 * 0.0
    if name == "nesterov":  # g + βv: 2 + 1 = 3, then −1 + 0.5·0
        return 1.0 - 0.1 * 3.0 - 0.1 * -1.0
    if name == "adagrad":  # s = 4, then 5
        return 1.0 - 0.1 * 2.0 / 2.0 + 0.1 * 1.0 / math.sqrt(5.0)
    if name == "rmsprop":  # s = 0.5·4 = 2, then 0.5·2 + 0.5·1 = 1.5
        return 1.0 - 0.1 * 2.0 / math.sqrt(2.0) + 0.1 / math.sqrt(1.5)
    if name == "adamw":  # as adam, and each time 0.1·0.5·θ less: d = 1 + 0.5, then 0 + 0.5·0.85
        return (1.0 - 0.1 * 1.5) * (1.0 - 0.1 * 0.5)
    # m = 1, v = 1, corrected 2 and 4; then m = 0, v = 0.75 + 0.25 = 1
    return 1.0 - 0.1 * 2.0 / math.sqrt(4.0) - 0.0


@pytest.mark.parametrize("name", OPTIMISERS)
def test_two_updates_are_those_worked_out_by_hand(name):
    row = OPTIMISERS[name]
    vector = first_vector(np.array([THETA]), row)
    assert vector.size == 1 + row.moments + 1
    for gradient in GRADIENTS:
        vector = updated(row, vector, [(0, 1, np.array([gradient]))], 0.1, KNOBS)
    assert vector[0] == pytest.approx(by_hand(name), rel=1e-14)
    assert vector[-1] == 2.0


@pytest.mark.parametrize("name", OPTIMISERS)
def test_nothing_is_changed_in_place(name):
    row = OPTIMISERS[name]
    vector, gradient = first_vector(np.arange(3.0), row), np.array([1.0, -2.0, 0.5])
    kept = vector.copy(), gradient.copy()
    updated(row, vector, [(0, 3, gradient)], 0.1, KNOBS)
    assert np.array_equal(vector, kept[0])
    assert np.array_equal(gradient, kept[1])


def test_the_first_step_of_adam_has_the_size_of_the_rate():
    """Kingma & Ba 2015, section 2.1: corrected moments make it η·sign(g) whatever the size of g."""
    row = OPTIMISERS["adam"]
    knobs = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
    moved = updated(row, first_vector(np.zeros(3), row), [(0, 3, np.array([1e-3, -5.0, 200.0]))], 0.01, knobs)
    assert moved[:3] == pytest.approx([-0.01, 0.01, -0.01], rel=1e-4)


def test_adamw_without_decay_is_adam_and_with_it_shrinks_what_has_no_slope():
    adam, adamw = OPTIMISERS["adam"], OPTIMISERS["adamw"]
    start, gradient = np.array([2.0, -1.0]), np.array([0.3, 0.0])
    alike = [updated(row, first_vector(start, row), [(0, 2, gradient)], 0.1, {**KNOBS, "decay": 0.0})
             for row in (adam, adamw)]  # fmt: skip
    assert np.array_equal(*alike)
    shrunk = updated(adamw, first_vector(start, adamw), [(0, 2, gradient)], 0.1, KNOBS)
    assert shrunk[1] == pytest.approx(-1.0 * (1 - 0.1 * 0.5), rel=1e-15)


def test_weight_decay_shrinks_as_the_formula_says():
    """w ← (1 − 2ηλ)w − ηg: w = 2, g = 0.5, η = 0.1, λ = 0.05 gives 1.93."""
    row = OPTIMISERS["sgd"]
    gradient = np.array([0.5 + 2.0 * 0.05 * 2.0])
    assert updated(row, first_vector(np.array([2.0]), row), [(0, 1, gradient)], 0.1, {})[0] == pytest.approx(1.93)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_pieces_give_the_same_bits_as_the_whole(name):
    row = OPTIMISERS[name]
    vector = first_vector(np.sin(np.arange(50.0)), row)
    gradient = np.cos(np.arange(50.0))
    whole = updated(row, vector, [(0, 50, gradient)], 0.1, KNOBS)
    cut = [(start, stop, gradient[start:stop]) for start, stop in ((30, 50), (0, 7), (7, 30))]
    assert np.array_equal(updated(row, vector, cut, 0.1, KNOBS), whole)
