"""What is wrong where a formula cannot be read any further? The sentence for a token in the wrong place.

There are two cases: nothing can begin with this token (`nothing_to_read`), or what has been read cannot go on with it
(`stray`). Both look at the neighbours, so that the sentence says what a person did, not what a grammar wanted.
"""

from __future__ import annotations

from ..errors import FormulaError
from .context import Context, Mode
from .tokens import Token

_BINARY = frozenset({"+", "-", "*", "/", "@", "^", "<", "<=", ">", ">=", "==", "!=", "and", "or", "not", "√"})
_COMPARISONS = frozenset({"<", "<=", ">", ">=", "==", "!="})
_CLOSERS = {"(": ")", "[": "]", "|": "|", "‖": "‖"}


def nothing_to_read(tokens: list[Token], at: int, mode: Mode, context: Context) -> FormulaError:
    """The complaint about the token at `at`, where a number, a name or an opening sign should have been."""
    token = tokens[at]
    before = tokens[at - 1] if at else None
    if before is not None and before.kind in _BINARY:
        if token.kind in _BINARY:
            span = before.span.until(token.span)
            return FormulaError(
                "formula.two-operators",
                column=span.start,
                length=span.end - span.start,
                first=before.text,
                second=token.text,
            )
        return at_token("formula.missing-after", before, got=before.text)
    if token.kind == "=":
        return _equals(token, mode)
    if token.kind in ("and", "or", "not") and not context.truth:
        return at_token("formula.logic-not-here", token, got=token.text)
    if before is not None and before.kind in ("=", ","):
        return at_token("formula.missing-after", before, got=before.text)
    if token.kind == "end":
        opening = context.opening
        return at_token("formula.empty", token) if opening is None else _unclosed(opening)
    if before is not None and before is context.opening and token.kind == context.closer:
        return at_token("formula.nothing-inside", before, got=f"{before.text}{token.text}")
    if token.kind in (",", ";"):
        return at_token("formula.nothing-before", token, got=token.text)
    if token.kind in (")", "]") and context.closer != token.kind:
        return stray(token, mode, context)
    if token.kind == "superscript":
        return at_token("formula.missing-before", token, got="^")
    return at_token("formula.missing-before", token, got=token.text)


def stray(token: Token, mode: Mode, context: Context) -> FormulaError:
    """The complaint about a token that cannot follow what has been read."""
    opening, kind = context.opening, token.kind
    if kind == "end" and opening is not None:
        return _unclosed(opening)
    if kind in (")", "]"):
        if opening is None:
            return at_token("formula.unopened", token, got=kind)
        wanted = _CLOSERS[opening.text]
        return at_token("formula.mismatched", token, got=kind, wanted=wanted, opening=opening.span.start)
    if kind == "=":
        return _equals(token, mode)
    if kind in _COMPARISONS:
        id = "formula.double-equals" if kind == "==" and mode == "formula" else "formula.comparison-not-here"
        return at_token(id, token, got=token.text)
    if kind in ("and", "or", "not"):
        return at_token("formula.logic-not-here", token, got=token.text)
    if kind == "name":
        # Only a name before `=` stops a product without a sign.
        id = "formula.name-and-equals" if mode == "formula" else "formula.equals-in-expression"
        return at_token(id, token, got=token.text)
    if kind == ",":
        return at_token("formula.comma", token)
    if kind == ";":
        return at_token("formula.semicolon" if opening is None else "formula.semicolon-inside", token)
    return at_token("formula.missing-operator", token, got=token.text)


def _equals(token: Token, mode: Mode) -> FormulaError:
    match mode:
        case "condition":
            return at_token("formula.equals-in-condition", token)
        case "formula":
            return at_token("formula.left-of-equals", token)
        case "expression" | "value":
            return at_token("formula.equals-in-expression", token)


def _unclosed(opening: Token) -> FormulaError:
    return at_token("formula.unclosed", opening, got=opening.text, wanted=_CLOSERS[opening.text])


def at_token(id: str, token: Token, **arguments: object) -> FormulaError:
    """The complaint `id` about a token."""
    length = max(1, token.span.end - token.span.start)
    return FormulaError(id, column=token.span.start, length=length, **arguments)
