"""What surrounds a place in a formula? That decides how a comma or a blank is read there.

A comma between digits is decimal, except in brackets, and in the parentheses of a call with several arguments, where it
separates unless `;` does; in brackets a blank separates too.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from .token import Token

Mode = Literal["formula", "expression", "condition", "value"]
"""What a text is: definitions, one expression, a condition, or given values."""


class Context(NamedTuple):
    """The parentheses, bars or brackets around a place, if any."""

    closer: str = "end"
    """The kind of token that ends it."""
    decimal: bool = True
    """Is a comma between digits decimal here?"""
    spaced: bool = False
    """Does a blank separate entries here?"""
    truth: bool = False
    """May there be comparisons here?"""
    opening: Token | None = None
