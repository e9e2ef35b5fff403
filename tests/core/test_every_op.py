"""Is every row of the op table true? Rule, numbers and algebra must agree, on every sample of every row."""

from __future__ import annotations

import inspect
import re
import string
from collections.abc import Callable
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy
from gradstep.core import ops
from gradstep.core.arrays import shape_of
from gradstep.core.errors import GraphError
from gradstep.core.formula.parser import parse_expression
from gradstep.core.formula.tree import names_of
from gradstep.core.local import Diagonal
from gradstep.core.ops import OPS, BadInput, Op, Sample, apply, op_vjp, output_shape
from gradstep.core.words import LANGUAGES, core_words, message


def beside(name: str) -> Any:
    """A module of tests/core: that folder is no package, and not on the path."""
    spec = spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


checks, source_oracle = beside("op_checks"), beside("source_oracle")


def cases(wanted: Callable[[Op, Sample], bool] = lambda op, sample: True) -> list[Any]:
    """Every wanted row with each of its samples."""
    return [
        pytest.param(op, sample, id=f"{op.name}-{at}")
        for op in OPS.values()
        for at, sample in enumerate(op.samples)
        if wanted(op, sample)
    ]


CASES = cases()
BAD = [pytest.param(op, each, id=f"{op.name}-{at}") for op in OPS.values() for at, each in enumerate(op.errors)]
EACH = [pytest.param(op, id=op.name) for op in OPS.values()]
NO_ALGEBRA = {"maxout", "max_pool"}
"""Rows without a formula that choose by comparing, which symbols cannot: differences alone judge them."""


@pytest.mark.parametrize("op, sample", CASES)
def test_gradient_is_the_finite_difference(op: Op, sample: Sample) -> None:
    checks.check_against_differences(op, sample)


def for_symbols(op: Op, sample: Sample) -> bool:
    """Symbols cannot become the Python float that a row answers; the other samples of such a row are judged."""
    return op.symbolic is not None or bool(shape_of(op.forward(*sample.inputs, **op.complete(sample.attributes))))


@pytest.mark.parametrize("op, sample", cases(for_symbols))
def test_gradient_is_the_derivative_of_the_formula(op: Op, sample: Sample) -> None:
    if op.name in NO_ALGEBRA:
        assert op.symbolic is None
    else:
        checks.check_against_algebra(op, sample)


@pytest.mark.parametrize("op, sample", CASES)
def test_vjp_is_the_adjoint_of_jvp(op: Op, sample: Sample) -> None:
    checks.check_adjoint(op, sample)


@pytest.mark.parametrize("op, sample", CASES)
def test_recipes_agree_with_themselves(op: Op, sample: Sample) -> None:
    checks.check_recipes(op, sample)


@pytest.mark.parametrize("op, sample", CASES)
def test_output_has_the_promised_shape_and_kind(op: Op, sample: Sample) -> None:
    out = apply(op, *sample.inputs, **sample.attributes)
    assert shape_of(out) == output_shape(op, [shape_of(value) for value in sample.inputs], sample.attributes)
    checks.same_kind(out, out)


@pytest.mark.parametrize("op, sample", CASES)
def test_inputs_are_left_alone(op: Op, sample: Sample) -> None:
    before = [np.copy(value) for value in sample.inputs]
    attributes = op.complete(sample.attributes)
    out = op.forward(*sample.inputs, **attributes)
    for slot in range(len(before)):
        op_vjp(op, slot, checks.upstream_for(out), out, sample.inputs, attributes)
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
    for op in OPS.values():
        conventions |= set(
            re.findall(r"op\.kink-\w+|op\.slope-[\w-]+", inspect.getsource(op.kinked) if op.kinked else "")
        )
    worded = {id for id in core_words().texts if id.startswith("op.")}
    general = {"op.input-count", "op.no-such-attribute", "op.attribute-kind"}
    assert worded == proved | general | (conventions - {None})


