"""Which kind of simulation was typed? Its name in lessons, or its word in a language, with or without accents."""

from __future__ import annotations

from ..core.errors import GradstepError
from ..core.near import near_names
from ..core.simulations.kinds import KINDS
from ..core.words import LANGUAGES, message
from ..core.words.controls import shortened
from ..core.words.names import bare
from .face import Face

INNER = frozenset({"zoomed"})
"""Kinds that are only met inside others."""


def kind_meant(typed: str, face: Face) -> str | None:
    """The kind of this name; None when there is none."""
    wanted = bare(typed.strip().lower())
    return next((kind for kind in KINDS if wanted in (kind, *map(bare, _words(kind, face)))), None)


def no_kind(id: str, typed: str, face: Face) -> GradstepError:
    """The complaint that there is no such kind: it names near ones in the language of the face, or all."""
    names = kind_names(face)
    return GradstepError(id, got=shortened(typed), near=near_names(typed, names, rest=len(names)))


def kind_names(face: Face) -> list[str]:
    """What kinds are called in the language of the face."""
    return [face.words.word(message(f"topic.{kind}"), face.language) for kind in KINDS if kind not in INNER]


def _words(kind: str, face: Face) -> list[str]:
    return [] if kind in INNER else [face.words.word(message(f"topic.{kind}"), language) for language in LANGUAGES]
