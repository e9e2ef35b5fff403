"""Which vector does a word have, and which a text? E times a one-hot vector is a column; a text has the mean of these.

Quantities: `E`; for word t of the text `place.t`, `onehot.t`, `e.t`, and `sum` so far; at the end `mean`. Words and
places count from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...arrays import Value
from ...pictures import GridPicture, Picture
from ...words import Message, message
from ..graph import GraphSimulation
from ..protocol import Simulation, Spec
from ..score import Moment, Score, entries, operand, short
from .embedding import Embedding, column_grid, matrix_grid, plane

MOST_TERMS, MOST_PARTS = 6, 4
MOST_OPENED = 12
"""Words of a dictionary whose product with a one-hot vector opens as a graph."""


class LookUpScore(Score):
    """The words of a text are looked up one after the other."""

    def __init__(self, embedding: Embedding, text: tuple[str, ...]) -> None:
        self.embedding: Embedding = embedding
        self.text: tuple[str, ...] = text

    def make_moments(self) -> tuple[Moment, ...]:
        found = [Moment("start", news=("E",))]
        for t in range(1, len(self.text) + 1):
            found.append(Moment("marked", "forward", f"onehot.{t}", (f"place.{t}", f"onehot.{t}"), (t,)))
            found.append(Moment("looked-up", "forward", f"e.{t}", (f"e.{t}", "sum"), (t,)))
        if len(self.text) > 1:
            found.append(Moment("mean", "forward", "mean", ("mean",)))
        return tuple(found)

    def total(self, read: int) -> Value:
        """The sum of the vectors of the first words."""
        return np.sum([self.embedding.of(word) for word in self.text[:read]], axis=0)

    def value(self, name: str, cursor: int) -> Any:
        kind, _, rest = name.partition(".")
        match kind:
            case "E":
                return self.embedding.matrix
            case "sum":
                return self.total(self.moments[cursor].at[0])
            case "mean":
                return self.total(len(self.text)) / len(self.text)
            case _:
                word = self.text[int(rest) - 1]
                if kind == "place":
                    return self.embedding.corpus.place[word] + 1
                return self.embedding.one_hot(word) if kind == "onehot" else self.embedding.of(word)

    def say(self, cursor: int) -> Message:
        moment, embedding = self.moments[cursor], self.embedding
        if moment.kind == "start":
            told = {"dimensions": embedding.dimensions, "words": len(embedding.words)}
            return message("text.look-start", count=len(self.text), **told)
        if moment.kind == "mean":
            mean = _told(self.value("mean", cursor))
            return message("text.mean", count=len(self.text), sum=_told(self.total(len(self.text))), mean=mean)
        t = moment.at[0]
        told = {"t": t, "word": self.text[t - 1], "place": self.value(f"place.{t}", cursor)}
        if moment.kind == "marked":
            return message("text.marked", words=len(embedding.words), **told)
        return message("text.looked-up", vector=entries(self.value(f"e.{t}", cursor)), **told)

    def label(self, quantity: str) -> str:
        kind, _, rest = quantity.partition(".")
        return f"{kind}({self.text[int(rest) - 1]})" if rest else quantity

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        kind, _, rest = quantity.partition(".")
        count = len(self.text)
        match kind:
            case "E":
                size = f"{self.embedding.dimensions} × {len(self.embedding.words)}"
                return LinesReceipt((Line(message("text.named", name="E"), size),))
            case "place" | "onehot":
                word = self.text[int(rest) - 1]
                place = Line(message("text.label-place"), f"{word}: {self.value(f'place.{rest}', cursor)}")
                row = entries(self.embedding.one_hot(word), most=len(self.embedding.words))
                return LinesReceipt((place, Line(message("text.label-one-hot"), row)))
            case "e":
                return LinesReceipt(self._product(self.text[int(rest) - 1]))
            case _:
                read = count if kind == "mean" else self._newest(cursor)
                parts = [entries(self.embedding.of(word)) for word in self.text[:read]]
                told = " + ".join(parts if read <= MOST_PARTS else [*parts[: MOST_PARTS - 2], "…", parts[-1]])
                lines = [Line(message("text.label-sum"), f"{told} = {_told(self.total(read))}")]
                if kind == "mean":
                    text = f"{_told(self.total(count))} / {count} = {_told(self.value('mean', cursor))}"
                    lines.append(Line(message("text.label-mean"), text))
                return LinesReceipt(tuple(lines))

    def _newest(self, cursor: int) -> int:
        """How many words had been looked up at a cursor."""
        return sum(moment.kind == "looked-up" for moment in self.moments[: cursor + 1])

    def _product(self, word: str) -> tuple[Line, ...]:
        """Row by row: all products but one are zero."""
        hot = self.embedding.one_hot(word)
        lines: list[Line] = []
        for row in range(min(3, self.embedding.dimensions)):
            numbers = self.embedding.matrix[row]
            terms = [f"{operand(a)}·{short(x)}" for a, x in zip(numbers, hot, strict=True)]
            told = " + ".join(terms if len(terms) <= MOST_TERMS else [*terms[: MOST_TERMS - 2], "…", terms[-1]])
            text = f"{told} = {short(numbers @ hot)}"
            lines.append(Line(message("text.named", name=f"e{row + 1}"), text))
        return tuple(lines)

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, Any]:
        embedding = self.embedding
        kind, _, rest = quantity.partition(".")
        match kind:
            case "e":
                place = embedding.corpus.place[self.text[int(rest) - 1]]
                near = {id: embedding.matrix[:, (place + by) % len(embedding.words)]
                        for id, by in (("next-column:after", 1), ("next-column:before", -1))}  # fmt: skip
                return {**near, **self._row(place)}
            case "place":
                return {"counted-from-zero": embedding.corpus.place[self.text[int(rest) - 1]]}
            case "mean":
                total, different = self.total(len(self.text)), list(dict.fromkeys(self.text))
                once = np.sum([embedding.of(word) for word in different], axis=0)
                return {"sum-for-mean": total, "each-word-once": once / len(different),
                        "each-word-once:sum": once / len(self.text)}  # fmt: skip
            case "sum":
                return {"only-last-word": embedding.of(self.text[self._newest(cursor) - 1])}
            case _:
                return {}

    def _row(self, place: int) -> dict[str, Any]:
        """The row with the number of the word, where there is one."""
        return {"row-for-column": self.embedding.matrix[place]} if place < self.embedding.dimensions else {}

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        """E, the one-hot vector and the column that it picks; at the end the mean among the words in the plane."""
        embedding, at = self.embedding, self.moments[cursor].at
        if self.moments[cursor].kind == "mean" and embedding.dimensions == 2:
            return (plane(embedding, self.text, {"m": self.value("mean", cursor)}),)
        t = at[0] if at else 0
        word = self.text[t - 1] if t else None
        grids = [matrix_grid(embedding, word if self.moments[cursor].kind == "looked-up" else None, sign="·")]
        marked = None if word is None else embedding.one_hot(word)
        grids.append(column_grid("x", marked, len(embedding.words), "="))
        vector = embedding.of(word) if word is not None and self.moments[cursor].kind == "looked-up" else None
        grids.append(column_grid("e", vector, embedding.dimensions))
        return (GridPicture(tuple(grids)),)

    def zooms(self, cursor: int) -> tuple[str, ...]:
        """The vector of this frame and the next one."""
        if len(self.embedding.words) > MOST_OPENED:
            return ()
        near = self.near(cursor)
        return tuple(moment.subject for moment in near if moment.kind == "looked-up")

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """The product of E with a one-hot vector as a graph."""
        if quantity not in self.zooms(cursor):
            return super().zoom(cursor, quantity)
        hot = self.embedding.one_hot(self.text[int(quantity.partition(".")[2]) - 1])
        at = {"E": self.embedding.matrix, "x": hot}
        return GraphSimulation(Spec("graph", {"formula": "e = E@x", "at": at}))


def _told(vector: Value) -> str:
    """A vector without what adding binary fractions leaves in its last digits."""
    return entries(np.round(vector, 10))
