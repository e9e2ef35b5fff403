"""Which values were given? `a=1, b=-2,5; W=[[1,2],[3,4]]`: names with numbers or arrays.

Constant expressions are worked out, so every value is a number or an array in the end; it must be finite.
"""

from __future__ import annotations

import numpy as np

from ..arrays import Value
from ..errors import FormulaError, GradstepError
from .complaints import at_token, nothing_to_read, stray
from .evaluator import evaluate
from .functions import ALSO_NAMES, function_named
from .grammar import Parser
from .limits import ASSIGNMENT_LIMITS, Limits
from .names import Scope
from .tokens import tokenize
from .tree import Name, Tree, walk

NO_NUMBERS = frozenset({"inf", "infinity", "infinito", "nan"})


def parse_assignments(text: str, *, limits: Limits = ASSIGNMENT_LIMITS) -> dict[str, Value]:
    """The values of `a=1, b=-2,5; W=[[1,2],[3,4]]`: name to float or array, in the order typed.

    A comma between digits is decimal, unless it is in brackets. Raises FormulaError.
    """
    return AssignmentReader(tokenize(text, limits), Scope(()), limits, "value").assignments()


class AssignmentReader(Parser):
    """Reads `name = value` again and again."""

    def assignments(self) -> dict[str, Value]:
        """All names and their values."""
        found: dict[str, Value] = {}
        while True:
            name = self.advance()
            if name.kind == "end" and not found:
                raise nothing_to_read(self.tokens, self.at - 1, self.mode, self.context)
            if name.kind == "end":
                return found
            if name.kind != "name" or self.tokens[self.at].kind != "=":
                raise at_token("formula.assignment-wanted", name, got=name.text)
            if function_named(name.text) and name.text not in ALSO_NAMES:
                raise at_token("formula.reserved-name", name, got=name.text)
            if name.text in found:
                raise at_token("formula.assigned-twice", name, got=name.text)
            self.at += 1
            found[name.text] = finite_value(self.checked(self.expression()))
            following = self.tokens[self.at]
            if following.kind in (",", ";"):
                self.at += 1
            elif following.kind not in ("name", "end"):
                raise stray(following, self.mode, self.context)


def finite_value(tree: Tree) -> Value:
    """The value of a tree without names. Raises FormulaError for a name, an infinity or nan."""
    column, length = tree.span.start, tree.span.end - tree.span.start
    for part in walk(tree):
        if isinstance(part, Name):
            id = "formula.not-finite" if part.name.lower() in NO_NUMBERS else "formula.number-wanted"
            raise FormulaError(id, column=part.span.start, length=len(part.name), got=part.name)
    try:
        value = evaluate(tree, {})
    except FormulaError:
        raise
    except GradstepError as error:
        raise FormulaError("formula.cannot-evaluate", column=column, length=length, reason=error.message) from None
    if not np.all(np.isfinite(value)):
        raise FormulaError("formula.not-finite", column=column, length=length, got="inf")
    return value
