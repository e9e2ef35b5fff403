"""Which numbers does a lesson draw? Parameters by name: the usual ones, or those of a seed, so that each has her own.

A parameter has a usual value, which is what the lesson prints for everybody, and what may take its place: the members
of a set or the steps of a range. Draws are digests of seed, name and attempt, so they are the same on every machine and
in every version of Python, and a new parameter changes none of the others. Conditions decide whether a draw counts;
a draw that does not is made again. `{=a + b}` in any text or knob of the lesson stands for what was drawn.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from ..errors import GradstepError, UnknownNameError
from ..formula.evaluator import evaluate, holds
from ..formula.parser import parse_condition, parse_expression
from ..simulations.kinds import simulate
from ..simulations.places import find
from ..simulations.protocol import Simulation, Spec
from ..whole import whole
from .seeds import USUAL
from .templates import FORMAT, TEMPLATE, format_number

Drawn = Mapping[str, object]
"""Parameter to value: a number, a text such as `1/2`, a list, or a mapping of these."""
MOST_ATTEMPTS = 400
SIMULATIONS = "simulations"
PLACES = ("at", "until")
"""Keys that take a number as well as a text."""
MOST_VALUES = 10_000
DRAWN = re.compile(r"\{=(?P<formula>[^{}:]+)(?::(?P<format>[^{}]*))?\}")
PART = re.compile(r"(?P<name>[A-Za-z_]\w*)(?:\.(?P<key>[\w-]+))?(?:\[(?P<index>\d{1,3})\])?")
"""A parameter, or a part of one: `gate.labels[2]`."""
CONSTANTS = frozenset({"e", "pi"})
SIGNED, IN_PARENTHESES = "signed", "()"
"""Formats of their own: `+ 3` or `- 3` behind a term, and `(-3)` as a factor."""


def draw(
    parameters: Mapping[str, Mapping[str, object]], conditions: list[str], simulations: Mapping[str, object], seed: int
) -> Drawn:
    """The values of a seed that fulfil all conditions; those of the seed 0 are the usual ones, come what may.

    Raises GradstepError for a seed with which no draw fulfils them, and whatever is wrong with a condition.
    """
    if seed == USUAL:
        return {name: one["usual"] for name, one in parameters.items()}
    sets = {name: values_of(one) for name, one in parameters.items()}
    for attempt in range(MOST_ATTEMPTS):
        drawn = {name: members[_die(seed, name, attempt) % len(members)] for name, members in sets.items()}
        if unfulfilled(conditions, drawn, simulations) is None:
            return drawn
    raise GradstepError("parameter.none-fits", seed=seed, attempts=MOST_ATTEMPTS)


def unfulfilled(conditions: list[str], drawn: Drawn, simulations: Mapping[str, object]) -> int | None:
    """The place of the first condition that does not hold, or None. Raises what is wrong with a condition."""
    names = _names(drawn)
    built: dict[str, Simulation] = {}

    def number(found: re.Match[str]) -> str:
        name = found["simulation"]
        if not name:
            return found[0]
        if name not in built:
            built[name] = _simulation(name, drawn, simulations)
        return f"({_number_of(found, built[name])!r})"

    for place, condition in enumerate(conditions):
        # Those that need no simulation come cheap, but the order is the author's: she puts them first.
        text = TEMPLATE.sub(number, condition)
        if not holds(parse_condition(text, names), names, names):
            return place
    return None


def _simulation(name: str, drawn: Drawn, simulations: Mapping[str, object]) -> Simulation:
    """A simulation of the lesson, with what was drawn. Raises GradstepError, and what its spec raises."""
    spec = simulations.get(name)
    if not isinstance(spec, Mapping):
        raise GradstepError("parameter.no-such-simulation", got=name)
    knobs = filled({SIMULATIONS: {key: value for key, value in spec.items() if key != "kind"}}, drawn)[SIMULATIONS]
    return simulate(Spec(str(spec.get("kind")), knobs))


def _number_of(found: re.Match[str], simulation: Simulation) -> float:
    """What a simulation has for a quantity: `{p.z@2}`; without a place, at its end."""
    quantity, _, index = found["quantity"].partition("[")
    place = found["place"] or "end"
    cursor = find(simulation, place if whole(place) is None else int(place))
    quantities = simulation.frame(cursor).quantities
    if quantity not in quantities:
        raise GradstepError("template.not-visible", quantity=quantity, cursor=cursor, simulation=found["simulation"])
    value = np.asarray(quantities[quantity], dtype=float)
    return float(value[tuple(int(part) for part in index.rstrip("]").split(","))] if index else value)


def values_of(parameter: Mapping[str, Any]) -> list[object]:
    """Everything that a parameter may be. Raises GradstepError for a range with no value, or far too many."""
    if parameter.get("of"):
        return list(parameter["of"])
    low, high = (Fraction(str(end)) for end in parameter["range"])
    step = Fraction(str(parameter.get("step", 1)))
    count = (high - low) // step + 1 if step > 0 else 0
    if not 1 <= count <= MOST_VALUES:
        raise GradstepError("parameter.no-values", count=max(0, int(count)), most=MOST_VALUES)
    return [_plain(low + step * place) for place in range(int(count))]


def filled(data: Any, drawn: Drawn, wrong: Callable[[tuple[Any, ...], GradstepError], None] | None = None) -> Any:
    """The data of a lesson with what was drawn in the place of every `{=…}`: as it is in a knob, as text elsewhere.

    What is wrong with one is told to `wrong` with its path, and raised without it.
    """
    names = _names(drawn)

    def walk(value: object, path: tuple[object, ...]) -> object:
        if isinstance(value, dict):
            return {key: walk(part, (*path, key)) for key, part in value.items()}
        if isinstance(value, list):
            return [walk(part, (*path, place)) for place, part in enumerate(value)]
        if not isinstance(value, str) or "{=" not in value:
            return value
        try:
            found = _filled_text(value, drawn, names)
            return found if path[0] == SIMULATIONS or path[-1] in PLACES else _written(found, "")
        except GradstepError as error:
            if wrong is None:
                raise
            wrong(path, error)
            return value

    return walk(data, ())


def _filled_text(text: str, drawn: Drawn, names: Mapping[str, object]) -> object:
    """What was drawn, as it is, where a text is nothing else; otherwise a text."""
    alone = DRAWN.fullmatch(text)
    if alone is not None and alone["format"] is None:
        return _value(alone["formula"], drawn, names)
    return DRAWN.sub(lambda found: _written(_value(found["formula"], drawn, names), found["format"] or ""), text)


def _value(formula: str, drawn: Drawn, names: Mapping[str, object]) -> object:
    """What a formula over parameters is. Raises UnknownNameError, FormulaError, whatever evaluating raises."""
    formula = formula.strip()
    part = PART.fullmatch(formula)
    if part is not None and part["name"] in drawn:
        return _part(drawn[part["name"]], part)
    if part is not None and part["name"] not in CONSTANTS:
        raise UnknownNameError("parameter.unknown", part["name"], drawn)
    with np.errstate(all="ignore"):
        value = np.asarray(evaluate(parse_expression(formula, known=names), names), dtype=float)
    return _tidy(float(value)) if value.ndim == 0 else [_tidy(float(entry)) for entry in value.ravel()]


def _part(value: object, part: re.Match[str]) -> object:
    """The value of a parameter, or an entry of it, as it was given. Raises UnknownNameError, GradstepError."""
    if part["key"] is not None:
        keys = value if isinstance(value, Mapping) else {}
        if part["key"] not in keys:
            raise UnknownNameError("parameter.no-part", part["key"], keys, name=part["name"])
        value = keys[part["key"]]
    if part["index"] is None:
        return value
    if not isinstance(value, list) or int(part["index"]) >= len(value):
        raise GradstepError("parameter.no-entry", got=part[0])
    return value[int(part["index"])]


def _written(value: Any, format: str) -> str:
    """What was drawn, in a text. Raises GradstepError for a format that does not suit it."""
    if isinstance(value, list):
        return f"[{', '.join(_written(entry, format) for entry in value)}]"
    if format and (isinstance(value, str) or format not in (SIGNED, IN_PARENTHESES)) and not FORMAT.match(format):
        raise GradstepError("template.format", got=format)
    if isinstance(value, str | bool) or value is None or isinstance(value, Mapping):
        return str(value)
    if format == SIGNED:
        return f"- {_written(-value, '')}" if value < 0 else f"+ {_written(value, '')}"
    if format == IN_PARENTHESES:
        return f"({_written(value, '')})" if value < 0 else _written(value, "")
    return format_number(float(value), format) if format else f"{value}"


def _names(drawn: Drawn) -> dict[str, object]:
    """What formulas may name: numbers, fractions written as text, arrays of them, and these inside of mappings."""
    found: dict[str, object] = {}
    for name, value in drawn.items():
        parts = {f"{name}.{key}": part for key, part in value.items()} if isinstance(value, Mapping) else {name: value}
        for called, part in parts.items():
            number = _numeric(part)
            if number is not None:
                found[called] = number
    return found


def _numeric(value: object) -> object:
    if isinstance(value, list):
        entries = [_numeric(entry) for entry in value]
        return None if any(entry is None for entry in entries) else np.asarray(entries, dtype=float)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(Fraction(str(value)))
    except (ValueError, ZeroDivisionError, OverflowError):
        return None


def _die(seed: int, name: str, attempt: int) -> int:
    digest = hashlib.blake2b(f"{seed}\n{name}\n{attempt}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def _plain(number: Fraction) -> int | float:
    return number.numerator if number.denominator == 1 else float(number)


def _tidy(value: float) -> int | float:
    """The number without the dust of binary arithmetic: 0.1 + 0.2 is 0.3."""
    if not np.isfinite(value):
        raise GradstepError("parameter.not-finite")
    short = float(f"{value:.12g}")
    return int(short) if short.is_integer() and abs(short) < 1e15 else short
