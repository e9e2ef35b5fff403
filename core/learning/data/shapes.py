"""Which clouds of points show what a network can do? Moons, circles, blobs, spirals, lines and waves with noise.

Points have coordinates of about 1. Classes alternate in equal numbers (the first ones get what is left over), targets
are the number of the class in one column; `dataset.signs` and `dataset.one_hot_rows` turn it into −1/1 and one-hot.
The same seed gives the same points.
"""

from __future__ import annotations

import numpy as np

from ...arrays import Value
from ..randomness import generator
from .dataset import DataSet

PLANE = ("x1", "x2")


def moons(count: int = 100, noise: float = 0.1, seed: int = 0) -> DataSet:
    """Two interleaved half circles of radius 1, the second one turned over and moved by (1, ½)."""
    upper, lower = (np.linspace(0.0, np.pi, each) for each in _shares(count, 2))
    first = np.column_stack([np.cos(upper), np.sin(upper)])
    second = np.column_stack([1.0 - np.cos(lower), 0.5 - np.sin(lower)])
    return _classes([first, second], noise, seed)


def circles(count: int = 100, noise: float = 0.05, seed: int = 0, inner: float = 0.5) -> DataSet:
    """A circle of radius 1 around one of radius `inner`."""
    radii = (1.0, inner)
    turns = (np.arange(each) * (2.0 * np.pi / max(each, 1)) for each in _shares(count, 2))
    rings = [r * np.column_stack([np.cos(turn), np.sin(turn)]) for r, turn in zip(radii, turns, strict=True)]
    return _classes(rings, noise, seed)


def blobs(count: int = 100, classes: int = 2, noise: float = 0.3, seed: int = 0) -> DataSet:
    """Round clouds whose centres stand evenly on the unit circle; `noise` is their standard deviation."""
    turns = [2.0 * np.pi * place / classes for place in range(classes)]
    shares = _shares(count, classes)
    centres = [np.tile([np.cos(turn), np.sin(turn)], (each, 1)) for turn, each in zip(turns, shares, strict=True)]
    return _classes(centres, noise, seed)


def spirals(count: int = 100, classes: int = 2, noise: float = 0.02, seed: int = 0) -> DataSet:
    """Arms that wind once and a half around the origin, one a class."""
    arms: list[Value] = []
    for place, each in enumerate(_shares(count, classes)):
        radius = np.linspace(0.05, 1.0, each)
        turn = 3.0 * np.pi * radius + 2.0 * np.pi * place / classes
        arms.append(np.column_stack([radius * np.cos(turn), radius * np.sin(turn)]))
    return _classes(arms, noise, seed)


def line(count: int = 20, slope: float = 2.0, intercept: float = 1.0, noise: float = 0.2, seed: int = 0) -> DataSet:
    """y = slope·x + intercept + noise, for x evenly between −1 and 1."""
    x = np.linspace(-1.0, 1.0, count)[:, None]
    return DataSet(x, slope * x + intercept + noise * generator(seed, "noise").standard_normal((count, 1)), ("x",))


def wave(count: int = 60, noise: float = 0.1, seed: int = 0) -> DataSet:
    """y = sin(2πx) + noise, for x evenly between −1 and 1: two whole periods."""
    x = np.linspace(-1.0, 1.0, count)[:, None]
    spread = noise * generator(seed, "noise").standard_normal((count, 1))
    return DataSet(x, np.sin(2.0 * np.pi * x) + spread, ("x",))


def _shares(count: int, classes: int) -> list[int]:
    """How many points each class gets."""
    return [count // classes + (place < count % classes) for place in range(classes)]


def _classes(parts: list[Value], noise: float, seed: int) -> DataSet:
    """The points of all classes with noise, in an order that mixes the classes."""
    labels = np.concatenate([np.full(len(part), float(place)) for place, part in enumerate(parts)])
    points = np.concatenate(parts)
    points = points + noise * generator(seed, "noise").standard_normal(points.shape)
    order = generator(seed, "data").permutation(len(points))
    names = tuple(str(place) for place in range(len(parts)))
    return DataSet(points[order], labels[order][:, None], PLANE, names)
