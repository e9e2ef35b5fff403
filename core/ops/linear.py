"""What are the slopes of products of vectors and matrices?

Vectors follow NumPy: on the left a vector is a row, on the right a column, and its axis disappears. Leading axes are
stacks of matrices and broadcast.
"""

from __future__ import annotations

import numpy as np

from ..arrays import Shape, Value, column_sums, scalar, shape_of
from ..errors import ShapeError
from ..local import Diagonal, Product
from .comparisons import TENSOR
from .entrywise import MATRIX, ROW, samples
from .row import BadInput, Op
from .shaping import elementwise, written

TALL = np.array([[0.5, -1.25], [2.0, 0.75], [-0.3, 1.1]])
WIDE = np.array([[1.5, -0.5, 0.25, 0.8], [-0.9, 2.2, -1.4, 0.6]])
BIAS = np.array([0.1, -0.2, 0.3, 0.7])


def matrix_shape(op: str, a: Shape, b: Shape, **_: object) -> Shape:
    """(…, n, k) @ (…, k, m) is (…, n, m). Raises ShapeError."""
    if not a or not b:
        raise ShapeError("op.matmul-of-number", op=op, shapes=written((a, b)))
    inner = a[-1], b[-2:][0]
    if inner[0] != inner[1]:
        raise ShapeError("op.inner-sizes", op=op, shapes=" @ ".join(written((a, b))), left=inner[0], right=inner[1])
    return elementwise(op, a[:-2], b[:-2]) + a[-2:-1] + (b[-1:] if len(b) > 1 else ())


def _matmul_local(out: Value, a: Value, b: Value) -> tuple[Product, Product]:
    shape = shape_of(out)
    return Product(b, "left", a.shape, shape), Product(a, "right", b.shape, shape)


def _affine_shape(op: str, x: Shape, weights: Shape, bias: Shape, **_: object) -> Shape:
    if len(weights) != 2 or bias != weights[1:]:
        raise ShapeError("op.affine-parts", op=op, shapes=written((weights, bias)))
    return matrix_shape(op, x, weights)


def _affine(x: Value, weights: Value, bias: Value) -> Value:
    # the same as @, and several times faster if one of the lengths is 1
    product = np.dot(x, weights) if x.ndim == 2 else x @ weights
    # nobody else has seen this product yet, so adding into it is safe and saves a copy of the layer
    return np.add(product, bias, out=product) if product.dtype == bias.dtype else product + bias


def _affine_local(out: Value, x: Value, weights: Value, bias: Value) -> tuple[Product, Product, Diagonal]:
    shape = out.shape
    return (
        Product(weights, "left", x.shape, shape),
        Product(x, "right", weights.shape, shape),
        Diagonal(1.0, bias.shape, shape),
    )


def _affine_vjp(slot: int, upstream: Value, out: Value, x: Value, weights: Value, bias: Value) -> Value:
    if x.ndim != 2:
        return _affine_local(out, x, weights, bias)[slot].vjp(upstream)
    if slot == 0:
        return np.dot(upstream, weights.T)
    return np.dot(x.T, upstream) if slot == 1 else column_sums(upstream)


def _outer_shape(op: str, a: Shape, b: Shape, **_: object) -> Shape:
    if len(a) != 1 or len(b) != 1:
        raise ShapeError("op.outer-vectors", op=op, shapes=written((a, b)))
    return a + b


def _outer_local(out: Value, a: Value, b: Value) -> tuple[Product, Product]:
    """a as a column times b as a row."""
    return (
        Product(b[None, :], "left", a.shape, out.shape, as_matrix=(a.size, 1)),
        Product(a[:, None], "right", b.shape, out.shape, as_matrix=(1, b.size)),
    )


LINEAR = (
    Op(name="matmul", inputs=("a", "b"), forward=lambda a, b: scalar(a @ b), local=_matmul_local,
       symbolic="a @ b", sign="@", shape=matrix_shape,
       samples=samples((TALL, WIDE), (ROW, WIDE), (TALL, ROW), (ROW, -ROW), (TENSOR, MATRIX), (MATRIX, TENSOR),
                       (ROW, TENSOR), (TENSOR, ROW), (TENSOR, TENSOR[:1])),
       errors=(BadInput((np.ones((8, 4)), np.ones((6, 1))), "op.inner-sizes"),
               BadInput((MATRIX, 2.0), "op.matmul-of-number"),
               BadInput((np.ones((2, 3, 3)), np.ones((4, 3, 3))), "op.shapes-do-not-broadcast"))),
    Op(name="affine", sign="x·W+b", inputs=("x", "W", "b"), forward=_affine, local=_affine_local, vjp=_affine_vjp,
       symbolic="x @ W + b", shape=_affine_shape,
       samples=samples((TALL, WIDE, BIAS), (ROW, WIDE, BIAS), (TENSOR, WIDE, BIAS)),
       errors=(BadInput((np.ones((8, 3)), WIDE, BIAS), "op.inner-sizes"),
               BadInput((TALL, WIDE, ROW), "op.affine-parts"))),
    Op(name="outer", inputs=("a", "b"), forward=np.outer, local=_outer_local, symbolic=None,
       shape=_outer_shape, samples=samples((ROW, BIAS), (BIAS, BIAS[:1])),
       errors=(BadInput((MATRIX, ROW), "op.outer-vectors"),)),
)  # fmt: skip
