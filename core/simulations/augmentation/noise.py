"""What does noise on the input do to a loss? On average it adds a penalty on the weight: ridge in disguise.

One neuron without bias, loss (y - w·x)². With x ± a, each as likely, the mean loss is (y - w·x)² + w²·a² (C. Bishop,
Training with noise is equivalent to Tikhonov regularization, 1995). Quantities: `x`, `y`, `w`, `a`; `loss.clean`,
`loss.plus`, `loss.minus`, `loss.mean`, `penalty`; `grad.clean`, `grad.penalty`, `grad.mean` with respect to w;
`best.clean` and `best.mean`, the weights with the smallest losses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...answers.working import worked
from ...pictures import Curve, CurvesPicture, Picture, PlanePoint
from ...words import Message, message
from ..graph import GraphSimulation
from ..protocol import Simulation, Spec
from ..rows import Row, Rows
from ..score import Moment, RowScore, short

FORMULAS: Mapping[str, str] = MappingProxyType({
    "clean": "loss = (y - w*x)^2",
    "plus": "loss = (y - w*(x + a))^2",
    "minus": "loss = (y - w*(x - a))^2",
    "mean": "plus = (y - w*(x + a))^2; minus = (y - w*(x - a))^2; both = (plus + minus)/2",
    "penalty": "penalty = w^2*a^2",
})  # fmt: skip
LOSSES = ("clean", "plus", "minus", "mean")
POINTS = 61
ROWS = (
    Row("loss.clean", "(y - w*x)^2", {"error-not-squared": "y - w*x"}),
    Row("loss.plus", "(y - w*(x + a))^2",
        {"error-not-squared": "y - w*(x + a)", "noise-on-target": "(y + a - w*x)^2"}),
    Row("loss.minus", "(y - w*(x - a))^2",
        {"error-not-squared": "y - w*(x - a)", "noise-on-target": "(y - a - w*x)^2"}),
    Row("loss.mean", "(loss.plus + loss.minus)/2", {
        "noise-cancels": "loss.clean", "sum-not-mean": "loss.plus + loss.minus",
        "worst-for-mean": "max(loss.plus; loss.minus)",
    }, also=("((y - w*(x + a))^2 + (y - w*(x - a))^2)/2", "loss.clean + penalty"), any_formula=False),
    Row("penalty", "w^2*a^2", {"square-missing:weight": "w*a^2", "square-missing:noise": "w^2*a",
                               "square-missing:both": "w*a"}),
    Row("grad.clean", "-2*x*(y - w*x)", {"factor-two": "grad.clean/2"}, slope=("loss.clean", "w")),
    Row("grad.penalty", "2*w*a^2", {"factor-two": "w*a^2", "not-differentiated": "penalty"}, slope=("penalty", "w")),
    Row("grad.mean", "-2*x*(y - w*x) + 2*w*a^2", {"factor-two": "grad.mean/2", "noise-cancels": "grad.clean"},
        slope=("loss.mean", "w")),
    Row("best.clean", "x*y/x^2"),
    Row("best.mean", "x*y/(x^2 + a^2)", {"noise-cancels": "best.clean"}),
)  # fmt: skip


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

    def mean_at(self, w: float, a: float) -> float:
        """The mean loss of a weight under noise ±a."""
        return (self.y - w * self.x) ** 2 + (w * a) ** 2

    def best(self, a: float) -> float:
        """The weight that makes the mean loss smallest: x·y/(x² + a²)."""
        return self.x * self.y / (self.x**2 + a**2)


class NoisyScore(RowScore):
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

    def make_rows(self) -> Rows:
        return Rows(self.noisy.given, ROWS, self.label)

    def say(self, cursor: int) -> Message:
        kind, noisy = self.moments[cursor].kind, self.noisy
        told = {name: short(value) for name, value in noisy.given.items()}
        told |= {"up": short(noisy.x + noisy.a), "down": short(noisy.x - noisy.a)}
        if kind in (*LOSSES, "penalty"):
            told["value"] = short(self.rows[kind if kind == "penalty" else f"loss.{kind}"])
        if kind in ("mean", "penalty"):
            told["clean"], told["sum"] = short(self.rows["loss.clean"]), short(self.rows["loss.mean"])
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
        found = super().receipt(cursor, quantity)
        if quantity != "penalty" or not isinstance(found, LinesReceipt):
            return found or LinesReceipt((Line(message("row.named", name=quantity), short(self.rows[quantity])),))
        total = worked("c + p", c=self.rows["loss.clean"], p=self.rows["penalty"])
        return LinesReceipt((*found.lines, Line(message("augmentation.label-mean"), total)))

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        """Both losses over the weight, with the points that are known."""
        noisy = self.noisy
        best = (noisy.best(0.0), noisy.best(noisy.a), noisy.w)
        low, high = min(best) - 1.0, max(best) + 1.0
        places = [low + (high - low) * at / (POINTS - 1) for at in range(POINTS)]
        clean, mean = (tuple((w, noisy.mean_at(w, a)) for w in places) for a in (0.0, noisy.a))
        points = [PlanePoint(noisy.w, float(self.rows[f"loss.{name}"]), sign, self.moments[cursor].kind == name)
                  for name, sign in (("clean", "o"), ("plus", "+"), ("minus", "-"), ("mean", "m"))
                  if self.known(f"loss.{name}", cursor)]  # fmt: skip
        if self.known("best.mean", cursor):
            points += [PlanePoint(noisy.best(a), noisy.mean_at(noisy.best(a), a), "*") for a in (0.0, noisy.a)]
        curves = [Curve(message("augmentation.curve-clean"), clean)]
        if self.known("loss.mean", cursor):
            curves.append(Curve(message("augmentation.curve-mean"), mean))
        highest = max(*(loss for _, loss in mean), *(float(self.rows[f"loss.{name}"]) for name in LOSSES))
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
