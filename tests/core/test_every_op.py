"""Is every row of the op table true? Rule, numbers and algebra must agree, on every sample of every row.

The gradient of a row is compared with central differences of its forward computation, with the derivative that sympy
takes of its formula (or, where a row has none, of its forward computation run on symbols), and with the adjoint of
its jvp. The checks are functions, so that wrong rules can be planted and must be found.
"""

from __future__ import annotations

import re
import string
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy
from gradstep.core.arrays import shape_of
from gradstep.core.errors import GraphError
from gradstep.core.local import Diagonal, dense
from gradstep.core.ops import OPS, BadInput, Op, Sample, apply, op_jvp, op_vjp, output_shape
from gradstep.core.words import LANGUAGES, core_words, message
from hypothesis import given, settings
from hypothesis import strategies as st


def beside(name: str) -> Any:
    """A module of this folder: the folder is no package, and not on the path."""
    spec = spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


symbolic_oracle, source_oracle = beside("symbolic_oracle"), beside("source_oracle")

CASES = [pytest.param(op, each, id=f"{op.name}-{at}") for op in OPS.values() for at, each in enumerate(op.samples)]
BAD = [pytest.param(op, each, id=f"{op.name}-{at}") for op in OPS.values() for at, each in enumerate(op.errors)]
EACH = [pytest.param(op, id=op.name) for op in OPS.values()]
NO_ALGEBRA = {"maxout", "max_pool"}
"""Rows without a formula that choose by comparing, which symbols cannot: differences alone judge them."""
SAFE = ("tanh sigmoid relu leaky_relu prelu elu selu shifted_relu softplus swish gelu gelu_tanh softmax log_softmax "
        "logsumexp bce_with_logits softmax_cross_entropy hinge erf").split()  # fmt: skip


def upstream_for(out: Any) -> Any:
    """An irregular upstream gradient, so that no two entries can be mistaken for each other."""
    shape = shape_of(out)
    return 0.7 if not shape else np.cos(1.0 + 2.3 * np.arange(np.size(out))).reshape(shape) + 0.2


def close(found: Any, wanted: Any, tolerance: float = 1e-6) -> None:
    np.testing.assert_allclose(
        np.asarray(found, dtype=float), np.asarray(wanted, dtype=float), rtol=tolerance, atol=tolerance
    )


def same_kind(found: Any, like: Any) -> None:
    """In the shape of `like`, and a Python float where that is a number."""
    assert shape_of(found) == shape_of(like)
    assert shape_of(like) or type(found) is float


def difference(op: Op, sample: Sample, slot: int, upstream: Any) -> Any:
    """Central differences of upstream · forward along every entry of one input."""
    attributes = op.complete(sample.attributes)
    base = np.array(sample.inputs[slot], dtype=float)
    slopes = np.zeros(base.shape)
    for index in np.ndindex(base.shape):
        step, sides = 1e-5 * max(1.0, abs(float(base[index]))), []
        for sign in (1, -1):
            moved = base.copy()
            moved[index] += sign * step
            inputs = [*sample.inputs[:slot], moved if moved.ndim else float(moved), *sample.inputs[slot + 1 :]]
            sides.append(float(np.sum(upstream * op.forward(*inputs, **attributes))))
        slopes[index] = (sides[0] - sides[1]) / (2 * step)
    return slopes


def check_against_differences(op: Op, sample: Sample) -> None:
    attributes = op.complete(sample.attributes)
    out = op.forward(*sample.inputs, **attributes)
    upstream = upstream_for(out)
    for slot, value in enumerate(sample.inputs):
        found = op_vjp(op, slot, upstream, out, sample.inputs, attributes)
        same_kind(found, value)
        close(found, difference(op, sample, slot, upstream))


def symbols_like(letter: str, value: Any) -> Any:
    if not np.ndim(value):
        return sympy.Symbol(letter, real=True)
    names = np.empty(np.shape(value), dtype=object)
    for index in np.ndindex(names.shape):
        names[index] = sympy.Symbol(f"{letter}_{'_'.join(map(str, index))}", real=True)
    return names


