"""What does the page of charts remember? What may be drawn, the line on which it is named, and how far it is found.

A charting is a value: a key makes another one. A long run is found piece by piece, so that keys are answered meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from ....core.arrays import Value
from ....core.errors import GradstepError
from ....core.lesson.drawable import Drawable
from ....core.simulations.series import Series, expressions, lines_of, numbers_at, read_all
from ....core.simulations.watches import Watch
from ....core.words import Message, message
from .desk import fault_in
from .typed_line import EDITS, Line


@dataclass(frozen=True, eq=False)
class Charting:
    """Everything that the page of charts shows, except how."""

    drawable: Drawable
    line: Line = field(default_factory=Line)
    wanted: tuple[Watch, ...] = ()
    """What is drawn."""
    rows: tuple[Sequence[Value | None], ...] = ()
    """The values of what is drawn, as far as they are found: a row a frame."""
    log: bool = False
    said: Message | None = None

    @property
    def is_found(self) -> bool:
        """Is there nothing more to work out?"""
        return not self.wanted or len(self.rows) == len(self.drawable.frames)

    @property
    def frames(self) -> range:
        """The frames whose values are found."""
        return self.drawable.frames[: len(self.rows)]

    @property
    def series(self) -> tuple[Series, ...]:
        """The lines of the chart, as far as they are found. Raises SpecError."""
        return lines_of(self.wanted, self.rows)


def opened_chart(drawable: Drawable) -> Charting:
    """The page as it is opened: with what suggests itself."""
    offers = drawable.offers
    chart = Charting(drawable, said=None if offers else message("screen.chart-name-one"))
    return drawn(replace(chart, line=Line(offers[0], len(offers[0]), selected=True))) if offers else chart


def drawn(chart: Charting) -> Charting:
    """With what stands on the line; a complaint leaves the line as it is, with the place marked."""
    text = chart.line.text
    if not expressions(text):
        return replace(chart, said=message("screen.chart-name-one"))
    try:
        wanted = read_all(text, chart.drawable.simulation)
        for one in wanted:
            chart.drawable.check(one)
    except GradstepError as error:
        return replace(chart, said=error.message, line=chart.line.refused(fault_in(error.message)))
    return replace(chart, wanted=wanted, rows=(), said=None, line=Line(text, len(text), selected=True))


def found_on(chart: Charting, stop: Callable[[], bool]) -> Charting:
    """Some frames further, until all are found or it is time to stop; what cannot be drawn is said."""
    rows, frames = list(chart.rows), chart.drawable.frames
    try:
        while len(rows) < len(frames):
            rows.append(numbers_at(chart.drawable.simulation, chart.wanted, frames[len(rows)]))
            if stop():
                break
        lines_of(chart.wanted, rows)
    except GradstepError as error:
        return replace(chart, wanted=(), rows=(), said=error.message, line=chart.line.refused())
    return replace(chart, rows=tuple(rows))


def typed_chart(chart: Charting, letters: str) -> Charting:
    """The page after printable letters: they are text there."""
    return replace(chart, line=chart.line.insert(letters), said=None)


def press_chart(chart: Charting, key: str) -> Charting:
    """The page after a key of the table."""
    if key in EDITS:
        return replace(chart, line=EDITS[key](chart.line), said=None)
    return PRESSES.get(key, _senseless)(chart)


def _other(by: int) -> Callable[[Charting], Charting]:
    """The next of the expressions that suggest themselves, drawn."""

    def pressed(chart: Charting) -> Charting:
        offers = chart.drawable.offers
        if not offers:
            return replace(chart, said=message("screen.chart-name-one"))
        at = offers.index(chart.line.text) + by if chart.line.text in offers else 0 if by > 0 else -1
        text = offers[at % len(offers)]
        return drawn(replace(chart, line=Line(text, len(text))))

    return pressed


def _logarithmic(chart: Charting) -> Charting:
    return replace(chart, log=not chart.log, said=None)


def _senseless(chart: Charting) -> Charting:
    return replace(chart, said=message("screen.chart-keys"))


PRESSES: Mapping[str, Callable[[Charting], Charting]] = MappingProxyType({
    "enter": drawn, "up": _other(-1), "down": _other(1), "write": _logarithmic, "weight": _logarithmic,
})  # fmt: skip
