"""What does a word mean where it stands: a name, a function, a constant, or several names run together?

Names go before functions: where `sigma` is given, `sigma(1 - x)` is a product. `sin²(x)` is the square of sin(x).
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache

from ..errors import FormulaError
from .brackets import BracketReader
from .context import Context
from .functions import ALSO_NAMES, CONSTANTS, INVERSES, WHERE, Function, function_named, function_words
from .meaning import CONSTANT_VALUES, Keywords, make_call, make_power, size_of_tree
from .tokens import Token
from .tree import Apply, Entry, Name, Number, Span, Tree, Where, substitute

_EXPONENT = frozenset({"^", "superscript"})
_LOGIC_WORDS = frozenset({"y", "o", "no"})


class WordReader(BracketReader):
    """Reads names and calls; the word has been read."""

    def word(self, token: Token) -> Tree:
        """What begins with this word. Raises FormulaError for one that means nothing here."""
        word = token.text
        if self.mode == "condition" and ("." in word or "[" in word):
            return self._quantity(token)
        name = self.scope.find(word)
        if name is not None:
            return Name(name, token.span)
        following = self.tokens[self.at]
        before_call = following.kind == "(" and not (self.context.spaced and following.spaced)
        if before_call or following.kind in _EXPONENT or word not in ALSO_NAMES:
            found = self._function(token, before_call)
            if found is not None:
                return found
        if word in CONSTANTS and word not in self.scope.promised:
            constant = CONSTANTS[word]
            return Number(CONSTANT_VALUES[constant], constant, token.span)
        if word in self.scope.promised:
            raise _at("formula.used-before-defined", token, got=word)
        if self.scope.is_closed:
            return self._product(token, before_call)
        if before_call and not self._stands_alone_elsewhere(word):
            raise self._unknown_function(token)
        return Name(word, token.span)

    def _quantity(self, token: Token) -> Tree:
        """`grad.w1`, `X[0,1]`: a quantity, or one entry of it."""
        whole = token.text.replace(";", ",")
        if not self.scope.is_closed or whole in self.scope.names:
            head, _, index = whole.rpartition("[")
            if whole in self.scope.names or not index.endswith("]"):
                return Name(whole, token.span)
            return Entry(Name(head, token.span), tuple(map(int, index[:-1].split(","))), token.span)
        head, bracket, index = whole.rpartition("[")
        name = self.scope.find(head) if bracket and index.endswith("]") else self.scope.find(whole)
        if name is None:
            raise self._unknown_name(token)
        if not bracket:
            return Name(name, token.span)
        return Entry(Name(name, token.span), tuple(map(int, index[:-1].split(","))), token.span)

    def _function(self, token: Token, before_call: bool) -> Tree | None:
        """A call, or a power of one; None when the word is no function."""
        function = function_named(token.text)
        is_where = token.text == WHERE
        if function is None and not is_where:
            if before_call and token.text in INVERSES:
                raise _at("formula.inverse-function", token, got=token.text)
            return None
        if before_call:
            return self._where(token) if is_where else self._call(function, token)
        if function is not None and self.tokens[self.at].kind in _EXPONENT:
            power = self._power_of_call(function, token)
            if power is not None:
                return power
        if token.text in ALSO_NAMES:
            return None
        signature = f"{WHERE}(…)" if function is None else function.signature
        raise _at("formula.function-needs-parentheses", token, got=token.text, wanted=signature)

    def _power_of_call(self, function: Function, token: Token) -> Tree | None:
        """`sin^2(x)`, `tanh²(z)`; None, with nothing read, when no call follows."""
        start = self.at
        sign = self.advance()
        text = sign.text
        if sign.kind == "^":
            text = ""
            while self.tokens[self.at].kind in ("-", "number") and "." not in self.tokens[self.at].text:
                text += self.advance().text
        if self.tokens[self.at].kind != "(" or not text:
            self.at = start
            return None
        if not text.isdigit():
            raise _at("formula.inverse-function", token, got=f"{token.text}^{text}")
        exponent = Number(float(text), text, self.span_from(sign.span.start))
        return make_power(self._call(function, token), exponent, self.span_from(token.span.start))

    def _call(self, function: Function, token: Token) -> Tree:
        outer, opening = self._open_call(truth=False)
        arguments, keywords = self._arguments()
        self._close_call(outer, opening, arguments, keywords)
        span = self.span_from(token.span.start)
        if not function.expansion:
            return make_call(function, arguments, keywords, span)
        call = make_call(Function(function.name, "neg"), arguments, keywords, span)
        argument = call.arguments[0] if isinstance(call, Apply) else call
        template = _template(function.expansion)
        if size_of_tree(argument) * size_of_tree(template) > self.limits.size:
            raise _at("formula.too-many-nodes", token, got=function.name, wanted=self.limits.size)
        return substitute(_respan(template, span), {"x": argument})

    def _open_call(self, truth: bool) -> tuple[Context, Token]:
        opening = self.advance()
        return self.enter(Context(")", decimal=False, truth=truth, opening=opening)), opening
