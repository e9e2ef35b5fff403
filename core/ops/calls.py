"""How is a row used? Checked application, and the two directions of its derivative.

A row's own functions check nothing, so that a pass over a graph that was checked once stays fast; these do.
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

    Raises GraphError for a wrong number of inputs or an attribute that the op does not have, ShapeError when they do
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
    """The value of an op on numbers and arrays (lists will do), with everything checked.

    Raises GraphError, ShapeError or DomainError, each with its sentence. Overflow gives inf, as in a pass.
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
    """upstream × local for the input in `slot`, in its shape; `attributes` are complete."""
    if op.vjp is not None:
        return op.vjp(slot, upstream, out, *inputs, **attributes)
    return op.local(out, *inputs, **attributes)[slot].vjp(upstream)


def op_jvp(
    op: Op, slot: int, tangent: Value, out: Value, inputs: Sequence[Value], attributes: Mapping[str, Any]
) -> Value:
    """local × tangent for the input in `slot`, in the shape of the output; add the slots for a full tangent."""
    return op.local(out, *inputs, **attributes)[slot].jvp(tangent)


def _value(given: Any) -> Value:
    """A float, or an array of floats that keeps its precision."""
    if type(given) is float:
        return given
    array = np.asarray(given)
    return scalar(array if array.dtype.kind == "f" else array.astype(float))
