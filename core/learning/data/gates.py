"""Which truth tables can be learnt? The gates of two inputs, as data sets of four samples."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from .dataset import DataSet, signs

GATES: Mapping[str, tuple[int, int, int, int]] = MappingProxyType({
    "and": (0, 0, 0, 1),
    "or": (0, 1, 1, 1),
    "nand": (1, 1, 1, 0),
    "nor": (1, 0, 0, 0),
    "xor": (0, 1, 1, 0),
    "xnor": (1, 0, 0, 1),
})  # fmt: skip
"""Outputs for the inputs 00, 01, 10, 11."""


def gate(name: str, signed: bool = False) -> DataSet:
    """The table of a gate: inputs and targets 0 and 1, or −1 and 1 when `signed`. Raises KeyError for another name."""
    inputs = np.array([[a, b] for a in (0.0, 1.0) for b in (0.0, 1.0)])
    targets = np.array(GATES[name], dtype=float)[:, None]
    if signed:
        inputs, targets = signs(inputs), signs(targets)
    return DataSet(inputs, targets, ("x1", "x2"))
