"""Scenarios 38 and 41 to 43 with their printed numbers, where other tests leave gaps: sizes, ratios, a filter."""

import numpy as np
import pytest
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec

DIGITS = 6e-6
"""Six printed digits are right to half of the last one."""


def simulated(kind, **knobs):
    return simulate(Spec(kind, knobs))


def value(formula, **at):
    run = simulated("graph", formula=formula, at=at)
    return run.frame(run.marks["forward"]).quantities["value.f"]


def sizes(**knobs):
    shown = simulated("network", **knobs).frame(0).quantities
    return [np.size(shown[name]) for name in ("W1", "b1", "W2", "b2") if name in shown]


@pytest.mark.parametrize(("classes", "trainable"), [(2, 4098), (10, 20490)])
def test_38_a_new_head_on_2048_features(classes, trainable):
    targets = [np.eye(classes)[0].tolist()]
    assert sum(sizes(inputs=[[0] * 2048], targets=targets, hidden=[], loss="softmax")) == trainable


MODELS = {
    "Xception": (88, 22.9, 87.3566), "VGG16": (528, 138.4, 527.954), "VGG19": (549, 143.7, 548.172),
    "ResNet50": (98, 25.6, 97.6562), "ResNet50V2": (98, 25.6, 97.6562), "ResNet101": (171, 44.7, 170.517),
    "ResNet101V2": (171, 44.7, 170.517), "ResNet152": (232, 60.4, 230.408), "ResNet152V2": (232, 60.4, 230.408),
    "InceptionV3": (92, 23.9, 91.1713),
}  # fmt: skip


def test_38_four_bytes_a_parameter():
    printed, millions, mebibytes = (list(column) for column in zip(*MODELS.values(), strict=True))
    found = value("f = 4*p*1e6/2^20", p=millions)
    assert found == pytest.approx(mebibytes, rel=DIGITS)
    assert found == pytest.approx(printed, abs=2)
    assert value("f = r*c*k", r=256, c=256, k=3) == 196_608 == 192 * 1024
    assert value("f = n*u + u", n=196_608, u=1000) == 196_609_000


def test_41_a_filter_along_a_sequence():
    run = simulated("convolution", image=[[1], [2], [4], [7], [11]], filter=[[1], [0], [-1]])
    assert run.frame(run.last).quantities["out"].ravel().tolist() == [-3, -5, -7]


def test_41_a_path_that_keeps_99_parts_of_100():
    run = simulated("recurrent", x=[1] + [0] * 50, w=1, u=0.99, activation="linear", y=0)
    shown = run.frame(run.last).quantities
    assert shown["grad.A1"] / shown["grad.A51"] == pytest.approx(0.605, abs=5e-4)


@pytest.mark.parametrize("weights", [(0.8, 1.6), (4, 0), (0, 2)])
def test_42_one_sample_and_two_features_have_many_solutions(weights):
    """Descent from zero arrives at the shortest of them."""
    own = {"inputs": [[1, 2]], "targets": [4], "hidden": [], "bias": False, "loss": "mse"}
    start = {"initial": {"W1": [[w] for w in weights]}}
    assert simulated("network", **own, **start).frame(0).quantities["loss"] == pytest.approx(0, abs=1e-24)
    walked = simulated("network", **own, initialiser="zeros", rate=0.05).frame(100).quantities["W1"]
    assert walked.ravel() == pytest.approx([0.8, 1.6])


@pytest.mark.parametrize(
    ("samples", "features", "ratio"),
    [(60_000, 784, 76.5306), (25_000, 10_000, 2.5), (569, 30, 18.9667), (1030, 8, 128.75), (6, 5, 1.2),
     (100, 20_000, 0.005)],
)  # fmt: skip
def test_42_samples_for_each_feature(samples, features, ratio):
    assert value("f = n/d", n=samples, d=features) == pytest.approx(ratio, rel=DIGITS)


def test_43_parameters_of_an_encoder_and_a_decoder():
    own = {"inputs": [[0] * 784], "autoencoder": True, "activation": "sigmoid", "output": "sigmoid"}
    encoder, bias, decoder, others = sizes(**own, hidden=[32], loss="mean_sse")
    assert (encoder + bias, decoder + others) == (25_120, 25_872)
