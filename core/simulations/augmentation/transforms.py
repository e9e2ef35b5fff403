"""Where does each cell of an image come from? Flips, quarter turns, shifts and noise, as a closed table.

A transformation is written `flip-h`, `flip-v`, `rot90`, `rot180`, `rot270` (counter-clockwise), `transpose`, `right 1`,
`left 1`, `up 1`, `down 1`, or `noise 0.1`. What a shift pushes over the edge is lost, and zeros come in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

import numpy as np

from ...arrays import Value
from ...errors import SpecError
from ...learning.randomness import generator
from ...pictures import Label
from ...words import LANGUAGES
from ...words.names import choice_word, contract_choice, said
from ..reading import short

TURNS: Mapping[str, Callable[[Value], Value]] = MappingProxyType(
    {
        "flip-h": lambda image: image[:, ::-1],
        "flip-v": lambda image: image[::-1, :],
        "rot90": lambda image: np.rot90(image, 1),
        "rot180": lambda image: np.rot90(image, 2),
        "rot270": lambda image: np.rot90(image, 3),
        "transpose": lambda image: image.T,
    }
)
SHIFTS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"right": (0, 1), "left": (0, -1), "down": (1, 0), "up": (-1, 0)}
)
NOISE = "noise"
LARGEST_SHIFT, LOUDEST = 32, 10.0
NAMES = (*TURNS, *SHIFTS, NOISE)
_WRITTEN = re.compile(r"([^\W\d_]+(?:-[hv]|\d+)?)(?:\s+(\d+(?:\.\d+)?))?")
MOST_STEPS = 20


@dataclass(frozen=True)
class Step:
    """One transformation, and by how much it shifts or how loud its noise is."""

    name: str
    amount: float = 0.0

    @property
    def written(self) -> str:
        """As it is typed: `right 1`."""
        if self.name in TURNS:
            return self.name
        return f"{self.name} {self.amount:g}"

    @property
    def shown(self) -> Label:
        """As it is shown: `right 1`, `derecha 1`; that may be typed too."""
        amount = self.written.removeprefix(self.name)
        texts = {language: choice_word(self.name, language) + amount for language in LANGUAGES}
        return self.written if set(texts.values()) == {self.written} else said(texts)

    @property
    def shift(self) -> tuple[int, int] | None:
        """Rows and columns by which it shifts, or None."""
        if self.name not in SHIFTS:
            return None
        down, right = SHIFTS[self.name]
        return down * int(self.amount), right * int(self.amount)

    @property
    def swaps_sides(self) -> bool:
        """Does a high image become a wide one?"""
        return self.name in ("rot90", "rot270", "transpose")

    def applied(self, image: Value, seed: int, number: int) -> Value:
        """The image after it; noise is drawn from (seed, number) and stays within the range of the image."""
        if self.name in TURNS:
            return TURNS[self.name](image).copy()
        if self.shift is not None:
            return shifted(image, *self.shift)
        drawn = generator(seed, "noise", number).standard_normal(image.shape)
        return np.clip(image + self.amount * drawn, image.min(), image.max())

    def source(self, shape: tuple[int, int], row: int, column: int) -> tuple[int, int] | None:
        """The cell of the old image that comes to (row, column); None where a zero comes in."""
        if self.shift is not None:
            down, right = self.shift
            at = row - down, column - right
            return at if 0 <= at[0] < shape[0] and 0 <= at[1] < shape[1] else None
        if self.name not in TURNS:
            return row, column
        places = TURNS[self.name](np.arange(shape[0] * shape[1]).reshape(shape))
        found = divmod(int(places[row, column]), shape[1])
        return found[0], found[1]


def steps_shown(names: str) -> Label:
    """Names of transformations, one after the other, as they are shown: `reflejo-h giro90`."""
    texts = {language: " ".join(choice_word(name, language) for name in names.split()) for language in LANGUAGES}
    return said(texts) if len(set(texts.values())) > 1 else names


def shifted(image: Value, down: int, right: int) -> Value:
    """The image moved by whole cells; zeros come in."""
    moved = np.zeros_like(image)
    rows, columns = image.shape
    if abs(down) < rows and abs(right) < columns:
        moved[max(0, down) : rows + min(0, down), max(0, right) : columns + min(0, right)] = image[
            max(0, -down) : rows - max(0, down), max(0, -right) : columns - max(0, right)
        ]
    return moved


def read_steps(given: object) -> str:
    """Transformations, a list or one text with commas, as such a text. Raises SpecError."""
    return ", ".join(step.written for step in steps_of(given))


def steps_of(given: object) -> tuple[Step, ...]:
    """Transformations in order. Raises SpecError."""
    parts = [part for part in given.split(",") if part.strip()] if isinstance(given, str) else given
    if not isinstance(parts, Sequence) or len(cast("Sequence[object]", parts)) > MOST_STEPS:
        raise SpecError("augmentation.steps", got=short(given), most=MOST_STEPS)
    return tuple(read_step(part) for part in cast("Sequence[object]", parts))


def read_step(given: object) -> Step:
    """One transformation. Raises SpecError for an unknown one and for an amount that it cannot have."""
    found = _WRITTEN.fullmatch(given.strip().lower()) if isinstance(given, str) else None
    name, amount = (contract_choice(found[1], NAMES), found[2]) if found else ("", None)
    if name in TURNS and amount is None:
        return Step(name)
    if name in SHIFTS and (amount is None or "." not in amount):
        steps = int(amount or 1)
        if steps <= LARGEST_SHIFT:
            return Step(name, float(steps))
    if name == NOISE and amount is not None and float(amount) <= LOUDEST:
        return Step(name, float(amount))
    known = [*TURNS, *(f"{shift} 1" for shift in SHIFTS), f"{NOISE} 0.1"]
    raise SpecError("augmentation.step", got=short(given), known=known, most=LARGEST_SHIFT, loudest=LOUDEST)
