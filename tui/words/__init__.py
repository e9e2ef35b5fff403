"""How does the face speak? Its own sentences, and behind them those of the core."""

from __future__ import annotations

from pathlib import Path

from ...core.words import Catalogue, core_words, load


def face_words() -> Catalogue:
    """The sentences of all faces; an id that they lack is asked of the core."""
    return load(Path(__file__).parent, core_words())
