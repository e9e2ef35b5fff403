"""Where is each word? An embedding: one column of E for each word, given or drawn from a seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...arrays import Array, Value
from ...errors import SpecError
from ...learning.randomness import generator
from ...pictures import Grid, GridPicture, Picture, PlaneArrow, PlanePicture, PlanePoint, Window
from ...words import message
from .corpus import Corpus

SPREAD = 0.5
"""Standard deviation of the numbers that are drawn."""
MOST_DIMENSIONS = 8


@dataclass(frozen=True, eq=False)
class Embedding:
    """A matrix with one column for each word of a dictionary."""

    corpus: Corpus
    matrix: Value
    """Dimensions × words."""

    @property
    def words(self) -> tuple[str, ...]:
        """The dictionary."""
        return self.corpus.dictionary

    @property
    def dimensions(self) -> int:
        """The numbers of one word."""
        return self.matrix.shape[0]

    def of(self, word: str) -> Value:
        """The column of a word: E times its one-hot vector."""
        return self.matrix[:, self.corpus.place[word]]

    def one_hot(self, word: str) -> Value:
        """1 at the place of a word, 0 elsewhere."""
        found = np.zeros(len(self.words))
        found[self.corpus.place[word]] = 1.0
        return found


def make_embedding(given: Value | None, corpus: Corpus, dimensions: int, seed: int, number: int = 0) -> Embedding:
    """The given matrix, or one drawn from the seed; `number` tells matrices of one seed apart. Raises SpecError."""
    words = len(corpus.dictionary)
    if given is None:
        return Embedding(corpus, SPREAD * generator(seed, "initial", number).standard_normal((dimensions, words)))
    if given.ndim != 2 or given.shape[1] != words or given.shape[0] > MOST_DIMENSIONS:
        got = "×".join(map(str, given.shape)) or "1"
        raise SpecError("text.vectors", got=got, words=words, most=MOST_DIMENSIONS, known=list(corpus.dictionary))
    return Embedding(corpus, given)


def plane(embedding: Embedding, current: Sequence[str] = (), extra: dict[str, Value] | None = None) -> Picture:
    """The words as points of a plane; more or fewer than two dimensions are shown as the matrix."""
    if embedding.dimensions != 2:
        return GridPicture((matrix_grid(embedding, current[0] if current else None),))
    places = {word: embedding.of(word) for word in embedding.words}
    arrows = tuple(PlaneArrow((0.0, 0.0), _pair(vector), name) for name, vector in (extra or {}).items())
    ends = np.array([*places.values(), *(extra or {}).values(), np.zeros(2)])
    (low_x, low_y), (high_x, high_y) = ends.min(axis=0), ends.max(axis=0)
    points = tuple(PlanePoint(*_pair(vector), word, word in current) for word, vector in places.items())
    ranges = _wider(low_x, high_x), _wider(low_y, high_y)
    return PlanePicture("e1", "e2", *ranges, points, arrows=arrows, title=message("text.map"))


def _pair(vector: Array) -> tuple[float, float]:
    return float(vector[0]), float(vector[1])


def _wider(low: float, high: float) -> tuple[float, float]:
    """A range with air at both ends, so that words at the edge can be read."""
    air = 0.15 * max(high - low, 0.5)
    return float(low - air), float(high + air)


def matrix_grid(embedding: Embedding, word: str | None = None, name: str = "E", sign: str = "") -> Grid:
    """The matrix with its words above, and a window on the column of one."""
    window = None if word is None else Window(0, embedding.corpus.place[word], embedding.dimensions, 1)
    cells = tuple(tuple(map(float, row)) for row in embedding.matrix)
    return Grid(name, cells, window, sign=sign, column_names=embedding.words)


def column_grid(name: str, vector: Value | None, length: int, sign: str = "") -> Grid:
    """A vector as a column; blank cells while it is not known."""
    cells = [(None,)] * length if vector is None else [(float(entry),) for entry in vector]
    return Grid(name, tuple(cells), sign=sign)
