"""How does an expression run over a whole simulation? Its value at every frame, as the columns of a chart.

The expressions are those of watches, over the quantities of a frame: `loss`, `abs(grad.W1)`, `max(W1) - min(W1)`. What
is not visible in a frame is NaN there, a gap in the chart.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..arrays import Value
from ..errors import GradstepError, PlaceError, SpecError
from ..formula.tree import is_condition
from .protocol import Simulation, same
from .watches import Watch, read_watch, seen

MOST_ENTRIES = 12
"""Entries of an array that are still told apart as lines of their own."""
MOST_NAMES = 12
"""Quantities that are listed where nothing was named."""
MOST_OFFERED = 12
USUAL = ("loss", "loss.train", "loss.held", "f", "best", "errors", "value.loss")
"""What is drawn where nothing is named: the first of these that there is, with its held-out twin."""
_OPENING, _CLOSING = "([{", ")]}"


@dataclass(frozen=True, eq=False)
class Series:
    """One line of a chart: what it is called, and its value at each of the frames, NaN where it has none."""

    name: str
    values: Value


def expressions(text: str) -> tuple[str, ...]:
    """The expressions of a list: `;` separates, and so does `,` outside brackets unless digits stand on both sides."""
    found, depth = [""], 0
    for at, sign in enumerate(text):
        depth += (sign in _OPENING) - (sign in _CLOSING)
        is_decimal = sign == "," and text[at - 1 : at].isdecimal() and text[at + 1 : at + 2].isdecimal()
        if depth <= 0 and (sign == ";" or (sign == "," and not is_decimal)):
            found.append("")
        else:
            found[-1] += sign
    return tuple(part.strip() for part in found if part.strip())


def usual(simulation: Simulation) -> str | None:
    """The expressions that are drawn where none is named; None where nothing suggests itself."""
    found = next((name for name in USUAL if name in simulation.names), None)
    if found is None:
        return None
    held = f"{found.partition('.')[0]}.held"
    is_known = held in simulation.names and held in simulation.frame(simulation.reach(1)).quantities
    return f"{found}, {held}" if is_known else found


def offered(simulation: Simulation, last: int) -> tuple[str, ...]:
    """What may be drawn up to a frame, the usual first, then single numbers: those that change before those that stay.

    Whole numbers come last of these, because most of them count the frames. Every one can be typed as it stands.
    """
    first, end = (simulation.frame(at).quantities for at in (0, last))
    names = simulation.names
    known = usual(simulation)
    known = known if known is not None and all(name in end for name in known.split(", ")) else None
    single = [name for name in end if _is_number(end[name])]
    single.sort(key=lambda name: (name in first and same(first[name], end[name]), float(end[name]).is_integer()))
    asked = [] if known is None else known.split(", ")
    found = [", ".join(_short(name, names) for name in asked)] if asked else []
    found += [_short(name, names) for name in single if name not in asked]
    return tuple(found[:MOST_OFFERED])


def _short(name: str, names: Collection[str]) -> str:
    """The value of a node by the name of the node, where that means nothing else."""
    short = name.removeprefix("value.")
    return name if short in names else short


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)


def nothing_named(simulation: Simulation) -> SpecError:
    """That nothing was named to draw, with the quantities that there are."""
    return SpecError("series.none", names=sorted(simulation.names)[:MOST_NAMES])


def read_all(text: str, simulation: Simulation) -> tuple[Watch, ...]:
    """The expressions of a list, read. Raises FormulaError, UnknownNameError, SpecError for none and for conditions."""
    found: list[Watch] = []
    at = 0
    for part in expressions(text):
        at = text.index(part, at)
        # Behind as many blanks as it takes for a complaint to name the column of the whole list.
        found.append(read_watch(" " * at + part, simulation))
        at += len(part)
    if not found:
        raise nothing_named(simulation)
    for one in found:
        if is_condition(one.tree):
            raise SpecError("series.condition", got=one.text)
    return tuple(found)


def frames_of(simulation: Simulation, first: int, last: int, every: int = 1) -> range:
    """The frames from `first` to `last`, as far as the simulation goes. Raises PlaceError if it ends before `first`."""
    end = simulation.reach(last)
    if first > end:
        raise PlaceError("place.beyond-end", got=first, last=end)
    return range(first, end + 1, max(1, every))


def over(
    simulation: Simulation, wanted: Sequence[Watch], frames: Iterable[int], reached: Callable[[int], None] | None = None
) -> tuple[Series, ...]:
    """The values of expressions at frames; of a small array, each entry has a line of its own.

    `reached` is told every frame before it is worked out. Raises SpecError for arrays with more than MOST_ENTRIES
    entries, and for shapes that change on the way.
    """
    rows: list[list[Value | None]] = []
    for cursor in frames:
        if reached is not None:
            reached(cursor)
        rows.append(numbers_at(simulation, wanted, cursor))
    return lines_of(wanted, rows)


def numbers_at(simulation: Simulation, wanted: Sequence[Watch], cursor: int) -> list[Value | None]:
    """The values of expressions at one frame; None for what is not visible there. Raises SpecError."""
    return [_number(one, simulation, cursor) for one in wanted]


def lines_of(wanted: Sequence[Watch], rows: Sequence[Sequence[Value | None]]) -> tuple[Series, ...]:
    """The columns of a chart, from the values of expressions at its frames. Raises SpecError as `over` does."""
    found: list[Series] = []
    for column, one in enumerate(wanted):
        found += _lines(one.text, [row[column] for row in rows])
    return tuple(found)


def at_frame(simulation: Simulation, wanted: Watch, cursor: int) -> Value:
    """The value of an expression at one frame, as an array. Raises SpecError where it is not visible there."""
    found = _number(wanted, simulation, cursor)
    if found is None:
        raise SpecError("series.not-visible", got=wanted.text, cursor=cursor)
    return np.asarray(found, dtype=float)


def _number(one: Watch, simulation: Simulation, cursor: int) -> Value | None:
    """A number or an array; None while something in the expression is not visible. Raises SpecError for words."""
    try:
        value = seen(one, simulation, cursor)
        return None if value is None else np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise SpecError("series.no-number", got=one.text) from None
    except GradstepError as error:
        raise SpecError("series.cannot", got=one.text, cursor=cursor, reason=error.message) from None


def _lines(text: str, values: Sequence[Value | None]) -> list[Series]:
    shapes = {np.shape(value) for value in values if value is not None}
    if len(shapes) > 1:
        raise SpecError("series.shapes", got=text)
    shape = next(iter(shapes), ())
    if int(np.prod(shape)) > MOST_ENTRIES:
        raise SpecError("series.large", got=text, shape="×".join(map(str, shape)), most=MOST_ENTRIES)
    whole = np.array([np.full(shape, np.nan) if value is None else value for value in values], dtype=float)
    if not shape:
        return [Series(text, whole)]
    return [
        Series(f"{text}[{','.join(map(str, index))}]", whole[(slice(None), *index)]) for index in np.ndindex(*shape)
    ]


@dataclass(frozen=True, eq=False)
class Envelope:
    """A dense series in as many columns as there is room for: the frame, the lowest, highest and mean value of each."""

    frames: Value
    low: Value
    high: Value
    mean: Value


def enveloped(frames: Sequence[int], values: Value, columns: int) -> Envelope | None:
    """The envelope of a series that has more than two values a column; None for a series that needs none.

    Columns without any finite value are NaN.
    """
    if columns < 1 or len(frames) <= 2 * columns:
        return None
    edges = np.linspace(0, len(frames), columns + 1).astype(int)
    low, high, mean = (np.full(columns, np.nan) for _ in range(3))
    for column, (start, stop) in enumerate(pairwise(edges)):
        part = values[start:stop]
        kept = part[np.isfinite(part)]
        if kept.size:
            low[column], high[column], mean[column] = kept.min(), kept.max(), kept.mean()
    at = np.asarray(frames, dtype=float)
    return Envelope(np.array([at[start:stop].mean() for start, stop in pairwise(edges)]),
                    low, high, mean)  # fmt: skip


def stretches(values: Value) -> list[Value]:
    """The places of finite values, as the stretches between the gaps."""
    kept = np.flatnonzero(np.isfinite(values))
    return np.split(kept, np.flatnonzero(np.diff(kept) > 1) + 1) if kept.size else []
