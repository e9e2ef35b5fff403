"""The best-known demo of a scalar engine, on arrays: the moons of micrograd's notebook, its network, its losses."""

import random
from itertools import pairwise

import numpy as np
import pytest
from gradstep.core.learning.data.dataset import data_set
from gradstep.core.learning.settings import Settings
from gradstep.core.learning.training import Training

PRINTED = (0.8958441028683222, 1.7235905336972022, 0.7429006313851131, 0.7705641260584198)
"""The first losses that karpathy/micrograd `demo.ipynb` prints, with seed 1337."""
SIZES = (2, 16, 16, 1)


def notebook_moons():
    """make_moons(100, noise=0.1) as scikit-learn draws it from NumPy's old generator."""
    old = np.random.RandomState(1337)
    half = np.linspace(0.0, np.pi, 50)
    points = np.column_stack([
        np.append(np.cos(half), 1.0 - np.cos(half)), np.append(np.sin(half), 1.0 - np.sin(half) - 0.5),
    ])  # fmt: skip
    order = np.arange(100)
    old.shuffle(order)
    points = points[order] + old.normal(scale=0.1, size=points.shape)
    return data_set(points, np.where(order < 50, -1.0, 1.0))


def notebook_weights():
    """Neuron after neuron, uniform between −1 and 1; biases are zero."""
    drawn = random.Random(1337)
    return {
        f"W{k}": np.transpose([[drawn.uniform(-1, 1) for _ in range(fan_in)] for _ in range(fan_out)]).tolist()
        for k, (fan_in, fan_out) in enumerate(pairwise(SIZES), 1)
    }


def test_the_printed_losses_come_out():
    settings = Settings(
        SIZES, "relu", loss="margin", initialiser="zeros", initial=notebook_weights(), rate=1.0, final_rate=0.1,
        l2=1e-4, penalise_biases=True, updates=100,
    )  # fmt: skip
    training = Training(settings, notebook_moons())
    assert settings.network.size == 337
    training.reach(100)
    assert training.losses[:4].tolist() == pytest.approx(PRINTED, rel=1e-14)
    right = np.sign(settings.network.scores(training.state(100), training.data.inputs)) == training.data.targets
    assert right.all()
