"""Which words are near a word? The cosine of the angle between its vector and that of every other word.

Quantities: `norm` of the word; for word j of the dictionary `dot.j`, `norm.j` and `cos.j`; at the end `nearest`, the
place of the word with the largest cosine. Places count from 1.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...answers.working import worked
from ...pictures import Bar, BarsPicture, Picture
from ...words import Message, message
from ..graph import GraphSimulation
from ..protocol import Simulation, Spec
from ..score import Moment, Score, short
from .embedding import Embedding, plane


class SimilarityScore(Score):
    """One word is compared with all others."""

    def __init__(self, embedding: Embedding, word: str) -> None:
        self.embedding: Embedding = embedding
        self.word: str = word

    def make_moments(self) -> tuple[Moment, ...]:
        found = [Moment("start", news=("E", "norm"))]
        for j, other in enumerate(self.embedding.words, 1):
            if other != self.word:
                found.append(Moment("compared", "forward", f"cos.{j}", (f"dot.{j}", f"norm.{j}", f"cos.{j}"), (j,)))
        return (*found, Moment("nearest", "forward", "nearest", ("nearest",)))

    def dot(self, j: int) -> float:
        """The dot product with word j (from 1)."""
        return float(self.embedding.of(self.word) @ self.embedding.matrix[:, j - 1])

    def norm(self, j: int | None = None) -> float:
        """The length of the vector of word j, or of the word itself."""
        vector = self.embedding.of(self.word) if j is None else self.embedding.matrix[:, j - 1]
        return float(np.linalg.norm(vector))

    def cosine(self, j: int) -> float:
        """dot / (norm · norm), and 0 where a vector is zero."""
        lengths = self.norm() * self.norm(j)
        return self.dot(j) / lengths if lengths else 0.0

    @property
    def others(self) -> list[int]:
        """The places of the other words."""
        return [j for j, other in enumerate(self.embedding.words, 1) if other != self.word]

    @property
    def nearest(self) -> int:
        """The place of the word with the largest cosine."""
        return max(self.others, key=self.cosine)

    def value(self, name: str, cursor: int) -> Any:
        kind, _, j = name.partition(".")
        match kind:
            case "E":
                return self.embedding.matrix
            case "dot":
                return self.dot(int(j))
            case "cos":
                return self.cosine(int(j))
            case "norm":
                return self.norm(int(j) if j else None)
            case _:
                return self.nearest

    def say(self, cursor: int) -> Message:
        moment = self.moments[cursor]
        if moment.kind == "start":
            return message("text.similar-start", word=self.word, norm=short(self.norm()))
        j = moment.at[0] if moment.at else self.nearest
        other = self.embedding.words[j - 1]
        told = {"word": self.word, "other": other, "cos": short(self.cosine(j))}
        if moment.kind == "nearest":
            return message("text.nearest", **told)
        lengths = f"{short(self.norm())} · {short(self.norm(j))}"
        return message("text.compared", dot=short(self.dot(j)), norms=lengths, **told)

    @property
    def given(self) -> Collection[str]:
        return self.embedding.words

    def label(self, quantity: str) -> str:
        kind, _, j = quantity.partition(".")
        other = self.embedding.words[int(j) - 1] if j else self.word
        return {"dot": f"{self.word}·{other}", "cos": f"cos({other})", "norm": f"|{other}|"}.get(kind, quantity)

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        kind, _, j = quantity.partition(".")
        if kind == "E":
            size = f"{self.embedding.dimensions} × {len(self.embedding.words)}"
            return LinesReceipt((Line(message("text.named", name="E"), size),))
        if kind == "nearest":
            told = "   ".join(f"{self.embedding.words[k - 1]} {short(self.cosine(k))}" for k in self.others)
            return LinesReceipt((Line(message("text.named", name="cos"), told),))
        if not j:
            return LinesReceipt((self._length(None),))
        place = int(j)
        own, other = self.embedding.of(self.word), self.embedding.matrix[:, place - 1]
        dot, here, there = float(self.dot(place)), float(self.norm()), float(self.norm(place))
        products = worked("dot(u; v)", most=2 * len(own), u=own, v=other)
        return LinesReceipt((
            Line(message("text.named", name=self.label(f"dot.{j}")), products),
            self._length(place),
            Line(message("text.named", name="cos"), worked("d/(a*b)", d=dot, a=here, b=there)),
        ))  # fmt: skip

    def _length(self, j: int | None) -> Line:
        vector = self.embedding.of(self.word) if j is None else self.embedding.matrix[:, j - 1]
        name = self.label("norm" if j is None else f"norm.{j}")
        return Line(message("text.named", name=name), worked("sqrt(sum(u^2))", most=len(vector), u=vector))

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, Any]:
        kind, _, j = quantity.partition(".")
        if not j or kind != "cos":
            vector = self.embedding.of(self.word) if not j else self.embedding.matrix[:, int(j) - 1]
            return {"root-forgotten": float(vector @ vector)} if kind == "norm" else {}
        place = int(j)
        own, other = self.embedding.of(self.word), self.embedding.matrix[:, place - 1]
        squares = self.norm() ** 2 * self.norm(place) ** 2
        without_root = self.dot(place) / squares if squares else np.nan
        return {"norms-forgotten": self.dot(place), "distance-for-cosine": float(np.linalg.norm(own - other)),
                "root-forgotten": without_root, "sign": -self.cosine(place)}  # fmt: skip

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        """The words in the plane with both arrows, and a bar for every cosine."""
        moment = self.moments[cursor]
        j = moment.at[0] if moment.at else (self.nearest if cursor else 0)
        current = (self.word, *((self.embedding.words[j - 1],) if j else ()))
        bars = tuple(
            Bar(self.embedding.words[k - 1], self.cosine(k) if self.known(f"cos.{k}", cursor) else None, k == j)
            for k in self.others
        )
        return plane(self.embedding, current), BarsPicture(message("text.cosines", word=self.word), bars, 1.0)

    def zooms(self, cursor: int) -> tuple[str, ...]:
        """The cosine of this frame and the next one, where there is an angle."""
        near = self.near(cursor)
        return tuple(m.subject for m in near if m.kind == "compared" and self.norm() * self.norm(m.at[0]))

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """A cosine as a graph."""
        if quantity not in self.zooms(cursor):
            return super().zoom(cursor, quantity)
        at = {"a": self.embedding.of(self.word), "b": self.embedding.matrix[:, int(quantity.partition(".")[2]) - 1]}
        return GraphSimulation(Spec("graph", {"formula": "cosine = dot(a; b)/(norm(a)*norm(b))", "at": at}))
