"""What is a visit of a perceptron made of? Rows in exact arithmetic, with what people get wrong, and the receipt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from ...answers.receipts import Line, LinesReceipt
from ...errors import GraphError
from ...words import message
from ...words.numbers import sentence
from ..exact import write
from ..rows import Row, Rows
from .bound import Bound
from .knobs import PerceptronKnobs
from .state import PerceptronState, Visit
from .words import weights

WRITTEN = {"old.w": "w", "old.b": "b", "push": "e"}


def rows(before: PerceptronState, state: PerceptronState, seen: Visit, settings: PerceptronKnobs) -> Rows:
    """A visit as rows over the weights before it, the datum, and the factor of x that it moves them by."""
    bias, is_01 = " + old.b" if settings.bias else "", settings.rule == "01"
    fires, strictly, below = f"z {'>' if settings.test == 'strict' else '>='} 0", "z > 0", 0 if is_01 else -1
    unbiased = {"bias-forgotten": "z - old.b"} if bias else {}
    sign = "y" if not is_01 else "(2*y - 1)"
    # With labels -1 and 1 the factor of a correction is the label itself, and is told under its name.
    push = "y" if seen.is_wrong and not is_01 else "push"
    made = [
        Row("z", f"dot(old.w; x){bias}", unbiased),
        Row("o", f"where({fires}, 1, {below})", {"strict-threshold": f"where({strictly}, 1, {below})",
                                                 "activation-forgotten": "z"}),
        Row("margin", f"{sign}*z", {"label-forgotten": "z", **{id: f"{sign}*({z})" for id, z in unbiased.items()}}),
        Row("updates", "sum(errors)", {"updated-when-right": "seen"}),
        Row("e", "y - o" if is_01 else "", {"error-reversed": "o - y"} if is_01 else {}),
        Row("w", f"old.w + rate*{push}*x", {**{id: f"old.w + {by}*x" for id, by in _wrong(seen, is_01).items()},
                                         _variant("input-forgotten", is_01): "old.w + rate*push"}),
    ]  # fmt: skip
    if bias:
        made.append(Row("b", f"old.b + rate*{push}", {id: f"old.b + {by}" for id, by in _wrong(seen, is_01).items()}))
    given = {"old.w": before.w, "old.b": before.b, "x": seen.x, "y": seen.y, "push": seen.push,
             "rate": settings.rate, "errors": state.errors, "seen": Fraction(state.seen), "e": seen.e}  # fmt: skip
    # In the first epoch the sum has one term: to name it would be to tell the count.
    told = frozenset({"errors"}) if len(state.errors) == 1 else frozenset[str]()
    return Rows(given, made, lambda name: WRITTEN.get(name, name), exact=write, aside=told)


def _wrong(seen: Visit, is_01: bool) -> Mapping[str, str]:
    """By which factor of x the weights would move, misconception by misconception."""
    moves = {"rate-forgotten": "push"}
    if is_01:
        # With labels -1 and 1 nothing is subtracted that could be taken the other way round.
        moves |= {"error-reversed": "-rate*push", "product-for-difference": "rate*y*o"}
    else:
        moves["label-forgotten"] = "rate" if seen.is_wrong else "0"
    if seen.is_wrong:
        return {**moves, _variant("not-updated", is_01): "0"}
    return {**moves, _variant("updated-when-right", is_01): "rate" if is_01 else "rate*y"}


def _variant(misconception: str, is_01: bool) -> str:
    """Margins have words of their own for it: there is no e."""
    return misconception if is_01 else f"{misconception}:margin"


def receipt(rows: Rows, seen: Visit, settings: PerceptronKnobs, found: Bound | None) -> LinesReceipt:
    """z, the error or the margin, every weight, and the bound."""
    suffix = "" if settings.bias else "-without-bias"
    verdict = "e" if settings.rule == "01" else "margin"
    lines = [Line(message(f"perceptron.receipt-z{suffix}"), _text(rows, "z"), of="z"),
             Line(message(f"perceptron.receipt-{verdict}"), _text(rows, verdict), of=verdict)]  # fmt: skip
    if verdict == "e" or seen.is_wrong:
        lines += _moves(rows, seen, "" if verdict == "e" else "-margin")
    else:
        sign = ">" if settings.test == "repaired" else "≥"
        text = f"{write(seen.margin)} {sign} 0   {weights(seen, settings)}"
        lines.append(Line(message("perceptron.receipt-stays"), text))
    if found is not None and verdict == "margin":
        margin = sentence(float(found.margin_squared) ** 0.5, 4)
        text = f"{write(found.radius_squared)}/{margin}² = {write(found.updates)}"
        lines.append(Line(message("perceptron.receipt-bound"), text))
    return LinesReceipt(tuple(lines))


def counted(rows: Rows, corrected: Sequence[int]) -> LinesReceipt:
    """The corrections so far: the frames that made them, or how many each epoch made."""
    errors = [write(each) for each in rows["errors"]]
    if len(errors) > 1:
        text = f"{' + '.join(errors)} = {write(rows['updates'])}"
        return LinesReceipt((Line(message("perceptron.receipt-by-epoch"), text),))
    return LinesReceipt((Line(message("perceptron.receipt-frames"), ", ".join(map(str, corrected)) or "–"),))


def _moves(rows: Rows, seen: Visit, suffix: str) -> Iterator[Line]:
    """Every weight, and the bias if there is one: before + rate·push·x = after."""
    for place in range(len(seen.w)):
        yield Line(message(f"perceptron.receipt-w{suffix}", place=place + 1), _text(rows, "w", place), of="w")
    if "b" in rows:
        yield Line(message(f"perceptron.receipt-b{suffix}"), _text(rows, "b"), of="b")


def _text(rows: Rows, name: str, *index: int) -> str:
    """The arithmetic with its numbers; of a sum that nobody could read, the result."""
    try:
        return rows.working(name, index).text
    except GraphError:
        return f"= {write(rows[name])}"
