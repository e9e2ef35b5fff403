"""How do grids stand side by side? In reading order with their signs between them, as telling as the room allows.

Frames are given up before digits, digits before cells; a grid that is too large then shows the part around its window.
The layout depends on shapes, names and the widths of the numbers, so a step that moves a window moves nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...core.pictures import Grid, GridPicture
from .amounts import NORMAL, TIGHT, aligned, amount, decimals_of
from .graph.area import Area
from .graph.canvas import Canvas, Drawing
from .labels import Words, bare, cut_sign, shortened
from .matrix import Plate, Style, paint, plate_of

STYLES: tuple[tuple[Style, tuple[int, int]], ...] = (
    ("spacious", NORMAL), ("framed", NORMAL), ("bracketed", NORMAL), ("bracketed", TIGHT),
)  # fmt: skip
LARGE = 18
"""Rows of a window from which cells have air around their numbers."""
GAP = 3
"""Blank cells between two grids without a sign."""


@dataclass(frozen=True)
class Shelf:
    """One line of grids."""

    plates: tuple[Plate, ...]

    @property
    def width(self) -> int:
        return sum(plate.width + _gap(plate) for plate in self.plates) - _gap(self.plates[-1])

    @property
    def head(self) -> int:
        return max(plate.head for plate in self.plates)

    @property
    def body(self) -> int:
        return max(plate.body_height for plate in self.plates)

    @property
    def height(self) -> int:
        lowest = max(
            (self.body - plate.body_height) // 2 + plate.body_height + bool(plate.note) for plate in self.plates
        )
        return self.head + max(self.body, lowest)


def draw_grids(picture: GridPicture, width: int, height: int, *, ascii: bool = False, words: Words = bare) -> Drawing:
    """The picture in a window of `width` times `height` cells."""
    canvas = Canvas(Area(0, 0, width, height))
    shelves = _fitting(picture, width, height, words, ascii)
    tall = sum(shelf.height for shelf in shelves)
    wide = max((shelf.width for shelf in shelves), default=0)
    # Air around the grids, where there is room for all of it.
    left = 1 if wide < width else 0
    space = 1 if tall + len(shelves) <= height and len(shelves) > 1 else 0
    y = 1 if tall + space * (len(shelves) - 1) < height and tall + 2 <= height else 0
    shown = 0
    for shelf in shelves:
        if y + shelf.height > height:
            break
        x = left
        for plate in shelf.plates:
            paint(plate, canvas, x, y, shelf.head, shelf.body)
            x += plate.width
            middle = y + shelf.head + shelf.body // 2
            canvas.put(x + _air(plate), middle, words(plate.grid.sign), "title")
            x += _gap(plate)
            shown += 1
        y += shelf.height + space
    if shown < len(picture.grids):
        more = cut_sign(ascii)
        left_out = words(picture.grids[shown].name)
        canvas.put(0, height - 1, shortened(f"{more} {left_out}".ljust(width), width, ascii), "dim")
    return canvas.drawing()


def grids_size(picture: GridPicture, width: int, height: int, words: Words = bare) -> tuple[int, int] | None:
    """The cells that all grids take as a whole in such a window, or None where they do not fit."""
    for style, room in _styles(height):
        shelves = _flow(_plates(picture, style, room, words, False), width)
        if _fits(shelves, width, height):
            return max(shelf.width for shelf in shelves), sum(shelf.height for shelf in shelves)
    return None


def _fitting(picture: GridPicture, width: int, height: int, words: Words, ascii: bool) -> list[Shelf]:
    """The most telling lines that fit; parts of the grids where nothing fits as a whole."""
    if not picture.grids:
        return []
    for style, room in _styles(height):
        shelves = _flow(_plates(picture, style, room, words, ascii), width)
        if _fits(shelves, width, height):
            return shelves
    return _parts(_plates(picture, *STYLES[-1], words, ascii), width, height)


def _styles(height: int) -> tuple[tuple[Style, tuple[int, int]], ...]:
    """The styles that make sense in a window, the most telling first."""
    return STYLES if height >= LARGE else STYLES[1:]


def _parts(plates: Sequence[Plate], width: int, height: int) -> list[Shelf]:
    """The lines that show most cells when no grid may have more than so many rows and columns."""
    best: list[Shelf] = []
    most = 0
    for rows in range(1, min(height, max(len(plate.rows) for plate in plates)) + 1):
        for columns in range(min(width, max(len(plate.columns) for plate in plates)), 0, -1):
            parts = [plate.limited(rows, columns) for plate in plates]
            shown = sum(len(part.rows) * len(part.columns) for part in parts)
            if shown <= most:
                break
            shelves = _flow(parts, width)
            if _fits(shelves, width, height):
                best, most = shelves, shown
                break
    return best or _flow([plate.limited(1, 1) for plate in plates], width)


def _fits(shelves: Sequence[Shelf], width: int, height: int) -> bool:
    return all(shelf.width <= width for shelf in shelves) and sum(shelf.height for shelf in shelves) <= height


def _flow(plates: Sequence[Plate], width: int) -> list[Shelf]:
    """The grids in lines, each as full as it goes."""
    lines: list[list[Plate]] = []
    used = 0
    for plate in plates:
        if not lines or used + plate.width > width:
            lines.append([])
            used = 0
        lines[-1].append(plate)
        used += plate.width + _gap(plate)
    return [Shelf(tuple(line)) for line in lines]


def _gap(plate: Plate) -> int:
    air = 2 * (_air(plate) - 1)
    return air + (len(plate.grid.sign) + 2 if plate.grid.sign else GAP)


def _air(plate: Plate) -> int:
    """Blank cells before the sign behind a grid."""
    return 2 if plate.style == "spacious" else 1


def _plates(picture: GridPicture, style: Style, room: tuple[int, int], words: Words, ascii: bool) -> list[Plate]:
    """The grids with their texts; those with fractions share one width and one place of the decimal point."""
    width, most = room
    needed = [0 if grid.shades else decimals_of(_numbers(grid), most) for grid in picture.grids]
    decimals = max(needed, default=0)
    written = [
        [] if grid.shades else [amount(cell, width, decimals if own else 0) for cell in _numbers(grid)]
        for grid, own in zip(picture.grids, needed, strict=True)
    ]
    shared = [text for texts, own in zip(written, needed, strict=True) if own for text in texts]
    plates: list[Plate] = []
    for grid, texts, own in zip(picture.grids, written, needed, strict=True):
        placed = iter(aligned(texts, shared if own else ()))
        rows = [[] if grid.shades else [words(next(placed)) for _ in row] for row in grid.cells]
        plates.append(plate_of(grid, rows, style, words, ascii))
    return plates


def _numbers(grid: Grid) -> list[object]:
    """All cells in reading order, and the widest number of the run."""
    return [*(cell for row in grid.cells for cell in row), *((grid.widest,) if grid.widest is not None else ())]
