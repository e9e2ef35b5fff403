"""What can be set while the program runs? Colours, drawing, language: one row each, and what they look like."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...core.words import message
from ..face import Face
from ..remembered import THEME_NAMES
from .cells import Role, Row, Run, fit
from .footer import footer
from .look import Look
from .page import Page

ROWS = ("theme", "drawing", "language")
SAMPLES: tuple[tuple[Role, str], ...] = (("value", "2.00"), ("gradient", "-0.20"), ("local", "0.37"), ("accent", "►"))


@dataclass(frozen=True)
class Choice:
    """Which row of the options is chosen."""

    at: int = 0

    def moved(self, by: int) -> Choice:
        """The choice one row further."""
        return Choice(min(max(0, self.at + by), len(ROWS) - 1))


def changed(face: Face, choice: Choice, by: int) -> Face:
    """The face with the next value of the chosen row, or the one before."""
    match ROWS[choice.at]:
        case "theme":
            place = THEME_NAMES.index(face.theme) if face.theme in THEME_NAMES else 0
            return replace(face, theme=THEME_NAMES[(place + by) % len(THEME_NAMES)])
        case "drawing":
            return replace(face, ascii=not face.ascii)
        case _:
            return face.in_other_language()


def options_page(look: Look, choice: Choice, first: bool = False) -> Page:
    """The page of options; the first time with a greeting in both languages."""
    face = look.face
    values = {
        "theme": look.say(f"screen.theme-{face.theme}"),
        "drawing": look.say("screen.drawing-ascii" if face.ascii else "screen.drawing-unicode"),
        "language": look.say("screen.language-name"),
    }
    body: list[Row] = [()]
    if first:
        welcome = look.face.words.both(message("screen.first-time"))
        body += [(Run(f"   {look.text(welcome[language])}", "title"),) for language in ("es", "en")] + [()]
    for place, name in enumerate(ROWS):
        here = place == choice.at
        sign = look.glyph("►") if here else " "
        role: Role = "title" if here else "text"
        arrows = look.text(f"{look.glyph('←')} {values[name]} {look.glyph('→')}" if here else f"  {values[name]}")
        label = look.say(f"screen.option-{name}").ljust(14)
        body.append((Run(f" {sign} ", "accent"), Run(label, role), Run(arrows, role)))
    shown = [Run(f"{look.say(f'screen.sample-{role}')} {look.glyph(text)}   ", role) for role, text in SAMPLES]
    body += [(), (Run(f"   {look.say('screen.sample')}  ", "dim"), *shown)]
    height = look.height - 2
    rows = [fit(cells, look.width) for cells in body[:height]]
    head = look.rule((Run(look.say("screen.options-title"), "title"),), (Run(look.say("screen.help-close")),))
    return Page((head, *rows, *[fit((), look.width)] * (height - len(rows)), footer("options", look)), "options")
