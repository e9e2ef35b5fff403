"""How much may be typed? Bounds within which reading takes milliseconds and nothing recurses deeply.

Nothing typed can hang the program or exhaust its memory: length is looked at before anything is read, tokens are
counted while they are made, and nesting before it is entered.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What one text may hold; see the named sets below."""

    characters: int
    tokens: int
    depth: int
    """How many parentheses, calls, brackets, signs and exponents may stand inside each other."""
    height: int = 150
    """How tall the tree may become: the terms of one sum count, so that later walks may recurse."""
    size: int = 1_000
    """How many nodes the tree may have once `cosh(x)` and the like are written out, which repeats the x."""


ANSWER_LIMITS = Limits(characters=300, tokens=150, depth=30)
"""A learner's answer."""
FORMULA_LIMITS = Limits(characters=4_000, tokens=2_000, depth=60, size=10_000)
"""A formula of a lesson, or one to be explored."""
ASSIGNMENT_LIMITS = Limits(characters=40_000, tokens=20_000, depth=20, size=20_000)
"""Given values: a matrix may have thousands of entries."""

LARGEST_LITERAL = 1e9
"""Beyond a thousand million, squares and exponentials leave the range in which float64 shows anything but inf,
and exact arithmetic on such literals would outgrow the memory; no exercise needs them."""
SMALLEST_LITERAL = 1e-300
"""Below, float64 drops digits without saying so, and at last reads 0."""
LARGEST_EXPONENT = 32
"""A constant exponent larger than this turns every base but 1 into 0 or inf, and is a bomb in exact arithmetic."""
