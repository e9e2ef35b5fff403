"""How is something said in each language? Messages are data; catalogues hold the sentences.

Everything that the program says to a person travels as a `Message` (an id and its arguments) and becomes text only
in the face, so the language can change while the program runs. A catalogue is a folder with one YAML file a
topic; the entry `near` of `formula.yaml` is the message `formula.near`. Both languages of a sentence stand side by
side, `{en: …, es: …}`, so neither can be forgotten; tests/core/words compares their placeholders.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

import yaml

from .controls import visible

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Text = Mapping[str, str]
"""A sentence in every language: `{"en": …, "es": …}`."""


@dataclass(frozen=True)
class Message:
    """Something to say: `id` names a sentence of a catalogue, `arguments` fill its placeholders."""

    id: str
    arguments: Mapping[str, Any] = field(default_factory=dict[str, object])


def message(id: str, /, **arguments: object) -> Message:
    """A message whose arguments are given by keyword."""
    return Message(id, arguments)


Template = str | Mapping[str, str]
"""A sentence, or `{one: …, other: …}` chosen by the argument `count`."""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The sentences of one part of the program, in every language.

    Ids it lacks are looked up in `base`: the face has words of its own, and speaks the core's as well.
    """

    texts: Mapping[str, Mapping[str, Template]]
    """`texts[id][language]` is the sentence."""
    base: Catalogue | None = None

    def template(self, id: str, language: str) -> Template:
        """The sentence with its placeholders unfilled. Raises KeyError for an id that no catalogue has."""
        if id not in self.texts and self.base is not None:
            return self.base.template(id, language)
        return self.texts[id][language]

    def word(self, said: Message, language: str) -> str:
        """`said` as a sentence in `language`."""
        template = self.template(said.id, language)
        if not isinstance(template, str):
            template = template["one" if said.arguments.get("count") == 1 else "other"]
        arguments = {name: self._argument(value, language) for name, value in said.arguments.items()}
        return template.format_map(arguments)

    def both(self, said: Message) -> dict[str, str]:
        """`said` in every language, as our JSON formats need it."""
        return {language: self.word(said, language) for language in LANGUAGES}

    def _argument(self, value: object, language: str) -> object:
        if isinstance(value, Message):
            return self.word(value, language)
        if isinstance(value, str):
            return visible(value, "\n")
        if isinstance(value, Mapping):
            texts = cast("Mapping[str, object]", value)
            return visible(str(texts.get(language, texts.get("en", ""))), "\n")
        if isinstance(value, bool | Fraction):
            return str(value)
        if isinstance(value, Sequence):
            return ", ".join(str(self._argument(item, language)) for item in cast("Sequence[object]", value))
        return value


class Topics(Mapping[str, Mapping[str, Template]]):
    """The sentences of a folder by `TOPIC.ID`; a topic's file is read when one of its ids is first wanted."""

    def __init__(self, folder: Path) -> None:
        self.paths: Mapping[str, Path] = {path.stem: path for path in sorted(folder.glob("*.yaml"))}

    def __getitem__(self, id: str) -> Mapping[str, Template]:
        topic, _, name = id.partition(".")
        if topic not in self.paths:
            raise KeyError(id)
        return _topic(self.paths[topic])[name]

    def __iter__(self) -> Iterator[str]:
        return (f"{topic}.{name}" for topic, path in self.paths.items() for name in _topic(path))

    def __len__(self) -> int:
        return sum(len(_topic(path)) for path in self.paths.values())


@lru_cache
def _topic(path: Path) -> Mapping[str, Mapping[str, Template]]:
    """The sentences of one file, by id and language."""
    source = path.read_text(encoding="utf-8")
    return yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@lru_cache
def load(folder: Path, base: Catalogue | None = None) -> Catalogue:
    """The catalogue of a folder with one `TOPIC.yaml` for each topic."""
    return Catalogue(Topics(folder), base)


@lru_cache(maxsize=1)
def core_words() -> Catalogue:
    """The sentences of the engine, the simulations and the lessons."""
    return load(Path(__file__).parent)
