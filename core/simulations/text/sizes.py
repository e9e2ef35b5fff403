"""How much room does each way of writing a text take? One-hot vectors, an embedding, a design matrix, word pairs.

Quantities: `size.onehot`, `size.embedding`, `size.matrix`, `size.bigrams`, all counted in numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...pictures import Picture, TablePicture
from ...words import Message, message
from ..rows import Row, Rows
from ..score import Moment, RowScore

NAMES = ("onehot", "embedding", "matrix", "bigrams")


ROWS = (
    Row("size.onehot", "dictionary", {"one-place-only": 1, "width-for-dictionary": "width"}, any_formula=False),
    *(Row(f"size.{name}", f"{many}*dictionary", {"added-for-product": f"{many} + dictionary"}, any_formula=False)
      for name, many in (("embedding", "width"), ("matrix", "reviews"))),
    Row("size.bigrams", "dictionary*dictionary", {"doubled-for-squared": "2*dictionary"}, any_formula=False),
)  # fmt: skip


@dataclass(frozen=True)
class Sizes:
    """The words of a dictionary, the numbers of an embedded word, and how many texts there are."""

    dictionary: int
    width: int
    reviews: int


class SizesScore(RowScore):
    """One size after the other."""

    def __init__(self, sizes: Sizes) -> None:
        self.sizes: Sizes = sizes

    def make_moments(self) -> tuple[Moment, ...]:
        events = [Moment(name, "forward", f"size.{name}", (f"size.{name}",)) for name in NAMES]
        return (Moment("start", news=("dictionary", "width", "reviews")), *events)

    def make_rows(self) -> Rows:
        *others, bigrams = ROWS
        once = {"each-pair-once": self.sizes.dictionary**2 // 2}
        return Rows(
            vars(self.sizes), (*others, replace(bigrams, slips={**bigrams.slips, **once})), self.label, exact=str
        )

    def say(self, cursor: int) -> Message:
        moment, sizes = self.moments[cursor], self.sizes
        told = {"dictionary": sizes.dictionary, "width": sizes.width, "reviews": sizes.reviews}
        size = {} if moment.kind == "start" else {"size": self.rows[moment.subject]}
        return message(f"text.size-{moment.kind}", **told, **size)

    def label(self, quantity: str) -> str:
        return quantity.rpartition(".")[2]

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        name = quantity.rpartition(".")[2]
        if not self.rows.has_formula(quantity):
            return None
        return LinesReceipt((Line(message(f"text.label-{name}"), self.rows.working(quantity).text),))

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        found = {name: self.rows.working(f"size.{name}") for name in NAMES}
        rows = tuple(
            (message(f"text.label-{name}"), each.numbers or each.result,
             self.rows[f"size.{name}"] if self.known(f"size.{name}", cursor) else None)
            for name, each in found.items()
        )  # fmt: skip
        columns = ("", "", message("text.column-numbers"))
        return (TablePicture(columns, rows, cursor - 1 if cursor else None, widest=(None, None, 10**9)),)
