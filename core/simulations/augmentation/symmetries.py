"""How many images are hidden in one? The eight symmetries of the square: four turns, and their mirror images.

Quantities: `image` of this symmetry, `twin` (the number of the first one that looks the same; its own number if it is
new), `distinct` so far, and `kept` where there are classes. Symmetries count from 1; the first is the image itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...arrays import Value
from ...pictures import GridPicture, Picture
from ...words import Message, message
from ..rows import Row, Rows
from ..score import Moment, RowScore, entries
from .drawn import image_grid, is_glyph
from .images import Reader
from .transforms import TURNS, steps_shown

NAMES = ("image", "rot90", "rot180", "rot270", "flip-h", "flip-h rot90", "flip-h rot180", "flip-h rot270")


@dataclass(frozen=True, eq=False)
class Square:
    """An image and its eight symmetries."""

    image: Value
    reader: Reader | None
    label: str | None

    @cached_property
    def images(self) -> tuple[Value, ...]:
        """The eight images, equal ones included."""
        found: list[Value] = []
        for name in NAMES:
            image = self.image
            for part in name.split() if name != "image" else ():
                image = TURNS[part](image)
            found.append(image)
        return tuple(found)

    def twin(self, number: int) -> int:
        """The first symmetry (from 1) that looks like this one."""
        mine = self.images[number - 1]
        return next(at for at, other in enumerate(self.images, 1) if np.array_equal(mine, other))

    def distinct(self, number: int) -> int:
        """How many of the first ones are different."""
        return len({self.twin(at) for at in range(1, number + 1)})

    def keeps(self, number: int) -> int:
        """1 while the reader reads the label of the image."""
        return int(self.reader is not None and self.reader.read(self.images[number - 1]) == self.label)


class SquareScore(RowScore):
    """One symmetry after the other."""

    def __init__(self, square: Square) -> None:
        self.square: Square = square

    def make_moments(self) -> tuple[Moment, ...]:
        news = ("image", "twin", "distinct", *(("kept",) if self.square.reader and self.square.label else ()))
        return tuple(
            Moment("start" if at == 1 else "turned", "forward" if at > 1 else "", "image", news, (at,))
            for at in range(1, len(NAMES) + 1)
        )

    def value(self, name: str, cursor: int) -> object:
        number, square = self.moments[cursor].at[0], self.square
        match name:
            case "image":
                return square.images[number - 1]
            case "twin":
                return square.twin(number)
            case "distinct":
                return square.distinct(number)
            case _:
                return square.keeps(number)

    def say(self, cursor: int) -> Message:
        number, square = self.moments[cursor].at[0], self.square
        if number == 1:
            return message("augmentation.square-start")
        twin = square.twin(number)
        told = {"step": steps_shown(NAMES[number - 1]), "count": square.distinct(number)}
        if twin != number:
            return message("augmentation.square-twin", twin=steps_shown(NAMES[twin - 1]), **told)
        if square.reader is not None and square.label is not None and not square.keeps(number):
            read = square.reader.read(square.images[number - 1])
            return message("augmentation.square-broken", label=square.label, read=read, **told)
        return message("augmentation.square-new", **told)

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        number, square = self.moments[cursor].at[0], self.square
        count = sum(square.twin(at) == at for at in range(1, number + 1))
        found = [Line(message("augmentation.label-image"), entries(square.images[number - 1], most=16)),
                 Line(message("augmentation.label-different"), f"{count} / {number}")]  # fmt: skip
        return LinesReceipt(tuple(found))

    def rows_at(self, cursor: int, quantity: str) -> Rows | None:
        number, square = self.moments[cursor].at[0], self.square
        if quantity == "distinct":
            firsts = np.array([float(square.twin(at) == at) for at in range(1, number + 1)])
            return Rows(
                {"new": firsts},
                [Row("distinct", "sum(new)", {"twins-counted": number}, any_formula=False)],
                aside={"new"},
            )
        image = square.images[number - 1]
        slips: dict[str, Value] = {}
        if quantity == "image" and number > 1:
            back = TURNS["rot180"](image) if NAMES[number - 1].endswith(("90", "270")) else square.image
            slips = {"turned-other-way": back} if back.shape == image.shape else {}
        row = Row("image", "seen", slips, any_formula=False)
        return Rows({"seen": image}, [row], aside={"seen"}) if quantity == "image" else None

    def needs(self, cursor: int, quantity: str) -> Mapping[str, object]:
        """A turned image is made of the first one."""
        return {"original": self.square.image} if quantity == "image" and cursor else {}

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        """All symmetries so far, the others blank in their places."""
        number, square = self.moments[cursor].at[0], self.square
        shaded = is_glyph(square.image)
        grids = [
            image_grid(
                image if at <= number else np.full(image.shape, np.nan),
                steps_shown(name) if at > 1 else message("augmentation.image"),
                shaded=shaded,
            )
            for at, (name, image) in enumerate(zip(NAMES, square.images, strict=True), 1)
        ]
        return (GridPicture(tuple(grids)),)
