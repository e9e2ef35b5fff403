"""How are quantities written in plain lines? Numbers, exact where they are exact; arrays as rows or as their shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...core.arrays import write_shape
from ...core.words.numbers import exact, receipt, sentence

MOST_ENTRIES = 12
"""Larger arrays are named with their shape; their entries stand in the picture."""


def short(value: Any) -> str:
    """A quantity in two decimals, exact where it is exact, an array as its rows or its shape."""
    return _written(value, sentence)


def long(value: Any) -> str:
    """A quantity in six decimals."""
    return _written(value, receipt)


def whole(value: Any) -> str:
    """A quantity that is needed: with all its digits where they are few, an array entry by entry where it is small."""
    if hasattr(value, "numerator") and not isinstance(value, int | float):
        return _trimmed(exact(value, 12))
    array = np.asarray(value, dtype=float)
    if array.ndim == 0:
        return _trimmed(receipt(float(array)))
    if array.size > MOST_ENTRIES or array.ndim > 2:
        return write_shape(array.shape)
    rows = array if array.ndim == 2 else array[None]
    return f"[{'; '.join(' '.join(_trimmed(receipt(float(entry), 4)) for entry in row) for row in rows)}]"


def _trimmed(number: str) -> str:
    """Without zeros at the end: `-2`, `0.5`."""
    return number.rstrip("0").rstrip(".") if "." in number and "e" not in number else number


def _written(value: Any, number: Callable[[Any], str]) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | np.integer):
        return str(value)
    if isinstance(value, tuple | list):
        return f"({'; '.join(_written(entry, number) for entry in value)})"
    if hasattr(value, "numerator") and hasattr(value, "denominator"):
        return exact(value, 12)
    if np.ndim(value) == 0:
        return number(float(value))
    if np.size(value) > 9:
        return write_shape(np.shape(value))
    rows = np.asarray(value).reshape(-1, np.shape(value)[-1])
    return "; ".join(" ".join(number(float(entry)) for entry in row) for row in rows)
