"""What does each cell of a drawing show, and in which role? A rectangle of characters that is painted on.

A role says what a character means, not which colour it has; the theme gives it one. Coordinates are those of
the whole layout; whatever falls outside the window is dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Literal, NamedTuple, NewType, get_args

from .area import Area

Shade = NewType("Shade", str)
"""The colours of two halves of a cell, or a role on a shade; what stands there without colours is the text."""
Named = Literal[
    "idle", "value", "gradient", "local", "accent", "title", "wire", "right", "wrong", "asked", "dim", "plus", "minus"
]
"""`plus` and `minus` are the sign of a weight that is not looked at: softer than `value` and `gradient`."""
Role = Named | Shade
STRONGEST = 4
"""Shades go from -4 to 4."""
HALVES: Mapping[tuple[int, int], Shade] = MappingProxyType({
    (upper, lower): Shade(f"shade {upper} {lower}")
    for upper in range(-STRONGEST, STRONGEST + 1)
    for lower in range(-STRONGEST, STRONGEST + 1)
})  # fmt: skip
ON_SHADES: Mapping[tuple[str, int], Shade] = MappingProxyType({
    (role, level): Shade(f"{role} on {level}")
    for role in get_args(Named)
    for level in range(-STRONGEST, STRONGEST + 1)
})  # fmt: skip


def shade(upper: int, lower: int) -> Shade:
    """The role of a cell whose halves have these shades, each from -4 to 4."""
    return HALVES[upper, lower]


def on_shade(role: Named, level: int) -> Shade:
    """A role on the ground of a shade."""
    return ON_SHADES[role, level]


class Run(NamedTuple):
    """Neighbouring cells of one role."""

    text: str
    role: Role


@dataclass(frozen=True)
class Drawing:
    """A finished picture of the part of a layout in a window; every row is as wide as the window."""

    window: Area
    rows: tuple[tuple[Run, ...], ...]

    def lines(self) -> list[str]:
        """The characters alone, without blanks at the ends."""
        return ["".join(run.text for run in row).rstrip() for row in self.rows]


class Canvas:
    """A window that can be painted on."""

    def __init__(self, window: Area) -> None:
        self.window = window
        self.letters = [[" "] * window.width for _ in range(window.height)]
        self.roles: list[list[Role]] = [["idle"] * window.width for _ in range(window.height)]

    def crop(self, window: Area) -> Canvas:
        """A copy of the part in another window; blank where that reaches further than this canvas."""
        copy = Canvas(window)
        left, right = max(window.x, self.window.x), min(window.right, self.window.right)
        if left >= right:
            return copy
        source = slice(left - self.window.x, right - self.window.x)
        target = slice(left - window.x, right - window.x)
        for y in range(max(window.y, self.window.y), min(window.bottom, self.window.bottom)):
            copy.letters[y - window.y][target] = self.letters[y - self.window.y][source]
            copy.roles[y - window.y][target] = self.roles[y - self.window.y][source]
        return copy

    def put(self, x: int, y: int, text: str, role: Role) -> None:
        """Paint a text, from left to right."""
        if not self.window.y <= y < self.window.bottom:
            return
        row = y - self.window.y
        for column, letter in enumerate(text, x - self.window.x):
            if 0 <= column < self.window.width:
                self.letters[row][column] = letter
                self.roles[row][column] = role

    def letter(self, x: int, y: int) -> str:
        return self.letters[y - self.window.y][x - self.window.x]

    def drawing(self) -> Drawing:
        rows = []
        for letters, roles in zip(self.letters, self.roles, strict=True):
            runs, start = [], 0
            for role, group in groupby(roles):
                end = start + sum(1 for _ in group)
                runs.append(Run("".join(letters[start:end]), role))
                start = end
            rows.append(tuple(runs))
        return Drawing(self.window, tuple(rows))
