"""How is a formula read? By a Pratt parser: every sign binds with some strength, and the strongest binds first.

From weakest to strongest: or · and · not · comparisons · + - · * / @ and products without a sign · minus before a term,
√ · powers and other signs after a term (², ᵀ). Powers group from the right, everything else from the left. So `1/2x` is
(1/2)·x, `-x^2` is -(x²) and `2^-1` is a half. Nothing typed is ever run as code: reading builds a tree or raises a
FormulaError with the column, and it never goes deeper than its limits.
"""

from __future__ import annotations

from typing import cast

from ..errors import FormulaError
from .calls import WordReader
from .complaints import at_token, nothing_to_read, stray
from .meaning import make_power
from .tokens import Token
from .tree import Apply, Compare, Comparison, Logic, Number, Span, Tree, Where, height, is_condition, parts, walk

COMPARISON, SUM, PRODUCT, SIGN, POWER = 4, 10, 20, 30, 40
STRENGTH = {
    "or": 1, "and": 2, "<": COMPARISON, "<=": COMPARISON, ">": COMPARISON, ">=": COMPARISON, "==": COMPARISON,
    "!=": COMPARISON, "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "@": PRODUCT, "^": POWER, "superscript": POWER,
    "ᵀ": POWER,
}  # fmt: skip
NOT = 3
OPS_OF_SIGNS = {"+": "add", "-": "sub", "*": "mul", "/": "div", "@": "matmul"}
BEHIND_A_TERM = frozenset({"^", "superscript", "ᵀ"})
BEGINS_A_FACTOR = frozenset({"name", "number", "(", "[", "|", "√"})


