"""How does a scalar graph grow out of a recorded tensor graph? From entries cut out of the record, and sums of terms.

Invariant: every leaf has the recorded number of the entry that it is named after, and an entry is one leaf, however
often it is used. Data stay data, and constants stay constants.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..arrays import Index, Value
from ..errors import GraphError
from ..graph import CONSTANT, DATA, LEAF, GraphBuilder, Node
from ..passes import Pass

MOST_NODES = 300
"""A graph with more operations than this is not made: nobody could follow it."""


def entry_name(node: str, index: Index) -> str:
    """What an entry is called, inside and outside alike: `X[0,1]`; a number has the name of its node."""
    return f"{node}[{','.join(map(str, index))}]" if index else node


def entry(value: Value, index: Index) -> float:
    """One number of an array, or the number itself."""
    return float(value[index]) if index else float(value)


@dataclass(eq=False)
class Growth:
    """A scalar graph in the making, for one entry of `node`; every method returns the id of a node."""

    record: Pass
    node: Node
    values: dict[str, float] = field(default_factory=dict[str, float])
    """The numbers of leaves and data."""
    _entries: dict[str, str] = field(default_factory=dict[str, str])
    _constants: dict[float, str] = field(default_factory=dict[float, str])

    def __post_init__(self) -> None:
        self.builder: GraphBuilder = GraphBuilder(reserved=self.record.graph.position)
        self._count: int = 0

    def given(self, parent: str, index: Index) -> str:
        """One entry of a parent."""
        name, source = entry_name(parent, index), self.record.graph.node(parent)
        if name not in self._entries:
            number = entry(self.record.values[parent], index)
            if source.op == CONSTANT:
                text = "" if index else source.attributes["text"]
                self._entries[name] = self.builder.constant(number, text)
            else:
                kind = DATA if parent in self.record.graph.fixed else LEAF
                self._entries[name] = self.builder.leaf(name, op=kind)
                self.values[name] = number
        return self._entries[name]

    def constant(self, value: float, text: str = "") -> str:
        """A number; equal ones are one node."""
        if value not in self._constants:
            self._constants[value] = self.builder.constant(value, text)
        return self._constants[value]

    def apply(self, op: str, *parents: str, **attributes: Any) -> str:
        """An operation on numbers. Raises GraphError if there are too many."""
        self._count += 1
        if self._count > MOST_NODES:
            raise too_many(self.node)
        return self.builder.apply(op, *parents, **attributes)

    def sum(self, terms: Sequence[str]) -> str:
        """Terms added one after the other."""
        total = terms[0]
        for term in terms[1:]:
            total = self.apply("add", total, term)
        return total

    def product(self, factors: Sequence[str]) -> str:
        """Factors multiplied one after the other."""
        total = factors[0]
        for factor in factors[1:]:
            total = self.apply("mul", total, factor)
        return total

    def mean(self, terms: Sequence[str]) -> str:
        """Their sum divided by their number."""
        total = self.sum(terms)
        return total if len(terms) == 1 else self.apply("div", total, self.constant(float(len(terms))))

    def largest(self, terms: Sequence[str]) -> str:
        """The first of the largest."""
        return terms[0] if len(terms) == 1 else self.apply("maxout", *terms)

    def smallest(self, terms: Sequence[str]) -> str:
        """The first of the smallest."""
        least = terms[0]
        for term in terms[1:]:
            least = self.apply("minimum", least, term)
        return least


def too_many(node: Node) -> GraphError:
    """The complaint about an entry with more parts than anybody could follow."""
    return GraphError("expand.too-many", node=node.id, most=MOST_NODES)
