"""How are quantities written in plain lines? Numbers, exact where they are exact; arrays as rows or as their shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...core.arrays import write_shape
from ...core.words.numbers import exact, receipt, sentence


def short(value: Any) -> str:
    """A quantity in two decimals, exact where it is exact, an array as its rows or its shape."""
    return _written(value, sentence)


def long(value: Any) -> str:
    """A quantity in six decimals."""
    return _written(value, receipt)


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
