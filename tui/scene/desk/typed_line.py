"""How is a line edited? A text and the place of its caret; every key makes another line.

A text that was refused is selected: it stays to be read, and what is typed next takes its place. Whoever moves the
caret first goes on editing it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

LONGEST = 300
"""As many characters as an answer may have (core/formula/limits.py)."""


@dataclass(frozen=True)
class Line:
    """A line that is being typed: the text, and where the next letter goes."""

    text: str = ""
    caret: int = 0
    selected: bool = False
    """Does the next letter take the place of the whole text?"""
    fault: int | None = None
    """The place of the letter that was complained of."""

    @property
    def room(self) -> int:
        """How many more letters fit; a selected text makes way for them."""
        return LONGEST if self.selected else max(0, LONGEST - len(self.text))

    def insert(self, letters: str) -> Line:
        """With letters at the caret, as many as an answer may have; instead of a selected text."""
        here = Line() if self.selected else self
        fitting = letters[: self.room]
        return Line(here.text[: here.caret] + fitting + here.text[here.caret :], here.caret + len(fitting))

    def erase(self) -> Line:
        """Without the letter before the caret, or without a selected text."""
        if self.selected:
            return Line()
        return Line(self.text[: max(0, self.caret - 1)] + self.text[self.caret :], max(0, self.caret - 1))

    def erase_next(self) -> Line:
        """Without the letter at the caret, or without a selected text."""
        return Line() if self.selected else Line(self.text[: self.caret] + self.text[self.caret + 1 :], self.caret)

    def erase_word(self) -> Line:
        """Without the word before the caret."""
        start = self.word(-1)
        return Line() if self.selected else Line(self.text[:start] + self.text[self.caret :], start)

    def erase_rest(self) -> Line:
        """Without what stands behind the caret."""
        return Line() if self.selected else Line(self.text[: self.caret], self.caret)

    def moved(self, caret: int) -> Line:
        """With the caret somewhere else."""
        return Line(self.text, min(max(0, caret), len(self.text)))

    def word(self, by: int) -> int:
        """The place of the next word, or of the one before the caret."""
        at = self.caret
        if by < 0:
            while at > 0 and not self.text[at - 1].isalnum():
                at -= 1
            while at > 0 and self.text[at - 1].isalnum():
                at -= 1
        else:
            while at < len(self.text) and self.text[at].isalnum():
                at += 1
            while at < len(self.text) and not self.text[at].isalnum():
                at += 1
        return at

    def refused(self, fault: int | None = None) -> Line:
        """Selected, with the place that was complained of."""
        return Line(self.text, len(self.text), bool(self.text), fault)


EDITS: Mapping[str, Callable[[Line], Line]] = MappingProxyType({
    "out": Line.erase,
    "delete": Line.erase_next,
    "back": lambda line: line.moved(line.caret - 1),
    "next": lambda line: line.moved(line.caret + 1),
    "first": lambda line: line.moved(0),
    "last": lambda line: line.moved(len(line.text)),
    "clear": lambda _: Line(),
    "clear-word": Line.erase_word,
    "clear-rest": Line.erase_rest,
    "line-start": lambda line: line.moved(0),
    "line-end": lambda line: line.moved(len(line.text)),
    "word-back": lambda line: line.moved(line.word(-1)),
    "word-next": lambda line: line.moved(line.word(1)),
})  # fmt: skip
"""What the keys do that edit a line."""
