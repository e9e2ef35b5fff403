"""What do we know of kernel PCA at each moment? Similarities, centring, component after component, codes.

Quantities: `x`, `ratio`; `kernel`, `kernel.centred`; `eigenvalue.j`, `explained.j` (`gap.j` with classes) for the
components that are kept; `code.i`, at the end `codes` and `residual`.
"""

from __future__ import annotations

from ...answers.receipts import Receipt
from ...pictures import Picture
from ...words import Message
from ..rows import Rows
from ..score import Moment, RowScore
from . import pictures, receipts, rows, words
from .kernelled import Kernelled
from .labels import alone, label


class KernelScore(RowScore):
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

    def value(self, name: str, cursor: int) -> object:
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

    def rows_at(self, cursor: int, quantity: str) -> Rows | None:
        pca, (kind, *rest) = self.kernelled, quantity.split(".")
        if kind == "gap":
            return rows.gap(quantity, pca.all_codes[:, int(rest[0]) - 1], pca.cloud.labels)
        return rows.kernel(pca, quantity)

    def say(self, cursor: int) -> Message:
        return words.kernel(self, cursor)

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        return receipts.joined(super().receipt(cursor, quantity), receipts.kernel(self.kernelled, quantity))

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        return pictures.kernel(self, cursor)
