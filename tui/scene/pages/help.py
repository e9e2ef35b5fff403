"""Which keys are there? The help page, made of the table of keys; what has no sense on the screen behind it is dim.

Where there is room it also says what the signs of the screens mean.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Literal

from ...keys import KEYS, LAB_KEYS, Group, Key
from ..cells import Row, Run, column, row, wrapped
from ..footer import footer, spelled
from ..look import Look
from ..page import Page, filled, too_small, windowed

Place = Literal["lesson", "catalogue", "progress", "lab"]
"""From where the page was called."""
OTHERWISE: Mapping[Place, frozenset[str]] = MappingProxyType({
    "lesson": frozenset(),
    "catalogue": frozenset({
        "next", "onward", "first", "go", "up", "enter", "out", "table", "language", "explore", "receipt", "leave",
        "knob",
    }),
    "progress": frozenset({"next", "first", "up", "enter", "out", "table", "language"}),
    "lab": frozenset({
        "next", "first", "go", "up", "enter", "you", "leave", "knob", "more", "branch", "watch", "detective", "map",
    }),
})  # fmt: skip
"""The keys that do something else there than in a lesson; the words for it are `key.ID-PLACE`."""
LEFT: tuple[Group, ...] = ("time", "attention", "learn")
RIGHT: tuple[Group, ...] = ("try", "always")
NOT_CHOSEN = frozenset({"enter", "help", "up", "leave"})
"""Keys that mean something on this page itself."""
ROOMY = 30
"""Rows of a screen from which on groups have a blank row between them."""
PLANS: tuple[tuple[int, tuple[tuple[str, ...], ...]], ...] = (
    (184, (("time", "learn"), ("attention",), ("try", "always"), ("writing", "signs"))),
    (114, (("time", "learn"), ("attention", "always"), ("try", "writing"))),
    (76, (LEFT, (*RIGHT, "writing"))),
    (0, ((*LEFT, *RIGHT, "writing"),)),
)
"""From how many cells on which groups stand in which columns, in reading order."""
MOST_COLUMNS = 3
WRITING = ("writing-1", "writing-2")
SIGNS = (
    ("►", "chosen"), ("✓", "right"), ("✗", "wrong"), ("?", "asked"), ("=", "revealed"), ("+", "partial"),
    ("▸", "forward"), ("◂", "backward"), ("│", "turn"), ("·", "to-come"), ("!", "first"), ("…", "more"),
)  # fmt: skip


def table_of(place: Place) -> tuple[Key, ...]:
    """The keys of a place."""
    return LAB_KEYS if place == "lab" else KEYS


def choosable(useful: Collection[str], place: Place = "lesson") -> tuple[str, ...]:
    """The ids that can be chosen on the page, in reading order: those that do something behind it."""
    shown = [key for group in (*LEFT, *RIGHT) for key in table_of(place) if key.group == group and not key.beside]
    return tuple(key.id for key in shown if key.id in useful and key.id not in NOT_CHOSEN)


def help_page(look: Look, useful: Collection[str], chosen: str | None = None, place: Place = "lesson") -> Page:
    """The page of keys; `useful` are the ids that do something on the screen it was called from.

    The chosen one is marked: Enter presses it.
    """
    if look.is_too_small:
        return too_small(look)
    head = look.rule((Run(look.say("screen.help-title"), "title"),), (Run(look.say("screen.help-close")),))
    plan = next(plan for width, plan in PLANS if look.width >= width)
    if place == "lab" and len(plan) < MOST_COLUMNS:
        # Little is typed there, and the table is long.
        plan = tuple(tuple(group for group in groups if group != "writing") for groups in plan)
    each = min(50, look.width // len(plan))
    words = {id: f"key.{id}-{place if id in OTHERWISE[place] else 'long'}" for id in useful}
    keys = table_of(place)
    columns = [_column(groups, look, words, each - 2 + (at > 0), chosen, keys) for at, groups in enumerate(plan)]
    tallest = max(len(rows) for rows, _ in columns)
    body = [
        column([(2 + at * each - (at > 0), rows[y] if y < len(rows) else ()) for at, (rows, _) in enumerate(columns)],
               look.width)
        for y in range(tallest)
    ]  # fmt: skip
    below = [] if "signs" in plan[-1] else _signs_below(look, each, len(plan))
    if len(body) + 2 + len(below) <= look.height - 3:
        body = [(), *body, (), *below]
    at = max((place for _, place in columns), default=0)
    rows = filled(windowed(body, at, look.height - 2, look), look.height - 2, look.width)
    return Page((head, *rows, footer("help", look)), "help")


def _column(
    groups: tuple[str, ...],
    look: Look,
    useful: Mapping[str, str],
    width: int,
    chosen: str | None,
    keys: tuple[Key, ...],
) -> tuple[list[Row], int]:
    """The groups below each other, and in which row the chosen key stands; 0 when it is in another column.

    `useful` has the words for the keys that do something.
    """
    rows: list[Row] = []
    found = 0
    for group in groups:
        if group != "signs" and not any(key.group == group for key in keys):
            continue
        if rows and look.height >= ROOMY:
            rows.append(())
        rows.append(row((look.say(f"screen.group-{group}"), "title")))
        if group == "writing":
            rows += [row(line) for id in WRITING for line in wrapped(look.say(f"screen.{id}"), width - 1)]
            rows += [
                _key_row(key, look, useful, width, chosen) for key in keys if key.group == group and not key.beside
            ]
        elif group == "signs":
            rows += [_sign(sign, name, look, width) for sign, name in SIGNS]
        else:
            for key in keys:
                if key.group == group and not key.beside:
                    found = len(rows) if key.id == chosen else found
                    rows.append(_key_row(key, look, useful, width, chosen))
    return rows, found


def _key_row(key: Key, look: Look, useful: Mapping[str, str], width: int, chosen: str | None) -> Row:
    does = useful.get(key.id)
    told = look.cut(look.say(does or f"key.{key.id}-long"), width - 13)
    shown = " ".join(spelled(sign, look) for sign in key.shown)
    return _key(shown, told, look, does is not None, key.id == chosen)


def _key(shown: str, told: str, look: Look, is_useful: bool, is_chosen: bool) -> Row:
    """A key and what it does; `·` before one that has no sense on the screen behind."""
    sign = look.glyph("►") if is_chosen else " " if is_useful else look.glyph("·")
    first = Run(f"{sign}{shown:12}", "accent" if is_useful else "dim")
    return (first, Run(told, ("title" if is_chosen else "text") if is_useful else "dim"))


def _sign(sign: str, name: str, look: Look, width: int) -> Row:
    """A sign of the screens and what it says."""
    return (Run(f" {look.glyph(sign):4}"), Run(look.cut(look.say(f"screen.sign-{name}"), width - 6)))


def _signs_below(look: Look, each: int, columns: int) -> list[Row]:
    """The signs in so many columns, below the keys."""
    count = -(-len(SIGNS) // columns)
    rows = [row((f"  {look.say('screen.group-signs')}", "title"))]
    for y in range(count):
        here = SIGNS[y::count]
        parts = [(2 + at * each - (at > 0), _sign(sign, name, look, each)) for at, (sign, name) in enumerate(here)]
        rows.append(column(parts, look.width))
    return rows
