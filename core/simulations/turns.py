"""What does a text turn, and to what? `rate = 0,5; hidden = [4, 4]` as knobs and dials with their values, and back.

Whatever a kind describes can be set, in any order and together: a name means a dial of the simulation as it stands, or
else a knob of its kind that matters only beside another one. Whether values fit each other is judged where all of them
are known, by the simulation that is made of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction

import numpy as np

from ..arrays import Value
from ..errors import FormulaError, GradstepError, SpecError, UnknownNameError
from ..formula.numbers import parse_number
from ..words import LANGUAGES
from ..words.names import bare, choice_word, contract_choice, typed_forms
from ..words.names import knob_name as shown_knob_name
from .dials import Dial, called, dials, no_such_dial, write
from .exact import fraction
from .knobs import Knob
from .protocol import Simulation

NOTHING = frozenset({"none", "auto", "ninguno", "ninguna", "nada"})
"""Words for a knob that is left to the training itself."""
_ASSIGNED = re.compile(r"(?:^|[;,])\s*(?P<name>[^\W\d][\w. -]*(?:\[[\d, ]+\])?)\s*=(?!=)")


@dataclass(frozen=True)
class _Known:
    """The names that may be turned in a simulation."""

    simulation: Simulation
    dials: tuple[Dial, ...]

    def find(self, name: str) -> Dial | Knob | None:
        """The dial of a name, else the knob of its kind; None where there is neither."""
        return called(self.dials, name) or next((k for k in self.simulation.knobs if self._is_called(k, name)), None)

    def _is_called(self, knob: Knob, name: str) -> bool:
        forms = (shown_knob_name(knob.name, self.simulation.spec.kind, language) for language in LANGUAGES)
        return name == knob.name or bare(name.lower()) in (bare(form.lower()) for form in typed_forms(forms))

    def unknown(self, name: str) -> UnknownNameError:
        """The complaint about a name, with near ones."""
        others = set(get_close_matches(name, [knob.name for knob in self.simulation.knobs]))
        like = [knob for knob in self.simulation.knobs if knob.name in others]
        return no_such_dial(name, self.dials, self.simulation.spec.kind, like)


def _known(simulation: Simulation, cursor: int) -> _Known:
    return _Known(simulation, dials(simulation, cursor))


def read_turns(simulation: Simulation, cursor: int, text: str) -> dict[str, object]:
    """Contract names and values from text: `rate = 0,5; w = -2`, `tasa = 0.5, ocultas = [4, 4]`, `autoencoder = sí`.

    Assignments are separated by `;`, or by `,` where a name with `=` follows. Raises SpecError, UnknownNameError,
    FormulaError.
    """
    turned: dict[str, object] = {}
    known = _known(simulation, cursor)
    for name, value in _assignments(text, known):
        found = known.find(name)
        if found is None:
            raise known.unknown(name)
        turned[found.name] = _checked(found, value, simulation.spec.kind)
    if not turned:
        raise SpecError("spec.turn", got=text)
    return turned


def turn_parts(text: str, known: Sequence[Dial]) -> list[str]:
    """The assignments of a text. A dial whose value is a text keeps its semicolons, until a name of a dial follows."""
    parts: list[str] = []
    takes_more = False
    for piece in text.split(";"):
        name, sign, _ = piece.partition("=")
        at = called(known, name.strip()) if sign else None
        if at is None and takes_more:
            parts[-1] += f";{piece}"
            continue
        takes_more = at is not None and at.is_text
        parts.append(piece)
    return [part.strip() for part in parts if part.strip()]


def _assignments(text: str, known: _Known) -> Iterator[tuple[str, str]]:
    """Names and texts of values, in order. What stands inside brackets, or is part of a text, begins none."""
    starts = [match for match in _ASSIGNED.finditer(text) if not _is_inside(text[: match.start()])]
    kept: list[re.Match[str]] = []
    for match in starts:
        before = known.find(_name(kept[-1])) if kept else None
        if before is None or not _is_text(before) or known.find(_name(match)) is not None:
            kept.append(match)
    if not kept or text[: kept[0].start()].strip(" ;,"):
        raise SpecError("spec.turn", got=text.strip())
    for match, following in zip(kept, [*kept[1:], None], strict=True):
        value = text[match.end() : following.start() if following else len(text)].strip()
        name = _name(match)
        if not _is_text(known.find(name)):
            value = value.rstrip(" ;,")
        if not value:
            raise SpecError("spec.turn", got=f"{name} =")
        yield name, value


def _name(match: re.Match[str]) -> str:
    return " ".join(match["name"].split())


def _is_text(found: Dial | Knob | None) -> bool:
    """Is any text a value of it, with the signs that separate assignments?"""
    match found:
        case Dial():
            return found.is_text
        case Knob():
            return isinstance(found.default, str) and not found.choices
        case None:
            return False


def _is_inside(before: str) -> bool:
    """Is a bracket open at the end of a text?"""
    return sum(before.count(sign) for sign in "[{(") > sum(before.count(sign) for sign in "]})")


def write_turns(turned: Mapping[str, object]) -> str:
    """The text that `read_turns` reads."""
    return "; ".join(f"{name} = {write(value)}" for name, value in turned.items())


def shown_turns(simulation: Simulation, cursor: int, text: str, language: str) -> str:
    """A text of `write_turns` with names and values as they are shown in a language."""
    known = dials(simulation, cursor)
    shown: list[str] = []
    for part in turn_parts(text, known):
        name, _, value = (piece.strip() for piece in part.partition("="))
        at = called(known, name)
        if at is None:
            shown.append(part)
            continue
        told = choice_word(value, language) if at.has_words else value
        shown.append(f"{at.shown_name(language)} = {told}")
    return "; ".join(shown)


def _checked(found: Dial | Knob, text: str, kind: str) -> object:
    """A value from its text, which its knob accepts by itself; a complaint calls the knob as its reader does."""
    knob = found.knob if isinstance(found, Dial) else found
    try:
        value = _read(found, text)
        if (knob.choices or knob.words or knob.low is not None) and (isinstance(found, Knob) or not found.path):
            knob.check(value)
    except SpecError as error:
        told = error.message.arguments
        if told.get("knob") != knob.name:
            raise
        called = {language: shown_knob_name(knob.name, kind, language) for language in LANGUAGES}
        raise SpecError(error.message.id, **{**told, "knob": called}) from None
    return value


def _read(found: Dial | Knob, text: str) -> object:
    """A value from its text. Raises SpecError."""
    if isinstance(found, Dial) and (found.path or not found.knob.entries):
        if found.path or not isinstance(found.value, list | tuple):
            return _read_dial(found, text)
        found = found.knob
    return _read_knob(found.knob if isinstance(found, Dial) else found, text)


def _read_dial(at: Dial, text: str) -> object:
    if at.knob.choices and not at.path:
        return contract_choice(text, at.knob.choices)
    if at.knob.default is None and not at.path and text.lower() in NOTHING:
        return None
    if isinstance(at.value, str):
        return contract_choice(text, at.knob.words)
    if isinstance(at.value, Fraction):
        # A number inside a knob has to be one already; a whole knob reads its text itself, and keeps it.
        return fraction(text) if at.path else text.replace(",", ".")
    try:
        number = parse_number(text).value
    except FormulaError:
        raise SpecError("spec.number", knob=at.name, got=text) from None
    if np.ndim(number):
        raise SpecError("spec.number", knob=at.name, got=text)
    return int(number) if isinstance(at.value, int) and float(number).is_integer() else number


def _read_knob(knob: Knob, text: str) -> object:
    """The first way of reading a text that the knob accepts. Raises the SpecError of the first way where none is."""
    refused: SpecError | None = None
    for value in _ways(knob, text):
        try:
            knob.check(value)
        except SpecError as error:
            refused = refused or error
        else:
            return value
    raise refused or SpecError("spec.turn", got=f"{knob.name} = {text}")


def _ways(knob: Knob, text: str) -> Iterator[object]:
    """What a text may mean: a choice, a text, nothing, data as JSON writes it, numbers and rows, words."""
    if knob.choices:
        yield contract_choice(text, knob.choices)
    if knob.default is None and text.lower() in NOTHING:
        yield None
    named = [contract_choice(word, knob.words) for word in re.split(r"[\s,;]+", text.strip("[]() ")) if word]
    if knob.words and set(named) <= set(knob.words):
        yield named
    with suppress(ValueError, RecursionError):
        yield json.loads(text)
    with suppress(GradstepError):
        yield _whole_where_possible(parse_number(text).value)
    words = [word for word in re.split(r"[\s,;]+", text.strip("[]() ")) if word]
    if not isinstance(knob.default, str):
        yield words
    yield text


def _whole_where_possible(value: Value) -> object:
    """Numbers as lists, and those that are whole as whole numbers."""
    if np.ndim(value):
        return [_whole_where_possible(entry) for entry in value]
    return int(value) if float(value).is_integer() else float(value)
