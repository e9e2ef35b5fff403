"""Which words are near a word? The cosine of the angle between its vector and that of every other word.

Quantities: `norm` of the word; for word j of the dictionary `dot.j`, `norm.j` and `cos.j`; at the end `nearest`, the
place of the word with the largest cosine. Places count from 1.
"""

from __future__ import annotations

from collections.abc import Collection

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...pictures import Bar, BarsPicture, Picture
from ...words import Message, message
from ..graph import GraphSimulation
from ..protocol import Simulation, Spec
from ..rows import Row, Rows
from ..score import Moment, RowScore, short
from .embedding import Embedding, plane


class SimilarityScore(RowScore):
    """One word is compared with all others."""

    def __init__(self, embedding: Embedding, word: str) -> None:
        self.embedding: Embedding = embedding
        self.word: str = word

    def make_rows(self) -> Rows:
        """u is the vector of the word, v.j that of word j; a vector of length 0 has no angle, and 0 is taken."""
        vectors = {f"v.{j}": self.embedding.matrix[:, j - 1] for j in self.others}
        u, most = self.embedding.of(self.word), 2 * self.embedding.dimensions
        made = [Row("norm", "sqrt(sum(u^2))", {"root-forgotten": "sum(u^2)"}, most=most)]
        for j in self.others:
            made += [Row(f"dot.{j}", f"dot(u; v.{j})", most=most),
                     Row(f"norm.{j}", f"sqrt(sum(v.{j}^2))", {"root-forgotten": f"sum(v.{j}^2)"}, most=most),
                     self._angle(j, is_known=bool(u.any() and vectors[f"v.{j}"].any()))]  # fmt: skip
        zeros = {f"cos.{j}": 0.0 for j in self.others}
        return Rows({"E": self.embedding.matrix, "u": u, **vectors, **zeros, "nearest": 0.0}, made, self.label)

    def _angle(self, j: int, *, is_known: bool) -> Row:
        """dot / (norm · norm)."""
        return Row(f"cos.{j}", f"dot.{j}/(norm.{j}*norm)" if is_known else "", {
            "norms-forgotten": f"dot.{j}", "distance-for-cosine": f"sqrt(sum((u - v.{j})^2))",
            **({"root-forgotten": f"dot.{j}/(norm.{j}^2*norm^2)"} if is_known else {}),
        })  # fmt: skip

    def make_moments(self) -> tuple[Moment, ...]:
        found = [Moment("start", news=("E", "norm"))]
        for j, other in enumerate(self.embedding.words, 1):
            if other != self.word:
                found.append(Moment("compared", "forward", f"cos.{j}", (f"dot.{j}", f"norm.{j}", f"cos.{j}"), (j,)))
        return (*found, Moment("nearest", "forward", "nearest", ("nearest",)))

    @property
    def others(self) -> list[int]:
        """The places of the other words."""
        return [j for j, other in enumerate(self.embedding.words, 1) if other != self.word]

    @property
    def nearest(self) -> int:
        """The place of the word with the largest cosine."""
        return max(self.others, key=lambda j: self.rows[f"cos.{j}"])

    def value(self, name: str, cursor: int) -> object:
        return self.nearest if name == "nearest" else super().value(name, cursor)

    def say(self, cursor: int) -> Message:
        moment = self.moments[cursor]
        if moment.kind == "start":
            return message("text.similar-start", word=self.word, norm=short(self.rows["norm"]))
        j = moment.at[0] if moment.at else self.nearest
        other = self.embedding.words[j - 1]
        told = {"word": self.word, "other": other, "cos": short(self.rows[f"cos.{j}"])}
        if moment.kind == "nearest":
            return message("text.nearest", **told)
        lengths = f"{short(self.rows['norm'])} · {short(self.rows[f'norm.{j}'])}"
        return message("text.compared", dot=short(self.rows[f"dot.{j}"]), norms=lengths, **told)

    @property
    def given(self) -> Collection[str]:
        return self.embedding.words

    def label(self, quantity: str) -> str:
        kind, _, j = quantity.partition(".")
        other = self.embedding.words[int(j) - 1] if j else self.word
        if kind in ("u", "v"):
            return other
        return {"dot": f"{self.word}·{other}", "cos": f"cos({other})", "norm": f"|{other}|"}.get(kind, quantity)

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        kind = quantity.partition(".")[0]
        if kind == "E":
            size = f"{self.embedding.dimensions} × {len(self.embedding.words)}"
            return LinesReceipt((Line(message("text.named", name="E"), size),))
        if kind == "nearest":
            told = "   ".join(f"{self.embedding.words[k - 1]} {short(self.rows[f'cos.{k}'])}" for k in self.others)
            return LinesReceipt((Line(message("text.named", name="cos"), told),))
        # What comes with a cosine is arithmetic of the cosine.
        whole = f"cos.{quantity.partition('.')[2]}"
        return super().receipt(cursor, whole if self.rows.has_formula(whole) else quantity)

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        """The words in the plane with both arrows, and a bar for every cosine."""
        moment = self.moments[cursor]
        j = moment.at[0] if moment.at else (self.nearest if cursor else 0)
        current = (self.word, *((self.embedding.words[j - 1],) if j else ()))
        bars = tuple(
            Bar(
                self.embedding.words[k - 1],
                float(self.rows[f"cos.{k}"]) if self.known(f"cos.{k}", cursor) else None,
                k == j,
            )
            for k in self.others
        )
        return plane(self.embedding, current), BarsPicture(message("text.cosines", word=self.word), bars, 1.0)

    def zooms(self, cursor: int) -> tuple[str, ...]:
        """The cosine of this frame and the next one, where there is an angle."""
        near = self.near(cursor)
        return tuple(m.subject for m in near if m.kind == "compared" and self.rows.has_formula(m.subject))

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """A cosine as a graph."""
        if quantity not in self.zooms(cursor):
            return super().zoom(cursor, quantity)
        at = {"a": self.embedding.of(self.word), "b": self.embedding.matrix[:, int(quantity.partition(".")[2]) - 1]}
        return GraphSimulation(Spec("graph", {"formula": "cosine = dot(a; b)/(norm(a)*norm(b))", "at": at}))
