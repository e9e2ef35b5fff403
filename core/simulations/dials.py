"""What can be turned while looking at a simulation? Its dials: knobs, and single numbers inside them.

A knob that holds named numbers (`at: {w: 2}`, the weights of gates) has a dial for each of them. Turning a dial gives
the changes from which `branch` makes another simulation; nothing is changed in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import numpy as np

from ..errors import SpecError, UnknownNameError
from ..near import near_names
from ..words import LANGUAGES, Text
from ..words.names import bare, choice_word, knob_name, typed_forms
from .knobs import Knob, named
from .protocol import Simulation

Key = str | int
BIAS = "bias"
"""The one name inside a knob that is not a person's: the bias of a threshold unit."""
MOST_ENTRIES = 60
"""A knob with more numbers than this has no dials of its own: nobody turns them one by one."""
MOST_LISTED = 8


@dataclass(frozen=True)
class Dial:
    """Something that can be turned, and where it stands."""

    name: str
    """`rate`; `w`, `y.bias`, `W[0,1]` for a number inside a knob."""
    value: Any
    knob: Knob
    path: tuple[Key, ...] = ()
    """Where in the knob the number is; empty for a whole knob."""
    kind: str = ""
    """The kind of the simulation: some knobs mean something else in one kind."""

    @property
    def label(self) -> Text:
        """What it is, in both languages."""
        return self.knob.label if not self.path else {"en": self.name, "es": self.name}

    @property
    def written(self) -> str:
        """Its value as lessons have it, which can be typed."""
        return write(self.value)

    def shown_name(self, language: str) -> str:
        """Its short name in a language, which can be typed as well: `tasa`, `y.sesgo`; names of people stay."""
        if not self.path:
            return knob_name(self.name, self.kind, language)
        name, _, last = self.name.rpartition(".")
        return f"{name}.{knob_name(last, self.kind, language)}" if last == BIAS else self.name

    @property
    def shown_names(self) -> Text:
        """Its short name in every language."""
        return {language: self.shown_name(language) for language in LANGUAGES}

    def shown_value(self, language: str) -> str:
        """Its value in a language, which can be typed as well: `sí`, `malla`, `0.5`."""
        if self.knob.words and isinstance(self.value, list | tuple):
            return f"[{', '.join(choice_word(one, language) for one in cast('Sequence[object]', self.value))}]"
        return choice_word(self.value, language) if self.has_words else self.written

    @property
    def has_words(self) -> bool:
        """Is its value a word that is shown in the reader's language?"""
        return bool(self.knob.choices or self.knob.words) and not self.path

    @property
    def is_text(self) -> bool:
        """Is any text a value of it, semicolons included?"""
        return isinstance(self.value, str) and not self.knob.choices

    def is_called(self, typed: str) -> bool:
        """Was it this dial that somebody typed, by the contract name or by one that is shown?"""
        names = (self.shown_name(language) for language in LANGUAGES)
        return typed == self.name or bare(typed.lower()) in (bare(form.lower()) for form in typed_forms(names))

    def nudged(self, by: int) -> object:
        """The value some steps further, inside the range; choices go round. Raises SpecError where nothing can step."""
        if self.knob.choices and not self.path:
            places = list(self.knob.choices)
            here = places.index(self.value) if self.value in places else 0
            return places[(here + by) % len(places)]
        if self.knob.step is None or not _is_number(self.value):
            raise SpecError("spec.no-step", knob=self.shown_names)
        if isinstance(self.value, Fraction):
            moved: Any = self.value + by * Fraction(str(self.knob.step))
        else:
            moved = round(self.value + by * self.knob.step, 10)
        moved = int(moved) if isinstance(self.value, int) and float(self.knob.step).is_integer() else moved
        low, high = (None, None) if self.path else (self.knob.low, self.knob.high)
        moved = moved if low is None else max(low, moved)
        return moved if high is None else min(high, moved)


def dials(simulation: Simulation, cursor: int = 0) -> tuple[Dial, ...]:
    """Everything that can be turned, knobs that act from the cursor on as they stand there."""
    settings, kind = simulation.settings_at(cursor + 1), simulation.spec.kind
    now = named(settings)
    found: list[Dial] = []
    for knob in simulation.knobs:
        if not knob.is_offered(settings):
            continue
        if knob.entries:
            inside = list(_numbers(simulation.held(knob), ()))
            found += [Dial(_name(path), value, knob, path, kind) for path, value in inside[:MOST_ENTRIES]]
        elif knob.choices or _is_number(now[knob.name]) or isinstance(now[knob.name], str) or _is_list(now[knob.name]):
            found.append(Dial(knob.name, now[knob.name], knob, kind=kind))
    return tuple(found)


