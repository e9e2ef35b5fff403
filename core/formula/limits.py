"""How much may be typed? As much as can be read in milliseconds without recursing deeply.

Nothing typed can hang the program or exhaust its memory: the length is checked before anything is read, tokens are
counted as they are made, and the depth is checked before going deeper.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What one text may hold; see the named sets below."""

    characters: int
    tokens: int
    depth: int
    """How deeply parentheses, calls, brackets, signs and exponents may be nested."""
    height: int = 150
    """How tall the tree may grow, where even a long sum counts term by term, so that later walks can recurse."""
    size: int = 1_000
    """How many nodes the tree may have once functions such as `cosh(x)` are written out, which repeats the x."""


ANSWER_LIMITS = Limits(characters=300, tokens=150, depth=30)
"""A learner's answer."""
FORMULA_LIMITS = Limits(characters=4_000, tokens=2_000, depth=60, size=10_000)
"""A formula of a lesson, or one to be explored."""
ASSIGNMENT_LIMITS = Limits(characters=40_000, tokens=20_000, depth=20, size=20_000)
"""Values for names: a matrix may have thousands of entries."""

LARGEST_LITERAL = 1e15
"""Above this float64 no longer holds every whole number, and exact arithmetic could outgrow the memory."""
SMALLEST_LITERAL = 1e-300
"""Below this, float64 silently drops digits, and finally reads 0."""
LARGEST_EXPONENT = 32
"""A larger constant exponent leads most numbers to 0 or inf, and is a bomb in exact arithmetic."""
