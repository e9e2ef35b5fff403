"""What else could have been meant? `1/2x` is read as (1/2)·x, and many mean 1/(2x).

A slash, an exponent and a root sign reach as far as the rules of binding say; what is written by hand reaches further.
So parentheses are put where they may have been meant, one or two pairs at a time, and every reading that comes of it is
tried. They are only asked for when an answer is wrong as it stands: nothing is read otherwise than typed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain, combinations, islice

from ..errors import GradstepError
from ..formula.limits import ANSWER_LIMITS
from ..formula.parser import parse_tokens
from ..formula.token import ENDS_OPERAND, Token
from ..formula.tokens import tokenize
from ..formula.tree import Tree

MOST = 40
"""Readings that are tried at most."""
MOST_TOKENS = 1_600
"""Tokens that are read again at most: the longer an answer, the fewer readings of it are tried."""
Pair = tuple[int, int]
"""Places of the tokens before which `(` and `)` are put."""


def other_readings(text: str, known: Collection[str]) -> Iterator[Tree]:
    """Trees that the text could stand for, had parentheses been left out or a comma been decimal; the likely first."""
    tokens = tokenize(text, ANSWER_LIMITS, is_answer=True)
    pairs = list(dict.fromkeys(_pairs(tokens)))
    singles = ((pair,) for pair in pairs)
    doubles = (two for two in combinations(pairs, 2) if _fit(*two))
    for way in islice(chain(singles, doubles), min(MOST, MOST_TOKENS // len(tokens))):
        yield from _read(_with(tokens, way), known)
    for place in range(1, len(tokens) - 1):
        if _is_tight_comma(tokens, place):
            merged = tokens[place - 1]._replace(text=f"{tokens[place - 1].text}.{tokens[place + 1].text}")
            yield from _read([*tokens[: place - 1], merged, *tokens[place + 2 :]], known)


def _read(tokens: list[Token], known: Collection[str]) -> Iterator[Tree]:
    try:
        yield parse_tokens(list(tokens), known)
    except GradstepError:
        return


def _with(tokens: list[Token], way: Collection[Pair]) -> list[Token]:
    found: list[Token] = []
    for place, token in enumerate(tokens):
        closing = sum(end == place for _, end in way)
        opening = sum(start == place for start, _ in way)
        found += [token._replace(kind=")", text=")", spaced=False)] * closing
        found += [token._replace(kind="(", text="(")] * opening
        found.append(token._replace(spaced=token.spaced and not opening))
    return found


def _fit(one: Pair, other: Pair) -> bool:
    """Do two pairs of parentheses not cross?"""
    (_, end), (start, last) = sorted((one, other))
    return one != other and (end <= start or last <= end)


def _pairs(tokens: list[Token]) -> Iterator[Pair]:
    """Where parentheses may have been meant: after a slash, an exponent or a root, and before a slash."""
    for place, token in enumerate(tokens[:-1]):
        if token.kind not in ("/", "^", "√"):
            continue
        start = place + 1
        for end in _ends(tokens, start, is_exponent=token.kind != "/"):
            yield start, end
        if token.kind == "/":
            begin = _begin(tokens, place)
            if begin is not None:
                yield begin, place


def _ends(tokens: list[Token], start: int, *, is_exponent: bool) -> Iterator[int]:
    """The ends of what may have been meant as one: factors without a sign, a product or quotient, a sum."""
    level, bars, at = 0, 0, start
    first = True
    while at < len(tokens):
        token, before = tokens[at], tokens[at - 1]
        if token.kind == "|":
            bars += -1 if bars and before.kind in ENDS_OPERAND else 1
        if level == 0 and (token.kind in (")", "]", ";", "end") or (token.kind == "|" and bars < 0)):
            break
        if level == 0 and token.kind == "," and not _is_tight_comma(tokens, at):
            break
        level += (token.kind in ("(", "[")) - (token.kind in (")", "]"))
        if level == 0 and not bars and at > start and before.kind in ENDS_OPERAND:
            if token.kind in ("+", "-"):
                yield at
                first = False
            elif _may_end(token, before, first or is_exponent):
                yield at
        at += 1
    if at > start + 1:
        yield at


def _may_end(token: Token, before: Token, has_one_term: bool) -> bool:
    """May a group end before this token, which follows a factor?"""
    if token.kind in ("*", "@"):
        return has_one_term
    return token.kind in ("/", "name") or (token.kind == "(" and before.kind in (")", "number"))


def _begin(tokens: list[Token], slash: int) -> int | None:
    """The beginning of the sum before a slash; None if there is only one term."""
    level, at, has_sum = 0, slash - 1, False
    while at >= 0:
        token = tokens[at]
        level += (token.kind in (")", "]")) - (token.kind in ("(", "["))
        if level < 0 or (level == 0 and token.kind in (",", ";", "|")):
            break
        has_sum |= level == 0 and token.kind in ("+", "-") and at > 0 and tokens[at - 1].kind in ENDS_OPERAND
        at -= 1
    return at + 1 if has_sum else None


def _is_tight_comma(tokens: list[Token], place: int) -> bool:
    before, comma, after = tokens[place - 1 : place + 2]
    return comma.kind == "," and not comma.spaced and not after.spaced and before.kind == after.kind == "number"
