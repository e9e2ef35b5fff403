"""What is in a few texts? Their words in order, the dictionary of all of them, counts, and who is near whom.

Words are written small and the dictionary is in alphabetical order, accents aside. An entry of the dictionary is a
word, or as many neighbouring words as `size` says: two for bigrams.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast
from unicodedata import normalize

import numpy as np

from ...arrays import Value
from ...errors import SpecError
from ..reading import short

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
SEPARATOR = re.compile(r"[|\n]")
MOST_DOCUMENTS, MOST_WORDS, MOST_LETTERS = 12, 40, 30


@dataclass(frozen=True)
class Corpus:
    """Documents as words, and how many words in a row are one entry."""

    documents: tuple[tuple[str, ...], ...]
    size: int = 1

    @cached_property
    def entries(self) -> tuple[tuple[str, ...], ...]:
        """For every document its words, or its runs of `size` words, in the order of reading."""
        return tuple(
            tuple(" ".join(words[at : at + self.size]) for at in range(len(words) - self.size + 1))
            for words in self.documents
        )

    @cached_property
    def dictionary(self) -> tuple[str, ...]:
        """Every entry once, in alphabetical order."""
        return tuple(sorted({entry for entries in self.entries for entry in entries}, key=alphabetical))

    @cached_property
    def place(self) -> dict[str, int]:
        """Entry to its place in the dictionary, from 0."""
        return {entry: place for place, entry in enumerate(self.dictionary)}

    @cached_property
    def tokens(self) -> int:
        """Entries of all documents, as often as they occur."""
        return sum(map(len, self.entries))

    def counts(self, document: int, read: int | None = None) -> Value:
        """How often each entry of the dictionary occurs in a document (from 0), or in its first `read` entries."""
        found = np.zeros(len(self.dictionary))
        for entry in self.entries[document][:read]:
            found[self.place[entry]] += 1.0
        return found

    def near(self, document: int, first: str, second: str, window: int) -> int:
        """How often two words stand at most `window` places apart in a document."""
        words = self.documents[document]
        return sum(
            words[a] == first and words[b] == second
            for a in range(len(words))
            for b in range(max(0, a - window), min(len(words), a + window + 1))
            if a != b
        )

    @cached_property
    def frequencies(self) -> Counter[str]:
        """How often each word occurs in all documents."""
        return Counter(word for words in self.documents for word in words)

    def require(self, knob: str, word: str) -> str:
        """A word of the dictionary. Raises SpecError for one that it does not have."""
        found = words_of(word)
        if len(found) != 1 or found[0] not in self.place:
            raise SpecError("text.no-such-word", knob=knob, got=str(word)[:MOST_LETTERS], known=list(self.dictionary))
        return found[0]


def alphabetical(entry: str) -> tuple[str, str]:
    """What entries are sorted by: their letters without accents, then as they are."""
    return "".join(letter for letter in normalize("NFD", entry) if letter.isalnum() or letter == " "), entry


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, written small, without signs."""
    return tuple(WORD.findall(normalize("NFC", text).lower()))


def read_documents(given: object) -> str:
    """Documents, a list of sentences or one text with `|` between them, as such a text. Raises SpecError."""
    return " | ".join(" ".join(words) for words in documents_of(given))


def documents_of(given: object) -> tuple[tuple[str, ...], ...]:
    """Documents as words. Raises SpecError."""
    parts = SEPARATOR.split(given) if isinstance(given, str) else given
    if not isinstance(parts, Sequence) or not 1 <= len(cast("Sequence[object]", parts)) <= MOST_DOCUMENTS:
        raise SpecError("text.documents", got=short(given), most=MOST_DOCUMENTS)
    return tuple(_document(part) for part in cast("Sequence[object]", parts))


def _document(given: object) -> tuple[str, ...]:
    if isinstance(given, Sequence) and not isinstance(given, str):
        given = " ".join(map(str, cast("Sequence[object]", given)))
    if not isinstance(given, str):
        raise SpecError("text.document", got=short(given), most=MOST_WORDS, letters=MOST_LETTERS)
    words = words_of(given)
    if not 1 <= len(words) <= MOST_WORDS or max(map(len, words)) > MOST_LETTERS:
        raise SpecError("text.document", got=given.strip()[:60], most=MOST_WORDS, letters=MOST_LETTERS)
    return words
