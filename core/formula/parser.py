"""How is a formula read? A Pratt parser: each sign binds with a strength, and the strongest binds first.

Weakest to strongest: or · and · not · comparisons · + - · * / @ and products without a sign · minus before a term, √ ·
powers and what stands behind a term (², ᵀ). Powers group from the right, everything else from the left. So `1/2x` is
(1/2)·x, `-x^2` is -(x²) and `2^-1` is a half. Nothing typed is ever run as code: reading builds a tree, or raises a
FormulaError with the column, and it never goes deeper than its limits.
"""

from __future__ import annotations

from typing import NamedTuple

from ..errors import FormulaError
from . import complaints
from .complaints import Mode
from .limits import Limits
from .meaning import make_matrix, make_number, make_power
from .names import Scope
from .tokens import Token
from .tree import Apply, Compare, Logic, Matrix, Name, Number, Span, Tree
from .words import WordReader

COMPARISON, SUM, PRODUCT, SIGN, POWER = 4, 10, 20, 30, 40
STRENGTH = {
    "or": 1, "and": 2, "<": COMPARISON, "<=": COMPARISON, ">": COMPARISON, ">=": COMPARISON, "==": COMPARISON,
    "!=": COMPARISON, "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "@": PRODUCT, "^": POWER, "superscript": POWER,
    "ᵀ": POWER,
}  # fmt: skip
NOT = 3
OPS_OF_SIGNS = {"+": "add", "-": "sub", "*": "mul", "/": "div", "@": "matmul"}
EXPONENT_FOLLOWS = frozenset({"^", "superscript", "ᵀ"})
