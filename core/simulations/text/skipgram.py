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
from typing import Any

import numpy as np

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...arrays import Value
from ...differences import node_difference
from ...formula.build import build_pass
from ...formula.parser import parse
from ...passes import Pass
from ...pictures import Picture, PlaneArrow, PlanePicture, TablePicture
from ...words import Message, message
from ..graph import GraphSimulation
from ..protocol import Simulation, Spec
from ..score import Moment, Score, entries, operand, short
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
DIGITS = 6


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

    @cached_property
    def record(self) -> Pass:
        """The engine's pass."""
        return build_pass(parse(FORMULA, known=tuple(self.given)), self.given, None)[1]

    def value(self, name: str) -> Any:
        """A quantity by its name."""
        kind, _, rest = name.partition(".")
        record = self.record
        match kind:
            case "E" | "U":
                return self.given[kind]
            case "p" | "q":
                return 1.0 / (1.0 + np.exp(-record.values["s" if kind == "p" else "t"]))
            case "grad":
                return record.gradients[rest]
            case "new" if rest == "loss":
                v, u, k = (self.moved(role) for role in ROLES)
                return float(np.logaddexp(0.0, -(u @ v)) + np.logaddexp(0.0, k @ v))
            case "new":
                return self.moved(rest)
            case _:
                return record.values[name]

    def moved(self, role: str) -> Value:
        """A column after the update: old - rate · gradient."""
        return self.record.values[role] - self.rate * self.record.gradients[role]


