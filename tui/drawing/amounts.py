"""How wide are the numbers of a picture? Texts of cells, decimal points under each other, in one width.

Every text comes from the number itself. A column of texts is as wide as its widest one, so a picture that names the
widest number of its run has the same widths in all frames.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from ...core.words import numbers

NORMAL, TIGHT = (8, 4), (6, 2)
"""Cells and decimals of a number with all its room, and with little."""
LARGEST_WHOLE = 1e6


def decimals_of(cells: Iterable[Any], most: int = 4) -> int:
    """How many decimals the numbers among some cells need to be exact; at most `most`."""
    found = 0
    for cell in cells:
        if isinstance(cell, str | int | np.integer) or cell is None:
            continue
        value = float(cell)
        if not math.isfinite(value) or abs(value) >= LARGEST_WHOLE:
            continue
        while found < most and abs(round(value, found) - value) > 1e-9 * max(1.0, abs(value)):
            found += 1
    return found


def amount(cell: Any, width: int, decimals: int) -> str:
    """The text of one cell; `None` is blank, a text stays as it is."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, Fraction):
        return numbers.exact(cell, width)
    return numbers.entry(float(cell), width, decimals)


def aligned(texts: Sequence[str], widest: Sequence[str] = ()) -> list[str]:
    """The texts in one width, decimal points under each other; `widest` are texts that must have room too."""
    everything = [*texts, *widest]
    before = max((len(_head(text)) for text in everything if _is_plain(text)), default=0)
    after = max((len(text) - len(_head(text)) for text in everything if _is_plain(text)), default=0)
    width = max([before + after, *(len(text) for text in everything)])
    shown: list[str] = []
    for text in texts:
        tail = len(text) - len(_head(text))
        shown.append((text + " " * (after - tail) if _is_plain(text) else text).rjust(width))
    return shown


def _head(text: str) -> str:
    return text.partition(".")[0]


def _is_plain(text: str) -> bool:
    """Digits with a point: a text that takes part in the alignment."""
    return bool(text) and all(letter in "-0123456789." for letter in text)


def quantity(value: Any, width: int = 24) -> str:
    """A variable beside code or in a sentence: a number, a small array entry by entry, otherwise its shape."""
    if value is None:
        return ""
    if isinstance(value, tuple | list):
        text = f"({'; '.join(quantity(entry, width) for entry in value)})"
        return text if len(text) <= width else f"({len(value)})"
    if isinstance(value, np.ndarray) and value.size > 1:
        rows = [" ".join(numbers.entry(float(cell), *TIGHT) for cell in row) for row in np.atleast_2d(value)]
        text = f"[{'; '.join(rows)}]" if value.ndim <= 2 else numbers.shape(value)
        return text if len(text) <= width else numbers.shape(value)
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, Fraction):
        return numbers.exact(value, 12)
    return str(value) if isinstance(value, int | np.integer) else numbers.sentence(value, 4)
