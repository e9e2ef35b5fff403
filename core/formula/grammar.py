"""How is a formula read? By a Pratt parser: every sign binds with some strength, and the strongest binds first.

From weakest to strongest: or · and · not · comparisons + - · * / @ and products without a sign · minus before a term,
√ · powers and other signs after a term (², ᵀ). Powers group from the right, everything else from the left. So `1/2x` is
(1/2)·x, `-x^2` is -(x²) and `2^-1` is a half. Nothing typed is ever run as code: reading builds a tree or raises a
FormulaError with the column, and it never goes deeper than its limits.

Read from the top: a whole text, an expression, signs between terms, the beginning of a term, then what a term can be:
a number, something in parentheses, bars or brackets, a word. `(…)` groups, `|…|` is the absolute value, `||…||` the
norm, `[1, 2; 3, 4]` an array. A word is a given name, a function, a constant, or several names run together; names come
before functions, so if `sigma` is given, `sigma(1 - x)` is a product.
"""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from itertools import pairwise
from typing import NamedTuple, cast

from ..errors import FormulaError
from .complaints import at_token, needs_parentheses, nothing_to_read, run_together, stray
from .context import Context, Mode
from .functions import ALSO_NAMES, CONSTANTS, FUNCTIONS, WHERE, Function, function_named, function_words
from .limits import Limits
from .meaning import CONSTANT_VALUES, Keywords, make_call, make_matrix, make_number, make_power, size_of_tree
from .names import Scope
from .tokens import ENDS_OPERAND, Token, tokenize
from .tree import (
    Apply,
    Compare,
    Comparison,
    Entry,
    Logic,
    Matrix,
    Name,
    Number,
    Span,
    Tree,
    Where,
    height,
    is_condition,
    parts,
    substitute,
    walk,
)

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
EXPONENT = frozenset({"^", "superscript"})
LOGIC_WORDS = frozenset({"y", "o", "no"})
"""Spanish for and, or, not. They do not join conditions, because all three are common names of quantities."""
CHOICE_WORDS = frozenset({"if", "else", "si", "sino", "when", "cuando", "otherwise", "piecewise", "cases", "casos"})
COMMON = ("exp", "log", "sqrt", "tanh", "sigmoid", "relu", "max", "sum")
_COEFFICIENT = re.compile(r"([0-9]+)([eE][0-9]+)")


class Commas(NamedTuple):
    """The signs between the arguments of a call."""

    semicolons: int
    commas: int
    tight: int
    """How many of the commas have digits right before and right after them."""
    glued: int
    """How many of those stand in a number that more follows: `0,5x`."""


