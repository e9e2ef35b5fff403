"""Scenarios 16 to 20 with their printed numbers: squared errors, cross-entropies, hinge, and their gradients."""

import math

import numpy as np
import pytest
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.protocol import Spec

DIGITS = 6e-6
"""Six printed digits are right to half of the last one."""
LINE = {"inputs": [1, 2, 3, 4], "targets": [2, 3, 5, 6], "hidden": []}
BEST = {"initial": {"W1": [[1.4]], "b1": [0.5]}}


def simulated(kind, **knobs):
    return simulate(Spec(kind, knobs))


def network(**knobs):
    return simulated("network", **knobs)


def start(**knobs):
    return network(**knobs).frame(0).quantities


def ended(kind, **knobs):
    """The last frame's quantities."""
    run = simulated(kind, **knobs)
    return run.frame(run.reach(10**6)).quantities


def value(formula, name="f", **at):
    return ended("graph", formula=formula, at=at)[f"value.{name}"]


@pytest.mark.parametrize(("loss", "least"), [("sse", 0.2), ("half_sse", 0.1), ("mse", 0.05)])
def test_16_least_squares_under_three_conventions(loss, least):
    shown = start(**LINE, **BEST, loss=loss)
    assert shown["loss"] == pytest.approx(least)
    assert shown["output"].ravel() == pytest.approx([1.9, 3.3, 4.7, 6.1])
    residuals = (shown["target"] - shown["output"]).ravel()
    assert residuals == pytest.approx([0.1, -0.3, 0.3, -0.1])
    assert residuals.sum() == pytest.approx(0, abs=1e-12)
    assert shown["norm.grad"] == pytest.approx(0, abs=1e-12)


def test_16_closed_form_and_the_part_that_is_explained():
    data = {"x": LINE["inputs"], "y": LINE["targets"]}
    formula = (
        "u = x - mean(x); v = y - mean(y); w = dot(u, v)/norm2(u); b = mean(y) - w*mean(x); "
        "f = 1 - norm2(y - w*x - b)/norm2(v)"
    )
    shown = ended("graph", formula=formula, at=data)
    assert [shown[f"value.{name}"] for name in ("w", "b", "f")] == pytest.approx([1.4, 0.5, 0.98])


@pytest.mark.parametrize(("rate", "is_safe"), [(0.119, True), (0.125, False)])
def test_16_the_largest_curvature_sets_the_limit_of_the_rate(rate, is_safe):
    """λ of the Hessian are 0.29939 and 16.7006, so that η must stay below 0.119756."""
    squares = " + ".join(f"({x}*w + b - {y})^2" for x, y in zip(LINE["inputs"], LINE["targets"], strict=True))
    run = simulated("descent", formula=f"f = ({squares})/4", at={"w": 0, "b": 0}, rate=rate, updates=400)
    assert any("2/16.7006 = 0.1198" in line.text for line in run.receipt(1, "w").lines)
    assert (run.frame(400).quantities["f"] < 0.06) == is_safe


def test_16_the_last_printed_row():
    shown = network(**LINE, initialiser="zeros", loss="mse", rate=0.05, updates=1000).frame(1000).quantities
    gradients = [shown["grad.W1"][0, 0], shown["grad.b1"][0]]
    assert gradients == pytest.approx([6.12511e-10, -1.80086e-09], rel=1e-4)


LOGISTIC = {"inputs": [0.5, 1, 1.5, 2, 2.5, 3], "targets": [0, 0, 1, 0, 1, 1], "hidden": [], "initialiser": "zeros"}


@pytest.mark.parametrize(
    ("t", "total"), [(0, 4.15888), (1, 3.96382), (2, 3.89069), (3, 3.84085), (10, 3.57145), (100, 2.61635),
                     (1000, 2.47799)],
)  # fmt: skip
def test_17_the_loss_of_all_six_samples(t, total):
    assert 6 * network(**LOGISTIC, rate=0.5, updates=1000).frame(t).quantities["loss"] == pytest.approx(
        total, rel=DIGITS
    )


def test_17_where_it_ends():
    """Momentum arrives there in fewer updates; the optimum does not depend on the way."""
    shown = ended("network", **LOGISTIC, rate=0.5, optimiser="momentum", updates=1000)
    w, b = float(shown["W1"][0, 0]), float(shown["b1"][0])
    assert [w, b] == pytest.approx([2.42806, -4.2491], rel=DIGITS)
    assert value("f = -b/w", w=w, b=b) == pytest.approx(1.75)
    assert value("f = exp(w)", w=w) == pytest.approx(11.3368, rel=DIGITS)


