"""Who is visiting, and where are her records? A browser is known by a cookie; each has a folder of its own.

The cookie is a random number that only the browser and this server know; the folder has the name of its digest, so that
whoever sees the folders cannot take over a visit.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

COOKIE = "gradstep-visitor"
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
_LENGTH = 32


@dataclass(frozen=True)
class Visitor:
    """A browser."""

    token: str

    @property
    def name(self) -> str:
        """The name of her folder."""
        return sha256(self.token.encode("ascii")).hexdigest()[:24]

    def folder(self, state: Path) -> Path:
        """Where her records are kept, below the folder of all."""
        return state / "visitors" / self.name


def visitor_of(cookies: Mapping[str, str]) -> Visitor | None:
    """The visitor of a request; None for a browser that was never here, or that shows what we never gave it."""
    token = cookies.get(COOKIE, "")
    return Visitor(token) if len(token) == _LENGTH and set(token) <= _LETTERS else None


def new_visitor() -> Visitor:
    """Somebody who was never here."""
    return Visitor(secrets.token_urlsafe(_LENGTH)[:_LENGTH])
