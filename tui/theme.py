"""Which colour does a role have? Six themes, as 256-colour numbers; the background stays the terminal's own.

Colour never carries meaning alone: position, glyph or word always says the same.
Terminals with 16 colours get the nearest of theirs, chosen by hand; without colours there are bold and underline.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import get_args

from rich.style import Style

from ..core.errors import UnknownNameError
from .drawing.graph.canvas import HALVES, ON_SHADES, STRONGEST
from .options import UsageError
from .scene.cells import Role

Numbers = Mapping[str, int]
THEMES: Mapping[str, Numbers] = MappingProxyType({
    "dark": {"text": 252, "title": 255, "dim": 246, "rule": 240, "value": 86, "gradient": 203, "local": 184,
             "accent": 38, "wrong": 205, "plus": 37, "minus": 137},
    "light": {"text": 235, "title": 232, "dim": 241, "rule": 248, "value": 22, "gradient": 160, "local": 94,
              "accent": 25, "wrong": 126, "plus": 31, "minus": 131},
    "safe-dark": {"text": 252, "title": 255, "dim": 246, "rule": 240, "value": 51, "gradient": 209, "local": 226,
                  "accent": 135, "wrong": 205, "plus": 69, "minus": 136},
    "safe-light": {"text": 235, "title": 232, "dim": 241, "rule": 248, "value": 17, "gradient": 52, "local": 94,
                   "accent": 92, "wrong": 126, "plus": 26, "minus": 94},
    "high-contrast": {"text": 231, "title": 231, "dim": 252, "rule": 250, "value": 159, "gradient": 209, "local": 226,
                      "accent": 177, "wrong": 211, "plus": 111, "minus": 179},
    "mono": {},
})  # fmt: skip
SAME: Mapping[str, str] = MappingProxyType({
    "idle": "rule", "wire": "rule", "right": "value", "asked": "local", "caret": "text",
    "spot": "wrong",
})  # fmt: skip
"""Roles that have the colour of another one; their signs tell them apart."""
SIXTEEN_DARK: Numbers = MappingProxyType(
    {"value": 10, "gradient": 9, "local": 11, "accent": 14, "title": 15, "rule": 8, "wrong": 13, "plus": 6, "minus": 3}
)
SIXTEEN_LIGHT: Numbers = MappingProxyType(
    {"value": 2, "gradient": 1, "local": 3, "accent": 4, "rule": 7, "wrong": 5, "plus": 6, "minus": 3}
)
BOLD = frozenset({"title", "gradient", "accent", "right", "wrong"})
UNDERLINED = frozenset({"local", "asked", "spot"})
FAINT = frozenset({"idle", "wire", "plus", "minus"})
"""Lines that step back without colours, so that those which are lit stand out."""
ALWAYS_UNDERLINED = frozenset({"spot"})


_LIGHT_INK: Numbers = MappingProxyType({"value": 17, "gradient": 52, "local": 235, "title": 232, "accent": 53,
                                        "wrong": 53, "dim": 241})  # fmt: skip
_DARK_INK: Numbers = MappingProxyType({"value": 195, "gradient": 230, "local": 231, "title": 231, "accent": 229,
                                       "wrong": 231, "dim": 250})  # fmt: skip
_SAFE_DARK = ((26, 25, 18, 17), 235, (58, 94, 130, 136))
_SAFE_LIGHT = ((69, 111, 153, 189), 255, (230, 229, 222, 214))
SHADES: Mapping[str, tuple[tuple[int, ...], int, tuple[int, ...]]] = MappingProxyType({
    "dark": ((31, 30, 24, 23), 235, (58, 94, 130, 166)),
    "light": ((75, 117, 159, 195), 255, (224, 217, 216, 209)),
    "safe-dark": _SAFE_DARK, "high-contrast": _SAFE_DARK, "safe-light": _SAFE_LIGHT,
})  # fmt: skip
"""The colours of a field: from the strongest above 0 to the weakest, of 0, from the weakest below 0 to the strongest.

Those of the safe themes are blue and yellow, which all kinds of sight tell apart; a light ground has dark points."""


class UnknownThemeError(UnknownNameError, UsageError):
    """A theme that does not exist; lists near ones."""


def checked_theme(name: str) -> str:
    """The name of a theme. Raises UnknownThemeError."""
    if name not in THEMES:
        raise UnknownThemeError("cli.no-such-theme", name, THEMES)
    return name


@lru_cache(maxsize=64)
def styles(theme: str, colors: int, has_blocks: bool = True) -> Mapping[str, Style]:
    """The style of every role, with so many colours (0, 16 or 256), and with half blocks or ASCII only."""
    named = {role: style(theme, role, colors) for role in _roles()}
    return MappingProxyType({**named, **_shaded(theme, colors if has_blocks else 0, named)})


def _shaded(theme: str, colors: int, named: Mapping[str, Style]) -> Mapping[str, Style]:
    """Two colours a cell, where there are 256; otherwise the sign of the cell in the colour of its side."""
    if theme not in SHADES or colors < 256:
        sides = {level: named["value" if level > 0 else "gradient"].color for level in range(-STRONGEST, STRONGEST + 1)}
        fields = {str(role): Style(color=sides[upper or lower]) for (upper, lower), role in HALVES.items()}
        return {**fields, **{str(at): named[role] for (role, _), at in ON_SHADES.items()}}
    above, none, below = SHADES[theme]
    ground = {level: f"color({number})" for level, number in zip(
        range(STRONGEST, -STRONGEST - 1, -1), (*above, none, *below), strict=True)}  # fmt: skip
    ink = _LIGHT_INK if "light" in theme else _DARK_INK
    halves = {role: Style(color=ground[upper], bgcolor=ground[lower]) for (upper, lower), role in HALVES.items()}
    marks = {
        at: Style(color=f"color({ink.get(SAME.get(role, role), ink['title'])})", bgcolor=ground[level],
                  bold=role != "dim")
        for (role, level), at in ON_SHADES.items()
    }  # fmt: skip
    return {**halves, **marks}


def style(theme: str, role: str, colors: int) -> Style:
    """The style of one role; unknown to a terminal without colours, bold and underlined letters stand in."""
    reverse = role == "caret"
    numbers = THEMES[theme]
    if not numbers or colors == 0:
        return Style(bold=role in BOLD, dim=role in FAINT, underline=role in UNDERLINED, reverse=reverse)
    key = SAME.get(role, role)
    line = role in ALWAYS_UNDERLINED
    if colors >= 256:
        return Style(color=f"color({numbers[key]})", bold=role == "title", underline=line, reverse=reverse)
    few = SIXTEEN_LIGHT if "light" in theme else SIXTEEN_DARK
    color = f"color({few[key]})" if key in few else None
    return Style(color=color, bold=role in BOLD, underline=line, reverse=reverse)


def _roles() -> tuple[str, ...]:
    return tuple(role for part in get_args(Role) for role in get_args(part))
