"""How steep is a slope? The backward pass written as an expression, of which there is a gradient again.

`gradient(f, x)` goes back from f as `backward` does, and writes down every contribution instead of working it out: what
comes out is an expression over the same leaves. Asked again, it gives second derivatives, and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, overload

import numpy as np

from ..arrays import Numbers, Shape
from ..graph import CONSTANT, DATA, LEAF
from ..ops import OPS
from .expressions import FUNCTIONS, Expression, Made, applied, as_expression, constant
from .lowering import lowered, scattered
from .runs import in_order

Sent = Sequence[Expression | None]
"""What goes to each input, None where nothing does."""


@overload
def gradient(output: Expression, wrt: Expression) -> Expression: ...
@overload
def gradient(output: Expression, wrt: Sequence[Expression]) -> tuple[Expression, ...]: ...
def gradient(output: Expression, wrt: Any) -> Any:
    """The gradient of the sum of an expression with respect to one leaf or several, as an expression itself.

    It is 0 where the output does not depend on a leaf, as the slope of a slope of a line. Raises GraphError for
    operations of which no second derivative is known.
    """
    asked = (wrt,) if isinstance(wrt, Expression) else tuple(wrt)
    plain: dict[int, Expression] = {}
    for made, name in in_order(output):
        plain[id(made)] = _primitive(made, name, plain)
    gradients = _sent_back(plain[id(output.made)])

    def found_for(each: Expression) -> Expression:
        known = plain.get(id(each.made))
        found = None if known is None else gradients.get(id(known.made))
        return _zeros(each.shape) if found is None else found

    found = tuple(found_for(each) for each in asked)
    return found[0] if isinstance(wrt, Expression) else found


def _primitive(made: Made, name: str, plain: Mapping[int, Expression]) -> Expression:
    if made.op in (LEAF, DATA, CONSTANT):
        return Expression(made, name)
    return lowered(made.op, tuple(plain[id(parent.made)] for parent in made.parents), made.attributes)


def _zeros(shape: Shape) -> Expression:
    return as_expression(np.zeros(shape) if shape else 0.0)


def _sent_back(output: Expression) -> dict[int, Expression]:
    """The gradient of everything below an expression of primitive operations, by what was computed."""
    found = {id(output.made): as_expression(np.ones(output.shape) if output.shape else 1.0)}
    for made, _ in reversed(in_order(output)):
        upstream = found.get(id(made))
        if upstream is None or made.op in (LEAF, DATA, CONSTANT):
            continue
        out = Expression(made)
        for parent, sent in zip(
            made.parents, RULES[made.op](upstream, out, *made.parents, **made.attributes), strict=True
        ):
            if sent is None or parent.made.op in (DATA, CONSTANT):
                continue
            arrived = _fitted(sent, parent.shape)
            before = found.get(id(parent.made))
            found[id(parent.made)] = arrived if before is None else before + arrived
    return found


def _fitted(sent: Expression, shape: Shape) -> Expression:
    """Summed over the axes along which an input was copied to reach the shape that came out."""
    if sent.shape == shape:
        return sent
    if len(sent.shape) < len(shape) or sent.shape == ():
        return applied("broadcast", sent, shape=shape)
    extra = len(sent.shape) - len(shape)
    wide = tuple(at for at, length in enumerate(sent.shape) if at < extra or shape[at - extra] == 1 != length)
    total = FUNCTIONS["sum"](sent, axis=wide)
    return total if total.shape == shape else total.reshape(shape)


def _entrywise(*slopes: Callable[..., object]) -> Callable[..., Sent]:
    """Upstream times the slope for each input; a slope is an expression over out and inputs, or None for 0."""

    def rule(up: Expression, out: Expression, *inputs: Expression, **attributes: object) -> Sent:
        found: list[Expression | None] = []
        for slope in slopes:
            factor = slope(out, *inputs)
            found.append(None if factor is None else up * factor if not _is_one(factor) else up)
        return [None if each is None else _as_wide(each, out.shape) for each in found]

    return rule


def _is_one(factor: object) -> bool:
    return isinstance(factor, float) and factor == 1.0


def _as_wide(sent: Expression, shape: Shape) -> Expression:
    return sent if sent.shape == shape else applied("broadcast", sent, shape=shape)


def _mask(condition: Numbers) -> object:
    return np.asarray(condition, dtype=float) if np.ndim(condition) else float(condition)


def _less_one(b: Expression) -> Expression:
    """An exponent that is a number stays one: nobody asks for the slope along it."""
    return constant(b.value - 1.0) if b.made.op in (CONSTANT, DATA) else b - 1.0


def _power_by_exponent(out: Expression, a: Expression, b: Expression) -> object:
    return None if b.made.op in (CONSTANT, DATA) else out * a.log()


def _spread(up: Expression, a: Expression, axis: int | None, factor: float) -> Sent:
    """Upstream laid out again along the axis that was summed."""
    kept = (1,) * a.ndim if axis is None else tuple(1 if at == axis % a.ndim else n for at, n in enumerate(a.shape))
    wide = up.reshape(kept) if kept != up.shape else up
    return [_as_wide(wide if factor == 1.0 else wide * factor, a.shape)]


def _summed(up: Expression, out: Expression, a: Expression, *, axis: int | None) -> Sent:
    return _spread(up, a, axis, 1.0)


def _averaged(up: Expression, out: Expression, a: Expression, *, axis: int | None) -> Sent:
    return _spread(up, a, axis, out.size / a.size)


def _chosen(name: str) -> Callable[..., Sent]:
    """The winners of a maximum, which stay the winners: a mask."""

    def rule(up: Expression, out: Expression, a: Expression, *, axis: int | None) -> Sent:
        (recipe,) = OPS[name].local(out.value, a.value, axis=axis)
        (wide,) = _spread(up, a, axis, 1.0)
        assert wide is not None
        return [wide * recipe.vjp(np.ones(out.shape) if out.shape else 1.0)]

    return rule


def _softmaxed(up: Expression, out: Expression, a: Expression, *, axis: int) -> Sent:
    return [out * (up - FUNCTIONS["sum"](up * out, axis=axis, keepdims=True))]


def _log_softmaxed(up: Expression, out: Expression, a: Expression, *, axis: int) -> Sent:
    return [up - applied("softmax", a, axis=axis) * FUNCTIONS["sum"](up, axis=axis, keepdims=True)]


def _logsummed(up: Expression, out: Expression, a: Expression, *, axis: int) -> Sent:
    (wide,) = _spread(up, a, axis, 1.0)
    assert wide is not None
    return [wide * applied("softmax", a, axis=axis)]


def _turned(a: Expression) -> Expression:
    return a.transpose((*range(a.ndim - 2), a.ndim - 1, a.ndim - 2))


def _product(up: Expression, out: Expression, a: Expression, b: Expression) -> Sent:
    return [applied("matmul", up, _turned(b)), applied("matmul", _turned(a), up)]


def _transposed(up: Expression, out: Expression, a: Expression, *, axes: Sequence[int] | None) -> Sent:
    back = None if axes is None else tuple(int(at) for at in np.argsort([axis % a.ndim for axis in axes]))
    return [applied("transpose", up, axes=back)]


def _reshaped(up: Expression, out: Expression, a: Expression, *, shape: object) -> Sent:
    return [up.reshape(a.shape)]


def _parted(up: Expression, out: Expression, *arrays: Expression, axis: int) -> Sent:
    at, start, found = axis % out.ndim, 0, list[Expression]()
    for array in arrays:
        stop = start + array.shape[at]
        found.append(up[(slice(None),) * at + (slice(start, stop),)])
        start = stop
    return found


def _placed(up: Expression, out: Expression, a: Expression, *, index: Any) -> Sent:
    where = tuple(at if isinstance(at, int) else slice(*at) for at in index)
    return [scattered(up, np.arange(a.size).reshape(a.shape)[where], a.shape)]


def _gathered(up: Expression, out: Expression, a: Expression, *, indices: object) -> Sent:
    return [scattered(up, np.arange(a.size).reshape(a.shape)[np.asarray(indices)], a.shape)]


def _cut(up: Expression, out: Expression, a: Expression, *, widths: Any, value: float) -> Sent:
    inside = tuple(slice(before, before + length) for length, (before, _) in zip(a.shape, widths, strict=True))
    return [up[inside] if a.ndim else up]


RULES: Mapping[str, Callable[..., Sent]] = MappingProxyType({
    "add": _entrywise(lambda out, a, b: 1.0, lambda out, a, b: 1.0),
    "sub": _entrywise(lambda out, a, b: 1.0, lambda out, a, b: -1.0),
    "mul": _entrywise(lambda out, a, b: b, lambda out, a, b: a),
    "div": _entrywise(lambda out, a, b: 1.0 / b, lambda out, a, b: -out / b),
    "neg": _entrywise(lambda out, a: -1.0),
    "pow": _entrywise(lambda out, a, b: b * a ** _less_one(b), _power_by_exponent),
    "exp": _entrywise(lambda out, a: out),
    "log": _entrywise(lambda out, a: 1.0 / a),
    "sqrt": _entrywise(lambda out, a: 0.5 / out),
    "abs": _entrywise(lambda out, a: np.sign(a.value)),
    "sin": _entrywise(lambda out, a: a.cos()),
    "cos": _entrywise(lambda out, a: -a.sin()),
    "tan": _entrywise(lambda out, a: 1.0 + out * out),
    "tanh": _entrywise(lambda out, a: 1.0 - out * out),
    "erf": _entrywise(lambda out, a: (-(a * a)).exp() * (2.0 / np.sqrt(np.pi))),
    "asin": _entrywise(lambda out, a: 1.0 / (1.0 - a * a).sqrt()),
    "acos": _entrywise(lambda out, a: -1.0 / (1.0 - a * a).sqrt()),
    "atan": _entrywise(lambda out, a: 1.0 / (1.0 + a * a)),
    "sigmoid": _entrywise(lambda out, a: out * (1.0 - out)),
    "softplus": _entrywise(lambda out, a: a.sigmoid()),
    "relu": _entrywise(lambda out, a: np.sign(out.value)),
    "sign": _entrywise(lambda out, a: None),
    "where": _entrywise(lambda out, c, a, b: None, lambda out, c, a, b: _mask(np.greater(c.value, 0.5)),
                        lambda out, c, a, b: _mask(np.less_equal(c.value, 0.5))),
    "maximum": _entrywise(lambda out, a, b: _mask(np.greater_equal(a.value, b.value)),
                          lambda out, a, b: _mask(np.less(a.value, b.value))),
    "minimum": _entrywise(lambda out, a, b: _mask(np.less_equal(a.value, b.value)),
                          lambda out, a, b: _mask(np.greater(a.value, b.value))),
    "sum": _summed, "mean": _averaged, "max": _chosen("max"), "min": _chosen("min"),
    "softmax": _softmaxed, "log_softmax": _log_softmaxed, "logsumexp": _logsummed,
    "matmul": _product, "transpose": _transposed, "reshape": _reshaped,
    "broadcast": lambda up, out, a, *, shape: [up], "concat": _parted, "slice": _placed, "gather": _gathered,
    "pad": _cut,
})  # fmt: skip
"""The backward step of every primitive operation: (upstream, out, *inputs, **attributes) to what each input gets."""

OFFERED: Mapping[str, object] = {"gradient": gradient}
"""What `from gradstep.core import …` finds here."""
