"""Which character shows a piece of wire or a box border? Tables only.

A cell of a wire is a mask of the arms it has (`LEFT | RIGHT` is a horizontal piece). In Unicode every
combination of absent, light and heavy arms has its own character, so a picture can be read back without
guessing.

In ASCII the conventions are
    wires: `.` a bend that opens downwards, `'` one that opens upwards, `+` a junction, `-` and `|` straight;
    the active wire is `=` horizontally and `#` vertically, and the focused box is drawn with `#`;
    corner marks: `v` right, `x` wrong, `=` revealed, `&` partial sum, `?` asked. Not `ok` and `no`, because a
    corner is one cell; not `+` for the partial sum, because it already is the corner of every operation;
    `~` stands for `…`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Charset = Literal["unicode", "ascii"]
Style = Literal["given", "operation", "focus"]
Corner = Literal["right", "wrong", "revealed", "partial", "asked"]

LEFT, RIGHT, UP, DOWN = 1, 2, 4, 8
HORIZONTAL = LEFT | RIGHT
VERTICAL = UP | DOWN

# One string for each weight of the left and right arm, one character for each weight of the up and down arm;
# weights are 0 none, 1 light, 2 heavy.
_WIRES = (
    " ╷╻╵│╽╹╿┃",  # left 0, right 0
    "╶┌┎└├┟┖┞┠",  # left 0, right 1
    "╺┍┏┕┝┢┗┡┣",  # left 0, right 2
    "╴┐┒┘┤┧┚┦┨",  # left 1, right 0
    "─┬┰┴┼╁┸╀╂",  # left 1, right 1
    "╼┮┲┶┾╆┺╄╊",  # left 1, right 2
    "╸┑┓┙┥┪┛┩┫",  # left 2, right 0
    "╾┭┱┵┽╅┹╃╉",  # left 2, right 1
    "━┯┳┷┿╈┻╇╋",  # left 2, right 2
)

_BENDS = {LEFT | DOWN: ".", RIGHT | DOWN: ".", LEFT | UP: "'", RIGHT | UP: "'"}


@dataclass(frozen=True)
class Frame:
    """The six characters of a box border."""

    top_left: str
    top_right: str
    bottom_left: str
    bottom_right: str
    horizontal: str
    vertical: str


@dataclass(frozen=True)
class Pen:
    """Everything that differs between the two charsets."""

    charset: Charset
    frames: Mapping[Style, Frame]
    outlet: Mapping[Style, str]
    """The border cell where the wires of a box leave it."""
    corners: Mapping[Corner, str]
    forward: str
    backward: str
    came: str
    came_back: str
    """What stands in a box before the number that came forward, and before the one that came back."""
    cut: str

    def wire(self, mask: int, heavy: int = 0) -> str:
        """The character of a cell with these arms, of which `heavy` are heavy."""
        if self.charset == "ascii":
            return _ascii_wire(mask, heavy & mask)
        left, right, up, down = (2 if heavy & arm else 1 if mask & arm else 0 for arm in (LEFT, RIGHT, UP, DOWN))
        return _WIRES[left * 3 + right][up * 3 + down]

    def text(self, text: str) -> str:
        """The text in this charset, character for character, so that nothing changes its width."""
        if self.charset == "unicode" or text.isascii():
            return text
        return "".join(letter if letter.isascii() else _ascii_letter(letter) for letter in text)


def _ascii_wire(mask: int, heavy: int) -> str:
    if mask in _BENDS:
        return _BENDS[mask]
    if not mask & VERTICAL:
        return "=" if heavy else "-"
    if not mask & HORIZONTAL:
        return "#" if heavy else "|"
    return "+"


_ASCII_LETTERS = {"…": "~", "·": "*", "×": "x", "−": "-", "÷": "/", "√": "r", "²": "2", "³": "3", "∂": "d"}
_ASCII_GREEK = dict(zip("αβγδεηθλμπρσφω", "abgdentlmprsfw", strict=True))


def _ascii_letter(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[0]
    if base.isascii():
        return base
    return _ASCII_LETTERS.get(letter) or _ASCII_GREEK.get(letter) or "?"


UNICODE_PEN = Pen(
    charset="unicode",
    frames=MappingProxyType(
        {
            "given": Frame("╭", "╮", "╰", "╯", "─", "│"),
            "operation": Frame("┌", "┐", "└", "┘", "─", "│"),
            "focus": Frame("┏", "┓", "┗", "┛", "━", "┃"),
        }
    ),
    outlet=MappingProxyType({"given": "├", "operation": "├", "focus": "┣"}),
    corners=MappingProxyType({"right": "✓", "wrong": "✗", "revealed": "=", "partial": "+", "asked": "?"}),
    forward="►",
    backward="◄",
    came="▸",
    came_back="◂",
    cut="…",
)

ASCII_PEN = Pen(
    charset="ascii",
    frames=MappingProxyType(
        {
            "given": Frame(".", ".", "'", "'", "-", "|"),
            "operation": Frame("+", "+", "+", "+", "-", "|"),
            "focus": Frame("#", "#", "#", "#", "#", "#"),
        }
    ),
    outlet=MappingProxyType({"given": "|", "operation": "|", "focus": "#"}),
    corners=MappingProxyType({"right": "v", "wrong": "x", "revealed": "=", "partial": "&", "asked": "?"}),
    forward=">",
    backward="<",
    came=">",
    came_back="<",
    cut="~",
)

PENS: Mapping[Charset, Pen] = MappingProxyType({"unicode": UNICODE_PEN, "ascii": ASCII_PEN})
