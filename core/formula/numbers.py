"""Which number was typed, and how precisely? `0,25`, `1/3`, `2*0,3`, and rows such as `0,5 1; 2 3`.

The reading remembers how many digits were typed, because a rounded answer is judged by the digits it has; a fraction
was not rounded at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..arrays import Numbers, Value
from .assignments import finite_value
from .complaints import stray
from .context import Context
from .grammar import Parser
from .limits import ANSWER_LIMITS, Limits
from .meaning import make_matrix
from .names import Scope
from .printer import write
from .tokens import tokenize
from .tree import Matrix, Number, Tree

WORKED_OUT = 17
"""The digits of a number that nobody rounded, such as `1/3`: as many as float64 has."""


_EQUALS = re.compile(r"^\s*(?:[=≈≃≅~]|\\approx\b)")


@dataclass(frozen=True, eq=False)
class NumberReading:
    """A typed number and its precision, which for an array is an array of whole numbers in the same shape."""

    value: Value
    """A float, or an array of floats."""
    significant_digits: Numbers
    """How many digits there are from the first that is not 0 to the last: 2 for `0,50`, `-3.0` and `0.0012`."""
    decimals: Numbers
    """The last digit counts 10 to the power of minus this: 2 for `0,25`, 0 for `12`, -2 for `1.5e3`."""
    text: str
    """How it was read."""
    tree: Tree


def parse_number(text: str, *, limits: Limits = ANSWER_LIMITS) -> NumberReading:
    """The number or array that was typed: `0,25`, `-3e-2`, `1/3`, `2*0,3`; `0,5 1; 2 3`, `(1, 2)`, `[1, 2]`.

    Outside brackets, a comma between digits is decimal, blanks separate entries and `;` separates rows. A sign of
    equality in front is passed over. Raises FormulaError.
    """
    text = _EQUALS.sub(lambda found: " " * len(found[0]), text)
    tree = NumberReader(tokenize(text, limits), Scope(()), limits, "value").answer()
    value = finite_value(tree)
    digits = np.array(_digits(tree, np.shape(value)))
    significant, decimals = digits if digits.ndim > 1 else digits.tolist()
    return NumberReading(value, significant, decimals, write(tree), tree)


class NumberReader(Parser):
    """Reads one answer."""

    def answer(self) -> Tree:
        """A number, or entries and rows with no brackets around them."""
        first = self.tokens[0]
        if first.kind == "name" and self.tokens[1].kind == "=":
            raise stray(self.tokens[1], "expression", self.context)
        if self._is_listed_in_parentheses():
            del self.tokens[-2], self.tokens[0]
        self.context = Context(spaced=True)
        rows, is_flat = self.rows()
        if is_flat and len(rows[0]) == 1:
            return self.checked(rows[0][0])
        return self.checked(make_matrix(rows, self.span_from(first.span.start), is_flat=is_flat))

    def _is_listed_in_parentheses(self) -> bool:
        """Is it `(1, 2)`: parentheses around everything, with a `;` inside, or a comma that cannot be decimal?"""
        if len(self.tokens) < 4 or self.tokens[0].kind != "(" or self.tokens[-2].kind != ")":
            return False
        level, has_separator = 0, False
        for token, following in pairwise(self.tokens[:-2]):
            level += (token.kind in ("(", "[")) - (token.kind in (")", "]"))
            if level == 0:
                return False
            has_separator |= level == 1 and (token.kind == ";" or (token.kind == "," and following.spaced))
        return has_separator


def _digits(tree: Tree, shape: tuple[int, ...]) -> Value:
    """Significant digits and decimals, each a number, or an array of this shape."""
    if isinstance(tree, Number):
        return _digits_of_literal(tree.text)
    if isinstance(tree, Matrix):
        return np.stack([_digits(item, shape[1:]) for item in tree.items], axis=1)
    return np.full((2, *shape), WORKED_OUT)


def _digits_of_literal(text: str) -> tuple[int, int]:
    mantissa, _, exponent = text.lower().lstrip("-").partition("e")
    if not mantissa[:1].isdecimal():
        return WORKED_OUT, WORKED_OUT  # the constants e and pi
    whole, _, decimals = mantissa.partition(".")
    digits = (whole + decimals).lstrip("0")
    return max(1, len(digits)), len(decimals) - (int(exponent) if exponent else 0)