@pytest.mark.parametrize(
    ("p", "if_one", "if_zero"),
    [(0.99, 0.01005, 4.60517), (0.9, 0.10536, 2.30259), (0.5, 0.69315, 0.69315), (0.1, 2.30259, 0.10536),
     (0.01, 4.60517, 0.01005)],
)  # fmt: skip
def test_17_what_a_chance_costs(p, if_one, if_zero):
    z = value("f = log(p/(1 - p))", p=p)
    losses = [start(inputs=[1], targets=[y], hidden=[], initial={"W1": [[z]]})["loss"] for y in (1, 0)]
    assert losses == pytest.approx([if_one, if_zero], abs=5e-6)


def test_17_a_saturated_wrong_answer_moves_one_loss_and_not_the_other():
    wrong = {"inputs": [1], "targets": [1], "hidden": [], "initial": {"W1": [[-6]]}}
    assert start(**wrong)["grad.Z1"][0, 0] == pytest.approx(-0.997527, rel=DIGITS)
    squared = start(**wrong, output="sigmoid", loss="half_sse")
    assert squared["grad.Z1"][0, 0] == pytest.approx(-0.00246041, rel=DIGITS)


def test_17_odds_and_their_logarithm():
    shown = ended("graph", formula="odds = p/(1 - p); f = log(odds)", at={"p": 0.8})
    assert [shown["value.odds"], shown["value.f"]] == pytest.approx([4, 1.3863], abs=5e-5)
    assert value("f = log(p)", p=0.8) == pytest.approx(-0.2231, abs=5e-5)


SCORES = [2, 1, 0.1]


def scored(scores, target, **knobs):
    """The first moment of a network whose scores are its inputs."""
    rows = np.atleast_2d(scores)
    width = rows.shape[1]
    targets = np.eye(width)[np.atleast_1d(target)].tolist()
    own = {"inputs": rows.tolist(), "targets": targets, "hidden": [], "bias": False}
    return start(**own, initial={"W1": np.eye(width).tolist()}, **knobs)


@pytest.mark.parametrize(("target", "loss"), [(0, 0.41703), (1, 1.41703), (2, 2.31703)])
def test_18_softmax_and_its_cross_entropy(target, loss):
    shown = scored(SCORES, target, loss="softmax")
    chances = np.array([0.659001, 0.242433, 0.0985659])
    assert shown["output"].ravel() == pytest.approx(chances, rel=DIGITS)
    assert shown["loss"] == pytest.approx(loss, rel=1.2e-5)
    gradient = shown["grad.Z1"].ravel()
    assert gradient == pytest.approx(chances - np.eye(3)[target], abs=1e-6)
    assert gradient.sum() == pytest.approx(0, abs=1e-12)


def test_18_the_parts_of_a_softmax():
    shown = ended("graph", formula="e = exp(z); s = sum(e); f = e/s", at={"z": SCORES})
    assert shown["value.e"] == pytest.approx([7.38906, 2.71828, 1.10517], rel=DIGITS)
    assert shown["value.s"] == pytest.approx(11.2125, rel=DIGITS)
    jacobian = ended("graph", formula="f = softmax(z)", at={"z": SCORES})["local.f.0"]
    assert jacobian[0] == pytest.approx([0.224719, -0.159764, -0.064955], rel=DIGITS)


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("softmax(z/0.5)", [0.863777, 0.1169, 0.0193234]),
        ("softmax(z/2)", [0.501688, 0.304289, 0.194023]),
        ("softmax(z + 100)", [0.659001, 0.242433, 0.0985659]),
        ("softmax(z + 1000)", [0.659001, 0.242433, 0.0985659]),
    ],
)
def test_18_temperature_and_shift(formula, wanted):
    assert value(f"f = {formula}", z=SCORES) == pytest.approx(wanted, rel=1e-5)


def test_18_exponentials_of_large_scores_leave_the_numbers():
    naive = value("e = exp(z + 1000); f = e/sum(e)", z=SCORES)
    assert all(math.isnan(p) for p in naive)


def test_18_two_classes_are_a_sigmoid():
    two = value("f = softmax(z)", z=[-0.4, 1.3])
    assert two[1] == pytest.approx(0.845535, rel=DIGITS)
    assert value("f = sigmoid(z)", z=1.7) == pytest.approx(two[1], rel=1e-12)


def test_18_cross_entropy_is_entropy_and_a_divergence():
    p, q = [0.7, 0.2, 0.1], [0.5, 0.3, 0.2]
    cross = "f = -dot(p, log(q))"
    assert value(cross, p=p, q=q) == pytest.approx(0.886941, rel=DIGITS)
    assert value(cross, p=p, q=p) == pytest.approx(0.801819, rel=DIGITS)
    assert value("f = dot(p, log(p/q))", p=p, q=q) == pytest.approx(0.0851228, rel=DIGITS)


