"""How does the face speak? Its own sentences, and behind them those of the core."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ...core.words import Catalogue, core_words, load


@lru_cache(maxsize=1)
def face_words() -> Catalogue:
    """The sentences of all faces; an id that they lack is asked of the core. A page asks for them a thousand times."""
    return load(Path(__file__).parent, core_words())
