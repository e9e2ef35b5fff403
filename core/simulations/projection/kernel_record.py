"""What do we know of kernel PCA at each moment? Similarities, centring, component after component, codes.

Quantities: `x`, `ratio`; `kernel`, `kernel.centred`; `eigenvalue.j`, `explained.j` (`gap.j` with classes) for the
components that are kept; `code.i`, at the end `codes` and `residual`.
"""

from __future__ import annotations

from typing import Any

from ..score import Moment, Score
from .kernelled import Kernelled
from .labels import alone, label


class KernelRecord(Score):
    """Kernel PCA step by step, with its values."""

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

    def label(self, quantity: str) -> str:
        return {"kernel": "K", "kernel.centred": "Kc", "residual": "Σλ"}.get(quantity, label(quantity))
