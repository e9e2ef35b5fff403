"""Optimisers, cells, Gaussian processes and components: the numbers of torch and scikit-learn, to 1e-12.

peer_runs.json has their answers (make_peer_runs.py); all inputs are sines of whole numbers.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from gradstep.core.learning.optimisers import OPTIMISERS, first_vector, updated
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.projection.cloud import Cloud
from gradstep.core.simulations.projection.kernelled import Kernelled
from gradstep.core.simulations.projection.linear import Linear
from gradstep.core.simulations.protocol import Spec
from gradstep.core.simulations.search.gaussian import Belief, Posterior

THEIRS = json.loads(Path(__file__).with_name("peer_runs.json").read_text(encoding="utf-8"))
KNOBS = {"momentum": 0.8, "rho": 0.9, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "decay": 0.05}


def waves(*shape, first=1):
    return np.sin(np.arange(first, first + int(np.prod(shape)), dtype=float)).reshape(shape)


def near(wanted):
    return pytest.approx(np.array(wanted), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_fifty_updates(name):
    row = OPTIMISERS[name]
    vector = first_vector(waves(3), row)
    for t in range(1, 51):
        vector = updated(row, vector, [(0, 3, waves(3, first=3 * t) + 0.3)], 0.1, KNOBS)
    assert vector[:3] == near(THEIRS["optimisers"][name])


@pytest.mark.parametrize(("kind", "gates"), [("rnn", [""]), ("lstm", ["i", "f", "g", "o"])])
def test_a_cell_over_four_steps_and_back(kind, gates):
    """torch has its weights as units × inputs, one gate below the other; the loss is half the square of all units."""
    count, theirs = len(gates), THEIRS["cells"][kind]
    parts = {
        "w": np.split(waves(count * 3, 2), count), "u": np.split(waves(count * 3, 3, first=7), count),
        "b": np.split(waves(count * 3, first=11), count),
    }  # fmt: skip
    turned = {letter: [part.T.tolist() for part in each] for letter, each in parts.items()}
    weights = {name: each[0] if kind == "rnn" else dict(zip(gates, each, strict=True)) for name, each in turned.items()}
    knobs = {"cell": kind, "x": waves(4, 2, first=20).tolist(), "units": 3, "beta": [1, 1, 1], "y": 0}
    run = simulate(Spec("recurrent", {**knobs, **weights}))
    network = run.score.network
    state = network.cell.state
    states = np.array([np.ravel(network.record.values[f"{state}{t}"]) for t in range(1, 5)])
    assert states == near(theirs["states"])
    for letter in "wub":
        gradients = [network.record.gradients[f"{letter}{gate}"] for gate in gates]
        assert np.concatenate([np.asarray(one).T for one in gradients]) == near(theirs[letter])


def test_what_a_gaussian_process_believes():
    places, values, asked = 3.0 * waves(5), waves(5, first=30), 3.0 * waves(7, first=40)
    posterior = Posterior(Belief(0.0, 1.3, 0.7, 0.1), places, values)
    assert posterior.mean(asked) == near(THEIRS["process"]["mean"])
    assert posterior.spread(asked) == near(THEIRS["process"]["spread"])


def test_components_and_coordinates_up_to_their_sign():
    cloud, theirs = Cloud(waves(9, 3)), THEIRS["components"]
    linear = Linear(cloud, 3, "n-1", True)
    assert linear.spectrum.values == near(theirs["variances"])
    assert np.abs(linear.all_codes) == near(theirs["codes"])
    kernelled = Kernelled(cloud, 3, 0.5, True)
    assert kernelled.spectrum.values[:3] == near(theirs["kernel-eigenvalues"])
    assert np.abs(kernelled.codes) == near(theirs["kernel-codes"])
