"""What can a tiny network read? Ten digits, drawn by hand on 8×8 cells, and variants of them.

A variant is a drawing moved by up to one cell and overlaid with noise; a cell is 0 (paper) to 1 (ink).
"""

from __future__ import annotations

import numpy as np

from ...arrays import Value
from ..randomness import generator
from .dataset import DataSet, one_hot_rows

SIDE = 8
DRAWN = (
    """
    ........  ........  ........  ........  ........
    ..####..  ...##...  ..####..  ..####..  ....##..
    .#....#.  ..###...  .#....#.  .#....#.  ...#.#..
    .#....#.  ...##...  ......#.  ....##..  ..#..#..
    .#....#.  ...##...  ....##..  ......#.  .#...#..
    .#....#.  ...##...  ..##....  .#....#.  .######.
    ..####..  ..####..  .######.  ..####..  .....#..
    ........  ........  ........  ........  ........
    """,
    """
    ........  ........  ........  ........  ........
    .######.  ...###..  .######.  ..####..  ..####..
    .#......  ..#.....  ......#.  .#....#.  .#....#.
    .#####..  .#.###..  .....#..  ..####..  .#....#.
    ......#.  .##...#.  ....#...  .#....#.  ..#####.
    .#....#.  .#....#.  ...#....  .#....#.  ......#.
    ..####..  ..####..  ...#....  ..####..  ..###...
    ........  ........  ........  ........  ........
    """,
)


def drawings() -> Value:
    """The ten digits, 10 × 8 × 8, each cell 0 or 1."""
    rows = [[line.split() for line in block.split("\n") if line.strip()] for block in DRAWN]
    glyphs = [[line[place] for line in block] for block in rows for place in range(len(block[0]))]
    return np.array([[[float(cell == "#") for cell in line] for line in glyph] for glyph in glyphs])


def digits(variants: int = 10, noise: float = 0.1, seed: int = 0) -> DataSet:
    """`variants` of each digit as rows of 64 cells, targets one-hot; the first variant is the drawing itself."""
    random = generator(seed, "noise")
    images: list[Value] = []
    for variant in range(variants):
        for drawing in drawings():
            down, right = random.integers(-1, 2, size=2) if variant else (0, 0)
            moved = np.roll(drawing, (down, right), axis=(0, 1))
            spots = noise * random.standard_normal(drawing.shape) if variant else 0.0
            images.append(np.clip(moved + spots, 0.0, 1.0).ravel())
    labels = np.tile(np.arange(10), variants)
    cells = tuple(f"r{row}c{column}" for row in range(SIDE) for column in range(SIDE))
    return DataSet(np.array(images).reshape(-1, SIDE**2), one_hot_rows(labels, 10), cells, tuple("0123456789"))
