"""Layers and losses of several operations, against what they mean, written anew with loops."""

import numpy as np
import pytest
from gradstep.core import (
    attention,
    avg_pool,
    backward,
    batch_norm,
    conv2d,
    embedding_bag,
    layer_norm,
    leaf,
    max_pool,
    softmax_cross_entropy,
)
from gradstep.core.errors import GradstepError

DRAW = np.random.default_rng(7)
X = DRAW.normal(size=(4, 3))


def pair(size):
    return (size, size) if isinstance(size, int) else tuple(size)


def slopes_agree(call, *values):
    """The gradient of an irregular sum is its finite difference, for every array."""

    def total(given):
        out = np.asarray(call(*given).value)
        return float(np.sum(out * np.cos(np.arange(out.size) + 0.4).reshape(out.shape)))

    leaves = [leaf(f"x{at}", value) for at, value in enumerate(values)]
    out = call(*leaves)
    weights = np.cos(np.arange(out.size) + 0.4).reshape(out.shape)
    run = backward((out * weights).sum() if out.shape else out * float(weights))
    for at, value in enumerate(values):
        found = np.asarray(run.gradient(leaves[at]))
        for index in list(np.ndindex(value.shape))[::3]:
            sides = []
            for sign in (1, -1):
                moved = [each.copy() for each in values]
                moved[at][index] += sign * 1e-6
                sides.append(total(moved))
            assert found[index] == pytest.approx((sides[0] - sides[1]) / 2e-6, rel=1e-5, abs=1e-6)


def test_layer_norm_evens_each_row():
    gain, bias = DRAW.normal(size=3), DRAW.normal(size=3)
    wanted = [[(x - row.mean()) / np.sqrt(row.var() + 1e-5) * g + b for x, g, b in zip(row, gain, bias, strict=True)]
              for row in X]  # fmt: skip
    np.testing.assert_allclose(layer_norm(X, gain, bias).value, wanted, rtol=1e-12)
    slopes_agree(layer_norm, X, gain, bias)


def test_batch_norm_evens_each_feature_over_all_samples_and_uses_what_was_kept():
    images = DRAW.normal(size=(2, 3, 3, 2))
    wanted = (images - images.mean(axis=(0, 1, 2))) / np.sqrt(images.var(axis=(0, 1, 2)) + 1e-5)
    np.testing.assert_allclose(batch_norm(images).value, wanted, rtol=1e-12)
    mean, variance = np.array([0.5, 1.0, -1.0]), np.array([4.0, 1.0, 0.25])
    kept = batch_norm(X, running=(mean, variance), epsilon=0.0)
    np.testing.assert_allclose(kept.value, (X - mean) / np.sqrt(variance), rtol=1e-12)
    slopes_agree(lambda x: batch_norm(x), X)


def test_attention_is_a_weighted_mean_of_the_values():
    q, k, v = (DRAW.normal(size=(3, 2)) for _ in range(3))
    mask = np.tril(np.ones((3, 3)))
    for seen in (np.ones((3, 3)), mask):
        wanted = []
        for query in q:
            powers = np.exp([query @ key / np.sqrt(2) for key in k]) * seen[len(wanted)]
            wanted.append(powers / powers.sum() @ v)
        np.testing.assert_allclose(attention(q, k, v, seen).value, wanted, rtol=1e-12)
    slopes_agree(lambda q, k, v: attention(q, k, v, mask), q, k, v)
    assert attention(np.ones((2, 3, 2)), np.ones((2, 3, 2)), np.ones((2, 3, 4))).shape == (2, 3, 4)


def naive_convolution(x, k, padding, stride, dilation, groups):
    (top, bottom), (left, right) = padding
    x = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    rows = (x.shape[1] - dilation[0] * (k.shape[0] - 1) - 1) // stride[0] + 1
    columns = (x.shape[2] - dilation[1] * (k.shape[1] - 1) - 1) // stride[1] + 1
    out = np.zeros((len(x), rows, columns, k.shape[3]))
    for n, r, c, o in np.ndindex(out.shape):
        group = o // (k.shape[3] // groups)
        for i, j, channel in np.ndindex(k.shape[:3]):
            pixel = x[n, r * stride[0] + i * dilation[0], c * stride[1] + j * dilation[1]]
            out[n, r, c, o] += pixel[group * k.shape[2] + channel] * k[i, j, channel, o]
    return out


