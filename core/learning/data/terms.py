"""What may a network be given of a point in the plane? Its coordinates, their squares, their product, sine waves.

A term is a number that is made of the two coordinates of a sample. With the right ones a single neuron draws a circle;
without them hidden layers have to find something that does the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from ...arrays import Value
from ...errors import SpecError, UnknownNameError
from .dataset import DataSet

PLANE = 2
"""Coordinates of a sample from which terms can be made."""


@dataclass(frozen=True)
class Term:
    """One number made of the coordinates."""

    name: str
    """As knobs have it, and as it can be typed: `x1x2`."""
    shown: str
    """As it is written: `x1·x2`."""
    make: Callable[[Value], Value]
    """From the coordinates, N × 1 or N × 2, to one number for each sample."""
    needs: int
    """How many coordinates there have to be."""


TERMS: Mapping[str, Term] = MappingProxyType({
    term.name: term
    for term in (
        Term("x1", "x1", lambda x: x[:, 0], 1),
        Term("x2", "x2", lambda x: x[:, 1], 2),
        Term("x1x1", "x1²", lambda x: x[:, 0] ** 2, 1),
        Term("x2x2", "x2²", lambda x: x[:, 1] ** 2, 2),
        Term("x1x2", "x1·x2", lambda x: x[:, 0] * x[:, 1], 2),
        Term("sinx1", "sin(π·x1)", lambda x: np.sin(np.pi * x[:, 0]), 1),
        Term("sinx2", "sin(π·x2)", lambda x: np.sin(np.pi * x[:, 1]), 2),
    )
})  # fmt: skip


def possible_terms(coordinates: int) -> tuple[str, ...]:
    """The terms that samples with so many coordinates can have; none beyond the plane."""
    return tuple(term.name for term in TERMS.values() if term.needs <= coordinates <= PLANE)


def with_terms(data: DataSet, names: Sequence[str]) -> DataSet:
    """The data with these terms as inputs, in the order of the table. Raises SpecError, UnknownNameError."""
    unknown = next((name for name in names if name not in TERMS), None)
    if unknown is not None:
        raise UnknownNameError("learning.no-such-term", unknown, TERMS)
    wide = data.inputs.shape[1]
    missing = next((name for name in names if name not in possible_terms(wide)), None)
    if missing is not None:
        raise SpecError("learning.terms", got=missing, inputs=wide)
    chosen = [term for term in TERMS.values() if term.name in names]
    inputs = np.column_stack([term.make(data.inputs) for term in chosen])
    return replace(data, inputs=inputs, features=tuple(term.shown for term in chosen))
