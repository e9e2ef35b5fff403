"""How is a row used? Applied with everything checked, and differentiated in both directions.

The functions of a row check nothing, so that a pass over a graph that has been checked once is fast; `apply` does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..arrays import Shape, Value, scalar, shape_of
from ..errors import DomainError, GraphError
from .row import Op


def output_shape(op: Op, shapes: Sequence[Shape], attributes: Mapping[str, Any]) -> Shape:
    """The shape that comes out of inputs of these shapes.

    Raises GraphError for a wrong number of inputs or an attribute the op does not have, ShapeError for shapes that do
    not fit.
    """
    if not op.takes(len(shapes)):
        wanted = ", ".join(op.inputs).replace("*xs", "a, b, …")
        raise GraphError("op.input-count", op=op.name, got=len(shapes), wanted=wanted)
    unknown = [name for name in attributes if name not in op.attributes]
    if unknown:
        raise GraphError("op.no-such-attribute", op=op.name, got=unknown[0], known=list(op.attributes) or "–")
    return op.shape(op.name, *shapes, **op.complete(attributes))


def apply(op: Op, *inputs: Any, **attributes: Any) -> Value:
    """The value of an op for numbers, arrays or lists, with everything checked.

    Raises GraphError, ShapeError or DomainError. Overflow gives inf, as in a pass.
    """
    values = [_value(each) for each in inputs]
    complete = op.complete(attributes)
    output_shape(op, [shape_of(value) for value in values], attributes)
    with np.errstate(all="ignore"):
        refused = op.domain(*values, **complete) if op.domain is not None else None
        if refused is not None:
            raise DomainError(refused.id, **refused.arguments)
        return op.forward(*values, **complete)


def op_vjp(
    op: Op, slot: int, upstream: Value, out: Value, inputs: Sequence[Value], attributes: Mapping[str, Any]
) -> Value:
    """upstream × local for the input in `slot`, in the shape of that input; `attributes` must be complete."""
    if op.vjp is not None:
        return op.vjp(slot, upstream, out, *inputs, **attributes)
    return op.local(out, *inputs, **attributes)[slot].vjp(upstream)


def op_jvp(
    op: Op, slot: int, tangent: Value, out: Value, inputs: Sequence[Value], attributes: Mapping[str, Any]
) -> Value:
    """local × tangent for the input in `slot`, in the shape of the output; the op's tangent is their sum."""
    return op.local(out, *inputs, **attributes)[slot].jvp(tangent)


def _value(given: Any) -> Value:
    """A float, or an array of floats that keeps its precision."""
    if type(given) is float:
        return given
    array = np.asarray(given)
    return scalar(array if array.dtype.kind == "f" else array.astype(float))
