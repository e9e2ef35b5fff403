"""Trainings of the textbooks with their printed numbers: regressions, hinge, tanh layers, penalties, autoencoders."""

import numpy as np
import pytest
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.places import find
from gradstep.core.simulations.protocol import Spec

LINE = {"inputs": [1, 2, 3, 4], "targets": [2, 3, 5, 6], "hidden": [], "initialiser": "zeros", "loss": "mse"}
LOGISTIC = {"inputs": [0.5, 1, 1.5, 2, 2.5, 3], "targets": [0, 0, 1, 0, 1, 1], "hidden": [], "initialiser": "zeros",
            "rate": 0.5, "updates": 1000}  # fmt: skip
MAIL = {"inputs": [[3, 0], [2, 1], [0, 2], [1, 2], [1, 0], [0, 1]], "targets": [1, 1, 0, 0, 1, 0], "hidden": [],
        "initialiser": "zeros", "rate": 0.5, "updates": 500}  # fmt: skip
XOR = {"data": "xor", "signs": True, "output": "tanh", "loss": "mse", "rate": 0.2, "updates": 2000,
       "initial": {"W1": [[0.5, 0.3], [-0.4, 0.6]], "b1": [0.2, -0.1], "W2": [[0.7], [-0.5]],
                   "b2": [0.05]}}  # fmt: skip
SLOPE = {"inputs": [-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2], "targets": [-2.9, -2.2, -0.7, -0.1, 2.2, 2.7, 4.1, 4.9],
         "hidden": [], "initialiser": "zeros", "loss": "mse", "rate": 0.1, "shuffle": False, "updates": 8}  # fmt: skip
CLOUD = [[-2, -1], [-1, -1], [-1, 0], [1, 0], [1, 1], [2, 1]]


def network(**knobs):
    return simulate(Spec("network", knobs))


def numbers(run, cursor, *names):
    shown = run.frame(cursor).quantities
    return [float(np.asarray(shown[name]).ravel()[0]) for name in names]


@pytest.mark.parametrize(
    ("t", "w", "b", "mse", "dw", "db"),
    [
        (0, 0, 0, 18.5, -23.5, -8),
        (1, 1.175, 0.4, 0.552188, -3.875, -1.325),
        (2, 1.36875, 0.46625, 0.0637367, -0.6375, -0.22375),
        (3, 1.40063, 0.477438, 0.0504415, -0.103438, -0.042),
        (10, 1.40625, 0.481632, 0.0500563, 0.00187007, -0.00549938),
        (100, 1.40161, 0.495274, 0.0500037, 0.000481293, -0.00141506),
    ],
)
def test_linear_regression(t, w, b, mse, dw, db):
    run = network(**LINE, rate=0.05)
    assert numbers(run, t, "W1", "b1", "loss", "grad.W1", "grad.b1") == pytest.approx([w, b, mse, dw, db], rel=6e-6)


@pytest.mark.parametrize(("loss", "dw", "db"), [("mse", -23.5, -8), ("sse", -94, -32), ("half_sse", -47, -16)])
def test_conventions_of_the_squared_error_have_their_own_gradients(loss, dw, db):
    run = network(**{**LINE, "loss": loss})
    assert numbers(run, 0, "grad.W1", "grad.b1") == pytest.approx([dw, db])


def test_linear_regression_arrives_at_least_squares():
    run = network(**LINE, rate=0.05, updates=1000)
    assert numbers(run, 1000, "W1", "b1", "loss") == pytest.approx([1.4, 0.5, 0.05], rel=1e-6)
    assert run.frame(1000).quantities["output"].ravel() == pytest.approx([1.9, 3.3, 4.7, 6.1], rel=1e-6)


def test_a_rate_above_two_over_the_curvature_diverges():
    run = network(**LINE, rate=0.125)
    losses = [numbers(run, t, "loss")[0] for t in (0, 1, 2, 5, 10, 20)]
    assert losses == pytest.approx([18.5, 21.873, 25.8628, 42.7662, 98.9483, 530.18], rel=6e-6)


