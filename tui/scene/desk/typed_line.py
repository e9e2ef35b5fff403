"""How is a line edited? A text and the place of its caret; every key makes another line."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 300
"""As many characters as an answer may have (core/formula/limits.py)."""


@dataclass(frozen=True)
class Line:
    """A line that is being typed: the text, and where the next letter goes."""

    text: str = ""
    caret: int = 0

    def insert(self, letters: str) -> Line:
        """With letters at the caret, as many as an answer may have."""
        fitting = letters[: max(0, LONGEST - len(self.text))]
        return Line(self.text[: self.caret] + fitting + self.text[self.caret :], self.caret + len(fitting))

    def erase(self) -> Line:
        """Without the letter before the caret."""
        return Line(self.text[: max(0, self.caret - 1)] + self.text[self.caret :], max(0, self.caret - 1))

    def erase_next(self) -> Line:
        """Without the letter at the caret."""
        return Line(self.text[: self.caret] + self.text[self.caret + 1 :], self.caret)

    def moved(self, caret: int) -> Line:
        """With the caret somewhere else."""
        return Line(self.text, min(max(0, caret), len(self.text)))