def slices(op: Op, attributes: dict[str, Any], arrays: list[Any]) -> list[list[Any]]:
    """The parts of the inputs of which the formula speaks."""
    if op.scope == "array":
        return [arrays]
    axis = attributes.get("axis") if op.scope == "slice" else -1
    if axis is None or not np.ndim(arrays[0]):
        return [arrays]
    rows = [np.moveaxis(array, axis, -1).reshape(-1, array.shape[axis]) for array in arrays]
    return [list(parts) for parts in zip(*rows, strict=True)]


def algebra(op: Op, sample: Sample, symbols: list[Any]) -> Any:
    """The output as sympy expressions: from the formula, or else from the forward computation itself."""
    attributes = op.complete(sample.attributes)
    if op.symbolic is None or attributes.get("axes") is not None:
        return op.forward(*symbols, **attributes)
    fixed = {
        name: sympy.nsimplify(value) if np.isscalar(value) else np.asarray(value)
        for name, value in attributes.items()
        if value is not None and not isinstance(value, tuple)
    }
    parts = [
        symbolic_oracle.read(op.symbolic, {**fixed, **dict(zip(op.inputs, part, strict=True))})
        for part in slices(op, attributes, symbols)
    ]
    if op.scope == "row-mean":
        return sum(parts) / len(parts)
    if len(parts) == 1:
        return parts[0]
    axis = attributes["axis"]
    if not np.ndim(parts[0]):
        return np.array(parts, dtype=object).reshape(output_shape(op, [shape_of(symbols[0])], sample.attributes))
    moved = np.moveaxis(symbols[0], axis, -1).shape
    return np.moveaxis(np.array(parts, dtype=object).reshape(moved), -1, axis)


def check_against_algebra(op: Op, sample: Sample) -> None:
    attributes = op.complete(sample.attributes)
    letters = [f"{letter.strip('*')}{at}" for at, letter in enumerate([*op.inputs] * 3)]
    symbols = [symbols_like(letter, value) for letter, value in zip(letters, sample.inputs, strict=False)]
    expression = algebra(op, sample, symbols)
    out = op.forward(*sample.inputs, **attributes)
    upstream = upstream_for(out)
    known = {
        symbol: sympy.Float(float(number), 30)
        for array, value in zip(symbols, sample.inputs, strict=True)
        for symbol, number in zip(np.ravel(array), np.ravel(value), strict=True)
    }

    values = [evaluate(entry, known) for entry in np.ravel(expression)]
    close(np.ravel(out), values, 1e-12)
    weighed = [
        (float(weight), entry, getattr(entry, "free_symbols", ()))
        for weight, entry in zip(np.ravel(upstream), np.ravel(expression), strict=True)
    ]
    for slot, value in enumerate(sample.inputs):
        wanted = [
            sum(weight * evaluate(entry.diff(symbol), known) for weight, entry, free in weighed if symbol in free)
            for symbol in np.ravel(symbols[slot])
        ]
        found = op_vjp(op, slot, upstream, out, sample.inputs, attributes)
        close(np.ravel(np.asarray(found) + np.zeros(np.shape(value))), wanted, 1e-10)


def evaluate(expression: Any, known: dict[Any, Any]) -> float:
    return float(expression.xreplace(known).evalf(30)) if isinstance(expression, sympy.Basic) else float(expression)


def check_adjoint(op: Op, sample: Sample) -> None:
    """<J v, u> = <v, Jᵀ u> for every input."""
    attributes = op.complete(sample.attributes)
    out = op.forward(*sample.inputs, **attributes)
    upstream = upstream_for(out)
    for slot, value in enumerate(sample.inputs):
        tangent = 1.5 * upstream_for(value) - 0.3
        forwards = op_jvp(op, slot, tangent, out, sample.inputs, attributes)
        backwards = op_vjp(op, slot, upstream, out, sample.inputs, attributes)
        same_kind(forwards, out)
        close(np.sum(forwards * upstream), np.sum(backwards * tangent), 1e-12)


