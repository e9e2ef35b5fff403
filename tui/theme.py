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
from .options import UsageError
from .scene.cells import Role

Numbers = Mapping[str, int]
THEMES: Mapping[str, Numbers] = MappingProxyType({
    "dark": {"text": 252, "title": 255, "dim": 246, "rule": 240, "value": 86, "gradient": 203, "local": 184,
             "accent": 38, "wrong": 205},
    "light": {"text": 235, "title": 232, "dim": 241, "rule": 248, "value": 22, "gradient": 160, "local": 94,
              "accent": 25, "wrong": 126},
    "safe-dark": {"text": 252, "title": 255, "dim": 246, "rule": 240, "value": 51, "gradient": 209, "local": 226,
                  "accent": 135, "wrong": 205},
    "safe-light": {"text": 235, "title": 232, "dim": 241, "rule": 248, "value": 17, "gradient": 52, "local": 94,
                   "accent": 92, "wrong": 126},
    "high-contrast": {"text": 231, "title": 231, "dim": 252, "rule": 250, "value": 159, "gradient": 209, "local": 226,
                      "accent": 177, "wrong": 211},
    "mono": {},
})  # fmt: skip
SAME: Mapping[str, str] = MappingProxyType({
    "idle": "rule", "wire": "rule", "right": "value", "asked": "local", "caret": "text",
    "spot": "wrong",
})  # fmt: skip
"""Roles that have the colour of another one; their signs tell them apart."""
SIXTEEN_DARK: Numbers = MappingProxyType(
    {"value": 10, "gradient": 9, "local": 11, "accent": 14, "title": 15, "rule": 8, "wrong": 13}
)
SIXTEEN_LIGHT: Numbers = MappingProxyType({"value": 2, "gradient": 1, "local": 3, "accent": 4, "rule": 7, "wrong": 5})
BOLD = frozenset({"title", "gradient", "accent", "right", "wrong"})
UNDERLINED = frozenset({"local", "asked", "spot"})
ALWAYS_UNDERLINED = frozenset({"spot"})


class UnknownThemeError(UnknownNameError, UsageError):
    """A theme that does not exist; lists near ones."""


def checked_theme(name: str) -> str:
    """The name of a theme. Raises UnknownThemeError."""
    if name not in THEMES:
        raise UnknownThemeError("cli.no-such-theme", name, THEMES)
    return name


@lru_cache(maxsize=64)
def styles(theme: str, colors: int) -> Mapping[str, Style]:
    """The style of every role, on a terminal with so many colours (0, 16 or 256)."""
    return MappingProxyType({role: style(theme, role, colors) for role in _roles()})


def style(theme: str, role: str, colors: int) -> Style:
    """The style of one role; unknown to a terminal without colours, bold and underlined letters stand in."""
    reverse = role == "caret"
    numbers = THEMES[theme]
    if not numbers or colors == 0:
        return Style(bold=role in BOLD, underline=role in UNDERLINED, reverse=reverse)
    key = SAME.get(role, role)
    line = role in ALWAYS_UNDERLINED
    if colors >= 256:
        return Style(color=f"color({numbers[key]})", bold=role == "title", underline=line, reverse=reverse)
    few = SIXTEEN_LIGHT if "light" in theme else SIXTEEN_DARK
    color = f"color({few[key]})" if key in few else None
    return Style(color=color, bold=role in BOLD, underline=line, reverse=reverse)


def _roles() -> tuple[str, ...]:
    return tuple(role for part in get_args(Role) for role in (get_args(part) or (part,)))
