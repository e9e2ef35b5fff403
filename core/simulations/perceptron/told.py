"""What is said about a visit of a perceptron? Its caption, its arithmetic, and what people get wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from ...answers.receipts import Line, LinesReceipt
from ...words import Message, message
from ...words.numbers import sentence
from ..exact import write, write_operand
from .bound import Bound
from .state import PerceptronState, Visit

ASKED = ("w", "b", "z", "o", "e", "margin")


def caption(state: PerceptronState, rule: str, *, opens: bool) -> Message:
    """What the datum did; at the beginning of an epoch that repeats another also that the run goes round."""
    seen = state.visit
    if seen is None:
        raise ValueError("nothing was visited yet")
    said = {
        "x": point(seen.x), "z": write(seen.z), "o": seen.o, "y": write(seen.y),
        "w": point(seen.w), "b": write(seen.b), "margin": write(seen.margin),
    }  # fmt: skip
    id = f"perceptron.{'updated' if seen.is_wrong else 'kept'}"
    caption = message(id if rule == "01" else f"{id}-margin", **said)
    if state.cycle and opens:
        return message("perceptron.cycled", count=state.cycle, caption=caption)
    return caption


def receipt(before: PerceptronState, seen: Visit, settings: Mapping[str, Any], found: Bound | None) -> LinesReceipt:
    """z, the error or the margin, and every weight: before + rate·push·x = after."""
    products = " + ".join(f"{write(w)}·{write_operand(x)}" for w, x in zip(before.w, seen.x, strict=True))
    bias = f" + {write_operand(before.b)}" if settings["bias"] else ""
    lines = [Line(message("perceptron.receipt-z"), f"{products}{bias} = {write(seen.z)}")]
    is_01 = settings["rule"] == "01"
    if is_01:
        lines.append(Line(message("perceptron.receipt-e"), f"{write(seen.y)} - {seen.o} = {write(seen.e)}"))
    else:
        verdict = f"{write(seen.y)}·{write_operand(seen.z)} = {write(seen.margin)}"
        lines.append(Line(message("perceptron.receipt-margin"), verdict))
    rate = write(settings["rate"])
    suffix = "" if is_01 else "-margin"
    for place, (old, new, x) in enumerate(zip(before.w, seen.w, seen.x, strict=True), 1):
        changed = f"{write(old)} + {rate}·{write_operand(seen.push)}·{write_operand(x)} = {write(new)}"
        lines.append(Line(message(f"perceptron.receipt-w{suffix}", place=place), changed))
    if settings["bias"]:
        changed = f"{write(before.b)} + {rate}·{write_operand(seen.push)} = {write(seen.b)}"
        lines.append(Line(message(f"perceptron.receipt-b{suffix}"), changed))
    if found is not None and not is_01:
        margin = sentence(float(found.margin_squared) ** 0.5, 4)
        text = f"{write(found.radius_squared)}/{margin}² = {write(found.updates)}"
        lines.append(Line(message("perceptron.receipt-bound"), text))
    return LinesReceipt(tuple(lines))


def mistakes(before: PerceptronState, seen: Visit, settings: Mapping[str, Any], quantity: str) -> Mapping[str, Any]:
    """What learners with known misconceptions would answer."""
    if quantity not in ASKED:
        return {}
    rate, is_01 = settings["rate"], settings["rule"] == "01"
    if quantity == "z":
        return {"bias-forgotten": seen.z - before.b}
    if quantity == "o":
        return {"strict-threshold": int(seen.z > 0) if is_01 else (1 if seen.z > 0 else -1)}
    if quantity == "e":
        return {"error-reversed": -seen.e}
    if quantity == "margin":
        return {"label-forgotten": seen.z, "bias-forgotten": seen.y * (seen.z - before.b)}
    moves = {"error-reversed": -rate * seen.push, "rate-forgotten": seen.push}
    if is_01:
        moves["product-for-difference"] = rate * seen.y * seen.o
    else:
        moves["label-forgotten"] = rate if seen.is_wrong else Fraction(0)
    moves["not-updated" if seen.is_wrong else "updated-when-right"] = Fraction(0) if seen.is_wrong else rate
    if quantity == "b":
        return {id: before.b + move for id, move in moves.items()}
    found = {id: tuple(w + move * x for w, x in zip(before.w, seen.x, strict=True)) for id, move in moves.items()}
    found["input-forgotten"] = tuple(w + rate * seen.push for w in before.w)
    return found


def point(row: Sequence[Fraction]) -> str:
    """A row of numbers in parentheses."""
    return f"({'; '.join(write(number) for number in row)})"
