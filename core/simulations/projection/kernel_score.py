"""What is said about kernel PCA? Captions; arithmetic, pictures and mistakes have files of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...answers.receipts import Receipt
from ...pictures import Picture
from ...words import Message, message
from ...words.numbers import sentence
from ..score import entries, short
from . import mistakes, pictures, receipts
from .kernel_record import KernelRecord
from .labels import alone


class KernelScore(KernelRecord):
    """Kernel PCA step by step."""

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

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        return receipts.kernel(self.kernelled, quantity)

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, Any]:
        return mistakes.kernel(self.kernelled, quantity)

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        return pictures.kernel(self, cursor)
