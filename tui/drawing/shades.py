"""How strong is a place of a plane, and on which side? Nine shades, two samples a cell, and a sign for each.

A cell of a field shows its upper and its lower half in colours; a terminal without colours shows its sign instead. The
role of a cell carries both samples, its text is the sign: so a drawing is legible as it stands, and whoever paints it
in colours replaces the sign by a half block. What stands on a shade, a point or a stroke, keeps its own sign.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .graph.canvas import STRONGEST, Role, shade

SOFT = 1
"""The shade of a half plane of which only the side counts."""
PLUS, MINUS = " ░▒▓▓", "  ·--"
ASCII_PLUS, ASCII_MINUS = "  :++", "  .--"
"""The signs of the shades from 0 to the strongest, above and below 0."""
SIGN_EVERY = 4
"""Cells after which a `+` stands among blocks, so that the side of a strong region can be read."""


def levels(
    values: npt.NDArray[np.float64], margin: float, full: float, rows: int, columns: int
) -> npt.NDArray[np.int_]:
    """The shades of a field at so many evenly spaced places, between its numbers straight from one to the next.

    Numbers up to `margin` are 0, those of size `full` have the strongest shade; what is no number has none.
    """
    fine = _between(_between(values, rows).T, columns).T
    with np.errstate(invalid="ignore"):
        part = np.clip((np.abs(fine) - margin) / max(full - margin, 1e-12), 0.0, 1.0)
        found = np.sign(fine) * np.where(np.abs(fine) > margin, np.ceil(part * STRONGEST - 1e-9), 0.0)
    return np.nan_to_num(found, nan=0.0).astype(int)


def _between(values: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.float64]:
    """Rows at `count` evenly spaced places from the first to the last."""
    places = np.linspace(0.0, len(values) - 1.0, count)
    low = np.minimum(places.astype(int), max(0, len(values) - 2))
    part = (places - low)[:, None]
    high = np.minimum(low + 1, len(values) - 1)
    with np.errstate(invalid="ignore"):
        return np.where(part == 0.0, values[low], values[low] * (1.0 - part) + values[high] * part)


def sign_of(level: int, column: int, row: int, ascii: bool) -> str:
    """What stands for a shade where there are no colours."""
    signs = (ASCII_PLUS if ascii else PLUS) if level > 0 else (ASCII_MINUS if ascii else MINUS)
    is_marked = level >= STRONGEST - 1 and (column + (row % 2) * SIGN_EVERY // 2) % SIGN_EVERY == 0
    return "+" if is_marked else signs[abs(level)]


def cell_shades(pairs: npt.NDArray[np.int_]) -> list[list[Role]]:
    """The role of every cell, from the levels of its two halves: twice as many rows as cells."""
    return [
        [shade(int(upper), int(lower)) for upper, lower in zip(top, foot, strict=True)]
        for top, foot in zip(pairs[::2], pairs[1::2], strict=True)
    ]
