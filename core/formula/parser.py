"""How does typed text become a tree? The ways in, each with the limits that suit what it reads."""

from __future__ import annotations

from collections.abc import Collection

from ..errors import FormulaError
from .complaints import at_token, nothing_to_read, stray
from .context import Mode
from .functions import ALSO_NAMES, function_named
from .grammar import Parser
from .limits import ANSWER_LIMITS, FORMULA_LIMITS, Limits
from .names import Scope
from .tokens import Token, tokenize
from .tree import Definition, Formula, Tree, is_condition


def parse_expression(
    text: str, known: Collection[str] = (), *, conditions: bool = False, limits: Limits = ANSWER_LIMITS
) -> Tree:
    """The tree of one expression.

    `known` are the names that may appear; if there are none, every word is a name. With `conditions`, comparisons may
    appear too, and quantities of frames such as `grad.w1` and `X[0,1]`. Raises FormulaError.
    """
    tokens = tokenize(text, limits, conditions=conditions, is_answer=not conditions)
    return parse_tokens(tokens, known, conditions=conditions, limits=limits)


def parse_tokens(
    tokens: list[Token], known: Collection[str] = (), *, conditions: bool = False, limits: Limits = ANSWER_LIMITS
) -> Tree:
    """The tree of one expression that has been cut into tokens. Raises FormulaError."""
    if not conditions:
        _refuse_equals(tokens)
    return Parser(tokens, Scope(known), limits, "condition" if conditions else "expression").whole()


def _refuse_equals(tokens: list[Token]) -> None:
    """Raises FormulaError for a `=` outside of parentheses: before the names on its left make us wonder."""
    level = 0
    for token in tokens:
        level += (token.kind in ("(", "[")) - (token.kind in (")", "]"))
        if level == 0 and token.kind == "=":
            raise at_token("formula.equals-in-expression", token, got=token.text)


def parse_condition(text: str, known: Collection[str] = (), *, limits: Limits = ANSWER_LIMITS) -> Tree:
    """The tree of a condition over quantities: `abs(grad.w1) < 1e-3 and epoch > 2`. Raises FormulaError."""
    tree = parse_expression(text, known, conditions=True, limits=limits)
    if not is_condition(tree):
        raise FormulaError("formula.not-a-condition", column=tree.span.start, length=tree.span.end - tree.span.start)
    return tree


def parse(
    text: str,
    known: Collection[str] = (),
    *,
    conditions: bool = False,
    limits: Limits = FORMULA_LIMITS,
    transposes: bool = True,
) -> Formula:
    """A formula, `q = w*x + b; f = 1/(1 + exp(-q))`: definitions, each of which may use those before it.

    Only the last one may do without a name. `known` are the names given beforehand; if there are none, every word that
    is not defined is taken as given. Without `transposes`, `x^T` is a power. Raises FormulaError.
    """
    tokens = tokenize(text, limits, conditions=conditions)
    scope = Scope(known)
    scope.promised.update(_promised(tokens))
    mode: Mode = "condition" if conditions else "formula"
    reader = DefinitionReader(tokens, scope, limits, mode, transposes=transposes)
    return Formula(text, reader.definitions())


class DefinitionReader(Parser):
    """Reads definitions; a word followed by `=` begins one."""

    def definitions(self) -> tuple[Definition, ...]:
        """All definitions of the text. Raises FormulaError."""
        found: list[Definition] = []
        while True:
            while self.tokens[self.at].kind == ";":
                self.at += 1
            if self.tokens[self.at].kind == "end":
                break
            if found and found[-1].name is None:
                raise at_token("formula.unnamed", self.tokens[self.at], earlier=found[-1].span.start)
            found.append(self._definition())
            if self.tokens[self.at].kind not in (";", "end"):
                raise stray(self.tokens[self.at], self.mode, self.context)
        if not found:
            raise nothing_to_read(self.tokens, self.at, self.mode, self.context)
        return tuple(found)

    def _definition(self) -> Definition:
        first = self.tokens[self.at]
        behind = _behind_target(self.tokens, self.at)
        name = first.text if behind else None
        if name is not None:
            self._check_target(first)
            self.at = behind
        tree = self.checked(self.expression())
        if name is not None:
            self.scope.define(name)
        return Definition(name, tree, self.span_from(first.span.start))

    def _check_target(self, token: Token) -> None:
        name = token.text
        if "." in name or "[" in name or (function_named(name) and name not in ALSO_NAMES):
            raise at_token("formula.reserved-name", token, got=name)
        if name in self.scope.given:
            raise at_token("formula.given-and-defined", token, got=name)
        if name in self.scope.names:
            raise at_token("formula.defined-twice", token, got=name)


def _promised(tokens: list[Token]) -> set[str]:
    """The names that some definition in the text is going to define."""
    starts = [0, *(place + 1 for place, token in enumerate(tokens) if token.kind == ";")]
    return {tokens[start].text for start in starts if start < len(tokens) and _behind_target(tokens, start)}


def _behind_target(tokens: list[Token], start: int) -> int:
    """Where the right side begins, if a definition begins at `start`; otherwise 0. `f(x, y) =` defines f."""
    if tokens[start].kind != "name":
        return 0
    at = start + 1
    if tokens[at].kind == "(":
        at += 1
        while tokens[at].kind in ("name", ",", ";"):
            at += 1
        at += tokens[at].kind == ")"
    return at + 1 if tokens[at].kind == "=" else 0
