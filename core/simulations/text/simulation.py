"""How does a text become numbers? By counting its words, by looking them up in an embedding, by training that.

One kind with six methods: `bag` (words or bigrams), `look-up` (one-hot and embedding), `similarity` (cosines),
`skip-gram` (one update with a negative sample), `glove` (the cost of one pair), `sizes` (what each way takes).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from ...errors import SpecError
from ...learning.randomness import generator
from ..graph import number
from ..protocol import Knob, Simulation, Spec
from ..score import Score, ScoredSimulation
from .bag import COUNTS, DOCUMENT, PRESENCE, WORD, Bag, BagScore
from .corpus import MOST_DOCUMENTS, Corpus, documents_of, read_documents, words_of
from .embedding import MOST_DIMENSIONS, Embedding, make_embedding, read_whole
from .glove import GloveScore, Meeting
from .lookup import LookUpScore
from .similarity import SimilarityScore
from .sizes import Sizes, SizesScore
from .skipgram import Pair, SkipGramScore

METHODS = ("bag", "look-up", "similarity", "skip-gram", "glove", "sizes")
DOCUMENTS = ("la película es buena", "la película es mala", "no es mala es buena", "no es buena es mala")
MOST_LOOKED_UP = 20
FREQUENCY_POWER = 0.75
"""Negative words are drawn by their frequency to this power (Mikolov et al., 2013)."""


def _matrix(name: str) -> Any:
    """A reader of rows of numbers, or None for a matrix that is drawn."""
    return lambda given: None if given is None else np.atleast_2d(np.asarray(number(given, name)))


def _text(name: str) -> Any:
    """A reader of a text, which may be empty. Raises SpecError."""

    def read(given: Any) -> str:
        if not isinstance(given, str):
            raise SpecError("text.text", knob=name, got=str(given)[:60])
        return given

    return read


def _whole_knob(name: str, default: int, limits: tuple[int, int], label: dict[str, str]) -> Knob:
    low, high = limits
    return Knob(name, default, label, low=low, high=high, step=1, read=read_whole(name, low, high))


class TextVectors(ScoredSimulation):
    """A few texts and one way of turning them into numbers."""

    described = {
        "en": "Texts as vectors: bag of words, bigrams, one-hot and embedding look-up, and one training update.",
        "es": "Textos como vectores: bolsa de palabras, bigramas, one-hot, embedding y una actualización.",
    }
    example = MappingProxyType({"documents": DOCUMENTS})
    knobs = (
        Knob("method", "bag", {"en": "what is done with the texts", "es": "qué se hace con los textos"},
             choices=METHODS),
        Knob("documents", DOCUMENTS, {"en": "sentences, as a list or with | between them",
             "es": "frases, en una lista o separadas por |"}, read=read_documents),
        _whole_knob("grams", 1, (1, 3), {"en": "words in a row that are one entry (2: bigrams)",
                    "es": "palabras seguidas que son una entrada (2: bigramas)"}),
        Knob("filled", PRESENCE, {"en": "what the entries say", "es": "qué dicen las entradas"},
             choices=(PRESENCE, COUNTS)),
        Knob("by", DOCUMENT, {"en": "grain of the bag", "es": "grano de la bolsa"}, choices=(DOCUMENT, WORD)),
        _whole_knob("document", 0, (0, MOST_DOCUMENTS), {"en": "the one that is read (0: all)",
                    "es": "el que se lee (0: todos)"}),
        Knob("text", "", {"en": "words to look up (empty: the last document)",
             "es": "palabras que se buscan (vacío: el último documento)"}, read=_text("text")),
        Knob("vectors", None, {"en": "E: one column a word, in alphabetical order (empty: drawn)",
             "es": "E: una columna por palabra, en orden alfabético (vacío: al azar)"}, read=_matrix("vectors")),
        Knob("contexts", None, {"en": "U: the same for neighbours (empty: like E)",
             "es": "U: lo mismo para los vecinos (vacío: igual que E)"}, read=_matrix("contexts")),
        _whole_knob("dimension", 2, (1, MOST_DIMENSIONS), {"en": "numbers a word, where they are drawn",
                    "es": "números por palabra, cuando se sortean"}),
        _whole_knob("seed", 0, (0, 2**31), {"en": "seed of all chance", "es": "semilla del azar"}),
        Knob("word", "", {"en": "the word (empty: the first one)", "es": "la palabra (vacío: la primera)"},
             read=_text("word")),
        Knob("context", "", {"en": "its neighbour (empty: the second word)",
             "es": "su vecina (vacío: la segunda palabra)"}, read=_text("context")),
        Knob("negative", "", {"en": "the drawn word (empty: drawn)", "es": "la palabra sorteada (vacío: se sortea)"},
             read=_text("negative")),
        Knob("rate", 1.0, {"en": "learning rate", "es": "tasa de aprendizaje"}, low=0, high=100, step=0.5),
        _whole_knob("window", 1, (1, 10), {"en": "how far apart neighbours may be",
                    "es": "a qué distancia pueden estar las vecinas"}),
        Knob("b", 0, {"en": "bias of the word (GloVe)", "es": "sesgo de la palabra (GloVe)"},
             low=-100, high=100, step=0.5),
        Knob("c", 0, {"en": "bias of its neighbour (GloVe)", "es": "sesgo de su vecina (GloVe)"},
             low=-100, high=100, step=0.5),
        _whole_knob("dictionary", 10_000, (2, 10_000_000), {"en": "words of a large dictionary (sizes)",
                    "es": "palabras de un diccionario grande (tamaños)"}),
        _whole_knob("width", 32, (1, 10_000), {"en": "numbers of an embedded word (sizes)",
                    "es": "números por palabra en un embedding (tamaños)"}),
        _whole_knob("reviews", 25_000, (1, 10**9), {"en": "texts (sizes)", "es": "textos (tamaños)"}),
    )  # fmt: skip

    def make_score(self) -> Score:
        makers: dict[str, Callable[[], Score]] = {
            "bag": self._bag, "look-up": self._look_up, "similarity": self._similarity,
            "skip-gram": self._skip_gram, "glove": self._glove, "sizes": self._sizes,
        }  # fmt: skip
        return makers[self.settings["method"]]()

    @cached_property
    def corpus(self) -> Corpus:
        """The documents, word by word."""
        return Corpus(documents_of(self.settings["documents"]))

    def _bag(self) -> BagScore:
        corpus = Corpus(self.corpus.documents, self.settings["grams"])
        only, count = self.settings["document"], len(corpus.documents)
        if only > count:
            raise SpecError("text.whole", knob="document", got=only, low=0, high=count)
        if not corpus.dictionary:
            raise SpecError("text.too-short", size=corpus.size)
        return BagScore(Bag(corpus, self.settings["filled"]), self.settings["by"], only, self._opened)

    def _opened(self, document: int) -> Simulation:
        """One document of the bag, word by word."""
        return TextVectors(Spec("text", {**self.spec.knobs, "by": WORD, "document": document}))

    @cached_property
    def _embedding(self) -> Embedding:
        return make_embedding(self.settings["vectors"], self.corpus, self.settings["dimension"], self.settings["seed"])

    def _look_up(self) -> LookUpScore:
        given = self.settings["text"]
        words = words_of(given) if given else self.corpus.documents[-1]
        if not 1 <= len(words) <= MOST_LOOKED_UP:
            raise SpecError("text.looked-up-words", got=str(given)[:60], most=MOST_LOOKED_UP)
        return LookUpScore(self._embedding, tuple(self.corpus.require("text", word) for word in words))

    def _similarity(self) -> SimilarityScore:
        if len(self.corpus.dictionary) < 2:
            raise SpecError("text.one-word", knob="documents")
        return SimilarityScore(self._embedding, self._chosen("word", 0))

    def _chosen(self, knob: str, place: int) -> str:
        """The word of a knob, or the word at a place of the documents. Raises SpecError."""
        given = self.settings[knob]
        words = list(dict.fromkeys(word for words in self.corpus.documents for word in words))
        return self.corpus.require(knob, given) if given else words[min(place, len(words) - 1)]

    @cached_property
    def _contexts(self) -> Embedding:
        """U: given, or E once more, or drawn where E is."""
        given, settings = self.settings["contexts"], self.settings
        if given is None and settings["vectors"] is not None:
            return self._embedding
        found = make_embedding(given, self.corpus, self._embedding.dimensions, settings["seed"], number=1)
        if found.dimensions != self._embedding.dimensions:
            raise SpecError("text.contexts", got=found.dimensions, wanted=self._embedding.dimensions)
        return found

    def _skip_gram(self) -> SkipGramScore:
        word, context = self._chosen("word", 0), self._chosen("context", 1)
        negative = self._negative(word, context)
        if negative == context:
            raise SpecError("text.negative", got=negative)
        corpus, window = self.corpus, self.settings["window"]
        meetings = sum(corpus.near(d, word, context, window) for d in range(len(corpus.documents)))
        chosen = (word, context, negative)
        return SkipGramScore(Pair(self._embedding, self._contexts, chosen, float(self.settings["rate"]), meetings))

    def _negative(self, word: str, context: str) -> str:
        """The word of the knob, or one drawn by frequency to the power 3/4; neither of the pair where there are others.

        Raises SpecError where the documents have one word alone.
        """
        if self.settings["negative"]:
            return self.corpus.require("negative", self.settings["negative"])
        others = [other for other in self.corpus.dictionary if other != context]
        others = [other for other in others if other != word] or others
        if not others:
            raise SpecError("text.one-word", knob="negative")
        weights = np.array([self.corpus.frequencies[other] for other in others]) ** FREQUENCY_POWER
        return others[int(generator(self.settings["seed"], "noise").choice(len(others), p=weights / weights.sum()))]

    def _glove(self) -> GloveScore:
        word, context = self._chosen("word", 0), self._chosen("context", 1)
        biases = (float(self.settings["b"]), float(self.settings["c"]))
        meeting = Meeting(self._embedding, self._contexts, (word, context), biases, self.settings["window"])
        if not sum(meeting.counts):
            raise SpecError("text.never-met", word=word, context=context, window=meeting.window)
        return GloveScore(meeting)

    def _sizes(self) -> SizesScore:
        return SizesScore(Sizes(*(self.settings[name] for name in ("dictionary", "width", "reviews"))))
