"""In which order are the options of a question shown? Another one for each learner, and for each the same every time.

What is kept of an answer is the place of the option in the file, so a record means the same whoever reads it.
"""

from __future__ import annotations

from random import Random
from zlib import crc32

from ..whole import whole
from .schema import Choose


def shown_options(step: Choose, learner: str | None) -> tuple[int, ...]:
    """Entry n is the place in the file, from 0, of the option that is shown as number n + 1.

    Without a learner they stand as in the file.
    """
    places = list(range(len(step.options)))
    if learner is not None:
        Random(crc32(f"{learner}\n{step.id}".encode())).shuffle(places)
    return tuple(places)


def kept_number(step: Choose, typed: str, learner: str | None) -> str:
    """The number of an option in the file for the one that was typed; any other text as it is."""
    places = shown_options(step, learner)
    number = whole(typed.strip().rstrip(".)"))
    return str(places[number - 1] + 1) if number is not None and 1 <= number <= len(places) else typed


def shown_number(step: Choose, kept: str, learner: str | None) -> str:
    """The number under which an option of the file is shown; any other text as it is."""
    places = shown_options(step, learner)
    number = whole(kept.strip().rstrip(".)"))
    return str(places.index(number - 1) + 1) if number is not None and 1 <= number <= len(places) else kept
