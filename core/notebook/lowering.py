"""Which few operations is an expression made of? Losses, activations, windows written in arithmetic, sums and moves.

What a row of the op table says in symbols is what it means, so most operations open by their own formula. The others
are opened here; what is left are the operations of which `gradients.py` knows the backward step as an expression.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, cast

import numpy as np

from ..arrays import Value, size_of
from ..errors import GraphError
from ..formula.parser import parse_expression
from ..formula.tree import Apply, Compare, Name, Number, Tree, Where
from ..local.windows import both
from ..ops import OPS
from .expressions import FUNCTIONS, Expression, applied, as_expression

PRIMITIVE = frozenset({
    "add", "sub", "mul", "div", "neg", "pow", "exp", "log", "sqrt", "abs", "sin", "cos", "tan", "tanh", "erf", "asin",
    "acos", "atan", "sigmoid", "softplus", "relu", "sign", "where", "maximum", "minimum", "sum", "mean", "max", "min",
    "softmax", "log_softmax", "logsumexp", "matmul", "transpose", "reshape", "broadcast", "concat", "slice", "gather",
    "pad",
})  # fmt: skip
"""Operations that are not opened."""
_FOLDED = frozenset({"sum", "mean", "max", "min"})
_RELATIONS: Mapping[str, Callable[[Any, Any], Any]] = MappingProxyType({
    "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal, "==": np.equal, "!=": np.not_equal,
})  # fmt: skip


def lowered(op: str, inputs: tuple[Expression, ...], attributes: Mapping[str, object]) -> Expression:
    """The operation on these inputs, in primitive ones. Raises GraphError where it cannot be written so."""
    if op in PRIMITIVE and not (op == "matmul" and min(each.ndim for each in inputs) < 2):
        return applied(op, *inputs, **attributes)
    if op in _OPENED:
        return _OPENED[op](*inputs, **attributes)
    row = OPS[op]
    if row.symbolic is None:
        raise GraphError("notebook.no-second", op=op)
    tree = parse_expression(row.symbolic, known=(*row.inputs, *row.attributes))
    names = {**{key: value for key, value in attributes.items() if value is not None},
             **dict(zip(row.inputs, inputs, strict=True))}  # fmt: skip
    axis: Any = -1 if row.scope == "row-mean" else attributes.get("axis") if row.scope == "slice" else None
    found = as_expression(_read(tree, names, axis))
    if row.scope == "row-mean":
        return applied("mean", found)
    shape = applied(op, *inputs, **attributes).shape
    return found if found.shape == shape else found.reshape(shape)


def _read(tree: Tree, names: Mapping[str, object], axis: int | None) -> object:
    """The value of a formula of the op table; sums run along `axis`, which stays."""
    match tree:
        case Name("pi" | "e"):
            return np.pi if tree.name == "pi" else np.e
        case Name(name):
            return names[name]
        case Number(value):
            return value
        case Where(Compare(sign, left, right), chosen, otherwise):
            sides = [as_expression(_read(side, names, axis)).value for side in (left, right)]
            mask = np.asarray(_RELATIONS[sign](*sides), dtype=float)
            return applied("where", mask, _read(chosen, names, axis), _read(otherwise, names, axis))
        case Apply(op, (inner,)) if op in _FOLDED:
            return FUNCTIONS[op](_read(inner, names, axis), axis=axis, keepdims=axis is not None)
        case Apply(op, parts, attributes):
            given = tuple(as_expression(_read(part, names, axis)) for part in parts)
            return lowered(op, given, OPS[op].complete(dict(attributes)))
        case _:
            raise GraphError("notebook.no-second", op=type(tree).__name__)


def _matmul(a: Expression, b: Expression) -> Expression:
    """A product in which a vector is a row on the left and a column on the right."""
    shape = applied("matmul", a, b).shape
    left = a if a.ndim > 1 else a.reshape(1, -1)
    right = b if b.ndim > 1 else b.reshape(-1, 1)
    return applied("matmul", left, right).reshape(shape)


def _affine(x: Expression, W: Expression, b: Expression) -> Expression:
    return lowered("matmul", (x, W), {}) + b


def _outer(a: Expression, b: Expression) -> Expression:
    return a.reshape(-1, 1) * b.reshape(1, -1)


def _multiplied(a: Expression, *, axis: int | None) -> Expression:
    """A product along an axis, factor by factor."""
    if not a.ndim:
        return a
    line, at = (a.reshape(-1), 0) if axis is None else (a, axis % a.ndim)
    index = [slice(None)] * line.ndim
    total: Expression | None = None
    for k in range(line.shape[at]):
        factor = line[(*index[:at], k)]
        total = factor if total is None else total * factor
    return cast("Expression", total)


def _summed_up(a: Expression, *, axis: int) -> Expression:
    triangle = np.triu(np.ones((a.shape[axis],) * 2))
    if a.ndim == 1 or axis % a.ndim == a.ndim - 1:
        return lowered("matmul", (a, as_expression(triangle)), {})
    return lowered("matmul", (as_expression(triangle.T), a), {})


def _logistic_loss(z: Expression, t: Expression) -> Expression:
    return applied("mean", applied("softplus", z) - t * z)


def _softmax_loss(z: Expression, t: Expression) -> Expression:
    rows = z.size // z.shape[-1]
    return -applied("sum", t * applied("log_softmax", z, axis=-1)) / float(rows)


def _dilated(a: Expression, *, by: Any) -> Expression:
    wide = applied("dilate", a, by=by).shape
    places = np.arange(size_of(wide)).reshape(wide)[tuple(slice(None, None, step) for step in by)]
    return scattered(a, places, wide)


def scattered(a: Expression, places: Value, shape: tuple[int, ...]) -> Expression:
    """An array of `shape` in which each entry of `a` is added at its flat place, as a product with ones and zeros.

    Raises GraphError where these would be too many.
    """
    flat, size = np.ravel(places), size_of(shape)
    if flat.size * size > MOST_ONES:
        raise GraphError("notebook.too-large", size=flat.size * size)
    ones = np.zeros((flat.size, size))
    ones[np.arange(flat.size), flat] = 1.0
    return applied("matmul", a.reshape(1, -1), ones).reshape(shape)


MOST_ONES = 20_000_000
"""Numbers of the largest matrix by which entries are put in their places."""


def _windows(image: Expression, window: Any, stride: Any) -> Expression:
    """N × rows × columns × C × window, chosen out of the flat image."""
    from ..local.windows import windows_of

    places = windows_of(np.arange(image.size).reshape(image.shape), window, stride)
    return applied("gather", image.reshape(-1), indices=places.tolist())


def _convolved(x: Expression, k: Expression, *, padding: int, stride: int) -> Expression:
    """Every window as a row, times the kernel as a matrix."""
    shape = applied("conv2d", x, k, padding=padding, stride=stride).shape
    if padding:
        x = applied("pad", x, widths=((0, 0), (padding, padding), (padding, padding), (0, 0)))
    seen = _windows(x, k.shape[:2], stride).transpose(0, 1, 2, 4, 5, 3)
    rows = seen.reshape(-1, size_of(k.shape[:3]))
    return applied("matmul", rows, k.reshape(-1, k.shape[-1])).reshape(shape)


def _convolved_line(x: Expression, k: Expression, *, padding: int, stride: int) -> Expression:
    shape = applied("conv1d", x, k, padding=padding, stride=stride).shape
    if padding:
        x = applied("pad", x, widths=((0, 0), (padding, padding), (0, 0)))
    tall = _convolved_rows(x, k, stride)
    return tall.reshape(shape)


def _convolved_rows(x: Expression, k: Expression, stride: int) -> Expression:
    """A line as an image of one row, whose windows move along it."""
    image, kernel = x.reshape(x.shape[0], 1, *x.shape[1:]), k.reshape(1, *k.shape)
    seen = _windows(image, kernel.shape[:2], (1, stride)).transpose(0, 1, 2, 4, 5, 3)
    rows = seen.reshape(-1, size_of(kernel.shape[:3]))
    return applied("matmul", rows, kernel.reshape(-1, kernel.shape[-1]))


def _pooled(fold: str) -> Callable[..., Expression]:
    def call(image: Expression, *, window: Any, stride: Any) -> Expression:
        seen = _windows(image, both(window), stride)
        return FUNCTIONS[fold](seen.reshape(*seen.shape[:4], -1), axis=-1)

    return call


def _largest(*inputs: Expression) -> Expression:
    """The first of the largest, two by two."""
    first, *others = inputs
    for other in others:
        first = applied("maximum", first, other)
    return first


_OPENED: Mapping[str, Callable[..., Expression]] = MappingProxyType({
    "matmul": _matmul, "affine": _affine, "outer": _outer, "prod": _multiplied, "cumsum": _summed_up,
    "bce_with_logits": _logistic_loss, "softmax_cross_entropy": _softmax_loss, "dilate": _dilated,
    "conv2d": _convolved, "conv1d": _convolved_line, "max_pool": _pooled("max"), "avg_pool": _pooled("mean"),
    "maxout": _largest, "swish": lambda a: a * applied("sigmoid", a),
})  # fmt: skip
"""Operations whose formula says nothing, or loses digits where the operation does not."""