def check_recipes(op: Op, sample: Sample) -> None:
    """Entries, rows and columns tell the same derivative as vjp and jvp on one-hot arrays."""
    out = op.forward(*sample.inputs, **op.complete(sample.attributes))
    recipes = op.local(out, *sample.inputs, **op.complete(sample.attributes))
    for recipe, value in zip(recipes, sample.inputs, strict=True):
        assert (recipe.in_shape, recipe.out_shape) == (shape_of(value), shape_of(out))
        written = dense(recipe, limit=100_000)
        assert written is not None
        upstream, tangent = upstream_for(out), upstream_for(value)
        matrix = np.reshape(written, (max(1, np.size(out)), -1))
        close(np.ravel(recipe.vjp(upstream)), np.ravel(upstream) @ matrix, 1e-12)
        close(np.ravel(recipe.jvp(tangent)), matrix @ np.ravel(tangent), 1e-12)
        for place, index in enumerate(np.ndindex(recipe.in_shape)):
            column = recipe.column(index)
            same_kind(column, out)
            close(np.ravel(column), matrix[:, place], 1e-12)
            some = tuple(length - 1 for length in recipe.out_shape)
            close(recipe.entry(some, index), matrix[-1, place], 1e-12)


@pytest.mark.parametrize("op, sample", CASES)
def test_gradient_is_the_finite_difference(op: Op, sample: Sample) -> None:
    check_against_differences(op, sample)


def is_number(case: Any) -> bool:
    """Symbols cannot become the Python float that a row answers; the other samples of the row are judged."""
    op, sample = case.values
    return not shape_of(op.forward(*sample.inputs, **op.complete(sample.attributes)))


@pytest.mark.parametrize("op, sample", [case for case in CASES if case.values[0].symbolic or not is_number(case)])
def test_gradient_is_the_derivative_of_the_formula(op: Op, sample: Sample) -> None:
    if op.name in NO_ALGEBRA:
        assert op.symbolic is None
    else:
        check_against_algebra(op, sample)


@pytest.mark.parametrize("op, sample", CASES)
def test_vjp_is_the_adjoint_of_jvp(op: Op, sample: Sample) -> None:
    check_adjoint(op, sample)


@pytest.mark.parametrize("op, sample", CASES)
def test_recipes_agree_with_themselves(op: Op, sample: Sample) -> None:
    check_recipes(op, sample)


@pytest.mark.parametrize("op, sample", CASES)
def test_output_has_the_promised_shape_and_kind(op: Op, sample: Sample) -> None:
    out = apply(op, *sample.inputs, **sample.attributes)
    assert shape_of(out) == output_shape(op, [shape_of(value) for value in sample.inputs], sample.attributes)
    same_kind(out, out)


@pytest.mark.parametrize("op, sample", CASES)
def test_inputs_are_left_alone(op: Op, sample: Sample) -> None:
    before = [np.copy(value) for value in sample.inputs]
    attributes = op.complete(sample.attributes)
    out = op.forward(*sample.inputs, **attributes)
    for slot in range(len(before)):
        op_vjp(op, slot, upstream_for(out), out, sample.inputs, attributes)
    for value, kept in zip(sample.inputs, before, strict=True):
        np.testing.assert_array_equal(value, kept)


@pytest.mark.parametrize("op", EACH)
def test_row_is_complete(op: Op) -> None:
    assert len(op.samples) >= 2
    assert op.convention is not None or not op.kinks
    assert any(np.ndim(value) for sample in op.samples for value in sample.inputs)
    if op.shape is OPS["add"].shape and len(op.inputs) == 2:
        assert any(len({shape_of(value) for value in sample.inputs}) > 1 for sample in op.samples)
    if op.convention is not None:
        assert all(core_words().word(message(op.convention), language) for language in LANGUAGES)


@pytest.mark.parametrize("op, bad", BAD)
@pytest.mark.parametrize("language", LANGUAGES)
def test_bad_input_is_refused_with_its_sentence(op: Op, bad: BadInput, language: str) -> None:
    with pytest.raises(GraphError) as caught:
        apply(op, *bad.inputs, **bad.attributes)
    said = caught.value.message
    assert said.id == bad.says
    sentence = core_words().word(said, language)
    assert sentence.startswith(f"{op.name}: ")
    assert not re.search(r"[{}]", sentence)
    assert len(sentence) > len(op.name) + 30


def test_every_refusal_is_proved() -> None:
    proved = {bad.says for op in OPS.values() for bad in op.errors}
    conventions = {op.convention for op in OPS.values()}
    worded = {id for id in core_words().texts if id.startswith("op.")}
    assert worded == proved | {"op.input-count", "op.no-such-attribute"} | (conventions - {None})


