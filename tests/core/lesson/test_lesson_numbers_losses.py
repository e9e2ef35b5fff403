"""The lessons on layers, losses, batches and prices on weights show the numbers computed apart from the engine.

As in test_lesson_numbers.py it is the data of the lessons themselves, not data of the tests.
"""

from pathlib import Path

import pytest
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec

LESSONS = Path(__file__).parents[3] / "lessons"
DIGITS = 6e-6
"""Six printed digits are right to half of the last one."""


def pair(numbers, id, name, cursor):
    """The weight, the bias and the loss of all samples of a line at a cursor."""
    now = numbers.shown(id, name, cursor)
    return [now["W1"].item(), now["b1"].item(), now["loss.train"]]


@pytest.mark.parametrize(
    ("t", "w", "b", "mse"),
    [
        (0, 0, 0, 18.5),
        (1, 1.175, 0.4, 0.552188),
        (2, 1.36875, 0.46625, 0.0637367),
        (3, 1.40063, 0.477438, 0.0504415),
        (10, 1.40625, 0.481632, 0.0500563),
        (100, 1.40161, 0.495274, 0.0500037),
        (1000, 1.4, 0.5, 0.05),
    ],
)
def test_linear_regression_on_its_way_to_the_best_line(t, w, b, mse, numbers):
    assert pair(numbers, "mse-linear-regression", "line", t) == pytest.approx([w, b, mse], rel=DIGITS)


def test_linear_regression_gradients_of_mean_and_sum_and_a_rate_too_large(numbers):
    gradients = [numbers.ended("mse-linear-regression", "one")[name].item() for name in ("grad.W1", "grad.b1")]
    assert gradients == pytest.approx([-23.5, -8])
    summed = numbers.shown("mse-linear-regression", "sum", 0)
    assert [summed["grad.W1"].item(), summed["grad.b1"].item()] == pytest.approx([-94, -32])
    losses = [numbers.shown("mse-linear-regression", "wild", t)["L"] for t in (0, 1, 2, 5, 10)]
    assert losses == pytest.approx([18.5, 21.873, 25.8628, 42.7662, 98.9483], rel=DIGITS)
    assert numbers.ended("mse-linear-regression", "best")["value.loss"] == pytest.approx(0.05)
    assert numbers.ended("mse-linear-regression", "formula")["value.b"] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("t", "w", "b", "bce"),
    [
        (0, 0, 0, 0.693147),
        (1, 0.145833, 0, 0.660637),
        (2, 0.223302, -0.0316085, 0.648448),
        (3, 0.272461, -0.075641, 0.640142),
        (10, 0.467248, -0.422185, 0.595242),
        (100, 1.60398, -2.66004, 0.436059),
        (1000, 2.42463, -4.24253, 0.412998),
    ],
)
def test_logistic_regression_with_classes_that_overlap(t, w, b, bce, numbers):
    assert pair(numbers, "bce-logistic-regression", "study", t) == pytest.approx([w, b, bce], rel=DIGITS, abs=1e-12)


def test_logistic_regression_optimum_penalties_and_a_sure_mistake(numbers):
    id = "bce-logistic-regression"
    assert pair(numbers, id, "study", 5000)[:2] == pytest.approx([2.42806, -4.2491], rel=DIGITS)
    assert numbers.ended(id, "half")["value.x"] == pytest.approx(1.75, rel=DIGITS)
    penalties = [numbers.shown(id, "penalty", point)["value"] for point in range(1, 6)]
    assert penalties == pytest.approx([0.10536, 0.69315, 2.30259, 4.60517, 0.01005], abs=5e-6)
    assert numbers.ended(id, "odds")["value.z"] == pytest.approx(1.3863, abs=5e-5)
    assert numbers.ended(id, "dog")["value.L"] == pytest.approx(2.30259, rel=DIGITS)
    slopes = [numbers.ended(id, name)["grad.z"] for name in ("sure", "squared")]
    assert slopes == pytest.approx([-0.997527, -0.00246041], rel=DIGITS)


def test_softmax_probabilities_loss_and_gradient(numbers):
    id = "softmax-cross-entropy"
    end = numbers.ended(id, "scores")
    assert [end[f"value.{name}"] for name in ("ea", "eb", "ec")] == pytest.approx(
        [7.38906, 2.71828, 1.10517], rel=DIGITS
    )
    assert end["value.s"] == pytest.approx(11.2125, rel=DIGITS)
    for name in ("photo", "shifted"):
        found = numbers.shown(id, name, 0)["output"].tolist()
        assert found == [pytest.approx([0.659001, 0.242433, 0.0985659], rel=DIGITS)]
    one = numbers.ended(id, "one")
    assert one["value.loss"] == pytest.approx(0.41703, rel=DIGITS)
    assert one["grad.Z1"].tolist() == [pytest.approx([-0.340999, 0.242433, 0.0985659], rel=DIGITS)]


