"""What is the local gradient of an operation? A recipe, never a big matrix.

Between arrays, ∂out/∂in has an entry for every output entry and every input entry. For one layer of a small network
that is a million numbers already, nearly all of them zero or repeated. A recipe keeps the few that matter, and knows

    vjp(upstream)    upstream × local, summed over out: what backward needs           shape of in
    jvp(tangent)     local × tangent, summed over in: what forward mode needs         shape of out
    entry(o, i)      one number, ∂out[o]/∂in[i]
    row(o)           ∂out[o]/∂in, for one output entry                                shape of in
    column(i)        ∂out/∂in[i], for one input entry                                 shape of out

while `dense(recipe)` writes the whole thing out if it is small (shape of out + shape of in).

Invariant: all six tell the same derivative (tests/core/test_local.py). A derivative is stated once, in a row of `ops`,
as one of these recipes. What a vjp returns may be a view, of its argument or of the recipe: add contributions into a
new array, never in place.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from ..arrays import Value, size_of
from ..words import Message, message
from .entrywise import Block, Diagonal, Gather, Permute, Spread
from .products import Product
from .windows import Convolution, Window

__all__ = [
    "DENSE_LIMIT",
    "Block",
    "Convolution",
    "Diagonal",
    "Gather",
    "Permute",
    "Product",
    "Recipe",
    "Spread",
    "Window",
    "dense",
    "describe",
]

DENSE_LIMIT = 10_000
"""A local gradient with more entries than this is never written out."""

Recipe: TypeAlias = Diagonal | Product | Spread | Gather | Permute | Block | Convolution | Window
"""The closed set of recipes; `name` is the kind in JSON and in sentences."""


def dense(recipe: Recipe, limit: int = DENSE_LIMIT) -> Value | None:
    """The whole local gradient, of shape out + in; None if it would have more than `limit` entries."""
    shape = recipe.out_shape + recipe.in_shape
    if size_of(shape) > limit:
        return None
    if not shape:
        return recipe.entry((), ())
    rows = [np.asarray(recipe.row(index)) for index in np.ndindex(recipe.out_shape)]
    return np.stack(rows).reshape(shape)


def describe(recipe: Recipe) -> Message:
    """A sentence that says what kind of matrix the local gradient is, and how many entries it would have."""
    entries = size_of(recipe.out_shape + recipe.in_shape)
    return message(f"local.{recipe.name}", count=entries)
