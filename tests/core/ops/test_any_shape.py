"""Do the rules hold for any shapes? Random ones for broadcasting, products, reductions and windows."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np
from gradstep.core.ops import OPS, Sample, apply
from hypothesis import given, settings
from hypothesis import strategies as st


def beside(name: str) -> Any:
    """A module of tests/core: that folder is no package, and not on the path."""
    spec = spec_from_file_location(name, Path(__file__).parents[1] / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


checks = beside("op_checks")


def array(shape: tuple[int, ...], seed: int) -> Any:
    values = np.random.default_rng(seed).normal(size=shape)
    return values if shape else float(values)


SHAPES = st.lists(st.integers(1, 3), max_size=3).map(tuple)


@given(SHAPES, st.data(), st.sampled_from(["add", "sub", "mul", "div", "maximum", "minimum", "prelu"]))
@settings(deadline=None, max_examples=60)
def test_broadcasting_is_adjoint(shape: tuple[int, ...], data: st.DataObject, name: str) -> None:
    cut = data.draw(st.integers(0, len(shape)))
    other = tuple(1 if data.draw(st.booleans()) else length for length in shape[cut:])
    pair = (array(shape, 1), array(other, 2))
    sample = Sample(pair if data.draw(st.booleans()) else pair[::-1])
    checks.check_adjoint(OPS[name], sample)
    checks.check_recipes(OPS[name], sample)


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4), st.booleans(), st.booleans())
@settings(deadline=None, max_examples=60)
def test_matmul_is_adjoint(n: int, k: int, m: int, row: bool, column: bool) -> None:
    sample = Sample((array((k,) if row else (n, k), 1), array((k,) if column else (k, m), 2)))
    checks.check_adjoint(OPS["matmul"], sample)
    checks.check_recipes(OPS["matmul"], sample)
    checks.check_against_differences(OPS["matmul"], sample)


@given(SHAPES, st.data(), st.sampled_from(["sum", "mean", "max", "min", "logsumexp", "softmax", "log_softmax"]))
@settings(deadline=None, max_examples=60)
def test_reductions_are_adjoint(shape: tuple[int, ...], data: st.DataObject, name: str) -> None:
    whole = st.none() if name in ("sum", "mean", "max", "min") else st.nothing()
    axes = st.integers(-len(shape), len(shape) - 1) if shape else st.nothing()
    if not shape and name not in ("sum", "mean", "max", "min"):
        return
    sample = Sample((array(shape, 1),), {"axis": data.draw(whole | axes)})
    checks.check_adjoint(OPS[name], sample)
    checks.check_recipes(OPS[name], sample)
    checks.check_against_differences(OPS[name], sample)


@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 3), st.integers(1, 3), st.integers(0, 3), st.integers(1, 3))
@settings(deadline=None, max_examples=60)
def test_convolution_is_what_its_definition_says(
    rows: int, columns: int, high: int, wide: int, padding: int, stride: int
) -> None:
    image, kernel = array((2, rows, columns, 2), 1), array((high, wide, 2, 3), 2)
    if high > rows + 2 * padding or wide > columns + 2 * padding:
        return
    sample = Sample((image, kernel), {"padding": padding, "stride": stride})
    padded = np.pad(image, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    found = apply(OPS["conv2d"], image, kernel, padding=padding, stride=stride)
    for n, y, x, o in np.ndindex(found.shape):
        patch = padded[n, y * stride : y * stride + high, x * stride : x * stride + wide]
        checks.close(found[n, y, x, o], np.sum(patch * kernel[..., o]), 1e-12)
    checks.check_adjoint(OPS["conv2d"], sample)
    checks.check_recipes(OPS["conv2d"], sample)
