"""How does a chart look in plain lines? In words: values at some frames, the lowest, the highest; or drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from ...core.errors import GradstepError
from ...core.lesson.drawable import Drawable
from ...core.simulations.series import Series, read_all
from ...core.simulations.watches import Watch
from ...core.words import Message, message
from ...core.words.numbers import sentence
from ..face import Face

PLACES = 8
"""Frames whose values are told of a series."""
Draw = Callable[[Sequence[Series], Sequence[int], Face], list[str]]
"""How series are drawn in lines; whoever holds the conversation knows that."""


def no_drawing(_found: Sequence[Series], _frames: Sequence[int], face: Face) -> list[str]:
    """Where nothing can be drawn, the command that draws is named."""
    return [face.say(message("plain.chart-command"))]


def chart_lines(text: str, drawable: Drawable, face: Face) -> Iterator[str]:
    """Series over a run in words, each in a paragraph; those that suggest themselves without a text.

    Raises FormulaError, SpecError, PlaceError.
    """
    found = drawable.series(_wanted(text, drawable))
    yield face.say(message("plain.chart", last=drawable.last, count=drawable.frames.step))
    for series in found:
        yield face.say(_told(series, drawable))
    if not text:
        yield face.say(message("plain.chart-offers", names=", ".join(drawable.offers[1:])))


def _wanted(text: str, drawable: Drawable) -> tuple[Watch, ...]:
    return read_all(text or next(iter(drawable.offers), ""), drawable.simulation)


def _told(series: Series, drawable: Drawable) -> Message:
    """A series in words: its value at some frames, and where it is lowest and highest."""
    frames, values = drawable.frames, series.values
    seen = np.flatnonzero(np.isfinite(values))
    if not seen.size:
        return message("plain.chart-nothing", name=series.name)
    places = np.unique(np.linspace(0, seen.size - 1, PLACES).round().astype(int))
    told = "; ".join(f"{frames[at]}: {sentence(values[at], 4)}" for at in seen[places].tolist())
    low, high = (int(seen[np.argmin(values[seen])]), int(seen[np.argmax(values[seen])]))
    return message(
        "plain.chart-series", name=series.name, values=told, low=sentence(values[low], 4), low_at=frames[low],
        high=sentence(values[high], 4), high_at=frames[high],
    )  # fmt: skip


def told_chart(text: str, drawable: Drawable | None, face: Face, draw: Draw | None = None) -> list[str]:
    """What a word asks for: a chart told, or drawn by `draw`; or why there is none."""
    if drawable is None:
        return [face.say(message("session.nothing-to-see"))]
    if drawable.last < 0:
        return [face.say(message("session.chart-nothing-yet"))]
    try:
        if draw is None:
            return list(chart_lines(text, drawable, face))
        return draw(drawable.series(_wanted(text, drawable)), drawable.frames, face)
    except GradstepError as error:
        return [face.say(error.message)]
