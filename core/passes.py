"""What happens in one pass? Forward computes every value; backward sends gradients against the edges.

Back-propagation is three lines: seed the output with the upstream gradient; take the nodes in reverse order and send
upstream × local along every edge; where edges meet again, add. All of it is kept: nothing is overwritten, so the
state at any moment is a prefix of the record (trace.py) and stepping back needs no undo.

The order is part of the specification, because it decides the last bit of every sum: values in node order, then the
seed, then edges in reverse node order, slots from left to right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .arrays import Value, scalar, shape_of
from .errors import DomainError, GraphError, ShapeError, UnknownNameError
from .graph import Graph
from .local import Recipe


@dataclass(frozen=True, eq=False)
class Pass:
    """The complete record of one forward and backward pass over `graph`."""

    graph: Graph
    values: Mapping[str, Value]
    locals: Mapping[str, tuple[Recipe, ...]]
    """Node id to its local gradients, one recipe a slot."""
    contributions: Mapping[tuple[str, int], Value]
    """(child, slot) to upstream × local: what travels along that edge, in the shape of the parent."""
    gradients: Mapping[str, Value]
    """Node id to the gradient of the output with respect to it; data and constants have none."""
    upstream: Value


def forward(graph: Graph, leaves: Mapping[str, Value], *, strict: bool = True) -> dict[str, Value]:
    """Every value of the graph, in node order.

    `leaves` gives a number or array for each leaf. With `strict`, inputs outside the domain of an operation raise
    DomainError at that node; without it they become NaN or infinity, as in a training run.
    """
    values = _given(graph, leaves)
    with np.errstate(all="ignore"):
        for step in graph.steps:
            inputs = [values[parent] for parent in step.parents]
            if strict and step.domain is not None:
                refused = step.domain(*inputs)
                if refused is not None:
                    raise DomainError(refused.id, **{**refused.arguments, "node": step.id})
            values[step.id] = step.forward(*inputs)
    return values


def backward(graph: Graph, values: Mapping[str, Value], upstream: Value | None = None) -> Pass:
    """The gradient of the output with respect to every node, from recorded values.

    `upstream` is what arrives at the output from outside, in its shape: ones when None. Raises ShapeError.
    """
    seed = _seed(graph, values, upstream)
    locals_: dict[str, tuple[Recipe, ...]] = {}
    contributions: dict[tuple[str, int], Value] = {}
    gradients: dict[str, Value] = {graph.output: seed}
    with np.errstate(all="ignore"):
        for step in reversed(graph.steps):
            out, inputs = values[step.id], [values[parent] for parent in step.parents]
            recipes = locals_[step.id] = step.local(out, *inputs)
            arriving = gradients.get(step.id)
            if arriving is None:
                continue
            for edge, parent in step.flows:
                slot = edge[1]
                leaving = recipes[slot].vjp(arriving) if step.vjp is None else step.vjp(slot, arriving, out, *inputs)
                contributions[edge] = leaving
                gradients[parent] = gradients[parent] + leaving if parent in gradients else leaving
    for id in graph.ignored:
        gradients[id] = _zeros_like(values[id])
    return Pass(graph, values, locals_, contributions, gradients, seed)


def run_pass(graph: Graph, leaves: Mapping[str, Value], upstream: Value | None = None, *, strict: bool = True) -> Pass:
    """Forward and backward in one go."""
    return backward(graph, forward(graph, leaves, strict=strict), upstream)


def tangents(record: Pass, directions: Mapping[str, Value]) -> dict[str, Value]:
    """Forward mode: the tangent of every node when the leaves move along `directions` (a missing leaf stays).

    One pass answers one direction; backward answers all leaves at once for one output.
    """
    graph, moving = record.graph, dict[str, Value]()
    for node in graph.nodes:
        if node.is_given:
            moving[node.id] = directions.get(node.id, _zeros_like(record.values[node.id]))
        else:
            arriving = [
                recipe.jvp(moving[parent]) for recipe, parent in zip(record.locals[node.id], node.parents, strict=True)
            ]
            moving[node.id] = sum(arriving[1:], arriving[0])
    return moving


def _given(graph: Graph, leaves: Mapping[str, Value]) -> dict[str, Value]:
    """The values of leaves, data and constants, checked."""
    values: dict[str, Value] = {}
    for leaf in graph.leaves:
        value = leaves.get(leaf.id)
        if value is None:
            raise _missing(graph, leaves)
        if type(value) is not float:
            value = scalar(value if _is_float_array(value) else np.asarray(value, dtype=float))
        if shape_of(value) != leaf.shape:
            raise ShapeError("graph.leaf-shape", node=leaf.id, wanted=list(leaf.shape), got=list(shape_of(value)))
        values[leaf.id] = value
    if len(leaves) > len(values):
        extra = next(name for name in leaves if name not in values)
        raise UnknownNameError("graph.extra-leaf", extra, values)
    values.update(graph.constants)
    return values


def _missing(graph: Graph, leaves: Mapping[str, Value]) -> GraphError:
    missing = [leaf.id for leaf in graph.leaves if leaves.get(leaf.id) is None]
    example = ", ".join(f"{name}=1" for name in missing[:3])
    return GraphError("graph.missing-leaf", node=missing[0], names=missing, example=example)


def _is_float_array(value: Value) -> bool:
    """float32 stays float32 where somebody chose it."""
    return isinstance(value, np.ndarray) and value.dtype.kind == "f"


def _seed(graph: Graph, values: Mapping[str, Value], upstream: Value | None) -> Value:
    wanted = shape_of(values[graph.output])
    if upstream is None:
        return np.ones_like(values[graph.output]) if wanted else 1.0
    seed = scalar(np.asarray(upstream, dtype=float))
    if shape_of(seed) != wanted:
        raise ShapeError("graph.upstream-shape", node=graph.output, wanted=list(wanted), got=list(shape_of(seed)))
    return seed


def _zeros_like(value: Value) -> Value:
    return 0.0 if type(value) is float else np.zeros_like(value)
