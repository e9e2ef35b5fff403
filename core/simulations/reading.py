"""How is the value of a knob read? One reader for each shape that values have, from what a lesson or a person wrote.

A reader takes whatever stands there and gives what the topic uses, or raises SpecError. Which knob it is about is known
to the knob, and not to the reader.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar, cast

import numpy as np

from ..arrays import Array, Value, scalar
from ..errors import SpecError
from .exact import fraction

T = TypeVar("T")
FARTHEST = 1_000_000
"""The last frame of another simulation that can be opened."""
LONGEST = 60
"""As much of a text is repeated in a complaint."""


def short(given: object) -> str:
    """What was given, as a complaint repeats it."""
    return str(given)[:LONGEST]


def optional(read: Callable[[object], T]) -> Callable[[object], T | None]:
    """The same reader, which also takes None for what is not given."""
    return lambda given: None if given is None else read(given)


def whole(given: object) -> int:
    """A whole number, which may have been written with a point, 3.0. Raises SpecError."""
    if isinstance(given, float) and given.is_integer():
        return int(given)
    if isinstance(given, bool) or not isinstance(given, int):
        raise SpecError("spec.whole", got=short(given))
    return given


def whole_between(low: int, high: int) -> Callable[[object], int]:
    """A reader of whole numbers of a range, for what has no range otherwise, since it may be left open."""

    def read(given: object) -> int:
        if not low <= (found := whole(given)) <= high:
            raise SpecError("spec.whole", got=found, low=low, high=high)
        return found

    return read


def real(given: object) -> float:
    """A number as a float: 0.21, or a text such as `1/4`. Raises SpecError."""
    return float(fraction(given))


def any_text(given: object) -> str:
    """A text, which may be empty. Raises SpecError."""
    if not isinstance(given, str):
        raise SpecError("spec.text", got=short(given))
    return given


def formula_text(given: object) -> str:
    """A formula as text. Raises SpecError for an empty one."""
    if not isinstance(given, str) or not given.strip():
        raise SpecError("spec.formula", got=str(given))
    return given


def number(given: object, name: str = "") -> Value:
    """A float or a float array. Raises SpecError for texts, truths, ragged lists, NaN and infinities."""
    try:
        if isinstance(given, bool | str) or given is None:
            raise ValueError
        array = np.asarray(given, dtype=float)
        if not np.all(np.isfinite(array)) or array.size == 0:
            raise ValueError
    except (TypeError, ValueError):
        raise SpecError("spec.value", got=str(given), **({"knob": name} if name else {})) from None
    return scalar(array)


def array(given: object) -> Array:
    """A number or nested lists as an array; a number has no axes. Raises SpecError."""
    return np.asarray(number(given), dtype=float)


def values(given: object) -> dict[str, Value]:
    """Values by name, as floats and float arrays. Raises SpecError for what is no number."""
    if not isinstance(given, Mapping):
        raise SpecError("spec.values", got=str(given))
    return {str(name): number(value, str(name)) for name, value in cast("Mapping[object, object]", given).items()}
