"""Which words does the plain face know? What may be typed instead of an answer, in both languages at any time."""

from __future__ import annotations

from typing import Literal

COMMANDS: dict[str, str] = {
    "": "next", "next": "next", "sigue": "next",
    "back": "back", "atras": "back", "atrás": "back",
    "graph": "picture", "grafo": "picture", "table": "picture", "tabla": "picture",
    "receipt": "receipt", "recibo": "receipt",
    "hint": "hint", "pista": "hint",
    "neighbour": "neighbour", "neighbor": "neighbour", "vecina": "neighbour", "vecino": "neighbour",
    "solution": "reveal", "solucion": "reveal", "solución": "reveal",
    "skip": "skip", "saltar": "skip",
    "question": "question", "pregunta": "question", "where": "question", "dónde": "question", "donde": "question",
    "help": "help", "ayuda": "help",
    "quit": "leave", "salir": "leave", "q": "leave",
    "language": "language", "idioma": "language",
    "short": "short", "breve": "short", "full": "full", "completo": "full",
}  # fmt: skip
"""What may be typed instead of an answer, in both languages."""

GO = frozenset({"go", "ir"})
"""Before the number of a frame."""

Detail = Literal["short", "usual", "full"]
DETAILS: dict[str, Detail] = {"short": "short", "full": "full"}
"""How much is told at every stop: the caption or the prompt alone, these with the text, or also picture and receipt."""

INSTEAD = {
    "session.answer-first": "plain.answer-first", "session.no-more-hints": "plain.no-more-hints",
    "session.answer-before-looking": "plain.answer-before-looking", "session.run-ends": "plain.run-ends",
}  # fmt: skip
"""Sentences that name keys elsewhere, and name words here."""
