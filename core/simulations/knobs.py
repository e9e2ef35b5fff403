"""What can be set in a kind? The fields of one frozen struct: a knob is a line with its type, default, label and range.

    class ChainKnobs(Knobs, frozen=True):
        layers: int = knob(12, "number of layers", "número de capas", read=whole, low=1, high=1000, step=1)

The kind names the struct once, `class Chain(Run[Layer, ChainKnobs])`. Everything else is derived:
`settings.layers` has a type, faces and the schema of lessons read the rows, and what is not set stands at its default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import ClassVar, Literal, Never, TypedDict, TypeVar, Unpack, cast, overload

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace as changed

from ..errors import SpecError, UnknownNameError
from ..words import Text
from ..words.names import choice_words, contract_choice

T = TypeVar("T")
Effect = Literal["start", "next"]
Changes = tuple[tuple[int, Mapping[str, object]], ...]
"""(cursor, {knob: value}): what was turned on the way."""


@dataclass(frozen=True)
class Knob:
    """Something that can be set: its default, its range, and when a change acts."""

    name: str
    default: object
    """As a lesson writes it."""
    label: Text
    read: Callable[[object], object] | None = None
    """Turns a value, as written in a lesson or on the command line, into what the topic uses; raises SpecError."""
    effect: Effect = "start"
    """A change acts from the `start`, as another run from the beginning, or from the `next` event on."""
    low: float | None = None
    high: float | None = None
    step: float | None = None
    """How far `+` and `-` move it; None for what is typed."""
    choices: tuple[object, ...] = ()
    words: tuple[str, ...] = ()
    """The names of which its value is one, or a list, where it has no choices."""
    entries: bool = False
    """Are there names with numbers inside, each of which can be turned by itself, as `w` in `at: {w: 2}`?"""
    matters: Callable[[Never], bool] | None = None
    """Does it have any effect, given the struct of all knobs? If not, it is not offered. None means always."""

    def check(self, value: object) -> object:
        """The value as the topic uses it. Raises SpecError outside the range or the choices."""
        if self.read is not None:
            value = self._read(self.read, value)
        if self.choices and isinstance(value, str):
            value = contract_choice(value, self.choices)
        if self.choices and value not in self.choices:
            raise SpecError("spec.choice", knob=self.name, got=str(value), wanted=choice_words(self.choices))
        if self.low is not None or self.high is not None:
            if isinstance(value, bool) or not isinstance(value, int | float | Fraction | np.number):
                raise SpecError("spec.number", knob=self.name, got=str(value))
            if (self.low is not None and value < self.low) or (self.high is not None and value > self.high):
                raise SpecError("spec.range", knob=self.name, got=str(value), low=self.low, high=self.high)
        return value

    def is_offered(self, settings: Knobs) -> bool:
        """Does it have any effect beside these settings?"""
        return self.matters is None or cast("Callable[[Knobs], bool]", self.matters)(settings)

    def _read(self, read: Callable[[object], object], value: object) -> object:
        """The value as its reader reads it; a complaint that names no knob is about this one."""
        try:
            return read(value)
        except SpecError as error:
            told = error.message.arguments
            if "knob" in told:
                raise
            raise SpecError(error.message.id, **{"low": self.low, "high": self.high, **told}, knob=self.name) from None


class Further(TypedDict, total=False):
    """What else may be said of a knob, as `Knob` says it."""

    effect: Effect
    low: float
    high: float
    step: float
    choices: tuple[object, ...]
    words: tuple[str, ...]
    entries: bool
    matters: Callable[[Never], bool] | None


@overload
def knob(default: object, en: str, es: str, *, read: Callable[[object], T], **further: Unpack[Further]) -> T: ...
@overload
def knob(default: T, en: str, es: str, **further: Unpack[Further]) -> T: ...
def knob(
    default: object,
    en: str,
    es: str,
    *,
    read: Callable[[object], object] | None = None,
    **further: Unpack[Further],
) -> object:
    """A field of a struct of knobs; its type is that of its reader, or of its default where it has none."""
    return field(default_factory=_Default(Knob("", default, MappingProxyType({"en": en, "es": es}), read, **further)))


@dataclass(frozen=True)
class _Default:
    """What a field holds where nothing is set; it carries the row of the field."""

    row: Knob

    def __call__(self) -> object:
        return self.row.check(self.row.default)


class Knobs(Struct, frozen=True):
    """The settings of a simulation, as its topic uses them: every field is one of its knobs."""

    left_out: ClassVar[frozenset[str]] = frozenset()
    """Fields taken over from another struct that cannot be set here."""

    @classmethod
    def rows(cls) -> tuple[Knob, ...]:
        """What can be set, in the order in which it is told."""
        found = zip(cls.__struct_fields__, cls.__struct_defaults__, strict=True)
        return tuple(replace(made.factory.row, name=name) for name, made in found if name not in cls.left_out)


K = TypeVar("K", bound=Knobs)


@cache
def known(struct: type[Knobs]) -> Mapping[str, Knob]:
    """The knobs of a struct by name."""
    return MappingProxyType({row.name: row for row in struct.rows()})


def checked(struct: type[Knobs], given: Mapping[str, object], kind: str) -> dict[str, object]:
    """Given values as the topic uses them. Raises SpecError, UnknownNameError."""
    rows = known(struct)
    for name in given:
        if name not in rows:
            raise UnknownNameError("spec.no-such-knob", name, rows, kind=kind)
    return {name: rows[name].check(value) for name, value in given.items()}


def named(settings: Knobs) -> dict[str, object]:
    """Every knob with its value, for what goes through them by name."""
    return {name: getattr(settings, name) for name in known(type(settings))}


def after(settings: K, changes: Changes, cursor: int) -> K:
    """The knobs in force for the event that makes frame `cursor`; the changes are checked ones."""
    turned = {name: value for at, change in changes if cursor > at for name, value in change.items()}
    return changed(settings, **turned) if turned else settings
