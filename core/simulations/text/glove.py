"""What does GloVe ask of a pair of words? A dot product that is the logarithm of how often they occur together.

cost = f·(v·u + b + c - ln X)², f = (X/100)^(3/4) and at most 1 (J. Pennington et al., GloVe, 2014). Quantities:
`count.d` for document d and `X` so far; `f`; `s`, `gap`; `cost`; `grad.s`, `grad.v`, `grad.u`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...arrays import Value
from ...pictures import CodePicture, Picture, TablePicture
from ...words import Message, message
from ..graph import GraphSimulation
from ..protocol import Simulation, Spec
from ..rows import Row, Rows
from ..score import Moment, RowScore, entries, short
from .embedding import Embedding, plane

FORMULA = "s = dot(v; u) + b + c; cost = f*(s - log(X))^2"
FULL, POWER = 100, 0.75
"""From how many meetings on a pair has its full weight, and how the weight grows before."""
ROWS = (
    Row("f", f"min((X/{FULL})^{POWER}; 1)", {"power-forgotten": f"X/{FULL}", "weight-not-divided": f"X^{POWER}"}),
    Row("s", "dot(v; u) + b + c", {"bias-forgotten": "dot(v; u)"}),
    Row("gap", "s - log(X)", {"log-forgotten": "s - X"}),
    Row("cost", "f*gap^2", {"weight-forgotten": "gap^2", "gap-not-squared": "f*gap", "log-forgotten": "f*(s - X)^2"}),
    Row("grad.s", "2*f*gap", {"factor-two": "f*gap"}, slope=("cost", "s")),
    Row("grad.v", "grad.s*u", {"factor-two": "grad.s*u/2", "own-input": "grad.s*v"}, slope=("cost", "v")),
    Row("grad.u", "grad.s*v", {"factor-two": "grad.s*v/2", "own-input": "grad.s*u"}, slope=("cost", "u")),
)  # fmt: skip
DIGITS = 6


@dataclass(frozen=True, eq=False)
class Meeting:
    """A word and a neighbour, with their vectors and biases, and how far apart neighbours may be."""

    words: Embedding
    contexts: Embedding
    chosen: tuple[str, str]
    biases: tuple[float, float]
    window: int

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """How often they meet, document by document."""
        corpus = self.words.corpus
        return tuple(corpus.near(d, *self.chosen, self.window) for d in range(len(corpus.documents)))

    @cached_property
    def after(self) -> tuple[int, ...]:
        """How often the neighbour comes right behind the word, and not before it, document by document."""
        return tuple(
            sum((words[a], words[b]) == self.chosen for a, b in combinations(range(len(words)), 2)
                if b - a <= self.window)
            for words in self.words.corpus.documents
        )  # fmt: skip

    @cached_property
    def given(self) -> Mapping[str, Value]:
        """What the rows begin with; X is the whole count."""
        vectors = {"v": self.words.of(self.chosen[0]), "u": self.contexts.of(self.chosen[1])}
        return {**vectors, "b": self.biases[0], "c": self.biases[1], "X": float(sum(self.counts))}


class GloveScore(RowScore):
    """Meetings are counted, then weighed, then compared with the dot product."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting: Meeting = meeting

    def make_moments(self) -> tuple[Moment, ...]:
        found = [Moment("start", news=("v", "u", "b", "c"))]
        for d in range(1, len(self.meeting.counts) + 1):
            found.append(Moment("counted", "forward", f"count.{d}", (f"count.{d}", "X"), (d,)))
        rest = (("weighed", "forward", ("f",)), ("scored", "forward", ("s", "gap")), ("cost", "forward", ("cost",)),
                ("back", "backward", ("grad.s", "grad.v", "grad.u")))  # fmt: skip
        return (*found, *(Moment(kind, phase, news[0], news) for kind, phase, news in rest))

    def make_rows(self) -> Rows:
        """Beside those of a meeting, what was counted, and X after each document."""
        counts, after = self.meeting.counts, self.meeting.after
        given = {f"count.{d}": count for d, count in enumerate(counts, 1)}
        sums = (
            Row(f"X.{d}", " + ".join(list(given)[:d]), {
                "one-direction": sum(after[:d]), "documents-for-meetings": sum(map(bool, counts[:d])),
            }, any_formula=False) for d in range(1, len(counts) + 1)
        )  # fmt: skip
        return Rows({**self.meeting.given, **given}, (*ROWS, *sums), self._written)

    def row(self, quantity: str, cursor: int) -> str:
        read = max((moment.at[0] for moment in self.moments[: cursor + 1] if moment.at), default=0)
        return f"X.{read}" if quantity == "X" and read else quantity

    def value(self, name: str, cursor: int) -> Value:
        found = super().value(name, cursor)
        return int(found) if name.partition(".")[0] in ("X", "count") else found

    def _written(self, name: str) -> str:
        """In formulas the gap stands in parentheses, and X is X after whichever document."""
        kind = name.partition(".")[0]
        return {"gap": "(s - ln X)", "X": "X"}.get(kind, self.label(name))

    def say(self, cursor: int) -> Message:
        moment = self.moments[cursor]
        told: dict[str, object] = {"word": self.meeting.chosen[0], "context": self.meeting.chosen[1]}
        match moment.kind:
            case "start":
                return message("text.glove-start", window=self.meeting.window, **told)
            case "counted":
                d = moment.at[0]
                return message("text.glove-counted", document=d, count=self.meeting.counts[d - 1],
                               total=self.value("X", cursor), **told)  # fmt: skip
            case "weighed":
                return message("text.glove-weighed", total=short(self.meeting.given["X"]),
                               value=short(self.value("f", cursor)))  # fmt: skip
            case "scored":
                gap = short(self.value("gap", cursor))
                return message("text.glove-scored", value=short(self.value("s", cursor)), gap=gap)
            case "cost":
                return message("text.glove-cost", value=short(self.value("cost", cursor), DIGITS))
            case _:
                return message("text.glove-back", value=short(self.value("grad.s", cursor)), **told)

    def label(self, quantity: str) -> str:
        kind, _, rest = quantity.partition(".")
        return (
            f"∂C/∂{rest}" if kind == "grad" else {"cost": "C", "count": f"X{rest}", "gap": "s - ln X"}.get(kind, kind)
        )

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        """The arithmetic of a row; a count has that of X and s that of the gap, and what is given has its numbers."""
        if quantity in ("v", "u", "b", "c"):
            return LinesReceipt((Line(message("text.named", name=quantity), entries(self.rows[quantity])),))
        return super().receipt(cursor, {"count": "X", "s": "gap"}.get(quantity.partition(".")[0], quantity))

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        """The documents while meetings are counted, then the words in the plane; a table with what is known."""
        corpus, moment = self.meeting.words.corpus, self.moments[cursor]
        lines = tuple(f"{d}  {' '.join(words)}" for d, words in enumerate(corpus.documents, 1))
        documents = CodePicture(lines, moment.at[0] - 1 if moment.at else None)
        names = ("X", "f", "s", "gap", "cost")
        cells = [float(self.value(name, cursor)) if self.known(name, cursor) else None for name in names]
        cells[0] = None if cells[0] is None else int(cells[0])
        table = TablePicture(("X", "f", "s", "s - ln X", "C"), (tuple(cells),), 0 if cursor else None)
        return documents, table, plane(self.meeting.words, self.meeting.chosen)

    def zooms(self, cursor: int) -> tuple[str, ...]:
        """The cost."""
        return ("cost",)

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """The cost as a graph."""
        if quantity not in self.zooms(cursor):
            return super().zoom(cursor, quantity)
        return GraphSimulation(Spec("graph", {"formula": FORMULA, "at": {**self.meeting.given, "f": self.rows["f"]}}))
