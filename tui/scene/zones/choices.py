"""How do the options of a question stand? One under the other with their numbers, in the receipt zone."""

from __future__ import annotations

from ....core.lesson.schema import Choose
from ....core.lesson.session import Session
from ....core.lesson.shuffling import shown_options
from ..cells import Role, Row, Run, wrapped
from ..look import Look


def option_rows(session: Session, look: Look, typed: str = "") -> list[Row]:
    """All options, wrapped; the ones that were tried bear their marks, and `►` stands before the one on the line."""
    step = session.step
    if not isinstance(step, Choose):
        return []
    tried = {attempt.verdict.reading for attempt in session.question.attempts}
    settled = not session.is_asking
    rows: list[Row] = []
    for place, at in enumerate(shown_options(step, session.learner), 1):
        option = step.options[at]
        sign, role = "  ", "text"
        if option.right and settled and session.question.outcome != "skipped":
            sign, role = look.glyph("✓"), "right"
        elif str(at + 1) in tried and not option.right:
            sign, role = look.glyph("✗"), "wrong"
        if not settled and typed.strip() == str(place):
            sign, role = look.glyph("►"), "accent"
        rows += _option(place, session.text(option.text, look.face.language), (sign, role), look)
    return rows


def _option(place: int, text: str, mark: tuple[str, str], look: Look) -> list[Row]:
    sign, role = mark
    roles: dict[str, Role] = {"right": "right", "wrong": "wrong", "accent": "accent"}
    marked = roles.get(role, "text")
    lines = wrapped(look.text(text), look.text_width - 6)
    first: Row = (Run(f" {sign[:2].ljust(2)} ", marked), Run(f"{place} ", "accent"), Run(f" {lines[0]}", "text"))
    return [first, *((Run(f"{' ' * 7}{line}"),) for line in lines[1:])]
