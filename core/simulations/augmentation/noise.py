"""What does noise on the input do to a loss? On average it adds a penalty on the weight: ridge in disguise.

One neuron without bias, loss (y - w·x)². With x ± a, each as likely, the mean loss is (y - w·x)² + w²·a² (C. Bishop,
Training with noise is equivalent to Tikhonov regularization, 1995). Quantities: `x`, `y`, `w`, `a`; `loss.clean`,
`loss.plus`, `loss.minus`, `loss.mean`, `penalty`; `grad.clean`, `grad.penalty`, `grad.mean` with respect to w;
`best.clean` and `best.mean`, the weights with the smallest losses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...differences import node_difference
from ...formula.build import build_pass
from ...formula.parser import parse
from ...passes import Pass
from ...pictures import Curve, CurvesPicture, Picture, PlanePoint
from ...words import Message, message
from ..graph import GraphSimulation
from ..protocol import Simulation, Spec
from ..score import Moment, Score, operand, short

FORMULAS: Mapping[str, str] = MappingProxyType({
    "clean": "loss = (y - w*x)^2",
    "plus": "loss = (y - w*(x + a))^2",
    "minus": "loss = (y - w*(x - a))^2",
    "mean": "plus = (y - w*(x + a))^2; minus = (y - w*(x - a))^2; both = (plus + minus)/2",
    "penalty": "penalty = w^2*a^2",
})  # fmt: skip
LOSSES = ("clean", "plus", "minus", "mean")
POINTS = 61


@dataclass(frozen=True, eq=False)
class Noisy:
    """One neuron, one sample, and by how much its input is moved."""

    x: float
    y: float
    w: float
    a: float

    @property
    def given(self) -> dict[str, float]:
        """The leaves of the graphs."""
        return {"x": self.x, "y": self.y, "w": self.w, "a": self.a}

    @cached_property
    def records(self) -> Mapping[str, Pass]:
        """The engine's pass of each formula."""
        found: dict[str, Pass] = {}
        for name, formula in FORMULAS.items():
            parsed = parse(formula, known=tuple(self.given))
            used = {leaf: value for leaf, value in self.given.items() if leaf != "a" or name != "clean"}
            used = {leaf: value for leaf, value in used.items() if leaf in "wa" or name != "penalty"}
            found[name] = build_pass(parsed, used, None)[1]
        return found

    def loss(self, name: str) -> float:
        """A loss, or the penalty."""
        record = self.records[name]
        return float(record.values[record.graph.output])

    def mean_at(self, w: float, a: float) -> float:
        """The mean loss of a weight under noise ±a."""
        return (self.y - w * self.x) ** 2 + (w * a) ** 2

    def best(self, a: float) -> float:
        """The weight that makes the mean loss smallest: x·y/(x² + a²)."""
        return self.x * self.y / (self.x**2 + a**2)


