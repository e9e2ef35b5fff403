"""Which numbers on a sheet would tell what is asked on it? Those that an earlier problem asks for, wherever they stand.

They are found in two ways: by name, where a text fetches the quantity itself, however few digits it has; and by their
digits, where a lesson or a picture has them written out.

A lesson may say in its text what was just worked out; on paper nobody has confirmed it yet, and the learner goes on
with her own result. A number that stood on the sheet before it was asked for is no secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import GradstepError
from ..lesson.asked import Stop
from ..lesson.schema import BothLanguages
from ..lesson.script import Script
from ..lesson.templates import TEMPLATE, templates
from ..words import LANGUAGES

Asked = list[tuple[str, str, object]]
"""(simulation, quantity, value) of what was asked so far."""
UNKNOWN = "____"
"""What stands in a text where an earlier problem asked for the number."""
NUMBER = re.compile(r"(?<![\w.^_/])-?\d+(?:\.\d+)?(?:e-?\d+)?(?!\w|\.\d)")
TELLING = 3
"""Significant digits with which a number says by itself where it comes from; two are enough in the same simulation."""


@dataclass(frozen=True, eq=False)
class Secret:
    """A number that a problem asks for, and the simulation that has it."""

    simulation: str | None
    value: float


def secrets(simulation: str | None, value: object) -> list[Secret]:
    """Every entry of what is asked for."""
    return [Secret(simulation, float(entry)) for entry in np.ravel(np.asarray(value, dtype=float))]


def numbers(text: str) -> Iterator[str]:
    """The numbers of a text as they are written, without their signs."""
    return (found[0].lstrip("-") for found in NUMBER.finditer(text))


def tells(number: str, asked: Sequence[Secret], known: Collection[str], simulation: str | None) -> bool:
    """Is a written number one that is asked for, as far as it is rounded, and did it not stand on the sheet before?"""
    digits = len(number.lstrip("-").partition("e")[0].replace(".", "").strip("0"))
    if number.lstrip("-") in known or "e" in number or digits < TELLING - 1:
        return False
    decimals = len(number.partition(".")[2])
    written = abs(float(number))
    return any(
        abs(written - abs(one.value)) <= 0.5 * 10.0**-decimals * (1 + 1e-6)
        and (decimals > 0 or one.value.is_integer())
        and (digits >= TELLING or one.simulation == simulation)
        for one in asked
    )


def covered(
    text: str, asked: Sequence[Secret], known: Collection[str], simulation: str | None,
    cover: Callable[[str], str] = lambda _: UNKNOWN,
) -> str:  # fmt: skip
    """A text with a line in the place of every number that tells what was asked."""
    return NUMBER.sub(lambda found: cover(found[0]) if tells(found[0], asked, known, simulation) else found[0], text)


def covered_texts(
    texts: BothLanguages, asked: Sequence[Secret], known: Collection[str], simulation: str | None
) -> BothLanguages:
    """The same in both languages."""
    return BothLanguages(en=covered(texts.en, asked, known, simulation), es=covered(texts.es, asked, known, simulation))


def texts_at(script: Script, texts: BothLanguages, stop: Stop, before: Asked) -> BothLanguages:
    """A text with its numbers, and a line in the place of each that was asked before."""
    return BothLanguages(**{language: _text(script, texts[language], stop, before) for language in LANGUAGES})


def _text(script: Script, text: str, stop: Stop, before: Asked) -> str:
    standing = script.beats(stop[0])[stop[1]].cursor
    hidden: list[str] = []
    for template in templates(text):
        name, quantity = template.simulation, template.quantity
        asked = [
            value
            for one, what, value in before
            if (one, what) == (name, quantity) or _follows(one, what, name, quantity)
        ]
        try:
            here = standing if name == script.beats(stop[0])[stop[1]].simulation else script.stand(stop[0], name)
            now = script.number(template, here)
            hidden.append(UNKNOWN if any(_has(value, now) for value in asked) else "")
        except GradstepError:
            hidden.append("")
    covered = iter(hidden)

    def cover(found: re.Match[str]) -> str:
        return (next(covered, "") or found[0]) if found["simulation"] else found[0]

    return script.text(TEMPLATE.sub(cover, text), *stop)


def _follows(asked_of: str, asked: str, name: str | None, quantity: str) -> bool:
    """Is a quantity another one of the way back, on which numbers are handed on as they are?"""
    kinds = ("grad", "partial", "contribution")
    is_back = asked.partition(".")[0] in kinds and quantity.partition(".")[0] in kinds
    return asked_of == name and is_back


def _has(asked: object, number: object) -> bool:
    """Is a number the one that was asked for, or an entry of it?"""
    whole, one = np.asarray(asked, dtype=float), np.asarray(number, dtype=float)
    return (
        bool(np.any(np.isclose(whole, one))) if one.ndim == 0 else whole.shape == one.shape and np.allclose(whole, one)
    )
