"""What are the derivatives of a graph in symbols? The algebra process is asked, and answers with trees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..errors import AlgebraError
from ..formula.build import tree_of
from ..formula.tree import Tree
from ..graph import Graph
from .client import Algebra
from .wire import from_wire, to_wire


@dataclass(frozen=True)
class Symbols:
    """Symbolic forms of a graph; whatever is too large to read, or not about scalars, is missing."""

    edges: Mapping[tuple[str, int], Tree] = field(default_factory=dict[tuple[str, int], Tree])
    """(child, slot) to ∂child/∂parent, in terms of nodes."""
    gradients: Mapping[str, Tree] = field(default_factory=dict[str, Tree])
    """Node to ∂output/∂node, in terms of nodes."""
    leaves: Mapping[str, Tree] = field(default_factory=dict[str, Tree])
    """Leaf to ∂output/∂leaf, in terms of leaves."""


NO_SYMBOLS = Symbols()


def derive_symbols(algebra: Algebra, graph: Graph, seconds: float = 10.0) -> Symbols:
    """The symbolic forms of a graph. Raises AlgebraError if there are none in time."""
    answer = algebra.ask(graph_request(graph), seconds)
    return Symbols(
        {(str(child), int(slot)): from_wire(tree) for child, slot, tree in answer["edges"] if tree is not None},
        {str(node): from_wire(tree) for node, tree in answer["gradients"].items() if tree is not None},
        {str(leaf): from_wire(tree) for leaf, tree in answer["leaves"].items() if tree is not None},
    )


def symbols_if_any(algebra: Algebra, graph: Graph) -> Symbols:
    """The symbolic forms of a graph; none if the process gives no answer, and everything else is as true as before."""
    try:
        return derive_symbols(algebra, graph)
    except AlgebraError:
        return NO_SYMBOLS


def graph_request(graph: Graph) -> dict[str, object]:
    """The request about a graph: its scalar operations, as trees over the names of their parents."""
    nodes: list[dict[str, object]] = []
    for node in graph.nodes:
        scalar = node.shape == () and all(graph.node(parent).shape == () for parent in node.parents)
        numeric = all(isinstance(value, int | float) for value in node.attributes.values())
        open_ = node.is_given and node.op == "leaf"
        tree = None if open_ or not scalar or not (numeric or node.is_given) else to_wire(tree_of(graph, node.id))
        nodes.append({"id": node.id, "parents": list(node.parents), "tree": tree})
    return {"do": "derive", "nodes": nodes, "output": graph.output}
