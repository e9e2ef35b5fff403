"""With what eyes is a scene drawn? Language, character set, size, digits: all that it needs besides its data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ...core.words import Message, message
from ...core.words.numbers import receipt
from ..face import Face
from .cells import Row, Run, cut, ends, fit

if TYPE_CHECKING:
    from ...core.formula.tree import Tree
    from ...core.lesson.session import Session
    from ...core.lesson.shown import Said
    from ...core.pictures import Label

SMALLEST = (60, 20)
"""Columns and rows below which the plain twin is offered."""
WIDEST_TEXT = 76
ASCII_GLYPHS: Mapping[str, str] = MappingProxyType({
    "─": "-", "▸": ">", "◂": "<", "│": "|", "·": ".", "►": ">", "◄": "<", "✓": "ok", "✗": "x", "█": "_", "×": "*",
    "…": "...", "→": "->", "←": "<-", "↑": "^", "↓": "v", "↑↓": "^v", "←→": "<>", "≠": "!=",
})  # fmt: skip


@dataclass(frozen=True)
class Look:
    """The size of the screen and how things are written on it."""

    face: Face
    width: int = 80
    height: int = 24
    digits: int = 0
    """Decimals in receipts that somebody asked for; 0 for as many as suit the screen."""

    @property
    def is_too_small(self) -> bool:
        """Does a lesson not fit?"""
        return self.width < SMALLEST[0] or self.height < SMALLEST[1]

    @property
    def is_wide(self) -> bool:
        """Is there room for a side strip and wide columns?"""
        return self.width >= 100

    @property
    def decimals(self) -> int:
        """Decimals in receipts."""
        return self.digits or (9 if self.is_wide else 6)

    @property
    def text_width(self) -> int:
        """How wide running text may be, with one cell free on each side."""
        return self.width - 2 if self.width <= 80 else WIDEST_TEXT

    def say(self, id: str, /, **arguments: Any) -> str:
        """A sentence of the catalogues."""
        return self.text(self.face.words.word(message(id, **arguments), self.face.language))

    def word(self, said: Message) -> str:
        """A message as a sentence."""
        return self.text(self.face.words.word(said, self.face.language))

    def said(self, said: Said, session: Session) -> str:
        """A sentence of ours, a text of the lesson with its numbers, or an answer as it is typed."""
        return self.text(self.face.said(said, session))

    def label(self, label: Label) -> str:
        """A name as formulas have it, or a word, as this terminal can show it."""
        return self.word(label) if isinstance(label, Message) else self.text(label)

    def named(self, label: Label) -> str:
        """The name of a quantity as it is shown, with the words of topics in the language of the screen."""
        return self.text(self.face.named(label))

    def text(self, text: str) -> str:
        """A text as this terminal can show it."""
        return self.face.shown(text)

    def cut(self, text: str, width: int) -> str:
        """As much of a text as fits, as this terminal can show it."""
        return cut(self.text(text), width, self.glyph("…"))

    def both(self, texts: Mapping[str, str]) -> str:
        """A text that is there in both languages."""
        return self.text(texts[self.face.language])

    def glyph(self, sign: str) -> str:
        """A sign of the screen grammar."""
        return ASCII_GLYPHS.get(sign, sign) if self.face.ascii else sign

    def formula(self, tree: Tree) -> str:
        """A formula as it is written here; quotients and products lose the parentheses that a minus does not need."""
        # Imported when a formula is written: the catalogue shows none, and starts sooner.
        from ...core.formula.printer import write

        text = write(tree, "ascii" if self.face.ascii else "unicode")
        return f"-{text[2:-1]}" if text.startswith("-(") and _is_one_factor(text[1:]) else text

    def number(self, value: Any, width: int = 0) -> str:
        """A number of a receipt; a small array entry by entry where it fits in `width` cells, otherwise its shape."""
        if getattr(value, "ndim", 0) in (1, 2) and 0 < value.size <= width:
            rows = value if value.ndim == 2 else value[None]
            for digits in range(self.decimals, 1, -1):
                shown = "; ".join(", ".join(receipt(float(entry), digits) for entry in row) for row in rows)
                if len(shown) + 2 <= width:
                    return f"[{shown}]"
        return self.text(receipt(value, self.decimals))

    def rule(self, left: Row, right: Row = ()) -> Row:
        """One of the three rules: a line with something at its ends."""
        line = self.glyph("─")
        head: Row = (Run(f"{line} ", "rule"), *left, Run(" ", "rule")) if left else (Run(line, "rule"),)
        tail: Row = (Run(" ", "rule"), *right, Run(f" {line}", "rule")) if right else (Run(line, "rule"),)
        taken = sum(len(run.text) for run in (*head, *tail))
        fill = Run(line * max(1, self.width - taken), "rule")
        return fit((*head, fill, *tail), self.width) if taken < self.width else ends(head, tail, self.width)


def _is_one_factor(text: str) -> bool:
    """Is all of it in one pair of parentheses that holds a quotient or a product, not a sum?"""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and place < len(text) - 1:
            return False
        if depth == 1 and letter in "+-" and place > 1 and text[place - 1] not in "(·*/^eE":
            return False
    return depth == 0