class SkipGramScore(Score):
    """There and back through one pair and one drawn word, and the update."""

    def __init__(self, pair: Pair) -> None:
        self.pair: Pair = pair

    def make_moments(self) -> tuple[Moment, ...]:
        events = [Moment(kind, phase, news[0], news) for kind, phase, news in MOMENTS]
        return (Moment("start", news=("E", "U")), *events)

    def value(self, name: str, cursor: int) -> Any:
        return self.pair.value(name)

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
            told["before"] = entries(self.value("loss", cursor))
            better = self.value("new.loss", cursor) <= self.value("loss", cursor)
            return message("text.skip-updated" if better else "text.skip-overshot", **told)
        apart = "-apart" if kind == "start" and not self.pair.meetings else ""
        return message(f"text.skip-{kind}{apart}", **told)

    def label(self, quantity: str) -> str:
        kind, _, rest = quantity.partition(".")
        if kind == "grad":
            return f"∂L/∂{rest}"
        return {"loss": "L"}.get(rest or kind, rest or kind) + ("'" if kind == "new" else "")

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        kind, _, rest = quantity.partition(".")
        values = self.value
        match kind:
            case "E" | "U":
                text = "×".join(map(str, self.pair.given[kind].shape))
            case "v" | "u" | "k":
                matrix = "E" if kind == "v" else "U"
                word = self.pair.chosen[ROLES.index(kind)]
                text = f"{matrix}[{word}] = {entries(values(kind, cursor))}"
            case "s" | "t":
                text = self._dot("u" if kind == "s" else "k")
            case "p" | "q":
                inside = "s" if kind == "p" else "t"
                text = f"σ({short(values(inside, cursor))}) = {short(values(kind, cursor), DIGITS)}"
            case "loss":
                logs = f"-ln {short(values('p', cursor))} - ln(1 - {short(values('q', cursor))})"
                text = f"{logs} = {short(values('loss', cursor), DIGITS)}"
            case "grad":
                return LinesReceipt(self._gradient(cursor, rest))
            case _:
                return LinesReceipt(self._update(rest))
        return LinesReceipt((Line(message("text.named", name=self.label(quantity)), text),))

    def _dot(self, role: str) -> str:
        values = self.pair.record.values
        pairs = zip(np.ravel(values[role]), np.ravel(values["v"]), strict=True)
        products = " + ".join(f"{operand(a)}·{operand(b)}" for a, b in pairs)
        return f"{role}·v = {products} = {short(np.round(values['s' if role == 'u' else 't'], 10))}"

    def _gradient(self, cursor: int, name: str) -> tuple[Line, ...]:
        """upstream × local, path by path, and the finite difference."""
        values, gradients = self.pair.record.values, self.pair.record.gradients
        known = {letter: operand(gradients[letter]) for letter in "st"}
        match name:
            case "s":
                text = f"p - 1 = {short(self.value('p', cursor))} - 1"
            case "t":
                text = f"q = {short(self.value('q', cursor))}"
            case "v":
                text = f"{known['s']} × {entries(values['u'])} + {known['t']} × {entries(values['k'])}"
            case _:
                text = f"{known['s' if name == 'u' else 't']} × {entries(values['v'])}"
        found = f"{text} = {entries(gradients[name], digits=DIGITS)}" if name != "t" else text
        lines = [Line(message("text.named", name=f"∂L/∂{name}"), found)]
        difference = node_difference(self.pair.record, name)
        if difference is not None:
            sign = "✓" if difference.agrees(gradients[name]) else "≠"
            told = f"{entries(np.round(difference.central, DIGITS), digits=DIGITS)} {sign}"
            lines.append(Line(message("text.label-difference"), told))
        return tuple(lines)

    def _update(self, name: str) -> tuple[Line, ...]:
        lines: list[Line] = []
        for role in ROLES if name == "loss" else (name,):
            old, gradient = self.pair.record.values[role], self.pair.record.gradients[role]
            text = f"{entries(old)} - {short(self.pair.rate)} × {entries(gradient)} = {entries(self.pair.moved(role))}"
            lines.append(Line(message("text.named", name=f"{role}'"), text))
        if name == "loss":
            text = f"{short(self.pair.value('loss'), DIGITS)} → {short(self.pair.value('new.loss'), DIGITS)}"
            lines.append(Line(message("text.named", name="L"), text))
        return tuple(lines)

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, Any]:
        kind, _, rest = quantity.partition(".")
        get = self.pair.value
        match kind:
            case "s" | "t":
                return {"added-for-product": float(np.sum(get("u" if kind == "s" else "k") + get("v")))}
            case "p" | "q":
                return {"activation-forgotten": get("s" if kind == "p" else "t"), "probability-swapped": 1 - get(kind)}
            case "loss":
                seen, drawn = -np.log(get("p")), -np.log(1 - get("q"))
                return {"negative-forgotten": seen, "negative-not-turned": seen - np.log(get("q")),
                        "sign": -(seen + drawn), "log-base-ten": (seen + drawn) / np.log(10)}  # fmt: skip
            case "grad":
                return self._wrong_gradient(rest)
            case "new":
                old = get(rest)
                if rest == "loss":
                    return {"not-moved": old}
                slope = get(f"grad.{rest}")
                return {"climbed": old + self.pair.rate * slope, "rate-forgotten": old - slope, "not-moved": old}
            case _:
                return {}

    def needs(self, cursor: int, quantity: str) -> Mapping[str, Any]:
        """Of the gradient of a column what arrives along each product, and the other factor of it."""
        uses = {"grad.v": ("grad.s", "u", "grad.t", "k"), "grad.u": ("grad.s", "v"), "grad.k": ("grad.t", "v")}
        return {name: self.pair.value(name) for name in uses.get(quantity, ())}

    def _wrong_gradient(self, name: str) -> dict[str, Any]:
        get = self.pair.value
        found: dict[str, Any] = {"sign": -get(f"grad.{name}")}
        seen, drawn = get("grad.s"), get("grad.t")
        match name:
            case "s":
                return found | {"target-forgotten": get("p")}
            case "t":
                return found | {"targets-swapped": get("q") - 1}
            case "v":
                return found | {"only-first-path": seen * get("u"), "path-forgotten": drawn * get("k"),
                                "lost-upstream": get("u") + get("k"),
                                "targets-swapped": get("p") * get("u") + (get("q") - 1) * get("k")}  # fmt: skip
            case _:
                upstream = seen if name == "u" else drawn
                return found | {"own-input": upstream * get(name), "lost-upstream": get("v")}

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        """The words in the plane with the three columns, and beside them what is known of each."""
        pair = self.pair
        rows: list[tuple[Any, ...]] = []
        for role, word, chance in zip(ROLES, pair.chosen, ("", "p", "q"), strict=True):
            names = (role, chance, f"grad.{role}", f"new.{role}")
            cells = [_cell(pair.value(name)) if name and self.known(name, cursor) else None for name in names]
            rows.append((role, word, cells[0], cells[1] if chance else "", *cells[2:]))
        word, vector, new = (message(f"text.column-{name}") for name in ("word", "vector", "new"))
        columns = ("", word, vector, "σ", "∂L", new)
        focus = {"columns": 0, "seen": 1, "drawn": 2, "word": 0}.get(self.moments[cursor].kind)
        longest = [
            max((_cell(pair.value(f"{kind}{role}")) for role in ROLES), key=len) for kind in ("", "grad.", "new.")
        ]
        widest = (None, None, longest[0], "0.00", *longest[1:])
        return self._map(cursor), TablePicture(columns, tuple(rows), focus, widest)

    def _map(self, cursor: int) -> Picture:
        """The matrix E as a plane; after the update an arrow from where the word was to where it is."""
        pair = self.pair
        shown = plane(pair.words, (pair.chosen[0],) if cursor else ())
        if not isinstance(shown, PlanePicture) or not self.known("new.v", cursor):
            return shown
        old, new = pair.value("v"), pair.moved("v")
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


def _cell(value: Any) -> str:
    return entries(np.round(value, 10), most=3, digits=2)
