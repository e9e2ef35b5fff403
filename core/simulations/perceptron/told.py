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


def caption(state: PerceptronState, settings: Mapping[str, Any], *, opens: bool) -> Message:
    """What the datum did; at the beginning of an epoch that repeats another also that the run goes round."""
    seen = state.visit
    if seen is None:
        raise ValueError("nothing was visited yet")
    said = {
        "x": point(seen.x), "z": write(seen.z), "o": seen.o, "y": write(seen.y),
        "weights": weights(seen, settings), "margin": write(seen.margin),
    }  # fmt: skip
    id = f"perceptron.{'updated' if seen.is_wrong else 'kept'}"
    caption = message(id if settings["rule"] == "01" else f"{id}-margin", **said)
    if state.cycle and opens:
        return message("perceptron.cycled", count=state.cycle, caption=caption)
    return caption


def receipt(before: PerceptronState, seen: Visit, settings: Mapping[str, Any], found: Bound | None) -> LinesReceipt:
    """z, the error or the margin, and every weight: before + rate·push·x = after."""
    products = " + ".join(f"{write(w)}·{write_operand(x)}" for w, x in zip(before.w, seen.x, strict=True))
    has_bias, is_01 = settings["bias"], settings["rule"] == "01"
    bias = f" + {write_operand(before.b)}" if has_bias else ""
    label = message("perceptron.receipt-z" if has_bias else "perceptron.receipt-z-without-bias")
    lines = [Line(label, f"{products}{bias} = {write(seen.z)}")]
    if is_01:
        lines.append(Line(message("perceptron.receipt-e"), f"{write(seen.y)} - {seen.o} = {write(seen.e)}"))
    else:
        verdict = f"{write(seen.y)}·{write_operand(seen.z)} = {write(seen.margin)}"
        lines.append(Line(message("perceptron.receipt-margin"), verdict))
    lines += _moves(before, seen, settings) if is_01 or seen.is_wrong else [_stays(seen, settings)]
    if found is not None and not is_01:
        margin = sentence(float(found.margin_squared) ** 0.5, 4)
        text = f"{write(found.radius_squared)}/{margin}² = {write(found.updates)}"
        lines.append(Line(message("perceptron.receipt-bound"), text))
    return LinesReceipt(tuple(lines))


def _moves(before: PerceptronState, seen: Visit, settings: Mapping[str, Any]) -> list[Line]:
    """Every weight, and the bias if there is one: before + rate·push·x = after."""
    rate, suffix = write(settings["rate"]), "" if settings["rule"] == "01" else "-margin"
    lines: list[Line] = []
    for place, (old, new, x) in enumerate(zip(before.w, seen.w, seen.x, strict=True), 1):
        changed = f"{write(old)} + {rate}·{write_operand(seen.push)}·{write_operand(x)} = {write(new)}"
        lines.append(Line(message(f"perceptron.receipt-w{suffix}", place=place), changed))
    if settings["bias"]:
        changed = f"{write(before.b)} + {rate}·{write_operand(seen.push)} = {write(seen.b)}"
        lines.append(Line(message(f"perceptron.receipt-b{suffix}"), changed))
    return lines


def _stays(seen: Visit, settings: Mapping[str, Any]) -> Line:
    """The weights as they are, because of the margin; the strict test of print also lets a tie pass."""
    sign = ">" if settings["test"] == "repaired" else "≥"
    text = f"{write(seen.margin)} {sign} 0   {weights(seen, settings)}"
    return Line(message("perceptron.receipt-stays"), text)


def mistakes(before: PerceptronState, seen: Visit, settings: Mapping[str, Any], quantity: str) -> Mapping[str, Any]:
    """What learners with known misconceptions would answer; with labels -1 and 1 those that margins are behind."""
    is_01, has_bias = settings["rule"] == "01", settings["bias"]
    match quantity:
        case "z":
            return {"bias-forgotten": seen.z - before.b} if has_bias else {}
        case "o":
            return {"strict-threshold": int(seen.z > 0) if is_01 else (1 if seen.z > 0 else -1)}
        case "e":
            return {"error-reversed": -seen.e} if is_01 else {}
        case "margin":
            forgotten = {"bias-forgotten": seen.y * (seen.z - before.b)} if has_bias else {}
            return {"label-forgotten": seen.z, **forgotten}
        case "b":
            return {id: before.b + move for id, move in _wrong_moves(seen, settings).items()} if has_bias else {}
        case "w":
            moves = _wrong_moves(seen, settings)
            found = {id: tuple(w + by * x for w, x in zip(before.w, seen.x, strict=True)) for id, by in moves.items()}
            step = settings["rate"] * seen.push
            return {**found, _variant("input-forgotten", settings): tuple(w + step for w in before.w)}
        case _:
            return {}


def _wrong_moves(seen: Visit, settings: Mapping[str, Any]) -> dict[str, Fraction]:
    """By which factor of x the weights would move, misconception by misconception."""
    rate, is_01 = settings["rate"], settings["rule"] == "01"
    moves = {"rate-forgotten": seen.push}
    if is_01:
        # With labels -1 and 1 nothing is subtracted that could be taken the other way round.
        moves |= {"error-reversed": -rate * seen.push, "product-for-difference": rate * seen.y * seen.o}
    else:
        moves["label-forgotten"] = rate if seen.is_wrong else Fraction(0)
    if seen.is_wrong:
        return {**moves, _variant("not-updated", settings): Fraction(0)}
    return {**moves, _variant("updated-when-right", settings): rate if is_01 else rate * seen.y}


def _variant(misconception: str, settings: Mapping[str, Any]) -> str:
    """Margins have words of their own for it: there is no e."""
    return misconception if settings["rule"] == "01" else f"{misconception}:margin"


def weights(seen: Visit, settings: Mapping[str, Any]) -> str:
    """`w = (1; 2), b = 0`; without a bias only the first."""
    return f"w = {point(seen.w)}" + (f", b = {write(seen.b)}" if settings["bias"] else "")


def point(row: Sequence[Fraction]) -> str:
    """A row of numbers in parentheses."""
    return f"({'; '.join(write(number) for number in row)})"
