"""What is the whole worked solution of a formula? Every value, local gradient, contribution and check, as plain data.

Other programs read this document (format 1), so keys may be added but never change. Numbers are JSON numbers with full
double precision, arrays are nested lists, and `"nan"`, `"inf"`, `"-inf"` stand for what JSON has no number for.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from .algebra.symbols import Symbols
from .arrays import Value
from .differences import node_difference
from .formula.build import Built, tree_of
from .formula.evaluator import evaluate
from .formula.printer import write, write_formula
from .graph import CONSTANT, LEAF, Node
from .json_numbers import plain_number
from .kinks import confirmed, remarks_behind
from .local import dense
from .passes import Pass
from .trace import Computed, Flowed, Seeded, Timetable
from .words import core_words

FORMAT = 1


def solution(built: Built, record: Pass, symbols: Symbols, wrt: Collection[str] = ()) -> dict[str, Any]:
    """The worked solution as plain data; gradients and checks are those of `wrt`, or of all leaves if that is empty."""
    graph = record.graph
    leaves = [leaf.id for leaf in graph.leaves if not wrt or leaf.id in wrt]
    return {
        "format": FORMAT,
        "formula": built.formula.text,
        "reading": write_formula(built.formula, "unicode"),
        "nodes": [_node(record, node) for node in graph.nodes],
        "edges": [
            _edge(record, symbols, node, slot)
            for node in graph.operations
            for slot in range(len(node.parents))
            if (node.id, slot) in record.contributions
        ],
        "events": [_event(event) for event in Timetable(graph).events],
        "output": {"value": plain_number(record.values[graph.output])},
        "gradients": {leaf: plain_number(record.gradients[leaf]) for leaf in leaves},
        "checks": [check(record, symbols, leaf) for leaf in leaves],
    }


def _node(record: Pass, node: Node) -> dict[str, object]:
    symbolic = None if node.op == LEAF else _text(record, node)
    return {
        "id": node.id,
        "op": node.op,
        "parents": list(node.parents),
        "value": plain_number(record.values[node.id]),
        "gradient": None if node.op == CONSTANT else plain_number(record.gradients[node.id]),
        "symbolic": symbolic,
    }


def _text(record: Pass, node: Node) -> str | None:
    """What a node computes, in terms of its parents' ids; None for an array of constants."""
    if node.op == CONSTANT and node.shape != ():
        return None
    return write(tree_of(record.graph, node.id), "ascii")


def _edge(record: Pass, symbols: Symbols, node: Node, slot: int) -> dict[str, object]:
    recipe = record.locals[node.id][slot]
    symbolic = symbols.edges.get((node.id, slot))
    return {
        "child": node.id,
        "slot": slot,
        "parent": node.parents[slot],
        "local": plain_number(dense(recipe)),
        "recipe": recipe.name,
        "symbolic": None if symbolic is None else write(symbolic, "ascii"),
        "contribution": plain_number(record.contributions[node.id, slot]),
    }


def _event(event: Computed | Seeded | Flowed) -> dict[str, object]:
    match event:
        case Computed(node):
            return {"kind": "computed", "node": node}
        case Seeded(node):
            return {"kind": "seeded", "node": node}
        case Flowed(child, slot, _):
            return {"kind": "flowed", "child": child, "slot": slot}


def check(record: Pass, symbols: Symbols, leaf: str) -> dict[str, object]:
    """Three ways to one gradient: back-propagation, the symbolic derivative, a finite difference.

    `agree` is false if a rule is wrong: if one of the confirmations that exist differs, and no kink explains it. A
    symbolic form that we do not have, or a difference that would be too large to make, is null and says nothing.
    `remarks` are what has to be said about the gradient: conventions at kinks, what makes it NaN.
    """
    gradient, difference = record.gradients[leaf], node_difference(record, leaf)
    remarks = remarks_behind(record, leaf)
    symbolic = symbols.leaves.get(leaf)
    agree = confirmed(difference, gradient, remarks) != "differs"
    if symbolic is not None:
        agree = agree and (bool(remarks) or _close(evaluate(symbolic, record.values), gradient))
    return {
        "wrt": leaf,
        "symbolic": None if symbolic is None else write(symbolic, "ascii"),
        "finite_difference": None if difference is None else plain_number(difference.central),
        "agree": agree,
        "remarks": [core_words().both(said) for said in remarks],
    }


def _close(left: Value, right: Value) -> bool:
    return bool(np.isclose(float(left), float(right), rtol=1e-9, atol=1e-9, equal_nan=True))
