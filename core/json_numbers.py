"""How is a value written in JSON? With full double precision, and with words for what JSON has no number for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np


def plain_number(value: Any) -> object:
    """A quantity as JSON can hold it: full double precision, nested lists, `"nan"`, `"inf"`, `"-inf"`."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain_number(item) for key, item in cast("Mapping[object, object]", value).items()}
    if isinstance(value, list | tuple):
        return [plain_number(item) for item in cast("Sequence[object]", value)]
    if isinstance(value, np.ndarray):
        return plain_number(value.tolist())
    if isinstance(value, int | np.integer):
        return int(value)
    number = float(value)
    if number != number:
        return "nan"
    if number in (float("inf"), float("-inf")):
        return "inf" if number > 0 else "-inf"
    return number
