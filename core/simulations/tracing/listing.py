"""Which lines of NumPy are a pass? One for each value on the way there, one for each edge on the way back.

The lines run as they stand: whoever has `np`, and the arrays that are too large to be written, gets the values and the
gradients of the engine. A pass with an operation that no line is known for has no listing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ...arrays import Shape, Value, shape_of, size_of
from ...formula.numpy_code import identifier, in_parentheses, unwrapped, written_op
from ...graph import Node
from ...ops import OPS
from ...passes import Pass

MOST_LINES = 400
MOST_WRITTEN = 12
"""Entries of a given array that are written out."""
BACK: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "dot": ("{up}*{b}", "{up}*{a}"), "norm2": ("{up}*2*{a}",), "transpose": ("{up}.T",),
    "mse": ("{up}*2*({a} - {t})/np.size({a})", "-{up}*2*({a} - {t})/np.size({a})"),
    "bce_with_logits": ("{up}*(1/(1 + np.exp(-{z})) - {t})/np.size({z})", "-{up}*{z}/np.size({z})"),
    "softmax": ("{out}*({up} - np.sum({up}*{out}, axis={axis}, keepdims=True))",),
    "l2": ("{up}*2*{weight}*{a}",), "l1": ("{up}*{weight}*np.sign({a})",),
})  # fmt: skip
"""What an edge sends to each input, in the shape of that input; `up` is what arrives."""
BY_DIMENSIONS: Mapping[tuple[str, tuple[int, ...]], tuple[str, ...]] = MappingProxyType({
    ("matmul", (2, 2)): ("{up} @ {b}.T", "{a}.T @ {up}"), ("matmul", (2, 1)): ("np.outer({up}, {b})", "{a}.T @ {up}"),
    ("matmul", (1, 2)): ("{b} @ {up}", "np.outer({a}, {up})"), ("matmul", (1, 1)): ("{up}*{b}", "{up}*{a}"),
    ("affine", (2, 2, 1)): ("{up} @ {W}.T", "{x}.T @ {up}", "np.sum({up}, axis=0)"),
    ("affine", (1, 2, 1)): ("{W} @ {up}", "np.outer({x}, {up})", "{up}"),
    ("softmax_cross_entropy", (2, 2)): (
        "{up}*(np.sum({t}, axis=-1, keepdims=True)*np.exp({z})/np.sum(np.exp({z}), axis=-1, keepdims=True) - {t})"
        "/len({z})",
    ),
    ("softmax_cross_entropy", (1, 1)): ("{up}*(np.sum({t})*np.exp({z})/np.sum(np.exp({z})) - {t})",),
})  # fmt: skip
"""The same, where it depends on how many dimensions the inputs have."""


@dataclass(frozen=True, eq=False)
class Listing:
    """A pass as lines of NumPy."""

    lines: tuple[str, ...]
    places: Mapping[str, int]
    """`value.Z1`, `contribution.Z1.0`, `grad.L`: the line that makes it."""
    names: Mapping[str, str]
    """`value.Z1`, `grad.Z1`: the variable that holds it in the end."""
    given: Mapping[str, Value]
    """Arrays that the lines use and that are too large to be written."""


def listing_of(record: Pass) -> Listing | None:
    """The lines of a pass; None where some operation has none, or where they would be too many."""
    if len(record.graph.nodes) + len(record.contributions) > MOST_LINES:
        return None
    names = _names(record)
    lines: list[str] = []
    places: dict[str, int] = {}
    given: dict[str, Value] = {}
    for made, line in (*_given(record, names, given), *_forward(record, names), *_backward(record, names)):
        if line is None:
            return None
        if made:
            places[made] = len(lines)
        lines.append(line)
    return Listing(tuple(lines), places, names, given)


def _names(record: Pass) -> dict[str, str]:
    """A variable for every value and every gradient, no two alike."""
    found, taken = dict[str, str](), {"np"}
    quantities = [f"value.{node.id}" for node in record.graph.nodes]
    quantities += [f"grad.{node}" for node in record.gradients]
    for quantity in quantities:
        kind, _, node = quantity.partition(".")
        name = base = identifier(node) if kind == "value" else f"d_{identifier(node)}"
        number = 2
        while name in taken:
            name, number = f"{base}_{number}", number + 1
        taken.add(name)
        found[quantity] = name
    return found


def _given(record: Pass, names: Mapping[str, str], given: dict[str, Value]) -> Iterator[tuple[str, str]]:
    """What is given: numbers and small arrays as they are, larger ones by their shape."""
    for leaf in record.graph.leaves:
        value, name = record.values[leaf.id], names[f"value.{leaf.id}"]
        if size_of(shape_of(value)) <= MOST_WRITTEN:
            yield f"value.{leaf.id}", f"{name} = {_written(value)}"
        else:
            given[name] = value
            yield f"value.{leaf.id}", f"# {name}: {'×'.join(map(str, shape_of(value)))}"


def _written(value: Value) -> str:
    return unwrapped(repr(float(value))) if not shape_of(value) else f"np.array({np.asarray(value).tolist()})"


def _operand(record: Pass, names: Mapping[str, str], node: str) -> str | None:
    """A parent as it stands in a line: by its name, or as the number that it is; None for a constant array."""
    if node in record.graph.constants:
        value = record.values[node]
        return in_parentheses(repr(float(value))) if not shape_of(value) else _written(value)
    return names[f"value.{node}"]


def _forward(record: Pass, names: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    for node in record.graph.operations:
        parts = [_operand(record, names, parent) for parent in node.parents]
        text = None if None in parts else written_op(node.op, [p or "" for p in parts], node.attributes)
        yield f"value.{node.id}", None if text is None else f"{names[f'value.{node.id}']} = {text}"


def _backward(record: Pass, names: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """The seed, then one line an edge; what comes to a gradient later is added to it."""
    output, seen = record.graph.output, set[str]()
    if not record.contributions:
        return
    ones = np.ones(shape_of(record.values[output]))
    is_one = np.array_equal(np.asarray(record.upstream, dtype=float), ones)
    seed = _written(record.upstream) if not shape_of(record.upstream) or not is_one else f"np.ones({ones.shape})"
    yield f"grad.{output}", f"{names[f'grad.{output}']} = {seed}"
    for node in reversed(record.graph.operations):
        for slot, parent in enumerate(node.parents):
            if (node.id, slot) not in record.contributions:
                continue
            text = _sent(record, names, node, slot)
            name = names[f"grad.{parent}"]
            before = f"{name} + " if parent in seen else ""
            seen.add(parent)
            yield f"contribution.{node.id}.{slot}", None if text is None else f"{name} = {before}{text}"


def _sent(record: Pass, names: Mapping[str, str], node: Node, slot: int) -> str | None:
    """upstream × local along one edge, in the shape of the parent."""
    row, parts = OPS[node.op], [_operand(record, names, parent) for parent in node.parents]
    shapes = [shape_of(record.values[parent]) for parent in node.parents]
    if None in parts or row.inputs[-1].startswith("*"):
        return None
    held: dict[str, object] = {**row.attributes, **dict(node.attributes)}
    known = {**{name: repr(value) for name, value in held.items()}, "up": names[f"grad.{node.id}"],
             "out": names[f"value.{node.id}"], **dict(zip(row.inputs, map(str, parts), strict=True))}  # fmt: skip
    exponent = record.graph.constants.get(node.parents[1]) if node.op == "pow" else None
    if isinstance(exponent, float) and slot == 0 and exponent >= 1.0:
        below = "" if exponent == 1.0 else f"*{known['a']}" if exponent == 2.0 else f"*{known['a']}**{exponent - 1.0!r}"
        return _summed(unwrapped(f"{known['up']}*{exponent!r}{below}"), shape_of(record.values[node.id]), shapes[0])
    if node.op in ("sum", "mean"):
        return _spread(node, held, known, shapes[0])
    found = BY_DIMENSIONS.get((node.op, tuple(map(len, shapes))), BACK.get(node.op, ()))
    if slot < len(found):
        return unwrapped(found[slot].format_map(known))
    if row.slopes is None or slot >= len(row.slopes):
        return None
    slope = unwrapped(row.slopes[slot].format_map(known))
    product = {"1": known["up"], "-1": f"-{known['up']}"}.get(slope, f"{known['up']}*{in_parentheses(slope)}")
    return _summed(product, shape_of(record.values[node.id]), shapes[slot])


def _spread(node: Node, held: Mapping[str, object], known: Mapping[str, str], shape: Shape) -> str | None:
    """A sum sends the same to everything that was added; a mean its part of it."""
    axis = held.get("axis")
    if axis is not None and not isinstance(axis, int):
        return None
    up = known["up"] if axis is None or held.get("keepdims") else f"np.expand_dims({known['up']}, {axis})"
    count = size_of(shape) if axis is None else shape[axis]
    part = f"/{count}" if node.op == "mean" else ""
    return f"{up}*np.ones({shape}){part}" if shape else f"{up}{part}"


def _summed(text: str, sent: Shape, wanted: Shape) -> str | None:
    """The sum over the axes along which the parent was repeated."""
    if sent == wanted:
        return text
    if not wanted:
        return f"np.sum({text})"
    lead = len(sent) - len(wanted)
    if lead < 0:
        return None
    if lead:
        text = f"np.sum({text}, axis={0 if lead == 1 else tuple(range(lead))})"
    ones = tuple(at for at, (had, has) in enumerate(zip(sent[lead:], wanted, strict=True)) if had != has)
    return f"np.sum({text}, axis={ones[0] if len(ones) == 1 else ones}, keepdims=True)" if ones else text
