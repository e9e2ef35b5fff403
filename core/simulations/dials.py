"""What can be turned while one looks? The dials of a simulation: its knobs, and single numbers inside them.

A knob that holds numbers by name (`at: {w: 2}`, the weights of gates) has a dial for each of them. Turning a dial gives
the changes with which `branch` makes the other simulation; nothing is changed in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import numpy as np

from ..errors import FormulaError, SpecError, UnknownNameError
from ..formula.numbers import parse_number
from ..words import Text
from .protocol import Knob, Simulation

Key = str | int
MOST_ENTRIES = 60
"""A knob with more numbers than this has no dials of its own: nobody turns them one by one."""


@dataclass(frozen=True)
class Dial:
    """Something that can be turned, and where it stands."""

    name: str
    """`rate`; `w`, `y.bias`, `W[0,1]` for a number inside a knob."""
    value: Any
    knob: Knob
    path: tuple[Key, ...] = ()
    """Where in the knob the number is; empty for a whole knob."""

    @property
    def label(self) -> Text:
        """What it is, in both languages."""
        return self.knob.label if not self.path else {"en": self.name, "es": self.name}

    @property
    def written(self) -> str:
        """Its value as it can be typed."""
        return write(self.value)

    def nudged(self, by: int) -> Any:
        """The value some steps further, inside the range; choices go round. Raises SpecError where nothing can step."""
        if self.knob.choices and not self.path:
            places = list(self.knob.choices)
            here = places.index(self.value) if self.value in places else 0
            return places[(here + by) % len(places)]
        if self.knob.step is None or not _is_number(self.value):
            raise SpecError("spec.no-step", knob=self.name)
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
    now = simulation.settings_at(cursor + 1)
    found: list[Dial] = []
    for knob in simulation.knobs:
        if knob.matters is not None and not knob.matters(now):
            continue
        given = simulation.spec.knobs.get(knob.name, knob.default)
        if knob.entries:
            inside = list(_numbers(given, ()))
            found += [Dial(_name(path), value, knob, path) for path, value in inside[:MOST_ENTRIES]]
        elif knob.choices or _is_number(now[knob.name]) or isinstance(now[knob.name], str):
            found.append(Dial(knob.name, now[knob.name], knob))
    return tuple(found)


def dial(simulation: Simulation, name: str, cursor: int = 0) -> Dial:
    """The dial of a name. Raises UnknownNameError."""
    known = {found.name: found for found in dials(simulation, cursor)}
    if name not in known:
        raise UnknownNameError("spec.no-such-knob", name, known, kind=simulation.spec.kind)
    return known[name]


def changes(simulation: Simulation, cursor: int, turned: Mapping[str, Any]) -> dict[str, Any]:
    """What `branch` needs so that these dials have these values. Raises UnknownNameError, SpecError."""
    found: dict[str, Any] = {}
    for name, value in turned.items():
        at = dial(simulation, name, cursor)
        if not at.path:
            found[name] = value
            continue
        if not _is_number(value):
            raise SpecError("spec.value", knob=name, got=str(value))
        whole = found.get(at.knob.name, simulation.spec.knobs.get(at.knob.name, at.knob.default))
        found[at.knob.name] = _with(whole, at.path, value)
    return found


def read_turns(simulation: Simulation, cursor: int, text: str) -> dict[str, Any]:
    """Dials and values from text: `rate = 0,5; w = -2`. Raises SpecError, UnknownNameError, FormulaError."""
    turned: dict[str, Any] = {}
    for part in filter(None, (part.strip() for part in _parts(text))):
        name, sign, value = (piece.strip() for piece in part.partition("="))
        if not sign or not value:
            raise SpecError("spec.turn", got=part)
        turned[name] = _read(dial(simulation, name, cursor), value)
    if not turned:
        raise SpecError("spec.turn", got=text)
    return turned


def write_turns(turned: Mapping[str, Any]) -> str:
    """The text that `read_turns` reads."""
    return "; ".join(f"{name} = {write(value)}" for name, value in turned.items())


def write(value: Any) -> str:
    """A value as it can be typed again."""
    if isinstance(value, float | np.floating):
        return f"{float(value):.12g}"
    return str(value)


def _parts(text: str) -> list[str]:
    """The assignments of a text; a formula may have semicolons of its own, so it stands alone."""
    return [text] if text.lstrip().startswith("formula") else text.split(";")


def _read(at: Dial, text: str) -> Any:
    if at.knob.choices and not at.path:
        return next((choice for choice in at.knob.choices if str(choice) == text), text)
    if isinstance(at.value, str):
        return text
    if isinstance(at.value, Fraction):
        return text.replace(",", ".")
    try:
        number = parse_number(text).value
    except FormulaError:
        raise SpecError("spec.number", knob=at.name, got=text) from None
    if np.ndim(number):
        raise SpecError("spec.number", knob=at.name, got=text)
    return int(number) if isinstance(at.value, int) and float(number).is_integer() else number


def _numbers(value: Any, path: tuple[Key, ...]) -> Iterator[tuple[tuple[Key, ...], Any]]:
    """The numbers inside mappings and lists, with the way to each."""
    inside: Iterable[tuple[Key, Any]] = ()
    if isinstance(value, Mapping):
        inside = cast("Mapping[str, Any]", value).items()
    elif isinstance(value, Sequence | np.ndarray) and not isinstance(value, str):
        inside = enumerate(cast("Sequence[Any]", value))
    elif _is_number(value):
        yield path, value
    for key, part in inside:
        yield from _numbers(part, (*path, key))


def _name(path: tuple[Key, ...]) -> str:
    """`w`; `y.bias`; `W[0,1]`."""
    names = ".".join(str(key) for key in path if isinstance(key, str))
    index = ",".join(str(key) for key in path if not isinstance(key, str))
    return f"{names}[{index}]" if index else names


def _with(whole: Any, path: tuple[Key, ...], value: Any) -> Any:
    """A copy in which one number is another."""
    if not path:
        return value
    key, *rest = path
    if isinstance(whole, Mapping):
        known = cast("Mapping[str, Any]", whole)
        return {**known, str(key): _with(known[str(key)], tuple(rest), value)}
    items = list(cast("Sequence[Any]", whole))
    items[int(key)] = _with(items[int(key)], tuple(rest), value)
    return items


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Fraction | np.number) and not isinstance(value, bool)
