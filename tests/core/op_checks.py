"""When is a row of the op table true? The comparisons; they raise AssertionError, and wrong rules are planted for them.

Independent of the rules: central differences, sympy's derivative of the formula (or of the forward computation run on
symbols), the adjoint of jvp, and the matrix that the entries of a recipe write out.
"""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np
import sympy
from gradstep.core.arrays import shape_of
from gradstep.core.local import dense
from gradstep.core.ops import Op, Sample, op_jvp, op_vjp, output_shape


def beside(name: str) -> Any:
    """A module of this folder: the folder is no package, and not on the path."""
    spec = spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


read = beside("symbolic_oracle").read


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
        read(op.symbolic, {**fixed, **dict(zip(op.inputs, part, strict=True))})
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
    return float(expression.xreplace(known).evalf(30)) if hasattr(expression, "xreplace") else float(expression)


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