@pytest.mark.parametrize("op", [op for op in OPS.values() if op.attributes], ids=lambda op: op.name)
def test_an_attribute_of_a_wrong_kind_is_refused_with_its_sentence(op: Op) -> None:
    inputs = op.samples[0].inputs
    for name in op.attributes:
        for wrong in ("same", None, (0, 1), (2, 1), 1.5, 4, True, [], {}):
            try:
                apply(op, *inputs, **{**op.samples[0].attributes, name: wrong})
            except GraphError as error:
                assert all(core_words().word(error.message, language) for language in LANGUAGES)


def test_wrong_number_of_inputs_and_unknown_attributes_are_refused() -> None:
    with pytest.raises(GraphError, match="sigmoid: needs the inputs a, got 2"):
        apply(OPS["sigmoid"], 1.0, 2.0)
    with pytest.raises(GraphError, match="relu: has no attribute «slope»"):
        apply(OPS["relu"], 1.0, slope=2.0)


def test_the_table_of_the_docstring_is_the_table() -> None:
    told = re.findall(r"^    \w+ +(.+)$", ops.__doc__ or "", re.MULTILINE)
    assert [name for line in told for name in line.split()] == list(OPS)


FAR = np.concatenate([np.linspace(-40.0, 40.0, 80_001), [-1e100, 1e100]])


@pytest.mark.parametrize("op", [op for op in EACH if op.values[0].steepest is not None])
def test_an_activation_is_as_steep_as_its_row_says(op: Op) -> None:
    """The largest slope anywhere, and whether it is exactly flat on a stretch, so that a neuron can die."""
    fixed = op.complete({})
    slopes = np.abs(op.local(op.forward(FAR, **fixed), FAR, **fixed)[0].slope * np.ones_like(FAR))
    if op.activates:
        assert slopes.max() <= op.steepest * (1 + 1e-12)
        assert slopes.max() >= 0.999 * op.steepest
    inside = slopes[:-2][np.abs(FAR[:-2]) < 5]
    assert op.dies == bool(np.any(inside == 0.0)), op.name


@pytest.mark.parametrize("op", EACH)
def test_formulas_are_in_our_own_language(op: Op) -> None:
    names = [*op.inputs, *op.attributes]
    for text in (op.symbolic, *op.kinks):
        if text is not None:
            assert set(names_of(parse_expression(text, known=names))) <= set(names)


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("op", EACH)
def test_source_names_only_what_the_row_has(op: Op) -> None:
    letters = {*op.inputs, *op.attributes}
    assert fields(op.source or "") <= letters
    assert op.slopes is None or len(op.slopes) == len(op.inputs)
    assert all(fields(slope) <= {*letters, "out"} for slope in op.slopes or ())
    assert (op.source is None) == (op.slopes is None)


@pytest.mark.parametrize("op, sample", cases(lambda op, sample: op.source is not None))
def test_source_computes_what_the_row_computes(op: Op, sample: Sample) -> None:
    attributes = op.complete(sample.attributes)
    out = op.forward(*sample.inputs, **attributes)
    names = {**attributes, **dict(zip(op.inputs, sample.inputs, strict=True)), "out": out}
    np.testing.assert_array_equal(source_oracle.run(op.source or "", names), out)
    for slot, recipe in enumerate(op.local(out, *sample.inputs, **attributes)):
        assert isinstance(recipe, Diagonal)
        slope = source_oracle.run((op.slopes or ())[slot], names)
        upstream = checks.upstream_for(out)
        checks.close(recipe._replace(slope=slope).vjp(upstream), recipe.vjp(upstream), 1e-14)


@pytest.mark.parametrize("check", [checks.check_against_differences, checks.check_against_algebra])
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
        checks.check_adjoint(replace(true, vjp=wrong), sample)


@pytest.mark.parametrize("op", [pytest.param(op, id=op.name) for op in OPS.values() if op.kinks])
def test_samples_stay_away_from_kinks(op: Op) -> None:
    for sample in op.samples:
        attributes = {name: sympy.nsimplify(value) for name, value in op.complete(sample.attributes).items()}
        for part in checks.slices(op, attributes, list(sample.inputs)):
            names = {**attributes, **dict(zip(op.inputs, part, strict=True))}
            for kink in op.kinks:
                assert all(abs(float(value)) > 1e-3 for value in np.ravel(checks.read(kink, names)))