@pytest.mark.parametrize(
    ("padding", "stride", "dilation", "groups"),
    [(0, 1, 1, 1), (1, 2, 1, 1), ((1, 0), 1, 1, 1), (((0, 1), (2, 0)), 1, 1, 1), (0, (2, 1), 1, 1), (1, 1, 2, 1),
     (0, 1, (1, 2), 1), (0, 1, 1, 2), ((2, 1), (1, 2), (2, 1), 4)],
)  # fmt: skip
def test_convolutions_of_every_kind(padding, stride, dilation, groups):
    x, k = DRAW.normal(size=(2, 6, 5, 4)), DRAW.normal(size=(3, 2, 4 // groups, 4))
    rows, columns = pair(padding)
    wanted = naive_convolution(x, k, (pair(rows), pair(columns)), pair(stride), pair(dilation), groups)
    settings = {"padding": padding, "stride": stride, "dilation": dilation, "groups": groups}
    np.testing.assert_allclose(conv2d(x, k, **settings).value, wanted, rtol=1e-10, atol=1e-12)
    slopes_agree(lambda x, k: conv2d(x, k, **settings), x[:1], k)


@pytest.mark.parametrize(
    ("window", "stride", "padding"), [(2, None, 0), ((3, 2), (1, 2), 0), (2, 1, (1, 0)), (3, 2, 1)]
)
def test_pools_of_every_kind(window, stride, padding):
    x = DRAW.normal(size=(1, 5, 6, 2))
    (kh, kw), (ph, pw) = ((size, size) if isinstance(size, int) else size for size in (window, padding))
    sh, sw = (kh, kw) if stride is None else (stride, stride) if isinstance(stride, int) else stride
    for call, filling, fold in ((max_pool, -np.inf, np.max), (avg_pool, 0.0, np.mean)):
        wide = np.pad(x, ((0, 0), (ph, ph), (pw, pw), (0, 0)), constant_values=filling)
        wanted = [
            [
                [fold(wide[0, r : r + kh, c : c + kw, channel]) for channel in range(2)]
                for c in range(0, wide.shape[2] - kw + 1, sw)
            ]
            for r in range(0, wide.shape[1] - kh + 1, sh)
        ]
        np.testing.assert_allclose(call(x, window, stride, padding).value[0], wanted, rtol=1e-12)
        slopes_agree(lambda x, call=call: call(x, window, stride, padding), x)


def test_class_numbers_weights_and_smoothing():
    classes, weights = [2, 0, 1, 1], np.array([1.0, 2.0, 0.5])
    logs = X - np.log(np.exp(X).sum(axis=1, keepdims=True))
    own = np.array([logs[at, each] for at, each in enumerate(classes)])
    assert softmax_cross_entropy(X, classes).value == pytest.approx(-own.mean())
    weighed = -(own * weights[classes]).sum() / weights[classes].sum()
    assert softmax_cross_entropy(X, classes, weights=weights).value == pytest.approx(weighed)
    smooth = -(0.9 * own + 0.1 * logs.mean(axis=1)).mean()
    assert softmax_cross_entropy(X, classes, smoothing=0.1).value == pytest.approx(smooth)
    slopes_agree(lambda x: softmax_cross_entropy(x, classes, weights=weights, smoothing=0.1), X)


def test_bags_of_rows():
    table = DRAW.normal(size=(5, 2))
    bags = [[0, 0, 3], [4]]
    for mode, fold in (("mean", np.mean), ("sum", np.sum)):
        wanted = [fold(table[bag], axis=0) for bag in bags]
        np.testing.assert_allclose(embedding_bag(table, bags, mode).value, wanted, rtol=1e-12)
    slopes_agree(lambda table: embedding_bag(table, bags), table)


@pytest.mark.parametrize(
    "call",
    [lambda: softmax_cross_entropy(X, [0, 1, 2, 3]), lambda: softmax_cross_entropy(X, [0.5] * 4),
     lambda: embedding_bag(X, [[]]), lambda: embedding_bag(X, [[0]], "most"), lambda: embedding_bag(X, [[9]]),
     lambda: conv2d(np.ones((1, 4, 4, 3)), np.ones((2, 2, 1, 4)), groups=2), lambda: max_pool(X)],
)  # fmt: skip
def test_what_does_not_fit_gets_a_sentence(call):
    with pytest.raises(GradstepError):
        call()
