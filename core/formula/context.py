"""What surrounds a place in a formula? That decides how a comma and a blank are read there.

Between digits a comma is decimal, except inside the parentheses of a call and inside brackets, where it separates;
inside brackets a blank separates too.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from .tokens import Token

Mode = Literal["formula", "expression", "condition", "value"]
"""What a text is: definitions, one expression, a condition, or given values."""


class Context(NamedTuple):
    """The parentheses, bars or brackets around a place, or nothing."""

    closer: str = "end"
    """The kind of token that ends it."""
    decimal: bool = True
    """Is a comma between digits decimal here?"""
    spaced: bool = False
    """Does a blank separate entries here?"""
    truth: bool = False
    """May there be comparisons here?"""
    opening: Token | None = None
