"""How many images can be made from a few? Every flip with every shift: the choices multiply.

Quantities: `images`, `flips`, `positions` ((2·shift + 1)²), `variants.flips`, `variants`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...pictures import Picture, TablePicture
from ...words import Message, message
from ..rows import Row, Rows
from ..score import Moment, RowScore


@dataclass(frozen=True)
class Choices:
    """Images, mirror images of each (2: as it is and flipped), and by how many cells each may move."""

    images: int
    flips: int
    shift: int


ROWS = (
    Row("variants.flips", "images*flips", {"original-not-counted": "images*(flips - 1)"}, any_formula=False),
    Row("positions", "(2*shift + 1)*(2*shift + 1)", {
        "original-not-counted": "positions - 1", "straight-only": "2*(2*shift + 1) - 1", "one-axis": "2*shift + 1",
        "original-not-counted:straight": "2*(2*shift + 1) - 2",
    }, any_formula=False),
    Row("variants", "images*flips*positions", {
        "choices-added": "images*(flips + positions)", "original-not-counted": "images*flips*(positions - 1)",
        "flips-forgotten": "images*positions",
    }, any_formula=False),
)  # fmt: skip


class ChoicesScore(RowScore):
    """Flips first, then shifts."""

    def __init__(self, choices: Choices) -> None:
        self.choices: Choices = choices

    def make_moments(self) -> tuple[Moment, ...]:
        kinds = ("variants.flips", "positions", "variants")
        names = ("flipped", "moved", "counted")
        events = (Moment(name, "forward", kind, (kind,)) for name, kind in zip(names, kinds, strict=True))
        return (Moment("start", news=("images", "flips", "shift")), *events)

    def make_rows(self) -> Rows:
        return Rows(asdict(self.choices), ROWS)

    def value(self, name: str, cursor: int) -> int:
        return round(self.rows[name])

    def say(self, cursor: int) -> Message:
        told = {name: self.value(name, cursor) for name in ("images", "flips", "shift", "positions", "variants")}
        told["flipped"] = self.value("variants.flips", cursor)
        return message(f"augmentation.count-{self.moments[cursor].kind}", side=2 * self.choices.shift + 1, **told)

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        if not self.rows.has_formula(quantity):
            return None
        return LinesReceipt((Line(message("augmentation.label-count"), self.rows.working(quantity).text),))

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        choices = self.choices
        factors = (choices.images, choices.flips, self.value("positions", cursor))
        known = [True, self.known("variants.flips", cursor), self.known("variants", cursor)]
        totals = (choices.images, self.value("variants.flips", cursor), self.value("variants", cursor))
        names = [message(f"augmentation.row-{name}") for name in ("images", "flips", "positions")]
        shown = [True, True, self.known("positions", cursor)]
        rows = tuple(
            (name, factor if seen else None, total if found else None)
            for name, factor, seen, total, found in zip(names, factors, shown, totals, known, strict=True)
        )
        columns = ("", message("augmentation.column-times"), message("augmentation.column-total"))
        return (TablePicture(columns, rows, (None, 1, 2, 2)[cursor], widest=(None, None, totals[-1])),)
