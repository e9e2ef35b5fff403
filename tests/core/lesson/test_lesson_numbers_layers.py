"""The lessons on hidden layers, linear classifiers, attention and many features show the numbers computed apart.

Expected values are worked out here with NumPy or by hand, never with the engine; sentences that quote a number which
no simulation of the lesson computes are held by the same arithmetic.
"""

from functools import partial

import numpy as np
import pytest

DIGITS = 6e-6
"""Six printed digits are right to half of the last one."""


def near(values, rel=DIGITS):
    return pytest.approx(np.asarray(values, dtype=float), rel=rel, abs=1e-9)


def near_names(values):
    return pytest.approx(values, rel=DIGITS)


def one_hidden(steps, misprint):
    """R before each of some steps on one datum, with the slope along β_k as it is or as it was misprinted."""
    x, y, rate = np.array([1, 0.5]), 1.0, 0.5
    outer, beta, bias, omega = 0.1, np.array([0.6, -0.4]), np.array([0.1, -0.1]), np.array([[0.3, -0.2], [0.5, 0.4]])
    losses = []
    for _ in range(steps + 1):
        a = 1 / (1 + np.exp(-(omega @ x + bias)))
        residual, slope = y - outer - beta @ a, a * (1 - a)
        losses.append(residual**2 / 2)
        to_z = residual * beta * slope
        outer, beta = outer + rate * residual, beta + rate * residual * (slope if misprint else a)
        bias, omega = bias + rate * to_z, omega + rate * np.outer(to_z, x)
    return losses


def test_backprop_one_hidden_values_and_gradients(numbers):
    end = numbers.ended("backprop-one-hidden", "net")
    wanted = {
        "value.z": [0.3, 0.6],
        "value.A": [0.574443, 0.645656],
        "value.f": 0.186403,
        "value.r": 0.813597,
        "value.R": 0.33097,
        "grad.beta0": -0.813597,
        "grad.beta": [-0.467365, -0.525304],
        "grad.omega0": [-0.119334, 0.0744553],
        "grad.omega": [[-0.119334, -0.0596672], [0.0744553, 0.0372276]],
    }
    for name, value in wanted.items():
        assert end[name] == near(value), name


def test_backprop_one_hidden_measured_slopes(numbers):
    assert numbers.ended("backprop-one-hidden", "slope_omega")["value.d"] == pytest.approx(-0.119334, abs=1e-4)
    assert numbers.ended("backprop-one-hidden", "slope_beta")["value.d"] == near(-0.467365)
    assert numbers.ended("backprop-one-hidden", "printed")["value.d"] == near(-0.198891)
    assert numbers.shown("backprop-one-hidden", "moved_beta", 1)["central"] == near(-0.467365)


def test_backprop_one_hidden_trains_rightly_and_with_the_misprint(numbers):
    assert numbers.column("backprop-one-hidden", "run", "loss") == near(one_hidden(5, misprint=False), rel=1e-6)
    wrong = one_hidden(5, misprint=True)
    assert numbers.ended("backprop-one-hidden", "misprint")["value.R"] == near(wrong[1])
    assert wrong == near([0.33097, 0.0340441, 0.00341091, 0.000339592, 3.37518e-05, 3.35283e-06])
    assert f"{wrong[-1]:.1e}" == "3.4e-06", "the lesson quotes it"


def test_one_hidden_layer_products_tents_and_parabolas(numbers):
    shown = {name: numbers.ended("one-hidden-layer", name) for name in ("product", "other", "straight", "tent", "far")}
    assert [shown["product"][f"value.{name}"] for name in ("A1", "A2", "f")] == [25, 1, 6]
    assert [shown["other"][f"value.{name}"] for name in ("A1", "A2", "f")] == [9, 25, -4]
    assert shown["straight"]["value.f"] == 1.5
    assert [shown[name]["value.f"] for name in ("tent", "far")] == [0.5, 0]
    assert numbers.column("one-hidden-layer", "bump", "value") == [0, 0, 0.25, 0.5, 1, 0.5, 0, 0]
    found = [numbers.ended("one-hidden-layer", name) for name in ("off", "bend", "size")]
    assert [found[0]["value.error"], found[1]["value.beta2"], found[2]["value.error"]] == [0.0625, 0.5, 0.00390625]