class Parser(WordReader):
    """Reads one text; see `parser` for the ways in."""

    def whole(self) -> Tree:
        """One expression that fills the text. Raises FormulaError."""
        tree = self.expression()
        if self.tokens[self.at].kind != "end":
            raise stray(self.tokens[self.at], self.mode, self.context)
        return self.checked(tree)

    def checked(self, tree: Tree) -> Tree:
        """`tree`, if it is not too tall and conditions are only where they may be. Raises FormulaError."""
        if len(self.tokens) > self.limits.height and height(tree) > self.limits.height:
            raise FormulaError("formula.too-tall", column=tree.span.start, wanted=self.limits.height)
        if self.has_conditions:
            for part in walk(tree):
                _check_conditions(part)
        return tree

    def expression(self, minimum: int = 0) -> Tree:
        """The expression that begins here, up to the first sign that binds no more strongly than `minimum`."""
        start = self.tokens[self.at].span.start
        return self._continue(self._prefix(), minimum, start)

    def _continue(self, left: Tree, minimum: int, start: int) -> Tree:
        while True:
            token = self.tokens[self.at]
            strength = STRENGTH.get(token.kind)
            if strength is None:
                if minimum >= PRODUCT or not self._begins_factor(token):
                    return left
                left = Apply("mul", (left, self.expression(PRODUCT)), (), self.span_from(start))
                continue
            if strength <= minimum or (strength <= COMPARISON and not self.context.truth):
                return left
            if self.context.spaced and token.kind in "+-" and token.spaced and not self.tokens[self.at + 1].spaced:
                return left
            self.at += 1
            left = self._join(left, token, strength, start)

    def _begins_factor(self, token: Token) -> bool:
        """Does a product without a sign continue here? Raises FormulaError for a number: `x 2` would be a riddle."""
        if token.kind not in BEGINS_A_FACTOR or (self.context.spaced and token.spaced):
            return False
        if token.kind == "|":
            return self.context.closer != "|"
        if token.kind == "name":
            return self.tokens[self.at + 1].kind != "="
        if token.kind == "number":
            raise stray(token, self.mode, self.context)
        if token.kind == "[" and not token.spaced and self.tokens[self.at - 1].kind == "name":
            raise at_token("formula.entry-not-here", token, got=self.tokens[self.at - 1].text)
        return True

    def _join(self, left: Tree, token: Token, strength: int, start: int) -> Tree:
        """`left`, joined to what follows by the sign `token`, which has just been read."""
        kind = token.kind
        if kind in OPS_OF_SIGNS:
            return Apply(OPS_OF_SIGNS[kind], (left, self.expression(strength)), (), self.span_from(start))
        if kind == "^":
            return self._power(left, token, start)
        if kind == "superscript":
            return make_power(left, self._superscript(token), self.span_from(start))
        if kind == "ᵀ":
            return Apply("transpose", (left,), (), self.span_from(start))
        self.has_conditions = True
        if strength == COMPARISON:
            return self._comparisons(left, token, start)
        return Logic("and" if kind == "and" else "or", (left, self.expression(strength)), self.span_from(start))

    def _power(self, base: Tree, sign: Token, start: int) -> Tree:
        exponent, following = self.tokens[self.at], self.tokens[min(self.at + 1, len(self.tokens) - 1)]
        if exponent.text == "T" and following.kind != "(" and self.scope.find("T") is None:
            self.at += 1
            return Apply("transpose", (base,), (), self.span_from(start))
        self.deeper(sign)
        tree = self.expression(POWER - 1)
        self.depth -= 1
        return make_power(base, tree, self.span_from(start))

    def _superscript(self, token: Token) -> Number:
        digits = token.text[1:] if token.text[0] in "+-" else token.text
        if not digits.isdecimal() or len(digits) > 9:
            raise at_token("formula.superscript", token, got=token.text)
        return Number(float(token.text), token.text.removeprefix("+"), token.span)

    def _comparisons(self, left: Tree, token: Token, start: int) -> Tree:
        """`a < b`; a chain such as `0 < x < 1` means both at once."""
        joined: Tree | None = None
        while True:
            right = self.expression(COMPARISON)
            link = Compare(cast(Comparison, token.kind), left, right, self.span_from(start))
            joined = link if joined is None else Logic("and", (joined, link), self.span_from(start))
            if STRENGTH.get(self.tokens[self.at].kind) != COMPARISON:
                return joined
            left, token = right, self.advance()

    def _prefix(self) -> Tree:
        """The beginning of a term."""
        token = self.advance()
        match token.kind:
            case "name":
                return self.word(token)
            case "number":
                return self.number(token)
            case "(":
                return self.group(token)
            case "-":
                return self._minus(token)
            case "+":
                return self._signed(token)
            case "√":
                return self._root(token)
            case "|":
                return self.bars(token)
            case "[":
                return self.matrix(token)
            case "not" if self.context.truth:
                self.has_conditions = True
                self.deeper(token)
                tree = self.expression(NOT)
                self.depth -= 1
                return Logic("not", (tree,), self.span_from(token.span.start))
            case _:
                raise nothing_to_read(self.tokens, self.at - 1, self.mode, self.context)

    def _signed(self, sign: Token) -> Tree:
        """The term after a sign in front, which binds less than a power and more than a product."""
        self.deeper(sign)
        tree = self.expression(SIGN)
        self.depth -= 1
        return tree

    def _minus(self, sign: Token) -> Tree:
        """`-1` is a literal; `-x`, `-2^2` and `-(1)` are negations."""
        first = self.tokens[self.at]
        if first.kind != "number":
            return Apply("neg", (self._signed(sign),), (), self.span_from(sign.span.start))
        self.at += 1
        number = self.number(first)
        if self.tokens[self.at].kind not in BEHIND_A_TERM:
            return Number(-number.value, f"-{number.text}", self.span_from(sign.span.start))
        tree = self._continue(number, SIGN, first.span.start)
        return Apply("neg", (tree,), (), self.span_from(sign.span.start))

    def _root(self, sign: Token) -> Tree:
        """`√x²` is the root of x²; parentheses right after the sign hold everything it covers."""
        tree = self.group(self.advance()) if self.tokens[self.at].kind == "(" else self._signed(sign)
        return Apply("sqrt", (tree,), (), self.span_from(sign.span.start))


def _check_conditions(tree: Tree) -> None:
    """Raises FormulaError for a condition in the place of a quantity, or the other way round."""
    for place, part in enumerate(parts(tree)):
        wants_condition = isinstance(tree, Logic) or (isinstance(tree, Where) and place == 0)
        if is_condition(part) != wants_condition:
            id = "formula.not-a-condition" if wants_condition else "formula.condition-as-number"
            raise FormulaError(id, column=part.span.start, length=_length(part.span))


def _length(span: Span) -> int:
    return span.end - span.start
