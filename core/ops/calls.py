"""How is a row used? Applied with everything checked, and differentiated in both directions.

The functions of a row check nothing, so that a pass over a graph that has been checked once is fast; `apply` does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

import numpy as np

from ..arrays import Numbers, Shape, Value, scalar, shape_of
from ..errors import DomainError, GraphError
from ..words import message
from .row import Op


def output_shape(op: Op, shapes: Sequence[Shape], attributes: Mapping[str, object]) -> Shape:
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
    check_attributes(op, attributes)
    return op.shape(op.name, *shapes, **op.complete(attributes))


def check_attributes(op: Op, attributes: Mapping[str, object]) -> None:
    """Raises GraphError for an attribute of a kind that the op cannot work with."""
    for name, value in attributes.items():
        kind = "size" if name == "stride" and "window" in op.attributes else _WANTED.get(name, "number")
        if name in op.attributes and not _is_fitting(kind, value, op.attributes[name]):
            raise GraphError("op.attribute-kind", op=op.name, attribute=name, got=repr(value)[:60],
                             wanted=message(f"attribute.{kind}"))  # fmt: skip


_WANTED: Mapping[str, str] = MappingProxyType({
    "axis": "axis", "axes": "axes", "shape": "lengths", "index": "index", "indices": "own", "mask": "array",
    "by": "lengths", "widths": "widths", "padding": "whole", "stride": "whole", "window": "size",
})  # fmt: skip
"""What kind of thing an attribute is; those that are not here are numbers, and `own` is judged by the op itself."""


def _is_fitting(kind: str, value: Any, default: object) -> bool:
    """Is an attribute of the kind that the op works with?"""
    match kind:
        case "axis":
            return _is_whole(value) or (value is None and default is None)
        case "axes":
            return value is None or _are_whole(value)
        case "lengths":
            return _are_whole(value)
        case "whole":
            return _is_whole(value)
        case "size":
            return _is_whole(value) or (_are_whole(value) and len(value) == 2)
        case "widths":
            return isinstance(value, list | tuple) and all(map(_are_whole, cast("Sequence[object]", value)))
        case "own":
            return True
        case "number":
            return isinstance(value, int | float | np.number) and not isinstance(value, bool)
        case "index":
            return _is_index(value)
        case _:
            return np.asarray(value).dtype.kind in "iufb"


def _is_index(value: object) -> bool:
    """Whole numbers, and for a stretch (start, stop, step) with None for an end."""
    if not isinstance(value, list | tuple):
        return False
    for part in cast("Sequence[object]", value):
        ends = part if isinstance(part, list | tuple) else (part,)
        if not all(each is None or _is_whole(each) for each in cast("Sequence[object]", ends)):
            return False
    return True


def _is_whole(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _are_whole(value: object) -> bool:
    return isinstance(value, list | tuple) and all(_is_whole(each) for each in cast("Sequence[object]", value))


def apply(op: Op, *inputs: object, **attributes: object) -> Numbers:
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
    op: Op, slot: int, upstream: Value, out: Numbers, inputs: Sequence[Value], attributes: Mapping[str, object]
) -> Value:
    """upstream × local for the input in `slot`, in the shape of that input; `attributes` must be complete."""
    if op.vjp is not None:
        return op.vjp(slot, upstream, out, *inputs, **attributes)
    return op.local(out, *inputs, **attributes)[slot].vjp(upstream)


def op_jvp(
    op: Op, slot: int, tangent: Numbers, out: Numbers, inputs: Sequence[Value], attributes: Mapping[str, object]
) -> Value:
    """local × tangent for the input in `slot`, in the shape of the output; the op's tangent is their sum."""
    return op.local(out, *inputs, **attributes)[slot].jvp(tangent)


def _value(given: object) -> Numbers:
    """A float, or an array of floats that keeps its precision."""
    if type(given) is float:
        return given
    array = np.asarray(given)
    return scalar(array if array.dtype.kind == "f" else array.astype(float))
