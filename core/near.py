"""Which names that exist are like one that does not? The nearest first; a name is near when it begins alike too."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

LONGEST = 80
"""Characters of what was typed that are compared."""
SHORTEST_START = 2


def near_names(got: str, known: Iterable[str], most: int = 3, rest: int = 8) -> list[str]:
    """Up to `most` names that are like `got`; where none is, up to `rest` of all, those with most in common first."""
    names = {name.lower(): name for name in sorted(known, reverse=True)}
    typed = got.strip().lower()[:LONGEST]
    alike = get_close_matches(typed, names, n=most, cutoff=0.5)
    if len(typed) >= SHORTEST_START:
        alike += sorted((name for name in names if name.startswith(typed)), key=len)
    if not alike:
        matcher = SequenceMatcher(b=typed, autojunk=False)
        alike = sorted(sorted(names), key=lambda name: _unlike(matcher, name))[:rest]
        return [names[name] for name in alike]
    return [names[name] for name in dict.fromkeys(alike)][:most]


def _unlike(matcher: SequenceMatcher[str], name: str) -> float:
    matcher.set_seq1(name)
    return -matcher.ratio()
