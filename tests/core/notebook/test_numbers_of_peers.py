"""Numbers that other courses and engines print in their own checks come out here, too.

Stanford's CS231n (assignments 1 to 3), micrograd's tests, autograd's README; inputs are ramps, so that anybody can make
them again.
"""

import numpy as np
import pytest
from gradstep.core import (
    backward,
    batch_norm,
    conv2d,
    gradient,
    layer_norm,
    leaf,
    max_pool,
    relu,
    softmax_cross_entropy,
    tanh,
)


def ramp(low, high, *shape):
    return np.linspace(low, high, num=int(np.prod(shape))).reshape(shape)


def test_an_affine_layer():
    x, w, b = leaf("x", ramp(-0.1, 0.5, 2, 4, 5, 6)), leaf("w", ramp(-0.2, 0.3, 120, 3)), leaf("b", ramp(-0.3, 0.1, 3))
    out = x.reshape(2, -1) @ w + b
    wanted = [[1.49834967, 1.70660132, 1.91485297], [3.25553199, 3.5141327, 3.77273342]]
    np.testing.assert_allclose(out.value, wanted, atol=5e-9)


def test_relu_there_and_back():
    x = leaf("x", ramp(-0.5, 0.5, 3, 4))
    wanted = [[0, 0, 0, 0], [0, 0, 0.04545455, 0.13636364], [0.22727273, 0.31818182, 0.40909091, 0.5]]
    np.testing.assert_allclose(relu(x).value, wanted, atol=5e-9)
    assert backward(relu(x)).gradient(x).tolist() == [[0, 0, 0, 0], [0, 0, 1, 1], [1, 1, 1, 1]]


def test_a_convolution_with_stride_2_and_a_bias():
    x = np.transpose(ramp(-0.1, 0.5, 2, 3, 4, 4), (0, 2, 3, 1))
    w = np.transpose(ramp(-0.2, 0.3, 3, 3, 4, 4), (2, 3, 1, 0))
    out = conv2d(x, w, padding=1, stride=2) + np.linspace(-0.1, 0.2, 3)
    wanted = [
        [[[-0.08759809, -0.10987781], [-0.18387192, -0.2109216]], [[0.21027089, 0.21661097], [0.22847626, 0.23004637]],
         [[0.50813986, 0.54309974], [0.64082444, 0.67101435]]],
        [[[-0.98053589, -1.03143541], [-1.19128892, -1.24695841]], [[0.69108355, 0.66880383], [0.59480972, 0.56776003]],
         [[2.36270298, 2.36904306], [2.38090835, 2.38247847]]],
    ]  # fmt: skip
    np.testing.assert_allclose(np.transpose(out.value, (0, 3, 1, 2)), wanted, atol=5e-9)


def test_max_pooling():
    x = np.transpose(ramp(-0.3, 0.4, 2, 3, 4, 4), (0, 2, 3, 1))
    wanted = [
        [[[-0.26315789, -0.24842105], [-0.20421053, -0.18947368]],
         [[-0.14526316, -0.13052632], [-0.08631579, -0.07157895]],
         [[-0.02736842, -0.01263158], [0.03157895, 0.04631579]]],
        [[[0.09052632, 0.10526316], [0.14947368, 0.16421053]], [[0.20842105, 0.22315789], [0.26736842, 0.28210526]],
         [[0.32631579, 0.34105263], [0.38526316, 0.4]]],
    ]  # fmt: skip
    np.testing.assert_allclose(np.transpose(max_pool(x, 2, 2).value, (0, 3, 1, 2)), wanted, atol=5e-9)


def test_a_step_of_a_recurrent_cell():
    x, before = ramp(-0.4, 0.7, 3, 10), ramp(-0.2, 0.5, 3, 4)
    wx, wh, b = ramp(-0.1, 0.9, 10, 4), ramp(-0.3, 0.7, 4, 4), np.linspace(-0.2, 0.4, 4)
    wanted = [[-0.58172089, -0.50182032, -0.41232771, -0.31410098], [0.66854692, 0.79562378, 0.87755553, 0.92795967],
              [0.97934501, 0.99144213, 0.99646691, 0.99854353]]  # fmt: skip
    found = tanh(leaf("x", x) @ wx + leaf("h", before) @ wh + b)
    np.testing.assert_allclose(found.value, wanted, atol=5e-9)


def test_the_loss_of_scores_that_know_nothing_is_the_logarithm_of_the_classes():
    scores = leaf("s", np.zeros((50, 10)))
    loss = softmax_cross_entropy(scores, np.arange(50) % 10)
    assert loss.value == pytest.approx(np.log(10))
    np.testing.assert_allclose(backward(loss).gradient(scores).sum(axis=1), 0.0, atol=1e-15)


def test_normalised_features_have_mean_0_and_spread_1_and_then_the_wanted_ones():
    data = np.random.default_rng(231).normal(size=(200, 3)) * [1.0, 5.0, 0.2] + [10.0, -3.0, 2.0]
    plain, wanted = batch_norm(data).value, batch_norm(data, [1.0, 2.0, 3.0], [11.0, 12.0, 13.0]).value
    np.testing.assert_allclose([plain.mean(axis=0), plain.std(axis=0)], [[0] * 3, [1] * 3], atol=2e-4)
    np.testing.assert_allclose([wanted.mean(axis=0), wanted.std(axis=0)], [[11, 12, 13], [1, 2, 3]], rtol=2e-4)
    rows = layer_norm(data.T).value
    np.testing.assert_allclose([rows.mean(axis=1), rows.std(axis=1)], [[0] * 3, [1] * 3], atol=2e-4)


def test_the_two_checks_of_micrograd():
    x = leaf("x", -4.0)
    z = 2 * x + 2 + x
    q = z.relu() + z * x
    h = (z * z).relu()
    y = h + q + q * x
    assert (y.value, backward(y).gradient(x)) == (-20.0, 46.0)
    a, b = leaf("a", -4.0), leaf("b", 2.0)
    c, d = a + b, a * b + b**3
    c = c + c + 1
    c = c + 1 + c + (-a)
    d = d + d * 2 + (b + a).relu()
    d = d + 3 * d + (b - a).relu()
    g = (c - d) ** 2 / 2.0
    g = g + 10.0 / (c - d) ** 2
    assert g.value == pytest.approx(24.70408163265306)
    assert backward(g).gradient(a) == pytest.approx(138.8338192419825)
    assert backward(g).gradient(b) == pytest.approx(645.5772594752186)


def test_the_six_derivatives_of_tanh_in_autograds_readme():
    """tanh and its first derivatives at 1, written with exp as there."""
    x = leaf("x", 1.0)
    y = np.exp(-2.0 * x)
    f = (1.0 - y) / (1.0 + y)
    t = np.tanh(1.0)
    s = 1 - t * t
    for wanted in (s, -2 * t * s, s * (6 * t * t - 2), s * (16 * t - 24 * t**3)):
        f = gradient(f, x)
        assert f.value == pytest.approx(wanted, rel=1e-9)
