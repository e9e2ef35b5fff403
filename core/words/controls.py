"""How is a sign shown that cannot be seen or would steer a terminal? By its code: `\\x1b`, `\\t`, `\\u2028`."""

from __future__ import annotations


def visible(text: str, kept: str = "") -> str:
    """The text with every control sign, line separator and lone half of a sign as its code; those in `kept` stay."""
    return text if text.isprintable() else "".join(_seen(sign, kept) for sign in text)


def _seen(sign: str, kept: str) -> str:
    # Blanks of other widths (no-break, thin) count as not printable, but steer nothing.
    if sign.isprintable() or sign in kept or sign in BLANKS:
        return sign
    return sign.encode("unicode_escape").decode("ascii")


BLANKS = frozenset("\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")
"""Blanks that are drawn like the usual one."""


def shortened(text: str, most: int = 60) -> str:
    """A text that somebody gave, as a sentence can quote it: no longer than it helps to recognise it."""
    return text if len(text) <= most else text[: most - 1] + "…"
