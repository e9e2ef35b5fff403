"""Which points are projected? A table of numbers, a row for each sample, perhaps with a class for each row."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

import numpy as np

from ...arrays import Array, Value
from ...errors import SpecError
from ..reading import array, short

MOST_SAMPLES, MOST_COLUMNS = 60, 8


@dataclass(frozen=True, eq=False)
class Cloud:
    """Samples (n, d), and a class for each where there are classes."""

    points: Value
    labels: tuple[int, ...] = ()


def _ring(radius: float) -> list[tuple[float, float]]:
    """Eight points at equal distances on a circle around 0, exactly symmetric."""
    half = radius * math.sqrt(0.5)
    quarter = [(radius, 0.0), (half, half), (0.0, radius), (-half, half)]
    return [*quarter, *((0.0 - x, 0.0 - y) for x, y in quarter)]


CLOUDS: Mapping[str, Cloud] = MappingProxyType(
    {
        "slanted": Cloud(np.array([[-2.0, -1], [-1, -1], [-1, 0], [1, 0], [1, 1], [2, 1]])),
        "rings": Cloud(np.array(_ring(3.0) + _ring(1.0)), (1,) * 8 + (0,) * 8),
    }
)
"""A slanted cloud around the origin; two circles of radius 3 (class 1) and 1 (class 0), which no line separates."""


def read_points(given: object) -> Cloud:
    """A named cloud, or rows of numbers. Raises SpecError."""
    if isinstance(given, str):
        if given not in CLOUDS:
            raise SpecError("projection.points", got=given[:60], names=list(CLOUDS), most=MOST_SAMPLES)
        return CLOUDS[given]
    try:
        points = array(given)
    except SpecError:
        points: Array = np.zeros(0)
    fits = points.ndim == 2 and 2 <= len(points) <= MOST_SAMPLES and 1 <= points.shape[1] <= MOST_COLUMNS
    if not fits:
        raise SpecError("projection.points", got=short(given), names=list(CLOUDS), most=MOST_SAMPLES)
    return Cloud(points)


def read_labels(given: object) -> tuple[int, ...] | None:
    """A class, 0 or 1, for each sample; None for those of the cloud. Raises SpecError."""
    if given is None:
        return None
    whole = cast("Sequence[int]", given) if isinstance(given, Sequence) and not isinstance(given, str) else ()
    if not whole or any(isinstance(each, bool) or each not in (0, 1) for each in whole):
        raise SpecError("projection.labels", got=short(given))
    return tuple(int(each) for each in whole)


def labelled(cloud: Cloud, labels: tuple[int, ...] | None) -> Cloud:
    """The cloud with these classes instead of its own. Raises SpecError where they are not one for each sample."""
    if labels is None:
        return cloud
    if len(labels) != len(cloud.points):
        raise SpecError("spec.labels", got=len(labels), wanted=len(cloud.points))
    return Cloud(cloud.points, labels)