def test_wrong_number_of_inputs_and_unknown_attributes_are_refused() -> None:
    with pytest.raises(GraphError, match="sigmoid: needs the inputs a, got 2"):
        apply(OPS["sigmoid"], 1.0, 2.0)
    with pytest.raises(GraphError, match="relu: has no attribute «slope»"):
        apply(OPS["relu"], 1.0, slope=2.0)


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("op", EACH)
def test_source_names_only_what_the_row_has(op: Op) -> None:
    letters = {*op.inputs, *op.attributes}
    assert fields(op.source or "") <= letters
    assert op.slopes is None or len(op.slopes) == len(op.inputs)
    assert all(fields(slope) <= {*letters, "out"} for slope in op.slopes or ())
    assert (op.source is None) == (op.slopes is None)


@pytest.mark.parametrize("op, sample", [case for case in CASES if case.values[0].source])
def test_source_computes_what_the_row_computes(op: Op, sample: Sample) -> None:
    attributes = op.complete(sample.attributes)
    out = op.forward(*sample.inputs, **attributes)
    names = {**attributes, **dict(zip(op.inputs, sample.inputs, strict=True)), "out": out}
    np.testing.assert_array_equal(source_oracle.run(op.source or "", names), out)
    for slot, recipe in enumerate(op.local(out, *sample.inputs, **attributes)):
        assert isinstance(recipe, Diagonal)
        slope = source_oracle.run((op.slopes or ())[slot], names)
        upstream = upstream_for(out)
        close(recipe._replace(slope=slope).vjp(upstream), recipe.vjp(upstream), 1e-14)


@pytest.mark.parametrize("check", [check_against_differences, check_against_algebra])
@pytest.mark.parametrize("name", ["tanh", "matmul", "softmax", "mean", "max", "conv2d", "mse", "reshape"])
def test_a_rule_that_is_a_thousandth_wrong_is_found(name: str, check: Any) -> None:
    true = OPS[name]

    def wrong(slot: int, upstream: Any, out: Any, *inputs: Any, **attributes: Any) -> Any:
        return 1.001 * true.local(out, *inputs, **attributes)[slot].vjp(upstream)

    sample = next(each for each in true.samples if np.ndim(each.inputs[0]))
    check(true, sample)
    with pytest.raises(AssertionError):
        check(replace(true, vjp=wrong), sample)
    with pytest.raises(AssertionError):
        check_adjoint(replace(true, vjp=wrong), sample)


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


@pytest.mark.parametrize("op", [case for case in EACH if case.values[0].kinks])
def test_samples_stay_away_from_kinks(op: Op) -> None:
    for sample in op.samples:
        attributes = {name: sympy.nsimplify(value) for name, value in op.complete(sample.attributes).items()}
        for part in slices(op, attributes, list(sample.inputs)):
            names = {**attributes, **dict(zip(op.inputs, part, strict=True))}
            for kink in op.kinks:
                assert all(abs(float(value)) > 1e-3 for value in np.ravel(symbolic_oracle.read(kink, names)))


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
    check_adjoint(OPS[name], sample)
    check_recipes(OPS[name], sample)


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4), st.booleans(), st.booleans())
@settings(deadline=None, max_examples=60)
def test_matmul_is_adjoint(n: int, k: int, m: int, row: bool, column: bool) -> None:
    sample = Sample((array((k,) if row else (n, k), 1), array((k,) if column else (k, m), 2)))
    check_adjoint(OPS["matmul"], sample)
    check_recipes(OPS["matmul"], sample)
    check_against_differences(OPS["matmul"], sample)


@given(SHAPES, st.data(), st.sampled_from(["sum", "mean", "max", "min", "logsumexp", "softmax", "log_softmax"]))
@settings(deadline=None, max_examples=60)
def test_reductions_are_adjoint(shape: tuple[int, ...], data: st.DataObject, name: str) -> None:
    whole = st.none() if name in ("sum", "mean", "max", "min") else st.nothing()
    axes = st.integers(-len(shape), len(shape) - 1) if shape else st.nothing()
    if not shape and name not in ("sum", "mean", "max", "min"):
        return
    sample = Sample((array(shape, 1),), {"axis": data.draw(whole | axes)})
    check_adjoint(OPS[name], sample)
    check_recipes(OPS[name], sample)
    check_against_differences(OPS[name], sample)


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
        close(found[n, y, x, o], np.sum(patch * kernel[..., o]), 1e-12)
    check_adjoint(OPS["conv2d"], sample)
    check_recipes(OPS["conv2d"], sample)
