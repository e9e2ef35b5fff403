"""The generated tables have the shape of the real ones, are the same everywhere, and can be learned from."""

import numpy as np
import pytest
from gradstep.core.learning.data import stand_ins
from gradstep.core.learning.data.dataset import data_set


def test_the_generated_cancer_has_the_shape_and_the_balance_of_the_real_set():
    data = stand_ins.generated_cancer()
    assert data.inputs.shape == (569, 30) and len(set(data.features)) == 30
    assert data.classes == ("malignant", "benign")
    assert data.targets.sum(axis=0).tolist() == [212, 357]
    assert np.all(data.inputs > 0)


def test_measurements_of_one_thing_go_together_and_those_of_another_do_not():
    data = stand_ins.generated_cancer()
    column = {name: data.inputs[:, place] for place, name in enumerate(data.features)}
    alike = np.corrcoef(column["mean radius"], column["mean perimeter"])[0, 1]
    apart = np.corrcoef(column["mean radius"], column["mean fractal dimension"])[0, 1]
    assert alike > 0.85 and abs(apart) < 0.3
    is_malignant = data.targets[:, 0] == 1
    assert column["worst area"][is_malignant].mean() > 1.3 * column["worst area"][~is_malignant].mean()


def test_the_generated_concrete_follows_its_rule_up_to_its_noise():
    data = stand_ins.generated_concrete()
    assert data.inputs.shape == (1030, 8) and data.targets.shape == (1030, 1)
    noise = data.targets[:, 0] - stand_ins.strength_of(data.inputs)
    assert abs(noise.mean()) < 0.5 and noise.std() == pytest.approx(4.0, rel=0.1)
    assert set(data.inputs[:, 7]) <= set(stand_ins.AGES)


def test_the_signs_of_the_correlations_are_those_of_the_real_table():
    data = stand_ins.generated_concrete()
    found = [np.corrcoef(column, data.targets[:, 0])[0, 1] for column in data.inputs.T]
    assert [value > 0 for value in found] == [True, True, False, False, True, False, False, True]


@pytest.mark.parametrize("make", [stand_ins.generated_cancer, stand_ins.generated_concrete])
def test_they_are_the_same_every_time(make):
    assert np.array_equal(make().inputs, make().inputs) and np.array_equal(make().targets, make().targets)


def test_held_out_targets_are_scaled_by_those_of_the_training():
    known, other = data_set([[0.0], [0.0]], [2.0, 6.0]), data_set([[0.0]], [12.0])
    assert known.with_scaled_targets().targets.ravel().tolist() == [-1.0, 1.0]
    assert other.with_scaled_targets(known).targets.ravel().tolist() == [4.0]
    assert other.with_scaled_targets().targets.ravel().tolist() == [0.0]
