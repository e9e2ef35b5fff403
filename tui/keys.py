"""Which key does what? One table: what screens take, the footers and the help page are made of it.

Only keys that a Spanish or Latin American keyboard gives without AltGr or a dead key; Ctrl edits the line, as in a
shell, and nothing depends on it. A key means the same on every
screen; the words for it are `key.ID` (short, for the footer) and `key.ID-long` (for the help page). Upper case counts
like lower case, so Caps Lock does no harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Group = Literal["time", "attention", "learn", "try", "always", "writing"]


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
    beside: str = ""
    """The id of the key with which it shares a row of the help page, and its words there."""
    is_cased: bool = False
    """Does the same letter in the other case do something else?"""

    @property
    def names(self) -> tuple[str, ...]:
        """The keys as Textual names them, upper case included."""
        if self.is_cased:
            return self.keys
        return tuple(name for key in self.keys for name in ((key, key.upper()) if len(key) == 1 else (key,)))


KEYS: tuple[Key, ...] = (
    Key("next", ("right", "space"), "time", ("→", "←", "keyname.space")),
    Key("back", ("left",), "time", ("←",), beside="next"),
    Key("onward", ("full_stop", "pagedown"), "time", (".", ","), ", ."),
    Key("backward", ("comma", "pageup"), "time", (",",), beside="onward"),
    Key("first", ("home",), "time", ("keyname.home", "keyname.end")),
    Key("last", ("end",), "time", ("keyname.end",), beside="first"),
    Key("go", ("g",), "time", ("g",)),
    Key("auto", ("a",), "time", ("a",)),
    Key("up", ("up",), "attention", ("↑", "↓"), "↑↓"),
    Key("down", ("down",), "attention", ("↓",), beside="up"),
    Key("enter", ("enter",), "attention", ("Enter",)),
    Key("out", ("backspace",), "attention", ("keyname.backspace",)),
    Key("delete", ("delete",), "attention", ("keyname.delete",), beside="out"),
    Key("write", ("tab",), "attention", ("Tab",)),
    Key("leave", ("escape",), "attention", ("Esc",)),
    Key("table", ("t",), "attention", ("t",)),
    Key("receipt", ("r",), "attention", ("r", "F9"), "r"),
    Key("code", ("f9",), "attention", ("F9",), beside="receipt"),
    Key("fold", ("v",), "attention", ("v", "n"), "v"),
    Key("digits", ("n",), "attention", ("n",), beside="fold"),
    Key("chart", ("f12",), "attention", ("F12",)),
    Key("hint", ("p", "h", "f2"), "learn", ("p", "F2"), ""),
    Key("solution", ("s", "f3"), "learn", ("s", "F3"), ""),
    Key("later", ("j",), "learn", ("j",)),
    Key("again", ("u",), "learn", ("u", "z"), "u"),
    Key("vary", ("z",), "learn", ("z",), beside="again"),
    Key("you", ("y",), "learn", ("y",)),
    Key("explore", ("e",), "try", ("e", "F8"), "e"),
    Key("laboratory", ("f8",), "try", ("F8",), beside="explore"),
    Key("formula", ("f",), "try", ("f",)),
    Key("knob", ("k",), "try", ("k",)),
    Key("more", ("plus",), "try", ("+", "-"), "+ -"),
    Key("less", ("minus",), "try", ("-",), beside="more"),
    Key("branch", ("b",), "try", ("b",)),
    Key("compare", ("c",), "try", ("c",)),
    Key("watch", ("w",), "try", ("w",)),
    Key("detective", ("d",), "try", ("d",)),
    Key("help", ("f1", "question_mark"), "always", ("F1", "?")),
    Key("map", ("m",), "always", ("m",)),
    Key("glossary", ("i", "f4"), "always", ("i", "F4"), "i"),
    Key("options", ("o",), "always", ("o", "F5"), "o"),
    Key("projector", ("f5",), "always", ("F5",), beside="options"),
    Key("class", ("f6",), "always", ("F6",), beside="options"),
    Key("result", ("f7",), "always", ("F7",), beside="options"),
    Key("export", ("x",), "always", ("x",)),
    Key("language", ("l",), "always", ("l",)),
    Key("clear", ("ctrl+u",), "writing", ("Ctrl+U", "W", "K")),
    Key("clear-word", ("ctrl+w",), "writing", ("Ctrl+W",), beside="clear"),
    Key("clear-rest", ("ctrl+k",), "writing", ("Ctrl+K",), beside="clear"),
    Key("line-start", ("ctrl+a",), "writing", ("Ctrl+AE", "←→")),
    Key("line-end", ("ctrl+e",), "writing", ("Ctrl+E",), beside="line-start"),
    Key("word-back", ("ctrl+left",), "writing", ("Ctrl+←",), beside="line-start"),
    Key("word-next", ("ctrl+right",), "writing", ("Ctrl+→",), beside="line-start"),
    Key("quit", ("q", "ctrl+c", "ctrl+q"), "always", ("q",)),
)
_LINE: tuple[Key, ...] = tuple(key for key in KEYS if key.group == "writing" or key.id == "delete")
LAB_KEYS: tuple[Key, ...] = (
    Key("run", ("space",), "time", ("keyname.space",)),
    Key("slower", ("less_than_sign",), "time", ("<", ">"), "< >"),
    Key("faster", ("greater_than_sign",), "time", (">",), beside="slower"),
    Key("next", ("right",), "time", ("→", "←")),
    Key("back", ("left",), "time", ("←",), beside="next"),
    Key("epoch-next", ("shift+right", "full_stop", "pagedown"), "time", (".", ","), ", ."),
    Key("epoch-back", ("shift+left", "comma", "pageup"), "time", (",",), beside="epoch-next"),
    Key("first", ("home",), "time", ("keyname.home", "keyname.end")),
    Key("last", ("end",), "time", ("keyname.end",), beside="first"),
    Key("go", ("g",), "time", ("g",)),
    Key("up", ("up",), "attention", ("↑", "↓"), "↑↓"),
    Key("down", ("down",), "attention", ("↓",), beside="up"),
    Key("weight", ("tab",), "attention", ("Tab",)),
    Key("weight-back", ("shift+tab",), "attention", ("Tab",), beside="weight"),
    Key("layer", ("v",), "attention", ("v",)),
    Key("enter", ("enter",), "attention", ("Enter",)),
    Key("you", ("y",), "attention", ("y",)),
    Key("leave", ("escape",), "attention", ("Esc",)),
    Key("out", ("backspace",), "attention", ("keyname.backspace",), beside="leave"),
    Key("histograms", ("h",), "attention", ("h",)),
    Key("confusion", ("t",), "attention", ("t",)),
    Key("watch", ("w",), "attention", ("w",)),
    Key("detective", ("d",), "attention", ("d",)),
    Key("chart", ("f12",), "attention", ("F12",)),
    Key("unit-more", ("n",), "try", ("n", "N"), "n N", is_cased=True),
    Key("unit-less", ("N",), "try", ("N",), beside="unit-more", is_cased=True),
    Key("layer-more", ("i",), "try", ("i", "I"), "i I", is_cased=True),
    Key("layer-less", ("I",), "try", ("I",), beside="layer-more", is_cased=True),
    Key("inputs", ("f",), "try", ("f",)),
    Key("knob", ("k",), "try", ("k", "K"), "k", is_cased=True),
    Key("knob-back", ("K",), "try", ("K",), beside="knob", is_cased=True),
    Key("more", ("plus",), "try", ("+", "-"), "+ -"),
    Key("less", ("minus",), "try", ("-",), beside="more"),
    Key("set", ("e",), "try", ("e",)),
    Key("csv", ("u",), "try", ("u",)),
    Key("branch", ("b",), "try", ("b", "B"), "b", is_cased=True),
    Key("join", ("B",), "try", ("B",), beside="branch", is_cased=True),
    Key("challenge", ("r",), "try", ("r",)),
    Key("command", ("c",), "always", ("c",)),
    Key("export", ("x",), "always", ("x",)),
    Key("help", ("f1", "question_mark"), "always", ("F1", "?")),
    Key("map", ("m",), "always", ("m",)),
    Key("glossary", ("f4",), "always", ("F4",)),
    Key("options", ("o",), "always", ("o", "F5"), "o"),
    Key("projector", ("f5",), "always", ("F5",), beside="options"),
    Key("language", ("l",), "always", ("l",)),
    *_LINE,
    Key("quit", ("q", "ctrl+c", "ctrl+q"), "always", ("q",)),
)
"""The keys of the laboratory. Where there is a time to run and a network to build, some letters mean something else."""
LAB_ID_OF: Mapping[str, str] = MappingProxyType({name: key.id for key in LAB_KEYS for name in key.names})
KEY: Mapping[str, Key] = MappingProxyType({key.id: key for key in (*LAB_KEYS, *KEYS)})
ID_OF: Mapping[str, str] = MappingProxyType({name: key.id for key in KEYS for name in key.names})
"""The id of the key that Textual calls so."""

_FOOTERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "free": (("next", ""), ("back", ""), ("leave", "out"), ("enter", "in"), ("knob", ""), ("more", ""), ("branch", "")),
    "training": (("next", ""), ("leave", "out"), ("enter", "in"), ("laboratory", ""), ("knob", ""), ("more", "")),
    "trying": (("knob", ""), ("more", ""), ("next", ""), ("enter", "answer"), ("hint", ""), ("later", "")),
    "two": (("next", ""), ("back", ""), ("leave", "out"), ("write", "turn"), ("compare", ""), ("more", "")),
    "detective": (("up", "choose"), ("enter", "visit"), ("leave", "close")),
    "playing": (("auto", "faster"), ("leave", "stop")),
    "line": (("enter", "take"), ("leave", "")),
    "look": (("next", ""), ("back", ""), ("onward", ""), ("up", ""), ("go", ""), ("table", ""), ("map", "")),
    "start": (("next", ""), ("up", ""), ("go", ""), ("table", ""), ("language", ""), ("options", ""), ("map", "")),
    "settled": (("next", ""), ("back", ""), ("up", ""), ("explore", ""), ("table", ""), ("digits", ""), ("map", "")),
    "ask": (("enter", "answer"), ("write", "look"), ("hint", "f2"), ("solution", "f3")),
    "choose": (("up", "option"), ("enter", "answer"), ("write", "look"), ("hint", "f2"), ("solution", "f3")),
    "answered": (("enter", "answer"), ("write", "look"), ("hint", "f2"), ("solution", "f3"), ("up", "last")),
    "ask-look": (("write", ""), ("back", ""), ("up", ""), ("hint", ""), ("solution", ""), ("later", "")),
    "repeat": (("next", ""), ("again", "repeat"), ("back", ""), ("go", ""), ("map", "")),
    "go": (("enter", "goes"), ("leave", "")),
    "chart": (("enter", "draws"), ("up", "other"), ("write", "scale"), ("leave", "close")),
    "confirm": (("enter", "yes"), ("leave", "no")),
    "end": (("enter", "on"), ("again", "missed"), ("back", ""), ("map", ""), ("language", ""), ("quit", "")),
    "catalogue": (("up", "choose"), ("enter", "open"), ("explore", "own"), ("knob", "laboratory"),
                  ("table", "standing"), ("options", "")),
    "about": (("up", "choose"), ("enter", "open"), ("leave", "close"), ("language", "")),
    "standing": (("up", "choose"), ("back", "column"), ("enter", "open"), ("leave", "close"), ("language", "")),
    "lab": (("run", ""), ("up", "unit"), ("enter", "opens"), ("knob", ""), ("more", "")),
    "lab-running": (("run", "pauses"), ("slower", ""), ("up", "unit"), ("more", ""), ("unit-more", "")),
    "lab-two": (("run", ""), ("next", "update"), ("branch", "turn"), ("join", ""), ("more", "")),
    "lab-inputs": (("leave", "close"),),
    "lab-challenge": (("up", "choose"), ("enter", "try"), ("leave", "close")),
    "projected": (("projector", "off"),),
    "present-ask": (("class", "poll"), ("enter", "answer"), ("write", "look"), ("solution", "f3")),
    "present-poll": (("class", "closes"), ("result", ""), ("solution", "f3"), ("projector", "")),
    "present-result": (("result", ""), ("class", "again"), ("solution", "f3"), ("projector", "")),
    "follow": (("class", "alone"), ("up", ""), ("table", ""), ("receipt", ""), ("digits", ""), ("projector", "")),
    "follow-poll": (("enter", "answer"), ("class", "alone"), ("write", "look")),
    "help": (("up", "choose"), ("enter", "press"), ("leave", "close"), ("language", "")),
    "glossary": (("up", "choose"), ("onward", "page"), ("leave", "close"), ("language", "")),
    "options": (("up", "choose"), ("next", "change"), ("leave", "close")),
    "first-start": (("up", "choose"), ("next", "change"), ("enter", "course"), ("language", "")),
}  # fmt: skip
FOOTERS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(_FOOTERS)
"""For each situation the keys of the footer, with the word to use where it is not that of the key."""
WITHOUT = "-"
"""Between a situation and the keys of its footer that do nothing at this moment: `look-up`, `free-enter-leave`."""


def footer_keys(situation: str) -> tuple[tuple[str, str], ...]:
    """The keys of the footer of a situation, without those that do nothing there now."""
    name = max((name for name in FOOTERS if f"{situation}{WITHOUT}".startswith(f"{name}{WITHOUT}")), key=len)
    idle = situation[len(name) :].split(WITHOUT)
    return tuple(key for key in FOOTERS[name] if key[0] not in idle)
