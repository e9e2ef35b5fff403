"""Expressions read as the field's arrays do: whatever NumPy says of the values, the expression says too."""

import numpy as np
import pytest
from gradstep.core import backward, leaf, softmax, stack, where
from gradstep.core.errors import GradstepError, GraphError
from gradstep.core.notebook.expressions import ENTRYWISE, REDUCERS, WHOLE, Expression
from hypothesis import given, settings
from hypothesis.extra.numpy import basic_indices

NUMBERS = np.sin(1.7 * np.arange(24.0) ** 1.1).reshape(2, 3, 4)


def gradient_by_differences(call, value):
    step, slopes = 1e-6, np.zeros(value.shape)
    for at in np.ndindex(value.shape):
        sides = []
        for sign in (1, -1):
            moved = value.copy()
            moved[at] += sign * step
            sides.append(np.sum(np.cos(np.arange(np.size(call(moved))) + 0.3) * np.ravel(call(moved))))
        slopes[at] = (sides[0] - sides[1]) / (2 * step)
    return slopes


def agrees(call, value=NUMBERS):
    """The same numbers as NumPy, and the gradient of an irregular sum of them."""
    x = leaf("x", value)
    out, wanted = call(x), np.asarray(call(np.asarray(value)))
    assert isinstance(out, Expression)
    np.testing.assert_allclose(np.asarray(out.value), wanted, rtol=1e-13, atol=1e-13)
    assert out.shape == wanted.shape
    weights = np.cos(np.arange(wanted.size) + 0.3).reshape(wanted.shape)
    found = backward((out * weights).sum() if wanted.ndim else out * float(weights)).gradient(x)
    np.testing.assert_allclose(found, gradient_by_differences(call, np.asarray(value)), rtol=1e-6, atol=1e-6)


AXES = (None, 0, 1, -1, (0, 1), (0, 2), (1, -1), (0, 1, 2), ())


@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("axis", AXES, ids=str)
@pytest.mark.parametrize("name", [*REDUCERS, "std"])
def test_reductions_take_no_one_or_several_axes_and_may_keep_them(name, axis, keepdims):
    if name == "std" and axis == ():
        return  # a spread of nothing has no slope
    agrees(lambda x: getattr(x, name)(axis=axis, keepdims=keepdims))
    agrees(lambda x: getattr(np, name)(x, axis=axis, keepdims=keepdims))


INDICES = [
    np.s_[..., 1], np.s_[1, ...], np.s_[:, None], np.s_[None, ..., None, 1:3], np.s_[[1, 0, 1]], np.s_[:, [2, 0]],
    np.s_[[0, 1], [2, 1]], np.s_[..., [0, 0, 3]], np.s_[NUMBERS > 0.2], np.s_[np.array([True, False])],
    np.s_[-1, ::-1, ::2], np.s_[np.array([[0, 1], [1, 1]])], np.s_[1], np.s_[1, 2, 3], np.s_[...], np.s_[np.int64(1)],
]  # fmt: skip


@pytest.mark.parametrize("at", range(len(INDICES)))
def test_every_kind_of_index_chooses_what_numpy_chooses(at):
    agrees(lambda x: x[INDICES[at]])


@settings(max_examples=60, deadline=None)
@given(basic_indices((2, 3, 4), allow_newaxis=True, allow_ellipsis=True, min_dims=0))
def test_any_basic_index_chooses_what_numpy_chooses(index):
    wanted = NUMBERS[index]
    if wanted.size == 0:
        with pytest.raises(GradstepError):
            leaf("x", NUMBERS)[index]
    else:
        np.testing.assert_array_equal(leaf("x", NUMBERS)[index].value, wanted)


@pytest.mark.parametrize("index", [5, (0, 9), [7], "a", 1.5, np.s_[3:3], (0, 0, 0, 0), [[0], [1, 2]]], ids=repr)
def test_what_is_no_index_gets_a_sentence(index):
    with pytest.raises(GradstepError):
        leaf("x", NUMBERS)[index]


