"""Which images does a network see if they are augmented? A new one every time, drawn from a seed.

Copy i is the image, flipped or not, moved by up to `shift` cells in both directions, and with noise. Quantities:
`image`, `flipped`, `down`, `right`; with classes `kept` and `kept.count`, the copies so far that are read as the label.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...arrays import Value
from ...learning.randomness import generator
from ...pictures import GridPicture, Label, Picture
from ...words import Message, message
from ..rows import Row, Rows
from ..score import Moment, RowScore, short
from .drawn import distances, image_grid, is_glyph
from .images import Reader
from .transforms import TURNS, shifted

NO_FLIP = "none"
FLIPS = (NO_FLIP, "flip-h", "flip-v")


@dataclass(frozen=True, eq=False)
class Copy:
    """One augmented image, and what was done to it."""

    flipped: bool
    down: int
    right: int
    image: Value


@dataclass(frozen=True, eq=False)
class Mill:
    """An image, and what may happen to its copies."""

    image: Value
    flip: str
    shift: int
    noise: float
    copies: int
    seed: int
    reader: Reader | None
    label: str | None = None

    def copy(self, number: int) -> Copy:
        """Copy `number` (from 1): always the same one for a seed, whichever others were made."""
        random = generator(self.seed, "noise", number)
        flipped = bool(random.integers(0, 2)) and self.flip != NO_FLIP
        down, right = (int(by) for by in random.integers(-self.shift, self.shift + 1, size=2))
        image = TURNS[self.flip](self.image) if flipped else self.image
        moved = shifted(image, down, right)
        if self.noise:
            loud = moved + self.noise * random.standard_normal(moved.shape)
            moved = np.clip(loud, self.image.min(), self.image.max())
        return Copy(flipped, down, right, moved)

    def keeps(self, number: int) -> bool:
        """Does the reader still read the label?"""
        return self.reader is not None and self.reader.read(self.copy(number).image) == self.label


class MillScore(RowScore):
    """Copy after copy."""

    def __init__(self, mill: Mill) -> None:
        self.mill: Mill = mill
        self._copy = lru_cache(256)(mill.copy)
        self._keeps = lru_cache(1024)(mill.keeps)

    @property
    def _has_label(self) -> bool:
        return self.mill.reader is not None and self.mill.label is not None

    def make_moments(self) -> tuple[Moment, ...]:
        label = ("kept", "kept.count") if self._has_label else ()
        news = ("image", "flipped", "down", "right", *label)
        copies = (Moment("copied", "forward", "image", news, (i,)) for i in range(1, self.mill.copies + 1))
        return (Moment("start", news=("original",)), *copies)

    def value(self, name: str, cursor: int) -> object:
        if name == "original":
            return self.mill.image
        number = self.moments[cursor].at[0]
        match name:
            case "kept":
                return int(self._keeps(number))
            case "kept.count":
                return sum(self._keeps(at) for at in range(1, number + 1))
            case "flipped":
                return int(self._copy(number).flipped)
            case _:
                return getattr(self._copy(number), name)

    def say(self, cursor: int) -> Message:
        mill, moment = self.mill, self.moments[cursor]
        if moment.kind == "start":
            return message("augmentation.mill-start", count=mill.copies, seed=mill.seed)
        number = moment.at[0]
        copy = self._copy(number)
        flip = message("augmentation.mill-flipped" if copy.flipped else "augmentation.mill-not-flipped")
        told = {"number": number, "flip": flip, "down": copy.down, "right": copy.right, "noise": short(mill.noise)}
        if self._has_label and mill.reader is not None and not self._keeps(number):
            return message("augmentation.mill-broken", read=mill.reader.read(copy.image), label=mill.label, **told)
        return message("augmentation.mill-copied", **told)

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        mill, moment = self.mill, self.moments[cursor]
        if quantity == "original" or not moment.at:
            return None
        copy = self._copy(moment.at[0])
        drawn = f"{mill.flip if copy.flipped else '-'}   ({copy.down}, {copy.right})   ±{short(mill.noise)}"
        lines = [Line(message("augmentation.label-drawn"), drawn)]
        if self._has_label and mill.reader is not None:
            found = mill.reader.distances(copy.image)
            told = "   ".join(f"{name}: {short(distance)}" for name, distance in found.items())
            lines.append(Line(message("augmentation.label-distance"), told))
        return LinesReceipt(tuple(lines))

    def rows_at(self, cursor: int, quantity: str) -> Rows | None:
        if quantity != "kept.count":
            return None
        number = self.moments[cursor].at[0]
        kept = np.array([float(self._keeps(at)) for at in range(1, number + 1)])
        return Rows({"kept": kept}, [Row(quantity, "sum(kept)", {"label-always-kept": number}, any_formula=False)])

    def _note(self, number: int) -> Label:
        """How many copies so far are read as the label."""
        if not self._has_label:
            return ""
        kept = sum(self._keeps(at) for at in range(1, number + 1))
        return message("augmentation.kept-so-far", label=self.mill.label, kept=kept, number=number)

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        """The image and its newest copy; below them how far the copy is from every class."""
        mill, moment = self.mill, self.moments[cursor]
        shaded = is_glyph(mill.image)
        grids = [image_grid(mill.image, message("augmentation.image"), sign="→", shaded=shaded)]
        copy = self._copy(moment.at[0]) if moment.at else None
        shown = np.full(mill.image.shape, np.nan) if copy is None else copy.image
        name = message("augmentation.copy", number=moment.at[0] if moment.at else 1)
        note = self._note(moment.at[0]) if moment.at else ""
        picture = GridPicture((*grids, image_grid(shown, name, shaded=shaded, note=note)))
        if mill.reader is None:
            return (picture,)
        largest = float(mill.image.size * (np.abs(mill.image).max() or 1.0))
        return picture, distances(mill.reader, None if copy is None else copy.image, mill.label, largest)
