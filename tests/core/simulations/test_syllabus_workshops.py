"""Scenario 44 with its printed numbers: a classifier of tumours, on the data that scikit-learn brings."""

from __future__ import annotations

import numpy as np
import pytest
from gradstep.core.learning.data.bundled import sklearn_set
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec

LOGISTIC = {"hidden": [], "initialiser": "zeros", "rate": 0.1}
LAYERED = {"hidden": [8], "rate": 0.3, "seed": 0}


@pytest.fixture(scope="module")
def tumours():
    """(30 measurements of each of 569 tumours, 1 where it is malignant, whether it is one of the test's)."""
    pytest.importorskip("sklearn")
    whole = sklearn_set("breast_cancer")
    is_malignant = whole.targets[:, whole.classes.index("malignant")]
    return whole.inputs, is_malignant, np.arange(len(whole)) % 5 == 0


def trained(tumours, **knobs):
    """A run over the training part; the rest is held out, and scaled by the training part alone."""
    inputs, labels, held = tumours
    own = {"inputs": inputs[~held].tolist(), "targets": labels[~held].tolist(),
           "held_inputs": inputs[held].tolist(), "held_targets": labels[held].tolist()}  # fmt: skip
    return simulate(Spec("network", {**own, "updates": 500, **knobs}))


def confusion(run):
    """(true positives, false negatives, false positives, true negatives) of the held-out part after 500 updates."""
    is_called = run.moment(500).predict(run.setup.held.inputs)[:, 0] >= 0.5
    is_ill = run.setup.held.targets[:, 0] == 1
    return tuple(int(np.sum(both)) for both in (is_called & is_ill, ~is_called & is_ill, is_called & ~is_ill,
                                                ~is_called & ~is_ill))  # fmt: skip


def test_44_how_many_there_are(tumours):
    inputs, labels, held = tumours
    assert (int(labels.sum()), int((1 - labels).sum())) == (212, 357)
    assert max(labels.mean(), 1 - labels.mean()) == pytest.approx(0.627417, rel=1e-6)
    assert inputs.shape[0] / inputs.shape[1] == pytest.approx(18.9667, rel=6e-6)
    assert (int(held.sum()), int(labels[held].sum())) == (114, 40)


@pytest.mark.parametrize("knobs", [LOGISTIC, LAYERED], ids=["logistic", "layered"])
def test_44_scaled_measurements_find_nearly_every_tumour(tumours, knobs):
    """One case more or less is within the printed tolerance."""
    run = trained(tumours, **knobs, scaled=True)
    assert confusion(run) == pytest.approx((37, 3, 0, 74), abs=1)
    assert run.frame(500).quantities["accuracy.held"] == pytest.approx(0.973684, abs=1.01 / 114)


def test_44_without_scaling_everybody_is_called_healthy(tumours):
    run = trained(tumours, **LAYERED)
    assert confusion(run) == (0, 40, 0, 74)
    assert run.frame(500).quantities["accuracy.held"] == pytest.approx(0.649123, rel=1e-6)


def test_44_parameters_of_the_layered_network(tumours):
    shown = trained(tumours, **LAYERED).frame(0).quantities
    assert sum(np.size(shown[name]) for name in ("W1", "b1", "W2", "b2")) == 257
