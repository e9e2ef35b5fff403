"""Which graph is a network of single numbers? Neurons layer by layer, with a leaf for every weight.

Unit j of layer k has the pre-activation `zk_j` and the activation `ak_j`; `wk_ij` is its weight from unit i of the
layer before, `bk_j` its bias; inputs are `x1, x2, …`. With targets `y1, …` the output is L = Σ(a - y)². All that
belongs to a neuron is in the group `layerk/neuronj`, so that views can fold it. Rows of a matrix `Wk` are inputs, as in
a layer that computes X · W + b.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

import numpy as np

from ..arrays import Numbers, Value, shape_of, write_shape
from ..errors import SpecError
from ..formula.build import Built, build
from ..formula.limits import FORMULA_LIMITS
from ..formula.parser import parse
from ..graph import Graph
from ..learning.layers import ACTIVATIONS
from ..passes import Pass, run_pass
from .reading import short

MOST_LAYERS, MOST_UNITS = 5, 9
"""More would fit on no screen, and `w1_111` could be read in two ways."""
Group = tuple[str, ...]


def sizes(given: object) -> tuple[int, ...]:
    """Widths from the inputs to the outputs, `[2, 2, 1]`; none for a formula. Raises SpecError."""
    found = tuple(cast("Sequence[Any]", given)) if isinstance(given, list | tuple) else None
    if found == ():
        return ()
    if found is None or not 2 <= len(found) <= MOST_LAYERS or any(
        isinstance(width, bool) or not isinstance(width, int) or not 1 <= width <= MOST_UNITS for width in found
    ):  # fmt: skip
        raise SpecError("mlp.sizes", got=short(given), layers=MOST_LAYERS, units=MOST_UNITS)
    return found


@dataclass(frozen=True)
class Bends:
    """The activations of a network."""

    names: tuple[str, ...]
    each: bool
    """Is there one for each layer? Otherwise the one is for all hidden layers, and the output has none."""

    def of(self, count: int) -> tuple[str, ...]:
        """The activation of each of `count` layers. Raises SpecError."""
        if not self.each:
            return (self.names[0],) * (count - 1) + ("identity",)
        if len(self.names) != count:
            raise SpecError("mlp.activation", got=len(self.names), layers=count)
        return self.names


def activations(given: object) -> Bends:
    """The name of one activation for all hidden layers, or a list with one for each layer. Raises SpecError."""
    if isinstance(given, Bends):
        return given
    found = tuple(cast("Sequence[str]", given if isinstance(given, list | tuple) else (given,)))
    wrong = next((name for name in found if name not in ACTIVATIONS), None)
    if wrong is not None or not found:
        raise SpecError("spec.choice", knob="activation", got=str(wrong), wanted=list(ACTIVATIONS))
    return Bends(found, isinstance(given, list | tuple))


@dataclass(frozen=True)
class Layers:
    """The definitions of a network, in order, and the group of every name in them."""

    definitions: tuple[str, ...]
    groups: Mapping[str, Group]


def layers(widths: Sequence[int], bends: Sequence[str], *, with_targets: bool) -> Layers:
    """One definition a pre-activation, one an activation, and the loss where there are targets. Raises SpecError."""
    definitions: list[str] = []
    groups: dict[str, Group] = {}
    before = [f"x{i}" for i in range(1, widths[0] + 1)]
    for k, width in enumerate(widths[1:], 1):
        bend, units = bends[k - 1], list[str]()
        for j in range(1, width + 1):
            weights = [f"w{k}_{i}{j}" for i in range(1, len(before) + 1)]
            terms = [f"{weight}*{unit}" for weight, unit in zip(weights, before, strict=True)]
            z, a, bias = f"z{k}_{j}", f"a{k}_{j}", f"b{k}_{j}"
            definitions.append(f"{z} = {' + '.join([*terms, bias])}")
            if bend != "identity":
                definitions.append(f"{a} = {bend}({z})")
            units.append(z if bend == "identity" else a)
            groups |= dict.fromkeys((*weights, bias, z, a), (f"layer{k}", f"neuron{j}"))
        before = units
    if with_targets:
        definitions.append("L = " + " + ".join(f"({unit} - y{j})^2" for j, unit in enumerate(before, 1)))
        groups["L"] = ("loss",)
    elif len(before) > 1:
        raise SpecError("mlp.targets", count=len(before))
    return Layers(tuple(definitions), groups)


def layered_pass(
    widths: Sequence[int], activation: Bends, values: Mapping[str, Numbers], upstream: Value | None
) -> tuple[Built, Pass]:
    """The graph and the pass of the knobs mlp, activation and at.

    `at` has single numbers by name, or `x`, `y`, `Wk` (inputs × outputs) and `bk` as arrays. Raises SpecError for a
    shape that does not fit, GraphError for a missing number, UnknownNameError for one too many.
    """
    at = dict(_singles(values, widths))
    bends = activation.of(len(widths) - 1)
    found = layers(widths, bends, with_targets=any(_is_target(n) for n in at))
    formula = parse("; ".join(found.definitions), known=tuple(at), limits=FORMULA_LIMITS)
    plain = build(formula, dict.fromkeys(_leaves(widths, "L" in found.groups), ()))
    graph = _grouped(plain.graph, found.groups)
    return Built(formula, graph, plain.spans), run_pass(graph, at, upstream)


def _is_target(name: str) -> bool:
    return name.startswith("y") and name[1:].isdecimal()


def _leaves(widths: Sequence[int], with_targets: bool) -> Iterator[str]:
    """Every number that has to be given."""
    yield from (f"x{i}" for i in range(1, widths[0] + 1))
    for k, (height, width) in enumerate(pairwise(widths), 1):
        yield from (f"w{k}_{i}{j}" for i in range(1, height + 1) for j in range(1, width + 1))
        yield from (f"b{k}_{j}" for j in range(1, width + 1))
    if with_targets:
        yield from (f"y{j}" for j in range(1, widths[-1] + 1))


def _singles(at: Mapping[str, Value], widths: Sequence[int]) -> Iterator[tuple[str, float]]:
    """The given values as single numbers: arrays entry by entry. Raises SpecError."""
    wanted: dict[str, tuple[int, ...]] = {"x": (widths[0],), "y": (widths[-1],)}
    for k, (height, width) in enumerate(pairwise(widths), 1):
        wanted |= {f"W{k}": (height, width), f"b{k}": (width,)}
    for name, value in at.items():
        shape = wanted.get(name)
        if shape is None:
            if shape_of(value):
                raise SpecError("mlp.shape", name=name, wanted=write_shape(()), got=write_shape(shape_of(value)))
            yield name, float(value)
            continue
        array = np.reshape(value, shape) if np.size(value) == 1 == np.prod(shape) else np.asarray(value)
        if array.shape != shape:
            raise SpecError("mlp.shape", name=name, wanted=write_shape(shape), got=write_shape(array.shape))
        letter = name if name in ("x", "y") else f"{name.lower()}_"
        for index in np.ndindex(shape):
            yield letter + "".join(str(place + 1) for place in index), float(array[index])


def _grouped(graph: Graph, groups: Mapping[str, Group]) -> Graph:
    """The same graph with groups: an operation without a name belongs to the named one that it is computed for."""
    found: dict[str, Group] = {}
    waiting: list[str] = []
    for node in graph.nodes:
        if node.is_given:
            found[node.id] = groups.get(node.id, ())
        elif node.id in groups:
            found |= dict.fromkeys((*waiting, node.id), groups[node.id])
            waiting = []
        else:
            waiting.append(node.id)
    return Graph(tuple(node._replace(group=found.get(node.id, ())) for node in graph.nodes), graph.output)
