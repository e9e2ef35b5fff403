"""How is a name shown in each language, and which name was meant? Names of topics are worded, all others stay.

A quantity, a column or a group has one name that is a contract: it stands in lessons, conditions and JSON. What is
shown is that name with the words of quantity.yaml in it: `output[0,1]` is `salida[0,1]`, `∂L/∂filter` is `∂L/∂filtro`.
What stands in brackets or parentheses is an index or somebody's word and stays; so does every name that a person gave.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from . import LANGUAGES, Message, core_words, message

TOLD = "told"
"""The entry of quantity.yaml that is no word, but the sentence around a name."""
_PIECE = re.compile(r"\[[^\]]*\]|\([^)]*\)|[^\W\d_]\w*|.", re.DOTALL)


def shown(label: str, language: str, given: Collection[str] = ()) -> str:
    """A label in a language; the names of `given` stay as somebody wrote them."""
    if label in given:
        return label
    whole = _word(label, language)
    if whole is not None:
        return whole
    pieces = _PIECE.findall(label)
    return "".join(piece if piece in given else _word(piece, language) or piece for piece in pieces)


def told(label: str, given: Collection[str] = ()) -> str | Message:
    """A label as it is told: the text itself where it is the same for everybody, otherwise a message."""
    texts = {language: shown(label, language, given) for language in LANGUAGES}
    # A given name that is also a word of the table would be worded by whoever shows it; a message is left alone.
    plain = {language: shown(label, language) for language in LANGUAGES}
    return label if all(text == label for text in (*texts.values(), *plain.values())) else said(texts)


def said(texts: Mapping[str, str]) -> Message:
    """A name that is there in every language, as a message."""
    return message(f"quantity.{TOLD}", name=texts)


def knob_name(knob: str, kind: str, language: str) -> str:
    """The short name of a knob: `tasa`; a name without an entry is the same in every language."""
    return _entry(f"knob.{kind}-{knob}", language) or _entry(f"knob.{knob}", language) or knob


def choice_word(value: object, language: str) -> str:
    """A value of a knob as it is shown: `sí`, `malla`; names of methods are the same in every language."""
    return _entry(f"choice.{value}", language) or str(value)


def contract_choice(typed: str, choices: Iterable[Any]) -> Any:
    """The choice that was typed, as lessons have it or as it is shown; the text itself where there is none."""
    known = list(choices)
    exact = [choice for choice in known if typed in (str(choice), str(choice).lower())]
    wanted = bare(typed.lower())
    shown_so = [
        choice
        for choice in known
        if wanted in (bare(form.lower()) for form in typed_forms(choice_word(choice, each) for each in LANGUAGES))
    ]
    return next(iter((*exact, *shown_so)), typed)


def typed_forms(texts: Iterable[str]) -> Iterator[str]:
    """The ways in which names may be typed: as they are shown, without accents, with `_` for blanks."""
    for text in texts:
        joined = text.replace(" ", "_")
        yield from dict.fromkeys((text, joined, bare(text), bare(joined)))


def bare(text: str) -> str:
    """The text without accents, as somebody types it whose keyboard has none."""
    return "".join(part for part in unicodedata.normalize("NFKD", text) if not unicodedata.combining(part))


def _word(name: str, language: str) -> str | None:
    """The word of the table for a name of a quantity, or None."""
    return _entry(f"quantity.{name}", language) if name != TOLD else None


def _entry(id: str, language: str) -> str | None:
    try:
        return core_words().word(message(id), language)
    except KeyError:
        return None