class NoisyScore(Score):
    """The loss without noise, with both, their mean, and how they differ."""

    def __init__(self, noisy: Noisy) -> None:
        self.noisy: Noisy = noisy

    def make_moments(self) -> tuple[Moment, ...]:
        losses = (Moment(name, "forward", f"loss.{name}", (f"loss.{name}",)) for name in LOSSES)
        slopes = ("grad.clean", "grad.penalty", "grad.mean")
        rest = (("penalty", "forward", ("penalty",)), ("slopes", "backward", slopes),
                ("best", "backward", ("best.clean", "best.mean")))  # fmt: skip
        events = (*losses, *(Moment(kind, phase, news[-1], news) for kind, phase, news in rest))
        return (Moment("start", news=("x", "y", "w", "a")), *events)

    def value(self, name: str, cursor: int) -> Any:
        kind, _, rest = name.partition(".")
        noisy = self.noisy
        match kind:
            case "loss":
                return noisy.loss(rest)
            case "penalty":
                return noisy.loss("penalty")
            case "grad":
                return float(noisy.records[rest].gradients["w"])
            case "best":
                return noisy.best(noisy.a if rest == "mean" else 0.0)
            case _:
                return noisy.given[name]

    def say(self, cursor: int) -> Message:
        kind, noisy = self.moments[cursor].kind, self.noisy
        told = {name: short(value) for name, value in noisy.given.items()}
        told |= {"up": short(noisy.x + noisy.a), "down": short(noisy.x - noisy.a)}
        if kind in (*LOSSES, "penalty"):
            told["value"] = short(noisy.loss(kind))
        if kind in ("mean", "penalty"):
            told["clean"], told["sum"] = short(noisy.loss("clean")), short(noisy.loss("mean"))
        if kind == "slopes":
            told |= {name: short(self.value(f"grad.{name}", cursor)) for name in ("clean", "penalty", "mean")}
        if kind == "best":
            told |= {name: short(self.value(f"best.{name}", cursor)) for name in ("clean", "mean")}
        return message(f"augmentation.noise-{kind}", **told)

    def label(self, quantity: str) -> str:
        kind, _, rest = quantity.partition(".")
        names = {"clean": "L", "plus": "L(x+a)", "minus": "L(x-a)", "mean": "L±", "penalty": "w²a²"}
        match kind:
            case "loss" | "penalty":
                return names[rest or kind]
            case "grad":
                return f"∂{names[rest]}/∂w"
            case "best":
                return "w*" if rest == "clean" else "w*±"
            case _:
                return quantity

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        kind, _, rest = quantity.partition(".")
        x, y, w, a = (operand(value) for value in self.noisy.given.values())
        value = short(self.value(quantity, cursor), 6)
        match kind, rest:
            case "loss", "mean":
                text = f"({short(self.noisy.loss('plus'))} + {short(self.noisy.loss('minus'))})/2 = {value}"
            case "loss", _:
                moved = {"clean": x, "plus": f"({x} + {a})", "minus": f"({x} - {a})"}[rest]
                text = f"({y} - {w}·{moved})² = {value}"
            case "penalty", _:
                clean = short(self.noisy.loss("clean"))
                lines = [Line(message("augmentation.label-penalty"), f"w²·a² = {w}²·{a}² = {value}"),
                         Line(message("augmentation.label-mean"),
                              f"{clean} + {value} = {short(self.noisy.loss('mean'))}")]  # fmt: skip
                return LinesReceipt(tuple(lines))
            case "grad", _:
                return self._slope(rest, value)
            case "best", _:
                below = f"{x}²" + (f" + {a}²" if rest == "mean" else "")
                text = f"{x}·{y}/({below}) = {value}"
            case _:
                text = value
        return LinesReceipt((Line(message("augmentation.named", name=self.label(quantity)), text),))

    def _slope(self, name: str, value: str) -> Receipt:
        x, y, w, a = (operand(each) for each in self.noisy.given.values())
        clean, penalty = f"-2·{x}·({y} - {w}·{x})", f"2·{w}·{a}²"
        text = {"clean": clean, "penalty": penalty, "mean": f"{clean} + {penalty}"}[name]
        lines = [Line(message("augmentation.named", name=self.label(f"grad.{name}")), f"{text} = {value}")]
        difference = node_difference(self.noisy.records[name], "w")
        if difference is not None:
            sign = "✓" if difference.agrees(self.noisy.records[name].gradients["w"]) else "≠"
            lines.append(
                Line(
                    message("augmentation.label-difference"), f"{short(round(float(difference.central), 6), 6)} {sign}"
                )
            )
        return LinesReceipt(tuple(lines))

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, Any]:
        noisy = self.noisy
        kind, _, rest = quantity.partition(".")
        match kind, rest:
            case "loss", "mean":
                worst = max(noisy.loss("plus"), noisy.loss("minus"))
                return {"noise-cancels": noisy.loss("clean"), "sum-not-mean": noisy.loss("plus") + noisy.loss("minus"),
                        "worst-for-mean": worst}  # fmt: skip
            case "loss", _:
                moved = {"clean": 0.0, "plus": noisy.a, "minus": -noisy.a}[rest]
                error = noisy.y - noisy.w * (noisy.x + moved)
                target = (noisy.y + moved - noisy.w * noisy.x) ** 2
                return {"error-not-squared": error, "noise-on-target": target}
            case "penalty", _:
                w, a = noisy.w, noisy.a
                return {
                    "square-missing:weight": w * a**2,
                    "square-missing:noise": w**2 * a,
                    "square-missing:both": w * a,
                }
            case "grad", "penalty":
                return {"factor-two": noisy.w * noisy.a**2, "not-differentiated": noisy.loss("penalty")}
            case "grad", _:
                found = {"sign": -self.value(quantity, cursor), "factor-two": self.value(quantity, cursor) / 2}
                return found | ({"noise-cancels": self.value("grad.clean", cursor)} if rest == "mean" else {})
            case "best", "mean":
                return {"noise-cancels": noisy.best(0.0)}
            case _:
                return {}

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        """Both losses over the weight, with the points that are known."""
        noisy = self.noisy
        best = (noisy.best(0.0), noisy.best(noisy.a), noisy.w)
        low, high = min(best) - 1.0, max(best) + 1.0
        places = [low + (high - low) * at / (POINTS - 1) for at in range(POINTS)]
        clean, mean = (tuple((w, noisy.mean_at(w, a)) for w in places) for a in (0.0, noisy.a))
        points = [PlanePoint(noisy.w, noisy.loss(name), sign, self.moments[cursor].kind == name)
                  for name, sign in (("clean", "o"), ("plus", "+"), ("minus", "-"), ("mean", "m"))
                  if self.known(f"loss.{name}", cursor)]  # fmt: skip
        if self.known("best.mean", cursor):
            points += [PlanePoint(noisy.best(a), noisy.mean_at(noisy.best(a), a), "*") for a in (0.0, noisy.a)]
        curves = [Curve(message("augmentation.curve-clean"), clean)]
        if self.known("loss.mean", cursor):
            curves.append(Curve(message("augmentation.curve-mean"), mean))
        highest = max(*(loss for _, loss in mean), *(noisy.loss(name) for name in LOSSES))
        picture = CurvesPicture("w", message("augmentation.axis-loss"), tuple(curves), tuple(points), now=noisy.w,
                                x_range=(low, high), y_range=(0.0, highest))  # fmt: skip
        return (picture,)

    def zooms(self, cursor: int) -> tuple[str, ...]:
        """The loss of this frame and of the next one, and the mean with everything in it."""
        near = (moment.subject for moment in self.near(cursor))
        return tuple(dict.fromkeys((*(name for name in near if name.startswith("loss.")), "loss.mean")))

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """A loss as a graph."""
        if quantity not in self.zooms(cursor):
            return super().zoom(cursor, quantity)
        name = quantity.partition(".")[2]
        at = {leaf: value for leaf, value in self.noisy.given.items() if leaf != "a" or name != "clean"}
        return GraphSimulation(Spec("graph", {"formula": FORMULAS[name], "at": at}))
