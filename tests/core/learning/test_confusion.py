"""Counts of true classes by predicted ones."""

import numpy as np
import pytest
from gradstep.core.errors import SpecError
from gradstep.core.learning.confusion import confusion
from hypothesis import given
from hypothesis import strategies as st


def test_two_classes_are_told_apart_half_way_between_their_targets():
    zero_one = confusion([[0.2], [0.7], [0.4], [0.9]], [[0], [0], [1], [1]])
    signs = confusion([[-0.2], [0.3], [-0.4], [0.9]], [[-1], [-1], [1], [1]])
    assert zero_one.tolist() == signs.tolist() == [[1, 1], [1, 1]]


def test_a_threshold_moves_cases_from_one_column_to_the_other():
    outputs, targets = [[0.2], [0.4], [0.6], [0.8]], [[0], [1], [0], [1]]
    assert confusion(outputs, targets, 0.3).tolist() == [[1, 1], [0, 2]]
    assert confusion(outputs, targets, 0.7).tolist() == [[2, 0], [1, 1]]


@given(st.integers(2, 5), st.integers(1, 30), st.integers(0, 2**32 - 1))
def test_of_several_columns_the_largest_counts_and_nobody_is_lost(classes, samples, seed):
    rng = np.random.default_rng(seed)
    outputs, true = rng.normal(size=(samples, classes)), rng.integers(0, classes, samples)
    counts = confusion(outputs, np.eye(classes)[true])
    assert counts.sum() == samples
    assert counts.sum(axis=1).tolist() == np.bincount(true, minlength=classes).tolist()
    assert np.trace(counts) == np.sum(outputs.argmax(axis=1) == true)


@pytest.mark.parametrize("truth", [0, 1, -1])
def test_one_class_alone_keeps_its_side(truth):
    counts = confusion([[0.1], [0.2]], [[truth], [truth]])
    assert counts.sum(axis=1).tolist() == ([0, 2] if truth == 1 else [2, 0])


def test_other_shapes_are_refused():
    with pytest.raises(SpecError):
        confusion([[1.0, 2.0]], [[1.0]])