def dial(simulation: Simulation, name: str, cursor: int = 0) -> Dial:
    """The dial of a name, as lessons have it or as it is shown. Raises UnknownNameError."""
    known = {found.name: found for found in dials(simulation, cursor)}
    found = known[name] if name in known else called(known.values(), name)
    if found is None:
        raise no_such_dial(name, known.values(), simulation.spec.kind)
    return found


def called(known: Iterable[Dial], typed: str) -> Dial | None:
    """The one dial of that name, contract names first; None where there is none, or the name could mean several."""
    known = list(known)
    exact = next((one for one in known if one.name == typed), None)
    shown = [one for one in known if one.is_called(typed)]
    return exact or (shown[0] if len(shown) == 1 else None)


def no_such_dial(name: str, known: Iterable[Dial], kind: str, others: Iterable[Knob] = ()) -> UnknownNameError:
    """The complaint about a name: near ones, however they are typed, each as it is called in the reader's language."""
    shown = {one.name: one.shown_names for one in known}
    for knob in others:
        shown.setdefault(knob.name, {language: knob_name(knob.name, kind, language) for language in LANGUAGES})
    meant = {form: id for id, names in shown.items() for form in (id, *names.values())}
    near = dict.fromkeys(meant[form] for form in near_names(name, meant))
    return UnknownNameError("spec.no-such-knob", name, shown, near=[shown[id] for id in near], kind=kind)


def changes(simulation: Simulation, cursor: int, turned: Mapping[str, object]) -> dict[str, object]:
    """What `branch` needs so that these dials have these values. Raises UnknownNameError, SpecError."""
    found: dict[str, object] = {}
    own = {knob.name for knob in simulation.knobs}
    for name, value in turned.items():
        at = None if name in own else dial(simulation, name, cursor)
        if at is None or not at.path:
            found[name] = value
            continue
        if not _is_number(value):
            raise SpecError("spec.value", knob=name, got=str(value))
        whole = found[at.knob.name] if at.knob.name in found else simulation.held(at.knob)
        found[at.knob.name] = _with(whole, at.path, value)
    return found


def write(value: object) -> str:
    """A value as it can be typed again: `0.25`, `xor`, `[4, 4]`."""
    if isinstance(value, float | np.floating):
        return f"{float(value):.12g}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(write, cast('Sequence[object]', value)))}]"
    return str(value)


def _numbers(value: object, path: tuple[Key, ...]) -> Iterator[tuple[tuple[Key, ...], object]]:
    """The numbers inside mappings and lists, with the way to each."""
    inside: Iterable[tuple[Key, object]] = ()
    if isinstance(value, Mapping):
        inside = cast("Mapping[str, object]", value).items()
    elif isinstance(value, Sequence | np.ndarray) and not isinstance(value, str):
        inside = enumerate(cast("Sequence[object]", value))
    elif _is_number(value):
        yield path, value
    for key, part in inside:
        yield from _numbers(part, (*path, key))


def _name(path: tuple[Key, ...]) -> str:
    """`w`; `y.bias`; `W[0,1]`."""
    names = ".".join(str(key) for key in path if isinstance(key, str))
    index = ",".join(str(key) for key in path if not isinstance(key, str))
    return f"{names}[{index}]" if index else names


def _with(whole: object, path: tuple[Key, ...], value: object) -> object:
    """A copy in which one number is another."""
    if not path:
        return value
    key, *rest = path
    if isinstance(whole, Mapping):
        known = cast("Mapping[str, object]", whole)
        return {**known, str(key): _with(known[str(key)], tuple(rest), value)}
    items = list(cast("Sequence[object]", whole))
    items[int(key)] = _with(items[int(key)], tuple(rest), value)
    return items


def _is_list(value: object) -> bool:
    """Is it a short list of whole numbers or words, such as the widths of layers?"""
    if not isinstance(value, list | tuple):
        return False
    items = cast("Sequence[object]", value)
    return len(items) <= MOST_LISTED and all(isinstance(item, int | str) for item in items)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Fraction | np.number) and not isinstance(value, bool)
