"""Trainings whose numbers were computed elsewhere, with plain NumPy: they must come out again."""

import numpy as np
import pytest
from gradstep.core.learning.batches import Batches
from gradstep.core.learning.data.dataset import data_set
from gradstep.core.learning.data.gates import gate
from gradstep.core.learning.settings import Settings
from gradstep.core.learning.stopping import early_stop
from gradstep.core.learning.training import Training

SQUARE = [[-1, -1], [-1, 1], [1, -1], [1, 1]]
START = {"W1": [[0.5, 0.3], [-0.4, 0.6]], "b1": [0.2, -0.1], "W2": [[0.7], [-0.5]], "b2": [0.05]}
XOR_LOSSES = {
    0: 1.29362, 1: 1.1507, 2: 1.07233, 5: 0.991055, 10: 0.934314, 50: 0.13375, 100: 0.0234709, 200: 0.0078597,
    500: 0.0024819, 1000: 0.00113361, 2000: 0.00053645,
}  # fmt: skip


def xor_training(**changes):
    settings = Settings(
        **{"sizes": (2, 2, 1), "output": "tanh", "initial": START, "rate": 0.2, "updates": 2_001, **changes}
    )
    return Training(settings, gate("xor", signed=True))


@pytest.fixture(scope="module")
def xor():
    training = xor_training()
    training.reach(2_001)
    return training


def test_xor_losses(xor):
    for update, loss in XOR_LOSSES.items():
        assert xor.losses[update] == pytest.approx(loss, rel=6e-6)


def test_xor_outputs(xor):
    network = xor.settings.network
    first = network.predict(xor.state(0), np.array(SQUARE, dtype=float)).ravel()
    assert first == pytest.approx([0.462561, -0.439608, 0.664218, -0.0779412], rel=2e-6)
    late = network.predict(xor.state(1_000), np.array(SQUARE, dtype=float)).ravel()
    assert late == pytest.approx([-0.961203, 0.971898, 0.97187, -0.961944], rel=2e-6)


def test_xor_pass_of_the_first_update(xor):
    record = xor.record(0)
    np.testing.assert_allclose(record.values["Z1"].T, [[0.1, -0.7, 1.1, 0.3], [-1, 0.2, -0.4, 0.8]], rtol=1e-12)
    wanted = {
        "W2": [[0.466631, -0.212463]], "b2": [0.358524], "W1": [[0.129591, -0.339257], [-0.246284, 0.231516]],
        "b1": [0.410307, 0.0703849], "Z2": [[0.574814, -0.580698, -0.09382, 0.458229]],
    }  # fmt: skip
    for name, gradient in wanted.items():
        np.testing.assert_allclose(record.gradients[name].T, gradient, rtol=3e-6)


def test_xor_from_another_bias_gets_stuck():
    training = xor_training(initial={**START, "b1": [0.1, -0.1]}, updates=1_001)
    training.reach(1_001)
    assert training.losses[1_000] == pytest.approx(0.502135, rel=3e-6)


def test_xor_from_zeros_stays_at_one():
    training = xor_training(initialiser="zeros", initial={}, updates=50)
    training.reach(50)
    assert set(training.losses) == {1.0}


def test_spam_neuron():
    data = data_set([[3, 0], [2, 1], [0, 2], [1, 2], [1, 0], [0, 1]], [1, 1, 0, 0, 1, 0])
    training = Training(Settings((2, 1), loss="bce", initialiser="zeros", rate=0.5, updates=501), data)
    training.reach(501)
    for update, loss in {0: 0.693147, 1: 0.564204, 2: 0.47692, 5: 0.331297, 50: 0.0698305, 500: 0.0079548}.items():
        assert training.losses[update] == pytest.approx(loss, rel=6e-6)
    weights = training.parameters(500)
    assert weights["W1"].ravel() == pytest.approx([4.43903, -4.41237], rel=2e-6)
    assert weights["b1"] == pytest.approx([-0.0348629], rel=2e-6)
    chances = training.settings.network.predict(training.state(5), data.inputs).ravel()
    assert chances == pytest.approx([0.886081, 0.66624, 0.20331, 0.338751, 0.658717, 0.331256], rel=2e-6)


X = [-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2]
Y = [-2.9, -2.2, -0.7, -0.1, 2.2, 2.7, 4.1, 4.9]


@pytest.mark.parametrize(("batch", "loss"), [(8, 3.52825), (4, 1.16187), (2, 0.215579), (1, 0.0514809)])
def test_one_epoch_of_a_line_by_batch_size(batch, loss):
    settings = Settings((1, 1), initialiser="zeros", rate=0.1, batch=batch, shuffle=False)
    training = Training(settings, data_set([[x] for x in X], Y))
    assert training.batches.per_epoch == 8 // batch
    state = training.state(training.batches.per_epoch)
    assert settings.network.loss_of(state, training.data.inputs, training.data.targets) == pytest.approx(loss, rel=6e-6)


def test_gradients_of_batches_at_the_start():
    settings = Settings((1, 1), initialiser="zeros", batch=2, shuffle=False)
    training = Training(settings, data_set([[x] for x in X], Y))
    for number, wanted in enumerate([[-9.1, 5.1], [-0.75, 0.8], [-3.8, -4.9], [-15.95, -9]]):
        record = training._updaters[0].record(training.state(0), training.batches.of(number), 1)
        assert settings.network.flat(record.gradients) == pytest.approx(wanted)


def test_a_given_order_of_single_samples():
    order = [7, 0, 5, 2, 6, 1, 4, 3]
    data = data_set([[X[at]] for at in order], [Y[at] for at in order])
    training = Training(Settings((1, 1), initialiser="zeros", rate=0.1, batch=1, shuffle=False), data)
    assert training.state(8)[:2] == pytest.approx([2.07713, 1.01005], rel=3e-6)


def test_updates_an_epoch_of_the_usual_counts():
    for count, per_epoch, last in ((60_000, 469, 96), (48_000, 375, 128)):
        batches = Batches(data_set(np.zeros((count, 1)), np.zeros(count)), 128, True, 0)
        assert batches.per_epoch == per_epoch
        assert len(batches.of(per_epoch - 1).inputs) == last


RIDGE = {0.0: (1.4, 0.5), 0.1: (1.2963, 0.759259), 1.0: (0.777778, 2.05556), 10.0: (0.155556, 3.61111)}


@pytest.mark.parametrize("decay", RIDGE)
def test_penalised_lines_end_where_the_formula_puts_them(decay):
    """mean loss + λw² ends at w = Sxy/(Sxx + Nλ); the data have Sxx = 5, Sxy = 7, means 2.5 and 4."""
    data = data_set([[1], [2], [3], [4]], [2, 3, 5, 6])
    training = Training(Settings((1, 1), rate=0.05, l2=decay, updates=4_000), data)
    assert training.state(4_000)[:2] == pytest.approx(RIDGE[decay], rel=1e-5)


HELD_OUT = [0.90, 0.70, 0.55, 0.48, 0.45, 0.46, 0.44, 0.45, 0.47, 0.50, 0.52]


@pytest.mark.parametrize(("patience", "best", "at"), [(1, 5, 6), (2, 7, 9), (3, 7, 10), (5, 7, None), (0, 7, None)])
def test_patience_on_a_printed_curve(patience, best, at):
    found = early_stop(HELD_OUT, patience)
    assert found.best + 1 == best
    assert (found.at is None) if at is None else (found.at + 1 == at)
