"""How does a perceptron learn? One datum after another, correcting itself only when it is wrong.

The rule with labels 0 and 1: z = w·x + b, the output is o = [z ≥ 0], the error e = y - o, and
w ← w + rate·e·x, b ← b + rate·e. The run ends after an epoch without errors (it has converged), or at the epoch limit.
All numbers are exact fractions: a datum that lies on the line has z = 0 exactly, and rounding would decide it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from ..answers.receipts import Line, LinesReceipt, Receipt
from ..errors import SpecError
from ..pictures import Picture, PlaneLine, PlanePicture, PlanePoint, TablePicture
from ..words import Message, message
from .exact import fraction, fraction_row, fraction_rows, write, write_operand
from .protocol import Event, Knob
from .run import Run

Row = tuple[Fraction, ...]
NAMES = frozenset({"w", "b", "x", "y", "z", "o", "e", "datum", "epoch", "errors", "updates"})
TABLE_ROWS = 200
"""How many visits the table shows, the newest last."""


@dataclass(frozen=True)
class Visit:
    """What one datum did: its place in the data, the epoch, and every quantity of the rule."""

    epoch: int
    datum: int
    x: Row
    y: Fraction
    z: Fraction
    o: int
    e: Fraction
    w: Row
    b: Fraction


@dataclass(frozen=True)
class PerceptronState:
    """The weights now, how many data were visited, and what the last of them did."""

    w: Row
    b: Fraction
    seen: int
    visit: Visit | None
    errors: tuple[int, ...]
    """Errors of each epoch that has begun; the last one is still being counted."""


class Perceptron(Run[PerceptronState]):
    """A threshold neuron with labels 0 and 1 that corrects itself, in exact arithmetic."""

    described = {
        "en": "A perceptron with labels 0 and 1: one frame a datum, exact arithmetic.",
        "es": "Un perceptrón con etiquetas 0 y 1: un cuadro por dato, con aritmética exacta.",
    }
    knobs = (
        Knob("points", ((0, 0), (0, 1), (1, 0), (1, 1)),
             {"en": "data, one row a point", "es": "datos, una fila por punto"}, read=fraction_rows),
        Knob("labels", (0, 0, 0, 1), {"en": "label of each point, 0 or 1", "es": "etiqueta de cada punto, 0 o 1"},
             read=fraction_row),
        Knob("w", (), {"en": "weights at the start (zeros when empty)", "es": "pesos al inicio (ceros si está vacío)"},
             read=fraction_row),
        Knob("b", 0, {"en": "bias at the start", "es": "sesgo al inicio"}, read=fraction, low=-1000, high=1000),
        Knob("rate", "1/2", {"en": "rate", "es": "tasa"}, effect="next", read=fraction, low=0, high=1000, step=0.25),
        Knob("epochs", 50, {"en": "limit of epochs", "es": "límite de épocas"}, low=1, high=10_000, step=1),
    )  # fmt: skip

    @property
    def names(self) -> frozenset[str]:
        return NAMES

    def start(self, settings: Mapping[str, Any]) -> PerceptronState:
        points, labels = self._data(settings)
        width = len(points[0])
        w = tuple(settings["w"]) or (Fraction(0),) * width
        if len(w) != width:
            raise SpecError("spec.weights", knob="w", got=len(w), wanted=width)
        if any(label not in (0, 1) for label in labels):
            raise SpecError("spec.labels-01", knob="labels", got=[write(label) for label in labels])
        return PerceptronState(w, settings["b"], 0, None, ())

    def advance(self, state: PerceptronState, settings: Mapping[str, Any]) -> PerceptronState | None:
        points, labels = self._data(settings)
        epoch, datum = divmod(state.seen, len(points))
        if datum == 0 and epoch and (state.errors[-1] == 0 or epoch >= settings["epochs"]):
            return None
        x, y = points[datum], labels[datum]
        z = sum((wi * xi for wi, xi in zip(state.w, x, strict=True)), state.b)
        o = int(z >= 0)
        e = y - o
        move = settings["rate"] * e
        w = tuple(wi + move * xi for wi, xi in zip(state.w, x, strict=True))
        visit = Visit(epoch + 1, datum, x, y, z, o, e, w, state.b + move)
        errors = state.errors if datum else (*state.errors, 0)
        errors = (*errors[:-1], errors[-1] + (e != 0))
        return PerceptronState(w, visit.b, state.seen + 1, visit, errors)

    def show(self, state: PerceptronState) -> Mapping[str, Any]:
        updates = sum(state.errors)
        quantities: dict[str, Any] = {"w": state.w, "b": state.b, "errors": state.errors, "updates": updates}
        seen = state.visit
        if seen is not None:
            quantities |= {"epoch": seen.epoch, "datum": seen.datum, "x": seen.x, "y": seen.y}
            quantities |= {"z": seen.z, "o": seen.o, "e": seen.e}
        return quantities

    def event(self, state: PerceptronState) -> Event:
        seen = state.visit
        if seen is None:
            return Event("started")
        return Event("updated" if seen.e else "kept", f"datum {seen.datum}", f"epoch {seen.epoch}")

    def say(self, state: PerceptronState, settings: Mapping[str, Any]) -> Message:
        seen = state.visit
        if seen is None:
            rate = write(settings["rate"])
            return message("perceptron.start", count=len(settings["points"]), rate=rate)
        told = {
            "x": _point(seen.x), "z": write(seen.z), "o": seen.o, "y": write(seen.y),
            "w": _point(seen.w), "b": write(seen.b),
        }  # fmt: skip
        return message("perceptron.updated" if seen.e else "perceptron.kept", **told)

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        seen = self.state(cursor).visit
        if seen is None:
            return None
        before, rate = self.state(cursor - 1), self.settings_at(cursor)["rate"]
        products = " + ".join(f"{write(w)}·{write(x)}" for w, x in zip(before.w, seen.x, strict=True))
        lines = [
            Line(message("perceptron.receipt-z"), f"{products} + {write_operand(before.b)} = {write(seen.z)}"),
            Line(message("perceptron.receipt-e"), f"{write(seen.y)} - {seen.o} = {write(seen.e)}"),
        ]
        for place, (old, new, x) in enumerate(zip(before.w, seen.w, seen.x, strict=True), 1):
            moved = f"{write(old)} + {write(rate)}·{write_operand(seen.e)}·{write_operand(x)} = {write(new)}"
            lines.append(Line(message("perceptron.receipt-w", place=place), moved))
        moved = f"{write(before.b)} + {write(rate)}·{write_operand(seen.e)} = {write(seen.b)}"
        lines.append(Line(message("perceptron.receipt-b"), moved))
        return LinesReceipt(tuple(lines))

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, Any]:
        seen = self.state(cursor).visit
        if seen is None or quantity not in ("w", "b", "z", "o", "e"):
            return {}
        before = self.state(cursor - 1)
        rate = self.settings_at(cursor)["rate"]
        if quantity == "z":
            return {"bias-forgotten": seen.z - before.b}
        if quantity == "o":
            return {"strict-threshold": int(seen.z > 0)}
        if quantity == "e":
            return {"error-reversed": -seen.e}
        moves = {
            "error-reversed": -rate * seen.e,
            "rate-forgotten": seen.e,
            "product-for-difference": rate * seen.y * seen.o,
        }
        moves["updated-when-right" if seen.e == 0 else "not-updated"] = rate if seen.e == 0 else Fraction(0)
        if quantity == "b":
            return {id: before.b + move for id, move in moves.items()}
        found = {id: tuple(w + move * x for w, x in zip(before.w, seen.x, strict=True)) for id, move in moves.items()}
        found["input-forgotten"] = tuple(w + rate * seen.e for w in before.w)
        return found

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        width = len(self.state(cursor).w)
        columns = (
            "epoch", *(f"x{i}" for i in range(1, width + 1)), "y", "z", "o", "e",
            *(f"w{i}" for i in range(1, width + 1)), "b",
        )  # fmt: skip
        visits = [self.state(at).visit for at in range(max(1, cursor - TABLE_ROWS + 1), cursor + 1)]
        rows = tuple((v.epoch, *v.x, v.y, v.z, v.o, v.e, *v.w, v.b) for v in visits if v is not None)
        table = TablePicture(columns, rows, len(rows) - 1 if rows else None, self._widest)
        return (table, self._plane(cursor)) if width == 2 else (table,)

    @cached_property
    def _widest(self) -> tuple[Any, ...]:
        """The widest cells of the columns whose numbers are given; sums and weights can become anything."""
        points, labels = self._data(self.settings)
        columns = (*zip(*points, strict=True), labels)
        data = [max(column, key=lambda number: len(write(number))) for column in columns]
        return (self.settings["epochs"], *data, None, 1, Fraction(-1))

    def _plane(self, cursor: int) -> PlanePicture:
        """The data, and the line w·x + b = 0 before and after the event."""
        state = self.state(cursor)
        points, labels = self._data(self.settings)
        here = state.visit.datum if state.visit is not None else None
        drawn = tuple(
            PlanePoint(float(x), float(y), write(label), place == here)
            for place, ((x, y), label) in enumerate(zip(points, labels, strict=True))
        )
        lines = [_line(state)]
        before = self.state(max(0, cursor - 1))
        if (*before.w, before.b) != (*state.w, state.b):
            lines.insert(0, _line(before, before=True))
        return PlanePicture("x1", "x2", _range(points, 0), _range(points, 1), drawn, tuple(lines))

    @staticmethod
    def _data(settings: Mapping[str, Any]) -> tuple[tuple[Row, ...], Row]:
        points, labels = settings["points"], settings["labels"]
        if len(points) != len(labels):
            raise SpecError("spec.labels", got=len(labels), wanted=len(points))
        return points, labels


def _line(state: PerceptronState, *, before: bool = False) -> PlaneLine:
    """w·x + b = 0."""
    return PlaneLine(float(state.w[0]), float(state.w[1]), float(state.b), before)


def _range(points: Sequence[Row], axis: int) -> tuple[float, float]:
    """From the smallest to the largest coordinate, with half a unit of air."""
    values = [float(point[axis]) for point in points]
    return min(values) - 0.5, max(values) + 0.5


def _point(row: Sequence[Fraction]) -> str:
    return f"({'; '.join(write(number) for number in row)})"
