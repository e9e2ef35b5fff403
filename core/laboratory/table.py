"""How do a person's own data come into the laboratory? A CSV file: its columns as inputs, the last one as target.

What is wrong with the file is said with its line and its column (core/learning/data/csv_table.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..arrays import Value
from ..learning.data.csv_table import read_csv
from ..words import message
from .state import Lab, OwnTable
from .turning import turned

MOST_BATCHED = 40
"""A table with fewer rows is taken at once."""


def with_table(lab: Lab, table: OwnTable) -> Lab:
    """The laboratory with the samples of a CSV file. Raises SpecError, UnknownNameError."""
    knobs = knobs_of(table)
    count, wide = knobs["inputs"].shape
    said = message("lab.own-data", file=Path(table.path).name, count=count, wide=wide, loss=knobs["loss"])
    return turned(replace(lab, table=table), knobs).saying(said)


def knobs_of(table: OwnTable) -> dict[str, Any]:
    """The knobs of a training on a CSV file; two classes are one number. Raises SpecError, UnknownNameError."""
    data = read_csv(Path(table.path), table.target)
    targets = data.targets[:, 1:] if len(data.classes) == data.targets.shape[1] == 2 else data.targets
    return knobs_for(data.inputs, targets, data.features)


def knobs_for(inputs: Value, targets: Value, features: Sequence[str]) -> dict[str, Any]:
    """The knobs of a training on these samples: inputs are scaled, and the loss follows from the targets."""
    loss = "softmax" if targets.shape[1] > 1 else "bce" if set(targets[:, 0]) <= {0.0, 1.0} else "mse"
    return {
        "inputs": inputs, "targets": targets, "features": tuple(features), "scaled": True,
        "loss": loss, "output": "identity", "terms": (), "batch": 10 if len(inputs) >= MOST_BATCHED else 0,
    }  # fmt: skip
