"""What is said about a visit of a perceptron?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from ...words import Message, message
from ...words.names import said
from ..exact import write
from .knobs import PerceptronKnobs
from .state import PerceptronState, Visit

APART = {"en": ", ", "es": "; "}


def caption(state: PerceptronState, settings: PerceptronKnobs, *, opens: bool) -> Message:
    """What the datum did; at the beginning of an epoch that repeats another also that the run goes round."""
    seen = state.visit
    if seen is None:
        return message("perceptron.start", count=len(settings.points), rate=write(settings.rate))
    told = {
        "x": _in_both(lambda by: point(seen.x, by)), "z": write(seen.z), "o": seen.o, "y": write(seen.y),
        "weights": _in_both(lambda by: weights(seen, settings, by)), "margin": write(seen.margin),
    }  # fmt: skip
    id = f"perceptron.{'updated' if seen.is_wrong else 'kept'}"
    caption = message(id if settings.rule == "01" else f"{id}-margin", **told)
    if state.cycle and opens:
        return message("perceptron.cycled", count=state.cycle, caption=caption)
    return caption


def _in_both(worded: Callable[[str], str]) -> Message:
    """Points as each language writes them: `(1, 2)`, and `(1; 2)` where a comma may be the sign of decimals."""
    return said({language: worded(by) for language, by in APART.items()})


def weights(seen: Visit, settings: PerceptronKnobs, by: str = "; ") -> str:
    """`w = (1; 2), b = 0`; without a bias only the first."""
    return f"w = {point(seen.w, by)}" + (f", b = {write(seen.b)}" if settings.bias else "")


def point(row: Sequence[Fraction], by: str = "; ") -> str:
    """A row of numbers in parentheses."""
    return f"({by.join(write(number) for number in row)})"
