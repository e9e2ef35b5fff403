"""Which keys does the footer name? Those of this moment, from the table of keys; `F1` always last at the right."""

from __future__ import annotations

from ..keys import KEY, Key, footer_keys
from .cells import Row, Run, fit, width_of
from .look import Look

OTHERWISE_SHOWN = {"f2": "F2", "f3": "F3", "column": "←→"}
"""Where letters are text the footer names the F-keys; two arrows share one word."""


def footer(situation: str, look: Look) -> Row:
    """The footer of a situation; what does not fit is left out from the right."""
    right: Row = (Run("F1", "accent"), Run(f" {look.say('key.help')} ", "dim"))
    room = look.width - width_of(right) - 1
    cells: Row = (Run(" "),)
    for id, word in footer_keys(situation):
        entry = footer_entry(KEY[id], word, look)
        if width_of(cells) + width_of(entry) > room:
            break
        cells = (*cells, *entry)
    return (*fit(cells, look.width - width_of(right)), *right)


def footer_entry(key: Key, word: str, look: Look) -> Row:
    """One key and its word; `word` overrides that of the key, and names the F-key where letters are text."""
    shown = key.footer or key.shown[0]
    text = look.say(f"key.{key.id}")
    shown = OTHERWISE_SHOWN.get(word, shown)
    if word and word not in ("f2", "f3"):
        text = look.say(f"key.{key.id}-{word}")
    return (Run(spelled(shown, look), "accent"), Run(f" {text}  ", "dim"))


def footer_key(situation: str, x: int, look: Look) -> str | None:
    """The id of the key that a column of the footer belongs to."""
    if x >= look.width - len(look.say("key.help")) - 4:
        return "help"
    at = 1
    for id, word in footer_keys(situation):
        width = width_of(footer_entry(KEY[id], word, look))
        if at <= x < at + width:
            return id
        at += width
    return None


def spelled(shown: str, look: Look) -> str:
    """A key as it is written: a sign, a letter, or a word of the language."""
    return look.say(shown) if shown.startswith("keyname.") else look.glyph(shown)
