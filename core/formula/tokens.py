"""Where do numbers, names and signs begin and end? Text is cut into tokens that know their columns.

All spellings of a sign become one kind (`**` and `^`, `·` and `*`), so the parser needs to know each sign only once;
what `½`, `eˣ` and LaTeX stand for is written out. A comma stays a token of its own: whether it is decimal depends on
its surroundings, which only the parser knows.
"""

from __future__ import annotations

import re
import unicodedata

from ..errors import FormulaError
from .from_latex import from_latex
from .habits import plain
from .limits import Limits
from .names import spelling
from .token import ENDS_OPERAND, Token
from .tree import Span

_LETTER = "A-Za-z\u00aa\u00b5\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u1e00-\u1eff\U0001d400-\U0001d7cb"
_HIGH = (
    "\u2070\u00b9\u00b2\u00b3\u2074-\u2079\u207a\u207b\u207d\u207e\u2071\u207f\u02b0-\u02b8\u02e1-\u02e3\u1d43-\u1d61"
)
_NAME = f"[{_LETTER}][{_LETTER}0-9_\u2080-\u2089\u1d62-\u1d65\u2090-\u209c\u0300-\u036f]*"
_PATH = rf"{_NAME}(?:\.(?:{_NAME}|[0-9]+)|\[\s*[0-9]+(?:\s*[,;]\s*[0-9]+)*\s*\])*"
_REST = (
    r"|(?P<number>(?:[0-9]+(?:\.(?![*/^])[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    f"|(?P<superscript>[{_HIGH}]+)"
    "|(?P<fraction>[\u00bc-\u00be\u2150-\u215e])"
    r"|(?P<command>\\(?:[A-Za-z]+|[^A-Za-z0-9]))"
    r"|(?P<sign>\*\*|\.[*/^]|[=!<>]=|<>|&&|[-+*/^@()\[\]{}|,;=<>&!‖∥]"
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
_LETTERS_OR_GROUP = re.compile(r"[^0-9+-]")
_LATEX = frozenset({"command", "{", "}", "_"})
_PRIMES = "'’′`´"


def tokenize(text: str, limits: Limits, *, conditions: bool = False, is_answer: bool = False) -> list[Token]:
    """The tokens of a text and a last one of kind `end`.

    With `conditions`, `grad.w1` and `X[0,1]` are names; of an answer, a left side such as `dy/dx =` is passed over. A
    line break ends a definition, or a row inside brackets, if what comes before it is complete. Raises FormulaError for
    a text that is too long, has too many tokens, or has characters that no formula has.
    """
    if len(text) > limits.characters:
        raise FormulaError("formula.too-long", column=limits.characters + 1, got=len(text), wanted=limits.characters)
    tokens = _scanned(plain(text, is_answer=is_answer), limits, _CONDITION_TOKEN if conditions else _TOKEN)
    while tokens and tokens[-1].kind == ";":
        tokens.pop()
    tokens.append(Token("end", "", Span(len(text.rstrip()) + 1, len(text.rstrip()) + 2), True))
    return from_latex(tokens) if any(token.kind in _LATEX for token in tokens) else tokens


def _scanned(text: str, limits: Limits, pattern: re.Pattern[str]) -> list[Token]:
    tokens: list[Token] = []
    open_signs: list[str] = []
    spaced = False
    for match in pattern.finditer(text):
        kind, word = str(match.lastgroup), match[0]
        if kind == "blank":
            spaced = True
            continue
        span = Span(match.start() + 1, match.end() + 1)
        if kind == "line":
            spaced = True
            if not tokens or tokens[-1].kind not in ENDS_OPERAND or (open_signs and open_signs[-1] == "("):
                continue
            kind = word = ";"
        elif kind == "other":
            kind = _unreadable(word, span, tokens, spaced)
        elif kind not in ("number", "command", "fraction"):
            kind, word = _named(kind, word, span)
            _follow(open_signs, kind)
        _put(tokens, Token(kind, word, span, spaced))
        spaced = False
        if len(tokens) > limits.tokens:
            raise FormulaError("formula.too-many-tokens", column=span.start, wanted=limits.tokens)
    return tokens


def _put(tokens: list[Token], token: Token) -> None:
    """Adds a token, or those that it is short for: `½` is `(1/2)`, `ˣ` is `^x`, `‖` is two bars."""
    before = tokens[-1] if tokens else None
    if token.kind == "fraction":
        if before is not None and before.kind == "number" and not token.spaced:
            raise FormulaError("formula.mixed-number", column=token.span.start, got=before.text + token.text)
        if before is not None and before.kind == "superscript" and before.text in ("-", "+"):
            tokens[-1:] = [before._replace(kind="^", text="^"), before._replace(kind=before.text, spaced=False)]
        above, _, below = unicodedata.normalize("NFKC", token.text).partition("\u2044")
        tokens += [_like(token, "("), _like(token, "number", above), _like(token, "/"), _like(token, "number", below)]
        tokens.append(_like(token, ")"))
    elif token.kind == "superscript" and _LETTERS_OR_GROUP.search(token.text):
        inner = [_like(token, *_kind_of(part)) for part in re.findall(r"[0-9]+|\w+|.", token.text)]
        tokens += [_like(token, "^"), _like(token, "("), *inner, _like(token, ")")]
    elif token.kind in ("‖", "∥"):
        tokens += [token._replace(kind="|", text="|"), _like(token, "|")]
    else:
        tokens.append(token)


def _like(token: Token, kind: str, text: str = "") -> Token:
    """A token in the place of another one, which it stands for in part."""
    return Token(kind, text or kind, token.span, token.spaced and kind in ("(", "^"))


def _kind_of(part: str) -> tuple[str, str]:
    return ("number" if part.isdecimal() else "name" if part.isalpha() else part), part


def _named(kind: str, word: str, span: Span) -> tuple[str, str]:
    """What kind of token a name, a sign or a superscript is, and its plain spelling."""
    if kind == "sign":
        return _SIGNS.get(word, word), word
    if kind == "superscript":
        return kind, unicodedata.normalize("NFKC", word).replace("\u2212", "-")
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


def _unreadable(character: str, span: Span, tokens: list[Token], spaced: bool) -> str:
    """The kind of a character that may belong to LaTeX. Raises FormulaError for all others."""
    if character == "_" and tokens and tokens[-1].kind in ("command", "}"):
        return character
    raise _complaint(character, span, tokens, spaced)


def _complaint(character: str, span: Span, tokens: list[Token], spaced: bool) -> FormulaError:
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    if character in _PRIMES and tokens and tokens[-1].kind in ENDS_OPERAND and not spaced:
        return FormulaError("formula.prime", column=span.start, got=shown)
    if character == ":" and tokens and tokens[-1].kind == "number":
        return FormulaError("formula.ratio", column=span.start)
    if character in _PRIMES or character in '"_.:#\\“”':
        return FormulaError("formula.code", column=span.start, got=shown)
    if character in "%‰":
        return FormulaError("formula.percent", column=span.start)
    if character == "?":
        return FormulaError("formula.choice", column=span.start, got=shown)
    return FormulaError("formula.unreadable", column=span.start, got=shown)


__all__ = ["ENDS_OPERAND", "Token", "tokenize"]
