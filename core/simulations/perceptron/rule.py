"""When is a perceptron wrong about a datum, and how does it correct itself? Two rules, and what one finds in print.

Labels 0 and 1: z = w·x + b, output o = [z ≥ 0], error e = y - o; every datum moves w by rate·e·x and b by rate·e, which
is nothing where e = 0. Labels -1 and 1: the margin is y·z, a datum is wrong when its margin is ≤ 0, and only then w
moves by rate·y·x and b by rate·y. In print one also meets the strict test (a tie counts as right, so that nothing ever
moves from zero weights) and the product y·o in place of the difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ...errors import SpecError
from ..exact import write

if TYPE_CHECKING:
    from .knobs import PerceptronKnobs

Row = tuple[Fraction, ...]
LABELS: Mapping[str, frozenset[Fraction]] = {
    "01": frozenset({Fraction(0), Fraction(1)}), "pm1": frozenset({Fraction(-1), Fraction(1)}),
}  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """What a datum does to a perceptron that stands at some weights."""

    z: Fraction
    o: int
    """The output: 0 or 1, -1 or 1."""
    e: Fraction
    """y - o with labels 0 and 1; with -1 and 1 the label where the datum is wrong, and 0 where it is right."""
    margin: Fraction
    """y·z; with labels 0 and 1 as if 0 were -1."""
    is_wrong: bool
    push: Fraction
    """The factor of rate·x in the update."""


def judge(settings: PerceptronKnobs, w: Row, b: Fraction, x: Row, y: Fraction) -> Judged:
    """How a datum is judged by the rule of the settings."""
    z = sum((wi * xi for wi, xi in zip(w, x, strict=True)), b)
    strict = settings.test == "strict"
    fires = z > 0 or (z == 0 and not strict)
    if settings.rule == "pm1":
        margin = y * z
        is_wrong = margin < 0 if strict else margin <= 0
        push = y if is_wrong else Fraction(0)
        return Judged(z, 1 if fires else -1, push, margin, is_wrong, push)
    o = int(fires)
    e = y - o
    push = (y * o if e else Fraction(0)) if settings.update == "product" else e
    return Judged(z, o, e, (2 * y - 1) * z, e != 0, push)


def moved(settings: PerceptronKnobs, w: Row, b: Fraction, x: Row, push: Fraction) -> tuple[Row, Fraction]:
    """The weights after an update."""
    step = settings.rate * push
    return tuple(wi + step * xi for wi, xi in zip(w, x, strict=True)), b + (step if settings.bias else 0)


def data(settings: PerceptronKnobs) -> tuple[tuple[Row, ...], Row]:
    """Points and labels. Raises SpecError for another number of labels, or labels that the rule does not have."""
    points, labels = settings.points, settings.labels
    if len(points) != len(labels):
        raise SpecError("spec.labels", got=len(labels), wanted=len(points))
    allowed = LABELS[settings.rule]
    if any(label not in allowed for label in labels):
        id = "spec.labels-01" if settings.rule == "01" else "spec.labels-pm1"
        raise SpecError(id, got=[write(label) for label in labels])
    return points, labels


def total_loss(margins: Row) -> Fraction:
    """Σ max(0, -y·z): the loss of which an update is one step of size `rate` along a datum's negative subgradient."""
    return sum((max(Fraction(0), -margin) for margin in margins), Fraction(0))


def margins_of(settings: PerceptronKnobs, w: Row, b: Fraction) -> tuple[Fraction, ...]:
    """The margin of every datum, in the order of the data."""
    return tuple(judge(settings, w, b, x, y).margin for x, y in zip(*data(settings), strict=True))


def signs(settings: PerceptronKnobs, labels: Sequence[Fraction]) -> Row:
    """The labels as -1 and 1."""
    return tuple(labels) if settings.rule == "pm1" else tuple(2 * label - 1 for label in labels)
