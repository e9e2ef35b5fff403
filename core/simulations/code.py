"""Which line of NumPy is a frame? The listing of its pass with the current line, or a formula as code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..arrays import Value
from ..errors import GradstepError
from ..formula.numpy_code import identifier, unwrapped, write_numpy
from ..passes import Pass
from .protocol import Simulation
from .tracing.listing import Listing, listing_of

MOST_WRITTEN = 12


@dataclass(frozen=True, eq=False)
class Code:
    """Lines of NumPy, the one that a frame is, and what they make."""

    lines: tuple[str, ...]
    current: int | None
    names: Mapping[str, str]
    """Quantity to the variable that holds it once all lines have run."""
    given: Mapping[str, Value]
    """Variables that the lines use and do not make."""


def code_of(simulation: Simulation, cursor: int) -> Code | None:
    """The code of a frame; None where there is none, or no line says it."""
    record = simulation.recorded
    if record is not None:
        found = _listing(record)
        if found is not None:
            return Code(found.lines, _current(simulation, cursor, found), found.names, found.given)
    return _of_row(simulation, cursor)


@lru_cache(maxsize=8)
def _listing(record: Pass) -> Listing | None:
    return listing_of(record)


def _current(simulation: Simulation, cursor: int, found: Listing) -> int | None:
    """The line of what the event made; where it made several, the last of them."""
    event = simulation.frame(cursor).event
    if event is None:
        return None
    named = [form for name in (*event.news, event.subject) for form in (name, f"value.{name}")]
    places = [found.places[name] for name in named if name in found.places]
    edges = [name for name in named if name.startswith("contribution.") and name in found.places]
    return found.places[edges[0]] if edges else max(places, default=None)


def _of_row(simulation: Simulation, cursor: int) -> Code | None:
    """The formula of the quantity that a frame is about, with what it needs before it."""
    frame = simulation.frame(cursor)
    for quantity in frame.event.news if frame.event is not None else ():
        rows = simulation.rows(cursor, quantity)
        if rows is None:
            continue
        name, index = rows.find(quantity)
        if not rows.has_formula(name):
            continue
        text = write_numpy(rows.tree(name))
        needed = {identifier(need): need for need in rows.needs(name)}
        if text is None or len(needed) != len(rows.needs(name)) or identifier(name) in needed:
            continue
        lines, given = list[str](), dict[str, object]()
        try:
            for variable, need in needed.items():
                value = np.asarray(rows[need], dtype=float)
                if value.size <= MOST_WRITTEN:
                    lines.append(f"{variable} = {_written(value)}")
                else:
                    given[variable] = value
                    lines.append(f"# {variable}: {'×'.join(map(str, value.shape))}")
        except (GradstepError, TypeError, ValueError):
            continue
        lines.append(f"{identifier(name)} = {text}")
        return Code(tuple(lines), len(lines) - 1, {} if index else {quantity: identifier(name)}, given)
    return None


def _written(value: Value) -> str:
    return unwrapped(repr(float(value))) if not value.ndim else f"np.array({value.tolist()})"
