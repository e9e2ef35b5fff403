"""Data sets: the same seed gives the same samples, shapes are what they claim, and the extra is asked for by name."""

import numpy as np
import pytest
from gradstep.core.errors import SpecError, UnknownNameError
from gradstep.core.learning.data import bundled
from gradstep.core.learning.data.bundled import sklearn_set
from gradstep.core.learning.data.dataset import data_set, one_hot_rows, signs
from gradstep.core.learning.data.gates import GATES, gate
from gradstep.core.learning.data.glyphs import digits, drawings
from gradstep.core.learning.data.shapes import blobs, circles, line, moons, spirals
from gradstep.core.learning.settings import Settings
from gradstep.core.learning.training import Training


@pytest.mark.parametrize("make", [moons, circles, blobs, spirals, line])
@pytest.mark.parametrize("count", [2, 7, 100])
def test_a_seed_gives_the_same_samples(make, count):
    first, again, other = make(count, seed=5), make(count, seed=5), make(count, seed=6)
    assert np.array_equal(first.inputs, again.inputs)
    assert np.array_equal(first.targets, again.targets)
    assert not (np.array_equal(first.inputs, other.inputs) and np.array_equal(first.targets, other.targets))
    assert len(first) == len(first.targets) == count


@pytest.mark.parametrize("make", [moons, circles, blobs, spirals])
def test_classes_have_equal_shares(make):
    targets = make(101, seed=1).targets.ravel()
    assert sorted(np.bincount(targets.astype(int)).tolist()) == [50, 51]


def test_moons_without_noise_lie_on_two_half_circles():
    data = moons(80, noise=0.0)
    upper, lower = (data.inputs[data.targets.ravel() == label] for label in (0, 1))
    assert np.hypot(*upper.T) == pytest.approx(1.0)
    assert np.hypot(*(lower - [1.0, 0.5]).T) == pytest.approx(1.0)
    assert (upper[:, 1] >= -1e-12).all()
    assert (lower[:, 1] <= 0.5 + 1e-12).all()


def test_circles_without_noise_have_their_radii():
    data = circles(60, noise=0.0, inner=0.3)
    assert np.hypot(*data.inputs.T) == pytest.approx(np.where(data.targets.ravel() == 0, 1.0, 0.3))


def test_a_line_without_noise_is_one():
    data = line(9, slope=-2.0, intercept=0.5, noise=0.0)
    assert data.targets == pytest.approx(0.5 - 2.0 * data.inputs)


@pytest.mark.parametrize("name", GATES)
def test_gates_are_their_tables(name):
    rules = {
        "and": lambda a, b: a and b, "or": lambda a, b: a or b, "xor": lambda a, b: a != b,
        "nand": lambda a, b: not (a and b), "nor": lambda a, b: not (a or b), "xnor": lambda a, b: a == b,
    }  # fmt: skip
    data = gate(name)
    for (a, b), (wanted,) in zip(data.inputs, data.targets, strict=True):
        assert bool(wanted) == bool(rules[name](bool(a), bool(b)))
    assert np.array_equal(gate(name, signed=True).targets, signs(data.targets))


def test_the_ten_drawings_are_different_and_keep_their_margin():
    glyphs = drawings()
    assert glyphs.shape == (10, 8, 8)
    assert set(np.unique(glyphs)) == {0.0, 1.0}
    differences = [np.sum(a != b) for at, a in enumerate(glyphs) for b in glyphs[:at]]
    assert min(differences) >= 3
    assert not glyphs[:, [0, -1], :].any()
    assert not glyphs[:, :, [0, -1]].any()


def test_variants_are_moved_and_noisy_but_still_ink_on_paper():
    data = digits(variants=5, seed=2)
    assert data.inputs.shape == (50, 64)
    assert np.array_equal(data.inputs[:10].reshape(10, 8, 8), drawings())
    assert data.inputs.min() == 0.0
    assert data.inputs.max() == 1.0
    assert data.targets.argmax(axis=1).tolist() == list(range(10)) * 5


def test_digits_can_be_learnt():
    train, held = digits(30, noise=0.2, seed=1).split(0.2, seed=1)
    settings = Settings((64, 24, 10), "relu", loss="softmax", initialiser="he", optimiser="adam", rate=0.01, batch=20,
                        updates=400)  # fmt: skip
    training = Training(settings, train)
    chances = settings.network.predict(training.state(400), held.inputs)
    assert np.mean(chances.argmax(axis=1) == held.targets.argmax(axis=1)) > 0.85


def test_a_split_keeps_every_sample_once():
    data = data_set(np.arange(10.0)[:, None], np.arange(10.0))
    train, held = data.split(0.25, seed=3)
    assert (len(train), len(held)) == (7, 3)
    assert sorted([*train.targets.ravel(), *held.targets.ravel()]) == list(range(10))


def test_scaled_columns_have_mean_0_and_deviation_1():
    data = data_set([[1.0, 5.0], [3.0, 5.0]], [0, 1]).scaled()
    assert data.inputs.tolist() == [[-1.0, 0.0], [1.0, 0.0]]


def test_one_hot_rows():
    assert one_hot_rows([2, 0], 3).tolist() == [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]


@pytest.mark.parametrize(
    ("inputs", "targets", "says"),
    [
        ([[1, 2], [3]], [0, 1], "rows of numbers"),
        ([["a"]], [0], "rows of numbers"),
        ([[1.0]], [0, 1], "as many rows"),
        ([], [], "at least one"),
        ([1.0, 2.0], [0, 1], "as many rows"),
    ],
)
def test_rows_that_are_no_data_set_say_why(inputs, targets, says):
    with pytest.raises(SpecError, match=says):
        data_set(inputs, targets)


def test_a_bundled_set_that_does_not_exist_names_those_that_do():
    with pytest.raises(UnknownNameError, match="iris"):
        sklearn_set("irises")


def test_without_the_extra_the_sentence_says_how_to_install_it(monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(bundled, "import_module", missing)
    with pytest.raises(SpecError, match=r"gradstep\[datasets\]"):
        sklearn_set("iris")


def test_bundled_sets():
    pytest.importorskip("sklearn")
    iris = sklearn_set("iris")
    assert iris.inputs.shape == (150, 4)
    assert iris.targets.sum(axis=0).tolist() == [50.0, 50.0, 50.0]
    assert iris.classes == ("setosa", "versicolor", "virginica")
    assert sklearn_set("diabetes").targets.shape == (442, 1)
