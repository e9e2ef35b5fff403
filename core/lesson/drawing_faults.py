"""What is wrong with the parameters of a lesson, and what does it say with those of a seed? Its data, filled in.

This comes before the shape of the lesson is looked at, so that everything behind (steps, texts, simulations, answers)
sees finished data and needs to know nothing of variants.
"""

from __future__ import annotations

from typing import Any

from ..errors import GradstepError
from ..words import message
from .faults import shape_faults
from .parameters import Drawn, draw, filled, unfulfilled, values_of
from .schema import LessonStruct, Parameter, Written
from .source import Fault, Path, Source

Found = list[tuple[Path, Fault]]
FILLED = ("simulations", "steps", "summary", "objectives")
"""The parts of a lesson in which `{=…}` stands for something."""


class _Drawing(LessonStruct, frozen=True):
    """What a lesson says about what it draws."""

    parameters: dict[str, Parameter] = {}
    conditions: list[Written] = []


def vary(source: Source, seed: int) -> tuple[Drawn, Found]:
    """The values of a seed, filled into the data of the source; and what is wrong with parameters and conditions."""
    data: dict[str, Any] = source.data
    told = {key: data[key] for key in ("parameters", "conditions") if key in data}
    shapes = shape_faults(Source(told, source.positions, source.keys), _Drawing)
    if shapes:
        # The model of the lesson says so too.
        return {}, []
    parameters, conditions = data.get("parameters") or {}, data.get("conditions") or []
    found = _bad_parameters(source, parameters)
    if found:
        return {}, found
    drawn: Drawn = {}
    simulations = data.get("simulations")
    try:
        drawn = draw(parameters, conditions, simulations if isinstance(simulations, dict) else {}, seed)
    except GradstepError as error:
        found.append((("conditions",), source.fault(("conditions",), error.message)))
    found += _fill(source, drawn)
    return drawn, found


def _bad_parameters(source: Source, parameters: dict[str, Any]) -> Found:
    found: Found = []
    for name, one in parameters.items():
        path: Path = ("parameters", name)
        if (one.get("of") is None) == (one.get("range") is None):
            found.append((path, source.fault(path, message("parameter.of-or-range", name=name))))
            continue
        try:
            values_of(one)
        except GradstepError as error:
            found.append((path, source.fault((*path, "range"), error.message)))
    return found


def _fill(source: Source, drawn: Drawn) -> Found:
    found: Found = []

    def wrong(path: Path, error: GradstepError) -> None:
        found.append((path, source.fault(path, error.message)))

    source.data = {
        key: filled({key: value}, drawn, wrong)[key] if key in FILLED else value for key, value in source.data.items()
    }
    return found


def condition_faults(source: Source, drawn: Drawn) -> list[Fault]:
    """Conditions that the usual values do not fulfil, or that cannot be read."""
    data: dict[str, Any] = source.data
    conditions = data.get("conditions") or []
    for place in range(len(conditions)):
        path: Path = ("conditions", place)
        try:
            if unfulfilled(conditions[place : place + 1], drawn, data.get("simulations") or {}) is not None:
                return [source.fault(path, message("parameter.usual-fails", condition=conditions[place]))]
        except GradstepError as error:
            return [source.fault(path, error.message)]
    return []
