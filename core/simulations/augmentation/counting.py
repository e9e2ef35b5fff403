"""How many images can be made from a few? Every flip with every shift: the choices multiply.

Quantities: `images`, `flips`, `positions` ((2·shift + 1)²), `variants.flips`, `variants`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...pictures import Picture, TablePicture
from ...words import Message, message
from ..score import Moment, Score


@dataclass(frozen=True)
class Choices:
    """Images, mirror images of each (2: as it is and flipped), and by how many cells each may move."""

    images: int
    flips: int
    shift: int

    @property
    def positions(self) -> int:
        """Where an image can stand: staying counts too."""
        return (2 * self.shift + 1) ** 2


class ChoicesScore(Score):
    """Flips first, then shifts."""

    def __init__(self, choices: Choices) -> None:
        self.choices: Choices = choices

    def make_moments(self) -> tuple[Moment, ...]:
        kinds = ("variants.flips", "positions", "variants")
        names = ("flipped", "moved", "counted")
        events = (Moment(name, "forward", kind, (kind,)) for name, kind in zip(names, kinds, strict=True))
        return (Moment("start", news=("images", "flips", "shift")), *events)

    def value(self, name: str, cursor: int) -> Any:
        choices = self.choices
        return {
            "images": choices.images, "flips": choices.flips, "shift": choices.shift, "positions": choices.positions,
            "variants.flips": choices.images * choices.flips,
            "variants": choices.images * choices.flips * choices.positions,
        }[name]  # fmt: skip

    def say(self, cursor: int) -> Message:
        told = {name: self.value(name, cursor) for name in ("images", "flips", "shift", "positions", "variants")}
        told["flipped"] = self.value("variants.flips", cursor)
        return message(f"augmentation.count-{self.moments[cursor].kind}", side=2 * self.choices.shift + 1, **told)

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        choices, value = self.choices, self.value(quantity, cursor)
        side = f"(2·{choices.shift} + 1)"
        text = {
            "variants.flips": f"{choices.images} · {choices.flips} = {value}",
            "positions": f"{side}·{side} = {value}",
            "variants": f"{choices.images} · {choices.flips} · {choices.positions} = {value}",
        }.get(quantity)
        return None if text is None else LinesReceipt((Line(message("augmentation.label-count"), text),))

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, Any]:
        images, flips, positions = self.choices.images, self.choices.flips, self.choices.positions
        side = 2 * self.choices.shift + 1
        match quantity:
            case "variants.flips":
                return {"original-not-counted": images * (flips - 1)}
            case "positions":
                return {"original-not-counted": positions - 1, "straight-only": 2 * side - 1, "one-axis": side,
                        "original-not-counted:straight": 2 * side - 2}  # fmt: skip
            case "variants":
                stays = images * flips * (positions - 1)
                return {"choices-added": images * (flips + positions), "original-not-counted": stays,
                        "flips-forgotten": images * positions}  # fmt: skip
            case _:
                return {}

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        choices = self.choices
        factors = (choices.images, choices.flips, choices.positions)
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
