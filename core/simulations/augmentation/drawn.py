"""What do images look like? Numbers or shades, side by side, and how far they are from each class."""

from __future__ import annotations

import numpy as np

from ...arrays import Value
from ...pictures import Bar, BarsPicture, Grid, Label, TablePicture, Window
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


def is_wide(image: Value) -> bool:
    """Does it leave little room beside it?"""
    return image.shape[1] > MOST_NUMBERS


def is_glyph(image: Value) -> bool:
    """Is it shown in shades? A wide image, or one with ink between 0 and 1 alone."""
    return is_wide(image) or bool(np.all((image >= 0) & (image <= 1)))


def distances(reader: Reader, image: Value | None, label: str | None, largest: float) -> BarsPicture | TablePicture:
    """How far an image is from each class, the nearest one marked; beside wide images as a table."""
    found = None if image is None else reader.distances(image)
    nearest = None if image is None else reader.read(image)
    names = list(reader.classes)
    notes = [message("augmentation.its-label") if name == label else "" for name in names]
    if is_wide(next(iter(reader.classes.values()))):
        far = [None if found is None else found[name] for name in names]
        columns = (message("augmentation.column-class"), message("augmentation.column-distance"), "")
        current = None if nearest is None else names.index(nearest)
        return TablePicture(columns, tuple(zip(names, far, notes, strict=True)), current)
    bars = tuple(
        Bar(name, None if found is None else found[name], name == nearest, note)
        for name, note in zip(names, notes, strict=True)
    )
    return BarsPicture(message("augmentation.distances"), bars, largest or 1.0)
