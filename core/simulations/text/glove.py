"""What does GloVe ask of a pair of words? A dot product that is the logarithm of how often they occur together.

cost = f·(v·u + b + c - ln X)², f = (X/100)^(3/4) and at most 1 (J. Pennington et al., GloVe, 2014). Quantities:
`count.d` for document d and `X` so far; `f`; `s`, `gap`; `cost`; `grad.s`, `grad.v`, `grad.u`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...arrays import Value
from ...differences import node_difference
from ...formula.build import build_pass
from ...formula.parser import parse
from ...passes import Pass
from ...pictures import CodePicture, Picture, TablePicture
from ...words import Message, message
from ..graph import GraphSimulation
from ..protocol import Simulation, Spec
from ..score import Moment, Score, entries, operand, short
from .embedding import Embedding, plane

FORMULA = "s = dot(v; u) + b + c; cost = f*(s - log(X))^2"
FULL, POWER = 100, 0.75
"""From how many meetings on a pair has its full weight, and how the weight grows before."""
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
    def given(self) -> Mapping[str, Value]:
        """The leaves of the graph."""
        total = float(sum(self.counts))
        vectors = {"v": self.words.of(self.chosen[0]), "u": self.contexts.of(self.chosen[1])}
        weight = min(1.0, (total / FULL) ** POWER)
        return {**vectors, "b": self.biases[0], "c": self.biases[1], "f": weight, "X": total}

    @cached_property
    def record(self) -> Pass:
        """The engine's pass."""
        return build_pass(parse(FORMULA, known=tuple(self.given)), self.given, None)[1]


class GloveScore(Score):
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

    def value(self, name: str, cursor: int) -> Any:
        meeting = self.meeting
        kind, _, rest = name.partition(".")
        match kind:
            case "count":
                return meeting.counts[int(rest) - 1]
            case "X":
                at = self.moments[cursor].at
                return sum(meeting.counts[: at[0]]) if at else sum(meeting.counts)
            case "gap":
                return float(meeting.record.values["s"]) - float(np.log(meeting.given["X"]))
            case "grad":
                return meeting.record.gradients[rest]
            case _:
                return meeting.given[name] if name in meeting.given else meeting.record.values[name]

    def say(self, cursor: int) -> Message:
        moment = self.moments[cursor]
        told: dict[str, Any] = {"word": self.meeting.chosen[0], "context": self.meeting.chosen[1]}
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
        kind, _, rest = quantity.partition(".")
        given, total = self.meeting.given, short(self.meeting.given["X"])
        s, gap = self.value("s", cursor), self.value("gap", cursor)
        match kind:
            case "v" | "u" | "b" | "c":
                text = entries(given[kind])
            case "count" | "X":
                read = max(at.at[0] for at in self.moments[: cursor + 1] if at.at)
                parts = " + ".join(map(str, self.meeting.counts[:read]))
                text = f"{parts} = {sum(self.meeting.counts[:read])}"
            case "f":
                text = f"({total}/{FULL})^{POWER} = {short(given['f'], DIGITS)}"
            case "s" | "gap":
                pairs = zip(np.ravel(given["v"]), np.ravel(given["u"]), strict=True)
                products = " + ".join(f"{operand(a)}·{operand(b)}" for a, b in pairs)
                biases = "".join(f" + {operand(given[letter])}" for letter in "bc" if given[letter])
                text = f"{products}{biases} = {short(s)};   {short(s)} - ln {total} = {short(gap)}"
            case "cost":
                value = short(self.value("cost", cursor), DIGITS)
                text = f"{short(given['f'])} · {operand(gap)}² = {value}"
            case _:
                return LinesReceipt(self._gradient(rest, gap))
        return LinesReceipt((Line(message("text.named", name=self.label(quantity)), text),))

    def _gradient(self, name: str, gap: float) -> tuple[Line, ...]:
        record, given = self.meeting.record, self.meeting.given
        gradient = record.gradients[name]
        if name == "s":
            text = f"2 · {short(given['f'])} · {operand(gap)}"
        else:
            text = f"{operand(record.gradients['s'])} × {entries(given['u' if name == 'v' else 'v'])}"
        lines = [Line(message("text.named", name=f"∂C/∂{name}"), f"{text} = {entries(gradient, digits=DIGITS)}")]
        difference = node_difference(record, name)
        if difference is not None:
            sign = "✓" if difference.agrees(gradient) else "≠"
            told = f"{entries(np.round(difference.central, DIGITS), digits=DIGITS)} {sign}"
            lines.append(Line(message("text.label-difference"), told))
        return tuple(lines)

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, Any]:
        meeting = self.meeting
        given, total = meeting.given, float(meeting.given["X"])
        kind, _, rest = quantity.partition(".")
        s, gap = float(meeting.record.values["s"]), self.value("gap", cursor)
        match kind:
            case "X":
                after = [self._after(d) for d in range(len(meeting.counts))]
                read = max(moment.at[0] for moment in self.moments[: cursor + 1] if moment.at)
                documents = sum(map(bool, self.meeting.counts[:read]))
                return {"one-direction": sum(after[:read]), "documents-for-meetings": documents}
            case "f":
                return {"power-forgotten": total / FULL, "weight-not-divided": total**POWER}
            case "gap":
                return {"log-forgotten": s - total, "log-base-ten": s - np.log10(total), "sign": -gap}
            case "cost":
                return {"weight-forgotten": gap**2, "gap-not-squared": given["f"] * gap,
                        "log-forgotten": given["f"] * (s - total) ** 2}  # fmt: skip
            case "grad":
                gradient = meeting.record.gradients[rest]
                found = {"sign": -gradient, "factor-two": gradient / 2}
                upstream = meeting.record.gradients["s"]
                return found | ({} if rest == "s" else {"own-input": upstream * given[rest]})
            case _:
                return {}

    def _after(self, d: int) -> int:
        """How often the neighbour comes right behind the word, and not before it."""
        words = self.meeting.words.corpus.documents[d]
        pairs = ((words[a], words[b]) for a in range(len(words)) for b in range(a + 1, len(words))
                 if b - a <= self.meeting.window)  # fmt: skip
        return sum(pair == self.meeting.chosen for pair in pairs)

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
        return GraphSimulation(Spec("graph", {"formula": FORMULA, "at": dict(self.meeting.given)}))
