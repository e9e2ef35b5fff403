"""Do all six answers of a recipe tell one derivative? Every kind is compared with the matrix that vjp implies."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pytest
from gradstep.core.arrays import one_hot, shape_of, size_of
from gradstep.core.local import (
    DENSE_LIMIT,
    Block,
    Convolution,
    Diagonal,
    Gather,
    Permute,
    Product,
    Recipe,
    Spread,
    Window,
    dense,
    describe,
)
from gradstep.core.words import LANGUAGES, core_words
from hypothesis import given, settings
from hypothesis import strategies as st


def waves(*shape: int, start: float = 1.0) -> Any:
    values = np.sin(start + 1.7 * np.arange(size_of(shape)) ** 1.1)
    return values.reshape(shape) if shape else float(values[0])


RECIPES: dict[str, Recipe] = {
    "diagonal-number": Diagonal(-1.5),
    "diagonal": Diagonal(waves(2, 3), (2, 3), (2, 3)),
    "diagonal-constant": Diagonal(1.0, (2, 3), (2, 3)),
    "diagonal-row": Diagonal(waves(2, 3), (3,), (2, 3)),
    "diagonal-column": Diagonal(waves(2, 3), (2, 1), (2, 3)),
    "diagonal-repeated-number": Diagonal(waves(2, 3), (), (2, 3)),
    "diagonal-stacked": Diagonal(1.0, (1, 2), (2, 3, 2)),
    "diagonal-other-broadcast": Diagonal(waves(3), (2, 3), (2, 3)),
    "product-left": Product(waves(3, 4), "left", (2, 3), (2, 4)),
    "product-right": Product(waves(2, 3), "right", (3, 4), (2, 4)),
    "product-row-vector": Product(waves(3, 4), "left", (3,), (4,)),
    "product-column-vector": Product(waves(2, 3), "right", (3,), (2,)),
    "product-of-a-vector": Product(waves(3), "left", (2, 3), (2,)),
    "product-of-vectors": Product(waves(3), "left", (3,), ()),
    "product-stacked": Product(waves(5, 3, 4), "left", (5, 2, 3), (5, 2, 4)),
    "product-shared-by-a-stack": Product(waves(5, 2, 3), "right", (3, 4), (5, 2, 4)),
    "product-stretched-stack": Product(waves(2, 1, 3, 2), "left", (3, 2, 3), (2, 3, 2, 2)),
    "product-vector-against-stack": Product(waves(5, 3, 2), "left", (3,), (5, 2)),
    "product-outer": Product(waves(1, 4), "left", (3,), (3, 4), as_matrix=(3, 1)),
    "spread-all": Spread(1.0, (2, 3), (), (0, 1)),
    "spread-weighted": Spread(waves(2, 3), (2, 3), (3,), (0,)),
    "spread-middle": Spread(0.5, (2, 3, 2), (2, 2), (1,)),
    "spread-number": Spread(2.0, (), (), ()),
    "gather-slice": Gather(np.array([4, 1]), (2, 3), (2,)),
    "gather-repeated": Gather(np.array([[1, 1], [0, 1]]), (2,), (2, 2)),
    "gather-none": Gather(np.array([-1, 2, 0]), (3,), (3,)),
    "gather-number": Gather(2, (3,), ()),
    "permute-transposed": Permute((2, 3, 4), (4, 2, 3), (2, 0, 1)),
    "permute-reshaped": Permute((2, 3), (3, 2)),
    "permute-number": Permute((1, 1), ()),
    "block-rows": Block(waves(2, 3), ((-waves(2, 3), waves(2, 3)),), (2, 3), (2, 3)),
    "block-columns": Block(1.0, ((-1.0, waves(3, 2)), (waves(3, 2), 0.5)), (3, 2), (3, 2), 0),
    "convolution-image": Convolution(waves(2, 3, 2, 3), "image", (2, 4, 4, 2), (2, 3, 2, 3), 0, 1),
    "convolution-kernel": Convolution(waves(2, 4, 4, 2), "kernel", (2, 3, 2, 3), (2, 3, 2, 3), 0, 1),
    "convolution-image-padded": Convolution(waves(3, 3, 1, 2), "image", (1, 3, 4, 1), (1, 2, 2, 2), 1, 2),
    "convolution-kernel-padded": Convolution(waves(1, 3, 4, 1), "kernel", (3, 3, 1, 2), (1, 2, 2, 2), 1, 2),
    "convolution-line": Convolution(waves(2, 2, 3), "image", (2, 5, 2), (2, 6, 3), 1, 1),
    "convolution-line-kernel": Convolution(waves(2, 5, 2), "kernel", (2, 2, 3), (2, 6, 3), 1, 1),
    "window-apart": Window((2, 2), (2, 2), (2, 5, 4, 2), (2, 2, 2, 2)),
    "window-overlapping": Window((3, 3), (1, 1), (1, 5, 4, 2), (1, 3, 2, 2)),
    "window-gaps": Window((2, 2), (3, 3), (1, 5, 5, 1), (1, 2, 2, 1)),
}


def matrix_of(recipe: Recipe) -> Any:
    """∂out/∂in as a matrix, one vjp for each output entry."""
    rows = [np.ravel(recipe.vjp(one_hot(index, recipe.out_shape))) for index in np.ndindex(recipe.out_shape)]
    return np.array(rows)


def agrees(recipe: Recipe) -> None:
    matrix, upstream, tangent = matrix_of(recipe), waves(*recipe.out_shape), waves(*recipe.in_shape, start=0.3)
    np.testing.assert_allclose(np.ravel(recipe.vjp(upstream)), np.ravel(upstream) @ matrix, atol=1e-14)
    np.testing.assert_allclose(np.ravel(recipe.jvp(tangent)), matrix @ np.ravel(tangent), atol=1e-14)
    for at, index in enumerate(np.ndindex(recipe.in_shape)):
        np.testing.assert_allclose(np.ravel(recipe.column(index)), matrix[:, at], atol=1e-15)
    for at, index in enumerate(np.ndindex(recipe.out_shape)):
        np.testing.assert_allclose(np.ravel(recipe.row(index)), matrix[at], atol=1e-15)
        for place, source in enumerate(np.ndindex(recipe.in_shape)):
            assert recipe.entry(index, source) == pytest.approx(matrix[at, place], abs=1e-15)
    written = dense(recipe)
    assert shape_of(written) == recipe.out_shape + recipe.in_shape
    np.testing.assert_allclose(np.reshape(written, matrix.shape), matrix, atol=1e-15)


@pytest.mark.parametrize("name", RECIPES)
def test_six_answers_are_one_derivative(name: str) -> None:
    agrees(RECIPES[name])


@pytest.mark.parametrize("name", RECIPES)
def test_answers_have_their_shapes_and_numbers_are_floats(name: str) -> None:
    recipe = RECIPES[name]
    first_out, first_in = (0,) * len(recipe.out_shape), (0,) * len(recipe.in_shape)
    answers = {
        "in": (recipe.vjp(waves(*recipe.out_shape)), recipe.row(first_out)),
        "out": (recipe.jvp(waves(*recipe.in_shape)), recipe.column(first_in)),
    }
    for side, shape in (("in", recipe.in_shape), ("out", recipe.out_shape)):
        for answer in answers[side]:
            assert shape_of(answer) == shape
            assert shape or type(answer) is float
    assert type(recipe.entry(first_out, first_in)) is float


@pytest.mark.parametrize("name", [name for name in RECIPES if not name.startswith("product")])
def test_a_number_stands_for_a_constant_upstream(name: str) -> None:
    recipe = RECIPES[name]
    np.testing.assert_allclose(recipe.vjp(0.5), recipe.vjp(np.full(recipe.out_shape, 0.5)), atol=1e-15)


def test_every_kind_is_tried_and_described_in_both_languages() -> None:
    assert {type(recipe) for recipe in RECIPES.values()} == set(get_args(Recipe))
    for recipe in RECIPES.values():
        said = describe(recipe)
        entries = size_of(recipe.out_shape + recipe.in_shape)
        for language in LANGUAGES:
            sentence = core_words().word(said, language)
            assert "{" not in sentence
            assert str(entries) in sentence or entries == 1


def test_a_large_matrix_is_never_written_out() -> None:
    wide = Diagonal(1.0, (101,), (101,))
    assert size_of(wide.in_shape + wide.out_shape) > DENSE_LIMIT
    assert dense(wide) is None
    assert np.shape(dense(wide, limit=101 * 101)) == (101, 101)


def test_one_row_of_a_huge_layer_is_cheap() -> None:
    """The whole matrix would have 2.6e12 entries, and a vjp of it 5e7 products; a row copies 784 numbers."""
    layer = Product(waves(784, 256), "left", (128, 784), (128, 256))
    row = layer.row((5, 7))
    np.testing.assert_array_equal(row[5], layer.other[:, 7])
    assert np.count_nonzero(row) == 784
    assert layer.entry((5, 7), (4, 0)) == 0.0


LENGTHS = st.integers(1, 3)


@given(st.lists(LENGTHS, max_size=2).map(tuple), st.data(), LENGTHS, LENGTHS, LENGTHS)
@settings(deadline=None, max_examples=40)
def test_stacks_of_products_broadcast(stack: tuple[int, ...], data: st.DataObject, n: int, k: int, m: int) -> None:
    def cut() -> tuple[int, ...]:
        kept = stack[data.draw(st.integers(0, len(stack))) :]
        return tuple(1 if data.draw(st.booleans()) else length for length in kept)

    left, right = (*cut(), n, k), (*cut(), k, m)
    out = (*np.broadcast_shapes(left[:-2], right[:-2]), n, m)
    agrees(Product(waves(*right), "left", left, out))
    agrees(Product(waves(*left), "right", right, out))


@given(st.lists(LENGTHS, min_size=1, max_size=3).map(tuple), st.data())
@settings(deadline=None, max_examples=40)
def test_a_broadcast_input_collects_all_its_copies(shape: tuple[int, ...], data: st.DataObject) -> None:
    kept = shape[data.draw(st.integers(0, len(shape))) :]
    mine = tuple(1 if data.draw(st.booleans()) else length for length in kept)
    agrees(Diagonal(waves(*shape), mine, shape))
