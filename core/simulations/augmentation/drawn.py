"""What do images look like? Small matrices as numbers, glyphs in shades, side by side, and bars for their reader."""

from __future__ import annotations

import numpy as np

from ...arrays import Value
from ...pictures import Bar, BarsPicture, Grid, Label, Window
from ...words import message
from .images import Reader

MOST_NUMBERS = 6
"""Columns that are written as numbers; wider images are shades."""


def image_grid(
    image: Value, name: Label, window: Window | None = None, *, sign: str = "", note: Label = "", shaded: bool = False
) -> Grid:
    """An image as a grid: shades from 0 to its largest number where `shaded`, numbers otherwise; NaN is not known."""
    known = image[np.isfinite(image)]
    high = float(max(known.max(initial=0.0), 1e-9))
    cells = tuple(
        tuple(None if np.isnan(x) else int(x) if float(x).is_integer() else float(x) for x in row) for row in image
    )
    return Grid(name, cells, window, shades=shaded, low=min(0.0, float(known.min(initial=0.0))), high=high,
                sign=sign, note=note)  # fmt: skip


def is_glyph(image: Value) -> bool:
    """Is it shown in shades? A wide image, or one with ink between 0 and 1 alone."""
    return image.shape[1] > MOST_NUMBERS or bool(np.all((image >= 0) & (image <= 1)))


def distance_bars(reader: Reader, image: Value | None, label: str | None, largest: float) -> BarsPicture:
    """How far an image is from each class; the nearest one is marked."""
    found = None if image is None else reader.distances(image)
    nearest = None if image is None else reader.read(image)
    bars = tuple(
        Bar(name, None if found is None else found[name], name == nearest,
            message("augmentation.its-label") if name == label else "")
        for name in reader.classes
    )  # fmt: skip
    return BarsPicture(message("augmentation.distances"), bars, largest or 1.0)
