"""Which moments has kernel PCA? Similarities, centring, one component after another, and the codes.

Quantities: `x`, `ratio`; `kernel`, `kernel.centred`; `eigenvalue.j`, `explained.j` (`gap.j` with classes) for the
components that are kept; `code.i`, at the end `codes` and `residual`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...answers.receipts import Receipt
from ...pictures import Picture
from ...words import Message, message
from ...words.numbers import sentence
from ..score import Moment, Score, entries, short
from . import mistakes, pictures, receipts
from .kernelled import Kernelled
from .linear_score import alone, label


class KernelScore(Score):
    """Kernel PCA step by step."""

    def __init__(self, kernelled: Kernelled) -> None:
        self.kernelled: Kernelled = kernelled

    def make_moments(self) -> tuple[Moment, ...]:
        kernelled, n = self.kernelled, len(self.kernelled.cloud.points)
        found = [Moment("start", news=("x", "ratio")), Moment("compared", "kernel", "kernel", ("kernel",))]
        if kernelled.is_centred:
            found.append(Moment("centred", "kernel", "kernel.centred", ("kernel.centred",)))
        for j in range(kernelled.kept):
            news = (f"eigenvalue.{j + 1}", f"explained.{j + 1}")
            news += (f"gap.{j + 1}",) if kernelled.cloud.labels else ()
            found.append(Moment("decomposed", "directions", news[0], news, (j,)))
        for i in range(n):
            news = (f"code.{i + 1}", *(("codes", "residual") if i == n - 1 else ()))
            found.append(Moment("projected", "codes", news[0], news, (i,)))
        return tuple(found)

    def value(self, name: str, cursor: int) -> Any:
        kernelled, (kind, *rest) = self.kernelled, name.split(".")
        points = kernelled.cloud.points
        if name in ("kernel", "kernel.centred"):
            return kernelled.centred if rest else kernelled.kernel
        match kind:
            case "x":
                return points
            case "ratio":
                return points.shape[0] / points.shape[1]
            case "codes":
                return kernelled.codes
            case "residual":
                return kernelled.residual
            case "eigenvalue":
                return float(kernelled.spectrum.values[int(rest[0]) - 1])
            case "explained":
                return float(kernelled.spectrum.shares[int(rest[0]) - 1])
            case "gap":
                return kernelled.gap(int(rest[0]) - 1)
            case _:
                return alone(kernelled.codes[int(rest[0]) - 1])

    def say(self, cursor: int) -> Message:
        kernelled, moment = self.kernelled, self.moments[cursor]
        n, d = kernelled.cloud.points.shape
        told: dict[str, Any] = {"n": n, "d": d, "gamma": f"{kernelled.gamma:g}"}
        match moment.kind:
            case "start":
                return message("projection.start-kernel", **told)
            case "compared":
                return message("projection.compared", **told)
            case "centred":
                return message("projection.centred-kernel", **told)
            case "decomposed":
                return self._says_component(moment.at[0])
            case _:
                said = {"number": moment.at[0] + 1, "code": entries(alone(kernelled.codes[moment.at[0]]))}
                if moment.at[0] < n - 1:
                    return message("projection.projected-kernel", **said)
                return message("projection.projected-last", residual=short(kernelled.residual), **said)

    def _says_component(self, j: int) -> Message:
        found = self.kernelled.spectrum
        said = {"number": j + 1, "value": short(found.values[j]), "share": sentence(100 * found.shares[j], 1)}
        if not self.kernelled.cloud.labels:
            return message("projection.component", **said)
        id = "projection.component-apart" if self.kernelled.gap(j) > 0 else "projection.component-mixed"
        return message(id, **said)

    def label(self, quantity: str) -> str:
        return {"kernel": "K", "kernel.centred": "Kc", "residual": "Σλ"}.get(quantity, label(quantity))

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        return receipts.kernel(self, quantity)

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, Any]:
        return mistakes.kernel(self, quantity)

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        return pictures.kernel(self, cursor)
