"""What do people get wrong inside any formula? One place of it at a time, and the rest as it stands.

A minus that got lost, a logarithm of another base, a function left out: each makes another formula of the same shape.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import islice

import numpy as np

from ..formula.tree import Apply, Number, Tree
from ..ops import OPS

SQUASHING = frozenset({name for name, op in OPS.items() if op.activates} | {"softmax"})
WRAPPING = frozenset({"sqrt", "exp", "log", "abs", "sin", "cos", "tan"})
EXTREMES = {"maximum": "minimum", "minimum": "maximum", "max": "min", "min": "max"}
MOST_PLACES = 6
"""Of one misconception, so many places of a formula are tried."""

Rule = Callable[[Tree], Tree | None]


def _minus_lost(tree: Tree) -> Tree | None:
    match tree:
        case Apply("neg", (inner,)):
            return inner
        case Apply("sub", (left, right)):
            return Apply("add", (left, right))
        case Number(value) if value < 0:
            return Number(-value)
        case _:
            return None


def _base_ten(tree: Tree) -> Tree | None:
    return Apply("div", (tree, Apply("log", (Number(10.0),)))) if isinstance(tree, Apply) and tree.op == "log" else None


def _left_out(ops: Collection[str]) -> Rule:
    """What an operation starts from, in place of what it makes of it."""
    return lambda tree: tree.arguments[0] if isinstance(tree, Apply) and tree.op in ops else None


def _taken_for_closed(tree: Tree) -> Tree | None:
    """A ReLU that was taken to cut off, although its input is positive."""
    return Number(0.0) if isinstance(tree, Apply) and tree.op == "relu" else None


def _other_extreme(tree: Tree) -> Tree | None:
    return replace(tree, op=EXTREMES[tree.op]) if isinstance(tree, Apply) and tree.op in EXTREMES else None


def _minus_of_first_only(tree: Tree) -> Tree | None:
    """A minus before a bracket that reached its first term alone: -(a + b) as -a + b, x - (a + b) as x - a + b."""
    match tree:
        case Apply("neg", (Apply("add" | "sub" as op, (first, second)),)):
            return Apply(op, (Apply("neg", (first,)), second))
        case Apply("sub", (left, Apply("add" | "sub" as op, (first, second)))):
            return Apply(op, (Apply("sub", (left, first)), second))
        case _:
            return None


def _not_divided(tree: Tree) -> Tree | None:
    return Apply("sum", tree.arguments, tree.attributes) if isinstance(tree, Apply) and tree.op == "mean" else None


def _not_at_zero(tree: Tree) -> Tree | None:
    """A threshold that has to be passed, not only reached: 1 - step(-z)."""
    if not (isinstance(tree, Apply) and tree.op == "step" and not tree.attributes):
        return None
    return Apply("sub", (Number(1.0), Apply("step", (Apply("neg", tree.arguments),))))


def _upside_down(tree: Tree) -> Tree | None:
    return replace(tree, arguments=tree.arguments[::-1]) if isinstance(tree, Apply) and tree.op == "div" else None


def _times_exponent(tree: Tree) -> Tree | None:
    return Apply("mul", tree.arguments) if isinstance(tree, Apply) and tree.op == "pow" else None


RULES: tuple[tuple[str, Rule], ...] = (
    ("minus-lost", _minus_lost), ("log-base-ten", _base_ten), ("strict-threshold", _not_at_zero),
    ("activation-forgotten", _left_out({*SQUASHING, "step"})), ("function-forgotten", _left_out(WRAPPING)),
    ("one-over-n", _not_divided), ("taken-for-closed", _taken_for_closed), ("other-extreme", _other_extreme),
    ("minus-of-first-only", _minus_of_first_only), ("upside-down", _upside_down),
    ("not-divided", _left_out({"div"})), ("product-for-power", _times_exponent),
)  # fmt: skip


def inner_slips(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """Misconception and the formula it leads to, one place at a time; behind a `:` which of several places it was."""
    for id, rule in RULES:
        for place, other in enumerate(islice(variants(tree, rule), MOST_PLACES)):
            yield f"{id}:{place}" if place else id, other


def variants(tree: Tree, rule: Rule) -> Iterator[Tree]:
    """The tree with one of its parts changed, for each part that the rule changes."""
    changed = rule(tree)
    if changed is not None:
        yield changed
    if not isinstance(tree, Apply):
        return
    for place, part in enumerate(tree.arguments):
        for other in variants(part, rule):
            yield replace(tree, arguments=(*tree.arguments[:place], other, *tree.arguments[place + 1 :]))


def same(left: object, right: object) -> bool:
    """Do two mistakes lead to the same answer? Then it has one name, that of the first."""
    a, b = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    return a.shape == b.shape and np.allclose(a, b)
