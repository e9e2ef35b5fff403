"""On which inputs is an engine tried? Cases for every rule, drawn from a seed; each knows the truth and known slips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal

from .contract import (
    FORMULAS,
    GATE_SLIPS,
    GRAPH_SLIPS,
    Node,
    inputs_of,
    slipped_gate,
    slipped_graph,
    true_gate,
    true_graph,
)

Rule = Literal["gate-forward", "gate-backward", "gate-keeps", "graph-forward", "graph-shuffled", "graph-backward",
               "graph-fork", "graph-order", "graph-second", "graph-random"]  # fmt: skip
RULES: tuple[Rule, ...] = ("gate-forward", "gate-backward", "gate-keeps", "graph-forward", "graph-shuffled",
                           "graph-backward", "graph-fork", "graph-order", "graph-second", "graph-random")  # fmt: skip
GATE_TRIES, GRAPH_TRIES, RANDOM_GRAPHS = 4, 3, 12
Numbers = Sequence[float] | Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Case:
    """One thing that is asked of an engine: what is sent to it, what is right, and what known slips would answer."""

    rule: Rule
    request: Mapping[str, Any]
    part: Literal["values", "gradients"]
    """Which part of the answer the rule is about."""
    at: int
    """Which of several answers of that part: the first gate or the second, the first pass or the second."""
    truth: Numbers | float
    slips: Mapping[str, Numbers | float] = field(default_factory=dict[str, "Numbers | float"])

    @property
    def text(self) -> str:
        """What was asked, as people read it: `mul(3, -4), dz = 2`."""
        if "op" in self.request:
            given = ", ".join(f"{one:g}" for one in self.request["inputs"][self.at])
            arriving = f", dz = {self.request['dz']:g}" if self.part == "gradients" else ""
            return f"{self.request['op']}({given}){arriving}"
        made = "; ".join(f"{name} = {op}({', '.join(inputs)})" for name, op, inputs in self.request["nodes"])
        return f"{made}; {', '.join(f'{name} = {value:g}' for name, value in self.request['leaves'][self.at].items())}"


def cases(seed: int) -> tuple[Case, ...]:
    """All cases of a seed, rule after rule."""
    draw = Random(seed)
    found = [*_gate_cases(draw), *_graph_cases(draw)]
    return tuple(sorted(found, key=lambda case: RULES.index(case.rule)))


def _gate_cases(draw: Random) -> Iterator[Case]:
    """Two gates of each operation: the second shows its rule, the first whether it keeps its own values."""
    for op in FORMULAS:
        for _ in range(GATE_TRIES):
            first, second = (_apart(draw, inputs_of(op)) for _ in range(2))
            dz = draw.choice([-3, -2, 2, 3]) + draw.choice([0, 0.5])
            asked: dict[str, object] = {"op": op, "inputs": [first, second], "dz": dz}
            request = asked | {"backward": True}
            value, gradients = true_gate(op, second, dz)
            yield Case("gate-forward", asked | {"backward": False}, "values", 1, value)
            # of a minus, what is passed on unchanged has the wrong sign and no other fault
            named = [slip for slip in GATE_SLIPS if (op, slip) != ("neg", "lost-local")]
            slips = {slip: slipped_gate(op, second, dz, slip) for slip in named}
            yield Case("gate-backward", request, "gradients", 1, gradients, slips)
            _, own = true_gate(op, first, dz)
            yield Case("gate-keeps", request, "gradients", 0, own, {"not-kept": gradients})


def _graph_cases(draw: Random) -> Iterator[Case]:
    """Graphs in which one thing after the other is needed: an order, sums at forks, a fresh start."""
    tree: list[Node] = [("m", "mul", ("w", "x")), ("s", "add", ("m", "b")), ("q", "neg", ("s",)), ("f", "exp", ("q",))]
    fork: list[Node] = [("a", "mul", ("x", "y")), ("c", "mul", ("x", "x")), ("f", "add", ("a", "c"))]
    late: list[Node] = [
        ("a", "mul", ("x", "y")),
        ("c", "neg", ("a",)),
        ("d", "mul", ("c", "y")),
        ("f", "mul", ("d", "a")),
    ]
    for _ in range(GRAPH_TRIES):
        leaves = [_leaves(draw, "wxb") for _ in range(2)]
        yield _value(tree, tree, leaves[0], "graph-forward")
        yield _value(tree, _shuffled(draw, tree), leaves[0], "graph-shuffled")
        yield _gradient(tree, tree, leaves[:1], "graph-backward")
        yield _gradient(fork, fork, [_leaves(draw, "xy")], "graph-fork")
        yield _gradient(late, _shuffled(draw, late), [_leaves(draw, "xy")], "graph-order")
        yield _gradient(late, late, [_leaves(draw, "xy") for _ in range(2)], "graph-second")
    for _ in range(RANDOM_GRAPHS):
        nodes = _random(draw)
        leaves = [_leaves(draw, "xyz") for _ in range(2)]
        used = [{name: one[name] for name in "xyz" if any(name in node[2] for node in nodes)} for one in leaves]
        yield _gradient(nodes, _shuffled(draw, nodes), used, "graph-random")


def _value(nodes: Sequence[Node], given: Sequence[Node], leaves: Mapping[str, float], rule: Rule) -> Case:
    value, _ = true_graph(nodes, leaves)
    return Case(rule, {"nodes": given, "leaves": [leaves], "backward": False}, "values", 0, value)


def _gradient(nodes: Sequence[Node], given: Sequence[Node], leaves: Sequence[Mapping[str, float]], rule: Rule) -> Case:
    """The gradients of the last pass, with what known slips make of them."""
    request = {"nodes": given, "leaves": leaves, "backward": True}
    _, gradients = true_graph(nodes, leaves[-1])
    slips: dict[str, Numbers | float] = {slip: slipped_graph(nodes, leaves[-1], slip) for slip in GRAPH_SLIPS}
    if len(leaves) > 1:
        slips |= _second(nodes, leaves)
    return Case(rule, request, "gradients", len(leaves) - 1, gradients, slips)


def _second(nodes: Sequence[Node], leaves: Sequence[Mapping[str, float]]) -> dict[str, Numbers | float]:
    """What a second pass gives where the first one has left something behind."""
    kept: dict[str, float] = {}
    slipped_graph(nodes, leaves[0], "", kept)
    everywhere = slipped_graph(nodes, leaves[1], "", kept)
    before, now = (true_graph(nodes, one)[1] for one in leaves)
    at_leaves = {name: before[name] + now[name] for name in now}
    return {"not-zeroed": everywhere, "not-zeroed-leaves": at_leaves, "stale": before}


def _apart(draw: Random, count: int) -> list[float]:
    """Numbers of one decimal that differ in size, so that no two slips give the same."""
    return [size * draw.choice([-1, 1]) / 10 for size in draw.sample([7, 12, 15, 18, 21, 24, 26], count)]


def _leaves(draw: Random, names: str) -> dict[str, float]:
    return dict(zip(names, _apart(draw, len(names)), strict=True))


def _shuffled(draw: Random, nodes: Sequence[Node]) -> list[Node]:
    """The nodes in an order that does not work as it stands."""
    made = list(nodes)
    while True:
        draw.shuffle(made)
        known: set[str] = {name for _, _, inputs in nodes for name in inputs} - {name for name, _, _ in nodes}
        for name, _, inputs in made:
            if not known.issuperset(inputs):
                return made
            known.add(name)


def _random(draw: Random) -> list[Node]:
    """A graph of sums, products and maxima in which inner nodes are used more than once, with one output."""
    names, nodes, open_ends = ["x", "y", "z"], list[Node](), list[str]()
    for at in range(draw.randint(3, 6)):
        op = draw.choice(["add", "mul", "mul", "max", "neg"])
        latest = open_ends[-1] if open_ends else "x"
        inputs = (latest, *(draw.choice([one for one in names if one != latest]) for _ in range(inputs_of(op) - 1)))
        nodes.append((f"v{at + 1}", op, inputs))
        names.append(f"v{at + 1}")
        open_ends = [one for one in open_ends if one not in inputs] + [f"v{at + 1}"]
    return nodes
