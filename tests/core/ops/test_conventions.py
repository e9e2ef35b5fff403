"""Are the conventions kept, and are large and single-precision numbers safe?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gradstep.core.arrays import shape_of
from gradstep.core.ops import OPS, apply, op_vjp

SAFE = [
    "tanh", "sigmoid", "relu", "leaky_relu", "prelu", "elu", "selu", "shifted_relu", "softplus", "swish", "gelu",
    "gelu_tanh", "softmax", "log_softmax", "logsumexp", "bce_with_logits", "softmax_cross_entropy", "hinge", "erf",
]  # fmt: skip


def upstream_for(out: Any) -> Any:
    """An irregular upstream gradient, so that no two entries can be mistaken for each other."""
    shape = shape_of(out)
    return 0.7 if not shape else np.cos(1.0 + 2.3 * np.arange(np.size(out))).reshape(shape) + 0.2


@pytest.mark.parametrize("size", [1000.0, -1000.0, 30.0])
@pytest.mark.parametrize("name", SAFE)
def test_large_inputs_stay_finite(name: str, size: float) -> None:
    op = OPS[name]
    targets = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    values = np.array([[size, -size, 0.3], [size, size, size - 1.0]])
    inputs = {"prelu": (values, 0.25)}.get(name, (values, targets) if op.inputs[1:] else (values,))
    attributes = op.complete({})
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        out = op.forward(*inputs, **attributes)
        assert np.all(np.isfinite(out))
        for slot in range(len(inputs)):
            assert np.all(np.isfinite(op_vjp(op, slot, upstream_for(out), out, inputs, attributes)))


AT_KINKS = [
    ("relu", (0.0,), {}, 0.0), ("abs", (0.0,), {}, 0.0), ("leaky_relu", (0.0,), {}, 0.01), ("elu", (0.0,), {}, 1.0),
    ("leaky_relu", (0.0,), {"slope": 3.0}, 3.0), ("elu", (0.0,), {"alpha": 2.0}, 2.0), ("prelu", (0.0, 0.25), {}, 0.25),
    ("selu", (0.0,), {}, 1.7580993408473766), ("shifted_relu", (-1.0,), {}, 0.0), ("sqrt", (0.0,), {}, np.inf),
    ("sign", (0.0,), {}, 0.0), ("step", (0.0,), {}, 0.0), ("clip", (0.0,), {}, 1.0), ("clip", (1.0,), {}, 1.0),
    ("maximum", (2.0, 2.0), {}, 1.0), ("minimum", (2.0, 2.0), {}, 1.0), ("maxout", (2.0, 2.0), {}, 1.0),
    ("pow", (0.0, 0.0), {}, 0.0), ("pow", (0.0, 1.0), {}, 1.0), ("perceptron_loss", (0.0, 1.0), {}, 0.0),
    ("l1", (0.0,), {}, 0.0),
]  # fmt: skip


@pytest.mark.parametrize("name, inputs, attributes, slope", AT_KINKS)
def test_slope_at_a_kink_is_the_convention(name: str, inputs: Any, attributes: Any, slope: float) -> None:
    op = OPS[name]
    with np.errstate(divide="ignore"):
        out = op.forward(*inputs, **op.complete(attributes))
        assert op_vjp(op, 0, 1.0, out, inputs, op.complete(attributes)) == pytest.approx(slope)
    arrays = tuple(np.array([value, value]) for value in inputs)
    if shape_of(op.forward(*arrays, **op.complete(attributes))):
        with np.errstate(divide="ignore"):
            out = op.forward(*arrays, **op.complete(attributes))
            found = op_vjp(op, 0, np.ones(2), out, arrays, op.complete(attributes))
        np.testing.assert_allclose(found, [slope, slope])


@pytest.mark.parametrize("name", ["maximum", "minimum", "maxout"])
def test_at_a_tie_the_second_gets_nothing(name: str) -> None:
    assert op_vjp(OPS[name], 1, 1.0, 2.0, (2.0, 2.0), {}) == 0.0


@pytest.mark.parametrize("name", ["max", "min"])
def test_at_a_tie_the_first_of_an_array_gets_all(name: str) -> None:
    tied = np.array([[4.0, 4.0], [4.0, 4.0]])
    first = op_vjp(OPS[name], 0, 1.0, 4.0, (tied,), {"axis": None})
    np.testing.assert_array_equal(first, [[1.0, 0.0], [0.0, 0.0]])
    rows = op_vjp(OPS[name], 0, np.ones(2), tied[:, 0], (tied,), {"axis": 1})
    np.testing.assert_array_equal(rows, [[1.0, 0.0], [1.0, 0.0]])


@pytest.mark.parametrize("name", [name for name, op in OPS.items() if len(op.inputs) == 1 and not op.domain])
def test_single_precision_stays_single(name: str) -> None:
    op = OPS[name]
    for sample in op.samples:
        if all(np.ndim(value) for value in sample.inputs):
            inputs = tuple(np.asarray(value, dtype=np.float32) for value in sample.inputs)
            attributes = op.complete(sample.attributes)
            out = op.forward(*inputs, **attributes)
            if shape_of(out) or name in ("sum", "mean", "norm2", "l1", "l2"):
                upstream = np.asarray(upstream_for(out), dtype=np.float32) if shape_of(out) else 1.0
                assert type(out) is float or out.dtype == np.float32
                assert op_vjp(op, 0, upstream, out, inputs, attributes).dtype == np.float32


@pytest.mark.parametrize("size", [1e155, 1e308, 5e-324])
@pytest.mark.parametrize(
    "name", [name for name in SAFE if len(OPS[name].inputs) == 1 and "axis" not in OPS[name].attributes]
)
def test_the_ends_of_float64_have_finite_values_and_bounded_slopes(name: str, size: float) -> None:
    op = OPS[name]
    for a in (size, -size):
        out = op.forward(a, **op.complete({}))
        with np.errstate(all="ignore"):
            slope = op_vjp(op, 0, 1.0, out, (a,), op.complete({}))
        assert np.isfinite(out)
        assert name == "leaky_relu" or out >= -2.0
        assert -0.2 <= slope <= 2.0


@pytest.mark.parametrize(
    "name, inputs",
    [
        ("bce", (1.0, 1.0)),
        ("cross_entropy", ([0.0, 1.0], [0.0, 1.0])),
        ("softmax_cross_entropy", ([0.0, 900.0], [0.0, 1.0])),
    ],
)
def test_a_perfect_prediction_costs_zero_without_a_sign(name: str, inputs: Any) -> None:
    assert str(apply(OPS[name], *inputs)) == "0.0"
