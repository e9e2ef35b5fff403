"""Are two expressions the same? We try steps that end quickly, and never `simplify`, which may take minutes.

Take the derivative of the whole formula and subtract the answer; write it all in exponentials, over one denominator,
and expand. A zero is a proof. Anything else proves nothing either way: the numbers have judged already.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from .translate import Expression, symbol, to_sympy
from .wire import from_wire

LARGEST = 400
"""A difference with more operations than this is not tried."""


def prove(request: Mapping[str, Any]) -> dict[str, object]:
    """Is `request["answer"]` the derivative of the definitions `request["of"]` with respect to `request["wrt"]`?

    The result is `{"proved": true}` or `{"proved": false}`; false only means that these steps found no proof.
    """
    known: dict[str, Expression] = {}
    value: Expression = sp.Integer(0)
    for name, tree in request["of"]:
        value = to_sympy(from_wire(tree), known)
        if name:
            known[name] = value
    answer = to_sympy(from_wire(request["answer"]), known)
    difference = sp.diff(value, symbol(request["wrt"])) - answer
    return {"proved": _vanishes(difference)}


def _vanishes(difference: Expression) -> bool:
    if difference == 0 or sp.expand(difference) == 0:
        return True
    if difference.count_ops() > LARGEST:
        return False
    exponential = difference.rewrite(sp.exp)
    numerator, _ = sp.fraction(sp.together(exponential))
    if sp.expand(numerator) == 0:
        return True
    return bool(sp.powsimp(sp.expand(numerator)) == 0)
