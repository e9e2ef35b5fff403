"""The backward pass as an expression: its numbers are those of `backward`, and its own gradient is true."""

import numpy as np
import pytest
from gradstep.core import backward, gradient, leaf
from gradstep.core.notebook.expressions import applied
from gradstep.core.notebook.gradients import RULES
from gradstep.core.notebook.lowering import PRIMITIVE
from gradstep.core.ops import OPS

SAMPLES = [
    pytest.param(op, sample, id=f"{op.name}-{at}") for op in OPS.values() for at, sample in enumerate(op.samples)
]


def weighed(out):
    """An irregular sum of everything that came out, curved so that constant slopes have second derivatives, too."""
    weights = np.cos(1.0 + 2.3 * np.arange(out.size)).reshape(out.shape) if out.shape else 0.7
    return ((out * weights).sum() if out.shape else out * weights) ** 2


@pytest.mark.parametrize("op, sample", SAMPLES)
def test_the_expression_of_a_gradient_has_the_numbers_of_the_backward_pass(op, sample):
    leaves = [leaf(f"x{slot}", value) for slot, value in enumerate(sample.inputs)]
    f = weighed(applied(op.name, *leaves, **sample.attributes))
    run = backward(f)
    for each, found in zip(leaves, gradient(f, leaves), strict=True):
        wanted = np.asarray(run.gradient(each))
        assert found.shape == wanted.shape
        np.testing.assert_allclose(np.asarray(found.value), wanted, rtol=1e-9, atol=1e-9)


def has_slopes_around(op, sample):
    """A target of 0 moved below 0 is none for the losses of probabilities."""
    return op.name not in ("bce", "cross_entropy") or not np.any(np.equal(sample.inputs[1], 0.0))


SMOOTH = [each for each in SAMPLES if has_slopes_around(*each.values)]


@pytest.mark.parametrize("op, sample", SMOOTH)
def test_the_gradient_of_a_gradient_is_its_finite_difference(op, sample):
    def slopes(values):
        leaves = [leaf(f"x{slot}", value) for slot, value in enumerate(values)]
        f = weighed(applied(op.name, *leaves, **sample.attributes))
        return leaves, gradient(f, leaves[0])

    values = [np.asarray(value, dtype=float) for value in sample.inputs]
    leaves, first = slopes(values)
    weights = np.sin(np.arange(values[0].size) + 0.5).reshape(values[0].shape)
    total = (first * weights).sum() if first.shape else first * float(weights)
    second = np.asarray(gradient(total, leaves[0]).value)
    for index in list(np.ndindex(values[0].shape))[:6]:
        sides = []
        for sign in (1, -1):
            moved = values[0].copy()
            moved[index] += sign * 1e-5
            sides.append(np.sum(np.asarray(slopes([moved, *values[1:]])[1].value) * weights))
        assert second[index] == pytest.approx((sides[0] - sides[1]) / 2e-5, rel=2e-4, abs=2e-4)


def test_derivatives_of_every_order():
    x = leaf("x", 0.7)
    f = x**5
    for power, factor in ((4, 5), (3, 20), (2, 60), (1, 120)):
        f = gradient(f, x)
        assert f.value == pytest.approx(factor * 0.7**power)
    assert backward(gradient(x.sin(), x)).gradient(x) == pytest.approx(-np.sin(0.7))


def test_a_hessian_of_rosenbrocks_valley():
    x, y = leaf("x", 0.5), leaf("y", -0.25)
    f = (1 - x) ** 2 + 100 * (y - x**2) ** 2
    by_x, by_y = gradient(f, [x, y])
    hessian = [[float(each) for each in gradient(slope, [x, y])] for slope in (by_x, by_y)]
    assert hessian == [pytest.approx([2 - 400 * (y.value - 3 * 0.25), -200.0]), pytest.approx([-200.0, 200.0])]


def test_every_primitive_operation_has_its_backward_step():
    assert set(RULES) == PRIMITIVE


def test_what_the_output_does_not_depend_on_has_the_slope_0():
    x, y = leaf("x", 1.0), leaf("y", [1.0, 2.0])
    assert gradient(x * 2, y).value.tolist() == [0.0, 0.0]
    assert gradient(gradient(x * 2, x), x).value == 0.0
