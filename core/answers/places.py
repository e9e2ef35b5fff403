"""Where can something go wrong in a derivative? At every operation through which the variable reaches the output.

Every node n of a formula splits the derivative in two: how the output depends on n (the gradient G), and how n moves
with the variable (the tangent t). All paths through n together contribute G·t. A slip at n puts a wrong tangent in
place of t, and leads to truth - G·t + G·wrong. A slip made at several nodes leads to what forward mode gives with all
their tangents wrong at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import Value
from ..graph import Graph, Node
from ..local import Diagonal
from ..ops import OPS
from ..passes import Pass


@dataclass(frozen=True, eq=False)
class Place:
    """One operation of a formula, where something can go wrong, with everything as it is at the points."""

    node: Node
    out: Value
    u: Sequence[Value]
    """Values of the inputs."""
    t: Sequence[Value]
    """Tangents of the inputs."""
    slopes: Sequence[Value]
    moves: Sequence[bool]
    """Which inputs depend on the variable at all."""
    inner: Sequence[bool]
    """Which inputs depend on the variable without being the variable itself."""
    variable: Value
    """The value of the variable."""
    factors: Sequence[tuple[Value, float]]
    """The factors of the input that does not move, in a product or a quotient, and their exponents, 1 or -1."""

    @property
    def right(self) -> Value:
        """The right tangent."""
        return sum((slope * t for slope, t in zip(self.slopes, self.t, strict=True)), 0.0)

    @property
    def is_single(self) -> bool:
        """Does just one input move?"""
        return sum(self.moves) == 1

    @property
    def both(self) -> bool:
        """Are there two inputs, and do both of them move?"""
        return len(self.u) == 2 and all(self.moves)

    @property
    def moving(self) -> int:
        """The first input that moves."""
        return list(self.moves).index(True)

    def slope_at(self, value: Value) -> Value:
        """The slope of this operation, were the value of its moving input this one."""
        inputs = [value if slot == self.moving else u for slot, u in enumerate(self.u)]
        out = self.value_at(value)
        recipe = OPS[self.node.op].local(out, *inputs, **self._fixed)[self.moving]
        return recipe.slope if isinstance(recipe, Diagonal) else np.nan

    def value_at(self, value: Value) -> Value:
        """What would come out, were the value of its moving input this one."""
        inputs = [value if slot == self.moving else u for slot, u in enumerate(self.u)]
        return OPS[self.node.op].forward(*inputs, **self._fixed)

    @property
    def _fixed(self) -> dict[str, object]:
        return OPS[self.node.op].complete(self.node.attributes)


Wrong = Callable[[Place], Value | None]
"""How the tangent of one operation comes out wrong; None where this slip cannot be made."""


class Places:
    """All places of one pass; with tangents that are right, or wrong where somebody slips."""

    def __init__(self, record: Pass, wrt: str, moving: Mapping[str, Value]) -> None:
        self.record = record
        self.wrt = wrt
        self.moving = moving
        self.depends: set[str] = {wrt}
        self.nodes: list[Node] = []
        graph = record.graph
        for node in graph.operations:
            if self.depends.isdisjoint(node.parents):
                continue
            self.depends.add(node.id)
            is_elementwise = all(isinstance(recipe, Diagonal) for recipe in record.locals[node.id])
            if node.id in graph.reaches_output and is_elementwise:
                self.nodes.append(node)

    def __iter__(self) -> Iterator[Place]:
        return (self.place(node, self.moving) for node in self.nodes)

    def place(self, node: Node, moving: Mapping[str, Value]) -> Place:
        """What is at a node, with these tangents."""
        values, parents = self.record.values, node.parents
        return Place(
            node=node,
            out=values[node.id],
            u=[values[parent] for parent in parents],
            t=[moving[parent] for parent in parents],
            slopes=[recipe.slope for recipe in self.record.locals[node.id] if isinstance(recipe, Diagonal)],
            moves=[parent in self.depends for parent in parents],
            inner=[parent in self.depends and parent != self.wrt for parent in parents],
            variable=values[self.wrt],
            factors=self._factors(node),
        )

    def _factors(self, node: Node) -> list[tuple[Value, float]]:
        resting = [slot for slot, parent in enumerate(node.parents) if parent not in self.depends]
        if node.op not in ("mul", "div") or len(resting) != 1:
            return []
        sign = -1.0 if node.op == "div" and resting == [1] else 1.0
        return list(_factors(self.record, node.parents[resting[0]], sign))

    def with_slip(self, place: Place, wrong: Value) -> Value:
        """The derivative, with a wrong tangent at one place."""
        gain = self.record.gradients[place.node.id]
        return self.record.gradients[self.wrt] - gain * place.right + gain * wrong

    def with_slips(self, wrong: Wrong, at: Collection[str]) -> Value:
        """The derivative with the same slip at several nodes."""
        moving = dict(self.moving)
        for node in self.nodes:
            place = self.place(node, moving)
            tangent = wrong(place) if node.id in at else None
            moving[node.id] = place.right if tangent is None else tangent
        return moving[self.record.graph.output]

    def of_one_operation(self) -> list[list[str]]:
        """The nodes of each operation."""
        groups: dict[str, list[str]] = {}
        for node in self.nodes:
            groups.setdefault(node.op, []).append(node.id)
        return list(groups.values())

    def alike(self) -> list[list[str]]:
        """Nodes that compute the same thing, typed more than once: `log(sigmoid(z))` and `log(1 - sigmoid(z))`."""
        keys = _structure(self.record.graph)
        groups: dict[Hashable, list[str]] = {}
        for node in self.nodes:
            groups.setdefault(keys[node.id], []).append(node.id)
        return list(groups.values())

    def feeds_functions_only(self, id: str) -> bool:
        """Does a node stand inside functions only, perhaps after a sum with something that rests?"""
        children = [node for node in self.nodes if id in node.parents]
        if not children:
            return False
        for child in children:
            if sum(parent in self.depends for parent in child.parents) != 1:
                return False
            if child.op in ("add", "sub", "neg"):
                if not self.feeds_functions_only(child.id):
                    return False
            elif child.op == "mul" or (child.op == "div" and child.parents[0] == id):
                return False
        return True


def _factors(record: Pass, id: str, sign: float) -> Iterator[tuple[Value, float]]:
    node = record.graph.node(id)
    if node.op in ("mul", "div"):
        yield from _factors(record, node.parents[0], sign)
        yield from _factors(record, node.parents[1], -sign if node.op == "div" else sign)
    else:
        yield record.values[id], sign


def _structure(graph: Graph) -> dict[str, Hashable]:
    """What each node computes, as something that is equal for equal computations."""
    keys: dict[str, Hashable] = {}
    for node in graph.nodes:
        if node.is_given:
            value = node.attributes.get("value")
            keys[node.id] = ("constant", value) if isinstance(value, float) else node.id
        else:
            fixed = tuple(sorted((name, str(value)) for name, value in node.attributes.items()))
            keys[node.id] = (node.op, fixed, tuple(hash(keys[parent]) for parent in node.parents))
    return keys
