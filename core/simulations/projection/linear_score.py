"""Which moments has PCA? Mean, centring, covariance, one direction after another, codes, reconstructions, a network.

Quantities: `x`, `ratio`; `mean`, `centred`; `covariance.i.j` and `covariance`; `eigenvalue.j`, `vector.j`,
`explained.j` (`gap.j` with classes); `code.i`, at the end `codes`; `rebuilt.i`, `error.i`, at the end `residual` and
`residual.mean`; of the linear autoencoder `ae.w`, `ae.loss`, `ae.gap`. Samples, columns and components count from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...answers.receipts import Receipt
from ...errors import PlaceError
from ...pictures import Picture
from ...words import Message, message
from ...words.numbers import sentence
from ..graph import GraphSimulation
from ..protocol import Simulation, Spec
from ..score import Moment, Score, entries, short
from . import mistakes, pictures, receipts
from .linear import Linear
from .tied import Tied

MOST_TERMS = 12
"""Products of a covariance that can be opened as a graph."""


class LinearScore(Score):
    """PCA step by step, and the linear autoencoder that finds the same."""

    def __init__(self, linear: Linear, tied: Tied) -> None:
        self.linear: Linear = linear
        self.tied: Tied = tied

    def make_moments(self) -> tuple[Moment, ...]:
        linear, (n, d) = self.linear, self.linear.points.shape
        found = [Moment("start", news=("x", "ratio"))]
        if linear.is_centred:
            found += [Moment("averaged", "centre", "mean", ("mean",))]
            found += [Moment("centred", "centre", "centred", ("centred",))]
        pairs = [(i, j) for i in range(d) for j in range(i, d)]
        for place, (i, j) in enumerate(pairs):
            news = (f"covariance.{i + 1}.{j + 1}", *(("covariance",) if place == len(pairs) - 1 else ()))
            found.append(Moment("covaried", "covariance", news[0], news, (i, j)))
        for j in range(d):
            news = tuple(f"{kind}.{j + 1}" for kind in ("eigenvalue", "vector", "explained"))
            news += (f"gap.{j + 1}",) if linear.cloud.labels else ()
            found.append(Moment("decomposed", "directions", news[0], news, (j,)))
        for i in range(n):
            news = (f"code.{i + 1}", *(("codes",) if i == n - 1 else ()))
            found.append(Moment("projected", "codes", news[0], news, (i,)))
        for i in range(n):
            news = (f"rebuilt.{i + 1}", f"error.{i + 1}", *(("residual", "residual.mean") if i == n - 1 else ()))
            found.append(Moment("rebuilt", "rebuilt", news[0], news, (i,)))
        if self.tied.updates:
            news = ("ae.w", "ae.loss", "ae.gap")
            steps = range(len(self.tied.weights))
            found += [Moment("trained", "autoencoder", "ae.w", news, (t,)) for t in steps]
        return tuple(found)

    def value(self, name: str, cursor: int) -> Any:
        linear, (kind, *rest) = self.linear, name.split(".")
        at = [int(part) - 1 for part in rest if part.isdigit()]
        if kind == "ae":
            return self._trained(rest[0], self.moments[cursor].at[0])
        if kind == "residual":
            total = float(np.sum(linear.errors))
            return total / len(linear.points) if rest else total
        if kind == "covariance":
            return float(linear.covariance[at[0], at[1]]) if at else linear.covariance
        whole = {"x": linear.points, "mean": linear.mean, "centred": linear.centred}
        if not at:
            return whole.get(kind, linear.codes if kind == "codes" else linear.points.shape[0] / linear.points.shape[1])
        i = at[0]
        match kind:
            case "eigenvalue":
                return float(linear.spectrum.values[i])
            case "vector":
                return linear.spectrum.vectors[:, i]
            case "explained":
                return float(linear.spectrum.shares[i])
            case "gap":
                return linear.gap(i)
            case "code":
                return alone(linear.codes[i])
            case "rebuilt":
                return linear.rebuilt[i]
            case _:
                return float(linear.errors[i])

    def _trained(self, what: str, t: int) -> Any:
        weights = self.tied.weights[t]
        if what == "w":
            return weights[:, 0] if self.linear.kept == 1 else weights
        loss = self.tied.loss(weights)
        return loss if what == "loss" else loss - float(np.mean(self.linear.errors))

    def say(self, cursor: int) -> Message:
        linear, moment = self.linear, self.moments[cursor]
        n, d = linear.points.shape
        told: dict[str, Any] = {"n": n, "d": d, "kept": linear.kept}
        if moment.at:
            told |= {"number": moment.at[0] + 1}
        match moment.kind:
            case "start":
                return message("projection.start", **told)
            case "averaged":
                return message("projection.averaged", mean=entries(linear.mean), **told)
            case "centred":
                return message("projection.centred", **told)
            case "covaried":
                i, j = moment.at
                told |= {"value": _tidy(linear.covariance[i, j]), "i": i + 1, "j": j + 1}
                told |= {"added": message(f"projection.added-{linear.divisor}")}
                return message("projection.varied" if i == j else "projection.covaried", **told)
            case "decomposed":
                return self._says_direction(moment.at[0], told)
            case "projected":
                return message("projection.projected", code=entries(alone(linear.codes[moment.at[0]])), **told)
            case "rebuilt":
                return self._says_rebuilt(moment.at[0], told)
            case _:
                return self._says_trained(moment.at[0])

    def _says_direction(self, j: int, told: Mapping[str, Any]) -> Message:
        found, labels = self.linear.spectrum, self.linear.cloud.labels
        said = {"vector": entries(found.vectors[:, j]), "value": _tidy(found.values[j])}
        said |= {"share": sentence(100 * found.shares[j], 1)}
        if not labels:
            return message("projection.decomposed", **said, **told)
        id = "projection.decomposed-apart" if self.linear.gap(j) > 0 else "projection.decomposed-mixed"
        return message(id, **said, **told)

    def _says_rebuilt(self, i: int, told: Mapping[str, Any]) -> Message:
        linear = self.linear
        said = {"rebuilt": entries(linear.rebuilt[i]), "error": short(linear.errors[i])}
        if i < len(linear.points) - 1:
            return message("projection.rebuilt", **said, **told)
        return message("projection.rebuilt-last", total=short(np.sum(linear.errors)), **said, **told)

    def _says_trained(self, t: int) -> Message:
        weights, loss = self._trained("w", t), self._trained("loss", t)
        best = float(np.mean(self.linear.errors))
        said = {"w": entries(weights), "loss": short(loss), "best": short(best), "count": t}
        is_there = loss - best < 1e-6 * max(1.0, best)
        return message("projection.trained-there" if is_there else "projection.trained", **said)

    def label(self, quantity: str) -> str:
        return label(quantity)

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        return receipts.linear(self, cursor, quantity)

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, Any]:
        return mistakes.linear(self, cursor, quantity)

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        return pictures.linear(self, cursor)

    def zooms(self, cursor: int) -> tuple[str, ...]:
        """The covariance or the code of this frame and of the next one, where they are short enough to open."""
        near = (self.moments[at] for at in (cursor, cursor + 1) if at < len(self.moments))
        return tuple(moment.subject for moment in near if self._opens(moment))

    def _opens(self, moment: Moment) -> bool:
        if moment.kind == "covaried":
            return len(self.linear.points) <= MOST_TERMS
        return moment.kind == "projected" and self.linear.kept == 1 and self.linear.points.shape[1] > 1

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """A covariance as a sum of products, or a code as a scalar product. Raises PlaceError."""
        if quantity not in self.zooms(cursor):
            raise PlaceError("place.nothing-below", quantity=quantity, cursor=cursor)
        linear, at = self.linear, [int(part) - 1 for part in quantity.split(".")[1:]]
        if quantity.startswith("covariance"):
            left, right, name = linear.centred[:, at[0]], linear.centred[:, at[1]], "s"
        else:
            left, right, name = linear.centred[at[0]], linear.directions[:, 0], "code"
        return _products(left, right, name, linear.divided_by if name == "s" else 1)


def alone(row: Any) -> Any:
    """A number for a row of one."""
    return float(row[0]) if len(row) == 1 else row


def label(quantity: str) -> str:
    """`λ1`, `v1`, `S12`, `z3`, `x'3`: how a quantity of a projection is written."""
    kind, *rest = quantity.split(".")
    index = "".join(rest) if all(len(part) == 1 for part in rest) else ",".join(rest)
    letters = {"covariance": "S", "eigenvalue": "λ", "vector": "v", "code": "z", "rebuilt": "x'", "codes": "Z"}
    letters |= {"explained": f"λ{index}/Σλ", "gap": f"gap {index}", "error": f"‖x{index} - x{index}'‖²"}
    letters |= {"residual": "Σ‖x - x'‖²/n" if rest else "Σ‖x - x'‖²", "ratio": "n/d", "mean": "m", "centred": "x - m"}
    letters |= {"ae": {"w": "W", "loss": "L", "gap": "L - PCA"}.get(rest[0], "") if rest else ""}
    if kind in ("explained", "gap", "error", "residual", "ae"):
        return letters[kind]
    return letters.get(kind, kind) + index


def _tidy(number: float) -> str:
    """A number in a sentence, without what rounding left behind: 40, not 40.0000."""
    return short(round(float(number), 12))


def _products(left: Any, right: Any, name: str, divisor: int) -> Simulation:
    at: dict[str, float] = {}
    terms: list[str] = []
    for place, (a, b) in enumerate(zip(left, right, strict=True), 1):
        at |= {f"a{place}": float(a), f"b{place}": float(b)}
        terms.append(f"a{place}*b{place}")
    whole = " + ".join(terms)
    formula = f"{name} = ({whole})/{divisor}" if divisor > 1 else f"{name} = {whole}"
    return GraphSimulation(Spec("graph", {"formula": formula, "at": at}))
