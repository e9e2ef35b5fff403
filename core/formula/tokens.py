"""Where do numbers, names and signs begin and end? Text is cut into tokens that know their columns.

All spellings of a sign become one kind (`**` and `^`, `·` and `*`), so the parser needs to know each sign only once. A
comma stays a token of its own: whether it is decimal depends on its surroundings, which only the parser knows.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..errors import FormulaError
from .limits import Limits
from .names import spelling
from .tree import Span


class Token(NamedTuple):
    """One word of a formula: `kind` is `number`, `name`, `superscript`, `end`, or the sign itself."""

    kind: str
    text: str
    span: Span
    spaced: bool
    """Is there a blank before it?"""


_LETTER = "A-Za-z\u00aa\u00b5\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u1e00-\u1eff\U0001d400-\U0001d7cb"
_NAME = f"[{_LETTER}][{_LETTER}0-9_\u2080-\u2089\u1d62-\u1d65\u2090-\u209c\u0300-\u036f]*"
_PATH = rf"{_NAME}(?:\.(?:{_NAME}|[0-9]+)|\[\s*[0-9]+(?:\s*[,;]\s*[0-9]+)*\s*\])*"
_REST = (
    r"|(?P<number>(?:[0-9]+(?:\.(?![*/^])[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    "|(?P<superscript>[\u2070\u00b9\u00b2\u00b3\u2074-\u2079\u207a\u207b]+)"
    r"|(?P<sign>\*\*|\.[*/^]|[=!<>]=|<>|&&|[-+*/^@()\[\]|,;=<>&!]"
    "|[·×⋅∙•∗⊙÷∕−–—≤≥≠∧∨¬√ᵀ⊤ˆ↑])"
    "|(?P<blank>[ \t\u00a0\u2000-\u200d\u202f\u205f\u2060-\u2064\u3000\ufeff]+)"
    r"|(?P<line>[\r\n]+)"
    r"|(?P<other>.)"
)
_TOKEN = re.compile(f"(?P<name>{_NAME}){_REST}")
_CONDITION_TOKEN = re.compile(f"(?P<name>{_PATH}){_REST}")

_SIGNS = {
    **dict.fromkeys(("**", ".^", "ˆ", "↑"), "^"),
    **dict.fromkeys((".*", "·", "×", "⋅", "∙", "•", "∗", "⊙"), "*"),
    **dict.fromkeys(("./", "÷", "∕"), "/"),
    **dict.fromkeys(("−", "–", "—"), "-"),
    **dict.fromkeys(("&", "&&", "∧"), "and"),
    **dict.fromkeys(("!", "¬"), "not"),
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "<>": "!=",
    "∨": "or",
    "⊤": "ᵀ",
}
_WORDS = frozenset({"and", "or", "not"})
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_ENDS_OPERAND = frozenset({"number", "name", "superscript", ")", "]", "|", "ᵀ"})
_PRIMES = "'’′`´"


def tokenize(text: str, limits: Limits, *, conditions: bool = False) -> list[Token]:
    """The tokens of a text and a last one of kind `end`; with `conditions`, `grad.w1` and `X[0,1]` are names.

    A line break ends a definition, or a row inside brackets, if what comes before it is complete. Raises FormulaError
    for a text that is too long, has too many tokens, or has characters that no formula has.
    """
    if len(text) > limits.characters:
        raise FormulaError("formula.too-long", column=limits.characters + 1, got=len(text), wanted=limits.characters)
    tokens: list[Token] = []
    open_signs: list[str] = []
    spaced = False
    for match in (_CONDITION_TOKEN if conditions else _TOKEN).finditer(text):
        kind, word = str(match.lastgroup), match[0]
        if kind == "blank":
            spaced = True
            continue
        span = Span(match.start() + 1, match.end() + 1)
        if kind == "line":
            spaced = True
            if not tokens or tokens[-1].kind not in _ENDS_OPERAND or (open_signs and open_signs[-1] == "("):
                continue
            kind = word = ";"
        elif kind == "other":
            raise _unreadable(word, span, tokens, spaced)
        elif kind != "number":
            kind, word = _named(kind, word, span)
            _follow(open_signs, kind)
        tokens.append(Token(kind, word, span, spaced))
        spaced = False
        if len(tokens) > limits.tokens:
            raise FormulaError("formula.too-many-tokens", column=span.start, wanted=limits.tokens)
    while tokens and tokens[-1].kind == ";":
        tokens.pop()
    tokens.append(Token("end", "", Span(len(text.rstrip()) + 1, len(text.rstrip()) + 2), True))
    return tokens


def _named(kind: str, word: str, span: Span) -> tuple[str, str]:
    """What kind of token a name, a sign or a superscript is, and its plain spelling."""
    if kind == "sign":
        return _SIGNS.get(word, word), word
    if kind == "superscript":
        return kind, word.translate(_DIGITS)
    if "__" in word:
        raise FormulaError("formula.code", column=span.start, length=len(word), got=word)
    if word in _WORDS:
        return word, word
    return kind, "".join(spelling(word).split()) if "[" in word else spelling(word)


def _follow(open_signs: list[str], kind: str) -> None:
    if kind in "([":
        open_signs.append(kind)
    elif kind in ")]" and open_signs:
        open_signs.pop()


def _unreadable(character: str, span: Span, tokens: list[Token], spaced: bool) -> FormulaError:
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    if character in _PRIMES and tokens and tokens[-1].kind in _ENDS_OPERAND and not spaced:
        return FormulaError("formula.prime", column=span.start, got=shown)
    if character in _PRIMES or character in '"_.\\“”':
        return FormulaError("formula.code", column=span.start, got=shown)
    if character in "%‰":
        return FormulaError("formula.percent", column=span.start)
    if character in "{}":
        return FormulaError("formula.braces", column=span.start, got=shown)
    return FormulaError("formula.unreadable", column=span.start, got=shown)
