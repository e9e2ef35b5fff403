"""What is missing in a listing? Blanks in code that is shown and never run, each a formula or one of some signs.

A blank is a run of `▁`. The blanks of a step are filled one after the other, from top to bottom.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..answers.judge_expression import ExpressionJudge, ExpressionSlip, as_formula
from ..answers.verdict import Verdict
from ..formula.parser import parse_expression
from ..formula.tree import names_of
from ..whole import whole
from ..words import LANGUAGES, Message, message
from .asked import Asked
from .judging import Writes
from .schema import Blank, BlankSlip, Choose, Code, Step

BLANK = re.compile("▁+")
ASSIGNED = re.compile(r"([^\W\d]\w*(?:\[\w+\])?)\s*(?:\+)?=\s*$")
"""What stands before a blank that is the right side of an assignment."""
SHOWN_BLANK = "▁▁▁"
TOGETHER, SIGN_MARGIN = 40, 6
"""Cells in which signs may stand side by side, and those around each of them."""
WORD = re.compile(r"[^\W\d]\w*(?!\w)(?!\s*\()")


@dataclass(frozen=True)
class Part:
    """A piece of a line of the listing: code, or the blank of this number with what was filled in."""

    text: str
    blank: int | None = None


def parts_of(step: Code, filled: Mapping[int, str]) -> list[tuple[Part, ...]]:
    """The lines of the listing in pieces; a blank that is not in `filled` is open."""
    lines: list[tuple[Part, ...]] = []
    number = 0
    for line in step.listing.rstrip().split("\n"):
        pieces: list[Part] = []
        end = 0
        for found in BLANK.finditer(line):
            pieces += [Part(line[end : found.start()]), Part(filled.get(number, SHOWN_BLANK), number)]
            number, end = number + 1, found.end()
        lines.append((*pieces, Part(line[end:])))
    return [tuple(part for part in line if part.text) or (Part(""),) for line in lines]


def filled_in(step: Code, asked: Sequence[Asked]) -> dict[int, str]:
    """What stands in the blanks that are settled: what the learner wrote, or the solution."""
    filled: dict[int, str] = {}
    for number, (blank, one) in enumerate(zip(step.blanks, asked, strict=False)):
        if one.outcome == "right" and one.last is not None and not blank.among:
            filled[number] = one.last.text.strip()
        elif one.outcome in ("right", "revealed"):
            filled[number] = blank.answer
    return filled


def sign_rows(blank: Blank) -> int:
    """The rows that the signs to choose from take: one, or one for each where they are long."""
    if not blank.among:
        return 0
    return 1 if sum(len(sign) + SIGN_MARGIN for sign in blank.among) <= TOGETHER else len(blank.among)


def offered(step: Step | Message, number: int) -> tuple[str, ...]:
    """What can be chosen at a stop, each as it is typed: the numbers of options, or the signs for a blank."""
    match step:
        case Choose():
            return tuple(str(place) for place in range(1, len(step.options) + 1))
        case Code() if number < len(step.blanks):
            return tuple(step.blanks[number].among)
        case _:
            return ()


def label_of(step: Code, number: int) -> str:
    """What a blank is called: the name that is assigned, or else the sign for a blank."""
    count = 0
    for line in step.listing.split("\n"):
        for found in BLANK.finditer(line):
            if count == number:
                assigned = ASSIGNED.search(line[: found.start()])
                return assigned[1] if assigned and "=" in line[: found.start()] else "▁"
            count += 1
    return "▁"


def judge_of(step: Code, number: int, write: Writes) -> ExpressionJudge:
    """The judge of a blank that is a formula. Raises FormulaError for an answer or a slip that cannot be read."""
    blank = step.blanks[number]
    slips = tuple(ExpressionSlip(slip.answer, _why(slip, write), slip.diagnosis) for slip in blank.slips)
    shapes = {name: tuple(shape) for name, shape in step.shapes.items()}
    return ExpressionJudge(blank.answer, names_in(step), shapes, slips)


def names_in(step: Code) -> tuple[str, ...]:
    """The names that may be used in a blank: all that the answers and slips of the listing use, and further ones."""
    found = dict.fromkeys(step.names)
    for blank in step.blanks:
        if not blank.among:
            for text in (blank.answer, *(slip.answer for slip in blank.slips)):
                found |= dict.fromkeys(_names(text))
    return tuple(found)


def _names(text: str) -> tuple[str, ...]:
    """The names in an expression, each as it is written: `dz` is one name."""
    bare = as_formula(text)
    words = [word for word in WORD.findall(bare) if word != "T"]
    return names_of(parse_expression(bare, known=words))


def judge_blank(step: Code, number: int, typed: str, write: Writes) -> Verdict:
    """The verdict on what was typed into a blank."""
    blank = step.blanks[number]
    if not blank.among:
        return judge_of(step, number, write).judge(_right_side(typed, label_of(step, number)))
    chosen = _chosen(blank, typed)
    if chosen is None:
        return Verdict("unreadable", message("verdict.sign-unreadable", count=len(blank.among)))
    if chosen == blank.answer:
        return Verdict("right", message("verdict.right"), chosen)
    for slip in blank.slips:
        if slip.answer == chosen:
            found = (slip.diagnosis,) if slip.diagnosis else ()
            return Verdict("wrong", _why(slip, write), chosen, slip.diagnosis, found)
    return Verdict("wrong", message("verdict.blank-wrong"), chosen)


def _right_side(typed: str, label: str) -> str:
    """What was typed, without `dx =` before it where the blank is what dx becomes; every letter keeps its column."""
    left, sign, right = typed.partition("=")
    is_left = sign and not right.startswith("=") and left.strip() == label
    return " " * (len(left) + 1) + right if is_left else typed


def _chosen(blank: Blank, typed: str) -> str | None:
    """The sign that was typed, as it is or by its number."""
    bare = "".join(typed.split())
    for sign in blank.among:
        if "".join(sign.split()) == bare:
            return sign
    number = whole(bare.rstrip(".)"))
    return blank.among[number - 1] if number is not None and 1 <= number <= len(blank.among) else None


def _why(slip: BlankSlip, write: Writes) -> Message:
    return message("verdict.slip", why={language: write(slip.why, language) for language in LANGUAGES})
