"""How can one state hold a whole sentence? A sketch of encoder and decoder: the state is a number, tokens its digits.

Encoder: s ← base·s + token. Decoder: the last digit comes out, s ← s // base. So the sequence comes out in reverse, and
the two sides need not know each other's weights: all that travels between them is one state.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...pictures import Picture, TablePicture
from ...words import Message, message
from ..score import Moment, Score

SKETCH = "encoder-decoder"


class SketchScore(Score):
    """Tokens in, one state, tokens out: quantities `s1`, `s2`, …, then `out1`, `left1`, …"""

    def __init__(self, tokens: tuple[int, ...], base: int) -> None:
        self.tokens: tuple[int, ...] = tokens
        self.base: int = base

    @cached_property
    def states(self) -> tuple[int, ...]:
        """The state before the first token and after each."""
        found = [0]
        for token in self.tokens:
            found.append(self.base * found[-1] + token)
        return tuple(found)

    def make_moments(self) -> tuple[Moment, ...]:
        steps = range(1, len(self.tokens) + 1)
        read = [Moment("encoded", "forward", f"s{t}", (f"s{t}",), (t,)) for t in steps]
        told = [Moment("decoded", "forward", f"out{t}", (f"out{t}", f"left{t}"), (t,)) for t in steps]
        return (Moment("start", news=("x", "s0", "base")), *read, *told)

    def value(self, name: str, cursor: int) -> object:
        if name in ("x", "base"):
            return self.tokens if name == "x" else self.base
        letter, step = name.rstrip("0123456789"), int(name.lstrip("abcdefghijklmnopqrstuvwxyz"))
        if letter == "s":
            return self.states[step]
        before = self.left(step - 1)
        return before % self.base if letter == "out" else before // self.base

    def left(self, step: int) -> int:
        """The state after `step` tokens have come out."""
        return self.states[-1] // self.base**step

    def say(self, cursor: int) -> Message:
        moment = self.moments[cursor]
        if not moment.at:
            return message("recurrent.sketch-start", count=len(self.tokens), base=self.base)
        t = moment.at[0]
        if moment.kind == "encoded":
            told = {"before": self.states[t - 1], "token": self.tokens[t - 1], "now": self.states[t]}
            return message("recurrent.encoded", t=t, base=self.base, **told)
        told = {"before": self.left(t - 1), "token": self.left(t - 1) % self.base, "now": self.left(t)}
        return message("recurrent.decoded", t=t, base=self.base, **told)

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        moment, base = self.moments[cursor], self.base
        if not moment.at:
            return None
        t = moment.at[0]
        if moment.kind == "encoded":
            text = f"{base}·{self.states[t - 1]} + {self.tokens[t - 1]} = {self.states[t]}"
        else:
            text = f"{self.left(t - 1)} = {base}·{self.left(t)} + {self.left(t - 1) % base}"
        return LinesReceipt((Line(message(f"recurrent.label-{moment.kind}"), text),))

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, object]:
        letter = quantity.rstrip("0123456789")
        if letter not in ("s", "out") or quantity == "s0":
            return {}
        t = int(quantity.lstrip("sout"))
        if letter == "s":
            before, token = self.states[t - 1], self.tokens[t - 1]
            return {"state-forgotten": token, "digits-swapped": before + self.base * token,
                    "added-for-product": before + token}  # fmt: skip
        found = {"order-kept": self.tokens[t - 1]}
        return found | ({"digit-not-removed": self.left(t - 2) % self.base} if t > 1 else {})

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        """One row a step: what goes in, the state, what comes out."""
        rows: list[tuple[object, ...]] = []
        for at, moment in enumerate(self.moments[1:], 1):
            t, seen = moment.at[0], at <= cursor
            if moment.kind == "encoded":
                rows.append((t, self.tokens[t - 1], self.states[t] if seen else None, ""))
            else:
                left, token = self.left(t), self.left(t - 1) % self.base
                rows.append((t, "", left if seen else None, token if seen else None))
        columns = (
            "t",
            message("recurrent.column-in"),
            message("recurrent.column-state"),
            message("recurrent.column-out"),
        )
        return (TablePicture(columns, tuple(rows), cursor - 1 if cursor else None),)
