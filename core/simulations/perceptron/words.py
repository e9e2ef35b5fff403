"""What is said about a visit of a perceptron?"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ...words import Message, message
from ..exact import write
from .knobs import PerceptronKnobs
from .state import PerceptronState, Visit


def caption(state: PerceptronState, settings: PerceptronKnobs, *, opens: bool) -> Message:
    """What the datum did; at the beginning of an epoch that repeats another also that the run goes round."""
    seen = state.visit
    if seen is None:
        return message("perceptron.start", count=len(settings.points), rate=write(settings.rate))
    said = {
        "x": point(seen.x), "z": write(seen.z), "o": seen.o, "y": write(seen.y),
        "weights": weights(seen, settings), "margin": write(seen.margin),
    }  # fmt: skip
    id = f"perceptron.{'updated' if seen.is_wrong else 'kept'}"
    caption = message(id if settings.rule == "01" else f"{id}-margin", **said)
    if state.cycle and opens:
        return message("perceptron.cycled", count=state.cycle, caption=caption)
    return caption


def weights(seen: Visit, settings: PerceptronKnobs) -> str:
    """`w = (1; 2), b = 0`; without a bias only the first."""
    return f"w = {point(seen.w)}" + (f", b = {write(seen.b)}" if settings.bias else "")


def point(row: Sequence[Fraction]) -> str:
    """A row of numbers in parentheses."""
    return f"({'; '.join(write(number) for number in row)})"
