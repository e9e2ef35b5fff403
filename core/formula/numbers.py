"""Which number was typed, and how precisely? `0,25`, `1/3`, `2*0,3`, and rows such as `0,5 1; 2 3`.

How many digits were given is kept, because a rounded answer is judged by what was rounded; a fraction was not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..arrays import Value
from .assignments import finite_value
from .complaints import stray
from .context import Context
from .grammar import Parser
from .limits import ANSWER_LIMITS, Limits
from .meaning import make_matrix
from .names import Scope
from .tokens import tokenize
from .tree import Matrix, Number, Tree


@dataclass(frozen=True, eq=False)
class NumberReading:
    """A typed number, and how precisely it was given."""

    value: Value
    """A float, or an array of floats."""
    significant_digits: int | None
    """Digits from the first that is not 0; None where nothing was rounded by hand, as in `1/3`. The least of all
    entries for an array."""
    decimals: int | None
    """The last digit stands at 10 to the power of minus this: 2 for `0,25`, 0 for `12`, -2 for `1.5e3`."""
    text: str
    """What was typed."""
    tree: Tree
    """How it was read."""
    entries: tuple[NumberReading, ...] = ()
    """The entries of an array, row by row."""


def parse_number(text: str, *, limits: Limits = ANSWER_LIMITS) -> NumberReading:
    """The number or the array that was typed: `0,25`, `-3e-2`, `1/3`, `2*0,3`; `0,5 1; 2 3`, `[1, 2]`.

    Without brackets a comma between digits is decimal, blanks separate entries and `;` separates rows. Raises
    FormulaError.
    """
    reader = NumberReader(tokenize(text, limits), Scope(()), limits, "value")
    return _reading(reader.answer(), text.strip())


class NumberReader(Parser):
    """Reads one answer."""

    def answer(self) -> Tree:
        """A number, or entries and rows without brackets around them."""
        first = self.tokens[0]
        if first.kind == "name" and self.tokens[1].kind == "=":
            raise stray(self.tokens[1], "expression", self.context)
        self.context = Context(spaced=True)
        rows, is_flat = self.rows()
        tree = rows[0][0] if is_flat and len(rows[0]) == 1 else None
        if tree is None:
            tree = make_matrix(rows, self.span_from(first.span.start), is_flat=is_flat)
        return self.checked(tree)


def _reading(tree: Tree, text: str) -> NumberReading:
    value = finite_value(tree)
    if isinstance(tree, Number):
        significant, decimals = _digits(tree.text)
        return NumberReading(value, significant, decimals, text, tree)
    if not isinstance(tree, Matrix):
        return NumberReading(value, None, None, text, tree)
    entries = tuple(_reading(entry, "") for entry in _entries(tree))
    significant = _least(entry.significant_digits for entry in entries)
    return NumberReading(value, significant, _least(entry.decimals for entry in entries), text, tree, entries)


def _entries(tree: Matrix) -> Iterable[Tree]:
    for item in tree.items:
        if isinstance(item, Matrix):
            yield from _entries(item)
        else:
            yield item


def _least(counts: Iterable[int | None]) -> int | None:
    return min((count for count in counts if count is not None), default=None)


def _digits(text: str) -> tuple[int | None, int | None]:
    """How many significant digits a literal has, and how many decimals; e and pi have neither."""
    mantissa, _, exponent = text.lower().lstrip("-").partition("e")
    if not mantissa[:1].isdigit():
        return None, None
    whole, _, decimals = mantissa.partition(".")
    digits = (whole + decimals).lstrip("0")
    shift = int(exponent) if exponent else 0
    return max(1, len(digits)), len(decimals) - shift
