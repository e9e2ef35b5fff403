"""Which keys are there? The help page, made of the table of keys; what has no sense on the screen behind it is dim."""

from __future__ import annotations

from collections.abc import Collection

from ..keys import KEYS, Group
from .cells import Row, Run, column, fit, row, wrapped
from .footer import footer, spelled
from .look import Look
from .page import Page

LEFT: tuple[Group, ...] = ("time", "attention", "learn")
RIGHT: tuple[Group, ...] = ("try", "always")
NOT_CHOSEN = frozenset({"enter", "help", "up", "leave"})
"""Keys that mean something on this page itself."""
ROOMY = 30
"""Rows of a screen from which on groups have a blank row between them."""


def choosable(useful: Collection[str]) -> tuple[str, ...]:
    """The ids that can be chosen on the page, in reading order: those that do something behind it."""
    shown = [key for group in (*LEFT, *RIGHT) for key in KEYS if key.group == group and not key.beside]
    return tuple(key.id for key in shown if key.id in useful and key.id not in NOT_CHOSEN)


def help_page(look: Look, useful: Collection[str], chosen: str | None = None) -> Page:
    """The page of keys; `useful` are the ids that do something on the screen it was called from.

    The chosen one is marked: Enter presses it.
    """
    head = look.rule((Run(look.say("screen.help-title"), "title"),), (Run(look.say("screen.help-close")),))
    half = look.width // 2
    left = _groups(LEFT, look, useful, half - 2, chosen)
    right = _groups(RIGHT, look, useful, half - 1, chosen)
    right.append(row((look.say("screen.group-writing"), "title")))
    right += [
        row(line)
        for id in ("writing-1", "writing-2", "writing-3")
        for line in wrapped(look.say(f"screen.{id}"), half - 3)
    ]
    body: list[Row] = []
    for at in range(max(len(left), len(right))):
        parts = [(2, left[at] if at < len(left) else ()), (half + 1, right[at] if at < len(right) else ())]
        body.append(column(parts, look.width))
    height = look.height - 2
    rows = [fit(cells, look.width) for cells in body[:height]]
    return Page((head, *rows, *[fit((), look.width)] * (height - len(rows)), footer("help", look)), "help")


def _groups(
    groups: tuple[Group, ...], look: Look, useful: Collection[str], width: int, chosen: str | None
) -> list[Row]:
    rows: list[Row] = []
    for group in groups:
        rows.append(row((look.say(f"screen.group-{group}"), "title")))
        for key in KEYS:
            if key.group == group and not key.beside:
                shown = " ".join(spelled(sign, look) for sign in key.shown)
                is_useful = key.id in useful
                text = look.cut(look.say(f"key.{key.id}-long"), width - 13)
                sign = look.glyph("►") if key.id == chosen else " " if is_useful else look.glyph("·")
                rows.append((Run(f"{sign}{shown:12}", "accent" if is_useful else "dim"),
                             Run(text, "text" if is_useful else "dim")))  # fmt: skip
        if look.height >= ROOMY:
            rows.append(())
    return rows
