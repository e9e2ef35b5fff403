"""What is wrong where a formula cannot be read any further? The sentence for a token in the wrong place.

There are two cases: nothing can begin with this token (`nothing_to_read`), or what has been read cannot go on with it
(`stray`). Both look at the neighbours, so that the sentence says what a person did, not what a grammar wanted.
"""

from __future__ import annotations

from ..errors import FormulaError
from .context import Context, Mode
from .functions import function_words
from .token import Token
from .tree import Span

_BINARY = frozenset({"+", "-", "*", "/", "@", "^", "<", "<=", ">", ">=", "==", "!=", "and", "or", "not", "√"})
_COMPARISONS = frozenset({"<", "<=", ">", ">=", "==", "!="})
_ARGUMENT = frozenset({"name", "number", "^", "superscript", "|", "("})
"""What may belong to the argument of a function that was typed without parentheses."""
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
    if token.text == "!":
        return at_token("formula.unreadable", token, got=token.text)
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


def needs_parentheses(tokens: list[Token], at: int, signature: str) -> FormulaError:
    """The complaint about the function at `at`, whose argument has no parentheses, with the ways to write it."""
    word, start = tokens[at].text, at + 1
    if tokens[start].kind == "superscript":
        word, start = f"{word}^{tokens[start].text}", start + 1
    elif tokens[start].kind == "^" and tokens[start + 1].kind == "number" and tokens[start + 2].kind in _ARGUMENT:
        word, start = f"{word}^{tokens[start + 1].text}", start + 2
    start += tokens[start].kind == "^"
    end = start + (tokens[start].kind == "-")
    while tokens[end].kind in _ARGUMENT and not (tokens[end].kind == "name" and tokens[end].text in function_words()):
        end = _behind_bars(tokens, end)
    first = start + 1 + (tokens[start].kind == "-")
    if end <= start or (tokens[start].kind == "-" and end == start + 1):
        return at_token("formula.function-needs-parentheses", tokens[at], got=tokens[at].text, wanted=signature)
    wanted = f"{word}({_text(tokens[start:end])})"
    if (
        tokens[start].kind != "("
        and tokens[start].kind != "|"
        and first < end
        and tokens[first].kind not in "^superscript"
    ):
        other = f"{word}({_text(tokens[start:first])})*{_text(tokens[first:end])}"
        return at_token("formula.function-two-ways", tokens[at], got=tokens[at].text, first=wanted, second=other)
    return at_token("formula.function-needs-parentheses", tokens[at], got=tokens[at].text, wanted=wanted)


def run_together(tokens: list[Token], at: int) -> FormulaError | None:
    """The complaint about a word such as `sin2x` or `lnx`; None if it does not begin with a function."""
    token = tokens[at]
    words = [word for word in function_words() if token.text.startswith(word) and len(word) > 1]
    if not words:
        return None
    word = max(words, key=len)
    cut = token.span.start + len(word)
    rest = Token("name", token.text[len(word) :], Span(cut, token.span.end), False)
    split = [token._replace(text=word), *([rest] if rest.text else []), *tokens[at + 1 :]]
    complaint = needs_parentheses(split, 0, word)
    length = max(1, token.span.end - token.span.start)
    return FormulaError(complaint.message.id, **{**complaint.message.arguments, "length": length})


def _behind_bars(tokens: list[Token], at: int) -> int:
    if tokens[at].kind not in ("|", "("):
        return at + 1
    closer, end = ("|" if tokens[at].kind == "|" else ")"), at + 1
    while tokens[end].kind not in (closer, "end"):
        end += 1
    return end + (tokens[end].kind == closer)


def _text(tokens: list[Token]) -> str:
    """Tokens as they would be typed."""
    parts: list[str] = []
    for place, token in enumerate(tokens):
        is_apart = token.spaced and place > 0 and tokens[place - 1].kind in ("name", "number")
        parts.append(("*" if is_apart and token.kind in ("name", "number") else "") + _shown(token))
    return "".join(parts)


def _shown(token: Token) -> str:
    return f"^{token.text}" if token.kind == "superscript" else token.text


def at_token(id: str, token: Token, **arguments: object) -> FormulaError:
    """The complaint `id` about a token."""
    length = max(1, token.span.end - token.span.start)
    return FormulaError(id, column=token.span.start, length=length, **arguments)
