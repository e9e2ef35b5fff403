"""What can be set while the program runs? Colours, drawing, language: one row each, and a sample of them.

The sample is drawn here and not by the graph of a lesson: the first page of all does not wait for the engine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ....core.words import message
from ...face import Face
from ...options import THEME_NAMES
from ..cells import Role, Row, Run, row, wrapped
from ..footer import footer
from ..look import WIDEST_TEXT, Look
from ..page import Page, filled, too_small

ROWS = ("theme", "drawing", "language")
DRAWN: tuple[tuple[tuple[str, Role], ...], ...] = (
    (("╭─x───╮", "idle"), (" " * 11, "text"), ("┏━f ^2┓", "accent")),
    (("│", "idle"), (" 3.00", "value"), ("├", "idle"), ("━━", "accent"), (" 6.00 ", "local"), ("━━►", "accent"),
     ("┃", "accent"), (" 9.00", "value"), ("┃", "accent")),
    (("╰", "idle"), (" 6.00", "gradient"), ("╯", "idle"), (" " * 11, "text"), ("┗", "accent"), (" 1.00", "gradient"),
     ("┛", "accent")),
)  # fmt: skip
"""f = x² at x = 3: value 9, local gradient 6, and so the gradient 1 × 6 = 6 at x."""
PLAIN = str.maketrans({
    "╭": ".", "╮": ".", "╰": "'", "╯": "'", "─": "-", "│": "|", "├": "|", "┏": "#", "┓": "#", "┗": "#", "┛": "#",
    "┃": "#", "━": "=", "►": ">",
})  # fmt: skip
ROOMY = 32
"""Rows of a screen from which on every row says what it is good for, and not only the chosen one."""
SAMPLE_AT = 32
"""The column of what the parts of the sample are called."""


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


def pointed(line: str, look: Look) -> Choice | None:
    """The choice of the row that was clicked on; None where there is none."""
    names = [look.say(f"screen.option-{name}") for name in ROWS]
    found = next((place for place, name in enumerate(names) if line[3:].startswith(name)), None)
    return Choice(found) if found is not None else None


def options_page(look: Look, choice: Choice, first: bool = False) -> Page:
    """The page of options; the first time with a greeting in both languages."""
    if look.is_too_small:
        return too_small(look)
    body: list[Row] = [(), *(_greeting(look) if first else [])]
    rows = _rows(look, choice)
    if look.height >= ROOMY:
        body += [cells for at, one in enumerate(rows) for cells in (one, *_told(look, ROWS[at]), ())][:-1]
    else:
        body += [*rows, (), *_told(look, ROWS[choice.at])]
    sample = _sample(look)
    if len(body) + 1 + len(sample) <= look.height - 3:
        body += [(), *sample]
    title = look.say("screen.options-first" if first else "screen.options-title")
    right = look.say("screen.options-open" if first else "screen.help-close")
    head = look.rule((Run(title, "title"),), (Run(right),))
    situation = "first-start" if first else "options"
    return Page((head, *filled(body, look.height - 2, look.width), footer(situation, look)), situation)


def _greeting(look: Look) -> list[Row]:
    """A welcome in each language; which comes first does not depend on the one that is chosen."""
    both = look.face.words.both(message("screen.first-time"))
    rows: list[Row] = []
    for language in ("es", "en"):
        role: Role = "title" if language == look.face.language else "text"
        rows += [(Run(f"   {line}", role),) for line in wrapped(look.text(both[language]), _text_width(look))] + [()]
    return rows


def _text_width(look: Look) -> int:
    return min(WIDEST_TEXT, look.width - 6)


def _rows(look: Look, choice: Choice) -> list[Row]:
    """What can be set, each with its value between the two arrows that change it."""
    face = look.face
    values = {
        "theme": look.say(f"screen.theme-{face.theme}"),
        "drawing": look.say("screen.drawing-ascii" if face.ascii else "screen.drawing-unicode"),
        "language": look.say("screen.language-name"),
    }
    rows: list[Row] = []
    for place, name in enumerate(ROWS):
        here = place == choice.at
        role: Role = "title" if here else "text"
        label = Run(look.say(f"screen.option-{name}").ljust(12), role)
        left, right = (look.glyph("←"), look.glyph("→")) if here else (" " * len(look.glyph("←")), "")
        sign = Run(f" {look.glyph('►') if here else ' '} ", "accent")
        rows.append((sign, label, Run(left, "accent"), Run(f" {values[name]} ", role), Run(right, "accent")))
    return rows


def _told(look: Look, name: str) -> list[Row]:
    """What a row is good for; always two rows, so that nothing below moves."""
    lines = wrapped(look.say(f"screen.told-{name}"), _text_width(look))
    return filled([row((f"   {line}", "dim")) for line in lines], 2, look.width)


def _sample(look: Look) -> list[Row]:
    """A gradient on its way back, in the colours and signs that are chosen, and what its parts are called."""

    def says(role: Role, sign: str = "") -> Run:
        return Run(f"{sign}{look.say(f'screen.sample-{role}')}", role)

    named: list[Row] = [(), (says("value"), Run("   "), says("local")), (says("gradient"), Run("   "), says("accent"))]
    rows: list[Row] = [row((f"   {look.say('screen.sample')}", "dim")), ()]
    for parts, names in zip(DRAWN, named, strict=True):
        drawn = tuple(Run(text.translate(PLAIN) if look.face.ascii else text, role) for text, role in parts)
        used = 3 + sum(len(run.text) for run in drawn)
        rows.append((Run("   "), *drawn, Run(" " * max(2, SAMPLE_AT - used)), *names))
    right, wrong = look.glyph("✓"), look.glyph("✗")
    rows.append(())
    rows.append((Run("   "), says("right", f"{right} "), Run("   "), says("wrong", f"{wrong} "), Run("   "),
                 says("asked", "? "), Run("   "), Run(look.glyph("►"), "accent"),
                 Run(f" {look.say('screen.sample-chosen')}")))  # fmt: skip
    return rows
