"""Which key does what? One table: the bindings, the footers and the help page are made of it.

Only keys that a Spanish or Latin American keyboard gives without AltGr, dead key or Ctrl. A key means the same on every
screen; the words for it are `key.ID` (short, for the footer) and `key.ID-long` (for the help page). Upper case counts
like lower case, so Caps Lock does no harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Group = Literal["time", "attention", "learn", "always"]


@dataclass(frozen=True)
class Key:
    """One thing that a key does."""

    id: str
    keys: tuple[str, ...]
    """As Textual names them; the first one stands in the footer."""
    group: Group
    shown: tuple[str, ...]
    """As they are written; a name with a dot is a word of the catalogues."""
    footer: str = ""
    """How the footer writes it, when that is not the first of `shown`."""

    @property
    def bound(self) -> str:
        """The keys as a binding wants them, upper case included."""
        both = [name for key in self.keys for name in ((key, key.upper()) if len(key) == 1 else (key,))]
        return ",".join(dict.fromkeys(both))


KEYS: tuple[Key, ...] = (
    Key("next", ("right", "space"), "time", ("→", "keyname.space")),
    Key("back", ("left",), "time", ("←",)),
    Key("onward", ("full_stop", "pagedown"), "time", (".", "keyname.pagedown"), ", ."),
    Key("backward", ("comma", "pageup"), "time", (",", "keyname.pageup")),
    Key("first", ("home",), "time", ("keyname.home",)),
    Key("last", ("end",), "time", ("keyname.end",)),
    Key("go", ("g",), "time", ("g",)),
    Key("up", ("up",), "attention", ("↑",), "↑↓"),
    Key("down", ("down",), "attention", ("↓",)),
    Key("enter", ("enter",), "attention", ("Enter",)),
    Key("write", ("tab",), "attention", ("Tab",)),
    Key("leave", ("escape",), "attention", ("Esc",)),
    Key("table", ("t",), "attention", ("t",)),
    Key("digits", ("n",), "attention", ("n",)),
    Key("hint", ("p", "h", "f2"), "learn", ("p", "F2"), ""),
    Key("solution", ("s", "f3"), "learn", ("s", "F3"), ""),
    Key("later", ("j",), "learn", ("j",)),
    Key("help", ("f1", "question_mark"), "always", ("F1", "?")),
    Key("map", ("m", "backspace"), "always", ("m", "keyname.backspace")),
    Key("options", ("o",), "always", ("o",)),
    Key("language", ("l",), "always", ("l",)),
    Key("quit", ("q", "ctrl+c", "ctrl+q"), "always", ("q",)),
)
KEY: Mapping[str, Key] = MappingProxyType({key.id: key for key in KEYS})

FOOTERS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType({
    "look": (("next", ""), ("back", ""), ("onward", ""), ("up", ""), ("go", ""), ("table", ""), ("map", "")),
    "start": (("next", ""), ("up", ""), ("go", ""), ("table", ""), ("language", ""), ("options", ""), ("map", "")),
    "settled": (("next", ""), ("back", ""), ("up", ""), ("table", ""), ("digits", ""), ("map", "")),
    "ask": (("enter", "answer"), ("write", "look"), ("hint", "f2"), ("solution", "f3")),
    "choose": (("enter", "answer"), ("write", "look"), ("hint", "f2"), ("solution", "f3")),
    "ask-look": (("write", ""), ("back", ""), ("up", ""), ("hint", ""), ("solution", ""), ("later", "")),
    "go": (("enter", "goes"), ("leave", "")),
    "confirm": (("enter", "yes"), ("leave", "no")),
    "end": (("enter", "on"), ("back", ""), ("map", ""), ("language", ""), ("quit", "")),
    "catalogue": (("up", "choose"), ("back", "column"), ("enter", "open"), ("go", ""), ("options", ""),
                  ("language", "")),
    "help": (("leave", "close"), ("language", "")),
    "options": (("up", "choose"), ("next", "change"), ("leave", "close")),
})  # fmt: skip
"""For each situation the keys of the footer, with the word to use where it is not that of the key."""
