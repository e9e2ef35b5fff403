"""Which vector does a word have, and which a text? E times a one-hot vector is a column; a text has the mean of these.

Quantities: `E`; for word t of the text `place.t`, `onehot.t`, `e.t`, and `sum` so far; at the end `mean`. Words and
places count from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...arrays import Value
from ...pictures import GridPicture, Picture
from ...words import Message, message
from ..graph import GraphSimulation
from ..protocol import Simulation, Spec
from ..rows import Row, Rows
from ..score import Moment, RowScore, entries
from .embedding import Embedding, column_grid, matrix_grid, plane

MOST_OPENED = 12
"""Words of a dictionary whose product with a one-hot vector opens as a graph."""


class LookUpScore(RowScore):
    """The words of a text are looked up one after the other."""

    def __init__(self, embedding: Embedding, text: tuple[str, ...]) -> None:
        self.embedding: Embedding = embedding
        self.text: tuple[str, ...] = text

    def make_rows(self) -> Rows:
        """A column for each word, their sum after each of them (`sum.t`), and the mean of all."""
        embedding, count = self.embedding, len(self.text)
        given: dict[str, object] = {"E": embedding.matrix, "count": count}
        made: list[Row] = []
        for t, word in enumerate(self.text, 1):
            place = embedding.corpus.place[word]
            given |= {f"place.{t}": place + 1, f"onehot.{t}": embedding.one_hot(word)}
            made.append(Row(f"place.{t}", "", {"counted-from-zero": place}, any_formula=False))
            made.append(Row(f"e.{t}", f"E@onehot.{t}", self._near(place), any_formula=False))
            made.append(Row(f"sum.{t}", _added(range(1, t + 1)), {"only-last-word": f"e.{t}"}))
        first = [t for t, word in enumerate(self.text, 1) if word not in self.text[: t - 1]]
        once = _added(first)
        made.append(Row("mean", f"sum.{count}/count", {
            "sum-for-mean": f"sum.{count}", "each-word-once": f"({once})/{len(first)}",
            "each-word-once:sum": f"({once})/count",
        }))  # fmt: skip
        return Rows(given, made, self._written, called={"count": message("text.called-count")})

    def _near(self, place: int) -> Mapping[str, Value]:
        """The columns beside the one that is meant, and the row with its number, where there is one."""
        matrix = self.embedding.matrix
        found = {id: matrix[:, (place + by) % len(self.embedding.words)]
                 for id, by in (("next-column:after", 1), ("next-column:before", -1))}  # fmt: skip
        return {**found, "row-for-column": matrix[place]} if place < self.embedding.dimensions else found

    def row(self, quantity: str, cursor: int) -> str:
        return f"sum.{self._newest(cursor)}" if quantity == "sum" else quantity

    def _written(self, name: str) -> str:
        return {"sum": "sum", "count": str(len(self.text))}.get(name.partition(".")[0], self.label(name))

    def make_moments(self) -> tuple[Moment, ...]:
        found = [Moment("start", news=("E",))]
        for t in range(1, len(self.text) + 1):
            found.append(Moment("marked", "forward", f"onehot.{t}", (f"place.{t}", f"onehot.{t}"), (t,)))
            found.append(Moment("looked-up", "forward", f"e.{t}", (f"e.{t}", "sum"), (t,)))
        if len(self.text) > 1:
            found.append(Moment("mean", "forward", "mean", ("mean",)))
        return tuple(found)

    def value(self, name: str, cursor: int) -> Value:
        found = super().value(name, cursor)
        return int(found) if name.startswith("place.") else found

    def say(self, cursor: int) -> Message:
        moment, embedding = self.moments[cursor], self.embedding
        if moment.kind == "start":
            told = {"dimensions": embedding.dimensions, "words": len(embedding.words)}
            return message("text.look-start", count=len(self.text), **told)
        if moment.kind == "mean":
            mean = _told(self.value("mean", cursor))
            return message("text.mean", count=len(self.text), sum=_told(self.rows[f"sum.{len(self.text)}"]), mean=mean)
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
        match kind:
            case "E":
                size = f"{self.embedding.dimensions} × {len(self.embedding.words)}"
                return LinesReceipt((Line(message("text.named", name="E"), size),))
            case "place" | "onehot":
                word = self.text[int(rest) - 1]
                place = Line(message("text.label-place"), f"{word}: {self.value(f'place.{rest}', cursor)}")
                row = entries(self.embedding.one_hot(word), most=len(self.embedding.words))
                return LinesReceipt((place, Line(message("text.label-one-hot"), row)))
            case "mean":
                both = (self.rows.receipt(name) for name in ("mean", f"sum.{len(self.text)}"))
                return LinesReceipt(tuple(line for each in both if each is not None for line in each.lines))
            case _:
                return super().receipt(cursor, quantity)

    def _newest(self, cursor: int) -> int:
        """How many words had been looked up at a cursor."""
        return sum(moment.kind == "looked-up" for moment in self.moments[: cursor + 1])

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


def _added(places: Iterable[int]) -> str:
    return " + ".join(f"e.{t}" for t in places)


def _told(vector: Value) -> str:
    """A vector without what adding binary fractions leaves in its last digits."""
    return entries(np.round(vector, 10))
