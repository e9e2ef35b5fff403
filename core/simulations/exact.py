"""How do numbers stay exact? As fractions, whatever a lesson or a command line wrote.

Decimals mean what they say: 0.1 is one tenth, and not the float nearest to it, because it is read digit by digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

from ..errors import SpecError

MOST_ROWS = 10_000


def fraction(value: object) -> Fraction:
    """An integer, a decimal or a text such as `1/2` as an exact fraction. Raises SpecError."""
    if isinstance(value, Fraction):
        return value
    try:
        if isinstance(value, bool):
            raise ValueError
        return Fraction(str(value).replace(",", ".").strip())
    except (ValueError, ZeroDivisionError):
        raise SpecError("spec.fraction", got=str(value)) from None


def fraction_row(values: object) -> tuple[Fraction, ...]:
    """A sequence of exact numbers. Raises SpecError."""
    if isinstance(values, str) or not isinstance(values, Sequence):
        raise SpecError("spec.row", got=str(values))
    return tuple(fraction(value) for value in cast("Sequence[object]", values))


def fraction_rows(values: object) -> tuple[tuple[Fraction, ...], ...]:
    """A table of exact numbers, at least one row, all rows equally long. Raises SpecError."""
    if isinstance(values, str) or not isinstance(values, Sequence):
        raise SpecError("spec.points", knob="points", got=str(values))
    rows = tuple(fraction_row(row) for row in cast("Sequence[object]", values))
    if not rows or not rows[0] or len({len(row) for row in rows}) > 1 or len(rows) > MOST_ROWS:
        raise SpecError("spec.points", knob="points", got=str(values)[:60])
    return rows


def write(number: Fraction) -> str:
    """`0.5` where the decimals end within four places, otherwise `1/3`."""
    scaled = number * 10_000
    if scaled.denominator == 1:
        return f"{int(scaled) / 10_000:g}"
    return f"{number.numerator}/{number.denominator}"