def test_softmax_with_two_classes_untrained_and_with_uncertain_labels(numbers):
    id = "softmax-cross-entropy"
    assert numbers.ended(id, "two")["value.p1"] == pytest.approx(0.845535, rel=DIGITS)
    assert numbers.ended(id, "start")["value.L"] == pytest.approx(2.30259, rel=DIGITS)
    assert [numbers.ended(id, name)["value.H"] for name in ("soft", "off")] == pytest.approx(
        [0.801819, 0.886941], rel=DIGITS
    )


def test_layers_forward_and_their_parameters(numbers):
    end = numbers.ended("mlp-forward", "one")
    assert end["value.Z1"].tolist() == [pytest.approx([1, -0.1, 0.3])]
    assert end["value.A1"].tolist() == [pytest.approx([0.731059, 0.475021, 0.574443], rel=DIGITS)]
    assert end["value.Z2"].tolist() == [pytest.approx([0.131034, 0.0497442], rel=DIGITS)]
    assert end["value.A2"].tolist() == [pytest.approx([0.532712, 0.512433], rel=DIGITS)]
    assert numbers.ended("mlp-forward", "count")["value.P"] == 17


def test_linear_layers_fold_into_one(numbers):
    id = "linear-collapse"
    folded = [[6.5, 4], [-4.5, -7]]
    assert numbers.ended(id, "single")["value.Z1"].tolist() == folded
    assert [numbers.ended(id, name)["value.Z2"].tolist()[0] for name in ("deep", "other")] == folded
    assert [numbers.ended(id, name)["value.Z2"].tolist()[0] for name in ("straight", "bent")] == [[6.5, 4], [2.5, -1]]
    assert numbers.ended(id, "other")["value.Z1"].tolist() == [[2, -1, -4]]
    assert [numbers.ended(id, "entry")["value.W"], numbers.ended(id, "chain")["grad.x"]] == [7, -3]


@pytest.mark.parametrize(
    ("name", "w", "b", "mse", "total"),
    [
        ("tenth", 1.2963, 0.759259, 0.0634431, 0.231481),
        ("ridge", 0.777778, 2.05556, 0.533951, 1.13889),
        ("strong", 0.155556, 3.61111, 1.9858, 2.22778),
    ],
)
def test_weight_decay_table_of_prices(name, w, b, mse, total, numbers):
    assert pair(numbers, "weight-decay", name, 1000) == pytest.approx([w, b, mse], rel=1e-5)
    assert numbers.shown("weight-decay", name, 1000)["loss"] == pytest.approx(total, rel=DIGITS)


def test_weight_decay_pair_step_and_lasso(numbers):
    values = [
        numbers.ended("weight-decay", name)[f"value.{q}"]
        for name, q in (("spread", "R"), ("decay", "n"), ("lasso", "w"))
    ]
    assert values == pytest.approx([0.25, 1.93, 0.6])


@pytest.mark.parametrize(
    ("name", "updates", "mse"),
    [("full", 1, 3.52825), ("fours", 2, 1.16187), ("pairs", 4, 0.215579), ("each", 8, 0.0514809)],
)
def test_batches_after_one_epoch(name, updates, mse, numbers):
    now = numbers.shown("sgd-minibatch-epochs", name, updates)
    assert now["epoch"] == 1
    assert now["loss.train"] == pytest.approx(mse, rel=DIGITS)


def test_batches_gradients_and_a_rise_within_an_epoch(numbers):
    id = "sgd-minibatch-epochs"
    start = numbers.shown(id, "full", 0)
    assert [start["grad.W1"].item(), start["grad.b1"].item(), start["loss"]] == pytest.approx([-7.4, -2, 8.3375])
    assert [numbers.ended(id, "one")[name].item() for name in ("grad.W1", "grad.b1")] == pytest.approx([-9.1, 5.1])
    assert [numbers.shown(id, "single", t)["loss.train"] for t in (1, 2)] == pytest.approx([3.773, 3.810], abs=5e-4)
    assert numbers.ended(id, "mean")["value.m"] == pytest.approx(-7.4)
    assert numbers.ended(id, "mnist")["value.u"] == 468.75


def test_batches_of_unequal_size_have_another_plain_mean(numbers):
    """At a rate of 0 the weights stay, so the frames have the gradients of the batches at the start."""
    still = simulate(Spec("network", {**numbers.run("sgd-minibatch-epochs", "ragged").spec.knobs, "rate": 0}))
    gradients = [still.frame(cursor).quantities for cursor in range(3)]
    plain = [sum(one[name].item() for one in gradients) / 3 for name in ("grad.W1", "grad.b1")]
    assert plain == pytest.approx([-8.35, -2.77778], rel=DIGITS)