INSIDE = 0.4 * NUMBERS[0] + 0.5
CALLS = {
    "multiply": lambda x: np.arange(1.0, 5.0) * x, "matmul": lambda x: np.ones((5, 3)) @ x,
    "power": lambda x: np.power(x, 3.0), "float_power": lambda x: np.float_power(x, 2.0),
    "logaddexp": lambda x: np.logaddexp(x, 1.0), "maximum": lambda x: np.maximum(x, 0.52),
    "minimum": lambda x: np.minimum(0.52, x), "add": lambda x: np.add(1.0, x), "divide": lambda x: np.divide(2.0, x),
    "subtract": lambda x: np.subtract(np.ones((3, 4)), x),
}  # fmt: skip
TRUTHS = ("greater", "less", "greater_equal", "less_equal")


@pytest.mark.parametrize("name", sorted(set(ENTRYWISE) - set(TRUTHS)))
def test_numpys_functions_of_entries(name):
    agrees(CALLS.get(name, getattr(np, name)), INSIDE)


WHOLES = {
    "outer": lambda x: np.outer(x[0], x[1]), "dot": lambda x: np.dot(x.T, x), "cumsum": lambda x: np.cumsum(x, axis=1),
    "where": lambda x: np.where(x > 0.51, x, 3.0 * x), "stack": lambda x: np.stack([x, 2.0 * x], axis=1),
    "concatenate": lambda x: np.concatenate([x, x * x], axis=1), "hstack": lambda x: np.hstack([x, x]),
    "vstack": lambda x: np.vstack([x[0], x[1] * 2.0]), "transpose": lambda x: np.transpose(x, (1, 0)),
    "reshape": lambda x: np.reshape(x, (2, 6)), "expand_dims": lambda x: np.expand_dims(x, -1),
    "squeeze": lambda x: np.squeeze(x[None]), "broadcast_to": lambda x: np.broadcast_to(x, (2, 3, 4)),
    "clip": lambda x: np.clip(x, 0.45, 0.6),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(WHOLE) - {"shape", "ndim", "size"}))
def test_numpys_functions_of_arrays(name):
    agrees(WHOLES.get(name, getattr(np, name)), INSIDE)


def test_what_the_field_writes():
    x = leaf("x", NUMBERS[0])
    assert x.sum(0).shape == (4,) and x.reshape(2, 6).shape == (2, 6) and x.reshape((2, -1)).shape == (2, 6)
    assert x.T.shape == x.transpose().shape == x.transpose(1, 0).shape == (4, 3)
    assert (len(x), x.ndim, x.size, np.shape(x), np.size(x)) == (3, 2, 12, (3, 4), 12)
    assert x.flatten().shape == x.ravel().shape == (12,)
    assert float(x[1, 2]) == NUMBERS[0, 1, 2]
    assert softmax(x, 1).value.sum(axis=1) == pytest.approx(1.0)
    assert ((x > 0.5).sum(), (x <= 0.5).sum()) == ((NUMBERS[0] > 0.5).sum(), (NUMBERS[0] <= 0.5).sum())
    assert where(x > 0, x, 0.0).value.min() == 0.0
    assert stack([x, x]).shape == (2, 3, 4)


@pytest.mark.parametrize("call", [np.arctan2, np.floor, np.logical_not], ids=lambda call: call.__name__)
def test_what_the_engine_does_not_know_is_named(call):
    x = leaf("x", 0.5)
    with pytest.raises(GraphError, match=call.__name__):
        call(*[x] * call.nin)
    with pytest.raises(GraphError, match="sort"):
        np.sort(x)


@pytest.mark.parametrize("axis", [3, (0, 0), (0, -3), 1.5, "a"], ids=repr)
def test_what_is_no_axis_gets_a_sentence(axis):
    with pytest.raises(GradstepError):
        leaf("x", NUMBERS).sum(axis=axis)
