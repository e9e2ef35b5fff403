"""Initialisers: their spread is the one of the papers, and every matrix has its own key."""

import math

import numpy as np
import pytest
from gradstep.core.learning.initialisers import INITIALISERS, draw
from gradstep.core.learning.randomness import PURPOSES, generator

FAN_IN, FAN_OUT = 300, 200
DEVIATIONS = {
    "zeros": 0.0,
    "small": 0.01,
    "uniform": 1.0 / math.sqrt(3.0),
    "xavier": math.sqrt(2.0 / (FAN_IN + FAN_OUT)),
    "he": math.sqrt(2.0 / FAN_IN),
}


@pytest.mark.parametrize("name", INITIALISERS)
def test_weights_have_the_deviation_of_the_paper(name):
    weights = draw(name, 3, 0, (FAN_IN, FAN_OUT))
    assert np.std(weights) == pytest.approx(DEVIATIONS[name], rel=0.02)
    assert abs(np.mean(weights)) <= 0.02 * max(DEVIATIONS[name], 1e-9)


@pytest.mark.parametrize("name", sorted(set(INITIALISERS) - {"uniform"}))
def test_biases_start_at_zero(name):
    assert not draw(name, 3, 1, (50,)).any()


def test_the_key_alone_decides():
    assert np.array_equal(draw("he", 1, 2, (3, 4)), draw("he", 1, 2, (3, 4)))
    for other in ((2, 2), (1, 4)):
        assert not np.array_equal(draw("he", 1, 2, (3, 4)), draw("he", *other, (3, 4)))


def test_purposes_and_numbers_do_not_share_numbers():
    first = {generator(5, purpose, number).random() for purpose in PURPOSES for number in range(50)}
    assert len(first) == 50 * len(PURPOSES)


def test_any_whole_number_is_a_seed():
    assert generator(-1, "shuffle").random() != generator(2**70, "shuffle").random()
