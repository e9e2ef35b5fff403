"""Is a typed number right? Judged by the digits that were typed, and by what known mistakes would have given.

An answer is right if it is the true number rounded to the digits typed, with at least two significant digits (one is
enough if the number has no more, as 2 or 0.5). What follows from the rounded numbers on the screen is right too, and so
is what is off by less than half a per cent; the learner then hears the number with all its digits. Everything else is
compared with what the known misconceptions would give, and one of these is named if it is the only one that fits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from ..arrays import Array, Truths, write_shape
from ..errors import GradstepError
from ..formula.numbers import NumberReading, parse_number
from ..words import Message, core_words, message
from ..words.numbers import receipt
from .rounding import Reach, Within
from .verdict import Verdict

ROUNDED_ON_THE_WAY = 0.005
"""Up to this relative error an answer counts as right, although its last digits are off."""
NEARLY = 0.05
"""Up to this relative error a wrong answer is called a near miss."""
NEAR_ZERO = 1e-9
"""A typed 0 is right for what is smaller than this: sums that cancel leave such numbers behind."""
DIGITS_LEAD = 0.1
"""How far other digits of the inputs than those shown may lead: where two numbers cancel they could lead anywhere."""
LARGEST_WHOLE = 1e15
"""Below this every whole number is told in full."""
ROUNDS_TO_ZERO = 0.005
"""A mistake may be behind a typed 0 only if it gives 0 at two decimals."""


_GROUPS = re.compile(r"\s*[-+−]?[0-9]{1,3}(?:([.,'’_\s])[0-9]{3}(?:\1[0-9]{3})*)\s*")
"""A whole number with a sign between its thousands."""


def judge_number(
    text: str, truth: object, mistakes: Mapping[str, object], *, is_slope: bool = False, within: Within | None = None
) -> Verdict:
    """The verdict on a typed number, vector or matrix; `truth` is a number, a Fraction, an array or a tuple.

    `mistakes` maps misconceptions to the answers they lead to; what follows a `:` tells several ways of one apart.
    A slope says how something changes; what there is to say where it is 0 does not fit other numbers. `within` is what
    follows from the rounded numbers that the learner sees.
    """
    wanted = _numbers(truth)
    try:
        reading = parse_number(text)
    except GradstepError as error:
        return _grouped(text, wanted) or Verdict("unreadable", error.message)
    verdict = _judged(reading, wanted, mistakes, is_slope, within)
    return verdict if verdict.is_right else _grouped(text, wanted) or verdict


def _grouped(text: str, wanted: Array) -> Verdict | None:
    """A whole number of four digits and more that was typed with signs between its thousands: `1,168`, `196 608`.

    The same signs are decimal, or separate numbers, so nothing is judged before it is clear.
    """
    if wanted.size != 1 or not float(wanted.reshape(())).is_integer() or abs(float(wanted.reshape(()))) < 1000:
        return None
    if _GROUPS.fullmatch(text) is None:
        return None
    digits = re.sub(r"[^\d-]", "", text.replace("−", "-"))
    return Verdict("unreadable", message("verdict.thousands", got=text.strip(), digits=digits))


def _judged(
    reading: NumberReading, wanted: Array, mistakes: Mapping[str, object], is_slope: bool, within: Within | None
) -> Verdict:
    reading = _laid(reading, wanted)
    got = np.asarray(reading.value, dtype=float)
    if got.shape != wanted.shape:
        said = message("verdict.shape", got=write_shape(got.shape), wanted=write_shape(wanted.shape))
        if wanted.size == 1:
            said = message("verdict.one-number", count=int(got.size), reading=reading.text)
        return Verdict("unreadable", said, reading.text)
    results = {id: _numbers(value) for id, value in mistakes.items()}
    is_slip = any(_is_in_all_digits(reading, got, value) for value in results.values())
    fit = _fit(reading, got, wanted, None if is_slip else within)
    if fit is not None:
        return Verdict("right", fit, reading.text)
    exactly = [id for id, value in results.items() if value.shape == got.shape and np.allclose(value, got, rtol=1e-9)]
    if not exactly and _has_too_few_digits(reading, got, wanted):
        return Verdict("rounded", message("verdict.more-digits"), reading.text)
    found = exactly or [id for id, value in results.items() if _matches(reading, got, value)]
    candidates = tuple(sorted({id.partition(":")[0] for id in found}))
    if len(candidates) == 1:
        return Verdict("wrong", _named(found, candidates[0]), reading.text, candidates[0], candidates)
    if candidates:
        names = [message(f"mistake.{id}-name") for id in candidates]
        return Verdict("wrong", message("verdict.several", names=names), reading.text, None, candidates)
    return Verdict("wrong", _known(reading, got, wanted, is_slope), reading.text)


def writes_slope(written: str) -> bool:
    """Is a quantity, as it is written, a gradient or a derivative: `∂f/∂x`, `w·f'(z)`?"""
    return "∂" in written or "'(" in written


def _named(found: Sequence[str], misconception: str) -> Message:
    """What is said of a misconception; one way of it may have words of its own, as `input-forgotten-margin`."""
    own = f"mistake.{found[0].replace(':', '-')}"
    return message(own if len(set(found)) == 1 and own in core_words().texts else f"mistake.{misconception}")


def _laid(reading: NumberReading, wanted: Array) -> NumberReading:
    """The reading in the wanted shape, if it is only written differently.

    A number may stand for an array with one entry; the entries of a column may be typed as a row, and vice versa.
    """
    shape = np.shape(reading.value)
    if shape == wanted.shape or np.size(reading.value) != wanted.size or _is_table(shape) or _is_table(wanted.shape):
        return reading
    parts = (reading.value, reading.decimals, reading.significant_digits)
    value, decimals, digits = (np.reshape(part, wanted.shape) for part in parts)
    return replace(reading, value=value, decimals=decimals, significant_digits=digits)


def _is_table(shape: tuple[int, ...]) -> bool:
    """Has it several rows and several columns?"""
    return sum(length > 1 for length in shape) > 1


def _fit(reading: NumberReading, got: Array, wanted: Array, within: Within | None) -> Message | None:
    """What to say of a right answer, or None if it is not right."""
    half = _half(reading)
    off = np.abs(got - wanted)
    scale = np.abs(wanted)
    by_digits = off <= half * (1 + 1e-9) + 1e-12 * scale
    exact = (off <= 1e-9 * np.maximum(scale, NEAR_ZERO)) | ((got == 0.0) & (scale < NEAR_ZERO))
    enough = np.asarray(reading.significant_digits) >= 2
    if np.all(exact | (by_digits & enough)):
        return message("verdict.right")
    near = (off <= ROUNDED_ON_THE_WAY * scale) | (enough & _follows(got, half, wanted, within))
    if not np.all(exact | (near & ~_is_miscounted(reading, got, wanted))):
        return None
    if got.ndim:
        return message("verdict.right-rounded-entries")
    return message("verdict.right-rounded", value=_in_full(float(got), float(wanted)))


def _in_full(got: float, wanted: float) -> str:
    """The true number with the digits that it takes to see the difference; a whole one without decimals."""
    if wanted.is_integer() and abs(wanted) < LARGEST_WHOLE:
        return str(int(wanted))
    apart = _digits_apart(got, wanted)
    return receipt(wanted, apart if abs(wanted) < 1e5 else apart + 6)


def _half(reading: NumberReading) -> Array:
    """Half a unit of the last digit typed, of every entry."""
    return 0.5 * 10.0 ** -np.asarray(reading.decimals, dtype=float)


def _is_miscounted(reading: NumberReading, got: Array, wanted: Array) -> Truths:
    """Are both whole numbers, typed to the last digit? A count is right or wrong; nobody rounded it on the way."""
    whole = (np.mod(got, 1.0) == 0.0) & (np.mod(wanted, 1.0) == 0.0)
    return whole & (got != wanted) & (np.asarray(reading.decimals, dtype=float) >= 0.0)


def _follows(got: Array, half: Array, wanted: Array, within: Within | None) -> Truths:
    """Do the digits on the screen lead to this answer? Never to the opposite sign.

    It lies where the intervals of the inputs lead, or is the rounded form of what follows from them as they are shown.
    """
    if within is None or np.shape(within.intervals.low) != np.shape(wanted):
        return np.zeros(np.shape(wanted), bool)
    air = 1e-9 * np.abs(wanted)
    near = _lies_in(got, within.intervals, air) & (np.abs(got - wanted) <= DIGITS_LEAD * np.abs(wanted))
    inside = near | _lies_in(got, within.shown, air + half * (1 + 1e-9))
    return inside & ((np.sign(got) == np.sign(wanted)) | (wanted == 0.0))


def _is_in_all_digits(reading: NumberReading, got: Array, mistaken: Array) -> bool:
    """Is it what a mistake gives, in three digits and more? Then it does not merely follow from rounded numbers."""
    if got.shape != mistaken.shape or not np.all(np.asarray(reading.significant_digits) > 2):
        return False
    return bool(np.all(np.abs(got - mistaken) <= _half(reading)))


def _lies_in(got: Array, reach: Reach, air: Array) -> Truths:
    return (reach.low - air <= got) & (got <= reach.high + air)


def _digits_apart(got: float, wanted: float) -> int:
    """As many decimals as it takes to see how the two numbers differ, and at least four."""
    return next((d for d in range(4, 12) if f"{got:.{d}f}" != f"{wanted:.{d}f}"), 12)


def _has_too_few_digits(reading: NumberReading, got: Array, wanted: Array) -> bool:
    """Is it the true number rounded to a single digit, and not far from it, as `-0.6` is for -0.59?"""
    half = _half(reading)
    off = np.abs(got - wanted)
    return bool(np.all((off <= half) & (off <= 0.2 * np.abs(wanted))) and np.any(got))


def _matches(reading: NumberReading, got: Array, mistaken: Array) -> bool:
    """Could this answer have come from a mistake with this result?"""
    if got.shape != mistaken.shape or not np.all(np.isfinite(mistaken)):
        return False
    half = _half(reading)
    # A bare 0 says little: half a unit around it holds numbers that nobody rounds to 0.
    half = np.where(got == 0.0, np.minimum(half, ROUNDS_TO_ZERO), half)
    off, scale = np.abs(got - mistaken), np.abs(mistaken)
    return bool(np.all((off <= half * (1 + 1e-9)) | (off <= ROUNDED_ON_THE_WAY * scale)))


def _known(reading: NumberReading, got: Array, wanted: Array, is_slope: bool) -> Message:
    """What can be said of a wrong answer that no known mistake explains."""
    if got.size == 1:
        got, wanted = got.reshape(()), wanted.reshape(())
    if got.ndim:
        right = int(np.sum(np.abs(got - wanted) <= ROUNDED_ON_THE_WAY * np.maximum(np.abs(wanted), NEAR_ZERO)))
        return message("verdict.some-entries", right=right, count=int(got.size))
    answer, truth = float(got), float(wanted)
    if truth and answer and np.sign(answer) != np.sign(truth):
        return message("verdict.sign")
    if truth == 0.0:
        return message("verdict.is-zero" if is_slope else "verdict.value-is-zero")
    if answer == 0.0:
        return message("verdict.not-zero" if is_slope else "verdict.value-not-zero")
    if _is_cut_off(np.max(reading.decimals), answer, truth) and not float(truth).is_integer():
        return message("verdict.cut-off")
    if abs(answer - truth) <= NEARLY * abs(truth):
        miscounted = bool(np.all(_is_miscounted(reading, got, wanted)))
        return message("verdict.miscounted" if miscounted else "verdict.near-miss")
    return message("verdict.too-small" if abs(answer) < abs(truth) else "verdict.too-large")


def _is_cut_off(decimals: int, answer: float, truth: float) -> bool:
    """Are these the first digits of the truth, with the rest dropped instead of rounded, as 0.19 is for 0.1966?"""
    unit = 10.0 ** -int(decimals)
    return 0 < abs(truth) - abs(answer) < unit and abs(answer) > 0


def _numbers(value: object) -> Array:
    if isinstance(value, tuple | list):
        return np.asarray([float(entry) for entry in value])
    return np.asarray(float(value) if isinstance(value, Fraction | int) else value, dtype=float)
