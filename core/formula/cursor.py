"""Where in the text is the reader, what surrounds it, and how deep is it? The state that all readers share.

The place moves forwards and the depth never exceeds its limit, so reading comes to an end and nothing overflows.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..errors import FormulaError
from .complaints import stray
from .context import Context, Mode
from .limits import Limits
from .meaning import make_number
from .names import Scope
from .tokens import Token
from .tree import Number, Span, Tree


class Cursor(ABC):
    """A list of tokens, and a place in it."""

    def __init__(self, tokens: list[Token], scope: Scope, limits: Limits, mode: Mode) -> None:
        self.tokens: list[Token] = tokens
        self.at: int = 0
        self.scope: Scope = scope
        self.limits: Limits = limits
        self.mode: Mode = mode
        self.context: Context = Context(truth=mode == "condition")
        self.depth: int = 0
        self.has_conditions: bool = False
        """Has there been a condition anywhere? If so, we must check that it is where one may be."""

    @abstractmethod
    def expression(self, minimum: int = 0) -> Tree:
        """The expression that begins here, up to the first sign that binds no more strongly than `minimum`."""

    def advance(self) -> Token:
        """The token here; moves on to the next."""
        token = self.tokens[self.at]
        self.at += 1
        return token

    def span_from(self, column: int) -> Span:
        """From a column to the end of the last token read."""
        return Span(column, self.tokens[self.at - 1].span.end)

    def deeper(self, token: Token) -> None:
        """One level further in; the caller takes it back. Raises FormulaError beyond the limit."""
        self.depth += 1
        if self.depth > self.limits.depth:
            raise FormulaError("formula.too-deep", column=token.span.start, wanted=self.limits.depth)

    def enter(self, context: Context) -> Context:
        """Into parentheses or the like; returns the context outside, for `leave`."""
        outer, self.context = self.context, context
        if context.opening is not None:
            self.deeper(context.opening)
        return outer

    def leave(self, outer: Context) -> None:
        """Past the closing sign and out. Raises FormulaError if it is missing."""
        self.expect(self.context.closer)
        self.context = outer
        self.depth -= 1

    def expect(self, kind: str) -> Token:
        """The token here, which must be of this kind. Raises FormulaError."""
        token = self.advance()
        if token.kind != kind:
            raise stray(token, self.mode, self.context)
        return token

    def number(self, token: Token) -> Number:
        """The literal that begins with `token`, which has just been read, and any decimals behind a comma."""
        text = token.text
        if self.tokens[self.at].kind == "," and self.context.decimal and not self.tokens[self.at].spaced:
            text = self._with_decimals(token)
        following = self.tokens[self.at]
        if following.kind == "number" and not following.spaced:
            raise self._glued("formula.glued-number", token, following)
        return make_number(text, self.span_from(token.span.start))

    def _with_decimals(self, token: Token) -> str:
        decimals = self.tokens[self.at + 1]
        if decimals.kind != "number" or decimals.spaced:
            return token.text
        if not token.text.isdecimal() or "." in decimals.text:
            raise self._glued("formula.comma-and-point", token, decimals)
        self.at += 2
        comma, third = self.tokens[self.at], self.tokens[min(self.at + 1, len(self.tokens) - 1)]
        if comma.kind == "," and third.kind == "number" and not comma.spaced and not third.spaced:
            raise self._glued("formula.two-commas", token, third)
        return f"{token.text}.{decimals.text}"

    def _glued(self, id: str, first: Token, last: Token) -> FormulaError:
        return FormulaError(id, column=first.span.start, length=last.span.end - first.span.start)