@pytest.mark.parametrize(("units", "error"), [(1, 0.25), (2, 0.0625), (4, 0.015625), (8, 0.00390625)])
def test_one_hidden_layer_error_of_even_kinks(units, error):
    """The rule 1/(4·K²) that the lesson states, measured on a fine grid."""
    kinks, x = np.linspace(0, 1, units + 1), np.linspace(0, 1, 16 * units + 1)
    slopes = np.diff(kinks**2) * units
    betas = np.diff(slopes, prepend=0)
    sums = sum(beta * np.maximum(0, x - kink) for beta, kink in zip(betas, kinks[:-1], strict=True))
    assert np.max(np.abs(sums - x**2)) == pytest.approx(error)


def test_svm_vs_softmax_scores_hinges_and_gradients(numbers):
    ended = partial(numbers.ended, "svm-vs-softmax")
    assert ended("pixels")["value.s"] == near([-96.8, 437.9, 60.75])
    assert [ended(name)["value.L"] for name in ("cat", "frog", "mean", "zero")] == near([2.9, 12.9, 5.26667, 2])
    assert [ended(name)["value.L"] for name in ("soft", "car", "less")] == near([2.04036, 0.0791318, 0.127308])
    assert ended("hinge")["value.L"] == near(2.7)
    assert ended("hinge")["grad.W"] == near([[-2, 4], [1, -2], [1, -2]])
    assert ended("entropy")["value.L"] == near(1.7802, rel=1e-5)
    assert ended("entropy")["grad.W"] == near([[-0.831395, 1.66279], [0.0757592, -0.151518], [0.755636, -1.51127]])


def test_softmax_gradient_w_homework(numbers):
    one, run = numbers.ended("softmax-gradient-w", "one"), numbers.shown("softmax-gradient-w", "run", 0)
    assert one["value.s"] == near([-0.3, 1.1, -0.1])
    assert one["value.L"] == near(1.83683)
    assert one["grad.W"] == near(np.outer(one["grad.s"], [1, 2]))
    assert run["output"] == near(
        [[0.159322, 0.646082, 0.194596], [0.230909, 0.255194, 0.513897], [0.538823, 0.242109, 0.219069]]
    )
    assert np.transpose(run["grad.W1"]) == near([[-0.247392, -0.831379], [0.563981, 0.265533], [-0.336589, 0.645846]])
    assert [run["loss.train"], run["loss"]] == near([1.57364, 1.63264])
    assert numbers.shown("softmax-gradient-w", "run", 1)["loss"] == near(0.952804)
    found = [numbers.ended("softmax-gradient-w", name) for name in ("entry", "column", "penalty", "whole")]
    assert found[0]["value.g"] == near(-0.267392)
    assert found[1]["value.g3"] == near(-0.236589)
    assert [found[2]["value.reg"], found[3]["value.g"]] == near([0.059, -0.247392])


def test_sample_feature_pca(numbers):
    ended = partial(numbers.ended, "sample-feature-pca")
    assert [ended(name)["value.r"] for name in ("digits", "genes")] == near([76.5306, 0.005])
    assert numbers.shown("sample-feature-pca", "short", 1)["W1"] == near([[0.8], [1.6]])
    assert numbers.shown("sample-feature-pca", "other", 1)["W1"] == near([[4.8], [-0.4]])
    cloud = ended("cloud")
    assert cloud["covariance"] == near([[12, 6], [6, 4]])
    assert [cloud["eigenvalue.1"], cloud["eigenvalue.2"]] == near([15.2111, 0.788897])
    assert cloud["vector.1"] == near([0.881675, 0.471858])
    assert [cloud["explained.1"], cloud["residual"]] == near([0.950694, 0.788897])
    third = ended("third")
    assert np.sign([third[f"code.{i}"][2] for i in range(1, 17)]).tolist() == [1] * 8 + [-1] * 8


