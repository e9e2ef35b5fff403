"""Which images and classes are there? Rows of numbers, or digits drawn on 8×8 cells; and what reads them.

The reader is the simplest one that does not mind where an image stands: it slides the drawing of every class a little
and counts the cells that differ. An image belongs to the class from which it differs least.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np

from ...arrays import Numbers, Value
from ...errors import SpecError
from ...learning.data.glyphs import drawings
from ..graph import number
from ..reading import short
from .transforms import shifted

LONGEST_SIDE = 16
FURTHEST = 2
"""Cells by which the reader slides a drawing; a third of a small one."""
MOST_CLASSES = 10
DIGITS = "digits"
_NAME = re.compile(r"\w{1,12}")


@dataclass(frozen=True, eq=False)
class Reader:
    """The drawings of the classes, by name."""

    classes: Mapping[str, Value]

    def distances(self, image: Value) -> dict[str, float]:
        """Σ |image - drawing| for each class, where its drawing fits best."""
        return {name: float(np.abs(image - self.fit(name, image)).sum()) for name in self.classes}

    def fit(self, name: str, image: Value) -> Value:
        """The drawing of a class where it differs least from an image."""
        return min(self._slid[name], key=lambda slid: float(np.abs(image - slid).sum()))

    @cached_property
    def _slid(self) -> dict[str, list[Value]]:
        """Every drawing at every place to which it is slid."""
        found: dict[str, list[Value]] = {}
        for name, drawn in self.classes.items():
            far = min(FURTHEST, min(drawn.shape) // 3)
            moves = range(-far, far + 1)
            found[name] = [shifted(drawn, down, right) for down in moves for right in moves]
        return found

    def read(self, image: Value) -> str:
        """The class with the smallest distance; at a tie the first."""
        found = self.distances(image)
        return min(found, key=lambda name: found[name])


def digit(which: int) -> Value:
    """The drawing of a digit, 8×8."""
    return drawings()[which]


def read_image(given: object) -> Numbers | str:
    """An image that `image_of` understands: a text stays a text, so that it can be turned. Raises SpecError."""
    found = image_of(given)
    return str(given).strip() if isinstance(given, str | int) else found


def image_of(given: object) -> Numbers:
    """An image: rows of numbers, a text such as `1 2 / 3 4`, or a digit from 0 to 9 that is drawn. Raises SpecError."""
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if isinstance(given, str) and given.strip() in set("0123456789"):
        return digit(int(given))
    if isinstance(given, str):
        try:
            return _cells([[float(cell) for cell in row.split()] for row in given.split("/")], "image")
        except ValueError:
            raise SpecError("augmentation.not-an-image", knob="image", got=given[:60], most=LONGEST_SIDE) from None
    return _cells(given, "image")


def _cells(given: object, knob: str) -> Numbers:
    if isinstance(given, str | int | float) or given is None:
        raise SpecError("augmentation.not-an-image", knob=knob, got=short(given), most=LONGEST_SIDE)
    found = np.asarray(number(given, knob), dtype=float)
    if found.ndim != 2 or max(found.shape) > LONGEST_SIDE:
        raise SpecError("augmentation.not-an-image", knob=knob, got=short(given), most=LONGEST_SIDE)
    return found


def read_classes(given: object) -> Mapping[str, Numbers] | str:
    """Classes by name, `digits` for the ten that are drawn, or an empty text. Raises SpecError."""
    if isinstance(given, str) and given.strip() in ("", DIGITS):
        return given.strip()
    found = cast("Mapping[object, object]", given) if isinstance(given, Mapping) else {}
    if not 1 <= len(found) <= MOST_CLASSES or not all(_NAME.fullmatch(str(name)) for name in found):
        raise SpecError("augmentation.classes", got=short(given), most=MOST_CLASSES)
    return {str(name): _cells(rows, f"classes.{name}") for name, rows in found.items()}


def make_reader(given: Mapping[str, Value] | str, label: str | None, image: Value) -> Reader | None:
    """The reader of checked classes. Raises SpecError where they do not fit the image, or lack the label."""
    classes = {str(which): digit(which) for which in range(10)} if given == DIGITS else given
    if isinstance(classes, str):
        if label is not None:
            raise SpecError("augmentation.no-classes", label=label)
        return None
    for name, drawn in classes.items():
        if drawn.shape != image.shape:
            raise SpecError("augmentation.class-size", name=name, got=by(drawn.shape), wanted=by(image.shape))
    if label is not None and label not in classes:
        raise SpecError("augmentation.label", got=label, known=list(classes))
    return Reader(classes)


def by(shape: tuple[int, ...]) -> str:
    """`4×3`."""
    return "×".join(map(str, shape))
