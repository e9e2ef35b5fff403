"""What is inside parentheses, bars and brackets?

`(…)` groups, `|…|` is the absolute value, `||…||` the norm, and `[…]` an array: `[1, 2; 3, 4]`, `[1 2; 3 4]` and
`[[1,2],[3,4]]` are the same matrix. In brackets, a sign with a blank before it and none after it begins a new entry.
"""

from __future__ import annotations

from ..errors import FormulaError
from .context import Context
from .cursor import Cursor
from .meaning import make_matrix
from .tokens import Token
from .tree import Apply, Matrix, Tree


class BracketReader(Cursor):
    """Reads whatever opens and closes, once its opening token has been read."""

    def group(self, opening: Token) -> Tree:
        """`(…)`."""
        outer = self.enter(Context(")", truth=self.context.truth, opening=opening))
        tree = self.expression()
        self.leave(outer)
        return tree

    def bars(self, opening: Token) -> Tree:
        """`|…|`, or `||…||` when the second bar touches the first."""
        second = self.tokens[self.at]
        is_norm = second.kind == "|" and not second.spaced
        if is_norm:
            self.at += 1
        outer = self.enter(Context("|", opening=opening))
        tree = self.expression()
        if is_norm:
            self.expect("|")
        self.leave(outer)
        span = self.span_from(opening.span.start)
        if is_norm:
            return Apply("sqrt", (Apply("norm2", (tree,), (), span),), (), span)
        return Apply("abs", (tree,), (), span)

    def matrix(self, opening: Token) -> Matrix:
        """`[…]`."""
        outer = self.enter(Context("]", decimal=False, spaced=True, opening=opening))
        rows, is_flat = self.rows()
        self.leave(outer)
        return make_matrix(rows, self.span_from(opening.span.start), is_flat=is_flat)

    def rows(self) -> tuple[list[list[Tree]], bool]:
        """The rows up to the closing sign, which is left unread; and is it a single row, with no `;`?"""
        rows, is_flat = [self._row()], True
        while self.tokens[self.at].kind == ";":
            self.at += 1
            is_flat = False
            if self.tokens[self.at].kind != self.context.closer:
                rows.append(self._row())
        return rows, is_flat

    def _row(self) -> list[Tree]:
        """Entries with commas or blanks between them."""
        entries = [self.expression()]
        tight_comma: Token | None = None
        has_blank = False
        while (token := self.tokens[self.at]).kind not in (";", self.context.closer):
            if token.kind == ",":
                self.at += 1
                tight_comma = tight_comma or self._as_decimal_comma(token)
            elif token.spaced and token.kind != "end":
                has_blank = True
            else:
                self.expect(self.context.closer)
            entries.append(self.expression())
        if tight_comma is not None and has_blank and not self.context.decimal:
            # `[0,5 1]` could be two numbers or three, and nobody should have to guess.
            raise FormulaError("formula.mixed-separators", column=tight_comma.span.start)
        return entries

    def _as_decimal_comma(self, comma: Token) -> Token | None:
        """The comma, which has just been read, if there are digits right before and right after it."""
        before, after = self.tokens[self.at - 2], self.tokens[self.at]
        touches = not comma.spaced and not after.spaced
        return comma if touches and before.kind == after.kind == "number" else None