class Parser:
    """Reads one text; see `parser` for the ways in. The place only moves forwards, so reading comes to an end."""

    def __init__(
        self, tokens: list[Token], scope: Scope, limits: Limits, mode: Mode, *, transposes: bool = True
    ) -> None:
        self.tokens: list[Token] = tokens
        self.at: int = 0
        self.scope: Scope = scope
        self.limits: Limits = limits
        self.mode: Mode = mode
        self.transposes: bool = transposes
        """Does `^T` transpose? Where all names are single numbers, T is one of them."""
        self.context: Context = Context(truth=mode == "condition")
        self.depth: int = 0
        self.has_conditions: bool = False
        """Has there been a condition anywhere? If so, we must check that it is where one may be."""

    # --- a whole text

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

    # --- expressions: terms and the signs between them

    def expression(self, minimum: int = 0) -> Tree:
        """The expression that begins here, up to the first sign that binds no more strongly than `minimum`."""
        start = self.tokens[self.at].span.start
        tree = self._continue(self._prefix(), minimum, start)
        return self._choice(tree, start) if minimum == 0 and self._is_word("if") else tree

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
            return self.tokens[self.at + 1].kind != "=" and not self._is_word("if", "else")
        if token.kind == "number" and not self._begins_coefficient(token):
            raise stray(token, self.mode, self.context)
        if token.kind == "[" and not token.spaced and self.tokens[self.at - 1].kind == "name":
            raise at_token("formula.entry-not-here", token, got=self.tokens[self.at - 1].text)
        return True

    def _begins_coefficient(self, token: Token) -> bool:
        """Is it the 2 of `(x+1)^-1 2x`: behind an exponent and a blank, right before the factor it belongs to?"""
        before, following = self.tokens[self.at - 1], self.tokens[self.at + 1]
        is_exponent = before.kind == "superscript" or (
            before.kind == "number" and self.at > 1 and self._is_exponent(self.at - 1)
        )
        return is_exponent and token.spaced and following.kind in ("name", "(") and not following.spaced

    def _is_exponent(self, at: int) -> bool:
        while at > 0 and self.tokens[at - 1].kind in "+-":
            at -= 1
        return at > 0 and self.tokens[at - 1].kind == "^"

    def _is_word(self, *words: str) -> bool:
        """Is there one of these words here, and no name of that spelling?"""
        token = self.tokens[self.at]
        return token.kind == "name" and token.text in words and self.scope.find(token.text) is None

    def _choice(self, chosen: Tree, start: int) -> Tree:
        """`1 if x > 0 else 0`, whose first part has been read."""
        word = self.advance()
        outer, self.context = self.context, self.context._replace(truth=True)
        self.deeper(word)
        condition = self.expression(1)
        self.depth -= 1
        self.context = outer
        if not self._is_word("else"):
            raise at_token("formula.choice", word, got=word.text)
        self.at += 1
        self.has_conditions = True
        self.deeper(word)
        otherwise = self.expression()
        self.depth -= 1
        return Where(condition, chosen, otherwise, self.span_from(start))

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
        if self.transposes and exponent.text == "T" and following.kind != "(" and self.scope.find("T") is None:
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

    # --- the beginning of a term

    def _prefix(self) -> Tree:
        token = self.advance()
        match token.kind:
            case "name":
                return self._word(token)
            case "number":
                return self._number(token)
            case "(":
                return self._group(token)
            case "-":
                return self._minus(token)
            case "+":
                return self._signed(token)
            case "√":
                return self._root(token)
            case "|":
                return self._bars(token)
            case "[":
                return self._matrix(token)
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
        number = self._number(first)
        if self.tokens[self.at].kind not in BEHIND_A_TERM:
            return Number(-number.value, f"-{number.text}", self.span_from(sign.span.start))
        tree = self._continue(number, SIGN, first.span.start)
        return Apply("neg", (tree,), (), self.span_from(sign.span.start))

    def _root(self, sign: Token) -> Tree:
        """`√x²` is the root of x²; parentheses right after the sign hold everything it covers."""
        tree = self._group(self.advance()) if self.tokens[self.at].kind == "(" else self._signed(sign)
        return Apply("sqrt", (tree,), (), self.span_from(sign.span.start))

    # --- numbers

    def _number(self, token: Token) -> Number:
        """The literal that begins with `token`, which has just been read, and any decimals behind a comma."""
        glued = _COEFFICIENT.fullmatch(token.text)
        if glued is not None and self.scope.find(glued[2]) is not None:  # `2e1`, where e1 is a name
            token = self._split(token, len(glued[1]))
        text = token.text
        if self.tokens[self.at].kind == "," and self.context.decimal and not self.tokens[self.at].spaced:
            text = self._with_decimals(token)
        following = self.tokens[self.at]
        if following.kind == "number" and not following.spaced:
            raise self._glued("formula.glued-number", token, following)
        return make_number(text, self.span_from(token.span.start))

    def _split(self, token: Token, length: int) -> Token:
        """The first part of a token; the rest is put back as a name."""
        middle = token.span.start + length
        self.tokens.insert(self.at, Token("name", token.text[length:], Span(middle, token.span.end), False))
        return Token("number", token.text[:length], Span(token.span.start, middle), token.spaced)

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
        if comma.kind == "/" and self.at > 3 and self.tokens[self.at - 4].kind == "/":  # `1/2,1/2`: two fractions
            raise self._glued("formula.two-commas", token, decimals)
        return f"{token.text}.{decimals.text}"

    def _glued(self, id: str, first: Token, last: Token) -> FormulaError:
        return FormulaError(id, column=first.span.start, length=last.span.end - first.span.start)

    # --- parentheses, bars and brackets; the opening token has been read

    def _group(self, opening: Token) -> Tree:
        outer = self.enter(Context(")", truth=self.context.truth, opening=opening))
        tree = self.expression()
        self.leave(outer)
        return tree

    def _bars(self, opening: Token) -> Tree:
        """`|…|`, or `||…||`, unless these are bars inside bars: `||x| - 1|`."""
        is_norm = self._opens_norm()
        self.at += is_norm
        outer = self.enter(Context("|", opening=opening))
        tree = self.expression()
        if is_norm:
            self.expect("|")
        self.leave(outer)
        span = self.span_from(opening.span.start)
        if not is_norm:
            return Apply("abs", (tree,), (), span)
        squared = Apply("norm2", (tree,), (), span)
        return squared if self._is_squared() else Apply("sqrt", (squared,), (), span)

    def _opens_norm(self) -> bool:
        """Does a second bar touch the first, and do two that touch close them together?"""
        if self.tokens[self.at].kind != "|" or self.tokens[self.at].spaced:
            return False
        level, inner = 0, 0
        for at in range(self.at + 1, len(self.tokens) - 1):
            before, token, following = self.tokens[at - 1 : at + 2]
            level += (token.kind in ("(", "[")) - (token.kind in (")", "]"))
            if level < 0:
                break
            if token.kind != "|" or level:
                continue
            if before.kind not in ENDS_OPERAND or (before.kind == "|" and at == self.at + 1):
                inner += 1
            elif inner:
                inner -= 1
            else:
                return following.kind == "|" and not following.spaced
        return not inner

    def _is_squared(self) -> bool:
        """Past the ² of `||x||²`, if it is there: the sum of squares needs no root, and has a slope at 0."""
        sign, exponent = self.tokens[self.at], self.tokens[min(self.at + 1, len(self.tokens) - 1)]
        if sign.kind == "superscript" and sign.text == "2":
            self.at += 1
            return True
        if sign.kind == "^" and exponent.kind == "number" and exponent.text == "2":
            self.at += 2
            return True
        return False

    def _matrix(self, opening: Token) -> Matrix:
        """In brackets, a sign with a blank before it and none after it begins a new entry."""
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
                tight_comma = tight_comma or (token if self._is_tight_comma(self.at - 1) else None)
            elif token.spaced and token.kind != "end":
                has_blank = True
            else:
                self.expect(self.context.closer)
            entries.append(self.expression())
        if tight_comma is not None and has_blank and not self.context.decimal:
            # `[0,5 1]` could be two numbers or three, and nobody should have to guess.
            raise FormulaError("formula.mixed-separators", column=tight_comma.span.start)
        return entries

    def _is_tight_comma(self, at: int) -> bool:
        """Are there digits right before and right after the comma at this place?"""
        before, comma, after = self.tokens[at - 1 : at + 2]
        return not comma.spaced and not after.spaced and before.kind == after.kind == "number"

    # --- words; the word has been read

    def _word(self, token: Token) -> Tree:
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
        raise needs_parentheses(self.tokens, self.at - 1, function.signature)

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
            word = function.name
            inverse = f"a{word}(x)" if f"a{word}" in FUNCTIONS else ""
            id = "formula.inverse-or-power" if inverse else "formula.inverse-function"
            raise at_token(id, token, got=f"{token.text}^{text}", inverse=inverse, power=f"1/{word}(x)")
        call = self._call(function, token)
        return make_power(call, Number(float(text), text, exponent_span), self.span_from(token.span.start))

    def _call(self, function: Function, token: Token) -> Tree:
        is_single = len(function.inputs) == 1 and not function.pairwise
        arguments, keywords = self._arguments(function.least, function.most, is_single=is_single)
        span = self.span_from(token.span.start)
        call = make_call(function, arguments, keywords, span)
        return call if not function.expansion else self._written_out(function, arguments[0], span)

    def _written_out(self, function: Function, argument: Tree, span: Span) -> Tree:
        """A function without an operation of its own, written out in operations."""
        template = Parser(tokenize(function.expansion, self.limits), Scope(()), self.limits, "expression")
        tree = all_at(span, template.expression())
        if size_of_tree(argument) * size_of_tree(tree) > self.limits.size:
            raise FormulaError("formula.too-many-nodes", column=span.start, got=function.name, wanted=self.limits.size)
        return substitute(tree, {"x": argument})

    def _where(self, token: Token) -> Tree:
        """`where(x > 0, x, 0)`."""
        arguments, keywords = self._arguments(3, 3, is_where=True)
        if len(arguments) != 3 or keywords:
            wanted = f"{WHERE}(x > 0, a, b)" if len(arguments) < 3 else f"{WHERE}(x > 0; a; 0,5)"
            raise at_token("formula.argument-count", token, function=WHERE, count=len(arguments), wanted=wanted)
        self.has_conditions = True
        return Where(arguments[0], arguments[1], arguments[2], self.span_from(token.span.start))

    def _arguments(
        self, least: int, most: int | None, *, is_where: bool = False, is_single: bool = False
    ) -> tuple[list[Tree], Keywords]:
        """What is in the parentheses of a call; only the first argument of `where` may be a condition."""
        opening = self.advance()
        is_decimal = self._has_decimal_commas(least, most, is_single)
        outer = self.enter(Context(")", decimal=is_decimal, truth=is_where, opening=opening))
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

    def _has_decimal_commas(self, least: int, most: int | None, is_single: bool) -> bool:
        """Is a comma between digits decimal in the call that begins here?

        It is where `;` separates, where there is one argument, or one besides fixed numbers (`step(0,5x)`), and where
        there would be too many arguments otherwise.
        """
        signs = self._commas()
        if signs.semicolons or most == 1 or (is_single and signs.glued):
            return True
        count = signs.commas + 1
        return most is not None and count > most and least <= count - signs.tight <= most

    def _commas(self) -> Commas:
        level, semicolons, commas, tight, glued = 0, 0, 0, 0, 0
        for at in range(self.at, len(self.tokens)):
            kind = self.tokens[at].kind
            level += (kind in ("(", "[")) - (kind in (")", "]"))
            if level < 0:
                break
            if level == 0 and kind == ";":
                semicolons += 1
            if level == 0 and kind == ",":
                commas += 1
                is_tight = self._is_tight_comma(at)
                tight += is_tight
                glued += is_tight and self.tokens[at + 2].kind not in (",", ";", ")", "end")
        return Commas(semicolons, commas, tight, glued)

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
        return self._word(self.advance())

    def _stands_alone_elsewhere(self, word: str) -> bool:
        """Is the word a name elsewhere in the text? Then `x(1 - x)` is a product, even if no names are given."""
        return any(
            token.kind == "name" and token.text == word and after.kind != "(" for token, after in pairwise(self.tokens)
        )

    def _unknown_function(self, token: Token) -> FormulaError:
        if token.text in CHOICE_WORDS:
            return at_token("formula.choice", token, got=token.text)
        near = get_close_matches(token.text, function_words(), n=3, cutoff=0.5) or list(COMMON)
        return at_token("formula.unknown-function", token, got=token.text, near=near)

    def _unknown_name(self, token: Token) -> FormulaError:
        if token.text in CHOICE_WORDS:
            return at_token("formula.choice", token, got=token.text)
        if token.text in LOGIC_WORDS and self.mode == "condition":
            return at_token("formula.logic-words", token, got=token.text)
        glued = run_together(self.tokens, self.at - 1)
        return glued or at_token("formula.unknown-name", token, got=token.text, near=self.scope.near(token.text))

    # --- where the reader is, and how deep

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


def all_at(span: Span, tree: Tree) -> Tree:
    """The tree of a written-out function, every part of it at the span of the call it stands for."""
    if isinstance(tree, Apply):
        return Apply(tree.op, tuple(all_at(span, part) for part in tree.arguments), tree.attributes, span)
    return replace(tree, span=span)


def _check_conditions(tree: Tree) -> None:
    """Raises FormulaError for a condition in the place of a quantity, or the other way round."""
    for place, part in enumerate(parts(tree)):
        wants_condition = isinstance(tree, Logic) or (isinstance(tree, Where) and place == 0)
        if is_condition(part) != wants_condition:
            id = "formula.not-a-condition" if wants_condition else "formula.condition-as-number"
            raise FormulaError(id, column=part.span.start, length=part.span.end - part.span.start)