@pytest.mark.parametrize(
    ("t", "w", "b", "loss"),
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
def test_logistic_regression(t, w, b, loss):
    assert numbers(network(**LOGISTIC), t, "W1", "b1", "loss") == pytest.approx([w, b, loss], rel=6e-6, abs=1e-12)


def test_multiclass_hinge_and_softmax_on_one_sample():
    weights = {"W1": [[0.5, 1.4, 0.3], [-0.25, 0.6, -1.1]]}
    one = {"inputs": [[1, -2]], "targets": [[1, 0, 0]], "hidden": [], "bias": False, "initial": weights}
    hinge = network(**one, loss="hinge").frame(0).quantities
    assert hinge["loss"] == pytest.approx(2.7)
    assert hinge["Z1"].ravel() == pytest.approx([1, 0.2, 2.5])
    assert hinge["grad.W1"].T.tolist() == [[-2, 4], [1, -2], [1, -2]]
    soft = network(**one, loss="softmax").frame(0).quantities
    assert soft["loss"] == pytest.approx(1.7802, rel=1e-5)
    wanted = np.array([[-0.831395, 1.66279], [0.0757592, -0.151518], [0.755636, -1.51127]])
    assert pytest.approx(wanted, rel=6e-6) == soft["grad.W1"].T


def test_regularised_softmax_by_its_matrix():
    run = network(
        inputs=[[1, 2], [-1, 0.5], [0.5, -1.5]], targets=[0, 1, 2], hidden=[], bias=False, loss="softmax", l2=0.1,
        rate=0.5, initial={"W1": [[0.1, 0.3, -0.5], [-0.2, 0.4, 0.2]]},
    )  # fmt: skip
    shown = run.frame(0).quantities
    assert [shown["data_loss"], shown["loss"]] == pytest.approx([1.57364, 1.63264], rel=6e-6)
    chances = [[0.159322, 0.646082, 0.194596], [0.230909, 0.255194, 0.513897], [0.538823, 0.242109, 0.219069]]
    assert shown["output"] == pytest.approx(np.array(chances), rel=6e-6)
    wanted = np.array([[-0.247392, -0.831379], [0.563981, 0.265533], [-0.336589, 0.645846]])
    assert pytest.approx(wanted, rel=6e-6) == shown["grad.W1"].T
    data_alone = np.array([[-0.267392, -0.791379], [0.503981, 0.185533], [-0.236589, 0.605846]])
    assert pytest.approx(data_alone, rel=6e-6) == run.mistakes(0, "grad.W1")["penalty-forgotten"].T
    assert run.frame(1).quantities["loss"] == pytest.approx(0.952804, rel=6e-6)


@pytest.mark.parametrize(
    ("t", "w", "b", "loss", "errors", "norm", "grad"),
    [
        (0, [0, 0], 0, 0.693147, 3, 0, [-0.416667, 0.333333, 0]),
        (1, [0.208333, -0.166667], 0, 0.564204, 0, 0.266797, [-0.316816, 0.298841, 0.0183462]),
        (2, [0.366741, -0.316087], -0.00917309, 0.47692, 0, 0.484159, [-0.255452, 0.262249, 0.0223009]),
        (5, [0.696867, -0.663224], -0.0392846, 0.331297, 0, 0.962024, [-0.168635, 0.18027, 0.0140591]),
        (50, [2.249, -2.22148], -0.0638686, 0.0698305, 0, 3.16116, [-0.0345682, 0.0341505, -0.000505186]),
        (500, [4.43903, -4.41237], -0.0348629, 0.0079548, 0, 6.25891, [-0.00395476, 0.00397727, -4.05235e-05]),
    ],
)
def test_spam(t, w, b, loss, errors, norm, grad):
    shown = network(**MAIL).frame(t).quantities
    assert shown["W1"].ravel() == pytest.approx(w, rel=6e-6, abs=1e-12)
    assert [shown["b1[0]"], shown["loss"], shown["norm.weights"]] == pytest.approx([b, loss, norm], rel=6e-6, abs=1e-12)
    assert shown["errors"] == errors
    assert [*shown["grad.W1"].ravel(), *shown["grad.b1"]] == pytest.approx(grad, rel=1e-5, abs=1e-9)


def test_chances_of_spam():
    run = network(**MAIL)
    first = [0.651355, 0.562177, 0.41743, 0.468791, 0.551896, 0.45843]
    assert run.frame(1).quantities["output"].ravel() == pytest.approx(first, rel=2e-6)
    fifth = [0.886081, 0.66624, 0.20331, 0.338751, 0.658717, 0.331256]
    assert run.frame(5).quantities["output"].ravel() == pytest.approx(fifth, rel=2e-6)


@pytest.mark.parametrize(
    ("batch", "updates", "mse"), [(8, 1, 3.52825), (4, 2, 1.16187), (2, 4, 0.215579), (1, 8, 0.0514809)]
)
def test_an_epoch_by_batch_size(batch, updates, mse):
    run = network(**SLOPE, batch=batch)
    assert run.marks.get("epoch1", 1) == updates
    assert run.frame(updates).quantities["loss.train"] == pytest.approx(mse, rel=6e-6)
    assert run.frame(0).quantities["loss.train"] == pytest.approx(8.3375)


def test_single_samples_can_raise_the_loss_of_all():
    run = network(**SLOPE, batch=1)
    first, second = (run.frame(t).quantities["loss.train"] for t in (1, 2))
    assert [first, second] == pytest.approx([3.773, 3.810], abs=6e-4)


def test_tanh_layers_on_xor():
    run = network(**XOR)
    shown = run.frame(0).quantities
    assert pytest.approx(np.array([[0.1, -0.7, 1.1, 0.3], [-1, 0.2, -0.4, 0.8]])) == shown["Z1"].T
    a1 = [[0.099668, -0.604368, 0.800499, 0.291313], [-0.761594, 0.197375, -0.379949, 0.664037]]
    assert pytest.approx(np.array(a1), rel=6e-6) == shown["A1"].T
    assert shown["A2"].ravel() == pytest.approx([0.462561, -0.439608, 0.664218, -0.0779412], rel=6e-6)
    wanted = {
        "grad.Z2": [[0.574814, -0.580698, -0.09382, 0.458229]], "grad.W2": [[0.466631, -0.212463]],
        "grad.b2": [0.358524], "grad.W1": [[0.129591, -0.339257], [-0.246284, 0.231516]],
        "grad.b1": [0.410307, 0.0703849],
        "grad.Z1": [[0.398373, -0.258014, -0.0235902, 0.293539], [-0.120704, 0.279038, 0.040138, -0.128088]],
    }  # fmt: skip
    for name, numbers_ in wanted.items():
        assert pytest.approx(np.array(numbers_), rel=1e-5) == shown[name].T, name


@pytest.mark.parametrize(
    ("t", "loss", "outputs"),
    [
        (1, 1.1507, [0.305347, -0.401175, 0.508614, -0.166864]),
        (2, 1.07233, [0.183623, -0.366462, 0.381845, -0.200601]),
        (5, 0.991055, [0.0744133, -0.252544, 0.234266, -0.190902]),
        (10, 0.934314, [0.121333, -0.0978822, 0.208191, -0.195289]),
        (50, 0.13375, [-0.553885, 0.687336, 0.68561, -0.626663]),
        (100, 0.0234709, [-0.820546, 0.870784, 0.870177, -0.832282]),
        (200, 0.0078597, [-0.897155, 0.925533, 0.925325, -0.901308]),
        (500, 0.0024819, [-0.942494, 0.958317, 0.958254, -0.943961]),
        (1000, 0.00113361, [-0.961203, 0.971898, 0.97187, -0.961944]),
        (2000, 0.00053645, [-0.973337, 0.98071, 0.980697, -0.973729]),
    ],
)
def test_xor_is_learned(t, loss, outputs):
    shown = network(**XOR).frame(t).quantities
    assert shown["loss"] == pytest.approx(loss, rel=6e-6)
    assert shown["output"].ravel() == pytest.approx(outputs, rel=6e-6)


def test_xor_from_other_starts():
    stuck = network(**{**XOR, "initial": {**XOR["initial"], "b1": [0.1, -0.1]}})
    assert numbers(stuck, 1000, "loss") == pytest.approx([0.502135], rel=6e-6)
    zeros = network(**{**XOR, "initial": {}, "initialiser": "zeros"})
    assert numbers(zeros, 100, "loss", "norm.weights") == [1.0, 0.0]
    twins = network(**{**XOR, "initial": {"W1": [[0.5, 0.5], [-0.4, -0.4]], "b1": [0.2, 0.2], "W2": [[0.7], [0.7]],
                                          "b2": [0.05]}})  # fmt: skip
    shown = twins.frame(500).quantities
    assert shown["A1"][:, 0].tolist() == shown["A1"][:, 1].tolist()


@pytest.mark.parametrize(
    ("decay", "w", "b", "mse", "penalty"),
    [
        (0, 1.4, 0.5, 0.05, 0),
        (0.1, 1.2963, 0.759259, 0.0634431, 0.168038),
        (1, 0.777778, 2.05556, 0.533951, 0.604938),
        (10, 0.155556, 3.61111, 1.9858, 0.241975),
    ],
)
def test_ridge(decay, w, b, mse, penalty):
    run = network(**LINE, rate=0.04, l2=decay, updates=2500)
    end = find(run, "end")
    assert numbers(run, end, "W1", "b1", "loss.train") == pytest.approx([w, b, mse], rel=1e-5)
    assert numbers(run, end, "loss")[0] - numbers(run, end, "loss.train")[0] == pytest.approx(
        penalty, rel=1e-5, abs=1e-9
    )


@pytest.mark.parametrize(("decay", "w"), [(1, 1.0), (2, 0.6)])
def test_lasso(decay, w):
    assert numbers(network(**LINE, rate=0.04, l1=decay, updates=3000), 3000, "W1") == pytest.approx([w], rel=1e-6)


def test_a_step_with_weight_decay():
    """w = 2, g = 0.5, η = 0.1, λ = 0.05: (1 - 2ηλ)w - ηg = 1.93."""
    run = network(inputs=[1], targets=[1.5], hidden=[], bias=False, loss="half_sse", l2=0.05, rate=0.1,
                  initial={"W1": [[2]]})  # fmt: skip
    assert numbers(run, 0, "grad.W1") == pytest.approx([0.5 + 0.2])
    assert numbers(run, 1, "W1") == pytest.approx([1.93])
    assert run.mistakes(1, "W1[0,0]") == pytest.approx(
        {"climbed": 2.07, "rate-forgotten": 1.3, "gradient-ahead": 2 - 0.1 * (0.43 + 0.193),
         "penalty-forgotten": 1.95, "penalty-half": 1.94}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("chance", "mask", "output"), [(0, [1, 1, 1, 1], 0.9), (0.5, [1, 0, 1, 1], 3.4), (0.5, [0, 1, 1, 0], 0.4)]
)
def test_dropout_masks(chance, mask, output):
    run = network(
        inputs=[[0.2, 0.8, 0.5, 1]], targets=[output - 1], hidden=[4], bias=False, activation="identity",
        loss="half_sse", dropout=chance, masks={"mask1": mask},
        initial={"W1": np.eye(4).tolist(), "W2": [[1], [-1], [2], [0.5]]},
    )  # fmt: skip
    shown = run.frame(0).quantities
    assert shown["Z2"].ravel() == pytest.approx([output])
    assert shown["output"].ravel() == pytest.approx([0.9])
    if mask == [1, 0, 1, 1]:
        assert shown["grad.Z1"].ravel() == pytest.approx([2, 0, 4, 1])
        assert shown["grad.W2"].ravel() == pytest.approx([0.4, 0, 1, 2])


def test_masks_are_drawn_anew_for_every_update():
    run = network(data="moons", count=20, hidden=[6], dropout=0.2)
    masks = [run.frame(cursor).quantities["mask1"] for cursor in (0, 1)]
    assert {*np.unique(masks[0])} <= {0.0, 1.25}
    assert masks[0].tolist() != masks[1].tolist()
    assert (
        masks[0].tolist()
        == network(data="moons", count=20, hidden=[6], dropout=0.2).frame(0).quantities["mask1"].tolist()
    )


def test_early_stopping_waits_for_a_better_held_out_loss():
    knobs = {
        "data": "moons",
        "count": 40,
        "noise": 0.5,
        "held": 0.5,
        "hidden": [12],
        "rate": 2,
        "updates": 4000,
        "seed": 2,
    }
    run = network(**knobs, patience=25)
    end = find(run, "end")
    held = [run.frame(cursor).quantities["loss.held"] for cursor in range(end + 1)]
    best = int(np.argmin(held))
    assert 0 < best == end - 25
    assert run.marks["best"] == best
    assert run.frame(end).quantities["epoch.best"] == best
    assert run.frame(end).event.kind == "stopped"
    assert run.frame(end).quantities["loss.train"] < run.frame(best).quantities["loss.train"]
    assert numbers(network(**knobs), end + 1, "update") == [end + 1]


@pytest.mark.parametrize(
    ("t", "w", "loss"),
    [
        (0, [1, 0], 0.666667),
        (1, [1, 0.1], 0.482067),
        (2, [0.987233, 0.183533], 0.351977),
        (3, [0.970809, 0.250731], 0.265872),
        (5, [0.93999, 0.343985], 0.178689),
        (10, [0.89811, 0.439915], 0.134584),
        (50, [0.881675, 0.471857], 0.131483),
        (200, [0.881675, 0.471858], 0.131483),
    ],
)
def test_a_tied_linear_autoencoder_finds_the_principal_direction(t, w, loss):
    run = network(inputs=CLOUD, autoencoder=True, tied=True, bias=False, hidden=[1], activation="identity",
                  loss="mean_sse", rate=0.05, initial={"W1": [[1], [0]]})  # fmt: skip
    shown = run.frame(t).quantities
    assert shown["W1"].ravel() == pytest.approx(w, rel=6e-6, abs=1e-9)
    assert shown["loss"] == pytest.approx(loss, rel=6e-6)
    assert shown["W2"].tolist() == shown["W1"].T.tolist()


def test_a_sigmoid_autoencoder_of_three_one_three():
    run = network(
        inputs=[[0.9, 0.1, 0.4]], autoencoder=True, hidden=[1], activation="sigmoid", output="sigmoid", loss="mean_sse",
        initial={"W1": [[0.8], [-0.4], [0.4]], "b1": 0, "W2": [[1, -0.5, 0.2]], "b2": [0, 0.1, -0.1]},
    )  # fmt: skip
    shown = run.frame(0).quantities
    assert numbers(run, 0, "Z1", "A1", "loss") == pytest.approx([0.84, 0.698465, 0.18023], rel=6e-6)
    assert shown["output"].ravel() == pytest.approx([0.667847, 0.438012, 0.509922], rel=2e-6)
    assert shown["grad.W2"].ravel() == pytest.approx([-0.0719388, 0.116231, 0.0383732], rel=6e-6)
    assert shown["grad.A1"].ravel() == pytest.approx([-0.175212], rel=6e-6)
    assert shown["grad.W1"].ravel() == pytest.approx([-0.0332115, -0.00369017, -0.0147607], rel=6e-6)
    assert run.branch(0, loss="mse").frame(0).quantities["loss"] == pytest.approx(0.0600767, rel=6e-6)