def test_18_ten_classes_without_training():
    shown = start(inputs=[[1, 2]], targets=[np.eye(10)[3].tolist()], hidden=[], initialiser="zeros", loss="softmax")
    assert shown["loss"] == pytest.approx(2.30259, rel=DIGITS)
    assert shown["T"].ravel().tolist() == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]


PICTURES = [[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]]


@pytest.mark.parametrize(("picture", "hinge", "softmax"), [(0, 2.9, 2.04036), (1, 0, 0.0791318), (2, 12.9, 6.15648)])
def test_19_a_cat_a_car_and_a_frog(picture, hinge, softmax):
    assert scored(PICTURES[picture], picture, loss="hinge")["loss"] == pytest.approx(hinge)
    assert scored(PICTURES[picture], picture, loss="softmax")["loss"] == pytest.approx(softmax, rel=DIGITS)


def test_19_the_three_together():
    assert scored(PICTURES, [0, 1, 2], loss="hinge")["loss"] == pytest.approx(5.26667, rel=DIGITS)
    cat = scored(PICTURES, [0, 1, 2], loss="softmax")["output"][0]
    assert cat == pytest.approx([0.129983, 0.86905, 0.000967926], rel=DIGITS)


def test_19_what_the_losses_care_about():
    assert scored([0, 0, 0], 1, loss="hinge")["loss"] == 2
    assert scored([0, 0, 0], 1, loss="softmax")["loss"] == pytest.approx(math.log(3))
    nearer = [1.3, 4.4, 2.0]
    assert scored(nearer, 1, loss="hinge")["loss"] == 0
    assert scored(nearer, 1, loss="softmax")["loss"] == pytest.approx(0.127308, rel=DIGITS)
    assert scored([2 * score for score in PICTURES[1]], 1, loss="hinge")["loss"] == 0


def test_19_scores_of_four_pixels():
    weights = [[0.2, -0.5, 0.1, 2.0], [1.5, 1.3, 2.1, 0.0], [0, 0.25, 0.2, -0.3]]
    shown = ended("graph", formula="f = W@x + b", at={"W": weights, "x": [56, 231, 24, 2], "b": [1.1, 3.2, -1.2]})
    assert shown["value.f"] == pytest.approx([-96.8, 437.9, 60.75])


HOMEWORK = {"X": [[1, 2], [-1, 0.5], [0.5, -1.5]], "W": [[0.1, 0.3, -0.5], [-0.2, 0.4, 0.2]]}


def test_20_scores_and_the_loss_of_each_example():
    own = {"hidden": [], "bias": False, "loss": "softmax", "initial": {"W1": HOMEWORK["W"]}}
    each = [start(inputs=[x], targets=[np.eye(3)[y].tolist()], **own) for y, x in enumerate(HOMEWORK["X"])]
    scores = [[-0.3, 1.1, -0.1], [-0.2, -0.1, 0.6], [0.35, -0.45, -0.55]]
    assert np.array([one["Z1"][0] for one in each]) == pytest.approx(np.array(scores))
    assert [one["loss"] for one in each] == pytest.approx([1.83683, 1.36573, 1.51837], rel=DIGITS)


def test_20_the_gradient_of_one_entry_and_the_sums_of_the_columns():
    """One sample: (p_k - [k = y])·x_j. All: the sums over the classes vanish, for chances and targets both add to 1."""
    own = {"hidden": [], "bias": False, "loss": "softmax", "initial": {"W1": HOMEWORK["W"]}}
    one = start(inputs=[HOMEWORK["X"][0]], targets=[[1, 0, 0]], **own)
    factor = one["output"][0] - np.array([1, 0, 0])
    assert pytest.approx(np.outer(factor, HOMEWORK["X"][0])) == one["grad.W1"].T
    run = network(inputs=HOMEWORK["X"], targets=[0, 1, 2], **own)
    assert run.frame(0).quantities["grad.W1"].sum(axis=1) == pytest.approx(np.zeros(2), abs=1e-12)


def test_20_the_penalty_of_the_weights():
    run = network(
        inputs=HOMEWORK["X"], targets=[0, 1, 2], hidden=[], bias=False, loss="softmax", l2=0.1,
        initial={"W1": HOMEWORK["W"]},
    )  # fmt: skip
    shown = run.frame(0).quantities
    assert shown["loss"] - shown["data_loss"] == pytest.approx(0.059)
