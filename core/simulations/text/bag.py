"""Which vector stands for a text? A bag of words or of bigrams: document by document, or word by word.

Quantities: `size.documents`, `size.tokens`, `size.entries`; `x.3` is the vector of document 3, `x.3.2` its entry for
the second word of the dictionary, `tokens.3` what was read of it; at the end `differences.3.4`, the entries in which
two documents differ, and `pairs.same`. Documents and entries count from 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ...answers.receipts import Line, LinesReceipt, Receipt
from ...arrays import Value
from ...pictures import CodePicture, Picture, TablePicture
from ...words import Message, message
from ..protocol import Simulation
from ..score import Moment, Score, entries
from .corpus import Corpus

COUNTS, PRESENCE = "counts", "presence"
WORD, DOCUMENT = "word", "document"


@dataclass(frozen=True, eq=False)
class Bag:
    """Documents, and how their vectors are made."""

    corpus: Corpus
    filled: str
    """`presence`: 1 for what occurs; `counts`: how often."""

    def vector(self, document: int, read: int | None = None) -> Value:
        """The vector of a document (from 0), or of its first `read` entries."""
        counts = self.corpus.counts(document, read)
        return counts if self.filled == COUNTS else np.minimum(counts, 1.0)

    def differences(self, first: int, second: int) -> int:
        """In how many entries two documents (from 0) differ."""
        return int(np.sum(self.vector(first) != self.vector(second)))


class BagScore(Score):
    """The documents become vectors, one after the other."""

    def __init__(self, bag: Bag, grain: str, only: int, opened: Callable[[int], Simulation]) -> None:
        self.bag: Bag = bag
        self.corpus: Corpus = bag.corpus
        self.grain: str = grain
        self.only: int = only
        """The one document that is read, from 1; 0 for all."""
        self.opened: Callable[[int], Simulation] = opened

    @property
    def read(self) -> range:
        """The documents that are read, from 0."""
        return range(self.only - 1, self.only) if self.only else range(len(self.corpus.documents))

    def make_moments(self) -> tuple[Moment, ...]:
        found = [Moment("start", news=("size.documents",))]
        found.append(Moment("listed", "forward", "size.entries", ("size.tokens", "size.entries")))
        for d in self.read:
            own = self.corpus.entries[d]
            for t, entry in enumerate(own if self.grain == WORD else (), 1):
                name = f"x.{d + 1}.{self.corpus.place[entry] + 1}"
                found.append(Moment("word", "forward", name, (name,), (d, t)))
            every = tuple(f"x.{d + 1}.{j + 1}" for j in range(len(self.corpus.dictionary)))
            news = (f"x.{d + 1}", f"tokens.{d + 1}", *every)
            found.append(Moment("document", "forward", f"x.{d + 1}", news, (d, len(own))))
        if len(self.read) > 1:
            pairs = tuple(f"differences.{a + 1}.{b + 1}" for a, b in combinations(self.read, 2))
            found.append(Moment("compared", "forward", "pairs.same", ("pairs.same", *pairs)))
        return tuple(found)

    def value(self, name: str, cursor: int) -> Value:
        kind, *rest = name.split(".")
        corpus, at = self.corpus, self.moments[cursor].at
        match kind, rest:
            case "size", ["documents"]:
                return len(corpus.documents)
            case "size", ["tokens"]:
                return corpus.tokens
            case "size", _:
                return len(corpus.dictionary)
            case "tokens", [d]:
                return len(corpus.entries[int(d) - 1])
            case "differences", [a, b]:
                return self.bag.differences(int(a) - 1, int(b) - 1)
            case "pairs", _:
                return sum(not self.bag.differences(a, b) for a, b in combinations(self.read, 2))
            case _, [d]:
                return self.bag.vector(int(d) - 1)
            case _, [d, j]:
                return float(self.bag.vector(int(d) - 1, at[1])[int(j) - 1])
        raise KeyError(name)

    def say(self, cursor: int) -> Message:
        moment, corpus = self.moments[cursor], self.corpus
        pairs = "-pairs" if corpus.size > 1 else ""
        match moment.kind:
            case "start":
                return message("text.bag-start", count=len(corpus.documents))
            case "listed":
                told = {"tokens": corpus.tokens, "count": len(corpus.dictionary), "size": corpus.size}
                return message(f"text.listed{pairs}", **told)
            case "word":
                d, t = moment.at
                entry = corpus.entries[d][t - 1]
                now = int(self.value(moment.subject, cursor))
                again = corpus.counts(d, t)[corpus.place[entry]] > 1
                kind = f"again-{self.bag.filled}" if again else "first"
                return message(f"text.word-{kind}", document=d + 1, entry=entry, place=corpus.place[entry] + 1, now=now)
            case "document":
                d = moment.at[0]
                told = {"document": d + 1, "text": " ".join(corpus.documents[d])}
                return message(f"text.document-{self.bag.filled}", vector=_row(self.bag.vector(d)), **told)
            case _:
                twins = [(a, b) for a, b in combinations(self.read, 2) if not self.bag.differences(a, b)]
                if not twins:
                    return message("text.all-different", documents=len(self.read))
                a, b = twins[0]
                return message("text.twins", count=len(twins), first=a + 1, second=b + 1)

    def label(self, quantity: str) -> str:
        kind, *rest = quantity.split(".")
        match kind, rest:
            case "x", [d, j]:
                return f"x{d}[{self.corpus.dictionary[int(j) - 1]}]"
            case "x", [d]:
                return f"x{d}"
            case "differences", [a, b]:
                return f"x{a} ≠ x{b}"
            case _:
                return quantity

    def receipt(self, cursor: int, quantity: str) -> Receipt | None:
        corpus = self.corpus
        kind, *rest = quantity.split(".")
        match kind, rest:
            case "x", [d, j]:
                return LinesReceipt(self._entry(cursor, int(d) - 1, corpus.dictionary[int(j) - 1]))
            case (("x" | "tokens"), [d]):
                return LinesReceipt(self._document(int(d) - 1))
            case "size", ["documents"]:
                return LinesReceipt((Line(message("text.label-documents"), str(len(corpus.documents))),))
            case "size", _:
                each = " + ".join(str(len(own)) for own in corpus.entries)
                listed = Line(message("text.label-dictionary"), f"{{{', '.join(corpus.dictionary)}}}")
                return LinesReceipt((Line(message("text.label-tokens"), f"{each} = {corpus.tokens}"), listed))
            case "differences", [a, b]:
                return LinesReceipt(self._difference(int(a) - 1, int(b) - 1))
            case _:
                pairs = [(a, b, self.bag.differences(a, b)) for a, b in combinations(self.read, 2)]
                told = "   ".join(f"{a + 1}, {b + 1}: {found}" for a, b, found in pairs[:12])
                return LinesReceipt((Line(message("text.label-differences"), told),))

    def _entry(self, cursor: int, d: int, entry: str) -> tuple[Line, ...]:
        read = self.corpus.entries[d][: self._read(cursor, f"x.{d + 1}.{self.corpus.place[entry] + 1}")]
        places = [str(t) for t, own in enumerate(read, 1) if own == entry]
        text = f"«{entry}»: {', '.join(places) or '-'}"
        value = int(self.bag.vector(d, len(read))[self.corpus.place[entry]])
        return (Line(message("text.label-places"), text), Line(message(f"text.label-{self.bag.filled}"), str(value)))

    def _read(self, cursor: int, quantity: str) -> int:
        """How much of its document had been read when an entry was brought last."""
        return self.moments[max(at for at in self.when[quantity] if at <= cursor)].at[1]

    def _document(self, d: int) -> tuple[Line, ...]:
        vector = self.bag.vector(d)
        own = [f"{entry} {int(n)}" for entry, n in zip(self.corpus.dictionary, vector, strict=True) if n]
        return (
            Line(message("text.label-text"), " ".join(self.corpus.documents[d])),
            Line(message(f"text.label-{self.bag.filled}"), "   ".join(own) or "-"),
            Line(message("text.label-vector"), _row(vector)),
            Line(message("text.label-tokens"), str(len(self.corpus.entries[d]))),
        )

    def _difference(self, a: int, b: int) -> tuple[Line, ...]:
        rows = [Line(message("text.named", name=f"x{d + 1}"), _row(self.bag.vector(d))) for d in (a, b)]
        apart = self.bag.vector(a) != self.bag.vector(b)
        where = [entry for entry, differs in zip(self.corpus.dictionary, apart, strict=True) if differs]
        return (*rows, Line(message("text.label-differences"), f"{len(where)}   {', '.join(where)}".strip()))

    def mistakes(self, cursor: int, quantity: str) -> Mapping[str, object]:
        corpus = self.corpus
        kind, *rest = quantity.split(".")
        match kind, rest:
            case "x", [d]:
                vector, counts = self.bag.vector(int(d) - 1), corpus.counts(int(d) - 1)
                order = [corpus.place[entry] for entry in _as_met(corpus)]
                return {self._other: self._otherwise(counts), "order-of-reading": vector[order],
                        "presence-swapped": 1.0 - np.minimum(counts, 1.0)}  # fmt: skip
            case "x", [d, j]:
                counts = corpus.counts(int(d) - 1, self._read(cursor, quantity))
                return {self._other: float(self._otherwise(counts)[int(j) - 1])}
            case "size", ["tokens"]:
                words = sum(map(len, corpus.documents))
                return {"words-for-tokens": len(corpus.dictionary)} | ({"words-for-pairs": words} if words else {})
            case "size", ["entries"]:
                words = len(Corpus(corpus.documents).dictionary)
                found = {"tokens-for-words": corpus.tokens}
                return found | ({"all-possible-pairs": words**corpus.size} if corpus.size > 1 else {})
            case "differences", [a, b]:
                first, second = corpus.documents[int(a) - 1], corpus.documents[int(b) - 1]
                places = sum(x != y for x, y in zip(first, second, strict=False)) + abs(len(first) - len(second))
                return {"order-in-bag": places}
            case _:
                return {}

    @property
    def _other(self) -> str:
        return "presence-for-count" if self.bag.filled == COUNTS else "count-for-presence"

    def _otherwise(self, counts: Value) -> Value:
        return np.minimum(counts, 1.0) if self.bag.filled == COUNTS else counts

    def pictures(self, cursor: int) -> tuple[Picture, ...]:
        """The documents with the one that is read, and below each other their vectors."""
        at, corpus = self.moments[cursor].at, self.corpus
        lines = [f"{d + 1}  {' '.join(words)}" for d, words in enumerate(corpus.documents)]
        if self.moments[cursor].kind == "word":
            lines[at[0]] = f"{at[0] + 1}  {_marked(corpus.documents[at[0]], at[1] - 1, corpus.size)}"
        documents = CodePicture(tuple(lines), at[0] if at else None)
        if not cursor:
            return (documents,)
        rows = tuple((d + 1, *self._cells(d, cursor)) for d in range(len(corpus.documents)))
        table = TablePicture((message("text.column-document"), *corpus.dictionary), rows, at[0] if at else None)
        return documents, table

    def _cells(self, d: int, cursor: int) -> list[int | None]:
        """What is known of the vector of a document."""
        moment = self.moments[cursor]
        if moment.kind == "word" and moment.at[0] == d:
            return [int(entry) for entry in self.bag.vector(d, moment.at[1])]
        if self.known(f"x.{d + 1}", cursor):
            return [int(entry) for entry in self.bag.vector(d)]
        return [None] * len(self.corpus.dictionary)

    def zooms(self, cursor: int) -> tuple[str, ...]:
        """The document of this frame and the next one, word by word."""
        if self.grain == WORD:
            return ()
        near = self.near(cursor)
        return tuple(moment.subject for moment in near if moment.kind == "document")

    def zoom(self, cursor: int, quantity: str) -> Simulation:
        """One document, read word by word."""
        if quantity not in self.zooms(cursor):
            return super().zoom(cursor, quantity)
        return self.opened(int(quantity.partition(".")[2]))


def _as_met(corpus: Corpus) -> list[str]:
    """The dictionary in the order in which its entries occur."""
    return list(dict.fromkeys(entry for own in corpus.entries for entry in own))


def _row(vector: Value) -> str:
    return entries(vector, most=len(vector))


def _marked(words: tuple[str, ...], start: int, size: int) -> str:
    """The text with the words in brackets that are read."""
    return " ".join((*words[:start], f"[{' '.join(words[start : start + size])}]", *words[start + size :]))
