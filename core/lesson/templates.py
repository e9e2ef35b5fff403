"""Which numbers are in a text? Those of its templates: for `{neuron.value.f@end:.2f}` the engine gives the number.

A template names a simulation, a quantity, where to look (`@place`, by default where the script is) and a format
(`:.2f`, by default two decimals). `{{` and `}}` are braces. So no number in the prose of a lesson can be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ..arrays import Value
from ..errors import GradstepError
from ..words.numbers import exact, sentence

TEMPLATE = re.compile(
    r"\{\{|\}\}|\{(?P<simulation>[A-Za-z_]\w*)\.(?P<quantity>[\w.]+(?:\[[\d,\s]+\])?)"
    r"(?:@(?P<place>[^:{}]+))?(?::(?P<format>[^{}]*))?\}"
)
FORMAT = re.compile(r"[+ ]?(\.\d{1,2})?[feg%]?$")


@dataclass(frozen=True)
class Template:
    """One number of a text."""

    simulation: str
    quantity: str
    index: tuple[int, ...]
    place: str | None
    format: str


def templates(text: str) -> Iterator[Template]:
    """The templates of a text, in order."""
    for found in TEMPLATE.finditer(text):
        if found["simulation"]:
            yield _template(found)


def stray_brace(text: str) -> int | None:
    """The place of a brace that belongs to no template, or None."""
    rest = TEMPLATE.sub(lambda found: " " * len(found[0]), text)
    places = [rest.find(brace) for brace in "{}" if brace in rest]
    return min(places) if places else None


def fill(text: str, number: Callable[[Template], object]) -> str:
    """The text with its numbers filled in; `number` looks them up."""

    def written(found: re.Match[str]) -> str:
        if not found["simulation"]:
            return found[0][0]
        template = _template(found)
        return write_number(number(template), template.format)

    return TEMPLATE.sub(written, text)


def write_number(value: Value, format: str = "") -> str:
    """A quantity as text. Raises GradstepError for a format that does not suit it."""
    if isinstance(value, tuple | list) or np.ndim(value):
        return f"[{', '.join(write_number(entry, format) for entry in value)}]"
    if not FORMAT.match(format):
        raise GradstepError("template.format", got=format)
    if isinstance(value, Fraction) and not format:
        return exact(value, 12)
    if isinstance(value, int | np.integer) and not format:
        return str(int(value))
    number = float(value)
    if not format:
        return sentence(number)
    return format_number(number, format)


def format_number(number: float, format: str) -> str:
    """A float in one of the formats of templates; never `-0.00`."""
    text = f"{number:{format}}"
    return text.replace("-", "", 1) if text.startswith("-") and not text.strip("-0.e%") else text


def _template(found: re.Match[str]) -> Template:
    name, _, index = found["quantity"].partition("[")
    entries = tuple(int(part) for part in index.rstrip("]").split(",")) if index else ()
    return Template(found["simulation"], name, entries, found["place"], found["format"] or "")
