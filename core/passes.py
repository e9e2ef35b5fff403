"""What happens in one pass? Forward computes every value; backward sends gradients against the edges.

Back-propagation is three steps. Give the output its upstream gradient. Walk the nodes in reverse order and send
upstream × local along every edge. Where several edges leave one node, add what comes back along them.

Everything is kept and nothing is overwritten. So the state at any moment is a prefix of the record (trace.py), and
stepping back needs no undo. The order is part of the specification, because it decides the last bit of every sum:
values in node order, then the upstream gradient of the output, then edges in reverse node order, slots left to right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from .arrays import Shape, Value, scalar, shape_of
from .errors import DomainError, GraphError, ShapeError, UnknownNameError
from .graph import Graph, Node
from .local import Recipe
from .vector import MOST_BOXES
from .words.numbers import box as number


@dataclass(frozen=True, eq=False)
class Locals(Mapping[str, tuple[Recipe, ...]]):
    """Node id to its local gradients, made from the recorded values when somebody looks at them."""

    graph: Graph
    recorded: Mapping[str, Value]
    """The values of the pass."""
    made: dict[str, tuple[Recipe, ...]]
    """Those the pass needed for itself, and those that somebody has looked at."""

    def __getitem__(self, id: str) -> tuple[Recipe, ...]:
        if id not in self.made:
            step = self.graph.step[id]
            with np.errstate(all="ignore"):
                inputs = [self.recorded[parent] for parent in step.parents]
                self.made[id] = step.local(self.recorded[id], *inputs)
        return self.made[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.graph.step)

    def __len__(self) -> int:
        return len(self.graph.step)


@dataclass(frozen=True, eq=False)
class Pass:
    """The complete record of one forward and backward pass over `graph`."""

    graph: Graph
    values: Mapping[str, Value]
    locals: Mapping[str, tuple[Recipe, ...]]
    """Node id to its local gradients, one recipe for each slot."""
    contributions: Mapping[tuple[str, int], Value]
    """(child, slot) to upstream × local, in the shape of the parent: what travels along that edge."""
    gradients: Mapping[str, Value]
    """Node id to the gradient of the output with respect to it; data and constants have none."""
    upstream: Value
    """The gradient that arrived at the output from outside; 1 unless somebody chose another."""

    def _repr_svg_(self) -> str | None:
        """How a notebook shows it: values, gradients, and the local gradients that are single numbers."""
        slopes = {
            (step.id, slot): number(recipe.entry((), ()))
            for step in self.graph.steps if len(self.graph.nodes) <= MOST_BOXES
            for slot, recipe in enumerate(self.locals[step.id])
            if recipe.in_shape == recipe.out_shape == () and (step.id, slot) in self.contributions
        }  # fmt: skip
        return self.graph.drawn(self.values, self.gradients, slopes) or None


def forward(graph: Graph, leaves: Mapping[str, Value], *, strict: bool = True) -> dict[str, Value]:
    """Every value of the graph, in node order.

    `leaves` gives a number or an array for each leaf. With `strict`, inputs outside the domain of an operation raise
    DomainError at that node; without it, the value becomes NaN or infinity, as in a training run.
    """
    values = given_values(graph, leaves)
    with np.errstate(all="ignore"):
        return compute(graph, values, strict=strict)


def compute(graph: Graph, values: dict[str, Value], *, strict: bool = True) -> dict[str, Value]:
    """The forward pass itself: adds the value of every operation to `values`, which holds what is given."""
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

    `upstream` is what arrives at the output from outside, in the shape of the output; ones if None. Raises ShapeError.
    """
    start = upstream_or_ones(graph, values[graph.output], upstream)
    with np.errstate(all="ignore"):
        return propagate(graph, values, start)


def propagate(graph: Graph, values: Mapping[str, Value], start: Value) -> Pass:
    """The backward pass itself, from the upstream gradient `start` of the output."""
    locals_: dict[str, tuple[Recipe, ...]] = {}
    contributions: dict[tuple[str, int], Value] = {}
    gradients: dict[str, Value] = {graph.output: start}
    for step in reversed(graph.steps):
        upstream = gradients.get(step.id)
        if upstream is None:
            continue
        out, inputs, vjp = values[step.id], [values[parent] for parent in step.parents], step.vjp
        recipes = () if vjp else locals_.setdefault(step.id, step.local(out, *inputs))
        for edge, slot, parent in step.receivers:
            downstream = vjp(slot, upstream, out, *inputs) if vjp else recipes[slot].vjp(upstream)
            contributions[edge] = downstream
            gradients[parent] = gradients[parent] + downstream if parent in gradients else downstream
    for id in graph.ignored:
        gradients[id] = _zeros_like(values[id])
    return Pass(graph, values, Locals(graph, values, locals_), contributions, gradients, start)


def run_pass(graph: Graph, leaves: Mapping[str, Value], upstream: Value | None = None, *, strict: bool = True) -> Pass:
    """Forward, then backward."""
    return backward(graph, forward(graph, leaves, strict=strict), upstream)


def tangents(record: Pass, directions: Mapping[str, Value]) -> dict[str, Value]:
    """Forward mode: how every node moves when the leaves move along `directions`; leaves not named there stay.

    One such pass answers for one direction and all outputs; one backward pass, for one output and all leaves.
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


def given_values(graph: Graph, leaves: Mapping[str, Value]) -> dict[str, Value]:
    """The values of leaves, data and constants, in node order. Raises GraphError, UnknownNameError, ShapeError."""
    values: dict[str, Value] = {}
    for leaf in graph.leaves:
        value = leaves.get(leaf.id)
        if value is None:
            raise _missing(graph, leaves)
        values[leaf.id] = value if _fits(value, leaf.shape) else _fitted(value, leaf)
    if len(leaves) > len(values):
        extra = next(name for name in leaves if name not in values)
        raise UnknownNameError("graph.extra-leaf", extra, values)
    values.update(graph.constants)
    return values


def _missing(graph: Graph, leaves: Mapping[str, Value]) -> GraphError:
    missing = [leaf.id for leaf in graph.leaves if leaves.get(leaf.id) is None]
    example = ", ".join(f"{name}=1" for name in missing[:3])
    return GraphError("graph.missing-leaf", node=missing[0], names=missing, example=example)


def _fits(value: Value, shape: Shape) -> bool:
    """Is it a float, or an array of floats, and in the wanted shape? An array of float32 stays one: it was chosen."""
    if type(value) is np.ndarray:
        return value.shape == shape != () and value.dtype.kind == "f"
    return type(value) is float and shape == ()


def _fitted(value: object, leaf: Node) -> Value:
    """What was handed in for a leaf, as a float or an array of floats. Raises ShapeError."""
    array = np.asarray(value)
    value = scalar(array if array.dtype.kind == "f" else array.astype(float))
    if shape_of(value) != leaf.shape:
        raise ShapeError("graph.leaf-shape", node=leaf.id, wanted=list(leaf.shape), got=list(shape_of(value)))
    return value


def upstream_or_ones(graph: Graph, output: Value, upstream: Value | None) -> Value:
    """Where backward starts: the upstream gradient of an output of this value, ones if None. Raises ShapeError."""
    wanted = shape_of(output)
    if upstream is None:
        return np.ones_like(output) if wanted else 1.0
    start = scalar(np.asarray(upstream, dtype=float))
    if shape_of(start) != wanted:
        raise ShapeError("graph.upstream-shape", node=graph.output, wanted=list(wanted), got=list(shape_of(start)))
    return start


def _zeros_like(value: Value) -> Value:
    return 0.0 if type(value) is float else np.zeros_like(value)
