"""How is a name shown in each language, and which name was meant? Our own names are translated, everybody else's kept.

A quantity, a column or a group has one name that never changes: the one in lessons, conditions and JSON. People see it
with the words of quantity.yaml put in: `output[0,1]` becomes `salida[0,1]`, `∂L/∂filter` becomes `∂L/∂filtro`.
Whatever is in brackets or parentheses is an index or somebody's word and is left alone, and so is every name that a
person gave.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from . import LANGUAGES, Message, core_words, message

TOLD = "told"
"""The one entry of quantity.yaml that is not a word: the sentence put around a name."""
_PIECE = re.compile(r"\[[^\]]*\]|\([^)]*\)|[^\W\d_]\w*|.", re.DOTALL)


def shown(label: str, language: str, given: Collection[str] = ()) -> str:
    """A label in a language; the names in `given` stay as people wrote them."""
    if label in given:
        return label
    whole = _word(label, language)
    if whole is not None:
        return whole
    pieces = _PIECE.findall(label)
    return "".join(piece if piece in given else _word(piece, language) or piece for piece in pieces)


def told(label: str, given: Collection[str] = ()) -> str | Message:
    """A label ready to be worded: the text itself if it is the same in every language, otherwise a message."""
    texts = {language: shown(label, language, given) for language in LANGUAGES}
    # Whoever shows a text translates it again, given names included; a message is left alone.
    plain = {language: shown(label, language) for language in LANGUAGES}
    return label if all(text == label for text in (*texts.values(), *plain.values())) else said(texts)


def said(texts: Mapping[str, str]) -> Message:
    """A name that has been worded in every language, as a message."""
    return message(f"quantity.{TOLD}", name=texts)


def knob_name(knob: str, kind: str, language: str) -> str:
    """The short name of a knob, `rate` or `tasa`; without an entry it is the same in every language."""
    return _entry(f"knob.{kind}-{knob}", language) or _entry(f"knob.{knob}", language) or knob


def choice_word(value: object, language: str) -> str:
    """A value of a knob as people see it: `sí`, `malla`; names of methods are the same in every language."""
    return _entry(f"choice.{value}", language) or str(value)


def choice_words(values: Iterable[object]) -> list[Mapping[str, str]]:
    """Values of a knob, each in every language."""
    return [{language: choice_word(value, language) for language in LANGUAGES} for value in values]


def contract_choice(typed: str, choices: Iterable[object]) -> Any:
    """The choice that was typed, spelled as in lessons or as on the screen; the typed text if it matches none."""
    known = list(choices)
    if typed in known:
        return typed
    exact = [choice for choice in known if typed in (str(choice), str(choice).lower())]
    wanted = bare(typed.lower())
    shown_so = [
        choice
        for choice in known
        if wanted in (bare(form.lower()) for form in typed_forms(choice_word(choice, each) for each in LANGUAGES))
    ]
    return next(iter((*exact, *shown_so)), typed)


def typed_forms(texts: Iterable[str]) -> Iterator[str]:
    """The ways a name may be typed: as it is shown, without accents, with `_` for spaces."""
    for text in texts:
        joined = text.replace(" ", "_")
        yield from dict.fromkeys((text, joined, bare(text), bare(joined)))


def bare(text: str) -> str:
    """The text without accents, as typed on a keyboard that has none."""
    return "".join(part for part in unicodedata.normalize("NFKD", text) if not unicodedata.combining(part))


def _word(name: str, language: str) -> str | None:
    """The word of quantity.yaml for a name, or None."""
    return _entry(f"quantity.{name}", language) if name != TOLD else None


def _entry(id: str, language: str) -> str | None:
    try:
        return core_words().word(message(id), language)
    except KeyError:
        return None
