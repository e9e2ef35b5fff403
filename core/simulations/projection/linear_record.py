"""What do we know of PCA at each moment? Mean, centring, covariance, directions, codes, reconstructions, a network.

Quantities: `x`, `ratio`; `mean`, `centred`; `covariance.i.j` and `covariance`; `eigenvalue.j`, `vector.j`,
`explained.j` (`gap.j` with classes); `code.i`, at the end `codes`; `rebuilt.i`, `error.i`, at the end `residual` and
`residual.mean`; of the linear autoencoder `ae.w`, `ae.loss`, `ae.gap`. Samples, columns and components count from 1.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..score import Moment, Score
from .labels import alone, label
from .linear import Linear
from .tied import Tied


class LinearRecord(Score):
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

    def value(self, name: str, cursor: int) -> Any:
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

    def trained(self, what: str, t: int) -> Any:
        """`w`, `loss` or `gap` of the autoencoder after t updates."""
        weights = self.tied.weights[t]
        if what == "w":
            return weights[:, 0] if self.linear.kept == 1 else weights
        loss = self.tied.loss(weights)
        return loss if what == "loss" else loss - float(np.mean(self.linear.errors))

    def label(self, quantity: str) -> str:
        return label(quantity)
