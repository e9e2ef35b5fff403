"""How does a text become numbers? By counting its words, by looking them up in an embedding, by training that.

One kind with six methods: `bag` (words or bigrams), `look-up` (one-hot and embedding), `similarity` (cosines),
`skip-gram` (one update with a negative sample), `glove` (the cost of one pair), `sizes` (what each way takes).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from types import MappingProxyType

import numpy as np

from ...arrays import Array
from ...errors import SpecError
from ...learning.randomness import generator
from ..knobs import Knobs, knob
from ..protocol import Simulation, Spec
from ..reading import any_text, array, optional, short, whole
from ..score import Score, ScoredSimulation
from .bag import COUNTS, DOCUMENT, PRESENCE, WORD, Bag, BagScore
from .corpus import MOST_DOCUMENTS, Corpus, documents_of, read_documents, words_of
from .embedding import MOST_DIMENSIONS, Embedding, make_embedding
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


def matrix(given: object) -> Array:
    """Rows of numbers. Raises SpecError."""
    return np.atleast_2d(array(given))


class TextKnobs(Knobs, frozen=True):
    """The settings of texts as vectors."""

    # fmt: off
    method: str = knob("bag", "what is done with the texts", "qué se hace con los textos", choices=METHODS)
    documents: str = knob(DOCUMENTS, "sentences, as a list or with | between them",
        "frases, en una lista o separadas por |", read=read_documents)
    grams: int = knob(1, "words in a row that are one entry (2: bigrams)",
        "palabras seguidas que son una entrada (2: bigramas)", read=whole, low=1, high=3, step=1)
    filled: str = knob(PRESENCE, "what the entries say", "qué dicen las entradas", choices=(PRESENCE, COUNTS))
    by: str = knob(DOCUMENT, "grain of the bag", "grano de la bolsa", choices=(DOCUMENT, WORD))
    document: int = knob(0, "the one that is read (0: all)", "el que se lee (0: todos)", read=whole, low=0,
        high=MOST_DOCUMENTS, step=1)
    text: str = knob("", "words to look up (empty: the last document)",
        "palabras que se buscan (vacío: el último documento)", read=any_text)
    vectors: Array | None = knob(None, "E: one column a word, in alphabetical order (empty: drawn)",
        "E: una columna por palabra, en orden alfabético (vacío: al azar)", read=optional(matrix))
    contexts: Array | None = knob(None, "U: the same for neighbours (empty: like E)",
        "U: lo mismo para los vecinos (vacío: igual que E)", read=optional(matrix))
    dimension: int = knob(2, "numbers a word, where they are drawn", "números por palabra, cuando se sortean",
        read=whole, low=1, high=MOST_DIMENSIONS, step=1)
    seed: int = knob(0, "seed of all chance", "semilla del azar", read=whole, low=0, high=2**31, step=1)
    word: str = knob("", "the word (empty: the first one)", "la palabra (vacío: la primera)", read=any_text)
    context: str = knob("", "its neighbour (empty: the second word)", "su vecina (vacío: la segunda palabra)",
        read=any_text)
    negative: str = knob("", "the drawn word (empty: drawn)", "la palabra sorteada (vacío: se sortea)", read=any_text)
    rate: float = knob(1.0, "learning rate", "tasa de aprendizaje", low=0, high=100, step=0.5)
    window: int = knob(1, "how far apart neighbours may be", "a qué distancia pueden estar las vecinas", read=whole,
        low=1, high=10, step=1)
    b: float = knob(0, "bias of the word (GloVe)", "sesgo de la palabra (GloVe)", low=-100, high=100, step=0.5)
    c: float = knob(0, "bias of its neighbour (GloVe)", "sesgo de su vecina (GloVe)", low=-100, high=100, step=0.5)
    dictionary: int = knob(10_000, "words of a large dictionary (sizes)", "palabras de un diccionario grande (tamaños)",
        read=whole, low=2, high=10_000_000, step=1)
    width: int = knob(32, "numbers of an embedded word (sizes)", "números por palabra en un embedding (tamaños)",
        read=whole, low=1, high=10_000, step=1)
    reviews: int = knob(25_000, "texts (sizes)", "textos (tamaños)", read=whole, low=1, high=10**9, step=1)


class TextVectors(ScoredSimulation[TextKnobs]):
    """A few texts and one way of turning them into numbers."""

    described = {
        "en": "Texts as vectors: bag of words, bigrams, one-hot and embedding look-up, and one training update.",
        "es": "Textos como vectores: bolsa de palabras, bigramas, one-hot, embedding y una actualización.",
    }
    example = MappingProxyType({"documents": DOCUMENTS})

    def make_score(self) -> Score:
        makers: dict[str, Callable[[], Score]] = {
            "bag": self._bag, "look-up": self._look_up, "similarity": self._similarity,
            "skip-gram": self._skip_gram, "glove": self._glove, "sizes": self._sizes,
        }  # fmt: skip
        return makers[self.settings.method]()

    @cached_property
    def corpus(self) -> Corpus:
        """The documents, word by word."""
        return Corpus(documents_of(self.settings.documents))

    def _bag(self) -> BagScore:
        corpus = Corpus(self.corpus.documents, self.settings.grams)
        only, count = self.settings.document, len(corpus.documents)
        if only > count:
            raise SpecError("spec.whole", knob="document", got=only, low=0, high=count)
        if not corpus.dictionary:
            raise SpecError("text.too-short", size=corpus.size)
        return BagScore(Bag(corpus, self.settings.filled), self.settings.by, only, self._opened)

    def _opened(self, document: int) -> Simulation:
        """One document of the bag, word by word."""
        return TextVectors(Spec("text", {**self.spec.knobs, "by": WORD, "document": document}))

    @cached_property
    def _embedding(self) -> Embedding:
        return make_embedding(self.settings.vectors, self.corpus, self.settings.dimension, self.settings.seed)

    def _look_up(self) -> LookUpScore:
        given = self.settings.text
        words = words_of(given) if given else self.corpus.documents[-1]
        if not 1 <= len(words) <= MOST_LOOKED_UP:
            raise SpecError("text.looked-up-words", got=short(given), most=MOST_LOOKED_UP)
        return LookUpScore(self._embedding, tuple(self.corpus.require("text", word) for word in words))

    def _similarity(self) -> SimilarityScore:
        if len(self.corpus.dictionary) < 2:
            raise SpecError("text.one-word", knob="documents")
        return SimilarityScore(self._embedding, self._chosen("word", self.settings.word, 0))

    def _chosen(self, knob: str, given: str, place: int) -> str:
        """The word of a knob, or the word at a place of the documents. Raises SpecError."""
        words = list(dict.fromkeys(word for words in self.corpus.documents for word in words))
        return self.corpus.require(knob, given) if given else words[min(place, len(words) - 1)]

    @cached_property
    def _contexts(self) -> Embedding:
        """U: given, or E once more, or drawn where E is."""
        given, settings = self.settings.contexts, self.settings
        if given is None and settings.vectors is not None:
            return self._embedding
        found = make_embedding(given, self.corpus, self._embedding.dimensions, settings.seed, number=1)
        if found.dimensions != self._embedding.dimensions:
            raise SpecError("text.contexts", got=found.dimensions, wanted=self._embedding.dimensions)
        return found

    def _skip_gram(self) -> SkipGramScore:
        word, context = self._chosen("word", self.settings.word, 0), self._chosen("context", self.settings.context, 1)
        negative = self._negative(word, context)
        if negative == context:
            raise SpecError("text.negative", got=negative)
        corpus, window = self.corpus, self.settings.window
        meetings = sum(corpus.near(d, word, context, window) for d in range(len(corpus.documents)))
        chosen = (word, context, negative)
        return SkipGramScore(Pair(self._embedding, self._contexts, chosen, float(self.settings.rate), meetings))

    def _negative(self, word: str, context: str) -> str:
        """The word of the knob, or one drawn by frequency to the power 3/4; neither of the pair where there are others.

        Raises SpecError where the documents have one word alone.
        """
        if self.settings.negative:
            return self.corpus.require("negative", self.settings.negative)
        others = [other for other in self.corpus.dictionary if other != context]
        others = [other for other in others if other != word] or others
        if not others:
            raise SpecError("text.one-word", knob="negative")
        weights = np.array([self.corpus.frequencies[other] for other in others]) ** FREQUENCY_POWER
        return others[int(generator(self.settings.seed, "noise").choice(len(others), p=weights / weights.sum()))]

    def _glove(self) -> GloveScore:
        word, context = self._chosen("word", self.settings.word, 0), self._chosen("context", self.settings.context, 1)
        biases = (float(self.settings.b), float(self.settings.c))
        meeting = Meeting(self._embedding, self._contexts, (word, context), biases, self.settings.window)
        if not sum(meeting.counts):
            raise SpecError("text.never-met", word=word, context=context, window=meeting.window)
        return GloveScore(meeting)

    def _sizes(self) -> SizesScore:
        return SizesScore(Sizes(self.settings.dictionary, self.settings.width, self.settings.reviews))
