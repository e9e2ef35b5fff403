"""How do tasks in words stand below the picture? Options, parts to be ordered, pairs, a listing with blanks."""

from __future__ import annotations

from ....core.lesson.asked import OPEN
from ....core.lesson.listing import Part, filled_in, parts_of, sign_rows
from ....core.lesson.matching import LETTERS, letter_of, right_sides
from ....core.lesson.schema import Blank, Choose, Code, Match, Order
from ....core.lesson.session import Session
from ..cells import Row, Run, wrapped
from ..look import Look
from .choices import option_rows
from .trying import order_rows

GAP = 3
"""Cells between the two sides of a pair."""


def task_rows(session: Session, look: Look, typed: str = "") -> list[Row]:
    """What the task of this stop shows; nothing where the task is none of these."""
    match session.step:
        case Choose():
            return option_rows(session, look, typed)
        case Order():
            return order_rows(session, look)
        case Match():
            return match_rows(session, session.step, look)
        case Code():
            return code_rows(session, session.step, look, typed)
        case _:
            return []


def match_rows(session: Session, step: Match, look: Look) -> list[Row]:
    """Numbers at the left, letters at the right; once settled, what belongs together stands in one row."""
    write = session.text
    settled = not session.is_asking and session.question.outcome != "skipped"
    lefts = [look.text(write(pair.left, look.face.language)) for pair in step.pairs]
    widest = min(max(map(len, lefts)), (look.text_width - 10) // 2)
    rights = [(LETTERS[at], look.text(write(text, look.face.language))) for at, text in enumerate(right_sides(step))]
    if settled:
        rights = [(letter_of(step, at), look.text(write(pair.right, look.face.language)))
                  for at, pair in enumerate(step.pairs)]  # fmt: skip
    rows: list[Row] = []
    for at in range(max(len(lefts), len(rights))):
        left = wrapped(lefts[at], widest) if at < len(lefts) else [""]
        letter, text = rights[at] if at < len(rights) else (" ", "")
        right = wrapped(text, look.text_width - widest - 9 - GAP) or [""]
        for line in range(max(len(left), len(right))):
            number = str(at + 1) if line == 0 and at < len(lefts) else " "
            told = left[line] if line < len(left) else ""
            behind = right[line] if line < len(right) else ""
            rows.append((Run("    "), Run(f"{number} ", "accent"), Run(f" {told.ljust(widest + GAP)}"),
                         Run(f"{letter if line == 0 else ' '} ", "accent"), Run(f" {behind}")))  # fmt: skip
    return rows


def code_rows(session: Session, step: Code, look: Look, typed: str = "") -> list[Row]:
    """The listing with its blanks, `►` at the line of the one that is asked, and the signs to choose from."""
    at = session.at[0]
    asked = [session.asked.get((at, place), OPEN) for place in range(len(step.blanks))]
    here = session.at[1] if session.is_asking else None
    rows = [_line(parts, here, look) for parts in parts_of(step, filled_in(step, asked))]
    return rows if here is None else [*rows, *_signs(step.blanks[here], look, typed.strip())]


def _signs(blank: Blank, look: Look, typed: str) -> list[Row]:
    """The signs to choose from with their numbers, side by side where they are short; `►` at the one on the line."""
    signs: list[Row] = [
        (Run(f"{place} ", "accent"), Run(f" {look.text(sign)}", "accent" if sign == typed else "text"))
        for place, sign in enumerate(blank.among, 1)
    ]
    if sign_rows(blank) > 1:
        marks = [look.glyph("►") if sign == typed else " " for sign in blank.among]
        return [(Run(f" {mark.ljust(2)} ", "accent"), *sign) for mark, sign in zip(marks, signs, strict=True)]
    head: Row = (Run("    "), Run(look.say("screen.blank-among"), "dim"))
    return [(*head, *(run for sign in signs for run in (Run("   "), *sign)))] if signs else []


def _line(parts: tuple[Part, ...], here: int | None, look: Look) -> Row:
    is_here = here is not None and any(part.blank == here for part in parts)
    mark = look.glyph("►") if is_here else " "
    return (Run(f" {mark.ljust(2)} ", "accent"), *(_piece(part, here, look) for part in parts))


def _piece(part: Part, here: int | None, look: Look) -> Run:
    text = look.glyph(part.text) if part.text.strip("▁") == "" else look.text(part.text)
    if part.blank is None:
        return Run(text)
    return Run(text, "asked" if part.blank == here else "value")
