"""Which name does a typed word mean? One may spell it in several ways, or run several names together.

`w₁` is `w1`; `α` means `alpha`, and `w_1` means `w1`, if only the other spelling is given. If names are given, a word
that is none of them may be a product (`wx`, `2xsin(x)`), provided there is just one way to split it; if none are given,
every word is one name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from difflib import get_close_matches

from .functions import function_named

GREEK: dict[str, str] = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta",
    "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
"""Greek letters and their names; both may be typed."""
_TO_LETTER = {word: letter for letter, word in GREEK.items()}
_LAMBDAS = {"λ": ("l",), "lambda": ("l",), "l": ("lambda", "λ")}
"""The strength of a penalty is λ in books and `l` where λ is hard to type; where only one is given, both mean it."""
_ACCENTS = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde"}


def spelling(word: str) -> str:
    """A word in plain letters: subscripts and mathematical alphabets are undone, accents composed: `w₁` → `w1`."""
    return word if word.isascii() else unicodedata.normalize("NFKC", word)


def _variants(word: str) -> Iterable[str]:
    yield word.replace("_", "")
    head = word.rstrip("0123456789_")
    tail = word[len(head) :]
    for other in (GREEK.get(head), _TO_LETTER.get(head), *_LAMBDAS.get(head, ())):
        if other is not None:
            bare = tail.replace("_", "")
            yield from (other + tail, other + bare, f"{other}_{bare}")
    yield from _accented(head, tail)


def _accented(head: str, tail: str) -> Iterable[str]:
    """`ŷ` is how people write `y_hat`."""
    plain = unicodedata.normalize("NFD", head)
    accent = _ACCENTS.get(plain[1:])
    if accent is not None:
        for letter in (plain[0], GREEK.get(plain[0], plain[0])):
            yield from (f"{letter}_{accent}{tail}", f"{letter}{accent}{tail}", f"{letter}{tail}_{accent}")


LONGEST_PRODUCT = 40
"""A longer word is not even considered as a product of names."""


class Scope:
    """The names that a text may use; each definition adds one as soon as it has been read."""

    def __init__(self, known: Collection[str]) -> None:
        self.given: frozenset[str] = frozenset(known)
        self.names: set[str] = set(self.given)
        self.promised: set[str] = set()
        """Names that some definition further on will make."""
        self._plain: dict[str, str] | None = None

    @property
    def is_closed(self) -> bool:
        """Were names given beforehand? Then no others may appear."""
        return bool(self.given)

    def define(self, name: str) -> None:
        """From here on, `name` may be used."""
        self.names.add(name)
        self.promised.discard(name)
        self._plain = None

    def find(self, word: str) -> str | None:
        """The name that `word` spells, or None."""
        if word in self.names:
            return word
        if not self.names:
            return None
        for variant in _variants(word):
            if variant in self.names:
                return variant
        return self._without_underscores().get(word)

    def _without_underscores(self) -> dict[str, str]:
        """Names such as `w_1` by their spelling without underscores; none at all if two of them would be the same."""
        if self._plain is None:
            bare = [(name.replace("_", ""), name) for name in self.names if "_" in name]
            found = dict(bare)
            self._plain = found if len(found) == len(bare) else {}
        return self._plain

    def splits(self, word: str, *, before_call: bool, before_power: bool) -> list[tuple[str, ...]]:
        """The ways to read `word` as a product of names, longest names first; no more than two.

        The last factor may be a function if a parenthesis follows, or `e` if an exponent does.
        """
        length = len(word)
        if length > LONGEST_PRODUCT:
            return []
        ways: list[list[tuple[str, ...]]] = [[] for _ in word] + [[()]]
        for start in reversed(range(length)):
            for end in range(length, start, -1):
                piece = word[start:end]
                ends_it = end == length and start > 0
                if (
                    piece in ("pi", "π")
                    or self.find(piece) is not None
                    or (ends_it and before_call and function_named(piece) is not None)
                    or (ends_it and before_power and piece == "e")
                ):
                    ways[start].extend((piece, *rest) for rest in ways[end])
            del ways[start][2:]
        return [way for way in ways[0] if len(way) > 1]

    def near(self, word: str) -> list[str]:
        """Names that look like `word`, or else some that exist."""
        return get_close_matches(word, sorted(self.names), n=3, cutoff=0.5) or sorted(self.names)[:8]
