"""Which whole number was typed? One of plain digits, and of as few as a place or a count can have."""

from __future__ import annotations

MOST_DIGITS = 9


def whole(text: str) -> int | None:
    """The number, or None: `²` and `٣` are digits to Unicode and none here, and no place has 5,000 digits."""
    typed = text.strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS else None
