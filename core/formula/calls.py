"""What does a word mean: a name, a function, a constant, or several names run together?

Names come before functions: if `sigma` is given, `sigma(1 - x)` is a product. `sin²(x)` is the square of sin(x).
"""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from itertools import pairwise

from ..errors import FormulaError
from .brackets import BracketReader
from .complaints import at_token
from .context import Context
from .functions import ALSO_NAMES, CONSTANTS, INVERSES, WHERE, Function, function_named, function_words
from .meaning import CONSTANT_VALUES, Keywords, make_call, make_power, size_of_tree
from .names import Scope
from .tokens import Token, tokenize
from .tree import Apply, Entry, Name, Number, Span, Tree, Where, substitute

EXPONENT = frozenset({"^", "superscript"})
LOGIC_WORDS = frozenset({"y", "o", "no"})
"""Spanish for and, or, not. They do not join conditions, because all three are common names of quantities."""
COMMON = ("exp", "log", "sqrt", "tanh", "sigmoid", "relu", "max", "sum")


class WordReader(BracketReader):
    """Reads names and calls, once their word has been read."""

    def word(self, token: Token) -> Tree:
        """What begins with this word. Raises FormulaError if the word means nothing here."""
        word = token.text
        if self.mode == "condition" and ("." in word or "[" in word):
            return self._quantity(token)
        name = self.scope.find(word)
        if name is not None:
            return Name(name, token.span)
        following = self.tokens[self.at]
        before_call = following.kind == "(" and not (self.context.spaced and following.spaced)
        if before_call or following.kind in EXPONENT or word not in ALSO_NAMES:
            found = self._function(token, before_call)
            if found is not None:
                return found
        if word in CONSTANTS and word not in self.scope.promised:
            constant = CONSTANTS[word]
            return Number(CONSTANT_VALUES[constant], constant, token.span)
        if word in self.scope.promised:
            raise at_token("formula.used-before-defined", token, got=word)
        if self.scope.is_closed:
            return self._product(token, before_call)
        if before_call and not self._stands_alone_elsewhere(word):
            raise self._unknown_function(token)
        return Name(word, token.span)

    def _quantity(self, token: Token) -> Tree:
        """`grad.w1`, `X[0,1]`: a quantity, or one entry of it."""
        whole = token.text.replace(";", ",")
        if whole in self.scope.names:
            return Name(whole, token.span)
        head, bracket, index = whole.rpartition("[") if whole.endswith("]") else (whole, "", "")
        name = self.scope.find(head) if self.scope.is_closed else head
        if name is None:
            raise self._unknown_name(token)
        if not bracket:
            return Name(name, token.span)
        return Entry(Name(name, token.span), tuple(map(int, index[:-1].split(","))), token.span)

    def _function(self, token: Token, before_call: bool) -> Tree | None:
        """A call, or a power of one; None if the word is not a function."""
        word = token.text
        if before_call:
            if word == WHERE:
                return self._where(token)
            function = function_named(word) or function_named(word.lower())
            if function is None and word in INVERSES:
                raise at_token("formula.inverse-function", token, got=word)
            return None if function is None else self._call(function, token)
        function = function_named(word)
        if function is None:
            return None
        if self.tokens[self.at].kind in EXPONENT:
            power = self._power_of_call(function, token)
            if power is not None:
                return power
        if word in ALSO_NAMES:
            return None
        raise at_token("formula.function-needs-parentheses", token, got=word, wanted=function.signature)

    def _power_of_call(self, function: Function, token: Token) -> Tree | None:
        """`sin^2(x)`, `tanh²(z)`; None if no call follows, and then nothing has been read."""
        before = self.at
        sign = self.advance()
        text = sign.text if sign.kind == "superscript" else ""
        while sign.kind == "^" and self.tokens[self.at].kind in ("-", "number"):
            text += self.advance().text
        if self.tokens[self.at].kind != "(" or not text:
            self.at = before
            return None
        exponent_span = self.span_from(sign.span.start)
        if not text.isdecimal():
            raise at_token("formula.inverse-function", token, got=f"{token.text}^{text}")
        call = self._call(function, token)
        return make_power(call, Number(float(text), text, exponent_span), self.span_from(token.span.start))

    def _call(self, function: Function, token: Token) -> Tree:
        arguments, keywords = self._arguments(is_where=False)
        span = self.span_from(token.span.start)
        call = make_call(function, arguments, keywords, span)
        return call if not function.expansion else self._written_out(function, arguments[0], span)

    def _written_out(self, function: Function, argument: Tree, span: Span) -> Tree:
        """A function without an operation of its own, written out in operations."""
        template = type(self)(tokenize(function.expansion, self.limits), Scope(()), self.limits, "expression")
        tree = all_at(span, template.expression())
        if size_of_tree(argument) * size_of_tree(tree) > self.limits.size:
            raise FormulaError("formula.too-many-nodes", column=span.start, got=function.name, wanted=self.limits.size)
        return substitute(tree, {"x": argument})

    def _where(self, token: Token) -> Tree:
        """`where(x > 0, x, 0)`."""
        arguments, keywords = self._arguments(is_where=True)
        if len(arguments) != 3 or keywords:
            raise at_token(
                "formula.argument-count",
                token,
                function=WHERE,
                count=len(arguments),
                wanted=f"{WHERE}(x > 0, a, b)",
            )
        self.has_conditions = True
        return Where(arguments[0], arguments[1], arguments[2], self.span_from(token.span.start))

    def _arguments(self, is_where: bool) -> tuple[list[Tree], Keywords]:
        """What is in the parentheses of a call; only the first argument of `where` may be a condition."""
        opening = self.advance()
        outer = self.enter(Context(")", decimal=False, truth=is_where, opening=opening))
        arguments: list[Tree] = []
        keywords: Keywords = {}
        while True:
            first = self.tokens[self.at]
            if first.kind == "name" and self.tokens[self.at + 1].kind == "=":
                self.at += 2
                keywords[first.text] = (self.expression(), first.span)
            else:
                arguments.append(self.expression())
            if self.tokens[self.at].kind not in (",", ";"):
                break
            self.at += 1
            if is_where:
                self.context = self.context._replace(truth=False)
        self.leave(outer)
        return arguments, keywords

    def _product(self, token: Token, before_call: bool) -> Tree:
        """A word that is not a given name: several of them run together, if there is just one way to split it."""
        before_power = self.tokens[self.at].kind in EXPONENT
        ways = self.scope.splits(token.text, before_call=before_call, before_power=before_power)
        if len(ways) > 1:
            first, second = ("*".join(way) for way in ways)
            raise at_token("formula.ambiguous-word", token, got=token.text, first=first, second=second)
        if not ways:
            raise self._unknown_function(token) if before_call else self._unknown_name(token)
        column, pieces = token.span.start, list[Token]()
        for piece in ways[0]:
            pieces.append(Token("name", piece, Span(column, column + len(piece)), token.spaced and not pieces))
            column += len(piece)
        self.at -= 1
        self.tokens[self.at : self.at + 1] = pieces
        return self.word(self.advance())

    def _stands_alone_elsewhere(self, word: str) -> bool:
        """Is the word a name elsewhere in the text? Then `x(1 - x)` is a product, even if no names are given."""
        return any(
            token.kind == "name" and token.text == word and after.kind != "(" for token, after in pairwise(self.tokens)
        )

    def _unknown_function(self, token: Token) -> FormulaError:
        near = get_close_matches(token.text, function_words(), n=3, cutoff=0.5) or list(COMMON)
        return at_token("formula.unknown-function", token, got=token.text, near=near)

    def _unknown_name(self, token: Token) -> FormulaError:
        if token.text in LOGIC_WORDS and self.mode == "condition":
            return at_token("formula.logic-words", token, got=token.text)
        return at_token("formula.unknown-name", token, got=token.text, near=self.scope.near(token.text))


def all_at(span: Span, tree: Tree) -> Tree:
    """The tree of a written-out function, every part of it at the span of the call it stands for."""
    if isinstance(tree, Apply):
        return Apply(tree.op, tuple(all_at(span, part) for part in tree.arguments), tree.attributes, span)
    return replace(tree, span=span)
