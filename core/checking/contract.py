"""What does an engine have to do, and what comes of known slips? Six operations, a graph of them, and wrong ways.

The truth is our own engine's. The wrong ways are a few lines of plain arithmetic here: what a learner's engine answers
is compared with each of them, so that a slip can be called by its name.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from types import MappingProxyType

from ..formula.build import read_pass

Node = tuple[str, str, tuple[str, ...]]
"""Name, operation, names of the inputs."""
FORMULAS: Mapping[str, str] = MappingProxyType({
    "add": "{0} + {1}", "mul": "{0} * {1}", "max": "max({0}, {1})", "neg": "-{0}", "exp": "exp({0})", "inv": "1/{0}",
})  # fmt: skip
"""Every operation that an engine has to know, in our own language."""
SLOPES: Mapping[str, Callable[..., tuple[float, ...]]] = MappingProxyType({
    "add": lambda a, b: (1.0, 1.0),
    "mul": lambda a, b: (b, a),
    "max": lambda a, b: (float(a >= b), float(a < b)),
    "neg": lambda a: (-1.0,),
    "exp": lambda a: (math.exp(a),),
    "inv": lambda a: (-1 / a**2,),
})  # fmt: skip
VALUES: Mapping[str, Callable[..., float]] = MappingProxyType({
    "add": lambda a, b: a + b, "mul": lambda a, b: a * b, "max": max, "neg": lambda a: -a, "exp": math.exp,
    "inv": lambda a: 1 / a,
})  # fmt: skip


def inputs_of(op: str) -> int:
    """How many inputs an operation has."""
    return 2 if "{1}" in FORMULAS[op] else 1


def true_gate(op: str, given: Sequence[float], dz: float) -> tuple[float, list[float]]:
    """The value of one operation, and what each input receives when `dz` arrives: by our engine."""
    names = "ab"[: len(given)]
    built, record = read_pass(f"z = {FORMULAS[op].format(*names)}", dict(zip(names, given, strict=True)), dz)
    return float(record.values[built.graph.output]), [float(record.gradients[name]) for name in names]


def true_graph(nodes: Sequence[Node], leaves: Mapping[str, float]) -> tuple[float, dict[str, float]]:
    """The value of a graph and the gradient of every leaf: by our engine. `nodes` in an order that works."""
    text = "; ".join(f"{name} = {FORMULAS[op].format(*inputs)}" for name, op, inputs in nodes)
    built, record = read_pass(text, dict(leaves))
    return float(record.values[built.graph.output]), {name: float(record.gradients[name]) for name in leaves}


def sloped(op: str, given: Sequence[float], slip: str) -> list[float]:
    """The slope of every input, with one slip."""
    right = list(SLOPES[op](*given))
    match slip:
        case "swapped":
            return right[::-1]
        case "sign":
            return [-slope for slope in right]
        case "lost-local":
            return [1.0] * len(right)
        case "value-for-slope":
            return [VALUES[op](*given)] * len(right)
        case "input-for-slope":
            return list(given)
        case _:
            return right


GATE_SLIPS = ("swapped", "lost-upstream", "lost-local", "sign", "value-for-slope", "input-for-slope")
"""The slips of one operation, those that say most first."""


def slipped_gate(op: str, given: Sequence[float], dz: float, slip: str) -> list[float]:
    """What each input receives, with one slip."""
    return [slope * (1.0 if slip == "lost-upstream" else dz) for slope in sloped(op, given, slip)]


GRAPH_SLIPS = ("overwritten", "first-kept", "forward-order", "first-come", "every-arrival")
"""The slips of a graph on its way back."""


def slipped_graph(
    nodes: Sequence[Node], leaves: Mapping[str, float], slip: str, kept: MutableMapping[str, float] | None = None
) -> dict[str, float]:
    """The gradients with one slip; `kept` are gradients that were not set to 0, and is left as the next pass finds it.

    `nodes` in an order that works.
    """
    values = dict(leaves)
    for name, op, inputs in nodes:
        values[name] = VALUES[op](*(values[one] for one in inputs))
    gradients: MutableMapping[str, float] = {} if kept is None else kept
    output = nodes[-1][0]
    gradients[output] = 1.0
    seen: set[str] = set()
    for name, op, inputs in _order(nodes, slip):
        for one, slope in zip(inputs, SLOPES[op](*(values[i] for i in inputs)), strict=True):
            brought = gradients.get(name, 0.0) * slope
            if slip == "overwritten" or (slip == "first-kept" and one not in seen):
                gradients[one] = brought
            elif slip != "first-kept":
                gradients[one] = gradients.get(one, 0.0) + brought
            seen.add(one)
    return {name: gradients.get(name, 0.0) for name in leaves}


def _order(nodes: Sequence[Node], slip: str) -> Sequence[Node]:
    """The order in which a way back visits the nodes."""
    if slip == "forward-order":
        return nodes
    if slip not in ("first-come", "every-arrival"):
        return tuple(reversed(nodes))
    made = {node[0]: node for node in nodes}
    waiting, visited = [nodes[-1][0]], list[Node]()
    while waiting and len(visited) < 200:
        node = made[waiting.pop(0)]
        if slip == "first-come" and node in visited:
            continue
        visited.append(node)
        waiting += [one for one in node[2] if one in made]
    return visited
