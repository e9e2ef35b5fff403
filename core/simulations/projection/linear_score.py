"""What do we know of PCA at each moment? Mean, centring, covariance, directions, codes, reconstructions, a network.

Quantities: `x`, `ratio`; `mean`, `centred`; `covariance.i.j` and `covariance`; `eigenvalue.j`, `vector.j`,
`explained.j` (`gap.j` with classes); `code.i`, at the end `codes`; `rebuilt.i`, `error.i`, at the end `residual` and
`residual.mean`; of the linear autoencoder `ae.w`, `ae.loss`, `ae.gap`. Samples, columns and components count from 1.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from ...answers.receipts import Receipt
from ...arrays import Numbers, Value
from ...errors import PlaceError
from ...pictures import Picture
from ...words import Message
from ..graph import GraphSimulation
from ..protocol import Simulation, Spec
from ..rows import Rows
from ..score import Moment, RowScore
from . import pictures, receipts, rows, words
from .labels import alone, label
from .linear import Linear
from .tied import Tied

MOST_TERMS = 12
"""Products of a covariance that can be opened as a graph."""


class LinearScore(RowScore):
    """PCA step by step, and the linear autoencoder that finds the same, with their values."""

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

    def value(self, name: str, cursor: int) -> object:
        linear, (kind, *rest) = self.linear, name.split(".")
        at = [int(part) - 1 for part in rest if part.isdecimal()]
        if kind == "ae":
            return self.trained(rest[0], self.moments[cursor].at[0])
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

    def updates(self, cursor: int) -> int:
        """How many updates the autoencoder has behind it at a cursor."""
        return self.moments[max(at for at in self.when["ae.w"] if at <= cursor)].at[0]

    def trained(self, what: str, t: int) -> Numbers:
        """`w`, `loss` or `gap` of the autoencoder after t updates."""
        weights = self.tied.weights[t]
        if what == "w":
            return weights[:, 0] if self.linear.kept == 1 else weights
        loss = self.tied.loss(weights)
        return loss if what == "loss" else loss - float(np.mean(self.linear.errors))

    def label(self, quantity: str) -> str:
        return label(quantity)

    def rows_at(self, cursor: int, quantity: str) -> Rows | None:
        pca, (kind, *rest) = self.linear, quantity.split(".")
        if kind == "ae":
            return rows.autoencoder(self.tied, self.updates(cursor), float(np.mean(pca.errors)))
        if kind == "gap":
            return rows.gap(quantity, pca.all_codes[:, int(rest[0]) - 1], pca.cloud.labels)
        if kind in ("code", "rebuilt", "error"):
            return rows.sample(pca, int(rest[0]) - 1)
        return self._all

    @cached_property
    def _all(self) -> Rows:
        return rows.linear(self.linear)

    def say(self, cursor: int) -> Message:
        return words.linear(self, cursor)

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        return receipts.joined(super().receipt(cursor, quantity), receipts.linear(self, cursor, quantity))

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        return pictures.linear(self, cursor)

    def zooms(self, cursor: int) -> tuple[str, ...]:
        """The covariance or the code of this frame and of the next one, where they are short enough to open."""
        near = self.near(cursor)
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


def _products(left: Value, right: Value, name: str, divisor: int) -> Simulation:
    at: dict[str, float] = {}
    terms: list[str] = []
    for place, (a, b) in enumerate(zip(left, right, strict=True), 1):
        at |= {f"a{place}": float(a), f"b{place}": float(b)}
        terms.append(f"a{place}*b{place}")
    whole = " + ".join(terms)
    formula = f"{name} = ({whole})/{divisor}" if divisor > 1 else f"{name} = {whole}"
    return GraphSimulation(Spec("graph", {"formula": formula, "at": at}))
