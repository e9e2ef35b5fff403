"""What is said about PCA, and what is inside it? Captions; a covariance or a code as a graph."""

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
from ..score import Moment, entries, short
from . import mistakes, pictures, receipts
from .labels import alone
from .linear_record import LinearRecord

MOST_TERMS = 12
"""Products of a covariance that can be opened as a graph."""


class LinearScore(LinearRecord):
    """PCA step by step, and the linear autoencoder that finds the same."""

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
        weights, loss = self.trained("w", t), self.trained("loss", t)
        best = float(np.mean(self.linear.errors))
        said = {"w": entries(weights), "loss": short(loss), "best": short(best), "count": t}
        is_there = loss - best < 1e-6 * max(1.0, best)
        return message("projection.trained-there" if is_there else "projection.trained", **said)

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        return receipts.linear(self, cursor, quantity)

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, Any]:
        return mistakes.linear(self, cursor, quantity)

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
