"""How is a number written? The one source of number formats for boxes, receipts, tables and sentences.

- `box(number)`       five cells inside a graph box: `2.00`, `-0.20`, `16.0`, `2e-4`, `32x4`
- `receipt(number)`   six decimals, or six significant digits outside 1e-4 … 1e5
- `brief(number)`     up to four decimals, and none that say nothing
- `sentence(number)`  two decimals, for narration
- `exact(number)`     exact runs: one decimal where that is exact, otherwise `1/3`
- `entry(number)`     a cell of a matrix: four decimals while they fit
- `apart(before, now)` two numbers of which one is said to be less
- `column(numbers)`   a column of a table with its decimal points under each other

Invariants: every text is rounded from the number itself, never from another text; exact zero is always `0`
(or `0.0` in exact runs) and nothing else is; a tiny number keeps its order of magnitude (`2e-9`, never `0.00`
or `-0.00`); minus is the ASCII `-`, so that what is shown can be typed back; a text that cannot fit ends in
`…` rather than lie.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

CUT = "…"
"""Stands at the end of a text that did not fit."""

_SMALLEST_FIXED = 1e-4
_LARGEST_FIXED = 1e5
_LARGEST_WHOLE = 1e6
_LARGEST_FLOAT = 10**308
_MOST_DECIMALS = 9
EVERY_DIGIT = 17
"""Significant digits that tell every double from its neighbours."""
_EXPONENT = re.compile(r"-?\d+e-?(?=\d)")


def box(number: object, width: int = 5) -> str:
    """A value or gradient inside a box; `None` (not known yet) is blank, an array is its shape."""
    scalar = _scalar(number)
    if isinstance(scalar, str):
        return _cut(scalar, width)
    if isinstance(scalar, Fraction) and scalar:
        return _fraction(scalar, width, lambda: box(float(scalar), width))
    return _cut(_special(scalar) or _three_digits(float(scalar)), width)


def receipt(number: object, digits: int = 6) -> str:
    """A number in a receipt: `digits` decimals between 1e-4 and 1e5, otherwise as many significant digits."""
    scalar = _scalar(number)
    if isinstance(scalar, str):
        return scalar
    if isinstance(scalar, Fraction) and scalar:
        return _fraction(scalar, 15, lambda: receipt(float(scalar), digits))
    special = _special(scalar)
    if special:
        return special
    value = float(scalar)
    smallest = max(_SMALLEST_FIXED, 0.5 * 10.0**-digits)
    if smallest <= abs(value) < _LARGEST_FIXED:
        return f"{value:.{digits}f}"
    return _plain_exponent(f"{value:.{digits}g}")


def brief(number: Any, digits: int = 4) -> str:
    """A number in a calculation: with up to `digits` decimals, and no trailing zeros if it is exact."""
    value = float(number)
    if value.is_integer() and abs(value) < _LARGEST_WHOLE:
        return str(int(value))
    text = receipt(value, digits)
    return text.rstrip("0") if "e" not in text and round(value, digits) == value else text


def sentence(number: object, digits: int = 2) -> str:
    """A number in running text."""
    return receipt(number, digits)


def apart(before: float, now: float, write: Callable[[float], str]) -> tuple[str, str]:
    """Two numbers of a sentence that says that one is less: with so many digits that they differ as they do."""
    told = write(before), write(now)
    if told[0] != told[1] or before == now:
        return told
    pairs = ((f"{before:.{digits}g}", f"{now:.{digits}g}") for digits in range(5, EVERY_DIGIT + 1))
    return next((pair for pair in pairs if pair[0] != pair[1]), told)


def exact(number: object, width: int = 5) -> str:
    """A number of an exact run: `0.5`, `-1.0`, `0.0`, `1/3`; a longer terminating decimal while it fits."""
    scalar = _scalar(number)
    if isinstance(scalar, str):
        return _cut(scalar, width)
    if isinstance(scalar, float) and not math.isfinite(scalar):
        return _special(scalar)
    return _fraction(Fraction(scalar), width, lambda: box(float(scalar), width))


def entry(number: object, width: int = 7, decimals: int = 4) -> str:
    """A cell of a matrix, with fewer decimals (and in the end an exponent) when the number needs the room."""
    scalar = _scalar(number)
    if isinstance(scalar, str):
        return _cut(scalar, width)
    special = _special(scalar)
    if special:
        return special
    value = float(scalar)
    for kept in range(decimals, -1, -1):
        text = f"{value:.{kept}f}"
        if len(text) <= width:
            # Rounded away: an exponent says more than a row of zeros.
            return text if float(text) else _one_digit(value)
    return _cut(_one_digit(value), width)


def column(numbers: Iterable[object], decimals: int = 2) -> list[str]:
    """Numbers of one table column, all equally wide, decimal points under each other; `None` is blank."""
    texts = [receipt(number, decimals) for number in numbers]
    heads = [text.partition(".")[0] if _fixed(text) else text for text in texts]
    tails = [text[len(head) :] for text, head in zip(texts, heads, strict=True)]
    before = max((len(h) for h, text in zip(heads, texts, strict=True) if _fixed(text)), default=0)
    after = max((len(tail) for tail in tails), default=0)
    aligned = [
        head.rjust(before) + tail.ljust(after) if _fixed(text) else text
        for text, head, tail in zip(texts, heads, tails, strict=True)
    ]
    width = max((len(text) for text in aligned), default=0)
    return [text.rjust(width) for text in aligned]


def shape(array: Any) -> str:
    """The shape of an array as it stands in a box: `32×4`, and `[3]` for a vector of three, which is no number 3."""
    lengths = "×".join(str(length) for length in array.shape)
    return f"[{lengths}]" if len(array.shape) == 1 else lengths


def _scalar(number: Any) -> float | Fraction | str:
    """The number inside `number`, or the text that stands for it: blank, a shape, or the text itself."""
    if number is None:
        return ""
    if isinstance(number, str | Fraction):
        return number
    lengths = getattr(number, "shape", None)
    if lengths is not None:
        return float(number.item()) if math.prod(lengths) == 1 else shape(number)
    if isinstance(number, int) and abs(number) > _LARGEST_FLOAT:
        return _plain_exponent(f"{Decimal(number):.0e}")
    return float(number)


def _special(number: float | Fraction) -> str:
    """NaN, the infinities and exact zero; nothing for every other number."""
    if not number:
        return "0"
    if isinstance(number, Fraction) or math.isfinite(number):
        return ""
    return "NaN" if math.isnan(number) else "inf" if number > 0 else "-inf"


def _three_digits(value: float) -> str:
    """A finite number other than zero, by the rule for boxes.

    The limits are compared after rounding, so that 9.996 becomes `10.0` and not the wider `10.00`.
    """
    if abs(value) < 0.005:
        return _one_digit(value)
    if value.is_integer() and 10_000 <= value < _LARGEST_FIXED:
        # A count is told whole while it fits: 60000 images are not about that many.
        return str(int(value))
    for decimals, limit in ((2, 10), (1, 100), (0, 10_000)):
        text = f"{value:.{decimals}f}"
        if abs(float(text)) < limit:
            return text
    return _one_digit(value)


def _one_digit(value: float) -> str:
    return _plain_exponent(f"{value:.0e}")


def _plain_exponent(text: str) -> str:
    """`2e-09` as people write it, `2e-9`."""
    mantissa, mark, exponent = text.partition("e")
    return f"{mantissa}e{int(exponent)}" if mark else text


def _fraction(number: Fraction, width: int, otherwise: Any) -> str:
    """An exact number as a terminating decimal or a quotient, whichever fits, or `otherwise()`."""
    for decimals in range(1, _MOST_DECIMALS + 1):
        if (number * 10**decimals).denominator == 1:
            text = _decimal(number, decimals)
            if len(text) <= width:
                return text
            break
    quotient = f"{number.numerator}/{number.denominator}"
    return quotient if len(quotient) <= width and number.denominator > 1 else otherwise()


def _decimal(number: Fraction, decimals: int) -> str:
    digits = str(abs(number.numerator * 10**decimals // number.denominator)).rjust(decimals + 1, "0")
    return ("-" if number < 0 else "") + digits[:-decimals] + "." + digits[-decimals:]


def _fixed(text: str) -> bool:
    """Whether the text takes part in the alignment of decimal points."""
    return not any(letter in text for letter in "einN/x")


def _cut(text: str, width: int) -> str:
    if len(text) <= width:
        return text
    # An exponent goes as a whole: `5e-3…` would be read as five thousandths.
    exponent = _EXPONENT.match(text)
    return (exponent.group() if exponent else text)[: width - 1] + CUT
