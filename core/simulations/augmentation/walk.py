"""What do transformations do to an image and to its label? We look image by image, or cell by cell.

Quantities: `image`, `image.r.c`, `ink` (the sum of all cells); with classes `distance.NAME` and `kept` (1 while the
reader still reads the label). Cell by cell also `out.r.c`. Rows and columns count from 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...answers.working import worked
from ...arrays import Value
from ...pictures import GridPicture, Picture, Window
from ...words import Message, message
from ..protocol import Simulation
from ..rows import Row, Rows
from ..score import Moment, RowScore, entries, short
from .drawn import distances, image_grid, is_glyph
from .images import Reader, by
from .transforms import NOISE, TURNS, Step, shifted

IMAGE, CELL = "image", "cell"
MISTAKEN: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "flip-h": ("flipped-other-way", "flip-v"),
        "flip-v": ("flipped-other-way", "flip-h"),
        "rot90": ("turned-other-way", "rot270"),
        "rot270": ("turned-other-way", "rot90"),
    }
)
"""Transformation to the misconception about it, and the transformation that is taken for it."""


@dataclass(frozen=True, eq=False)
class Walk:
    """An image, what is done to it, and who reads it."""

    image: Value
    steps: tuple[Step, ...]
    seed: int
    reader: Reader | None
    label: str | None

    @cached_property
    def images(self) -> tuple[Value, ...]:
        """The image at the start and after every step."""
        found = [self.image]
        for number, step in enumerate(self.steps):
            found.append(step.applied(found[-1], self.seed, number))
        return tuple(found)

    def kept(self, image: Value) -> bool:
        """Does the reader still read the label?"""
        return self.reader is not None and self.reader.read(image) == self.label

    @cached_property
    def largest(self) -> float:
        """The largest distance of the run."""
        if self.reader is None:
            return 1.0
        return max(max(self.reader.distances(image).values()) for image in self.images)


class WalkScore(RowScore):
    """Step after step; `only` is the one step (from 1) that is seen cell by cell, 0 for all."""

    def __init__(self, walk: Walk, grain: str, only: int, opened: Callable[[int], Simulation]) -> None:
        self.walk: Walk = walk
        self.grain: str = grain
        self.only: int = only
        self.opened: Callable[[int], Simulation] = opened

    @property
    def taken(self) -> range:
        """The steps that are walked, from 1."""
        return range(self.only, self.only + 1) if self.only else range(1, len(self.walk.steps) + 1)

    def make_moments(self) -> tuple[Moment, ...]:
        first = self.taken.start - 1
        found = [Moment("start", news=self._whole(first), at=(first,))]
        for number in self.taken:
            shape = self.walk.images[number].shape
            for row, column in np.ndindex(shape) if self.grain == CELL else ():
                name = f"out.{row}.{column}"
                found.append(Moment("cell", "forward", name, (name,), (number, row, column)))
            found.append(Moment("step", "forward", "image", self._whole(number), (number,)))
        return tuple(found)

    def _whole(self, number: int) -> tuple[str, ...]:
        """What is known of a whole image."""
        cells = tuple(f"image.{row}.{column}" for row, column in np.ndindex(self.walk.images[number].shape))
        return ("image", *cells, "ink", *self._read)

    @property
    def _read(self) -> tuple[str, ...]:
        reader = self.walk.reader
        if reader is None:
            return ()
        return (*(f"distance.{name}" for name in reader.classes), *(("kept",) if self.walk.label else ()))

    def value(self, name: str, cursor: int) -> object:
        walk, at = self.walk, self.moments[cursor].at
        image = walk.images[at[0]]
        kind, _, rest = name.partition(".")
        match kind:
            case "image" if not rest:
                return image
            case "image" | "out":
                row, column = map(int, rest.split("."))
                return float(image[row, column])
            case "ink":
                return float(image.sum())
            case "distance":
                return walk.reader.distances(image)[rest] if walk.reader is not None else 0.0
            case _:
                return int(walk.kept(image))

    def say(self, cursor: int) -> Message:
        moment, walk = self.moments[cursor], self.walk
        number = moment.at[0]
        image = walk.images[number]
        if moment.kind == "start":
            said = message("augmentation.walk-start", shape=by(image.shape), count=len(self.taken))
            return said if walk.label is None else message("augmentation.walk-start-label", shape=by(image.shape),
                                                           count=len(self.taken), label=walk.label)  # fmt: skip
        step = walk.steps[number - 1]
        if moment.kind == "cell":
            return self._says_cell(step, moment.at)
        told = {"step": step.shown, "does": message(f"augmentation.does-{_family(step)}")}
        if walk.reader is None or walk.label is None:
            return message("augmentation.stepped", **told)
        read = walk.reader.read(image)
        kept = "kept" if walk.kept(image) else "broken"
        return message(f"augmentation.stepped-{kept}", label=walk.label, read=read, **told)

    def _says_cell(self, step: Step, at: tuple[int, ...]) -> Message:
        number, row, column = at
        before = self.walk.images[number - 1]
        source = step.source((before.shape[0], before.shape[1]), row, column)
        told = {"row": row, "column": column, "value": short(self.walk.images[number][row, column])}
        if source is None:
            return message("augmentation.cell-empty", **told)
        if step.name == NOISE:
            return message("augmentation.cell-noise", before=short(before[row, column]), **told)
        return message("augmentation.cell", from_row=source[0], from_column=source[1], **told)

    def label(self, quantity: str) -> str:
        kind, _, rest = quantity.partition(".")
        return f"{kind}[{rest.replace('.', ',')}]" if rest else kind

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        walk = self.walk
        here = max(at for at in self.when[quantity] if at <= cursor)
        number = self.moments[here].at[0]
        image = walk.images[number]
        kind, _, rest = quantity.partition(".")
        match kind:
            case "ink":
                rows = image.sum(axis=1)
                lines = [Line(message("augmentation.label-ink"), worked("sum(r)", digits=4, most=len(rows), r=rows))]
            case "distance" | "kept":
                lines = self._distances(image)
            case _ if not number:
                lines = [Line(message("augmentation.label-image"), entries(image, most=16))]
            case "image" if not rest:
                lines = [Line(message("augmentation.label-before"), entries(walk.images[number - 1], most=16)),
                         Line(message("augmentation.label-after"), entries(image, most=16))]  # fmt: skip
            case _:
                row, column = map(int, rest.split("."))
                lines = [Line(message("augmentation.label-rule"), self._rule(number, row, column))]
        return LinesReceipt(tuple(lines))

    def _rule(self, number: int, row: int, column: int) -> str:
        """`out[0,0] = image[0,2] = 3`."""
        before, step = self.walk.images[number - 1], self.walk.steps[number - 1]
        value = short(self.walk.images[number][row, column])
        source = step.source((before.shape[0], before.shape[1]), row, column)
        if source is None:
            return f"out[{row},{column}] = 0"
        middle = f"image[{source[0]},{source[1]}]"
        if step.name == NOISE:
            middle += f" + {step.amount:g}·ε"
        return f"out[{row},{column}] = {middle} = {value}"

    def _distances(self, image: Value) -> list[Line]:
        reader = self.walk.reader
        if reader is None:
            return []
        told = "   ".join(f"{name}: {short(found)}" for name, found in reader.distances(image).items())
        return [Line(message("augmentation.label-distance"), told),
                Line(message("augmentation.label-read"), reader.read(image))]  # fmt: skip

    def rows_at(self, cursor: int, quantity: str) -> Rows | None:
        """A cell is another one of the image before, and ink and distances are sums over all cells."""
        walk, here = self.walk, max(at for at in self.when[quantity] if at <= cursor)
        number, (kind, _, rest) = self.moments[here].at[0], quantity.partition(".")
        image = walk.images[number]
        if kind == "ink":
            return Rows({"image": image}, [Row("ink", "sum(image)")])
        if kind == "distance" and walk.reader is not None:
            fit = walk.reader.fit(rest, image)
            return Rows({"image": image, "fit": fit}, [Row(quantity, "sum(abs(image - fit))", any_formula=False)])
        if kind not in ("image", "out") or not here:
            return None
        slips = _mistaken(walk.images[number - 1], walk.steps[number - 1])
        formula = "seen" if walk.steps[number - 1].name != NOISE else ""
        return Rows({"seen": image, kind: image}, [Row(kind, formula, slips, any_formula=False)], aside={"seen"})

    def needs(self, cursor: int, quantity: str) -> Mapping[str, object]:
        """An image is made of the one before it."""
        kind = quantity.partition(".")[0]
        here = max((at for at in self.when.get(kind, ()) if at <= cursor), default=0)
        number = self.moments[here].at[0]
        return {"original": self.walk.images[number - 1]} if kind in ("image", "out") and number else {}

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        """The image before and after, with the cell that is written; below it what the reader says."""
        walk, moment = self.walk, self.moments[cursor]
        number, shaded = moment.at[0], is_glyph(walk.image)
        if moment.kind == "start":
            grids = (image_grid(walk.images[number], message("augmentation.image"), shaded=shaded),)
        else:
            step, before = walk.steps[number - 1], walk.images[number - 1]
            after, windows = walk.images[number], (None, None)
            if moment.kind == "cell":
                after, windows = self._so_far(number, moment.at[1], moment.at[2])
            name = message("augmentation.before")
            grids = (image_grid(before, name, windows[0], sign="→", shaded=shaded),
                     image_grid(after, step.shown, windows[1], shaded=shaded))  # fmt: skip
        found: tuple[Picture, ...] = (GridPicture(grids),)
        if walk.reader is None or moment.kind == "cell":
            return found
        return (*found, distances(walk.reader, walk.images[number], walk.label, walk.largest))

    def _so_far(self, number: int, row: int, column: int) -> tuple[Value, tuple[Window | None, Window | None]]:
        """The new image with the cells that are written, and the windows on source and target."""
        after = self.walk.images[number].copy()
        before = self.walk.images[number - 1]
        after.reshape(-1)[row * after.shape[1] + column + 1 :] = np.nan
        source = self.walk.steps[number - 1].source((before.shape[0], before.shape[1]), row, column)
        return after, (None if source is None else Window(*source), Window(row, column))

    def zooms(self, cursor: int) -> tuple[str, ...]:
        """The step that leaves this frame, cell by cell."""
        return ("image",) if self.grain == IMAGE and self.moments[cursor].at[0] < len(self.walk.steps) else ()

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """The next step, cell by cell."""
        if quantity not in self.zooms(cursor):
            return super().zoom(cursor, quantity)
        return self.opened(self.moments[cursor].at[0] + 1)


def _family(step: Step) -> str:
    """The word under which a step is explained."""
    return step.name if step.name in TURNS else "shift" if step.shift is not None else NOISE


def _mistaken(before: Value, step: Step) -> dict[str, Value]:
    """The image as somebody would draw it who took another transformation for this one."""
    found: dict[str, Value] = {"not-transformed": before}
    if step.name in MISTAKEN:
        id, other = MISTAKEN[step.name]
        found[id] = TURNS[other](before)
    if step.name in ("rot90", "rot270"):
        found["transposed-for-turned"] = before.T
    if step.name == "rot180":
        found["flip-for-turn:h"], found["flip-for-turn:v"] = before[:, ::-1], before[::-1, :]
    if step.shift is not None:
        down, right = step.shift
        found["shifted-other-way"] = shifted(before, -down, -right)
        found["wrapped-around"] = np.roll(before, (down, right), axis=(0, 1))
    return found
