"""What is a token? One word of a formula, with its kind and its place in the text."""

from __future__ import annotations

from typing import NamedTuple

from .tree import Span

ENDS_OPERAND = frozenset({"number", "name", "superscript", ")", "]", "|", "ᵀ"})


class Token(NamedTuple):
    """One word of a formula: `kind` is `number`, `name`, `superscript`, `end`, or the sign itself."""

    kind: str
    text: str
    span: Span
    spaced: bool
    """Is there a blank before it?"""
