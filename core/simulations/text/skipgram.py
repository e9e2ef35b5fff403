"""How does one update move the words? Skip-gram with a negative sample: a pair that occurs, and one that was drawn.

loss = -ln σ(u·v) - ln σ(-k·v), with v the column of the word in E, u and k those of its neighbour and of the drawn
word in a second matrix U (T. Mikolov et al., Distributed representations of words and phrases, 2013). Quantities:
`E`, `U`; `v`, `u`, `k`; `s`, `p` of the pair that occurs, `t`, `q` of the drawn one; `loss`; `grad.s`, `grad.t`,
`grad.v`, `grad.u`, `grad.k`; `new.v`, `new.u`, `new.k`, `new.loss`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...arrays import Value
from ...pictures import Picture, PlaneArrow, PlanePicture, TablePicture
from ...words import Message, message
from ...words.numbers import apart
from ..graph import GraphSimulation
from ..protocol import Simulation, Spec
from ..rows import Row, Rows
from ..score import Moment, RowScore, entries, short
from .embedding import Embedding, plane

FORMULA = "v = E@x; u = U@y; k = U@n; s = dot(u; v); t = dot(k; v); loss = -log(sigmoid(s)) - log(sigmoid(-t))"
ROLES = ("v", "u", "k")
MOMENTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("columns", "forward", ROLES),
    ("seen", "forward", ("s", "p")),
    ("drawn", "forward", ("t", "q")),
    ("loss", "forward", ("loss",)),
    ("turned", "backward", ("grad.s", "grad.t")),
    ("word", "backward", ("grad.v",)),
    ("contexts", "backward", ("grad.u", "grad.k")),
    ("updated", "update", ("new.v", "new.u", "new.k", "new.loss")),
)
ROWS = (
    Row("v", "E@x"),
    Row("u", "U@y"),
    Row("k", "U@n"),
    Row("s", "dot(u; v)"),
    Row("t", "dot(k; v)"),
    Row("p", "sigmoid(s)", {"probability-swapped": "1 - p"}),
    Row("q", "sigmoid(t)", {"probability-swapped": "1 - q"}),
    Row("loss", "-log(p) - log(1 - q)", {"negative-forgotten": "-log(p)", "negative-not-turned": "-log(p) - log(q)",
                                         "log-base-ten": "(-log(p) - log(1 - q))/log(10)"}),
    Row("grad.s", "p - 1", {"target-forgotten": "p"}, slope=("loss", "s")),
    Row("grad.t", "q", {"targets-swapped": "q - 1"}, slope=("loss", "t")),
    Row("grad.v", "grad.s*u + grad.t*k", {
        "only-first-path": "grad.s*u", "path-forgotten": "grad.t*k", "lost-upstream": "u + k",
        "targets-swapped": "p*u + (q - 1)*k",
    }, slope=("loss", "v")),
    Row("grad.u", "grad.s*v", {"own-input": "grad.s*u", "lost-upstream": "v"}, slope=("loss", "u")),
    Row("grad.k", "grad.t*v", {"own-input": "grad.t*k", "lost-upstream": "v"}, slope=("loss", "k")),
    *(Row(f"new.{role}", f"{role} - rate*grad.{role}", {
        "climbed": f"{role} + rate*grad.{role}", "rate-forgotten": f"{role} - grad.{role}", "not-moved": role,
    }) for role in ROLES),
    Row("new.loss", "-log(sigmoid(dot(new.u; new.v))) - log(sigmoid(-dot(new.k; new.v)))", {"not-moved": "loss"}),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Pair:
    """A word, its neighbour and a drawn word, with the two matrices and the learning rate."""

    words: Embedding
    contexts: Embedding
    chosen: tuple[str, str, str]
    rate: float
    meetings: int
    """How often the first two stand near each other in the documents."""

    @cached_property
    def given(self) -> Mapping[str, Value]:
        """The leaves of the graph: both matrices and three one-hot vectors."""
        hots = {letter: self.words.one_hot(word) for letter, word in zip("xyn", self.chosen, strict=True)}
        return {"E": self.words.matrix, "U": self.contexts.matrix, **hots}


class SkipGramScore(RowScore):
    """There and back through one pair and one drawn word, and the update."""

    def __init__(self, pair: Pair) -> None:
        self.pair: Pair = pair

    def make_moments(self) -> tuple[Moment, ...]:
        events = [Moment(kind, phase, news[0], news) for kind, phase, news in MOMENTS]
        return (Moment("start", news=("E", "U")), *events)

    def make_rows(self) -> Rows:
        return Rows({**self.pair.given, "rate": self.pair.rate}, ROWS, self.label)

    def say(self, cursor: int) -> Message:
        word, context, negative = self.pair.chosen
        kind = self.moments[cursor].kind
        told = {"word": word, "context": context, "negative": negative, "rate": short(self.pair.rate)}
        names = {"columns": ROLES, "seen": "sp", "drawn": "tq", "turned": ("grad.s", "grad.t"),
                 "contexts": ("grad.u", "grad.k")}.get(kind, ())  # fmt: skip
        told |= {f"n{at}": entries(np.round(self.value(name, cursor), 10)) for at, name in enumerate(names, 1)}
        singles = {"loss": "loss", "word": "grad.v", "updated": "new.loss"}
        if kind in singles:
            told["value"] = entries(self.value(singles[kind], cursor))
        if kind == "updated":
            before, now = self.value("loss", cursor), self.value("new.loss", cursor)
            told["before"], told["value"] = apart(float(before), float(now), entries)
            better = now <= before
            return message("text.skip-updated" if better else "text.skip-overshot", **told)
        bare = "-apart" if kind == "start" and not self.pair.meetings else ""
        return message(f"text.skip-{kind}{bare}", **told)

    def label(self, quantity: str) -> str:
        kind, _, rest = quantity.partition(".")
        if kind == "grad":
            return f"∂L/∂{rest}"
        return {"loss": "L"}.get(rest or kind, rest or kind) + ("'" if kind == "new" else "")

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        """The words in the plane with the three columns, and beside them what is known of each."""
        pair = self.pair
        rows: list[tuple[object, ...]] = []
        for role, word, chance in zip(ROLES, pair.chosen, ("", "p", "q"), strict=True):
            names = (role, chance, f"grad.{role}", f"new.{role}")
            cells = [_cell(self.rows[name]) if name and self.known(name, cursor) else None for name in names]
            rows.append((role, word, cells[0], cells[1] if chance else "", *cells[2:]))
        word, vector, new = (message(f"text.column-{name}") for name in ("word", "vector", "new"))
        columns = ("", word, vector, "σ", "∂L", new)
        focus = {"columns": 0, "seen": 1, "drawn": 2, "word": 0}.get(self.moments[cursor].kind)
        longest = [
            max((_cell(self.rows[f"{kind}{role}"]) for role in ROLES), key=len) for kind in ("", "grad.", "new.")
        ]
        widest = (None, None, longest[0], "0.00", *longest[1:])
        return self._map(cursor), TablePicture(columns, tuple(rows), focus, widest)

    def _map(self, cursor: int) -> Picture:
        """The matrix E as a plane; after the update an arrow from where the word was to where it is."""
        pair = self.pair
        shown = plane(pair.words, (pair.chosen[0],) if cursor else ())
        if not isinstance(shown, PlanePicture) or not self.known("new.v", cursor):
            return shown
        old, new = self.rows["v"], self.rows["new.v"]
        arrow = PlaneArrow((float(old[0]), float(old[1])), (float(new[0]), float(new[1])), "v'")
        return PlanePicture(shown.x_name, shown.y_name, shown.x_range, shown.y_range, shown.points,
                            arrows=(arrow,), title=shown.title)  # fmt: skip

    def zooms(self, cursor: int) -> tuple[str, ...]:
        """The loss: the whole update opens as one graph, both matrices its leaves."""
        return ("loss",)

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """The graph of the update, E and U included: their gradients are zero but in the columns that were used."""
        if quantity not in self.zooms(cursor):
            return super().zoom(cursor, quantity)
        return GraphSimulation(Spec("graph", {"formula": FORMULA, "at": dict(self.pair.given)}))


def _cell(value: Value) -> str:
    return entries(np.round(value, 10), most=3, digits=2)