def test_attention_by_hand(numbers):
    look = numbers.ended("attention", "look")
    assert look["value.p"] == pytest.approx(np.array([0.6, 0.2, 0.2]), abs=1e-7)
    assert look["value.o"] == pytest.approx(np.array([0.8, 0.4]), abs=1e-7)
    assert look["grad.s"] == pytest.approx(np.array([0.12, -0.16, 0.04]), abs=1e-7)
    assert look["grad.q"] == pytest.approx(np.array([0.06, -0.08, 0.02, 0]), abs=1e-7)
    assert look["grad.V"] == pytest.approx(np.array([[0.6, 0], [0.2, 0], [0.2, 0]]), abs=1e-7)


@pytest.mark.parametrize("name", ["all", "causal"])
def test_attention_of_three_tokens(name, numbers):
    end = numbers.ended("attention", name)
    scores = end["value.Q"] @ end["value.K"].T / 2
    if name == "causal":
        scores = np.where(np.tri(3) > 0, scores, -np.inf)
    shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    assert end["value.P"] == pytest.approx(shares, abs=1e-12)
    assert end["value.O"] == pytest.approx(shares @ end["value.V"], abs=1e-12)


def test_smooth_and_maxout(numbers):
    swish = numbers.column("smooth-and-maxout", "swish", "value")
    assert swish == near([-0.142278, -0.238406, -0.268941, -0.18877, 0, 0.731059, 2.85772], rel=1e-5)
    assert numbers.column("smooth-and-maxout", "swish", "slope")[:3] == near([-0.0881041, -0.0907842, 0.0723295], 1e-5)
    assert numbers.column("smooth-and-maxout", "soft", "value") == near(
        [0.0485874, 0.313262, 0.693147, 1.31326, 3.04859]
    )
    assert numbers.column("smooth-and-maxout", "gelu", "value") == near([-0.00404969, -0.158655, 0, 0.841345, 2.99595])
    assert numbers.column("smooth-and-maxout", "rough", "value") == near([0.841192])
    end = numbers.ended("smooth-and-maxout", "max")
    assert [end["value.z1"], end["value.z2"], end["value.m"], end["grad.b2"]] == [-0.5, 2.5, 2.5, 1]
    found = [end[name].tolist() for name in ("grad.w1", "grad.w2", "grad.x")]
    assert found == [[0, 0], [1, 2], [-0.5, 2]]


def test_gated_rnn_seq2seq(numbers):
    end = numbers.ended("gated-rnn-seq2seq", "lstm")
    wanted = {"i1": 0.65926, "f1": 0.79576, "o1": 0.627148, "g1": 0.753066, "c1": 0.894346, "h1": 0.447491}
    assert {name: end[name] for name in wanted} == near_names(wanted)
    gru = numbers.ended("gated-rnn-seq2seq", "gru")
    wanted = {"z1": 0.676996, "r1": 0.425557, "n1": 0.740266, "h1": 0.374508}
    assert {name: gru[name] for name in wanted} == near_names(wanted)
    ended = [numbers.ended("gated-rnn-seq2seq", name) for name in ("fifty", "size", "filter", "seq")]
    assert ended[0]["value.h50"] == pytest.approx(0.99**50)
    assert ended[1]["value.lstm"] == 8320
    assert [ended[2][f"value.y{i}"] for i in (1, 2, 3)] == [-3, -5, -7]
    assert [ended[3][name] for name in ("s1", "s2", "s3", "out1", "out2", "out3")] == [1, 7, 30, 2, 3, 1]


def test_cnn_architecture_transfer(numbers):
    shown = {name: numbers.ended("cnn-architecture-transfer", name) for name in ("colour", "dense", "conv", "stack")}
    shown |= {name: numbers.ended("cnn-architecture-transfer", name) for name in ("params", "field", "memory", "head")}
    assert [shown["colour"]["value.n"], shown["colour"]["value.kib"]] == [196608, 192]
    assert [shown["dense"]["value.total"], shown["conv"]["value.total"]] == [196609000, 896]
    assert [shown["stack"][f"value.{name}"] for name in ("c1", "p1", "c2", "p2", "flat")] == [26, 13, 11, 5, 400]
    assert [shown["params"][f"value.{name}"] for name in ("q1", "q2", "q3", "total")] == [80, 1168, 4010, 5258]
    assert [shown["field"]["value.r3"], shown["head"]["value.total"]] == [7, 4098]
    assert shown["memory"]["value.mib"] == near(97.6562)
