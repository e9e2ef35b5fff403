"""How much room does each way of writing a text take? One-hot vectors, an embedding, a design matrix, word pairs.

Quantities: `size.onehot`, `size.embedding`, `size.matrix`, `size.bigrams`, all counted in numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...pictures import Picture, TablePicture
from ...words import Message, message
from ..score import Moment, Score

NAMES = ("onehot", "embedding", "matrix", "bigrams")


@dataclass(frozen=True)
class Sizes:
    """The words of a dictionary, the numbers of an embedded word, and how many texts there are."""

    dictionary: int
    width: int
    reviews: int

    def factors(self, name: str) -> tuple[int, ...]:
        """What is multiplied."""
        return {
            "onehot": (self.dictionary,), "embedding": (self.width, self.dictionary),
            "matrix": (self.reviews, self.dictionary), "bigrams": (self.dictionary, self.dictionary),
        }[name]  # fmt: skip

    def size(self, name: str) -> int:
        """How many numbers, or how many pairs."""
        product = 1
        for factor in self.factors(name):
            product *= factor
        return product


class SizesScore(Score):
    """One size after the other."""

    def __init__(self, sizes: Sizes) -> None:
        self.sizes: Sizes = sizes

    def make_moments(self) -> tuple[Moment, ...]:
        events = [Moment(name, "forward", f"size.{name}", (f"size.{name}",)) for name in NAMES]
        return (Moment("start", news=("dictionary", "width", "reviews")), *events)

    def value(self, name: str, cursor: int) -> Any:
        kind, _, rest = name.partition(".")
        sizes = self.sizes
        if kind == "size":
            return sizes.size(rest)
        return {"dictionary": sizes.dictionary, "width": sizes.width, "reviews": sizes.reviews}[name]

    def say(self, cursor: int) -> Message:
        moment, sizes = self.moments[cursor], self.sizes
        told = {"dictionary": sizes.dictionary, "width": sizes.width, "reviews": sizes.reviews}
        size = {} if moment.kind == "start" else {"size": sizes.size(moment.kind)}
        return message(f"text.size-{moment.kind}", **told, **size)

    def label(self, quantity: str) -> str:
        return quantity.rpartition(".")[2]

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        kind, _, name = quantity.partition(".")
        if kind != "size":
            return None
        factors = self.sizes.factors(name)
        told = " · ".join(map(str, factors)) + (f" = {self.sizes.size(name)}" if len(factors) > 1 else "")
        return LinesReceipt((Line(message(f"text.label-{name}"), told),))

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, Any]:
        kind, _, name = quantity.partition(".")
        if kind != "size":
            return {}
        sizes = self.sizes
        match name:
            case "onehot":
                return {"one-place-only": 1, "width-for-dictionary": sizes.width}
            case "bigrams":
                return {"doubled-for-squared": 2 * sizes.dictionary, "each-pair-once": sizes.dictionary**2 // 2}
            case _:
                return {"added-for-product": sum(sizes.factors(name))}

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        rows = tuple(
            (message(f"text.label-{name}"), " · ".join(map(str, self.sizes.factors(name))),
             self.sizes.size(name) if self.known(f"size.{name}", cursor) else None)
            for name in NAMES
        )  # fmt: skip
        columns = ("", "", message("text.column-numbers"))
        return (TablePicture(columns, rows, cursor - 1 if cursor else None, widest=(None, None, 10**9)),)
