"""Do the confirmations of a gradient agree? The formula of algebra and the finite difference, each against the numbers.

The formula is checked before anybody shows it as true: it is evaluated at the values of the pass. What is missing, or
does not apply at a kink, is no confirmation and no contradiction.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..algebra.symbols import Symbols
from ..arrays import shape_of
from ..errors import GradstepError
from ..formula.evaluator import evaluate
from ..formula.tree import Tree
from ..passes import Pass
from .receipts import EdgeReceipt

Forms = tuple[Tree | None, Tree | None, Tree | None]
"""The symbolic forms of upstream, local and downstream."""


@dataclass(frozen=True)
class Confirmed:
    """What each of three confirmations says: True, False, or None where it says nothing."""

    formula: bool | None
    numbers: bool | None
    difference: bool | None

    @property
    def count(self) -> tuple[int, int]:
        """How many agree, and of how many."""
        found = [one for one in (self.formula, self.numbers, self.difference) if one is not None]
        return sum(found), len(found)


def confirmed(record: Pass, receipt: EdgeReceipt, symbols: Symbols) -> Confirmed:
    """The confirmations of upstream × local = downstream on one edge."""
    difference = receipt.difference
    by_difference = None if difference is None else difference.confirms(receipt.downstream)
    by_formula = _formula_agrees(record, receipt, symbols)
    if receipt.convention is not None:
        by_formula, by_difference = by_formula or None, by_difference or None
    return Confirmed(by_formula, True, by_difference)


def forms(receipt: EdgeReceipt, symbols: Symbols) -> Forms:
    """The symbolic forms of an edge; at a fork what travels down is no gradient of a node."""
    alone = len(receipt.terms) + receipt.waiting == 1
    return (
        symbols.gradients.get(receipt.child),
        symbols.edges.get((receipt.child, receipt.slot)),
        symbols.gradients.get(receipt.parent) if alone else None,
    )


def _formula_agrees(record: Pass, receipt: EdgeReceipt, symbols: Symbols) -> bool | None:
    """Do the formulas give the numbers of the pass? None when there is nothing to compare."""
    numbers, trees = (receipt.upstream, receipt.local, receipt.downstream), forms(receipt, symbols)
    pairs = [(tree, number) for tree, number in zip(trees, numbers, strict=True) if tree is not None]
    if trees[1] is None or any(number is None or shape_of(number) != () for _, number in pairs):
        return None
    # The seed of a pass may be another number than 1; formulas start from 1.
    if not np.array_equal(record.upstream, 1.0):
        return None
    try:
        return all(_close(evaluate(tree, record.values), number) for tree, number in pairs)
    except (GradstepError, ArithmeticError):
        return None


def _close(left: object, right: object) -> bool:
    return bool(np.allclose(np.asarray(left, float), np.asarray(right, float), rtol=1e-9, atol=1e-12))
